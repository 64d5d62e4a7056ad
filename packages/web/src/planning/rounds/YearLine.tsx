import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import type { Stage } from "./api.ts";
import { Due } from "./pieces.tsx";
import "./year.css";

/** The year as one line: what is done, where it is, what comes, each stage with its figures and the way into it. */
export function YearLine({ stages }: { stages: Stage[] }) {
  const { t } = useTranslation("rounds");
  const language = useLanguage();
  const stateOf = ({ done, current }: Stage) => (done ? "done" : current ? "now" : "ahead");
  return (
    <ol className="year-line">
      {stages.map((stage) => (
        <li key={stage.key} className={stateOf(stage)} aria-current={stage.current ? "step" : undefined}>
          <Link to={stage.path}>{t(`part.${stage.key}`)}</Link>
          <b>{t(`stage.${stage.key}.${stage.state}`)}</b>
          {stage.figures.length > 0 && (
            <ul>
              {stage.figures.map(({ key, value }) => (
                <li key={key}>{t(`figure.${key}`, { shown: formatNumber(value, language) })}</li>
              ))}
            </ul>
          )}
          {stage.due && (
            <span className="stage-due">
              {t(`step.${stage.due.step}`)} <Due day={stage.due.day} daysLeft={stage.due.daysLeft} />
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}
