import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Page, Section } from "../../parts/Page.tsx";
import { Empty, Loading } from "../../parts/States.tsx";
import type { Entry, Logbook } from "./api.ts";
import { EntryForm } from "./EntryForm.tsx";
import { IncidentForm } from "./IncidentForm.tsx";
import { Handbook, Incidents, Marks, Months, PayList, Photos, Warnings } from "./pieces.tsx";
import type { Kept, KeptPhoto } from "./store.ts";
import { keepPage, usePhone, type Phone } from "./sync.ts";
import { clock, dayAfter, isRest, todayHere } from "./times.ts";

/** Question: have I written today, and has everything arrived? Works without a network. */
export function Component() {
  const { t } = useTranslation("logbook");
  const phone = usePhone();
  useEffect(keepPage, []);
  const book = phone.mine?.records[0];
  return (
    <Page narrow title={t("title")} lead={book && `${book.enterprise} · ${book.post}`}>
      {phone.state === "loading" && <Loading rows={6} />}
      {phone.state === "signed-out" && (
        <Empty title={t("signed-out")}>
          <p>{t("signed-out-words")}</p>
          <Link className="button primary" to="/sign-in?next=%2Flogbook">
            {t("sign-in")}
          </Link>
        </Empty>
      )}
      {phone.state === "not-student" && (
        <Empty title={t("not-student")}>
          <Link to="/logbooks">{t("board")}</Link>
        </Empty>
      )}
      {phone.state === "offline" && !phone.mine && (
        <Empty title={t("offline-unknown")}>
          <p>{t("offline-unknown-words")}</p>
        </Empty>
      )}
      {phone.mine && !book && phone.state !== "loading" && (
        <Empty title={t("no-placement")}>
          <p>{t("no-placement-words")}</p>
        </Empty>
      )}
      {phone.mine?.records.map((one) => <Today key={one.id} book={one} phone={phone} />)}
    </Page>
  );
} // prettier-ignore

function Today({ book, phone }: { book: Logbook; phone: Phone }) {
  const { t } = useTranslation("logbook");
  const today = todayHere();
  const [day, setDay] = useState<string | null>(null);
  const [incident, setIncident] = useState(false);
  const kept = phone.kept.filter(({ draft }) => draft.placement === book.id);
  const written = (on: string): Entry | undefined => book.entries.find((one) => one.day === on);
  const photos = phone.photos.filter(({ placement }) => placement === book.id);
  const pictures = photos.filter(({ state }) => state === "kept").length;
  const waits = kept.filter(({ state }) => state === "kept").length;
  const done = written(today) !== undefined || kept.some(({ draft }) => draft.day === today);
  const returned = book.entries.filter(({ state }) => state === "returned");
  const missing = missingDays(book, kept, today);
  const chosen = day ?? today;
  return (
    <>
      <p className={`log-answer ${done ? "done" : ""}`} role="status">
        <b>{t(done ? "today-done" : isRest(book, today) ? "today-off" : "today-open")}</b>
        <span className={`log-net ${phone.state}`}>
          {phone.sending ? t("net.sending") : waits > 0 ? t("net.waiting", { count: waits }) : pictures > 0 ? t("net.photos", { count: pictures }) : t(`net.${phone.state === "online" ? "all-sent" : "offline"}`)}
        </span>
      </p>
      {book.may.includes("write") && (
        <Section title={chosen === today ? t("write-today") : t("write-day", { day: chosen })}>
          {missing.length > 0 && (
            <p className="log-missing">
              {t("missing", { count: missing.length })}{" "}
              {missing.slice(0, 6).map((one) => (
                <button key={one} type="button" className="button" aria-pressed={one === chosen} onClick={() => setDay(one)}>
                  {one.slice(5)}
                </button>
              ))}
              {chosen !== today && (
                <button type="button" className="button" onClick={() => setDay(null)}>
                  {t("back-to-today")}
                </button>
              )}
            </p>
          )}
          <EntryForm key={`${chosen} ${written(chosen)?.id ?? ""}`} book={book} day={chosen} onDay={setDay} before={written(chosen)} pending={kept.some(({ draft, state }) => draft.day === chosen && state !== "refused")} waiting={photos.filter((one) => one.day === chosen && one.state === "kept").length} onWrite={phone.write} />
        </Section>
      )}
      {returned.length > 0 && (
        <Section title={t("returned-to-me", { count: returned.length })}>
          <ul className="log-days">
            {returned.map((one) => (
              <Day key={one.id} entry={one} onCorrect={() => setDay(one.day)} />
            ))}
          </ul>
        </Section>
      )}
      {kept.length + photos.length > 0 && (
        <Section title={t("on-this-phone")} note={t("on-this-phone-words")}>
          <ul className="log-days" aria-label={t("on-this-phone")}>
            {kept.map((one) => (
              <KeptDay key={one.id} one={one} photos={photos.filter(({ entry }) => entry === one.id).length} phone={phone} />
            ))}
            {photos.filter(({ entry }) => !kept.some(({ id }) => id === entry)).map((one) => (
              <KeptPhotoLine key={one.id} one={one} phone={phone} />
            ))}
          </ul>
        </Section>
      )}
      <Section title={t("help")} note={t("help-words")}>
        {incident ? (
          <IncidentForm book={book} onClose={() => setIncident(false)} onDone={phone.refresh} />
        ) : (
          <button type="button" className="button log-alarm" onClick={() => setIncident(true)}>
            {t("report")}
          </button>
        )}
        <Incidents book={book} />
      </Section>
      <Section title={t("arrived")}>
        {book.entries.length === 0 && <p>{t("none-yet")}</p>}
        <ul className="log-days" aria-label={t("arrived")}>
          {book.entries.slice(0, 31).map((one) => (
            <Day key={one.id} entry={one} />
          ))}
        </ul>
      </Section>
      {book.months.length > 0 && (
        <Section title={t("months")}>
          <Months book={book} side="student" onDone={phone.refresh} />
        </Section>
      )}
      {book.pay.length > 0 && (
        <Section title={t("pay")}>
          <PayList book={book} mine onDone={phone.refresh} />
        </Section>
      )}
      {phone.state === "online" && (
        <Section title={t("handbook-title")} note={t("handbook-words")}>
          <Handbook book={book} />
        </Section>
      )}
    </>
  );
} // prettier-ignore

