import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { MISSING } from "../format.ts";
import type { Coded, Flag, Posting } from "./api.ts";

/** How sure the coder is, as a short bar with its number; below 0.6 it looks doubtful. */
export function Confidence({ value }: { value: number | null }) {
  if (value === null) return <span className="num missing">{MISSING}</span>;
  return (
    <span className={value < 0.6 ? "conf low" : "conf"}>
      <i aria-hidden="true" style={{ "--at": `${Math.round(value * 100)}%` } as React.CSSProperties} />
      {value.toFixed(2)}
    </span>
  );
}

export function Occupation({ of }: { of: Coded | null }) {
  const { t } = useTranslation("demand");
  if (!of) return <span className="tag">{t("uncoded")}</span>;
  return (
    <>
      <Link to={`/standards/occupations/${of.code}`}>{of.name}</Link> <small>{of.code}</small>
    </>
  );
}

export function ReviewTag({ of }: { of: Posting["reviewed"] }) {
  const { t } = useTranslation("demand");
  if (of === null) return <span className="num missing">{t("reviewed.none")}</span>;
  return (
    <span className={of === "confirmed" ? "tag good" : of === "corrected" ? "tag blue" : "tag"}>
      {t(`reviewed.${of}`)}
    </span>
  );
}

/** Headcount as it was written: a number, 若干, or nothing. */
export function useHeadcount(): (posting: Pick<Posting, "headcount" | "headcountKind">) => string {
  const { t } = useTranslation("demand");
  return (posting) =>
    posting.headcountKind === "several"
      ? t("headcount.several")
      : posting.headcount === null
        ? MISSING
        : String(posting.headcount);
}

/** Each unlawful wording: the words, the rule, why, and how to say it lawfully. */
export function FlagList({ flags }: { flags: Flag[] }) {
  const { t } = useTranslation("demand");
  return (
    <ul className="flag-list">
      {flags.map((flag, index) => (
        <li key={index}>
          <span className={flag.severity === "hard" ? "tag red" : "tag shortage"}>
            {t(`severity.${flag.severity}`)}
          </span>{" "}
          <Link className="tag" to={`/fair-hiring?flag=${flag.rule}`}>
            {flag.rule}
          </Link>{" "}
          <q>{flag.quote}</q>
          <p>{flag.basis}</p>
          <p className="rewording">
            {t("rewording")}
            {flag.rewording}
          </p>
        </li>
      ))}
    </ul>
  );
}
