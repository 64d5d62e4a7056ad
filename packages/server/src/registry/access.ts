import { define } from "../platform/http/access.ts";

/** The whole truth about who may do what in `registry`, mirrored by its row-level policies. */
export const access = define({
  /** official tables and where this installation stands: no secret */
  look: { public: "any", planner: "any" },
  install: { administrator: "any" },
});
