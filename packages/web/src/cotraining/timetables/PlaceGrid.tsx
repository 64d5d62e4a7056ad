import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Timetable } from "./api.ts";
import { LABEL, ROW, tintsOf, WeekHead } from "./pieces.tsx";
import { capacityIn, loadsOf } from "./stays.ts";
import { useRows } from "./use-rows.ts";

/** Places × weeks: how many people are there, of how many it holds. */
export function PlaceGrid({ timetable, onCohort }: { timetable: Timetable; onCohort: (cohort: number, week: number) => void }) {
  const { t } = useTranslation("timetables");
  const { input, cells } = timetable;
  const ref = useRef<HTMLDivElement>(null);
  const { from, to, width } = useRows(ref, input.places.length, ROW);
  const column = Math.max(54, Math.floor((width - LABEL) / input.weeks));
  const loads = useMemo(() => loadsOf(timetable), [timetable]);
  const tints = useMemo(() => tintsOf(input.places), [input.places]);
  const [asked, setAsked] = useState<{ place: string; week: number } | null>(null);
  const there = asked ? input.cohorts.flatMap((cohort, c) => (cells[c]![asked.week]?.place === asked.place ? [{ cohort, c }] : [])) : [];
  return (
    <>
      <div ref={ref} role="grid" tabIndex={0} aria-label={t("place-grid")} aria-rowcount={input.places.length + 1} className="rota" style={{ "--column": `${column}px`, "--row": `${ROW}px`, "--label": `${LABEL}px`, "--weeks": input.weeks } as object}>
        <WeekHead startsOn={timetable.startsOn} weeks={input.weeks} corner={t("place")} />
        <div className="rota-body" style={{ height: input.places.length * ROW }}>
          {input.places.slice(from, to).map((place, k) => (
            <div role="row" key={place.id} aria-rowindex={from + k + 2} className="rota-row" style={{ top: (from + k) * ROW }}>
              <span role="rowheader" className="rota-label" title={t(`kind.${place.kind}`)}>
                {place.id}
              </span>
              {loads.get(place.id)!.map((people, week) => {
                const capacity = capacityIn(place, week);
                const closed = place.closed?.includes(week) === true;
                const over = people > (capacity ?? Infinity) || (closed && people > 0);
                const share = capacity ? Math.min(1, people / capacity) : people > 0 ? 0.5 : 0;
                return (
                  <button
                    type="button"
                    role="gridcell"
                    key={week}
                    tabIndex={-1}
                    className={`rota-load ${over ? "clash" : ""} ${closed ? "off" : ""}`}
                    style={{ ...tints.get(place.id), "--share": `${Math.round(share * 100)}%`, left: LABEL + week * column, width: column } as object}
                    aria-label={t("load", { place: place.id, week: week + 1, people, capacity: closed ? t("closed") : (capacity ?? t("no-limit")) })}
                    onClick={() => setAsked({ place: place.id, week })}
                  >
                    {people === 0 ? (closed ? t("closed") : "") : capacity === null ? people : `${people}/${capacity}`}
                  </button>
                );
              })}
            </div>
          ))}
        </div>
      </div>
      {asked && (
        <div className="rota-there" role="status">
          <b>{t("there", { place: asked.place, week: asked.week + 1 })}</b>
          {there.length === 0 ? <span>{t("nobody")}</span> : there.map(({ cohort, c }) => (
            <button key={cohort.id} type="button" className="button small" onClick={() => onCohort(c, asked.week)}>
              {cohort.id} · {t("people", { count: cohort.people })}
            </button>
          ))}
        </div>
      )}
    </>
  );
} // prettier-ignore
