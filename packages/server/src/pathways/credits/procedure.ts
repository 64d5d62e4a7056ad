import { defineProcedure, type InputFault } from "../../platform/index.ts";

export type CreditState =
  "asked" | "returned" | "recognised" | "refused" | "appealed" | "upheld" | "withdrawn";
export type CreditStep = "ask" | "resubmit" | "withdraw" | "recognise" | "return" | "refuse" | "appeal" | "uphold" | "overturn"; // prettier-ignore

/** What of a request a step looks at. */
export interface CreditFacts {
  /** files of evidence in which no virus was found, and which are scanned */
  files: number;
  /** the rule is in force today */
  ruleInForce: boolean;
  /** the same evidence counts, or is asked for, in the same programme */
  countsAlready: boolean;
  /** tenths of credits by which it would exceed what the programme recognises in all; 0 = it fits */
  over: number;
}

const missing = (field: string, zh: string, en: string): InputFault => ({ part: "body", field, reason: `${zh} / ${en}` }); // prettier-ignore
const withReason = ({ note }: { note?: string | undefined }): InputFault[] =>
  note?.trim() ? [] : [missing("note", "请写明理由", "a reason is required")];

/** Recognising and overturning give credits: what forbids the one forbids the other. */
function counts({ files, countsAlready, over }: CreditFacts) {
  if (files === 0)
    return { zh: "没有可以查看的证明材料，不能认定。", en: "There is no evidence that could be read." };
  if (countsAlready)
    return { zh: "同一成果在同一专业内只能认定一次（STD-12）。", en: "One result counts once in a programme (STD-12)." }; // prettier-ignore
  return over > 0
    ? {
        zh: `认定后将超过该专业可认定学分上限 ${over / 10} 学分。`,
        en: `It would exceed what the programme recognises by ${over / 10} credits.`,
      }
    : null;
}

/** A request for credits: asked with evidence, decided by the school, after an appeal by the office. */
export const creditProcedure = defineProcedure<CreditState, CreditStep, CreditFacts, { note?: string | undefined }>({
  what: { zh: "该学分认定申请", en: "The request" },
  states: {
    asked: { zh: "待学校认定", en: "waiting for the school" },
    returned: { zh: "已退回补充材料", en: "returned for more evidence" },
    recognised: { zh: "已认定", en: "recognised" },
    refused: { zh: "未予认定", en: "refused" },
    appealed: { zh: "已申诉、待主管部门复核", en: "appealed, waiting for the office" },
    upheld: { zh: "复核维持原决定", en: "refused after the appeal" },
    withdrawn: { zh: "已撤回", en: "withdrawn" },
  },
  steps: {
    ask: { from: [], to: "asked", right: "askCredit", words: { zh: "申请", en: "ask" } },
    resubmit: {
      from: ["returned"], to: "asked", right: "askCredit", words: { zh: "补充后再次提交", en: "hand in again" },
      guard: ({ files }) => (files === 0 ? { zh: "请先上传证明材料。", en: "Upload the evidence first." } : null),
    },
    withdraw: { from: ["asked", "returned"], to: "withdrawn", right: "askCredit", words: { zh: "撤回", en: "withdraw" } },
    recognise: {
      from: ["asked"], to: "recognised", right: "decideCredit", words: { zh: "认定", en: "recognise" },
      guard: (facts) => counts(facts) ?? (facts.ruleInForce ? null : { zh: "所依据的认定规则已失效。", en: "The rule is no longer in force." }),
    },
    return: { from: ["asked"], to: "returned", right: "decideCredit", words: { zh: "退回补充", en: "return" }, evidence: withReason },
    refuse: { from: ["asked"], to: "refused", right: "decideCredit", words: { zh: "不予认定", en: "refuse" }, evidence: withReason },
    appeal: { from: ["refused"], to: "appealed", right: "askCredit", words: { zh: "申诉", en: "appeal" }, evidence: withReason },
    uphold: { from: ["appealed"], to: "upheld", right: "decideAppeal", words: { zh: "维持原决定", en: "uphold" }, evidence: withReason },
    overturn: {
      from: ["appealed"], to: "recognised", right: "decideAppeal", words: { zh: "撤销原决定并认定", en: "overturn" },
      guard: counts, evidence: withReason,
    },
  },
}); // prettier-ignore

export const CREDIT_LOG = { table: "pathways.credit_request_action", subject: "request_id" };
