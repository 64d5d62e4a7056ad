import { useTranslation } from "react-i18next";
import type { PlanDocument } from "./api.ts";

/** How school and enterprise assess those who learn by the plan. */
export function Rubric({ of }: { of: PlanDocument }) {
  const { t } = useTranslation("trainingPlans");
  if (of.assessment.length === 0) return <p>{t("no-assessment")}</p>;
  return (
    <div className="plan-scroll" tabIndex={0} role="region" aria-label={t("assessment")}>
      <table className="plan-courses">
        <thead>
          <tr>
            <th scope="col">{t("item")}</th>
            {(["weight", "by-school", "by-enterprise"] as const).map((key) => <th key={key} scope="col" className="number">{t(key)}</th>)}
          </tr>
        </thead>
        <tbody>
          {of.assessment.map((one) => (
            <tr key={one.key} id={`clause-assessment-${one.key}`}>
              <th scope="row">{one.name}</th>
              <td className="number">{one.weight} %</td>
              <td className="number">{one.schoolShare} %</td>
              <td className="number">{100 - one.schoolShare} %</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{t("pass-mark", { mark: of.passMark })}</p>
    </div>
  );
} // prettier-ignore
