import { defineProcedure, type InputFault } from "../../platform/index.ts";

export type State = "draft" | "submitted" | "returned" | "review" | "reviewed" | "announced" | "deciding" | "forwarded" | "recorded" | "approved" | "refused" | "withdrawn"; // prettier-ignore
export type Action = "draft" | "submit" | "withdraw" | "return" | "accept" | "conclude" | "announce" | "close-notice" | "send-back" | "record" | "approve" | "forward" | "refuse" | "enter-approval" | "enter-refusal"; // prettier-ignore
/** Who decides: recorded by the province; approved by the province (not in the catalogue); approved by the ministry. */
export type Lane = "record" | "provincial" | "ministry";

/** What of an application decides whether an action may be taken. */
export interface Facts {
  lane: Lane;
  /** independent scores that the round asks for */
  minimum: number;
  /** reviewers who have scored and in whom no conflict of interest is known now */
  scored: number;
  /** reviewers who have not answered */
  unanswered: number;
  /** last day of its public notice, ISO; null = not announced */
  noticeUntil: string | null;
  /** today in China, ISO */
  today: string;
  openObjections: number;
  upheldObjections: number;
  /** what is missing in the form that is handed in */
  formFaults: InputFault[];
  /** rules in force that forbid what is applied for; looked up for the formal check */
  forbidden: number;
}

/** What is handed in with an action. */
export interface Evidence {
  note?: string | undefined;
  /** number of the official document (文号) */
  document?: string | undefined;
  /** day of that document, ISO */
  documentDate?: string | undefined;
  /** code that the province gives a programme outside the catalogue */
  code?: string | undefined;
}

const missing = (field: string, zh: string, en: string): InputFault => ({ part: "body", field, reason: `${zh} / ${en}` }); // prettier-ignore
const withReason = ({ note }: Evidence): InputFault[] =>
  note?.trim() ? [] : [missing("note", "请写明理由", "a reason is required")];
const withDocument = ({ document, documentDate }: Evidence): InputFault[] => [
  ...(document?.trim() ? [] : [missing("document", "请填写文号", "the number of the document is required")]),
  ...(documentDate
    ? []
    : [missing("documentDate", "请填写文件日期", "the date of the document is required")]),
];
const inLane = (lane: Lane, zh: string, en: string) => (facts: Facts) =>
  facts.lane === lane ? null : { zh, en };

const OPEN: readonly State[] = ["draft", "submitted", "returned", "review", "reviewed", "announced", "deciding", "forwarded"]; // prettier-ignore

/**
 * The procedure of an application: handed in → formal check → expert review → public notice → record, approval or
 * refusal. Nothing skips a step; the school may withdraw it until it is decided.
 */
