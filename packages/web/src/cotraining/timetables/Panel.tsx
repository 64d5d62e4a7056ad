import { clashSentence, type Clash } from "@tixi/engines/rotation-check";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import type { Cell, CellChange, Timetable } from "./api.ts";
import type { Spot } from "./CohortGrid.tsx";
import { tintsOf, useSay, weeksText } from "./pieces.tsx";
import { capacityIn, isLocked, loadsOf, lockStay, mondayOf, moveStay, placeStay } from "./stays.ts";

const TOLD = 40;

/** Beside the grid: what of the chosen block can be done, else what is wrong and where. */
export function Panel(props: {
  timetable: Timetable;
  clashes: readonly Clash[];
  selected: Spot | null;
  editable: boolean;
  onSelect: (spot: Spot | null) => void;
  onChange: (changes: CellChange[]) => void;
}) {
  const { timetable, clashes, selected, editable, onSelect } = props;
  const { t } = useTranslation("timetables");
  const { language } = useSay();
  const about = selected && timetable.input.cohorts[selected.cohort];
  if (selected && about) return <OfBlock {...props} selected={selected} />;
  return (
    <aside className="rota-panel" aria-label={t("panel")}>
      <h2>{clashes.length === 0 ? t("no-clash") : t("clashes", { count: clashes.length })}</h2>
      {clashes.length === 0 && <p>{t(editable ? "how" : "how-read")}</p>}
      <ul className="rota-clashes">
        {clashes.slice(0, TOLD).map((clash, k) => (
          <li key={k}>
            <button type="button" onClick={() => onSelect(spotOf(timetable, clash))}>
              {clashSentence(clash, language)}
            </button>
          </li>
        ))}
      </ul>
      {clashes.length > TOLD && <p>{t("more-clashes", { count: clashes.length - TOLD })}</p>}
      {editable && clashes.length === 0 && <KeyWords />}
    </aside>
  );
} // prettier-ignore

function KeyWords() {
  const { t } = useTranslation("timetables");
  return (
    <dl className="rota-keys">
      {(["go", "move", "choose", "lock", "undo"] as const).map((key) => (
        <div key={key}>
          <dt>{t(`key.${key}`)}</dt>
          <dd>{t(`key.${key}-words`)}</dd>
        </div>
      ))}
    </dl>
  );
}

function OfBlock({ timetable, clashes, selected, editable, onSelect, onChange }: Parameters<typeof Panel>[0] & { selected: Spot }) {
  const { t } = useTranslation("timetables");
  const { language } = useSay();
  const locale = useLanguage();
  const { input, cells, startsOn } = timetable;
  const cohort = input.cohorts[selected.cohort]!;
  const row = cells[selected.cohort]!;
  const cell = row[selected.from] ?? null;
  const locked = isLocked(cohort, selected.from);
  const loads = useMemo(() => loadsOf(timetable), [timetable]);
  const tints = useMemo(() => tintsOf(input.places), [input.places]);
  const own = clashes.filter((clash) => touches(clash, cohort.id, selected));
  const step = (by: 1 | -1): CellChange[] => {
    let week = by > 0 ? selected.from + 1 : selected.from - 1;
    while (week > 0 && week < input.weeks && cohort.off?.includes(week)) week += by;
    return week < 0 ? [] : moveStay(cohort, row, selected, week);
  };
  const doIt = (changes: CellChange[]): void => {
    onChange(changes);
    onSelect(null);
  };
  const options = cohort.needs.flatMap(({ key: need, places }) => places.map((place) => ({ need, place })));
  const sunday = mondayOf(startsOn, selected.to);
  return (
    <aside className="rota-panel" aria-label={t("panel")}>
      <button type="button" className="button small rota-close" onClick={() => onSelect(null)}>
        {t("back")}
      </button>
      <h2>{cohort.id}</h2>
      <p>
        {t("weeks-from", { weeks: weeksText(selected.from, selected.to), day: formatDate(mondayOf(startsOn, selected.from), locale), to: formatDate(friday(sunday), locale) })}
        <br />
        {cell ? `${cell.place} · ${cell.need}` : t("free")} · {t("people", { count: cohort.people })}
      </p>
      {own.length > 0 && (
        <ul className="rota-clashes">
          {own.slice(0, 6).map((clash, k) => (
            <li key={k}>{clashSentence(clash, language)}</li>
          ))}
        </ul>
      )}
      {editable && (
        <>
          <div className="rota-buttons">
            <button type="button" className="button" disabled={!cell || locked} onClick={() => doIt(step(-1))}>
              {t("earlier")}
            </button>
            <button type="button" className="button" disabled={!cell || locked} onClick={() => doIt(step(1))}>
              {t("later")}
            </button>
            <button type="button" className="button" onClick={() => onChange(lockStay(cohort, selected, !locked))}>
              {t(locked ? "unlock" : "lock")}
            </button>
          </div>
          <h3>{t("places")}</h3>
          <p className="rota-note">{t("drop-here")}</p>
          <ul className="rota-places">
            {options.map((one) => {
              const left = leftAt(timetable, loads, one.place, selected, row, cohort.people);
              const here = cell?.place === one.place && cell.need === one.need;
              return (
                <li key={one.need + one.place}>
                  <button
                    type="button"
                    data-place={one.place}
                    data-need={one.need}
                    aria-pressed={here}
                    disabled={locked}
                    className={left !== null && left < 0 ? "full" : ""}
                    style={tints.get(one.place)}
                    onClick={() => doIt(placeStay(cohort, row, selected, one))}
                  >
                    <b>{one.place}</b>
                    <small>
                      {one.need} · {left === null ? t("no-limit") : left < 0 ? t("too-full", { count: -left }) : t("left", { count: left })}
                    </small>
                  </button>
                </li>
              );
            })}
            {cell && (
              <li>
                <button type="button" disabled={locked} onClick={() => doIt(placeStay(cohort, row, selected, null))}>
                  <b>{t("empty")}</b>
                </button>
              </li>
            )}
          </ul>
        </>
      )}
    </aside>
  );
} // prettier-ignore

const friday = (monday: string): string =>
  new Date(Date.parse(`${monday}T00:00:00Z`) + 4 * 86_400_000).toISOString().slice(0, 10);

/** Seats that would be left at a place in its fullest of these weeks with the cohort there; null = it has no limit. */
function leftAt({ input }: Timetable, loads: Map<string, number[]>, id: string, spot: Spot, row: readonly Cell[], people: number): number | null {
  const place = input.places.find((one) => one.id === id)!;
  let least: number | null = null;
  for (let week = spot.from; week <= spot.to; week++) {
    const capacity = place.closed?.includes(week) ? 0 : capacityIn(place, week);
    if (capacity === null) continue;
    const left = capacity - loads.get(id)![week]! - (row[week]?.place === id ? 0 : people);
    least = least === null ? left : Math.min(least, left);
  }
  return least;
} // prettier-ignore

const touches = (clash: Clash, cohort: string, spot: Spot): boolean => {
  if (clash.kind === "capacity")
    return clash.cohorts.includes(cohort) && clash.week >= spot.from && clash.week <= spot.to;
  if (clash.cohort !== cohort) return false;
  return !("week" in clash) || (clash.week >= spot.from && clash.week <= spot.to);
};

/** Where a clash is to be seen. */
function spotOf({ input }: Timetable, clash: Clash): Spot {
  const id = clash.kind === "capacity" ? clash.cohorts.at(-1)! : clash.cohort;
  const week = "week" in clash ? clash.week : 0;
  return { cohort: input.cohorts.findIndex((one) => one.id === id), from: week, to: week };
}
