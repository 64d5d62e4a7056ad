import { useState } from "react";
import { useTranslation } from "react-i18next";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Section } from "../../parts/Page.tsx";
import { Failure } from "../../parts/States.tsx";
import { useWrite, type Feed, type Timetable } from "./api.ts";

/** What was published when, and the addresses from which calendars read it. */
export function Published({ timetable }: { timetable: Timetable }) {
  const { t } = useTranslation("timetables");
  const language = useLanguage();
  return (
    <>
      <Section title={t("editions")} note={t("editions-words")}>
        {timetable.editions.length === 0 ? <p>{t("never-published")}</p> : (
          <ol className="rota-list">
            {timetable.editions.map(({ n, by, at, note }) => (
              <li key={n}>
                <b>{t("edition", { n })}</b> {by} <time dateTime={at}>{formatDate(at, language, true)}</time>
                {note && <span>{note}</span>}
              </li>
            ))}
          </ol>
        )}
      </Section>
      {timetable.mayKeep && (
        <Section title={t("feeds")} note={t("feeds-words")}>
          <NewFeed timetable={timetable} />
          <FeedList feeds={timetable.feeds} />
        </Section>
      )}
    </>
  );
} // prettier-ignore

function NewFeed({ timetable }: { timetable: Timetable }) {
  const { t } = useTranslation("timetables");
  const write = useWrite<{ path: string }>();
  const [of, setOf] = useState("");
  const { cohorts, places } = timetable.input;
  const [kind, key] = [of.slice(0, of.indexOf(" ")), of.slice(of.indexOf(" ") + 1)];
  return (
    <>
      <form
        className="rota-feed-form"
        onSubmit={(event) => {
          event.preventDefault();
          write.mutate({ path: `timetables/${timetable.id}/feeds`, body: { kind, key } });
        }}
      >
        <label>
          {t("feed-of")}{" "}
          <select required value={of} onChange={(event) => setOf(event.target.value)}>
            <option value="" />
            <optgroup label={t("cohort")}>
              {cohorts.map(({ id }) => <option key={id} value={`cohort ${id}`}>{id}</option>)}
            </optgroup>
            <optgroup label={t("place")}>
              {places.map(({ id }) => <option key={id} value={`place ${id}`}>{id}</option>)}
            </optgroup>
          </select>
        </label>
        <button type="submit" className="button" disabled={!of || write.isPending}>
          {t("new-feed")}
        </button>
      </form>
      {write.error && <Failure error={write.error} />}
      {write.data && <Address path={write.data.path} />}
    </>
  );
} // prettier-ignore

/** An address that is shown this once. */
export function Address({ path }: { path: string }) {
  const { t } = useTranslation("timetables");
  const [copied, setCopied] = useState(false);
  const address = `${window.location.origin}${path}.ics`;
  return (
    <div className="rota-address" role="status">
      <p>{t("address-once")}</p>
      <input readOnly value={address} aria-label={t("address")} onFocus={(event) => event.target.select()} />
      <button
        type="button"
        className="button"
        onClick={() => void navigator.clipboard?.writeText(address).then(() => setCopied(true))}
      >
        {t(copied ? "copied" : "copy")}
      </button>
      <a className="button" href={`${path}.ics`} download="rotation.ics">
        {t("download")}
      </a>
    </div>
  );
}

export function FeedList({ feeds }: { feeds: readonly Feed[] }) {
  const { t } = useTranslation("timetables");
  const language = useLanguage();
  const write = useWrite<Feed>();
  const open = feeds.filter(({ revoked }) => !revoked);
  if (open.length === 0) return <p className="rota-note">{t("no-feeds")}</p>;
  return (
    <ul className="rota-list">
      {open.map(({ id, key, by, at }) => (
        <li key={id}>
          <b>{key ?? t("own-feed")}</b> {by} <time dateTime={at}>{formatDate(at, language, true)}</time>
          <button
            type="button"
            className="button small"
            disabled={write.isPending}
            onClick={() => write.mutate({ path: `calendar-feeds/${id}/revoke` })}
          >
            {t("revoke")}
          </button>
        </li>
      ))}
      {write.error && <Failure error={write.error} />}
    </ul>
  );
}
