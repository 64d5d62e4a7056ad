import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { useMe } from "../../api/session.ts";
import { formatDate, formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Dialog } from "../../parts/Dialog.tsx";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import {
  useApplications, useChangeCalendar, useCloseNotice, useNotices, useOpenNotice, usePublishList, useRound, type Round,
} from "./api.ts"; // prettier-ignore
import { Due, StateTag, useSay, useSubject } from "./pieces.tsx";
import "./application.css";

/** Record of a yearly round: its calendar, where its applications stand, its public notices, its list. */
export function Component() {
  const { t } = useTranslation("rounds");
  const { id } = useParams();
  const me = useMe();
  const found = useRound(id);
  const [editing, setEditing] = useState(false);
  if (found.isPending) return <Loading rows={10} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const round = found.data;
  const role = me.data?.user?.role;
  const office = role === "planner" || role === "administrator";
  return (
    <Page
      title={round.title}
      crumbs={[{ name: t("shell:place.rounds"), path: "/rounds" }]}
      lead={
        <>
          {round.releaseId ? (
            <Link to={`/public/releases/${round.releaseId}`}>{t("round.on-release")}</Link>
          ) : (
            t("round.on-cycle")
          )}
          {round.list && (
            <>
              {" · "}
              <Link to={`/public/year-lists/${round.list.id}`}>{t("round.list", { version: round.list.version })}</Link>
            </>
          )}
        </>
      } // prettier-ignore
      actions={
        <>
          <Link className="button" to={`/applications?round=${round.id}`}>
            {t("shell:place.applications")}
          </Link>
          {office && (
            <button type="button" className="button" onClick={() => setEditing(true)}>
              {t("calendar.edit")}
            </button>
          )}
        </>
      }
    >
      {editing && <EditCalendar round={round} onClose={() => setEditing(false)} />}
      <Section title={t("calendar.title")} note={t("calendar.note", { days: round.noticeDays, reviewers: round.reviewers })}>
        <Calendar round={round} />
      </Section>
      {office && <States round={round} />}
      {office && <Announce round={round} />}
      <Notices round={round} office={office} />
      {office && <Publish round={round} />}
    </Page>
  ); // prettier-ignore
}

/** Steps with one thing to do, of which nothing is counted. */
const SINGLE = ["cards", "decide", "list", "plan"];

function Calendar({ round }: { round: Round }) {
  const { t } = useTranslation("rounds");
  const say = useSay();
  const language = useLanguage();
  const next = round.calendar.find((step) => step.daysLeft >= 0);
  return (
    <ol className="calendar-line">
      {round.calendar.map((step) => (
        <li key={step.key} className={step.daysLeft < 0 ? (step.open > 0 ? "past" : "") : step === next ? "now" : ""}>
          <b>{t(`step.${step.key}`)}</b>
          <span>
            {step.opens && <small>{formatDate(step.opens, language)} – </small>}
            {step.daysLeft < 0 && step.open === 0 ? (
              <>
                {formatDate(step.due, language)} <small>{t("calendar.past")}</small>
              </>
            ) : (
              <>
                <Due day={step.due} daysLeft={step.daysLeft} />
                {step.open > 0 && !SINGLE.includes(step.key) && <small> {t("calendar.open", { count: step.open })}</small>}
              </>
            )}
          </span>
          <small>
            {say(step.source)} <span className="tag">{t(`trust.${step.trust}`)}</span>
          </small>
        </li>
      ))}
    </ol>
  ); // prettier-ignore
}

function EditCalendar({ round, onClose }: { round: Round; onClose: () => void }) {
  const { t } = useTranslation("rounds");
  const change = useChangeCalendar(round);
  const [days, setDays] = useState(round.calendar.map(({ key, opens, due }) => ({ key, opens, due })));
  const [noticeDays, setNoticeDays] = useState(round.noticeDays);
  const [reviewers, setReviewers] = useState(round.reviewers);
  const set = (key: string, part: "opens" | "due", value: string) =>
    setDays((all) => all.map((one) => (one.key === key ? { ...one, [part]: value || null } : one)));
  return (
    <Dialog label={t("calendar.edit")} onClose={onClose}>
      <h2>{t("calendar.edit")}</h2>
      <form
        className="form wider fit"
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate({ calendar: days, noticeDays, reviewers }, { onSuccess: onClose });
        }}
      >
        <div className="calendar-edit">
          {days.map((one) => (
            <div key={one.key}>
              <span>{t(`step.${one.key}`)}</span>
              <input type="date" aria-label={`${t(`step.${one.key}`)} ${t("calendar.opens")}`} value={one.opens ?? ""} onChange={(event) => set(one.key, "opens", event.target.value)} />
              <input type="date" required aria-label={`${t(`step.${one.key}`)} ${t("calendar.due")}`} value={one.due} onChange={(event) => set(one.key, "due", event.target.value)} />
            </div>
          ))}
        </div>
        <label>
          <span>{t("calendar.notice-days")}</span>
          <input type="number" min={5} max={60} value={noticeDays} onChange={(event) => setNoticeDays(Number(event.target.value))} />
        </label>
        <label>
          <span>{t("calendar.reviewers")}</span>
          <input type="number" min={3} max={15} value={reviewers} onChange={(event) => setReviewers(Number(event.target.value))} />
        </label>
        {change.error && <Failure error={change.error} />}
        <div className="actions">
          <button type="submit" className="button primary" disabled={change.isPending}>{t("save")}</button>
          <button type="button" className="button" onClick={onClose}>{t("cancel")}</button>
        </div>
      </form>
    </Dialog>
  ); // prettier-ignore
}

