import { defineProcedure, type InputFault, type Sentence } from "../../platform/index.ts";
import type { PlanFinding } from "./check.ts";

export type PlanState = "draft" | "proposed" | "in-force" | "retired" | "withdrawn";
export type PlanStep =
  "draft" | "propose" | "return" | "in-force" | "revise" | "drop" | "retire" | "withdraw";

export interface PlanFacts {
  findings: readonly PlanFinding[];
  /** comments that nobody has answered */
  open: number;
  /** a version of it is in force */
  signed: boolean;
}
export interface PlanEvidence {
  note?: string | undefined;
}

const missing = (zh: string, en: string): InputFault => ({
  part: "body",
  field: "note",
  reason: `${zh} / ${en}`,
});
const withReason = ({ note }: PlanEvidence): InputFault[] =>
  note?.trim() ? [] : [missing("请写明理由", "a reason is required")];
const onlySigned = ({ signed }: PlanFacts): Sentence | null =>
  signed ? null : { zh: "没有执行中的版本。", en: "No version of it is in force." };
const onlyUnsigned = ({ signed }: PlanFacts): Sentence | null =>
  signed
    ? {
        zh: "已有执行中的版本：放弃修订，或废止方案。",
        en: "A version is in force: drop the revision, or retire the plan.",
      }
    : null;

/** What stands against putting a plan up for signature: blocks as faults, warnings ask for a reason. */
function againstProposal({ note }: PlanEvidence, { findings }: PlanFacts): InputFault[] {
  const warnings = findings.filter(({ level }) => level === "warn").length;
  return [
    ...findings.filter(({ level }) => level === "block").map((one) => ({ part: "body" as const, field: one.clause ?? "plan", value: one.figure ?? undefined, reason: `${one.zh} / ${one.en}` })),
    ...(warnings > 0 && !note?.trim() ? [missing(`规则提示 ${warnings} 项，请写明理由`, `${warnings} warnings of the rules: say why it is put up`)] : []),
  ];
} // prettier-ignore

/** A training plan: written by both sides, put up, signed by school and each enterprise, revised as a new version, retired. */
export const planProcedure = defineProcedure<PlanState, PlanStep, PlanFacts, PlanEvidence>({
  what: { zh: "该培养方案", en: "The training plan" },
  states: {
    draft: { zh: "共同编制中", en: "being written" },
    proposed: { zh: "待会签", en: "to be signed" },
    "in-force": { zh: "执行中", en: "in force" },
    retired: { zh: "已废止", en: "retired" },
    withdrawn: { zh: "已撤回", en: "withdrawn" },
  },
  steps: {
    draft: { from: [], to: "draft", right: "keepPlan", words: { zh: "起草", en: "draft" } },
    propose: {
      from: ["draft"], to: "proposed", right: "keepPlan", words: { zh: "提交会签", en: "put up for signature" },
      guard: ({ open }) => (open > 0 ? { zh: `还有 ${open} 条意见没有答复。`, en: `${open} comments are not answered yet.` } : null),
      evidence: againstProposal,
    },
    return: { from: ["proposed"], to: "draft", right: "keepPlan", words: { zh: "退回修改", en: "return" }, evidence: withReason },
    "in-force": { from: ["proposed"], to: "in-force", right: "sign", words: { zh: "各方会签完毕，执行", en: "signed by all and in force" } },
    revise: { from: ["in-force"], to: "draft", right: "keepPlan", words: { zh: "启动修订", en: "revise" }, evidence: withReason },
    drop: { from: ["draft", "proposed"], to: "in-force", right: "keepPlan", words: { zh: "放弃修订", en: "drop the revision" }, guard: onlySigned, evidence: withReason },
    retire: { from: ["in-force"], to: "retired", right: "keepPlan", words: { zh: "废止", en: "retire" }, evidence: withReason },
    withdraw: { from: ["draft", "proposed"], to: "withdrawn", right: "keepPlan", words: { zh: "撤回", en: "withdraw" }, guard: onlyUnsigned, evidence: withReason },
  },
}); // prettier-ignore

export const PLAN_LOG = { table: "cotraining.training_plan_action", subject: "plan_id" };
