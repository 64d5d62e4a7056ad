import { defineProcedure } from "../../platform/index.ts";

export type PlanState =
  "draft" | "open" | "concluded" | "reviewed" | "published" | "superseded" | "withdrawn";
export type PlanStep =
  "start" | "open" | "conclude" | "return" | "review" | "publish" | "supersede" | "withdraw";

/** What of a plan a step looks at. */
export interface PlanFacts {
  solved: boolean;
  /** seats of levels against the national scale: [level's name, off by n] where they differ */
  offScale: readonly { level: string; off: number }[];
  /** proposals that nobody has answered */
  unanswered: number;
  /** limits that the seats break, levels aside */
  broken: number;
}

/**
 * The procedure of an enrolment plan: worked on, open to the schools (which propose), concluded (seats stand still),
 * reviewed, published, superseded.
 */
export const procedure = defineProcedure<PlanState, PlanStep, PlanFacts, { note: string }>({
  what: { zh: "该招生计划方案", en: "The plan" },
  states: {
    draft: { zh: "编制中", en: "being drawn up" },
    open: { zh: "征求学校意见中", en: "open to the schools" },
    concluded: { zh: "已定稿", en: "concluded" },
    reviewed: { zh: "已审核", en: "reviewed" },
    published: { zh: "已发布", en: "published" },
    superseded: { zh: "已被新计划替代", en: "superseded" },
    withdrawn: { zh: "已撤回", en: "withdrawn" },
  },
  steps: {
    start: { from: [], to: "draft", right: "makePlan", words: { zh: "编制", en: "draw up" } },
    open: {
      from: ["draft"],
      to: "open",
      right: "makePlan",
      words: { zh: "向学校征求意见", en: "open to the schools" },
      guard: solvedFirst,
    },
    conclude: {
      from: ["draft", "open"],
      to: "concluded",
      right: "makePlan",
      words: { zh: "定稿", en: "conclude" },
      guard: (facts) => solvedFirst(facts) ?? answeredFirst(facts) ?? onScale(facts),
      evidence: ({ note }, { broken }) =>
        broken > 0 && note.trim() === ""
          ? [{ part: "body", field: "note", reason: `方案有 ${broken} 项限制未满足，定稿须写明理由 / ${broken} limits are broken: say why the plan stands` }]
          : [],
    },
    return: { from: ["concluded", "reviewed"], to: "draft", right: "reviewPlan", words: { zh: "退回修改", en: "return" } },
    review: { from: ["concluded"], to: "reviewed", right: "reviewPlan", words: { zh: "审核", en: "review" } },
    publish: { from: ["reviewed"], to: "published", right: "publishPlan", words: { zh: "发布", en: "publish" } },
    supersede: { from: ["published"], to: "superseded", right: "publishPlan", words: { zh: "替代", en: "supersede" } },
    withdraw: {
      from: ["draft", "open", "concluded", "reviewed"],
      to: "withdrawn",
      right: "makePlan",
      words: { zh: "撤回", en: "withdraw" },
    },
  },
}); // prettier-ignore

function solvedFirst({ solved }: PlanFacts) {
  return solved
    ? null
    : { zh: "方案尚无测算结果，请先测算。", en: "The plan has no seats yet: solve it first." };
}

function answeredFirst({ unanswered }: PlanFacts) {
  return unanswered === 0
    ? null
    : {
        zh: `还有 ${unanswered} 个专业点的学校建议未答复，不能定稿。`,
        en: `Proposals for ${unanswered} offerings have no answer yet; the plan cannot be concluded.`,
      };
}

function onScale({ offScale }: PlanFacts) {
  if (offScale.length === 0) return null;
  const list = offScale.map(({ level, off }) => `${level} ${off > 0 ? "+" : ""}${off}`);
  return {
    zh: `与核定规模不符（${list.join("、")}），不能定稿；请调整后再定稿。`,
    en: `The seats are off the approved scale (${list.join(", ")}); the plan cannot be concluded.`,
  };
}
