import { noticeKind, notify, type Context, type Sentence } from "../../platform/index.ts";
import type { AssessmentRow } from "./assessments.sql.ts";
import { assessmentProcedure, type AssessmentState } from "./procedure.ts"; // prettier-ignore

const state = noticeKind({
  name: "cotraining.assessment",
  title: { zh: "校企共同考核有了进展", en: "A joint assessment moved on" },
  params: { enterprise: "text", post: "text", name: "personal", state: "words" },
  subject: { zh: "“{post}”实习考核：{state}", en: "Assessment in {post}: {state}" },
  body: { zh: "{name}在{enterprise}“{post}”岗位的考核：{state}。", en: "The assessment of {name} at {enterprise}, {post}: {state}." },
  mail: "now",
}); // prettier-ignore
const certificate = noticeKind({
  name: "cotraining.certificate",
  title: { zh: "实习或学徒考核证书", en: "A certificate of training" },
  params: { number: "text", state: "words" },
  subject: { zh: "考核证书 {number}：{state}", en: "Certificate {number}: {state}" },
  body: { zh: "考核证书 {number}：{state}。可以在考核页面下载，任何人凭编号和校验码可以查验。", en: "Certificate {number}: {state}. It can be downloaded from the page of the assessment; anybody can check it by number and code." },
  mail: "now",
}); // prettier-ignore

export const assessmentKinds = [state, certificate];

/** Whose turn it is in a state, or who has to know of it. */
function whom(row: AssessmentRow, state: AssessmentState) {
  const school = [{ role: "school-officer" as const, organisation: row.school }, ...(row.teacher ? [{ person: row.teacher }] : [])]; // prettier-ignore
  const enterprise = [{ role: "enterprise-officer" as const, organisation: row.enterprise }, ...(row.mentor ? [{ person: row.mentor }] : [])]; // prettier-ignore
  switch (state) {
    case "proposed":
    case "school-signed":
      return enterprise;
    case "disputed":
    case "enterprise-signed":
    case "accepted":
    case "objected":
      return school;
    case "signed":
    case "answered":
    case "failed":
      return [{ person: row.person }];
    default:
      return [...school, ...enterprise];
  }
}

export const tellOfAssessment = (ctx: Context, row: AssessmentRow, to: AssessmentState): Promise<void> =>
  notify(ctx, {
    kind: state,
    to: whom(row, to),
    params: { enterprise: row.enterprise_name, post: row.post_name, name: row.person_name, state: assessmentProcedure.states[to] },
    link: `/joint-assessments/${row.id}`,
    of: { region: row.region, organisation: row.school },
  }); // prettier-ignore

export const tellOfCertificate = (
  ctx: Context,
  row: AssessmentRow,
  number: string,
  words: Sentence,
): Promise<void> =>
  notify(ctx, {
    kind: certificate,
    to: { person: row.person },
    params: { number, state: words },
    link: `/joint-assessments/${row.id}`,
    of: { region: row.region, organisation: row.school },
  });
