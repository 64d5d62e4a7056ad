import { sql } from "kysely";
import { actedBy, type PersonalData, type PersonalField } from "../../platform/index.ts";

const LAW = {
  zh: "《职业学校学生实习管理规定》（教职成〔2021〕4号）",
  en: "Rules on placements of vocational students (2021)",
};
const base = {
  basis: 3,
  law: LAW,
  sensitive: false,
  kept: "plain",
  mask: null,
  retention: { from: "leaves", days: 3 * 365 },
} as const;

/** Columns of rounds, assessments, certificates and outcomes that hold personal data. */
export const traineePersonal: readonly PersonalField[] = [
  ...["round.created_by_name", "round_action.by_name", "round_student.handed_in_by_name", "round_run.by_name", "round_result.moved_by_name", "round_result.accepted_by_name",
    "round_appeal_action.by_name", "assessment_action.by_name", "assessment_score.by_name", "outcome.created_by_name"].map((column) => actedBy(`cotraining.${column}`)),
  { ...base, column: "cotraining.round_student.name", kind: "name", label: { zh: "参加实习安排的学生姓名", en: "Name of a student in a placement round" },
    purpose: { zh: "安排岗位实习", en: "to arrange placements" }, why: { zh: "学校须知道是谁；企业在结果公布前只见隐名", en: "the school has to know; enterprises see it masked until the result is told" } },
  { ...base, column: "cotraining.round_student.student_number", kind: "education", label: { zh: "学号", en: "Number on the roll" },
    purpose: { zh: "学校按学号排序", en: "the school's order goes by it" }, why: { zh: "须与名册比对", en: "is compared with the roll" } },
  { ...base, column: "cotraining.round_student.statement", kind: "education", label: { zh: "给企业的自我介绍", en: "What a student wants enterprises to know" },
    purpose: { zh: "企业排序时参考", en: "read by enterprises that put applicants in order" }, why: { zh: "由本人填写，给所报企业看", en: "written by himself for those he applies to" } },
  { ...base, column: "cotraining.round_run.input", kind: "birth", label: { zh: "匹配时的输入（含出生日期）", en: "What a round was run on, with dates of birth" },
    purpose: { zh: "依法核对年龄，并使结果可以复核", en: "age is checked by law, and the result can be had again" }, why: { zh: "不含姓名，只有学校和主管部门可见", en: "holds no names; school and office only" } },
  { ...base, column: "cotraining.round_rank.turned_down", kind: "education", label: { zh: "企业不接收的理由", en: "Why an enterprise turned an applicant down" },
    purpose: { zh: "向学生说明理由", en: "the student is told why" }, why: { zh: "学生本人须能看到", en: "the student has to read it" } },
  { ...base, column: "cotraining.round_appeal.content", kind: "education", label: { zh: "申诉内容", en: "What an appeal says" },
    purpose: { zh: "处理申诉", en: "to answer the appeal" }, why: { zh: "学校和主管部门须阅读", en: "school and office have to read it" } },
  { ...base, column: "cotraining.assessment.person_name", kind: "name", label: { zh: "被考核学生姓名", en: "Name of the trainee assessed" },
    purpose: { zh: "校企共同考核", en: "joint assessment" }, why: { zh: "校企双方须知道考核谁", en: "both sides have to know whom they assess" } },
  { ...base, column: "cotraining.assessment_score.score", kind: "education", label: { zh: "考核评分", en: "Scores of an assessment" },
    purpose: { zh: "校企共同考核", en: "joint assessment" }, why: { zh: "用于总评", en: "the total follows from it" } },
  { ...base, column: "cotraining.certificate.holder_name", kind: "name", label: { zh: "证书持有人姓名", en: "Holder of a certificate" },
    purpose: { zh: "印在证书上", en: "stands on the certificate" }, why: { zh: "公开查验时不显示", en: "is not shown where it is checked in public" }, retention: { from: "never", days: null } },
  { ...base, basis: 1, column: "cotraining.outcome.person_name", kind: "name", label: { zh: "去向登记的学生姓名", en: "Whose outcome it is" },
    purpose: { zh: "登记毕业去向，计算对口率", en: "to record what became of trainees, and figures of it" }, why: { zh: "学校须与本人核对", en: "the school checks it with the person" } },
  { ...base, basis: 1, column: "cotraining.outcome.employer", kind: "work", label: { zh: "就业单位", en: "Employer" },
    purpose: { zh: "核实去向", en: "to verify the outcome" }, why: { zh: "只有本人和学校可见", en: "the person and his school only" } },
]; // prettier-ignore

