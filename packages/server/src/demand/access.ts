import type { Actor } from "../platform/context.ts";
import { define } from "../platform/http/access.ts";

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

/** GB/T 2260 code of the province that the actor's region lies in. */
export function provinceOf(actor: Actor): string {
  return actor.region.slice(0, 2) + "0000";
}
