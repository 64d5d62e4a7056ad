import { Conflict } from "../platform/http/problems.ts";

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
const PROCEDURE: Record<
  ReleaseStep,
  { from: readonly ReleaseState[]; to: ReleaseState; words: { zh: string; en: string } }
> = {
  draft: { from: [], to: "draft", words: { zh: "起草", en: "draft" } },
  review: { from: ["draft"], to: "reviewed", words: { zh: "审核", en: "review" } },
  return: { from: ["reviewed"], to: "draft", words: { zh: "退回", en: "return" } },
  publish: { from: ["reviewed"], to: "published", words: { zh: "发布", en: "publish" } },
  supersede: { from: ["published"], to: "superseded", words: { zh: "替代", en: "supersede" } },
  withdraw: { from: ["draft", "reviewed"], to: "withdrawn", words: { zh: "撤回", en: "withdraw" } },
};

const STATE_WORDS: Record<ReleaseState, { zh: string; en: string }> = {
  draft: { zh: "草稿", en: "a draft" },
  reviewed: { zh: "已审核", en: "reviewed" },
  published: { zh: "已发布", en: "published" },
  superseded: { zh: "已被新版本替代", en: "superseded" },
  withdrawn: { zh: "已撤回", en: "withdrawn" },
};

/** The state of a release is the fold of its accepted actions, in their order. */
export function stateOf(actions: readonly Pick<ReleaseAction, "action">[]): ReleaseState {
  return actions.reduce<ReleaseState>((_, { action }) => PROCEDURE[action].to, "draft");
}

/** @throws Conflict unless the step may follow the present state */
export function requireStep(state: ReleaseState, step: ReleaseStep): void {
  const { from, words } = PROCEDURE[step];
  if (from.includes(state)) return;
  throw new Conflict({
    zh: `该发布${STATE_WORDS[state].zh}，不能${words.zh}。`,
    en: `The release is ${STATE_WORDS[state].en}; it cannot be taken through the step “${words.en}”.`,
  });
}
