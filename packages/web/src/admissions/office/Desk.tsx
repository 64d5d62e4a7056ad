import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatDate, formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { Section } from "../../parts/Page.tsx";
import { useBatchName } from "../pieces.tsx";
import { useFilings, type CalendarStep, type Season, type SeasonWork } from "./api.ts";
import { CalendarDialog } from "./CalendarDialog.tsx";
import { SeasonSteps, useSay, useThisSeason, useTimes } from "./pieces.tsx";
import { shortDay } from "./times.ts";
import "./desk.css";

/** Question: where does the season stand, what waits, what is late, and what comes next? */
export function Component() {
  const season = useThisSeason();
  const { t } = useTranslation("seasons");
  const [editing, setEditing] = useState(false);
  const { work } = season;
  return (
    <>
      <SeasonLine steps={season.calendar} />
      {work && <Answer season={season} work={work} />}
      <Section
        title={t("calendar.title")}
        note={t("calendar.note", { days: season.noticeDays })}
        aside={
          work && (
            <button type="button" className="button small" onClick={() => setEditing(true)}>
              {t("calendar.edit")}
            </button>
          )
        }
      >
        <Calendar season={season} />
      </Section>
      {editing && <CalendarDialog season={season} onClose={() => setEditing(false)} />}
      {work && <Counts season={season} work={work} />}
      {work && <History work={work} />}
    </>
  );
}

const standing = (step: CalendarStep): string => (step.done ? "done" : step.late ? "late" : step.begun ? "now" : "ahead"); // prettier-ignore

/** The season as one line: done, under way, late, ahead. */
function SeasonLine({ steps }: { steps: CalendarStep[] }) {
  const { t } = useTranslation("seasons");
  const language = useLanguage();
  return (
    <ol className="season-line" tabIndex={0} aria-label={t("calendar.title")}>
      {steps.map((step) => (
        <li key={step.key} className={standing(step)}>
          <b>{t(`calendar.${step.key}`)}</b>
          <time dateTime={step.due} title={formatDate(step.due, language, true)}>
            {shortDay(step.due, language)}
          </time>
          <small>{t(`standing.${standing(step)}`)}</small>
        </li>
      ))}
    </ol>
  );
}

