import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { formatDate } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import type { Candidate, Season, Sentence } from "./shapes.ts";
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
  exempted: "blue",
  "exempt-admitted": "good",
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

/** What has happened to a registration, the newest first. */
export function History({ candidate }: { candidate: Candidate }) {
  const language = useLanguage();
  const say = useSay();
  return (
    <ol className="history">
      {candidate.history.toReversed().map((one) => (
        <li key={one.at + one.step}>
          <b>{say(one.words)}</b> <span>{one.by}</span>{" "}
          <time dateTime={one.at}>{formatDate(one.at, language, true)}</time>
          {one.note && <p>{one.note}</p>}
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

/** Names of batches are the office's; the usual ones have words. A round after the first is named too. */
export function useBatchName() {
  const { t, i18n } = useTranslation("admissions");
  return (batch: string, round = 1): string => {
    const name = i18n.exists(`admissions:batch.${batch}`) ? t(`batch.${batch}`) : batch;
    return round > 1 ? t("batch-round", { batch: name, round }) : name;
  };
}
