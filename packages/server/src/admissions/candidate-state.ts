import { defineProcedure, type InputFault } from "../platform/index.ts";

export type CandidateState =
  "draft" | "submitted" | "returned" | "confirmed" | "refused" | "withdrawn" | "exempted" | "exempt-admitted";
export type CandidateStep =
  | "register"
  | "submit"
  | "return"
  | "confirm"
  | "refuse"
  | "withdraw"
  | "exempt"
  | "end-exemption"
  | "admit-exempt";

export interface CandidateFacts {
  /** what keeps him from registering, in words (EXM-13) */
  barred: readonly { zh: string; en: string }[];
  /** the season takes registrations */
  open: boolean;
  /** scores are not handed in yet: an exemption may begin or end */
  before: boolean;
  /** of an exemption that is on notice: its last day, and who proposed it */
  until: string | null;
  proposedBy: string | null;
  /** today in China */
  today: string;
  actor: string | null;
}

const SCORED = {
  zh: "成绩已经提交，免试须在此之前办结。",
  en: "The scores are handed in; exemptions are settled before that.",
};

/** A registration: begun, handed in, confirmed by the school or the office, or not; who is exempt is admitted without the examination. */
export const candidateProcedure = defineProcedure<CandidateState, CandidateStep, CandidateFacts, { note?: string }>({
  what: { zh: "该报名", en: "The registration" },
  states: {
    draft: { zh: "填写中", en: "being filled in" },
    submitted: { zh: "待确认", en: "waiting to be confirmed" },
    returned: { zh: "已退回修改", en: "returned" },
    confirmed: { zh: "已确认", en: "confirmed" },
    refused: { zh: "未通过", en: "refused" },
    withdrawn: { zh: "已放弃", en: "withdrawn" },
    exempted: { zh: "拟免试录取（公示中）", en: "to be admitted without examination (on notice)" },
    "exempt-admitted": { zh: "已免试录取", en: "admitted without examination" },
  },
  steps: {
    register: { from: [], to: "draft", right: "register", words: { zh: "报名", en: "register" } },
    submit: {
      from: ["draft", "returned"],
      to: "submitted",
      right: "register",
      words: { zh: "提交", en: "hand in" },
      due: "register",
      guard: ({ barred, open }) => barred[0] ?? (open ? null : { zh: "报名已经截止。", en: "Registration is closed." }),
    },
    return: { from: ["submitted"], to: "returned", right: "confirmCandidate", words: { zh: "退回", en: "return" }, evidence: reasonNeeded },
    confirm: {
      from: ["submitted"],
      to: "confirmed",
      right: "confirmCandidate",
      words: { zh: "确认", en: "confirm" },
      due: "confirm",
      guard: ({ barred }) => barred[0] ?? null,
    },
    refuse: { from: ["submitted"], to: "refused", right: "confirmCandidate", words: { zh: "不予通过", en: "refuse" }, evidence: reasonNeeded },
    withdraw: { from: ["draft", "submitted", "returned", "confirmed"], to: "withdrawn", right: "register", words: { zh: "放弃", en: "withdraw" } },
    exempt: {
      from: ["confirmed"],
      to: "exempted",
      right: "exempt",
      words: { zh: "拟免试录取", en: "propose to exempt" },
      guard: ({ barred, before }) => barred[0] ?? (before ? null : SCORED),
    },
    // he takes the examination as others do: the registration is confirmed anew with the same act
    "end-exemption": {
      from: ["exempted"],
      to: "submitted",
      right: "exempt",
      words: { zh: "取消免试", en: "end the exemption" },
      evidence: reasonNeeded,
      guard: ({ before }) => (before ? null : SCORED),
    },
    "admit-exempt": {
      from: ["exempted"],
      to: "exempt-admitted",
      right: "exempt",
      words: { zh: "免试录取", en: "admit without examination" },
      guard: ({ barred, until, today, proposedBy, actor }) =>
        barred[0] ??
        (until !== null && today <= until
          ? { zh: `公示期到 ${until} 为止，尚未届满。`, en: `The public notice lasts until ${until}.` }
          : proposedBy !== null && proposedBy === actor
            ? { zh: "须由提出人以外的另一人核对证明后录取。", en: "Somebody other than who proposed it has to look at the evidence and admit." }
            : null),
    },
  },
}); // prettier-ignore

function reasonNeeded({ note }: { note?: string }): InputFault[] {
  return note?.trim() ? [] : [{ part: "body", field: "note", reason: "须写明理由 / say why" }];
}