/** What waits, the most pressing first, and the step that may be taken. */
function Answer({ season, work }: { season: Season; work: SeasonWork }) {
  const { t } = useTranslation("seasons");
  const batchName = useBatchName();
  const say = useSay();
  const language = useLanguage();
  const filings = useFilings(season.id);
  const at = `/admission/${season.id}`;
  const late = season.calendar.filter((step) => step.late);
  const lines = waiting(season, work);
  const open = (filings.data?.items ?? []).filter(
    ({ solving, state }) => solving === "done" && state !== "confirmed" && state !== "withdrawn",
  );
  return (
    <div className="season-two">
      <Section title={t("desk.waits")}>
        {lines.length === 0 && open.length === 0 && late.length === 0 && <p>{t("desk.nothing")}</p>}
        <ul className="waiting">
          {lines.map(({ key, count, path, subject }) => (
            <li key={key + (subject ?? "")}>
              <span className="num">{formatNumber(count, language)}</span>
              <Link to={`${at}/${path}`}>{t(`waits.${key}`, { subject })}</Link>
            </li>
          ))}
          {open.map((run) => (
            <li key={run.id}>
              <span className="num">1</span>
              <Link to={`/filings/${run.id}`}>
                {t("waits.run", {
                  batch: batchName(run.batch),
                  round: run.round,
                  state: say(run.stateWords),
                })}
              </Link>
            </li>
          ))}
          {work.faults.map((fault) => (
            <li key={fault.en}>
              <span className="num">!</span>
              <Link to={`${at}/set-up`}>{say(fault)}</Link>
            </li>
          ))}
          {late.map((step) => (
            <li key={step.key}>
              <span className="num late">!</span>
              <span className="late">
                {t("desk.late", {
                  step: t(`calendar.${step.key}`),
                  day: formatDate(step.due, language, true),
                })}
              </span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t("desk.next")}>
        {work.next.length === 0 ? (
          <p>{t(`after.${season.state}`)}</p>
        ) : (
          <>
            <p className="section-note">{t(`after.${season.state}`)}</p>
            <SeasonSteps season={season} />
          </>
        )}
      </Section>
    </div>
  );
}

interface Wait {
  key: string;
  count: number;
  path: string;
  subject?: string;
}

function waiting(season: Season, work: SeasonWork): Wait[] {
  const lines: Wait[] = [];
  const submitted = work.candidates.find(({ state }) => state === "submitted")?.count ?? 0;
  const { state } = season;
  if (submitted > 0)
    lines.push({ key: "submitted", count: submitted, path: "candidates?state=submitted" });
  // sessions are planned once it is known who takes part
  if (work.unseated > 0 && state === "confirmed")
    lines.push({ key: "unseated", count: work.unseated, path: "candidates?unseated=true" });
  if (["confirmed", "seated"].includes(state))
    for (const { subject, count } of work.missingScores)
      lines.push({ key: "scores", count, path: "scores", subject });
  if (work.reviewsOpen > 0) lines.push({ key: "reviews", count: work.reviewsOpen, path: "scores/reviews" });
  if (work.unfiled > 0 && state === "filed") lines.push({ key: "unfiled", count: work.unfiled, path: "runs" });
  return lines;
} // prettier-ignore

function Calendar({ season }: { season: Season }) {
  const { t } = useTranslation("seasons");
  const say = useSay();
  const times = useTimes();
  return (
    <ol className="calendar-line">
      {season.calendar.map((step) => (
        <li key={step.key} className={step.late ? "past" : step.begun && !step.done ? "now" : ""}>
          <b>{t(`calendar.${step.key}`)}</b>
          <span>{times(step.opens, step.due)}</span>
          <small>
            {say(step.source)} <span className="tag">{t(`trust.${step.trust}`)}</span>
          </small>
        </li>
      ))}
    </ol>
  );
}

function Counts({ season, work }: { season: Season; work: SeasonWork }) {
  const { t } = useTranslation("seasons");
  const say = useSay();
  const language = useLanguage();
  const n = (value: number) => formatNumber(value, language);
  const top = Math.max(1, ...work.confirmed.map(({ count }) => count));
  const tested = new Set(season.categories.filter((one) => one.skillMinutes !== null).map(({ key }) => key));
  return (
    <Section title={t("desk.counts")}>
      <ul className="season-counts">
        {work.candidates.map(({ state, words, count }) => (
          <li key={state}>
            <Link to={`/admission/${season.id}/candidates?state=${state}`}>
              <b className="num">{n(count)}</b> {say(words)}
            </Link>
          </li>
        ))}
        <li>
          <Link to={`/admission/${season.id}/units`}>
            <b className="num">{n(work.units)}</b> {t("desk.units", { seats: n(work.seats) })}
          </Link>
        </li>
      </ul>
      <ol className="season-bars" aria-label={t("desk.by-category")}>
        {work.confirmed.map(({ category, count, seated }) => (
          <li key={category}>
            <Link to={`/admission/${season.id}/candidates?state=confirmed&category=${category}`}>
              {season.categories.find(({ key }) => key === category)?.name ?? category}
            </Link>
            <span className="season-bar" aria-hidden="true">
              <i style={{ width: `${(count / top) * 100}%` }} />
            </span>
            <span className="num">{n(count)}</span>
            <small>{tested.has(category) && t("desk.seated", { count: seated })}</small>
          </li>
        ))}
      </ol>
    </Section>
  );
}

function History({ work }: { work: SeasonWork }) {
  const { t } = useTranslation("seasons");
  const say = useSay();
  const language = useLanguage();
  return (
    <Section title={t("history")}>
      <ol className="history">
        {work.history.map((one) => (
          <li key={one.at + one.step}>
            <b>{say(one.words)}</b> <span>{one.by}</span>{" "}
            <time dateTime={one.at}>{formatDate(one.at, language, true)}</time>
            {one.note && <p>{one.note}</p>}
          </li>
        ))}
      </ol>
    </Section>
  );
}
