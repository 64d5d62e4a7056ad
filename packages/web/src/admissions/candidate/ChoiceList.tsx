import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { useTranslation } from "react-i18next";
import { AdviceLine } from "../pieces.tsx";
import type { Advice, NamedChoice, Warning } from "../shapes.ts";
import { moved } from "./draft.ts";

interface ListProps {
  choices: NamedChoice[];
  warnings: Warning[];
  advice: Advice | null;
  consentUsed: boolean;
  onChange: (choices: NamedChoice[]) => void;
}

/**
 * The preferences in their order. A handle drags with mouse or finger; with the keyboard it takes the arrow keys, Home and
 * End. Every move is said aloud.
 */
export function ChoiceList({ choices, warnings, advice, consentUsed, onChange }: ListProps) {
  const { t } = useTranslation("admissions");
  const [said, setSaid] = useState("");
  const list = useRef<HTMLOListElement>(null);
  const focus = useRef<string | null>(null);

  const move = (from: number, to: number): void => {
    const choice = choices[from];
    if (!choice || to < 0 || to >= choices.length || from === to) return;
    focus.current = choice.unit;
    onChange(moved(choices, from, to));
    setSaid(t("list.moved", { name: `${choice.schoolName} ${choice.programmeName}`, no: to + 1, count: choices.length })); // prettier-ignore
  };
  // the handle that moved keeps the focus, wherever its row went
  useEffect(() => {
    if (focus.current === null) return;
    list.current?.querySelector<HTMLElement>(`[data-handle="${CSS.escape(focus.current)}"]`)?.focus();
    focus.current = null;
  });
  const drag = useDrag(list, move);

  if (choices.length === 0) return <p className="list-empty">{t("list.empty")}</p>;
  return (
    <>
      <p className="hidden" role="status" aria-live="assertive">
        {said}
      </p>
      <p className="hidden" id="handle-words">
        {t("list.handle-words")}
      </p>
      <ol className="choices" ref={list}>
        {choices.map((choice, index) => {
          const name = `${choice.schoolName} ${choice.programmeName}`;
          const about = advice?.items.find(({ unit }) => unit === choice.unit);
          const marks = [
            drag.from === index && "dragged",
            drag.to === index && drag.from !== null && (drag.from < index ? "drop-after" : drag.from > index && "drop-before"),
          ].filter(Boolean); // prettier-ignore
          return (
            <li key={choice.unit} className={`choice ${marks.join(" ")}`}>
              <button
                type="button"
                className="handle"
                data-handle={choice.unit}
                aria-label={t("list.handle", { no: index + 1, name })}
                aria-describedby="handle-words"
                onKeyDown={(event) => onArrow(event, index, choices.length, move)}
                onPointerDown={(event) => drag.begin(event, index)}
              >
                <span className="choice-no num">{index + 1}</span>
                <svg viewBox="0 0 12 16" aria-hidden="true">
                  <path d="M2 4h8M2 8h8M2 12h8" />
                </svg>
              </button>
              <div className="choice-words">
                <p>
                  <b>{choice.schoolName}</b> {choice.programmeName}{" "}
                  <small className="num">{choice.unit}</small>
                </p>
                {warnings
                  .filter(({ no }) => no === index + 1)
                  .map(({ kind, reason }) => (
                    <p key={kind} className="choice-warning">
                      {t("list.void")} {reason}
                    </p>
                  ))}
                {about && (
                  <AdviceLine advice={about} rank={advice?.rank ?? null} listed={advice?.listed ?? null} />
                )}
                {consentUsed && (
                  <label className="consent">
                    <input
                      type="checkbox"
                      checked={choice.consent}
                      onChange={(event) =>
                        onChange(
                          choices.map((one, i) =>
                            i === index ? { ...one, consent: event.target.checked } : one,
                          ),
                        )
                      }
                    />
                    {t("list.consent")}
                  </label>
                )}
              </div>
              <button
                type="button"
                className="quiet remove"
                aria-label={t("list.remove-this", { name })}
                onClick={() => {
                  onChange(choices.filter((_, i) => i !== index));
                  setSaid(t("list.removed", { name }));
                }}
              >
                {t("list.remove")}
              </button>
            </li>
          );
        })}
      </ol>
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

/** Near the edge of the window it scrolls along. */
const EDGE = 90;

/** Dragging with a pointer: rows stay where they are while it lasts, a line shows where the row would go. */
function useDrag(list: { current: HTMLOListElement | null }, move: (from: number, to: number) => void) {
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const latest = useRef({ drag, move });
  useEffect(() => {
    latest.current = { drag, move };
  });
  const active = drag !== null;
  useEffect(() => {
    if (!active) return;
    const over = (y: number): number => {
      const rows = [...(list.current?.children ?? [])];
      const at = rows.findIndex((row) => y < row.getBoundingClientRect().bottom);
      return at === -1 ? rows.length - 1 : at;
    };
    const onMove = (event: globalThis.PointerEvent): void => {
      event.preventDefault();
      if (event.clientY < EDGE) window.scrollBy(0, -14);
      else if (event.clientY > window.innerHeight - EDGE) window.scrollBy(0, 14);
      const to = over(event.clientY);
      setDrag((now) => (now && now.to !== to ? { ...now, to } : now));
    };
    const onUp = (): void => {
      const { drag: last, move: done } = latest.current;
      setDrag(null);
      if (last) done(last.from, last.to);
    };
    const onCancel = (): void => setDrag(null);
    window.addEventListener("pointermove", onMove, { passive: false });
    window.addEventListener("pointerup", onUp);
    window.addEventListener("pointercancel", onCancel);
    return () => {
      window.removeEventListener("pointermove", onMove);
      window.removeEventListener("pointerup", onUp);
      window.removeEventListener("pointercancel", onCancel);
    };
  }, [active, list]);
  return {
    from: drag?.from ?? null,
    to: drag?.to ?? null,
    begin: (event: PointerEvent, index: number): void => {
      if (event.button === 0) setDrag({ from: index, to: index });
    },
  };
}
