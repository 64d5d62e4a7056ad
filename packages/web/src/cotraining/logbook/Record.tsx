import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { useMe } from "../../api/session.ts";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { useLogbook, useWrite, type Entry, type Logbook } from "./api.ts";
import { IncidentForm } from "./IncidentForm.tsx";
import { Handbook, Incidents, Marks, Months, PayList, Photos, Warnings, yuan } from "./pieces.tsx";
import { PayForm, VisitForm } from "./RecordForms.tsx";
import { clock } from "./times.ts"; // prettier-ignore

/** Record of a placement: what waits to be countersigned first, then months, pay, visits, incidents, every day. */
export function Component() {
  const { id } = useParams();
  const found = useLogbook(id);
  if (found.isPending) return <Loading rows={8} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Book book={found.data} />;
}

function Book({ book }: { book: Logbook }) {
  const { t } = useTranslation("logbook");
  const me = useMe();
  const role = me.data?.user?.role ?? "";
  const [incident, setIncident] = useState(false);
  const waiting = book.may.includes("countersign") ? book.entries.filter(({ marks }) => !marks.some(({ side }) => side === role)) : [];
  const minutes = book.entries.reduce((sum, one) => sum + one.minutes, 0);
  return (
    <Page
      title={t("record", { name: book.student })}
      crumbs={[{ name: t("board"), path: "/logbooks" }]}
      lead={`${book.school} · ${book.enterprise} · ${book.post} · ${book.from} – ${book.to}`}
      actions={
        <>
          {book.may.includes("handbook") && <Handbook book={book} />}
          <button type="button" className="button" onClick={() => window.print()}>
            {t("print")}
          </button>
        </>
      }
    >
      <p className="log-answer done">
        <b>{t("record-answer", { days: book.entries.filter(({ presence }) => presence === "present").length, hours: Math.round(minutes / 6) / 10 })}</b>
        <span>
          {t("side.mentor")} {book.mentor || "—"} · {t("side.teacher")} {book.teacher || "—"}
        </span>
      </p>
      {waiting.length > 0 && <Countersign key={waiting.length} entries={waiting} />}
      {(book.incidents.length > 0 || book.may.includes("incident")) && (
        <Section title={t("incidents")} aside={book.may.includes("incident") && !incident && <button type="button" className="button" onClick={() => setIncident(true)}>{t("report")}</button>}>
          {incident && <IncidentForm book={book} onClose={() => setIncident(false)} />}
          {book.incidents.length === 0 && !incident && <p className="log-quiet">{t("incidents-none")}</p>}
          <Incidents book={book} />
        </Section>
      )}
      <Section title={t("months")}>
        {book.months.length === 0 && <p className="log-quiet">{t("none-yet")}</p>}
        <Months book={book} side={role} />
      </Section>
      <Section title={t("pay")} note={book.agreedPay === null ? t("pay-none-agreed") : t("pay-agreed", { amount: yuan(book.agreedPay) })}>
        <PayList book={book} mine={false} />
        {book.may.includes("pay") && <PayForm book={book} />}
      </Section>
      <Section title={t("visits")}>
        {book.visits.length === 0 && <p className="log-quiet">{t("visits-none")}</p>}
        <ul className="log-days">
          {book.visits.map((one) => (
            <li key={one.id}>
              <b>{one.day}</b>
              <span>
                {one.place} · {one.by}
              </span>
              <p>{one.findings}</p>
              {one.followUp && (
                <p className="log-quiet">
                  {t("follow-up")}：{one.followUp} {one.followBy && t("until", { day: one.followBy })}
                </p>
              )}
            </li>
          ))}
        </ul>
        {book.may.includes("visit") && <VisitForm book={book} />}
      </Section>
      <Section title={t("days")}>
        <ul className="log-days">
          {book.entries.map((one) => (
            <li key={one.id} className={one.state}>
              <DayWords entry={one} />
            </li>
          ))}
        </ul>
      </Section>
    </Page>
  );
} // prettier-ignore

function DayWords({ entry }: { entry: Entry }) {
  const { t } = useTranslation("logbook");
  const language = useLanguage();
  return (
    <>
      <b>{formatDate(entry.day, language)}</b>
      <span>{entry.presence === "present" ? `${clock(entry.startsAt)}–${clock(entry.endsAt)}` : t(`presence.${entry.presence}`)}</span>
      <span className={`tag ${{ countersigned: "good", returned: "red", sent: "blue" }[entry.state]}`}>{t(`state.${entry.state}`)}</span>
      {entry.late && <span className="tag">{t("late")}</span>}
      {entry.version > 1 && <span className="tag">{t("version", { n: entry.version })}</span>}
      <Warnings of={entry.warnings} />
      {(entry.did || entry.reason) && <p>{entry.did || entry.reason}</p>}
      <Photos entry={entry} />
      <Marks entry={entry} />
    </>
  );
} // prettier-ignore

/** All that waits, chosen at first: looked through, then signed in one step; what is not right is returned with a note. */
function Countersign({ entries }: { entries: readonly Entry[] }) {
  const { t } = useTranslation("logbook");
  const write = useWrite();
  const [chosen, setChosen] = useState<readonly string[]>(entries.map(({ id }) => id));
  const [note, setNote] = useState("");
  const mark = (verdict: "sign" | "return") =>
    write.mutate({ path: "logbook/marks", body: { marks: chosen.slice(0, 200).map((entry) => ({ entry, verdict, note: verdict === "return" ? note.trim() : "" })) } });
  return (
    <Section title={t("to-countersign", { count: entries.length })}>
      <ul className="log-days" aria-label={t("to-countersign", { count: entries.length })}>
        {entries.map((one) => (
          <li key={one.id}>
            <label className="log-check">
              <input type="checkbox" aria-label={one.day} checked={chosen.includes(one.id)} onChange={(event) => setChosen((old) => (event.target.checked ? [...old, one.id] : old.filter((id) => id !== one.id)))} />
            </label>
            <DayWords entry={one} />
          </li>
        ))}
      </ul>
      <div className="log-note">
        <button type="button" className="button primary" disabled={chosen.length === 0 || write.isPending} onClick={() => mark("sign")}>
          {t("sign-chosen", { count: chosen.length })}
        </button>
        <label>
          <span>{t("return-words")}</span>
          <input maxLength={1000} value={note} onChange={(event) => setNote(event.target.value)} />
        </label>
        <button type="button" className="button" disabled={chosen.length === 0 || note.trim() === "" || write.isPending} onClick={() => mark("return")}>
          {t("return-chosen")}
        </button>
      </div>
      {write.error && <Failure error={write.error} />}
    </Section>
  );
} // prettier-ignore
