import { defineProcedure } from "../../platform/index.ts";

export type ListState = "draft" | "reviewed" | "published" | "superseded" | "withdrawn";
export type ListStep = "draft" | "review" | "return" | "publish" | "supersede" | "withdraw";

/** The procedure of a version of a list: draft → reviewed → published → superseded, as that of a demand release. */
export const listProcedure = defineProcedure<ListState, ListStep>({
  what: { zh: "该清单", en: "The list" },
  states: {
    draft: { zh: "为草稿", en: "a draft" },
    reviewed: { zh: "已审核", en: "reviewed" },
    published: { zh: "已发布", en: "published" },
    superseded: { zh: "已被新版本替代", en: "superseded" },
    withdrawn: { zh: "已撤回", en: "withdrawn" },
  },
  steps: {
    draft: { from: [], to: "draft", right: "draftLists", words: { zh: "起草", en: "draft" } },
    review: { from: ["draft"], to: "reviewed", right: "reviewLists", words: { zh: "审核", en: "review" } },
    return: { from: ["reviewed"], to: "draft", right: "reviewLists", words: { zh: "退回", en: "return" } },
    publish: { from: ["reviewed"], to: "published", right: "publishLists", words: { zh: "发布", en: "publish" } },
    supersede: { from: ["published"], to: "superseded", right: "publishLists", words: { zh: "替代", en: "supersede" } },
    withdraw: { from: ["draft", "reviewed"], to: "withdrawn", right: "reviewLists", words: { zh: "撤回", en: "withdraw" } },
  },
}); // prettier-ignore
