import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useTranslation } from "react-i18next";
import type { Advice, NamedChoice, Warning } from "../shapes.ts";
import { AdviceLine } from "./AdviceLine.tsx";
import { moved } from "./draft.ts";
import { useDrag } from "./use-drag.ts";
import "./preferences.css";

const named = ({ schoolName, programmeName }: NamedChoice): string => `${schoolName} ${programmeName}`;

interface ListProps {
  choices: NamedChoice[];
  warnings: Warning[];
  advice: Advice | null;
  consentUsed: boolean;
  onChange: (choices: NamedChoice[]) => void;
}

/**
 * The preferences in their order. A handle drags with mouse or finger; pressed, it takes up its row, and the handle that is
 * pressed next says where it goes; with the keyboard it takes the arrow keys, Home and End. Every move is said aloud.
 */
export function ChoiceList({ choices, warnings, advice, consentUsed, onChange }: ListProps) {
  const { t } = useTranslation("admissions");
  const [said, setSaid] = useState("");
  // the unit that was taken up to be put elsewhere
  const [taken, setTaken] = useState<string | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const focus = useRef<string | null>(null);

  const move = (from: number, to: number): void => {
    const choice = choices[from];
    if (!choice || to < 0 || to >= choices.length || from === to) return;
    focus.current = choice.unit;
    onChange(moved(choices, from, to));
    setTaken(null);
    setSaid(t("list.moved", { name: named(choice), no: to + 1, count: choices.length }));
  };
  // the handle that moved keeps the focus, wherever its row went
  useEffect(() => {
    if (focus.current === null) return;
    list.current?.querySelector<HTMLElement>(`[data-handle="${CSS.escape(focus.current)}"]`)?.focus();
    focus.current = null;
  });
  const drag = useDrag(list, move);
  const press = (index: number): void => {
    const from = choices.findIndex(({ unit }) => unit === taken);
    if (from === -1) {
      setTaken(choices[index]!.unit);
      setSaid(t("list.taken", { name: named(choices[index]!) }));
    } else {
      setTaken(null);
      setSaid("");
      move(from, index);
    }
  };
  const picked = choices.find(({ unit }) => unit === taken);

  if (choices.length === 0) return <p className="list-empty">{t("list.empty")}</p>;
  return (
    <>
      <p className="hidden" role="status" aria-live="assertive">
        {said}
      </p>
      <p className="hidden" id="handle-words">
        {t("list.handle-words")}
      </p>
      <ol className="preference-list" ref={list}>
        {choices.map((choice, index) => {
          const name = named(choice);
          const about = advice?.items.find(({ unit }) => unit === choice.unit);
          const marks = [
            (drag.from === index || choice.unit === taken) && "dragged",
            drag.to === index && drag.from !== null && (drag.from < index ? "drop-after" : drag.from > index && "drop-before"),
          ].filter(Boolean); // prettier-ignore
          return (
            <li key={choice.unit} className={`choice ${marks.join(" ")}`}>
              <button
                type="button"
                className="drag-handle"
                data-handle={choice.unit}
                aria-label={t("list.handle", { no: index + 1, name })}
                aria-describedby="handle-words"
                onKeyDown={(event) => onArrow(event, index, choices.length, move)}
                onPointerDown={(event) => drag.begin(event, index)}
                onClick={() => press(index)}
                aria-pressed={choice.unit === taken}
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
      {picked && (
        <p className="taken" aria-hidden="true">
          {t("list.taken", { name: named(picked) })}
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
