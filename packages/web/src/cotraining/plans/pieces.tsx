import { useTranslation } from "react-i18next";
import { formatNumber } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import { useSay } from "../rounds/pieces.tsx";
import type { Figures, Line } from "./api.ts";
import "../agreements/agreements.css";
import "./plans.css";

const TONES: Readonly<Record<Line["state"], string>> = { draft: "", proposed: "shortage", "in-force": "good", retired: "", withdrawn: "" }; // prettier-ignore

export function StateTag({ of }: { of: Pick<Line, "state" | "stateName"> }) {
  const say = useSay();
  return <span className={`tag ${TONES[of.state]}`}>{say(of.stateName)}</span>;
}

const SHARES = ["public", "elective", "practice", "joint", "outside"] as const;

/** Hours and credits, and the shares of hours that the guidance looks at. */
export function Hours({ of }: { of: Figures }) {
  const { t } = useTranslation("trainingPlans");
  const language = useLanguage();
  return (
    <dl className="plan-hours">
      <div>
        <dt>{t("hours")}</dt>
        <dd>{formatNumber(of.hours, language)}</dd>
      </div>
      <div>
        <dt>{t("credits")}</dt>
        <dd>{formatNumber(of.credits, language)}</dd>
      </div>
      {SHARES.map((key) => (
        <div key={key}>
          <dt>{t(`share.${key}`)}</dt>
          <dd>{of.hours === 0 ? "—" : `${Math.floor((1000 * of[key]) / of.hours) / 10} %`}</dd>
        </div>
      ))}
    </dl>
  );
}
