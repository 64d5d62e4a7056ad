import {
  useEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type PointerEvent as Pointer,
} from "react";
import { useTranslation } from "react-i18next";
import type { CellChange, Timetable } from "./api.ts";
import { LABEL, ROW, tintsOf, WeekHead, weeksText } from "./pieces.tsx";
import { isOff, moveStay, placeStay, staysOf, type Stay } from "./stays.ts";
import { useRows } from "./use-rows.ts";

/** Pixels before a press is a drag. */
const SLACK = 4;
const EDGE = 36;

export interface Spot {
  cohort: number;
  from: number;
  to: number;
}
export interface Drag extends Spot {
  changes: CellChange[];
}

/**
 * Cohorts × weeks. A block is dragged to another week, or onto a place beside the grid; with the keyboard arrows go about,
 * Alt and arrow moves the block.
 */
export function CohortGrid(props: {
  /** with the drag that is under way */
  timetable: Timetable;
  /** `cohort week` of every cell that breaks a limit, `cohort` of rows */
  clashes: ReadonlySet<string>;
  selected: Spot | null;
  editable: boolean;
  drag: Drag | null;
  /** before the drag */
  settled: Timetable;
  onSelect: (spot: Spot | null) => void;
  onDrag: (drag: Drag | null) => void;
  onChange: (changes: CellChange[]) => void;
  onLock: (spot: Spot) => void;
}) {
  const { timetable, clashes, selected, editable, drag, settled, onSelect, onDrag, onChange, onLock } = props;
  const { t } = useTranslation("timetables");
  const { input, cells } = timetable;
  const ref = useRef<HTMLDivElement>(null);
  const { from, to, width } = useRows(ref, input.cohorts.length, ROW);
  const column = Math.max(38, Math.floor((width - LABEL) / input.weeks));
  const tints = useMemo(() => tintsOf(input.places), [input.places]);
  const [cursor, setCursor] = useState({ cohort: 0, week: 0 });
  const press = useRef<{ spot: Spot; x: number; y: number; week: number; moving: boolean } | null>(null);

  const spotAt = (cohort: number, week: number): Spot => {
    const stay = staysOf(settled.input.cohorts[cohort]!, settled.cells[cohort]!).find((one) => one.from <= week && week <= one.to && settled.cells[cohort]![week]);
    return { cohort, from: stay?.from ?? week, to: stay?.to ?? week };
  };
  const weekAt = (x: number): number => {
    const box = ref.current!.getBoundingClientRect();
    return Math.floor((x - box.left + ref.current!.scrollLeft - LABEL) / column);
  };
  const show = (cohort: number, week: number): void => {
    const box = ref.current!;
    const [top, left] = [cohort * ROW, week * column];
    if (top < box.scrollTop || top > box.scrollTop + box.clientHeight - 3 * ROW) box.scrollTop = top - box.clientHeight / 2;
    if (left < box.scrollLeft || left + column > box.scrollLeft + box.clientWidth - LABEL) box.scrollLeft = left - box.clientWidth / 3;
  };
  // what was chosen elsewhere comes into sight
  const chosen = selected && `${selected.cohort} ${selected.from}`;
  useEffect(() => {
    if (selected && !press.current) show(selected.cohort, selected.from);
  }, [chosen]); // eslint-disable-line react-hooks/exhaustive-deps

  const down = (event: Pointer<HTMLElement>): void => {
    const block = (event.target as HTMLElement).closest<HTMLElement>("[data-week]");
    if (!block || event.button !== 0) return;
    const cohort = Number(block.dataset["cohort"]);
    const week = Math.min(input.weeks - 1, Math.max(0, weekAt(event.clientX)));
    const spot = spotAt(cohort, week);
    setCursor({ cohort, week });
    const isSelected = selected?.cohort === cohort && selected.from === spot.from;
    // a finger on a block scrolls; on the chosen block it drags
    if (event.pointerType !== "mouse" && !isSelected) return;
    if (!editable || !settled.cells[cohort]![week] || block.classList.contains("locked")) return;
    press.current = { spot, x: event.clientX, y: event.clientY, week, moving: false };
  };
  const move = (event: Pointer<HTMLElement>): void => {
    const held = press.current;
    if (!held) return;
    if (!held.moving && Math.hypot(event.clientX - held.x, event.clientY - held.y) < SLACK) return;
    if (!held.moving) ref.current!.setPointerCapture(event.pointerId);
    held.moving = true;
    event.preventDefault();
    const box = ref.current!.getBoundingClientRect();
    if (event.clientX > box.right - EDGE && event.clientX < box.right) ref.current!.scrollLeft += column / 3;
    if (event.clientX < box.left + LABEL + EDGE && event.clientX > box.left) ref.current!.scrollLeft -= column / 3;
    const { spot } = held;
    const cohort = settled.input.cohorts[spot.cohort]!;
    const row = settled.cells[spot.cohort]!;
    const over = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>("[data-place]");
    const changes = over
      ? placeStay(cohort, row, spot, { need: over.dataset["need"]!, place: over.dataset["place"]! })
      : moveStay(cohort, row, spot, Math.max(0, spot.from + weekAt(event.clientX) - held.week));
    onDrag({ ...spot, changes });
  };
  const up = (): void => {
    const held = press.current;
    press.current = null;
    if (!held?.moving) return;
    onDrag(null);
    if (drag && drag.changes.length > 0) {
      onChange(drag.changes);
      onSelect(null);
    }
  };
  const cancel = (): void => {
    press.current = null;
    onDrag(null);
  };

  const click = (event: { target: EventTarget; clientX: number; shiftKey: boolean }): void => {
    const block = (event.target as HTMLElement).closest<HTMLElement>("[data-week]");
    if (!block) return;
    const cohort = Number(block.dataset["cohort"]);
    const week = Math.min(input.weeks - 1, Math.max(0, weekAt(event.clientX)));
    onSelect(event.shiftKey ? { cohort, from: week, to: week } : spotAt(cohort, week));
  };
  const keys = (event: KeyboardEvent): void => {
    const { key, altKey } = event;
    const spot = spotAt(cursor.cohort, cursor.week);
    const cohort = settled.input.cohorts[cursor.cohort];
    if (!cohort) return;
    const sideways = key === "ArrowRight" ? 1 : key === "ArrowLeft" ? -1 : 0;
    const along = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
    if (altKey && sideways !== 0 && editable) {
      const changes = moveStay(cohort, settled.cells[cursor.cohort]!, spot, sideways > 0 ? nextFree(cohort, spot.from, 1) : nextFree(cohort, spot.from, -1));
      if (changes.length > 0) {
        onChange(changes);
        const week = nextFree(cohort, spot.from, sideways as 1 | -1);
        setCursor({ ...cursor, week });
        onSelect(null);
      }
    } else if (sideways !== 0 || along !== 0) {
      // from block to block
      const week = sideways > 0 ? Math.min(input.weeks - 1, spot.to + 1) : sideways < 0 ? Math.max(0, spot.from - 1) : cursor.week;
      const next = { cohort: Math.min(input.cohorts.length - 1, Math.max(0, cursor.cohort + along)), week };
      setCursor(next);
      show(next.cohort, next.week);
    } else if (key === "Enter" || key === " ") onSelect(spot);
    else if (key === "Escape") {
      cancel();
      onSelect(null);
    }
    else if (key.toLowerCase() === "l" && editable && !event.ctrlKey && !event.metaKey) onLock(spot);
    else if (key === "Delete" && editable) onChange(placeStay(cohort, settled.cells[cursor.cohort]!, spot, null));
    else return;
    event.preventDefault();
  };

  const active = staysAt(timetable, cursor);
  return (
    <div
      ref={ref}
      role="grid"
      tabIndex={0}
      aria-label={t("grid")}
      aria-rowcount={input.cohorts.length + 1}
      aria-colcount={input.weeks + 1}
      aria-activedescendant={`rota-${active.cohort}-${active.from}`}
      className={`rota ${drag ? "dragging" : ""}`}
      style={{ "--column": `${column}px`, "--row": `${ROW}px`, "--label": `${LABEL}px`, "--weeks": input.weeks } as object}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={cancel}
      onClick={click}
      onKeyDown={keys}
    >
      <WeekHead startsOn={timetable.startsOn} weeks={input.weeks} corner={t("cohort")} />
      <div className="rota-body" style={{ height: input.cohorts.length * ROW }}>
        {input.cohorts.slice(from, to).map((cohort, k) => {
          const c = from + k;
          const row = cells[c]!;
          return (
            <div role="row" key={cohort.id} aria-rowindex={c + 2} className="rota-row" style={{ top: c * ROW }}>
              <span role="rowheader" className={`rota-label ${clashes.has(cohort.id) ? "clash" : ""}`} title={t("people", { count: cohort.people })}>
                {cohort.id}
                <small>{cohort.people}</small>
              </span>
              {row.map((cell, week) =>
                cell ? null : (
                  <span
                    role="gridcell"
                    key={`free${week}`}
                    id={`rota-${c}-${week}`}
                    aria-label={t(isOff(cohort, week) ? "cell-off" : "cell-free", { cohort: cohort.id, weeks: week + 1 })}
                    aria-colindex={week + 2}
                    data-cohort={c}
                    data-week={week}
                    className={`rota-cell ${isOff(cohort, week) ? "off" : "free"} ${selected?.cohort === c && selected.from === week ? "selected" : ""} ${cursor.cohort === c && cursor.week === week ? "cursor" : ""}`}
                    style={{ left: LABEL + week * column, width: column }}
                  />
                ),
              )}
              {staysOf(cohort, row).map((stay) => (
                <Block
                  key={stay.from}
                  c={c}
                  stay={stay}
                  words={t("cell", { cohort: cohort.id, weeks: weeksText(stay.from, stay.to), place: stay.cell.place, need: stay.cell.need })}
                  broken={stayBroken(clashes, cohort.id, stay)}
                  selected={selected?.cohort === c && selected.from <= stay.to && selected.to >= stay.from}
                  held={drag?.cohort === c && drag.changes.some(({ week }) => week >= stay.from && week <= stay.to)}
                  cursor={cursor.cohort === c && cursor.week >= stay.from && cursor.week <= stay.to}
                  column={column}
                  tint={tints.get(stay.cell.place)}
                />
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
} // prettier-ignore

const nextFree = (cohort: Timetable["input"]["cohorts"][number], week: number, step: 1 | -1): number => {
  let next = week + step;
  while (next > 0 && isOff(cohort, next)) next += step;
  return Math.max(0, next);
};
const staysAt = ({ input, cells }: Timetable, { cohort, week }: { cohort: number; week: number }): Spot => {
  const of = input.cohorts[cohort];
  const stay = of && cells[cohort]![week] ? staysOf(of, cells[cohort]!).find((one) => one.from <= week && week <= one.to) : undefined; // prettier-ignore
  return { cohort, from: stay?.from ?? week, to: stay?.to ?? week };
};
const stayBroken = (clashes: ReadonlySet<string>, cohort: string, stay: Stay): boolean => {
  for (let week = stay.from; week <= stay.to; week++) if (clashes.has(`${cohort} ${week}`)) return true;
  return false;
};

function Block(props: { c: number; stay: Stay; words: string; broken: boolean; selected: boolean; held: boolean; cursor: boolean; column: number; tint: object | undefined }) {
  const { c, stay, words, broken, selected, held, cursor, column, tint } = props;
  const names = [stay.locked && "locked", broken && "clash", selected && "selected", held && "held", cursor && "cursor"].filter(Boolean).join(" ");
  return (
    <span
      role="gridcell"
      id={`rota-${c}-${stay.from}`}
      aria-label={words}
      aria-selected={selected}
      aria-invalid={broken}
      aria-colindex={stay.from + 2}
      aria-colspan={stay.to - stay.from + 1}
      data-cohort={c}
      data-week={stay.from}
      title={words}
      className={`rota-block ${names}`}
      style={{ ...tint, left: LABEL + stay.from * column, width: (stay.to - stay.from + 1) * column }}
    >
      <span>{stay.cell.place}</span>
    </span>
  );
} // prettier-ignore
