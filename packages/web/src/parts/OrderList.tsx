import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { moved } from "./moved.ts";
import { useDrag } from "./use-drag.ts";
import "./order-list.css";

interface Props<T> {
  items: readonly T[];
  keyOf: (item: T) => string;
  nameOf: (item: T) => string;
  row: (item: T, index: number) => ReactNode;
  onChange: (items: T[]) => void;
  /** beside each row; default: a button that removes it */
  aside?: (item: T, index: number) => ReactNode;
}

/**
 * Things in an order that somebody gives them. A handle drags with mouse or finger; pressed, it takes up its row, and the handle
 * that is pressed next says where it goes; with the keyboard it takes the arrow keys, Home and End. Every move is said aloud.
 */
export function OrderList<T>({ items, keyOf, nameOf, row, onChange, aside }: Props<T>) {
  const { t } = useTranslation("parts");
  const [said, setSaid] = useState("");
  // the row that was taken up to be put elsewhere
  const [taken, setTaken] = useState<string | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const focus = useRef<string | null>(null);

  const move = (from: number, to: number): void => {
    const item = items[from];
    if (item === undefined || to < 0 || to >= items.length || from === to) return;
    focus.current = keyOf(item);
    onChange(moved(items, from, to));
    setTaken(null);
    setSaid(t("order.moved", { name: nameOf(item), no: to + 1, count: items.length }));
  };
  // the handle that moved keeps the focus, wherever its row went
  useEffect(() => {
    if (focus.current === null) return;
    list.current?.querySelector<HTMLElement>(`[data-handle="${CSS.escape(focus.current)}"]`)?.focus();
    focus.current = null;
  });
  const drag = useDrag(list, move);
  const press = (index: number): void => {
    const from = items.findIndex((item) => keyOf(item) === taken);
    if (from === -1) {
      setTaken(keyOf(items[index]!));
      setSaid(t("order.taken", { name: nameOf(items[index]!) }));
    } else {
      setTaken(null);
      setSaid("");
      move(from, index);
    }
  };
  const picked = items.find((item) => keyOf(item) === taken);

  return (
    <>
      <p className="hidden" role="status" aria-live="assertive">
        {said}
      </p>
      <p className="hidden" id="handle-words">
        {t("order.handle-words")}
      </p>
      <ol className="preference-list" ref={list}>
        {items.map((item, index) => {
          const key = keyOf(item);
          const name = nameOf(item);
          const marks = [
            (drag.from === index || key === taken) && "dragged",
            drag.to === index && drag.from !== null && (drag.from < index ? "drop-after" : drag.from > index && "drop-before"),
          ].filter(Boolean); // prettier-ignore
          return (
            <li key={key} className={`choice ${marks.join(" ")}`}>
              <button
                type="button"
                className="drag-handle"
                data-handle={key}
                aria-label={t("order.handle", { no: index + 1, name })}
                aria-describedby="handle-words"
                onKeyDown={(event) => onArrow(event, index, items.length, move)}
                onPointerDown={(event) => drag.begin(event, index)}
                onClick={() => press(index)}
                aria-pressed={key === taken}
              >
                <span className="choice-no num">{index + 1}</span>
                <svg viewBox="0 0 12 16" aria-hidden="true">
                  <path d="M2 4h8M2 8h8M2 12h8" />
                </svg>
              </button>
              <div className="choice-words">{row(item, index)}</div>
              {aside ? (
                aside(item, index)
              ) : (
                <button
                  type="button"
                  className="quiet remove"
                  aria-label={t("order.remove-this", { name })}
                  onClick={() => {
                    onChange(items.filter((_, i) => i !== index));
                    setSaid(t("order.removed", { name }));
                  }}
                >
                  {t("order.remove")}
                </button>
              )}
            </li>
          );
        })}
      </ol>
      {picked !== undefined && (
        <p className="taken" aria-hidden="true">
          {t("order.taken", { name: nameOf(picked) })}
        </p>
      )}
    </>
  );
}

const MOVES: Record<string, (index: number, count: number) => number> = {
  ArrowUp: (index) => index - 1,
  ArrowDown: (index) => index + 1,
  Home: () => 0,
  End: (_, count) => count - 1,
};

function onArrow(
  event: KeyboardEvent,
  index: number,
  count: number,
  move: (from: number, to: number) => void,
): void {
  const target = MOVES[event.key];
  if (!target) return;
  event.preventDefault();
  move(index, target(index, count));
}
