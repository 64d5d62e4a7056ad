import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { Page, Section } from "../../parts/Page.tsx";
import { Failure, Loading } from "../../parts/States.tsx";
import { usePublicPlan } from "./api.ts";
import { Clauses } from "./Clauses.tsx";
import { Courses } from "./Courses.tsx";
import { Matrix } from "./Matrix.tsx";
import { Hours } from "./pieces.tsx";
import { Rubric } from "./Rubric.tsx"; // prettier-ignore

/** Record: what anybody may read of a training plan in force. */
export function Component() {
  const { t } = useTranslation("trainingPlans");
  const { id } = useParams();
  const found = usePublicPlan(id);
  if (found.isPending) return <Loading rows={8} />;
  if (found.error) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const of = found.data;
  return (
    <Page
      title={of.title}
      crumbs={[{ name: t("public-title"), path: "/public/training-plans" }]}
      lead={<>{of.schoolName} · {of.partners.map(({ name }) => name).join("、")} · {of.programmeName} {of.programme} · {t("cohort", { year: of.cohortYear })} · {t("signed-version", { n: of.no })}</>}
    >
      <Hours of={of.figures} />
      <Section title={t("parts")}><Clauses of={of.document} library={[]} onChange={null} /></Section>
      <Section title={t("courses")}><Courses of={of.document} onChange={null} /></Section>
      <Section title={t("matrix")} note={t("matrix-note")}><Matrix of={of.document} posts={null} onChange={null} /></Section>
      <Section title={t("assessment")}><Rubric of={of.document} /></Section>
      <p className="hash">SHA-256 {of.sha256}</p>
    </Page>
  );
} // prettier-ignore
