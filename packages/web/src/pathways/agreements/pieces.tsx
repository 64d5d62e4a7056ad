import { useTranslation } from "react-i18next";
import { NavLink } from "react-router";
import { formatNumber, formatShare } from "../../format.ts";
import { useLanguage } from "../../i18n/index.ts";
import type { AgreementState, Flow } from "./api.ts";
import "../pathways.css";

const TONES: Partial<Record<AgreementState, string>> = {
  "in-force": "good",
  accepted: "blue",
  proposed: "blue",
  returned: "shortage",
  declined: "red",
};

export function StateTag({ state, words }: { state: AgreementState; words: string }) {
  return <span className={`tag ${TONES[state] ?? ""}`}>{words}</span>;
}

/** What one may ask of agreements: which there are, what became of their cohorts, which programmes have none. */
export function AgreementTabs() {
  const { t } = useTranslation("pathways");
  return (
    <nav className="tabs" aria-label={t("shell:place.agreements")}>
      {(["/agreements", "/agreements/flows", "/agreements/continuations"] as const).map((path) => (
        <NavLink key={path} end to={path}>
          {t(`tab.${path}`)}
        </NavLink>
      ))}
    </nav>
  );
}

/** The flow of a cohort in a sentence. */
export function useFlowWords() {
  const { t } = useTranslation("pathways");
  const language = useLanguage();
  return (flow: Flow): string =>
    t("flow.words", {
      entered: formatNumber(flow.entered, language),
      moved: formatNumber(flow.movedUp, language),
      share: formatShare(flow.movedShare),
      left: formatNumber(flow.leftLower + flow.leftUpper, language),
      leftShare: formatShare(flow.leftShare),
    });
}

/** The half of a sentence that the server says in both languages. */
export const half = (reason: string, language: string): string => {
  const at = reason.indexOf(" / ");
  if (at < 0) return reason;
  return language === "en" ? reason.slice(at + 3) : reason.slice(0, at);
};
