import { defineProcedure, type InputFault } from "../../platform/index.ts";

export type MemberState = "applied" | "active" | "refused" | "withdrawn" | "left" | "removed";
export type MemberStep = "enter" | "apply" | "admit" | "refuse" | "withdraw" | "leave" | "remove";

/** What of a membership a step looks at. */
export interface MemberFacts {
  /** the statutes leave it to the council to take in a member */
  council: boolean;
}

export interface MemberEvidence {
  note?: string | undefined;
  /** the resolution of the council by which it is decided */
  resolution?: string | undefined;
}

const missing = (field: string, zh: string, en: string): InputFault => ({ part: "body", field, reason: `${zh} / ${en}` }); // prettier-ignore
const withReason = ({ note }: MemberEvidence): InputFault[] =>
  note?.trim() ? [] : [missing("note", "请写明理由", "a reason is required")];
const byCouncil = ({ resolution }: MemberEvidence, { council }: MemberFacts): InputFault[] =>
  council && !resolution ? [missing("resolution", "章程规定由理事会决定，请选择决议", "the statutes leave this to the council: name its resolution")] : []; // prettier-ignore

/** A membership: entered as a founder, or applied for and decided; it ends when the member leaves or is removed. */
export const memberProcedure = defineProcedure<MemberState, MemberStep, MemberFacts, MemberEvidence>({
  what: { zh: "该成员资格", en: "The membership" },
  states: {
    applied: { zh: "待决定", en: "waiting for a decision" },
    active: { zh: "在册", en: "in force" },
    refused: { zh: "未接纳", en: "refused" },
    withdrawn: { zh: "已撤回申请", en: "withdrawn" },
    left: { zh: "已退出", en: "ended by the member" },
    removed: { zh: "已除名", en: "ended by the alliance" },
  },
  steps: {
    enter: { from: [], to: "active", right: "keep", words: { zh: "作为发起单位登记", en: "enter as a founder" } },
    apply: { from: [], to: "applied", right: "join", words: { zh: "申请加入", en: "apply" } },
    admit: { from: ["applied"], to: "active", right: "keep", words: { zh: "接纳", en: "admit" }, evidence: byCouncil },
    refuse: { from: ["applied"], to: "refused", right: "keep", words: { zh: "不接纳", en: "refuse" }, evidence: withReason },
    withdraw: { from: ["applied"], to: "withdrawn", right: "join", words: { zh: "撤回申请", en: "withdraw" } },
    leave: { from: ["active"], to: "left", right: "join", words: { zh: "退出", en: "leave" }, evidence: withReason },
    remove: {
      from: ["active"], to: "removed", right: "keep", words: { zh: "除名", en: "remove" },
      evidence: (given, facts) => [...withReason(given), ...byCouncil(given, facts)],
    },
  },
}); // prettier-ignore

export const MEMBER_LOG = { table: "alliances.member_action", subject: "member_id" };
