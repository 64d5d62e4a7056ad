import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { formatBytes, formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import { Dialog } from "../parts/Dialog.tsx";
import { Failure } from "../parts/States.tsx";
import { useStep, type Entry, type Paper, type Sentence, type Write } from "./api.ts";
import "./alliances.css";

export const useSay = () => {
  const language = useLanguage();
  return (of: Sentence): string => (language === "en" ? of.en : of.zh);
};

const TONES: Readonly<Record<string, string>> = {
  active: "good", done: "good", confirmed: "good", passed: "good",
  applied: "blue", reported: "blue", called: "blue", open: "blue", minuted: "blue", "to-be-confirmed": "blue",
  overdue: "red", rejected: "red", refused: "red", removed: "red", returned: "red",
}; // prettier-ignore
export const Tag = ({ state, children }: { state: string; children: ReactNode }) => (
  <span className={`tag ${TONES[state] ?? ""}`}>{children}</span>
);

/** What one may look at of an alliance from inside. */
export function Tabs({ id }: { id: string }) {
  const { t } = useTranslation("alliances");
  return (
    <nav className="tabs" aria-label={t("tabs")}>
      {(["", "/meetings", "/tasks", "/ledger", "/chain", "/evaluation"] as const).map((path) => (
        <NavLink key={path} end to={`/alliances/${id}${path}`}>
          {t(`tab${path.replace("/", ".") || ".overview"}`)}
        </NavLink>
      ))}
    </nav>
  );
}

/** A file's name, which opens it where it may be. */
export function PaperLink({ paper, at }: { paper: Paper; at: string }) {
  const { t } = useTranslation("alliances");
  if (paper.state === "removed") return <small>{t("paper.removed")}</small>;
  return (
    <>
      {paper.state === "clean" ? <a href={`/api/${at}/${paper.id}`}>{paper.name}</a> : paper.name}{" "}
      <small>{paper.state === "clean" ? formatBytes(paper.bytes) : t(`paper.${paper.state}`)}</small>
    </>
  );
}

/** @param files where the files of its entries are opened */
export function History({ entries, files = "" }: { entries: readonly Entry[]; files?: string }) {
  const say = useSay();
  const language = useLanguage();
  return (
    <ol className="alliance-history">
      {entries.map((entry, index) => (
        <li key={index}>
          <b>{say(entry.words)}</b> {entry.by}{" "}
          <time dateTime={entry.at}>{formatDate(entry.at, language, true)}</time>
          {entry.note && <p>{entry.note}</p>}
          {entry.files?.map((paper) => (
            <p key={paper.id}>
              <PaperLink paper={paper} at={files} />
            </p>
          ))}
        </li>
      ))}
    </ol>
  );
}

/** One step with what has to be said with it. */
export function StepDialog(props: {
  title: string;
  words?: string;
  write: Omit<Write, "body">;
  /** the note's name; null = none is asked for */
  note: string | null;
  required?: boolean;
  rows?: number;
  /** the field's name in the body, `note` unless said */
  field?: string;
  initial?: string;
  more?: ReactNode;
  body?: object;
  onClose: () => void;
}) {
  const { title, words, write, note, required = false, rows = 4, field = "note", initial = "", more, body = {}, onClose } = props;
  const { t } = useTranslation("alliances");
  const step = useStep();
  const [text, setText] = useState(initial);
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
            <textarea rows={rows} required={required} value={text} onChange={(event) => setText(event.target.value)} />
          </label>
        )}
        {step.error && <Failure error={step.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={step.isPending}>
            {title}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t("cancel")}
          </button>
        </div>
      </form>
    </Dialog>
  );
} // prettier-ignore

/** A button that does its step at once, and says what went wrong. */
export function StepButton(props: { write: Write; className?: string; children: ReactNode }) {
  const step = useStep();
  return (
    <>
      <button
        type="button"
        className={props.className ?? "button"}
        disabled={step.isPending}
        onClick={() => step.mutate(props.write)}
      >
        {props.children}
      </button>
      {step.error && <Failure error={step.error} />}
    </>
  );
}
