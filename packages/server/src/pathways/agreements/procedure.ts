import { defineProcedure, type InputFault } from "../../platform/index.ts";

export type AgreementState =
  "proposed" | "returned" | "accepted" | "in-force" | "ended" | "declined" | "withdrawn";
export type AgreementStep = "propose" | "resubmit" | "accept" | "decline" | "return" | "withdraw" | "record" | "end"; // prettier-ignore

/** What of an agreement a step looks at. */
export interface AgreementFacts {
  /** the other school, where it is another one and in the register */
  partner: boolean;
  accepted: boolean;
  /** what the rules forbid, checked again when it is recorded */
  faults: readonly InputFault[];
  /** what the rules advise against (EXM-19 and others) */
  warnings: number;
}

export interface AgreementEvidence {
  note?: string | undefined;
  /** number of the document (文号) by which the office records it */
  document?: string | undefined;
  /** year of entry of the last cohort, when it ends */
  lastCohort?: number | undefined;
}

const missing = (field: string, zh: string, en: string): InputFault => ({ part: "body", field, reason: `${zh} / ${en}` }); // prettier-ignore
const withReason = ({ note }: AgreementEvidence): InputFault[] =>
  note?.trim() ? [] : [missing("note", "请写明理由", "a reason is required")];

/** A proposal that waits for its partner is nothing the office could record. */
const unaccepted = {
  zh: "对方学校尚未同意，不能备案。",
  en: "The other school has not accepted it; it cannot be recorded.",
};

/** An agreement: proposed by one school, accepted by the other, recorded by the office, in force until it ends. */
export const agreementProcedure = defineProcedure<AgreementState, AgreementStep, AgreementFacts, AgreementEvidence>({
  what: { zh: "该协议", en: "The agreement" },
  states: {
    proposed: { zh: "待对方学校同意", en: "waiting for the other school" },
    returned: { zh: "已退回修改", en: "returned to be changed" },
    accepted: { zh: "双方已同意、待备案", en: "agreed and waiting to be recorded" },
    "in-force": { zh: "已备案、执行中", en: "recorded and in force" },
    ended: { zh: "已终止招生", en: "ended: no more cohorts" },
    declined: { zh: "对方学校未同意", en: "declined by the other school" },
    withdrawn: { zh: "已撤回", en: "withdrawn" },
  },
  steps: {
    propose: { from: [], to: "proposed", right: "proposeAgreement", words: { zh: "提出", en: "propose" } },
    resubmit: {
      from: ["returned"], to: "proposed", right: "proposeAgreement", words: { zh: "修改后再次提出", en: "propose again" },
      evidence: (_, { faults }) => [...faults],
    },
    accept: {
      from: ["proposed"], to: "accepted", right: "proposeAgreement", words: { zh: "同意", en: "accept" },
      evidence: (_, { faults }) => [...faults],
    },
    decline: { from: ["proposed"], to: "declined", right: "proposeAgreement", words: { zh: "不同意", en: "decline" }, evidence: withReason },
    return: { from: ["proposed", "accepted"], to: "returned", right: "returnAgreement", words: { zh: "退回修改", en: "return" }, evidence: withReason },
    withdraw: { from: ["proposed", "returned", "accepted"], to: "withdrawn", right: "proposeAgreement", words: { zh: "撤回", en: "withdraw" } },
    record: {
      from: ["proposed", "accepted"], to: "in-force", right: "recordAgreement", words: { zh: "备案", en: "record" },
      guard: ({ partner, accepted }) => (partner && !accepted ? unaccepted : null),
      evidence: ({ document, note }, { faults, warnings }) => [
        ...faults,
        ...(document?.trim() ? [] : [missing("document", "请填写文号", "the number of the document is required")]),
        ...(warnings > 0 && !note?.trim() ? [missing("note", `规则提示 ${warnings} 项，备案须写明理由`, `${warnings} warnings of the rules: say why it is recorded`)] : []),
      ],
    },
    end: {
      from: ["in-force"], to: "ended", right: "recordAgreement", words: { zh: "终止招生", en: "end" },
      evidence: (given) => [
        ...withReason(given),
        ...(given.lastCohort === undefined ? [missing("lastCohort", "请填写最后一届的入学年份", "the year of the last cohort is required")] : []),
      ],
    },
  },
}); // prettier-ignore

export const AGREEMENT_LOG = { table: "pathways.agreement_action", subject: "agreement_id" };