const KEPT = {
  what: { zh: "实习安排、考核和证书", en: "placement rounds, assessments and certificates" },
  law: LAW,
};

/** What a person gets of it, and what is left when he wishes to be forgotten: records without his words and outcome. */
export const traineePersonalData = {
  async exportOf({ tx, personId }) {
    const rounds = await sql<{ title: string; post: string | null; statement: string; appeal: string | null }>`select r.title, p.name as post, s.statement, a.content as appeal
      from cotraining.round_student s join cotraining.round r on r.province = s.province and r.id = s.round_id
        left join cotraining.round_result x on x.province = s.province and x.round_id = s.round_id and x.person = s.person
        left join cotraining.round_post p on p.province = x.province and p.round_id = x.round_id and p.post_id = x.post_id
        left join cotraining.round_appeal a on a.province = s.province and a.round_id = s.round_id and a.person = s.person
      where s.person = ${personId} order by r.id`.execute(tx);
    const certificates = await sql<{ number: string; enterprise: string; total: number; issued: string }>`select number, enterprise_name as enterprise, total::float8 as total, to_char(issued_on, 'YYYY-MM-DD') as issued
      from cotraining.certificate where person = ${personId} order by number`.execute(tx);
    const scores = await sql<{ post: string; side: string; key: string; score: number; remark: string }>`select a.post_name as post, c.side, c.key, c.score, c.remark
      from cotraining.assessment a join cotraining.assessment_score c on c.province = a.province and c.assessment_id = a.id where a.person = ${personId} order by a.id, c.side, c.key`.execute(tx);
    const outcomes = await sql<{ kind: string; occupation: string; employer: string; day: string; source: string }>`select kind, occupation, employer, to_char(on_day, 'YYYY-MM-DD') as day, source
      from cotraining.outcome where person = ${personId} order by id`.execute(tx);
    return [
      { title: { zh: "实习安排", en: "Placement rounds" }, columns: [{ zh: "安排", en: "Round" }, { zh: "岗位", en: "Post" }, { zh: "自我介绍", en: "Statement" }, { zh: "申诉", en: "Appeal" }],
        rows: rounds.rows.map((one) => [one.title, one.post, one.statement, one.appeal]) },
      { title: { zh: "考核评分", en: "Assessments" }, columns: [{ zh: "岗位", en: "Post" }, { zh: "评分方", en: "Side" }, { zh: "项目", en: "Item" }, { zh: "分数", en: "Score" }, { zh: "评语", en: "Remark" }],
        rows: scores.rows.map((one) => [one.post, one.side, one.key, one.score, one.remark]) },
      { title: { zh: "考核证书", en: "Certificates" }, columns: [{ zh: "编号", en: "Number" }, { zh: "企业", en: "Enterprise" }, { zh: "总评", en: "Total" }, { zh: "日期", en: "Day" }],
        rows: certificates.rows.map((one) => [one.number, one.enterprise, one.total, one.issued]) },
      { title: { zh: "毕业去向", en: "Outcomes" }, columns: [{ zh: "去向", en: "Kind" }, { zh: "职业", en: "Occupation" }, { zh: "单位", en: "Employer" }, { zh: "日期", en: "Day" }, { zh: "来源", en: "Source" }],
        rows: outcomes.rows.map((one) => [one.kind, one.occupation, one.employer, one.day, one.source]) },
    ];
  },
  async erase({ tx, personId }) {
    await sql`update cotraining.round_student set statement = '' where person = ${personId}`.execute(tx);
    await sql`delete from cotraining.outcome where person = ${personId}`.execute(tx);
    const { rows } = await sql<{ there: boolean }>`select exists (select from cotraining.round_student where person = ${personId} union all select from cotraining.assessment where person = ${personId}) as there`.execute(tx);
    return { erased: ["cotraining.round_student.statement", "cotraining.outcome.person_name", "cotraining.outcome.employer"], kept: rows[0]!.there ? [KEPT] : [] };
  },
} satisfies PersonalData; // prettier-ignore
