import { defineProcedure, type InputFault } from "../../platform/index.ts";

export type AssessmentState = "proposed" | "disputed" | "agreed" | "school-signed" | "enterprise-signed" | "signed" | "accepted" | "objected" | "answered" | "certified" | "failed"; // prettier-ignore
export type AssessmentStep = "propose" | "dispute" | "revise" | "agree" | "school-sign" | "enterprise-sign" | "school-complete" | "enterprise-complete" | "accept" | "object" | "answer" | "reopen" | "certify" | "fail"; // prettier-ignore

export interface AssessmentFacts {
  now: Date;
  /** how many items of the rubric either side has not scored */
  missing: { school: number; enterprise: number };
  /** when both had signed, null = they have not */
  signedAt: Date | null;
  total: number | null;
  passMark: number;
  /** competences of the post are among what is judged */
  competences: number;
}
export interface AssessmentEvidence {
  note?: string | undefined;
}

/** Days in which the student may object before the certificate. */
export const OBJECT_DAYS = 5;
const DAY = 86_400_000;

const reason = ({ note }: AssessmentEvidence): InputFault[] =>
  (note?.trim().length ?? 0) >= 2
    ? []
    : [{ part: "body", field: "note", reason: "请写明理由 / a reason is required" }];
const scored =
  (side: "school" | "enterprise") =>
  ({ missing }: AssessmentFacts) =>
    missing[side] === 0
      ? null
      : { zh: `还有 ${missing[side]} 项没有评分。`, en: `${missing[side]} items are not scored yet.` };
const overObjection = ({ now, signedAt }: AssessmentFacts) =>
  signedAt && now.getTime() < signedAt.getTime() + OBJECT_DAYS * DAY
    ? {
        zh: `学生尚未确认，异议期（${OBJECT_DAYS} 日）未满。`,
        en: `The student has not accepted it, and his ${OBJECT_DAYS} days to object are not over.`,
      }
    : null;
const passed = ({ total, passMark }: AssessmentFacts) =>
  total !== null && total >= passMark
    ? null
    : {
        zh: `总评 ${total ?? "—"} 分，未达到合格线 ${passMark} 分。`,
        en: `The total of ${total ?? "—"} is below the pass mark of ${passMark}.`,
      };

/**
 * Joint assessment: the school proposes what is judged and with which weight, the enterprise agrees, both score and sign, in
 * either order; the student accepts or objects; then the certificate.
 */
export const assessmentProcedure = defineProcedure<AssessmentState, AssessmentStep, AssessmentFacts, AssessmentEvidence>({
  what: { zh: "该考核", en: "The assessment" },
  states: {
    proposed: { zh: "待企业同意考核标准", en: "rubric with the enterprise" },
    disputed: { zh: "企业要求修改标准", en: "rubric to be revised" },
    agreed: { zh: "双方评分中", en: "being scored" },
    "school-signed": { zh: "学校已签署、待企业", en: "signed by the school" },
    "enterprise-signed": { zh: "企业已签署、待学校", en: "signed by the enterprise" },
    signed: { zh: "双方已签署、待学生确认", en: "signed by both, with the student" },
    accepted: { zh: "学生已确认", en: "accepted by the student" },
    objected: { zh: "学生有异议", en: "objected to" },
    answered: { zh: "异议已答复", en: "objection answered" },
    certified: { zh: "已发证书", en: "certified" },
    failed: { zh: "不合格、已归档", en: "not passed" },
  },
  steps: {
    propose: { from: [], to: "proposed", right: "keepAssessments", words: { zh: "提出考核标准", en: "propose the rubric" } },
    dispute: { from: ["proposed"], to: "disputed", right: "scoreForEnterprise", words: { zh: "要求修改标准", en: "ask for changes" }, evidence: reason },
    revise: { from: ["disputed"], to: "proposed", right: "keepAssessments", words: { zh: "修改标准", en: "revise the rubric" } },
    agree: { from: ["proposed"], to: "agreed", right: "scoreForEnterprise", words: { zh: "同意标准", en: "agree" } },
    "school-sign": { from: ["agreed"], to: "school-signed", right: "scoreForSchool", words: { zh: "学校签署", en: "sign for the school" }, guard: scored("school") },
    "enterprise-sign": { from: ["agreed"], to: "enterprise-signed", right: "scoreForEnterprise", words: { zh: "企业签署", en: "sign for the enterprise" }, guard: scored("enterprise") },
    "school-complete": { from: ["enterprise-signed"], to: "signed", right: "scoreForSchool", words: { zh: "学校签署", en: "sign for the school" }, guard: scored("school") },
    "enterprise-complete": { from: ["school-signed"], to: "signed", right: "scoreForEnterprise", words: { zh: "企业签署", en: "sign for the enterprise" }, guard: scored("enterprise") },
    accept: { from: ["signed"], to: "accepted", right: "answerAssessment", words: { zh: "确认成绩", en: "accept" } },
    object: { from: ["signed"], to: "objected", right: "answerAssessment", words: { zh: "提出异议", en: "object" }, evidence: reason },
    answer: { from: ["objected"], to: "answered", right: "keepAssessments", words: { zh: "答复异议、维持成绩", en: "answer, the scores stand" }, evidence: reason },
    reopen: { from: ["objected"], to: "agreed", right: "keepAssessments", words: { zh: "异议成立、重新评分", en: "score again" }, evidence: reason },
    certify: {
      from: ["signed", "accepted", "answered"], to: "certified", right: "keepAssessments", words: { zh: "发证书", en: "certify" },
      guard: (facts) => passed(facts) ?? null,
    },
    fail: { from: ["signed", "accepted", "answered"], to: "failed", right: "keepAssessments", words: { zh: "不合格归档", en: "close as not passed" }, guard: (facts) => (passed(facts) ? null : { zh: "总评已合格。", en: "The total passes." }) },
  },
}); // prettier-ignore

/** What stands against a certificate besides the marks: the student's days to object. */
export const againstCertificate = (state: AssessmentState, facts: AssessmentFacts) =>
  state === "signed" ? overObjection(facts) : null;

export const ASSESSMENT_LOG = { table: "cotraining.assessment_action", subject: "assessment_id" };
