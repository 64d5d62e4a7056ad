import { useTranslation } from "react-i18next";
import { formatDate } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import type { DeskStep } from "./api.ts";
import "./year.css";

/** Which steps stand in one row: cards, applications, seats. */
const ROWS = [
  { part: "adjustment", steps: ["cards", "answers", "decide"] },
  { part: "applications", steps: ["apply", "check", "review", "notice", "record", "forward", "result", "list"] },
  { part: "plan", steps: ["proposals", "plan"] },
] as const; // prettier-ignore

const DAY = 86_400_000;
const MARGIN = 6;
const numberOf = (day: string): number => Date.parse(`${day}T00:00:00Z`) / DAY;
const dayOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

/** First days of the months between two days. */
function monthsOf(from: number, until: number): string[] {
  const [year, month] = dayOf(from).split("-").map(Number) as [number, number];
  return Array.from({ length: 24 }, (_, i) => new Date(Date.UTC(year, month + i, 1)).toISOString().slice(0, 10)).filter(
    (day) => numberOf(day) < until - MARGIN,
  );
} // prettier-ignore

const toneOf = ({ daysLeft, open }: DeskStep): string =>
  daysLeft < 0 ? (open > 0 ? "late" : "past") : "ahead";

/** The days of the round on a line, with today on it; each row says what of it is late last, or comes next. */
export function TimeBar({ calendar, today }: { calendar: DeskStep[]; today: string }) {
  const { t } = useTranslation("rounds");
  const language = useLanguage();
  if (calendar.length === 0) return null;
  const days = [today, ...calendar.flatMap(({ opens, due }) => (opens ? [opens, due] : [due]))].map(numberOf);
  const from = Math.min(...days) - MARGIN;
  const until = Math.max(...days) + MARGIN;
  const at = (day: string): number => ((numberOf(day) - from) / (until - from)) * 100;
  const words = (step: DeskStep) => `${t(`step.${step.key}`)} ${formatDate(step.due, language)}`;
  const left = (step: DeskStep) =>
    step.daysLeft < 0 ? t("late", { count: -step.daysLeft }) : t("left", { count: step.daysLeft });
  return (
    <div className="time-bar" role="img" aria-label={calendar.map(words).join("; ")}>
      <div className="time-row time-months">
        <span />
        <div>
          {monthsOf(from, until).map((day) => (
            <small key={day} style={{ left: `${at(day)}%` }}>
              {t("month", { month: Number(day.slice(5, 7)) })}
            </small>
          ))}
        </div>
      </div>
      {ROWS.map(({ part, steps }) => {
        const here = calendar.filter(({ key }) => (steps as readonly string[]).includes(key));
        const told = here.findLast((step) => toneOf(step) === "late") ?? here.find(({ daysLeft }) => daysLeft >= 0);
        const begin = Math.min(...here.map(({ opens, due }) => at(opens ?? due)));
        const end = Math.max(...here.map(({ due }) => at(due)));
        return (
          <div key={part} className="time-row">
            <span>{t(`part.${part}`)}</span>
            <div>
              <i className="time-track" style={{ left: `${begin}%`, width: `${end - begin}%` }} />
              {here.map((step) => (
                <i key={step.key} className={`time-dot ${toneOf(step)}`} style={{ left: `${at(step.due)}%` }} title={`${words(step)} · ${left(step)}`} />
              ))}
              {told && (
                <small
                  className={`time-word ${toneOf(told)} ${at(told.due) > 55 ? "before" : ""}`}
                  style={at(told.due) > 55 ? { right: `${100 - at(told.due)}%` } : { left: `${at(told.due)}%` }}
                >
                  {words(told)} · {left(told)}
                </small>
              )}
            </div>
          </div>
        );
      })}
      <div className="time-row time-today" aria-hidden="true">
        <span />
        <div>
          <i style={{ left: `${at(today)}%` }} />
          <small className={at(today) > 80 ? "before" : ""} style={{ left: `${at(today)}%` }}>
            {t("today", { day: formatDate(today, language) })}
          </small>
        </div>
      </div>
    </div>
  ); // prettier-ignore
}
