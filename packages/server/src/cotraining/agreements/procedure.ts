import { defineProcedure, type InputFault } from "../../platform/index.ts";
import type { AgreementFinding } from "./check.ts";

export type AgreementState = "draft" | "proposed" | "in-force" | "ended" | "withdrawn";
export type AgreementStep = "draft" | "propose" | "return" | "in-force" | "end" | "withdraw";

export interface AgreementFacts {
  findings: readonly AgreementFinding[];
  /** the cohort of a placement agreement is one student */
  trainees: number;
  placement: boolean;
}
export interface AgreementEvidence {
  note?: string | undefined;
  ending?: "expired" | "agreed" | "breach" | undefined;
}

const missing = (field: string, zh: string, en: string): InputFault => ({ part: "body", field, reason: `${zh} / ${en}` }); // prettier-ignore
const withReason = ({ note }: AgreementEvidence): InputFault[] =>
  note?.trim() ? [] : [missing("note", "请写明理由", "a reason is required")];

/** What the rules say against a version that is to be proposed: blocks as faults, warnings ask for a reason. */
export function againstProposal({ note }: AgreementEvidence, { findings }: Pick<AgreementFacts, "findings">): InputFault[] {
  const blocks = findings.filter(({ level }) => level === "block");
  const warnings = findings.length - blocks.length;
  return [
    ...blocks.map((one) => ({ part: "body", field: one.clause ?? "agreement", value: one.figure ?? undefined, reason: `${one.zh} / ${one.en}` })),
    ...(warnings > 0 && !note?.trim() ? [missing("note", `规则提示 ${warnings} 项，请写明理由`, `${warnings} warnings of the rules: say why it is proposed`)] : []),
  ];
} // prettier-ignore

/** An agreement: drafted by one side, proposed to the other, signed by all, in force until it ends. Changes are new versions. */
export const agreementProcedure = defineProcedure<AgreementState, AgreementStep, AgreementFacts, AgreementEvidence>({
  what: { zh: "该协议", en: "The agreement" },
  states: {
    draft: { zh: "起草中", en: "being drafted" },
    proposed: { zh: "待签署", en: "to be signed" },
    "in-force": { zh: "执行中", en: "in force" },
    ended: { zh: "已终止", en: "ended" },
    withdrawn: { zh: "已撤回", en: "withdrawn" },
  },
  steps: {
    draft: { from: [], to: "draft", right: "keepAgreement", words: { zh: "起草", en: "draft" } },
    propose: {
      from: ["draft"], to: "proposed", right: "keepAgreement", words: { zh: "提交各方签署", en: "propose to be signed" },
      guard: ({ placement, trainees }) => (placement && trainees !== 1 ? { zh: "三方协议须指定一名学生。", en: "A three-party agreement is with one student." } : null),
      evidence: againstProposal,
    },
    return: { from: ["proposed"], to: "draft", right: "keepAgreement", words: { zh: "退回修改", en: "return" }, evidence: withReason },
    "in-force": { from: ["proposed", "in-force"], to: "in-force", right: "sign", words: { zh: "各方签署完毕，生效", en: "signed by all and in force" } },
    end: {
      from: ["in-force"], to: "ended", right: "keepAgreement", words: { zh: "终止", en: "end" },
      evidence: (given) => [...withReason(given), ...(given.ending ? [] : [missing("ending", "请选择终止的情形", "say how it ends")])],
    },
    withdraw: { from: ["draft", "proposed"], to: "withdrawn", right: "keepAgreement", words: { zh: "撤回", en: "withdraw" } },
  },
}); // prettier-ignore

export const AGREEMENT_LOG = { table: "cotraining.agreement_action", subject: "agreement_id" };
