import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Failure } from "../../parts/States.tsx";
import { useWrite, type Entry, type Incident, type Logbook, type Month, type Pay } from "./api.ts";
import "./logbook.css";

/** Fen as yuan. */
export const yuan = (fen: number): string => (fen / 100).toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ",");

export function Warnings({ of }: { of: readonly string[] }) {
  const { t } = useTranslation("logbook");
  return of.map((one) => (
    <span key={one} className="tag amber">
      {t(`warning.${one}`)}
    </span>
  ));
}

/** The whole placement as a document, for the file. */
export function Handbook({ book }: { book: Logbook }) {
  const { t } = useTranslation("logbook");
  return (
    <a className="button" href={`/api/logbooks/${book.id}/handbook.docx`} download>
      {t("handbook")}
    </a>
  );
}

/** Photos of a day, fetched when somebody asks for them: that he looked is written down. */
export function Photos({ entry }: { entry: Entry }) {
  const { t } = useTranslation("logbook");
  const [open, setOpen] = useState(false);
  // a book kept on a phone by an earlier edition knows of none
  const photos = entry.photos ?? [];
  if (photos.length === 0) return null;
  return (
    <>
      <button type="button" className="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t(open ? "photos-hide" : "photos-show", { count: photos.length })}
      </button>
      {open && (
        <ul className="log-photos large" aria-label={t("photos-of", { day: entry.day })}>
          {photos.map(({ id, width, height }, n) => (
            <li key={id}>
              <a href={`/api/logbook-photos/${id}`} target="_blank" rel="noreferrer">
                <img
                  src={`/api/logbook-photos/${id}`}
                  alt={t("photo-n", { n: n + 1 })}
                  width={width}
                  height={height}
                />
              </a>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** Who has said what about a day. */
export function Marks({ entry }: { entry: Entry }) {
  const { t } = useTranslation("logbook");
  if (entry.marks.length === 0) return null;
  return (
    <ul className="log-marks">
      {entry.marks.map(({ side, verdict, note, by }) => (
        <li key={side} className={verdict}>
          {t(`side.${side}`)} {by}：{t(`verdict.${verdict}`)}
          {note && <q>{note}</q>}
        </li>
      ))}
    </ul>
  );
}

/** One line of words and a button, for a step that asks for a reason. */
export function NoteForm(props: { label: string; button: string; write: (note: string) => { path: string; body: unknown; etag?: string }; due?: boolean; onDone?: (() => void) | undefined }) {
  const { t } = useTranslation("logbook");
  const write = useWrite();
  const [note, setNote] = useState("");
  const [due, setDue] = useState("");
  return (
    <form
      className="log-note"
      onSubmit={(event) => {
        event.preventDefault();
        const { body, ...rest } = props.write(note.trim());
        write.mutate({ ...rest, body: props.due ? { ...(body as object), due } : body }, { onSuccess: () => { setNote(""); props.onDone?.(); } });
      }}
    >
      <label>
        <span>{props.label}</span>
        <input required maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} />
      </label>
      {props.due && (
        <label>
          <span>{t("incident.due")}</span>
          <input type="date" required value={due} onChange={(event) => setDue(event.target.value)} />
        </label>
      )}
      <button type="submit" className="button" disabled={write.isPending}>
        {props.button}
      </button>
      {write.error && <Failure error={write.error} />}
    </form>
  );
} // prettier-ignore

export function Incidents({ book, onDone }: { book: Logbook; onDone?: () => void }) {
  const { t } = useTranslation("logbook");
  const language = useLanguage();
  return (
    <ul className="log-days">
      {book.incidents.map((one) => (
        <li key={one.id} className={one.state === "closed" ? "" : "returned"}>
          <b>{t(`incident.${one.kind}`)}</b>
          <span className={`tag ${one.state === "closed" ? "good" : "red"}`}>{t(`incident.${one.state}`)}</span>
          <span>{t(`severity.${one.severity}`)}</span>
          <time dateTime={one.happenedAt}>{formatDate(one.happenedAt, language, true)}</time>
          <p>{one.words}</p>
          {one.history.slice(1).map(({ words, note, due, by }, n) => (
            <p key={n} className="log-quiet">
              {language === "en" ? words.en : words.zh} · {by}：{note} {due && t("until", { day: due })}
            </p>
          ))}
          <IncidentSteps one={one} onDone={onDone} />
        </li>
      ))}
    </ul>
  );
} // prettier-ignore

function IncidentSteps({ one, onDone }: { one: Incident; onDone?: (() => void) | undefined }) {
  const { t } = useTranslation("logbook");
  return one.actions.map((step) => (
    <NoteForm key={step} label={t(`incident.${step}-words`)} button={t(`incident.${step}`)} due={step === "handle"} write={(note) => ({ path: `incidents/${one.id}/${step}`, body: { note }, etag: one.etag })} onDone={onDone} />
  ));
} // prettier-ignore

/** Months with what was counted and who has signed; the next one signs here. */
export function Months({ book, side, onDone }: { book: Logbook; side: string | null; onDone?: () => void }) {
  const { t } = useTranslation("logbook");
  const shown = (one: Month) => t("month-facts", { ...one.facts, hours: Math.round(one.facts.minutes / 6) / 10 });
  return (
    <ul className="log-days">
      {book.months.map((one) => (
        <li key={one.month}>
          <b>{one.month}</b>
          <span>{shown(one)}</span>
          <span className={`tag ${one.next === null ? "good" : "blue"}`}>{one.next === null ? t("signed-by-all") : t("next-signs", { side: t(`side.${one.next}`) })}</span>
          {one.signed.map((signed) => (
            <p key={signed.side} className="log-quiet">
              {t(`side.${signed.side}`)} {signed.by}：{signed.words}
            </p>
          ))}
          {one.next === side && side !== null && <NoteForm label={t(`month-words.${side}`)} button={t("sign")} write={(words) => ({ path: `logbooks/${book.id}/months`, body: { month: one.month, words } })} onDone={onDone} />}
        </li>
      ))}
    </ul>
  );
} // prettier-ignore

export function PayList({ book, mine, onDone }: { book: Logbook; mine: boolean; onDone?: () => void }) {
  const { t } = useTranslation("logbook");
  return (
    <ul className="log-days">
      {book.pay.map((one) => (
        <li key={one.id} className={one.faults.length > 0 || one.answer === "disputed" ? "returned" : ""}>
          <b>{one.month}</b>
          <span>{t("pay-line", { amount: yuan(one.amount), day: one.paidOn })}</span>
          <span className={`tag ${one.answer === "confirmed" ? "good" : one.answer === "disputed" ? "red" : "blue"}`}>{t(`pay.${one.answer ?? "open"}`)}</span>
          {one.faults.map((fault) => (
            <span key={fault} className="tag red">
              {t(`fault.${fault}`)}
            </span>
          ))}
          {one.answerNote && <p>{one.answerNote}</p>}
          {mine && one.answer !== "confirmed" && <Answer one={one} onDone={onDone} />}
        </li>
      ))}
    </ul>
  );
} // prettier-ignore

function Answer({ one, onDone }: { one: Pay; onDone?: (() => void) | undefined }) {
  const { t } = useTranslation("logbook");
  const write = useWrite();
  const path = `logbook-pay/${one.id}/answer`;
  return (
    <>
      <button type="button" className="button primary" disabled={write.isPending} onClick={() => write.mutate({ path, body: { answer: "confirmed" }, etag: one.etag }, { onSuccess: () => onDone?.() })}>
        {t("pay.confirm")}
      </button>
      {one.answer === null && <NoteForm label={t("pay.dispute-words")} button={t("pay.dispute")} write={(note) => ({ path, body: { answer: "disputed", note }, etag: one.etag })} onDone={onDone} />}
      {write.error && <Failure error={write.error} />}
    </>
  );
} // prettier-ignore
