import {
  memo,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
} from "react";
import { useTranslation } from "react-i18next";
import type { TFunction } from "i18next";
import { formatNumber, formatSigned, type Language } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import type { Cell } from "./shapes.ts";
import { CARD_TAG } from "./words.ts";

export const ROW_HEIGHT = 34;
/** Rows drawn beyond the screen on either side. */
const SPARE = 7;

/** A line of the grid: an offering, or the head of a group with its sums. */
export type Line =
  | { kind: "cell"; cell: Cell }
  | {
      kind: "group";
      key: string;
      name: string;
      by: string;
      count: number;
      seats: number;
      last: number;
      closed: boolean;
    };

export interface GridProps {
  lines: Line[];
  focus: string | null;
  editable: boolean;
  onFocus: (offering: string) => void;
  onSeats: (cell: Cell, seats: number) => void;
  onLock: (cell: Cell) => void;
  onTyping: (cell: Cell, seats: number | null) => void;
  onGroup: (key: string) => void;
}

/**
 * Rows of one height in a box that scrolls: only those near the screen are drawn, each moved to its place, so that
 * 12,000 of them scroll as fast as the screen draws. Arrows move, digits type, Enter sets, L locks.
 */
export function Grid(props: GridProps) {
  const { t } = useTranslation("plans");
  const language = useLanguage();
  const { lines, focus, onFocus } = props;
  const box = useRef<HTMLDivElement>(null);
  const [first, setFirst] = useState(0);
  const [height, setHeight] = useState(600);
  const [typing, setTyping] = useState<{ offering: string; text: string } | null>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const watch = new ResizeObserver(() => setHeight(element.clientHeight));
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  const onScroll = useCallback(() => {
    const top = Math.floor((box.current?.scrollTop ?? 0) / ROW_HEIGHT);
    // every few rows are enough: the spare ones are drawn already
    setFirst((current) => (Math.abs(current - top) < 5 ? current : top));
  }, []);
  const at = useMemo(
    () =>
      focus === null ? -1 : lines.findIndex((line) => line.kind === "cell" && line.cell.offering === focus),
    [lines, focus],
  );
  useEffect(() => {
    const element = box.current;
    if (!element || at < 0) return;
    const top = at * ROW_HEIGHT;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + ROW_HEIGHT * 2 > element.scrollTop + element.clientHeight) element.scrollTop = top + ROW_HEIGHT * 2 - element.clientHeight;
  }, [at]);
  const move = (by: number) => {
    for (let i = at + by; i >= 0 && i < lines.length; i += Math.sign(by)) {
      const line = lines[i]!;
      if (line.kind === "cell") return onFocus(line.cell.offering);
    }
  };
  const set = (offering: string, text: string | null) => {
    const cell = lines[at]?.kind === "cell" ? (lines[at] as Line & { kind: "cell" }).cell : null;
    setTyping(text === null ? null : { offering, text });
    if (cell) props.onTyping(cell, text === null || text === "" ? null : Number(text));
  };
  const onKey = (event: KeyboardEvent) => {
    const line = lines[at];
    const page = Math.max(1, Math.floor(height / ROW_HEIGHT) - 2);
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
    const by = moves[event.key];
    const cell = line?.kind === "cell" ? line.cell : null;
    if (by !== undefined) {
      if (typing && cell) commit(cell);
      move(by);
    } else if (!cell) return;
    else if (event.key === "Enter") {
      if (typing) {
        commit(cell);
        move(event.shiftKey ? -1 : 1);
      } else if (props.editable) set(cell.offering, String(cell.seats));
    } else if (event.key === "Escape" && typing) set(cell.offering, null);
    else if (!props.editable || event.ctrlKey || event.metaKey || event.altKey) return;
    else if (/^\d$/.test(event.key)) set(cell.offering, ((typing?.text ?? "") + event.key).slice(0, 5));
    else if (event.key === "Backspace" && typing) set(cell.offering, typing.text.slice(0, -1));
    else if ((event.key === "l" || event.key === "L") && !typing) props.onLock(cell);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const commit = (cell: Cell) => {
    const seats = typing?.text ? Number(typing.text) : NaN;
    setTyping(null);
    props.onTyping(cell, null);
    if (Number.isInteger(seats) && seats !== cell.seats) props.onSeats(cell, seats);
  };
  const slots = Math.ceil(height / ROW_HEIGHT) + 2 * SPARE;
  const from = Math.max(0, first - SPARE);
  const to = Math.min(lines.length, from + slots);
  return (
    <div className="plan-grid" role="grid" aria-rowcount={lines.length} aria-label={t("editor.grid")}>
      <div className="plan-head" role="row">
        {["offering", "card", "last", "seats", "change", "range", "worth", "lock"].map((key) => (
          <span key={key} role="columnheader" className={`c-${key}`} title={t(`editor.note.${key}`, { defaultValue: "" })}>
            {t(`editor.${key}`)}
          </span>
        ))}
      </div>
      <div className="plan-rows" ref={box} onScroll={onScroll} onKeyDown={onKey} tabIndex={0} role="rowgroup" aria-label={t("editor.keys")}>
        <div style={{ height: lines.length * ROW_HEIGHT }}>
          {lines.slice(from, to).map((line, i) =>
            line.kind === "group" ? (
              <GroupRow key={(from + i) % slots} line={line} top={(from + i) * ROW_HEIGHT} onGroup={props.onGroup} />
            ) : (
              <CellRow
                // a row that scrolls out lends its elements to the one that scrolls in
                key={(from + i) % slots}
                t={t}
                language={language}
                cell={line.cell}
                top={(from + i) * ROW_HEIGHT}
                focused={from + i === at}
                typed={typing?.offering === line.cell.offering ? typing.text : null}
                editable={props.editable}
                onFocus={onFocus}
                onLock={props.onLock}
                onType={set}
                onCommit={commit}
              />
            ),
          )}
        </div>
      </div>
    </div>
  );
} // prettier-ignore

