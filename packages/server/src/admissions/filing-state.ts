import { defineProcedure, type InputFault } from "../platform/index.ts";

export type FilingState = "computed" | "checked" | "announced" | "confirmed" | "withdrawn";
export type FilingStep = "run" | "check" | "announce" | "confirm" | "withdraw";

export interface FilingFacts {
  done: boolean;
  /** the verifier found nothing */
  verified: boolean;
  ranBy: string | null;
  actor: string | null;
  /** last day of the public notice; null = not announced */
  until: string | null;
  /** today in China */
  today: string;
  /** objections without an answer, and those that were upheld */
  unanswered: number;
  upheld: number;
}

/** A run of the allocation: computed, checked by a second person after the verifier, announced for so many days, confirmed. */
export const filingProcedure = defineProcedure<FilingState, FilingStep, FilingFacts, { note?: string }>({
  what: { zh: "该次投档", en: "The run" },
  states: {
    computed: { zh: "已投档，未复核", en: "computed" },
    checked: { zh: "已复核", en: "checked" },
    announced: { zh: "公示中", en: "announced" },
    confirmed: { zh: "已确认录取", en: "confirmed" },
    withdrawn: { zh: "已作废", en: "withdrawn" },
  },
  steps: {
    run: { from: [], to: "computed", right: "file", words: { zh: "投档", en: "run" } },
    check: {
      from: ["computed"],
      to: "checked",
      right: "release",
      words: { zh: "复核", en: "check" },
      guard: ({ done, verified, ranBy, actor }) =>
        !done || !verified
          ? { zh: "投档结果尚未通过独立核验，不能复核。", en: "The verifier has not passed the result yet." }
          : ranBy !== null && ranBy === actor
            ? { zh: "须由投档人以外的另一人复核。", en: "Somebody other than the one who ran it has to check it." }
            : null,
    },
    announce: { from: ["checked"], to: "announced", right: "release", words: { zh: "公示", en: "announce" } },
    confirm: {
      from: ["announced"],
      to: "confirmed",
      right: "release",
      words: { zh: "确认录取", en: "confirm" },
      guard: ({ verified, until, today, unanswered, upheld }) =>
        !verified
          ? { zh: "最近一次核验发现问题，不能确认。", en: "The last verification found something; it cannot be confirmed." }
          : until !== null && today <= until
          ? { zh: `公示期到 ${until} 为止，尚未届满。`, en: `The public notice lasts until ${until}.` }
          : unanswered > 0
            ? { zh: `还有 ${unanswered} 项异议没有答复。`, en: `${unanswered} objections have no answer.` }
            : upheld > 0
              ? { zh: "有成立的异议，须作废本次结果后重新投档。", en: "An objection was upheld: withdraw the result and run again." }
              : null,
    },
    withdraw: { from: ["computed", "checked", "announced"], to: "withdrawn", right: "release", words: { zh: "作废", en: "withdraw" }, evidence: reasonNeeded },
  },
}); // prettier-ignore

function reasonNeeded({ note }: { note?: string }): InputFault[] {
  return note?.trim() ? [] : [{ part: "body", field: "note", reason: "须写明理由 / say why" }];
}