function States({ round }: { round: Round }) {
  const { t } = useTranslation("rounds");
  const language = useLanguage();
  return (
    <Section title={t("round.states")}>
      {round.states.length === 0 && <p className="section-note">{t("round.no-applications")}</p>}
      <ul className="waiting">
        {round.states.filter(({ state }) => state !== "draft").map(({ state, count }) => (
          <li key={state}>
            <span className="num">{formatNumber(count, language)}</span>
            <Link to={`/applications?round=${round.id}&state=${state}`}>{t(`waits.${state}`, { count })}</Link>
            <StateTag state={state} />
          </li>
        ))}
      </ul>
    </Section>
  ); // prettier-ignore
}

/** Task: put what was reviewed before the public, together. */
function Announce({ round }: { round: Round }) {
  const { t } = useTranslation("rounds");
  const subject = useSubject();
  const found = useApplications({ round: round.id, state: "reviewed" });
  const open = useOpenNotice(round.id);
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  if (rows.length === 0) return null;
  const chosen = rows.filter(({ id }) => !left.has(id)).map(({ id }) => id);
  return (
    <Section title={t("announce.title")} note={t("announce.words", { days: round.noticeDays })}>
      <ul className="candidates-list">
        {rows.map((row) => (
          <li key={row.id}>
            <label>
              <input
                type="checkbox"
                checked={!left.has(row.id)}
                onChange={(event) => setLeft((all) => { const next = new Set(all); if (event.target.checked) next.delete(row.id); else next.add(row.id); return next; })}
              />
              {row.school.name} · {subject(row)}
            </label>
          </li>
        ))}
      </ul>
      {open.error && <Failure error={open.error} />}
      <p className="actions">
        <button type="button" className="button primary" disabled={open.isPending || chosen.length === 0} onClick={() => open.mutate({ applications: chosen })}>
          {t("announce.do", { count: chosen.length })}
        </button>
      </p>
    </Section>
  ); // prettier-ignore
}

function Notices({ round, office }: { round: Round; office: boolean }) {
  const { t } = useTranslation("rounds");
  const language = useLanguage();
  const found = useNotices(round.id);
  const close = useCloseNotice();
  const items = found.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Section
      title={t("notices.title")}
      aside={office ? <Link to={`/rounds/${round.id}/objections`}>{t("objections.title")}</Link> : undefined}
    >
      <ul className="publications">
        {items.map((notice) => (
          <li key={notice.id}>
            <Link to={`/public/notices/${notice.id}`}>{notice.title}</Link>{" "}
            <span className={notice.open ? "tag blue" : "tag"}>{t(notice.open ? "notices.open" : "notices.over")}</span>
            <p>
              {formatDate(notice.from, language)} – {formatDate(notice.until, language)} · {t("notices.items", { count: notice.items.length })}
              {office && !notice.open && (
                <>
                  {" "}
                  <button type="button" className="button small" disabled={close.isPending} onClick={() => close.mutate(notice.id)}>
                    {t("notices.close")}
                  </button>
                </>
              )}
            </p>
          </li>
        ))}
      </ul>
      {close.error && <Failure error={close.error} />}
    </Section>
  ); // prettier-ignore
}

function Publish({ round }: { round: Round }) {
  const { t } = useTranslation("rounds");
  const publish = usePublishList(round.id);
  const [asking, setAsking] = useState(false);
  return (
    <Section title={t("list.title")} note={t("list.words")}>
      <p className="actions">
        <button type="button" className="button" onClick={() => setAsking(true)}>
          {t(round.list ? "list.again" : "list.publish")}
        </button>
      </p>
      {asking && (
        <Dialog label={t("list.publish")} onClose={() => setAsking(false)}>
          <h2>{t("list.publish")}</h2>
          <p>{t("list.warning")}</p>
          {publish.error && <Failure error={publish.error} />}
          <div className="actions">
            <button
              type="button"
              className="button primary"
              disabled={publish.isPending}
              onClick={() => publish.mutate(undefined, { onSuccess: () => setAsking(false) })}
            >
              {t("list.do")}
            </button>
            <button type="button" className="button" onClick={() => setAsking(false)}>
              {t("cancel")}
            </button>
          </div>
        </Dialog>
      )}
    </Section>
  );
}
