import { useTranslation } from "react-i18next";
import { formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import type { UnitAdvice } from "../shapes.ts";
import "./preferences.css";

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
