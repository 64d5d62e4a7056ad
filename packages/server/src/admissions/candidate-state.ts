import { defineProcedure, type InputFault } from "../platform/index.ts";

export type CandidateState = "draft" | "submitted" | "returned" | "confirmed" | "refused" | "withdrawn";
export type CandidateStep = "register" | "submit" | "return" | "confirm" | "refuse" | "withdraw";

export interface CandidateFacts {
  /** what keeps him from registering, in words (EXM-13) */
  barred: readonly { zh: string; en: string }[];
  /** the season takes registrations */
  open: boolean;
}

/** A registration: begun, handed in, confirmed by the school or the office, or not. */
export const candidateProcedure = defineProcedure<CandidateState, CandidateStep, CandidateFacts, { note?: string }>({
  what: { zh: "该报名", en: "The registration" },
  states: {
    draft: { zh: "填写中", en: "being filled in" },
    submitted: { zh: "待确认", en: "waiting to be confirmed" },
    returned: { zh: "已退回修改", en: "returned" },
    confirmed: { zh: "已确认", en: "confirmed" },
    refused: { zh: "未通过", en: "refused" },
    withdrawn: { zh: "已放弃", en: "withdrawn" },
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
  },
}); // prettier-ignore

function reasonNeeded({ note }: { note?: string }): InputFault[] {
  return note?.trim() ? [] : [{ part: "body", field: "note", reason: "须写明理由 / say why" }];
}
