import { defineProcedure } from "../../platform/index.ts";

export type RuleSetState = "draft" | "reviewed" | "adopted" | "superseded" | "withdrawn";
export type RuleSetStep = "draft" | "review" | "return" | "adopt" | "supersede" | "withdraw";

/** Rules are changed by a new version, which another person looks at before it is adopted. */
export const ruleSetProcedure = defineProcedure<RuleSetState, RuleSetStep>({
  what: { zh: "该规则集", en: "The rule set" },
  states: {
    draft: { zh: "草稿", en: "a draft" },
    reviewed: { zh: "已审核", en: "reviewed" },
    adopted: { zh: "施行中", en: "in force" },
    superseded: { zh: "已被新版本替代", en: "superseded" },
    withdrawn: { zh: "已撤回", en: "withdrawn" },
  },
  steps: {
    draft: { from: [], to: "draft", right: "editRules", words: { zh: "起草", en: "draft" } },
    review: { from: ["draft"], to: "reviewed", right: "editRules", words: { zh: "审核", en: "review" } },
    return: { from: ["reviewed"], to: "draft", right: "editRules", words: { zh: "退回", en: "return" } },
    adopt: { from: ["reviewed"], to: "adopted", right: "editRules", words: { zh: "施行", en: "adopt" } },
    supersede: {
      from: ["adopted"],
      to: "superseded",
      right: "editRules",
      words: { zh: "替代", en: "supersede" },
    },
    withdraw: {
      from: ["draft", "reviewed"],
      to: "withdrawn",
      right: "editRules",
      words: { zh: "撤回", en: "withdraw" },
    },
  },
});