const GroupRow = memo(function GroupRow({ line, top, onGroup }: { line: Line & { kind: "group" }; top: number; onGroup: (key: string) => void }) {
  const { t } = useTranslation("plans");
  const language = useLanguage();
  return (
    <div className="plan-row group" role="row" style={{ transform: `translateY(${top}px)` }} onClick={() => onGroup(line.key)}>
      <span className="c-offering" role="rowheader">
        {line.closed ? "▸" : "▾"}{" "}
        {line.by === "card" ? t(`card.${line.name}`) : line.by === "level" ? t(`shell:level.${line.name}`) : line.name} <small>{formatNumber(line.count, language)}</small>
      </span>
      <span className="c-card" />
      <span className="c-last n">{formatNumber(line.last, language)}</span>
      <span className="c-seats n">{formatNumber(line.seats, language)}</span>
      <span className="c-change n">{formatSigned(line.seats - line.last, language)}</span>
    </div>
  );
}); // prettier-ignore

interface CellRowProps {
  /* given, so that a row that scrolls in subscribes to nothing */
  t: TFunction<"plans">;
  language: Language;
  cell: Cell;
  top: number;
  focused: boolean;
  typed: string | null;
  editable: boolean;
  onFocus: (offering: string) => void;
  onLock: (cell: Cell) => void;
  onType: (offering: string, text: string | null) => void;
  onCommit: (cell: Cell) => void;
}

/* The callbacks see the newest state through the grid; what decides a redraw is what is shown. */
const CellRow = memo(
  function CellRow({ t, language, cell, top, focused, typed, editable, onFocus, onLock, onType, onCommit }: CellRowProps) {
    const out = (cell.lower !== null && cell.seats < cell.lower) || (cell.upper !== null && cell.seats > cell.upper);
    const name = ["plan-row", focused ? "focused" : "", cell.by ? "touched" : "", out ? "out" : ""].join(" ");
    return (
      <div className={name} role="row" aria-selected={focused} style={{ transform: `translateY(${top}px)` }} onClick={() => onFocus(cell.offering)}>
        <span className="c-offering" role="rowheader" title={`${cell.school} ${cell.programmeName} ${cell.programme}`}>
          <b>{cell.programmeName}</b> <small>{cell.school} {cell.cityName}</small>
        </span>
        <span className="c-card">
          {cell.card !== "keep" && <span className={CARD_TAG[cell.card]}>{t(`card.${cell.card}`)}</span>}
          {cell.step === "propose" && <span className="tag blue" title={t("editor.proposed", { seats: cell.proposal })}>{t("editor.wish", { seats: cell.proposal })}</span>}
        </span>
        <span className="c-last n">{formatNumber(cell.last, language)}</span>
        <span className="c-seats n">
          {typed !== null || (focused && editable) ? (
            <input
              inputMode="numeric"
              aria-label={t("editor.seats-of", { name: cell.programmeName })}
              value={typed ?? String(cell.seats)}
              tabIndex={-1}
              onChange={(event) => onType(cell.offering, event.target.value.replace(/\D/g, "").slice(0, 5))}
              onBlur={() => typed !== null && onCommit(cell)}
            />
          ) : (
            formatNumber(cell.seats, language)
          )}
        </span>
        <span className={`c-change n ${cell.seats < cell.last ? "less" : cell.seats > cell.last ? "more" : ""}`}>
          {cell.seats === cell.last ? "0" : formatSigned(cell.seats - cell.last, language)}
        </span>
        <span className="c-range n">{`${cell.lower ?? 0}–${cell.upper ?? "∞"}`}</span>
        <span className="c-worth n">{cell.marginal.toFixed(2)}</span>
        <span className="c-lock">
          <button type="button" className="quiet" aria-pressed={cell.locked} disabled={!editable} tabIndex={-1} onClick={() => onLock(cell)} title={cell.by ? t("editor.changed-by", { by: cell.by }) : t("editor.lock")}>
            {cell.locked ? "●" : "○"}
          </button>
        </span>
      </div>
    );
  },
  (a, b) => a.cell === b.cell && a.language === b.language && a.top === b.top && a.focused === b.focused && a.typed === b.typed && a.editable === b.editable && !b.focused && !a.focused,
); // prettier-ignore
