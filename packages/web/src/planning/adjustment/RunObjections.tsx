import { useTranslation } from "react-i18next";
import { Section } from "../../parts/Page.tsx";
import { CardList } from "./RunCards.tsx";
import { useThisRun } from "./RunPage.tsx";

/** Question: which schools wait for an answer? */
export function Component() {
  const { t } = useTranslation("adjustment");
  const run = useThisRun();
  return (
    <Section
      title={t("objections.title", { count: run.unanswered })}
      note={t("objections.note", { objections: run.objections, changed: run.changed })}
    >
      <CardList run={run} waiting />
    </Section>
  );
}
