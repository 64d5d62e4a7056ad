import { sql } from "kysely";
import { actedBy, type PersonalData, type PersonalField } from "../platform/index.ts";

const study = {
  basis: 2,
  sensitive: false,
  kept: "plain",
  mask: null,
} as const;
const KEPT = {
  what: { zh: "已提出的学分认定申请及其决定", en: "requests for credits and what was decided" },
  law: { zh: "《中华人民共和国职业教育法》第十七条（学习成果认定、积累和转换）", en: "Vocational Education Law art. 17 (recognition of learning)" },
}; // prettier-ignore

/** Columns of pathways that hold personal data. */
export const pathwayPersonal: readonly PersonalField[] = [
  actedBy("pathways.agreement.created_by_name"),
  actedBy("pathways.agreement_action.by_name"),
  actedBy("pathways.cohort_year.entered_by_name"),
  actedBy("pathways.credit_rule.created_by_name"),
  actedBy("pathways.credit_request_action.by_name"),
  {
    ...study,
    column: "pathways.credit_request.statement",
    kind: "education",
    label: { zh: "申请学分认定的说明", en: "What somebody wrote for the recognition of credits" },
    purpose: { zh: "认定学习成果", en: "to recognise what was learnt" },
    why: { zh: "认定人须阅读，改写为密文后无法检索和核对", en: "is read by who decides" },
    retention: { from: "erased", days: 0 },
  },
  {
    ...study,
    column: "pathways.credit_request.evidence_key",
    kind: "education",
    label: { zh: "证书或成果编号", en: "Number of a certificate or record" },
    purpose: { zh: "核验证书；同一成果只认定一次", en: "to verify it, and to count it once" },
    why: { zh: "须与其他申请比对是否重复", en: "is compared with other requests" },
    retention: { from: "erased", days: 0 },
  },
  {
    ...study,
    basis: 1,
    column: "pathways.saved_plan.query",
    kind: "education",
    label: { zh: "保存的升学规划条件", en: "What somebody looked for in the search of ways" },
    purpose: { zh: "由本人保存，供再次查看", en: "kept by himself, to look at again" },
    why: { zh: "只有本人可见", en: "nobody but himself sees it" },
    retention: { from: "erased", days: 0 },
  },
];

/** Plans go when the person wishes; a decision about credits stays without his words. */
export const pathwayPersonalData: PersonalData = {
  async exportOf({ tx, personId, userId }) {
    const requests = await sql<{ school: string; course: string; credits: number; statement: string; key: string }>`select u.school_name as school, q.course,
        q.credits / 10.0 as credits, q.statement, q.evidence_key as key
      from pathways.credit_request q join pathways.credit_rule u on u.province = q.province and u.id = q.rule_id where q.person = ${personId} order by q.id`.execute(tx);
    const plans = await sql<{ name: string; query: string }>`select name, query::text as query from pathways.saved_plan where user_id = ${userId} order by id`.execute(tx);
    return [
      {
        title: { zh: "学分认定", en: "Credits" },
        columns: [{ zh: "学校", en: "School" }, { zh: "课程", en: "Course" }, { zh: "学分", en: "Credits" }, { zh: "说明", en: "Statement" }, { zh: "证明编号", en: "Evidence" }],
        rows: requests.rows.map((one) => [one.school, one.course, Number(one.credits), one.statement, one.key]),
      },
      {
        title: { zh: "保存的升学规划", en: "Saved plans" },
        columns: [{ zh: "名称", en: "Name" }, { zh: "条件", en: "Query" }],
        rows: plans.rows.map((one) => [one.name, one.query]),
      },
    ];
  },
  async erase({ tx, personId, userId }) {
    await sql`delete from pathways.saved_plan where user_id = ${userId}`.execute(tx);
    const gone = await sql`update pathways.credit_request set statement = '', evidence_key = '已注销 ' || id, revision = revision + 1 where person = ${personId}`.execute(tx);
    return {
      erased: ["pathways.saved_plan.query", "pathways.credit_request.statement", "pathways.credit_request.evidence_key"],
      kept: Number(gone.numAffectedRows ?? 0) > 0 ? [KEPT] : [],
    };
  },
}; // prettier-ignore
