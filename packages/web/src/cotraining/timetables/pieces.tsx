import type { CSSProperties } from "react";
import { useTranslation } from "react-i18next";
import { useLanguage } from "../../i18n/index.ts";
import type { Limits } from "./api.ts";
import { mondayOf } from "./stays.ts";
import "./timetables.css";

export const LABEL = 132;
export const ROW = 34;

/** Schools are blue, centres violet, enterprises from yellow to red: neighbours of a kind differ a little. */
const HUES = { school: [215, 195, 235], centre: [285, 265, 305], enterprise: [38, 18, 55, 5, 75] } as const;

/** The colour of each place, by its kind and its number among them. */
export function tintsOf(places: Limits["places"]): Map<string, CSSProperties> {
  const seen = { school: 0, centre: 0, enterprise: 0 };
  return new Map(
    places.map(({ id, kind }) => {
      const n = seen[kind]++;
      const hues = HUES[kind];
      const style = { "--hue": hues[n % hues.length], "--depth": `${24 + 9 * (Math.floor(n / hues.length) % 3)}%` };
      return [id, style as CSSProperties];
    }),
  );
} // prettier-ignore

const short = (day: string): string => `${Number(day.slice(5, 7))}/${Number(day.slice(8))}`;

/** Week numbers with their Mondays. */
export function WeekHead({ startsOn, weeks, corner }: { startsOn: string; weeks: number; corner: string }) {
  const { t } = useTranslation("timetables");
  return (
    <div role="row" className="rota-head">
      <span role="columnheader" className="rota-label">
        {corner}
      </span>
      {Array.from({ length: weeks }, (_, week) => (
        <span role="columnheader" key={week} title={t("week-of", { day: mondayOf(startsOn, week) })}>
          <b>{week + 1}</b>
          <small>{short(mondayOf(startsOn, week))}</small>
        </span>
      ))}
    </div>
  );
}

export const useSay = () => {
  const language = useLanguage() === "en" ? "en" : "zh";
  return { language, say: <T,>(of: { zh: T; en: T }): T => of[language] } as const;
};

/** "3" or "3–5", counted from 1. */
export const weeksText = (from: number, to: number): string =>
  from === to ? String(from + 1) : `${from + 1}–${to + 1}`;
