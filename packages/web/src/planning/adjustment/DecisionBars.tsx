import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { DecisionMark } from "./pieces.tsx";
import { DECISIONS, type Decision } from "./rules.ts";

/** How many offerings each decision has, the gravest on top; a bar leads to its cards. */
export function DecisionBars(props: {
  counts: Partial<Record<Decision, number>>;
  to?: (decision: Decision) => string;
}) {
  const { t } = useTranslation("adjustment");
  const language = useLanguage();
  const { counts, to } = props;
  const top = Math.max(1, ...DECISIONS.map((decision) => counts[decision] ?? 0));
  return (
    <ol className="decision-bars" aria-label={t("bars.label")}>
      {DECISIONS.map((decision) => {
        const count = counts[decision] ?? 0;
        const mark = <DecisionMark decision={decision} />;
        return (
          <li key={decision}>
            {to && count > 0 ? <Link to={to(decision)}>{mark}</Link> : mark}
            <span className="decision-track" aria-hidden="true">
              <i className={decision} style={{ width: `${(count / top) * 100}%` }} />
            </span>
            <span className="num">{formatNumber(count, language)}</span>
          </li>
        );
      })}
    </ol>
  );
}
