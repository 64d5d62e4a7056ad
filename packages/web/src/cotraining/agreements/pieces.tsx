import { useTranslation } from "react-i18next";
import { useSay } from "../rounds/pieces.tsx";
import type { Finding, Line } from "./api.ts";
import "./agreements.css";

const TONES: Readonly<Record<Line["state"], string>> = { draft: "", proposed: "shortage", "in-force": "good", ended: "", withdrawn: "" }; // prettier-ignore

export function StateTag({ of }: { of: Pick<Line, "state" | "stateName"> }) {
  const say = useSay();
  return <span className={`tag ${TONES[of.state]}`}>{say(of.stateName)}</span>;
}

/** What stands against it: rule, clause, figure and limit, with the law. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
  const { t } = useTranslation("trainingAgreements");
  const say = useSay();
  if (findings.length === 0) return <p>{t("nothing-against")}</p>;
  return (
    <ul className="contract-findings">
      {findings.map((one, i) => (
        <li key={i}>
          <span className={`tag ${one.level === "block" ? "red" : "shortage"}`}>{one.rule}</span>
          <div>
            <p>
              {one.clause ? <a href={`#clause-${one.clause}`}>{say(one)}</a> : say(one)}
              {one.figure && one.limit && <> {t("figure", { figure: one.figure, limit: one.limit })}</>}
            </p>
            <small>{one.basis}</small>
          </div>
        </li>
      ))}
    </ul>
  );
}
