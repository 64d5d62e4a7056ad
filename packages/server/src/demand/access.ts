import type { Actor } from "../platform/context.ts";
import { define } from "../platform/http/access.ts";
import type { RowRights } from "../platform/http/rows.ts";

/**
 * The whole truth about who may do what with demand, mirrored by the policies in migrations/. Rows belong to the
 * province: its own office changes them, those of its cities read them. The administrator may do whatever a planner may.
 */
export const access = define({
  read: { planner: "around" },
  import: { planner: "office" },
  correct: { planner: "office" },
  reviewAlias: { planner: "office" },
  recode: { planner: "office" },
  templates: { public: "any" },
});

const provincial = { read: ["read"], region: "t.province" } as const;
/** Which rights the tables follow. */
export const rows: RowRights = {
  "demand.import": { ...provincial, write: ["import"] },
  "demand.saved_mapping": { ...provincial, write: ["import"] },
  "demand.import_rejection": provincial,
  "demand.posting": { ...provincial, write: ["import", "correct", "recode"] },
  "demand.posting_text": { ...provincial, write: ["import"] },
  "demand.correction": provincial,
  "demand.alias": { ...provincial, write: ["correct", "reviewAlias"] },
  "demand.recoding": { ...provincial, write: ["recode"] },
  "demand.recoding_change": provincial,
  "demand.offering": { ...provincial, write: ["import"] },
  "demand.survey": { ...provincial, write: ["import"] },
  "demand.industry_plan": { ...provincial, write: ["import"] },
  "demand.school_condition": { ...provincial, write: ["import"] },
};

/** GB/T 2260 code of the province that the actor's region lies in. */
export function provinceOf(actor: Actor): string {
  return actor.region.slice(0, 2) + "0000";
}
