import { defineProcedure } from "../../platform/index.ts";

export type AdjustmentState = "computed" | "opened" | "decided" | "published" | "superseded" | "withdrawn";
export type AdjustmentStep = "start" | "open" | "decide" | "publish" | "supersede" | "withdraw";

/** What a step needs to know of the run. */
export interface AdjustmentFacts {
  /** a run without a round looks back and decides nothing */
  backDated: boolean;
  computed: boolean;
  /** objections of schools that nobody has answered */
  unanswered: number;
}

const whenComputed = ({ computed, backDated }: AdjustmentFacts) =>
  backDated
    ? { zh: "回溯运行只供检验规则，不作出决定。", en: "A back-dated run only tests the rules; it decides nothing." }
    : computed
      ? null
      : { zh: "运行尚未完成。", en: "The run has not ended." }; // prettier-ignore

/** Cards are proposed, shown to the schools, decided by people, and published (rules MAJ-09 and MAJ-13). */
export const adjustmentProcedure = defineProcedure<AdjustmentState, AdjustmentStep, AdjustmentFacts>({
  what: { zh: "该次专业调整", en: "The programme adjustment" },
  states: {
    computed: { zh: "已测算", en: "computed" },
    opened: { zh: "已交学校核对", en: "open to the schools" },
    decided: { zh: "已决定", en: "decided" },
    published: { zh: "已公布", en: "published" },
    superseded: { zh: "已被新一次调整替代", en: "superseded" },
    withdrawn: { zh: "已撤回", en: "withdrawn" },
  },
  steps: {
    start: { from: [], to: "computed", right: "adjust", words: { zh: "测算", en: "compute" } },
    open: {
      from: ["computed"],
      to: "opened",
      right: "decideCards",
      words: { zh: "交学校核对", en: "open to the schools" },
      guard: whenComputed,
    },
    decide: {
      from: ["opened"],
      to: "decided",
      right: "decideCards",
      words: { zh: "决定", en: "decide" },
      guard: ({ unanswered }) =>
        unanswered === 0
          ? null
          : {
              zh: `还有 ${unanswered} 条学校异议没有答复，答复后才能作出决定。`,
              en: `${unanswered} objections of schools are not answered; answer them before deciding.`,
            },
    },
    publish: {
      from: ["decided"],
      to: "published",
      right: "decideCards",
      words: { zh: "公布", en: "publish" },
    },
    supersede: {
      from: ["published"],
      to: "superseded",
      right: "decideCards",
      words: { zh: "替代", en: "supersede" },
    },
    withdraw: {
      from: ["computed", "opened", "decided"],
      to: "withdrawn",
      right: "decideCards",
      words: { zh: "撤回", en: "withdraw" },
    },
  },
});