export const procedure = defineProcedure<State, Action, Facts, Evidence>({
  what: { zh: "该申请", en: "The application" },
  states: {
    draft: { zh: "尚未提交", en: "a draft" },
    submitted: { zh: "等待形式审查", en: "waiting for the formal check" },
    returned: { zh: "已退回学校补正", en: "returned to the school" },
    review: { zh: "在专家评审中", en: "in expert review" },
    reviewed: { zh: "已评审、等待公示", en: "reviewed and waiting for the public notice" },
    announced: { zh: "在公示中", en: "in public notice" },
    deciding: { zh: "公示已结束、等待决定", en: "past the public notice and waiting for the decision" },
    forwarded: { zh: "已报教育部、等待结果", en: "forwarded to the ministry" },
    recorded: { zh: "已备案", en: "recorded" },
    approved: { zh: "已批准", en: "approved" },
    refused: { zh: "未予同意", en: "refused" },
    withdrawn: { zh: "已由学校撤回", en: "withdrawn by the school" },
  },
  steps: {
    draft: { from: [], to: "draft", right: "apply", words: { zh: "起草", en: "draft" } },
    submit: {
      from: ["draft", "returned"], to: "submitted", right: "apply", due: "apply",
      words: { zh: "提交", en: "hand in" },
      evidence: (_, facts) => facts.formFaults,
    },
    return: {
      from: ["submitted"], to: "returned", right: "checkApplication", due: "check",
      words: { zh: "退回补正", en: "return" },
      evidence: withReason,
    },
    accept: {
      from: ["submitted"], to: "review", right: "checkApplication", due: "check",
      words: { zh: "通过形式审查", en: "pass the formal check" },
      evidence: ({ note }, { forbidden }) =>
        forbidden > 0 && !note?.trim()
          ? [missing("note", `施行中的规则有 ${forbidden} 条不允许该事项，通过须写明理由`, `${forbidden} rules in force forbid it: say why it passes`)]
          : [],
    },
    conclude: {
      from: ["review"], to: "reviewed", right: "assignReview", due: "review",
      words: { zh: "汇总评审", en: "conclude the review" },
      guard: ({ scored, minimum, unanswered }) =>
        scored < minimum
          ? { zh: `须有至少 ${minimum} 名专家独立评分，现有 ${scored} 名。`, en: `At least ${minimum} independent scores are needed; there are ${scored}.` }
          : unanswered > 0
            ? { zh: `还有 ${unanswered} 名专家没有答复，请等待或解除其评审任务。`, en: `${unanswered} reviewers have not answered; wait, or release them.` }
            : null,
    },
    announce: {
      from: ["reviewed"], to: "announced", right: "announce", due: "notice",
      words: { zh: "公示", en: "announce" },
    },
    "close-notice": {
      from: ["announced"], to: "deciding", right: "announce", due: "record",
      words: { zh: "结束公示", en: "close the public notice" },
      guard: ({ noticeUntil, today, openObjections }) =>
        noticeUntil === null || noticeUntil >= today
          ? { zh: `公示期到 ${noticeUntil ?? "—"} 为止，尚未届满。`, en: `The public notice runs until ${noticeUntil ?? "—"}.` }
          : openObjections > 0
            ? { zh: `还有 ${openObjections} 件异议没有答复。`, en: `${openObjections} objections have not been answered.` }
            : null,
    },
    "send-back": {
      from: ["deciding"], to: "returned", right: "decideApplication", due: "record",
      words: { zh: "因异议成立退回重报", en: "send back after an upheld objection" },
      guard: ({ upheldObjections }) =>
        upheldObjections > 0 ? null : { zh: "没有成立的异议，不能退回重报。", en: "No objection was upheld." },
      evidence: withReason,
    },
    record: {
      from: ["deciding"], to: "recorded", right: "decideApplication", due: "record",
      words: { zh: "备案", en: "record" },
      guard: inLane("record", "该申请须经批准，不能直接备案。", "This application needs an approval and cannot be recorded."),
      evidence: withDocument,
    },
    approve: {
      from: ["deciding"], to: "approved", right: "decideApplication", due: "record",
      words: { zh: "省级批准", en: "approve by the province" },
      guard: inLane("provincial", "只有目录外专业由省级批准。", "Only programmes outside the catalogue are approved by the province."),
      evidence: (given) => [
        ...withDocument(given),
        ...(/^[67]\d{5}$/.test(given.code ?? "") ? [] : [missing("code", "请填写批准使用的六位专业代码（以6或7开头）", "the six-digit code that the approval gives is required")]),
      ],
    },
    forward: {
      from: ["deciding"], to: "forwarded", right: "decideApplication", due: "forward",
      words: { zh: "报教育部", en: "forward to the ministry" },
      guard: inLane("ministry", "该申请不需要报教育部审批。", "This application is not the ministry's to approve."),
      evidence: withDocument,
    },
    refuse: {
      from: ["deciding"], to: "refused", right: "decideApplication", due: "record",
      words: { zh: "不予同意", en: "refuse" },
      evidence: withReason,
    },
    "enter-approval": {
      from: ["forwarded"], to: "approved", right: "decideApplication", due: "result",
      words: { zh: "录入教育部批准", en: "enter the ministry's approval" },
      evidence: withDocument,
    },
    "enter-refusal": {
      from: ["forwarded"], to: "refused", right: "decideApplication", due: "result",
      words: { zh: "录入教育部不予同意", en: "enter the ministry's refusal" },
      evidence: (given) => [...withDocument(given), ...withReason(given)],
    },
    withdraw: {
      from: OPEN, to: "withdrawn", right: "apply",
      words: { zh: "撤回", en: "withdraw" },
      evidence: withReason,
    },
  },
}); // prettier-ignore

/** Where nothing more can happen. */
export const DECIDED: readonly State[] = ["recorded", "approved", "refused", "withdrawn"];
/** Rights of the office, in whose hands an application lies after it was handed in. */
export const OFFICE_RIGHTS = ["checkApplication", "assignReview", "announce", "decideApplication"] as const;

/** The step of the calendar by which the next action on an application in this state is due; null = none. */
export function dueStep(state: State, lane: Lane): string | null {
  if (state === "deciding") return lane === "ministry" ? "forward" : "record";
  const next = procedure.open(state, [...OFFICE_RIGHTS, "apply"]).filter((action) => action !== "withdraw");
  return next.length > 0 ? (procedure.steps[next[0]!].due ?? null) : null;
}