/** Working days behind today, as far back as the school takes them, for which nothing is written anywhere. */
function missingDays(book: Logbook, kept: readonly Kept[], today: string): string[] {
  const days = Array.from({ length: Math.min(book.rules.lateDays, 31) }, (_, n) => dayAfter(today, -1 - n));
  return days.filter(
    (day) => day >= book.from && day <= book.to && !isRest(book, day) && !book.entries.some((one) => one.day === day) && !kept.some(({ draft }) => draft.day === day),
  );
} // prettier-ignore

function Day({ entry, onCorrect }: { entry: Entry; onCorrect?: () => void }) {
  const { t } = useTranslation("logbook");
  const language = useLanguage();
  return (
    <li className={entry.state}>
      <b>{formatDate(entry.day, language)}</b>
      <span>{entry.presence === "present" ? `${clock(entry.startsAt)}–${clock(entry.endsAt)}` : t(`presence.${entry.presence}`)}</span>
      <span className={`tag ${{ countersigned: "good", returned: "red", sent: "blue" }[entry.state]}`}>{t(`state.${entry.state}`)}</span>
      {entry.late && <span className="tag">{t("late")}</span>}
      <Warnings of={entry.warnings} />
      {(entry.did || entry.reason) && <p>{entry.did || entry.reason}</p>}
      <Photos entry={entry} />
      <Marks entry={entry} />
      {onCorrect && (
        <button type="button" className="button" onClick={onCorrect}>
          {t("correct")}
        </button>
      )}
    </li>
  );
} // prettier-ignore

/** A photo whose day has arrived, or that was not taken. */
function KeptPhotoLine({ one, phone }: { one: KeptPhoto; phone: Phone }) {
  const { t } = useTranslation("logbook");
  const language = useLanguage();
  return (
    <li className={one.state}>
      <b>{formatDate(one.day, language)}</b>
      <span>{t("photo")}</span>
      <span className={`tag ${one.state === "refused" ? "red" : "amber"}`}>{t(`kept.${one.state}`)}</span>
      {one.reason && <p className="field-error">{one.reason}</p>}
      {one.state === "refused" && (
        <button type="button" className="button" onClick={() => void phone.giveUpPhoto(one.id)}>
          {t("discard")}
        </button>
      )}
    </li>
  );
} // prettier-ignore

function KeptDay({ one, photos, phone }: { one: Kept; photos: number; phone: Phone }) {
  const { t } = useTranslation("logbook");
  const language = useLanguage();
  const { draft } = one;
  return (
    <li className={one.state}>
      <b>{formatDate(draft.day, language)}</b>
      <span>{draft.presence === "present" ? `${clock(draft.startsAt)}–${clock(draft.endsAt)}` : t(`presence.${draft.presence}`)}</span>
      <span className={`tag ${one.state === "refused" ? "red" : "amber"}`}>{t(`kept.${one.state}`)}</span>
      {photos > 0 && <span className="tag">{t("photos-kept", { count: photos })}</span>}
      {(draft.did || draft.reason) && <p>{draft.did || draft.reason}</p>}
      {one.reason && <p className="field-error">{language === "en" ? one.reason.en : one.reason.zh}</p>}
      {one.state === "refused" && (
        <span className="log-buttons">
          {one.code === "day-taken" && (
            <button type="button" className="button primary" onClick={() => void phone.insist(one)}>
              {t("use-mine")}
            </button>
          )}
          <button type="button" className="button" onClick={() => void phone.giveUp(one.id)}>
            {t(one.code === "day-taken" ? "keep-theirs" : "discard")}
          </button>
        </span>
      )}
    </li>
  );
} // prettier-ignore
