import { useTranslation } from "react-i18next";
import { useEffect, useId, useState, type RefObject } from "react";
import { useSearch } from "../standards/api.ts";
import { useSettled } from "../shell/SearchDialog.tsx";
import type { Coded, Posting } from "./api.ts";
import { Confidence } from "./pieces.tsx";
import "./review.css";

interface CandidatesProps {
  posting: Pick<Posting, "candidates" | "occupation" | "confidence">;
  busy: boolean;
  /** null = no occupation fits */
  onChoose: (code: string | null) => void;
}

/** The five likeliest occupations, numbered by the key that takes each. */
export function Candidates({ posting, busy, onChoose }: CandidatesProps) {
  const { t } = useTranslation("demand");
  return (
    <div className="candidates">
      {posting.candidates.map((item, index) => (
        <button key={item.code} type="button" disabled={busy} onClick={() => onChoose(item.code)}>
          <kbd>{index + 1}</kbd>
          <span className={item.code === posting.occupation?.code ? "chosen" : undefined}>
            {item.name}
            <small>
              {item.code}
              {item.code === posting.occupation?.code && ` · ${t("review.current")}`}
            </small>
          </span>
          <Confidence value={item.confidence} />
        </button>
      ))}
      {posting.candidates.length === 0 && <p className="review-done">{t("review.no-candidates")}</p>}
      <button type="button" disabled={busy} onClick={() => onChoose(null)}>
        <kbd>0</kbd>
        <span>{t("review.abstain")}</span>
        <span />
      </button>
    </div>
  );
}

/** Any other occupation, by name, pinyin initials or code. Enter takes the marked one. */
export function OtherOccupation({
  input,
  onChoose,
}: {
  input: RefObject<HTMLInputElement | null>;
  onChoose: (occupation: Coded) => void;
}) {
  const { t } = useTranslation("demand");
  const list = useId();
  const [text, setText] = useState("");
  const [active, setActive] = useState(0);
  const asked = useSettled(text.trim());
  const found = useSearch(asked, "occupation", 12);
  const items = asked === "" ? [] : (found.data?.items ?? []);
  useEffect(() => setActive(0), [asked]);
  const take = (occupation: Coded | undefined): void => {
    if (!occupation) return;
    setText("");
    input.current?.blur();
    onChoose({ code: occupation.code, name: occupation.name });
  };
  return (
    <div className="review-other">
      <label htmlFor={`${list}-input`}>
        {t("review.other")} <kbd>o</kbd>
      </label>
      <input
        id={`${list}-input`}
        ref={input}
        className="field"
        role="combobox"
        aria-expanded={items.length > 0}
        aria-controls={list}
        aria-activedescendant={items[active] ? `${list}-${active}` : undefined}
        autoComplete="off"
        placeholder={t("review.other-example")}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === "ArrowDown") setActive(Math.min(active + 1, items.length - 1));
          else if (event.key === "ArrowUp") setActive(Math.max(active - 1, 0));
          else if (event.key === "Enter") take(items[active]);
          else if (event.key === "Escape") {
            setText("");
            input.current?.blur();
          } else return;
          event.preventDefault();
        }}
      />
      {items.length > 0 && (
        <ul role="listbox" id={list} aria-label={t("review.other")}>
          {items.map((item, index) => (
            <li
              key={item.code}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === active}
              onMouseMove={() => setActive(index)}
              onClick={() => take(item)}
            >
              <span>{item.name}</span>
              <small>{item.code}</small>
            </li>
          ))}
        </ul>
      )}
      {asked !== "" && found.isSuccess && items.length === 0 && (
        <p className="review-done">{t("review.other-none", { text: asked })}</p>
      )}
    </div>
  );
}
