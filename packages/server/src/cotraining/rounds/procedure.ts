import { defineProcedure, type InputFault } from "../../platform/index.ts";

export type RoundState =
  "draft" | "calling" | "open" | "ranking" | "computed" | "published" | "confirmed" | "cancelled";
export type RoundStep =
  "draft" | "call" | "open" | "close" | "run" | "publish" | "withdraw" | "confirm" | "cancel";

/** What of a round decides whether a step may follow now. */
export interface RoundFacts {
  now: Date;
  chooseUntil: Date;
  rankUntil: Date;
  /** last moment of the days of appeal, null = nothing is told yet */
  appealUntil: Date | null;
  students: number;
  handedIn: number;
  posts: number;
  ranked: number;
  accepted: number;
  /** appeals that wait for an answer */
  appeals: number;
}
export interface RoundEvidence {
  note?: string | undefined;
}

const reason = ({ note }: RoundEvidence): InputFault[] =>
  (note?.trim().length ?? 0) >= 2
    ? []
    : [{ part: "body", field: "note", reason: "请写明理由 / a reason is required" }];

/** A placement round: enterprises are called, students choose, enterprises put in order, it is run, told, confirmed. */
export const roundProcedure = defineProcedure<RoundState, RoundStep, RoundFacts, RoundEvidence>({
  what: { zh: "该轮实习安排", en: "The placement round" },
  states: {
    draft: { zh: "起草中", en: "in draft" },
    calling: { zh: "征集岗位", en: "calling for posts" },
    open: { zh: "学生填报志愿", en: "open to students" },
    ranking: { zh: "企业排序", en: "with the enterprises" },
    computed: { zh: "已匹配、待公布", en: "run, not told yet" },
    published: { zh: "已公布、可申诉", en: "told, open to appeals" },
    confirmed: { zh: "已确认", en: "confirmed" },
    cancelled: { zh: "已取消", en: "cancelled" },
  },
  steps: {
    draft: { from: [], to: "draft", right: "keepRounds", words: { zh: "起草", en: "draft" } },
    call: {
      from: ["draft"], to: "calling", right: "keepRounds", words: { zh: "向企业征集岗位", en: "call for posts" },
      guard: ({ students }) => (students > 0 ? null : { zh: "还没有参加的学生。", en: "No student takes part yet." }),
    },
    open: {
      from: ["calling"], to: "open", right: "keepRounds", words: { zh: "开放填报", en: "open to students" },
      guard: ({ posts, now, chooseUntil }) =>
        posts === 0 ? { zh: "还没有企业提供岗位。", en: "No enterprise has offered a post." }
        : now >= chooseUntil ? { zh: "填报截止时间已经过去，请先修改。", en: "The day until which students choose has gone by; change it first." } : null,
    },
    close: {
      from: ["open"], to: "ranking", right: "keepRounds", words: { zh: "截止填报", en: "close the preferences" },
      guard: ({ now, chooseUntil, students, handedIn }) =>
        now >= chooseUntil || handedIn === students ? null
        : { zh: `还没有到截止时间，且有 ${students - handedIn} 名学生尚未提交志愿。`, en: `The time is not over, and ${students - handedIn} students have not handed in.` },
    },
    run: {
      from: ["ranking", "computed"], to: "computed", right: "keepRounds", words: { zh: "匹配", en: "run" },
      guard: ({ now, rankUntil, posts, ranked }) =>
        now >= rankUntil || ranked === posts ? null
        : { zh: `还没有到企业排序截止时间，且有 ${posts - ranked} 个岗位尚未排序。`, en: `The time for the enterprises is not over, and ${posts - ranked} posts are not put in order.` },
    },
    publish: { from: ["computed"], to: "published", right: "keepRounds", words: { zh: "公布结果", en: "publish" } },
    withdraw: { from: ["published"], to: "ranking", right: "keepRounds", words: { zh: "撤回结果", en: "withdraw the result" }, evidence: reason },
    confirm: {
      from: ["published"], to: "confirmed", right: "keepRounds", words: { zh: "确认并生成实习安排", en: "confirm" },
      guard: ({ appeals, accepted, students, appealUntil, now }) =>
        appeals > 0 ? { zh: `有 ${appeals} 件申诉尚未答复。`, en: `${appeals} appeals wait for an answer.` }
        : accepted === students || (appealUntil !== null && now > appealUntil) ? null
        : { zh: `申诉期未满，且有 ${students - accepted} 名学生尚未确认知悉。`, en: `The days of appeal are not over, and ${students - accepted} students have not taken note.` },
    },
    cancel: { from: ["draft", "calling", "open", "ranking", "computed"], to: "cancelled", right: "keepRounds", words: { zh: "取消", en: "cancel" }, evidence: reason },
  },
}); // prettier-ignore

export const ROUND_LOG = { table: "cotraining.round_action", subject: "round_id" };

export type AppealState =
  "made" | "withdrawn" | "upheld" | "rejected" | "passed-on" | "decided-for" | "decided-against";
export type AppealStep =
  "make" | "withdraw" | "uphold" | "reject" | "pass-on" | "decide-for" | "decide-against";

/** An appeal of a student: the school answers, and where he does not accept the answer, the office decides. */
export const appealProcedure = defineProcedure<AppealState, AppealStep, void, RoundEvidence>({
  what: { zh: "该申诉", en: "The appeal" },
  states: {
    made: { zh: "待学校答复", en: "with the school" },
    withdrawn: { zh: "已撤回", en: "withdrawn" },
    upheld: { zh: "学校认为成立", en: "upheld by the school" },
    rejected: { zh: "学校认为不成立", en: "rejected by the school" },
    "passed-on": { zh: "待主管部门裁决", en: "with the office" },
    "decided-for": { zh: "主管部门裁决成立", en: "decided for the student" },
    "decided-against": { zh: "主管部门裁决不成立", en: "decided against the student" },
  },
  steps: {
    make: { from: [], to: "made", right: "appeal", words: { zh: "提出申诉", en: "appeal" } },
    withdraw: { from: ["made", "rejected", "passed-on"], to: "withdrawn", right: "appeal", words: { zh: "撤回申诉", en: "withdraw" } },
    uphold: { from: ["made"], to: "upheld", right: "keepRounds", words: { zh: "认为成立", en: "uphold" }, evidence: reason },
    reject: { from: ["made"], to: "rejected", right: "keepRounds", words: { zh: "认为不成立", en: "reject" }, evidence: reason },
    "pass-on": { from: ["rejected"], to: "passed-on", right: "appeal", words: { zh: "提请主管部门裁决", en: "pass on to the office" }, evidence: reason },
    "decide-for": { from: ["passed-on"], to: "decided-for", right: "decideAppeals", words: { zh: "裁决成立", en: "decide for the student" }, evidence: reason },
    "decide-against": { from: ["passed-on"], to: "decided-against", right: "decideAppeals", words: { zh: "裁决不成立", en: "decide against the student" }, evidence: reason },
  },
}); // prettier-ignore

export const APPEAL_LOG = { table: "cotraining.round_appeal_action", subject: "appeal_id" };
