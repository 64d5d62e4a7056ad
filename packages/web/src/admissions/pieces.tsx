import { useEffect, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { formatDate, formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import type { Candidate, Season, Sentence, UnitAdvice } from "./shapes.ts";
import "./admissions.css";

export const useSay = () => {
  const language = useLanguage();
  return (of: Sentence): string => (language === "en" ? of.en : of.zh);
};

const TONES: Record<string, string> = {
  confirmed: "good",
  announced: "blue",
  submitted: "blue",
  returned: "shortage",
  refused: "red",
  open: "good",
};

export function StateTag({ state, words }: { state: string; words: Sentence }) {
  const say = useSay();
  return <span className={`tag ${TONES[state] ?? ""}`}>{say(words)}</span>;
}

export function SampleTag({ sample }: { sample: boolean }) {
  const { t } = useTranslation("admissions");
  return sample ? <span className="tag shortage">{t("sample")}</span> : null;
}

/** The pages of one registration, side by side. */
export function CandidateTabs({ id }: { id: string }) {
  const { t } = useTranslation("admissions");
  const tabs = ["ticket", "scores", "preferences", "result"] as const;
  return (
    <nav className="tabs" aria-label={t("tabs.label")}>
      <NavLink to="/my-admission" end>
        {t("tabs.registration")}
      </NavLink>
      {tabs.map((tab) => (
        <NavLink key={tab} to={`/candidates/${id}/${tab}`}>
          {t(`tabs.${tab}`)}
        </NavLink>
      ))}
    </nav>
  );
}

/** How far the server's clock is ahead of the one here; what counts at a deadline is the server's. */
export const clockAhead = (serverNow: string, receivedAt: number): number =>
  Date.parse(serverNow) - receivedAt;

/** Milliseconds until a time by the server's clock, told anew every second. */
export function useLeft(until: string | undefined, ahead: number): number | null {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const tick = window.setInterval(() => setNow(Date.now()), 1000);
    return () => window.clearInterval(tick);
  }, []);
  return until === undefined ? null : Math.max(0, Date.parse(until) - now - ahead);
}

/** "2 天 03:14:09" */
export function useLeftWords() {
  const { t } = useTranslation("admissions");
  return (milliseconds: number): string => {
    const seconds = Math.floor(milliseconds / 1000);
    const days = Math.floor(seconds / 86_400);
    const two = (value: number): string => String(value).padStart(2, "0");
    const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
    return days > 0 ? `${t("days", { count: days })} ${clock}` : clock;
  };
}

const STANDING_TONES: Record<UnitAdvice["standing"], string> = {
  before: "good",
  within: "blue",
  behind: "shortage",
  open: "good",
  unknown: "",
};

/** Where one stands to the last place of past years: a word, the sentence behind it, and a line one can see it on. */
export function AdviceLine({
  advice,
  rank,
  listed,
}: {
  advice: UnitAdvice;
  rank: number | null;
  listed: number | null;
}) {
  const { t } = useTranslation("admissions");
  return (
    <div className="advice">
      <span className={`tag ${STANDING_TONES[advice.standing]}`}>{t(`standing.${advice.standing}`)}</span>
      {listed !== null && rank !== null && (advice.interval !== null || advice.past.some(({ lastRank }) => lastRank !== null)) && (
        <RankStrip advice={advice} rank={rank} listed={listed} />
      )}
      <p>{advice.reason}</p>
    </div>
  ); // prettier-ignore
}

/** The list of the category from its first to its last place: the interval, last places of past years, and oneself. */
function RankStrip({ advice, rank, listed }: { advice: UnitAdvice; rank: number; listed: number }) {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  const at = (place: number): number => (Math.min(Math.max(place, 1), listed) / listed) * 240;
  const number = (value: number): string => formatNumber(value, language);
  const past = advice.past.flatMap(({ year, lastRank }) =>
    lastRank === null ? [] : [{ year, place: lastRank }],
  );
  const words = advice.interval
    ? t("strip.interval", {
        from: number(advice.interval.from),
        to: number(advice.interval.to),
        rank: number(rank),
      })
    : t("strip.no-interval", { rank: number(rank) });
  return (
    <svg className="rank-strip" viewBox="0 0 240 22" role="img" aria-label={words}>
      <line x1="0" x2="240" y1="11" y2="11" />
      {advice.interval && (
        <rect
          x={at(advice.interval.from)}
          width={Math.max(3, at(advice.interval.to) - at(advice.interval.from))}
          y="7"
          height="8"
        />
      )}
      {past.map(({ year, place }) => (
        <circle key={year} cx={at(place)} cy="11" r="2.5">
          <title>{`${year}: ${number(place)}`}</title>
        </circle>
      ))}
      <path d={`M${at(rank)} 1v20`} />
    </svg>
  ); // prettier-ignore
}

/** What has happened to a registration, the newest first. */
export function History({ candidate }: { candidate: Candidate }) {
  const language = useLanguage();
  const say = useSay();
  return (
    <ol className="admission-history">
      {candidate.history.toReversed().map((one, index) => (
        <li key={index}>
          <time dateTime={one.at}>{formatDate(one.at, language, true)}</time>
          <span>
            <b>{say(one.words)}</b> {one.by}
            {one.note && <q>{one.note}</q>}
          </span>
        </li>
      ))}
    </ol>
  );
}

/** The times of a season: what is over, what is on, what comes. */
export function SeasonTimes({ season }: { season: Season }) {
  const { t } = useTranslation("admissions");
  const language = useLanguage();
  const say = useSay();
  return (
    <ol className="season-times">
      {season.calendar.map((step) => (
        <li key={step.key} className={step.done ? "done" : step.begun ? "on" : ""}>
          <b>{t(`step.${step.key}`)}</b>
          <span>
            {step.opens && `${formatDate(step.opens, language, true)} – `}
            {formatDate(step.due, language, true)}
          </span>
          {step.trust !== "entered" && <small>{say(step.source)}</small>}
        </li>
      ))}
    </ol>
  );
}

/** A fact that one looks up: its name small, its value large. */
export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="big-fact">
      <span>{name}</span>
      <b>{children}</b>
    </div>
  );
}

/** Names of batches are the office's; the usual ones have words. */
export function useBatchName() {
  const { t, i18n } = useTranslation("admissions");
  return (batch: string, round: number): string => {
    const name = i18n.exists(`admissions:batch.${batch}`) ? t(`batch.${batch}`) : batch;
    return round > 1 ? t("batch-round", { batch: name, round }) : name;
  };
}
