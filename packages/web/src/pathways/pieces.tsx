import { useTranslation } from "react-i18next";
import { Link as To } from "react-router";
import { formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import type { Career, Link, PastLine, PathNode, Route, RuleUse, Sentence, Span, Step, Way } from "./api.ts"; // prettier-ignore
import "./pathways.css";

export const useSay = () => {
  const language = useLanguage();
  return (of: Sentence): string => (language === "en" ? of.en : of.zh);
};

const MARKS = { met: "✓", must: "○", broken: "✕" } as const;

/** The rules of a way: met, to be met on the way, or broken; each with where it stands and how sure its wording is. */
export function Rules({ rules }: { rules: readonly RuleUse[] }) {
  const { t } = useTranslation("pathways");
  const say = useSay();
  return (
    <ul className="ways-rules">
      {rules.map((use) => (
        <li key={use.rule} className={use.state}>
          <span className="ways-mark" aria-hidden="true">
            {MARKS[use.state]}
          </span>
          <span>
            <span className="hidden">{t(`rule.${use.state}`)}: </span>
            {say(use.text)}{" "}
            <small title={t(`trust.${use.trust}`)}>
              {say(use.source)}
              {use.rule.includes("-") && /^(EXM|POL|FIN)/.test(use.rule) && ` · ${use.rule}`} · {t(`trust-short.${use.trust}`)}
            </small>
          </span>
        </li>
      ))}
    </ul>
  );
} // prettier-ignore

/** A programme as a link to all ways that lead to it and on from it; an undergraduate one is known by its name alone. */
export function NodeName({ node }: { node: PathNode }) {
  return node.code ? <To to={`/pathways/programmes/${node.code}`}>{node.name}</To> : <>{node.name}</>;
}

/** How a programme follows the one before it; what rests on its name alone says so. */
export function LinkTag({ link }: { link: Link }) {
  const { t } = useTranslation("pathways");
  if (link === "open") return null;
  return (
    <span className={link === "name" ? "tag shortage" : "tag"} title={t(`link-why.${link}`)}>
      {t(`link.${link}`)}
    </span>
  );
}

export function useSpan() {
  const { t } = useTranslation("pathways");
  const language = useLanguage();
  return (span: Span | null, unit = "yuan"): string => {
    if (span === null) return t("not-said");
    const [from, to] = [formatNumber(span.from, language), formatNumber(span.to, language)];
    return t(unit, { value: span.from === span.to ? from : `${from}–${to}` });
  };
}

/** "3 年", "3.5 years". */
export function useYears() {
  const { t } = useTranslation("pathways");
  return (years: number): string => t("years", { count: years, value: String(Math.round(years * 10) / 10) });
}

export const lastOf = (route: Route): Route["steps"][number] => route.steps.at(-1)!;

/** The newest past lines of the schools that offer a step, and of them the lowest. */
function cutoffOf({ offerings }: Step): PastLine | null {
  const lines = offerings.flatMap((one) => one.lines);
  const year = Math.max(...lines.map((line) => line.year));
  const newest = lines.filter((line) => line.year === year);
  return newest.length === 0 ? null : newest.reduce((low, line) => (line.score < low.score ? line : low));
}

/** "2026 年 431.5 分，4,000 人中第 900 名". */
export function useLine() {
  const { t } = useTranslation("pathways");
  const language = useLanguage();
  return ({ year, score, rank, listed, vacancies }: PastLine): string => {
    const n = (value: number): string => formatNumber(value, language);
    const place = rank === null ? "" : listed === null ? t("line.rank", { rank: n(rank) }) : t("line.rank-of", { rank: n(rank), listed: n(listed) }); // prettier-ignore
    return t("cutoff", { year, score: String(Math.round(score * 100) / 100) }) + place + (vacancies > 0 ? t("line.vacancies", { count: vacancies }) : ""); // prettier-ignore
  };
}

/** The past line of a step, or why there is none: not every stage is entered by an examination of this system. */
export function Cutoff({ step }: { step: Step }) {
  const { t } = useTranslation("pathways");
  const line = useLine();
  const cutoff = cutoffOf(step);
  if (cutoff) return <>{line(cutoff)}</>;
  const examined = step.ways.some(({ open, move }) => open && move === "entrance-exam");
  return <span className="ways-none">{t(examined ? "cutoff.none" : "cutoff.not-examined")}</span>;
}

/** Tuition of a step, or who says what it costs. */
export function Tuition({ step }: { step: Step }) {
  const { t } = useTranslation("pathways");
  const span = useSpan();
  if (step.tuition) return <>{span(step.tuition, "yuan-year")}</>;
  const { stage } = step.to;
  return <span className="ways-none">{t(stage === "secondary" || stage === "general" ? `tuition.none-${stage}` : "tuition.none")}</span>; // prettier-ignore
}

/** Tuition of a whole route; what of it is not published is in its steps. */
export function Cost({ route }: { route: Route }) {
  const { t } = useTranslation("pathways");
  const span = useSpan();
  if (!route.cost) return <span className="ways-none">{t("cost.none")}</span>;
  return (
    <>
      {span(route.cost)}
      {!route.cost.complete && <small> {t("cost.part")}</small>}
    </>
  );
}

/** Places of a step by the open way that says most, with what says them. */
export function Places({ step: { ways } }: { step: Step }) {
  const { t } = useTranslation("pathways");
  const language = useLanguage();
  const most = placesOf(ways);
  if (!most) return <span className="ways-none">{t("places.none")}</span>;
  return (
    <>
      {t("persons", { value: formatNumber(most.places, language) })} <small>{t(`places.${most.placesFrom!}`)}</small>
    </>
  );
} // prettier-ignore

/** The open way with most places, if any says them. */
export function placesOf(ways: readonly Way[]): (Way & { places: number }) | null {
  const known = ways.filter((way): way is Way & { places: number } => way.open && way.places !== null);
  return known.length === 0 ? null : known.reduce((most, way) => (way.places > most.places ? way : most));
}

/** Occupations that a route leads to, with balance and pay of the release; at most so many, those with figures first. */
export function Careers({ careers, most }: { careers: readonly Career[]; most?: number }) {
  const { t } = useTranslation("pathways");
  if (careers.length === 0) return <p className="ways-none">{t("careers.none")}</p>;
  const known = ({ gap, pay }: Career): number => Number(gap === null) + Number(pay === null);
  const shown = most === undefined ? careers : [...careers].sort((a, b) => known(a) - known(b)).slice(0, most); // prettier-ignore
  return (
    <ul className="ways-careers">
      {shown.map((career) => (
        <li key={career.occupation}>
          <To to={`/standards/occupations/${career.occupation}`}>{career.name}</To>{" "}
          <Balance career={career} />
        </li>
      ))}
    </ul>
  );
}

/** "缺 1,204 人 · 6,200 元/月", never a colour alone; what is not published says why. */
function Balance({ career: { gap, gapMissing, pay, payMissing } }: { career: Career }) {
  const { t } = useTranslation("pathways");
  const language = useLanguage();
  if (gap === null && pay === null && gapMissing === payMissing) return <small>{t(`missing.${gapMissing!}`)}</small>;
  return (
    <>
      {gap === null ? (
        <small>{t(`gap.${gapMissing!}`)}</small>
      ) : (
        <span className={gap > 0 ? "short" : undefined}>
          {t(gap > 0 ? "gap.short" : "gap.even", { value: formatNumber(gap, language) })}
        </span>
      )}
      {" · "}
      <small>{pay === null ? t(`pay.${payMissing!}`) : t("pay", { value: formatNumber(pay, language) })}</small>
    </>
  );
} // prettier-ignore
