import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { Failure } from "../../parts/States.tsx";
import { STATES, useWrite, type Entry, type Round, type Sentence, type State, type Write } from "./api.ts";
import "./rounds.css";

export const useSay = () => {
  const language = useLanguage();
  return (of: Sentence): string => (language === "en" ? of.en : of.zh);
};

const TONES: Readonly<Record<string, string>> = {
  open: "blue", ranking: "blue", calling: "blue", published: "good", confirmed: "good", placed: "good", certified: "good", accepted: "good",
  unlawful: "red", cancelled: "red", objected: "red", failed: "red", made: "blue", "passed-on": "blue",
}; // prettier-ignore
export const Tag = ({ state, children }: { state: string; children: ReactNode }) => (
  <span className={`tag ${TONES[state] ?? ""}`}>{children}</span>
);

/** How far a round is, in the order of its stages. */
export function Stages({ state }: { state: State }) {
  const { t } = useTranslation("placementRounds");
  const now = (STATES as readonly string[]).indexOf(state);
  if (now < 0) return null;
  return (
    <ol className="steps" aria-label={t("stages")}>
      {STATES.map((one, i) => (
        <li key={one} className={i < now ? "past" : i === now ? "now" : ""} aria-current={i === now ? "step" : undefined}>
          <span>{i + 1}</span>
          {t(`stage.${one}`)}
        </li>
      ))}
    </ol>
  );
} // prettier-ignore

/** What of a round is fixed now and what still moves, so that nobody has to guess. */
export function Fixed({ state }: { state: State }) {
  const { t } = useTranslation("placementRounds");
  return <p className="round-fixed">{t(`fixed.${state}`)}</p>;
}

export function History({ entries }: { entries: readonly Entry[] }) {
  const say = useSay();
  const language = useLanguage();
  return (
    <ol className="round-history">
      {entries.map((entry, i) => (
        <li key={i}>
          <b>{say(entry.words)}</b> {entry.by}{" "}
          <time dateTime={entry.at}>{formatDate(entry.at, language, true)}</time>
          {entry.note && <p>{entry.note}</p>}
        </li>
      ))}
    </ol>
  );
}

/** One write with the words that go with it. */
export function WriteDialog(props: {
  title: string;
  words?: string;
  write: Omit<Write, "body">;
  /** the note's name; null = none is asked for */
  note: string | null;
  required?: boolean;
  field?: string;
  body?: object;
  more?: ReactNode;
  onClose: () => void;
}) {
  const { title, words, write, note, required = false, field = "note", body = {}, more, onClose } = props;
  const { t } = useTranslation("placementRounds");
  const step = useWrite();
  const [text, setText] = useState("");
  return (
    <Dialog label={title} onClose={onClose}>
      <h2>{title}</h2>
      {words && <p>{words}</p>}
      <form
        className="form wider"
        onSubmit={(event) => {
          event.preventDefault();
          const said = note !== null && text.trim() ? { [field]: text.trim() } : {};
          step.mutate({ ...write, body: { ...body, ...said } }, { onSuccess: onClose });
        }}
      >
        {more}
        {note !== null && (
          <label>
            <span>{note}</span>
            <textarea rows={4} required={required} value={text} onChange={(event) => setText(event.target.value)} />
          </label>
        )}
        {step.error && <Failure error={step.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={step.isPending}>
            {title}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("back")}
          </button>
        </div>
      </form>
    </Dialog>
  );
} // prettier-ignore

/** A button that does its write at once, and says what went wrong. */
export function WriteButton(props: { write: Write; primary?: boolean; children: ReactNode }) {
  const step = useWrite();
  return (
    <>
      <button type="button" className={props.primary ? "button primary" : "button"} disabled={step.isPending} onClick={() => step.mutate(props.write)}>
        {props.children}
      </button>
      {step.error && <Failure error={step.error} />}
    </>
  );
} // prettier-ignore

/** When what happens, in one line. */
export function Dates({ round }: { round: Round }) {
  const { t } = useTranslation("placementRounds");
  const language = useLanguage();
  const day = (iso: string | null, time = true): string => formatDate(iso, language, time);
  return (
    <dl className="facts">
      <dt>{t("period")}</dt>
      <dd>
        {day(round.fromOn, false)} – {day(round.toOn, false)}
      </dd>
      <dt>{t("choose-until")}</dt>
      <dd>{day(round.chooseUntil)}</dd>
      <dt>{t("rank-until")}</dt>
      <dd>{day(round.rankUntil)}</dd>
      {round.appealUntil && (
        <>
          <dt>{t("appeal-until")}</dt>
          <dd>{day(round.appealUntil)}</dd>
        </>
      )}
      {round.seed && (
        <>
          <dt>{t("seed")}</dt>
          <dd>
            <code className="round-hash">{round.seed}</code> {t("seed-words")}
          </dd>
        </>
      )}
    </dl>
  );
}
