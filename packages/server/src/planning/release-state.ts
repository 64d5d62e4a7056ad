import { defineProcedure } from "../platform/index.ts";

export type ReleaseState = "draft" | "reviewed" | "published" | "superseded" | "withdrawn";
export type ReleaseStep = "draft" | "review" | "return" | "publish" | "supersede" | "withdraw";

export interface ReleaseAction {
  seq: number;
  action: ReleaseStep;
  by_name: string;
  at: Date;
  note: string;
}

/** The procedure of a demand release: draft → reviewed → published → superseded. Nothing skips a step. */
const procedure = defineProcedure<ReleaseState, ReleaseStep>({
  what: { zh: "该发布", en: "The release" },
  states: {
    draft: { zh: "草稿", en: "a draft" },
    reviewed: { zh: "已审核", en: "reviewed" },
    published: { zh: "已发布", en: "published" },
    superseded: { zh: "已被新版本替代", en: "superseded" },
    withdrawn: { zh: "已撤回", en: "withdrawn" },
  },
  steps: {
    draft: { from: [], to: "draft", right: "draft", words: { zh: "起草", en: "draft" } },
    review: { from: ["draft"], to: "reviewed", right: "review", words: { zh: "审核", en: "review" } },
    return: { from: ["reviewed"], to: "draft", right: "review", words: { zh: "退回", en: "return" } },
    publish: { from: ["reviewed"], to: "published", right: "publish", words: { zh: "发布", en: "publish" } },
    supersede: {
      from: ["published"],
      to: "superseded",
      right: "publish",
      words: { zh: "替代", en: "supersede" },
    },
    withdraw: {
      from: ["draft", "reviewed"],
      to: "withdrawn",
      right: "review",
      words: { zh: "撤回", en: "withdraw" },
    },
  },
});

/** The state of a release is the fold of its accepted actions, in their order. */
export const stateOf = (actions: readonly Pick<ReleaseAction, "action">[]): ReleaseState =>
  procedure.stateOf(actions);

/** @throws Conflict unless the step may follow the present state */
export const requireStep = (state: ReleaseState, step: ReleaseStep): void =>
  procedure.requireState(state, step);
