import { useTranslation } from "react-i18next";
import { Link as To } from "react-router";
import { formatNumber } from "../format.ts";
import { useLanguage } from "../i18n/index.ts";
import type { Career, Link, PathNode, Route, RuleUse, Sentence, Span } from "./api.ts";
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

/** The newest and lowest known past line among the schools that offer the end of a route. */
export function cutoffOf({ offerings }: Route["steps"][number]): { year: number; score: number } | null {
  const known = offerings.flatMap(({ cutoff }) => (cutoff ? [cutoff] : []));
  const year = Math.max(...known.map((one) => one.year));
  const scores = known.filter((one) => one.year === year).map(({ score }) => score);
  return scores.length === 0 ? null : { year, score: Math.min(...scores) };
}

/** Places of a step: those of its open ways that say them. */
export function placesOf({ ways }: Route["steps"][number]): number | null {
  const known = ways.flatMap(({ open, places }) => (open && places !== null ? [places] : []));
  return known.length === 0 ? null : Math.max(...known);
}

/** Occupations that a route leads to, with balance and pay of the release. */
export function Careers({ careers }: { careers: readonly Career[] }) {
  const { t } = useTranslation("pathways");
  const language = useLanguage();
  if (careers.length === 0) return <p className="ways-none">{t("careers.none")}</p>;
  return (
    <ul className="ways-careers">
      {careers.map(({ occupation, name, gap, pay }) => (
        <li key={occupation}>
          <To to={`/standards/occupations/${occupation}`}>{name}</To>{" "}
          <Balance gap={gap} />
          <small> · {pay === null ? t("pay.none") : t("pay", { value: formatNumber(pay, language) })}</small>
        </li>
      ))}
    </ul>
  );
} // prettier-ignore

/** "缺 1,204 人", "富余 318 人", never a colour alone. */
export function Balance({ gap }: { gap: number | null }) {
  const { t } = useTranslation("pathways");
  const language = useLanguage();
  if (gap === null) return <small title={t("gap.none-why")}>{t("gap.none")}</small>;
  const value = formatNumber(Math.abs(gap), language);
  return (
    <span className={gap > 0 ? "short" : gap < 0 ? "long" : undefined}>
      {t(gap > 0 ? "gap.short" : gap < 0 ? "gap.long" : "gap.even", { value })}
    </span>
  );
}
