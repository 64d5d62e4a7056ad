import { define } from "../platform/http/access.ts";

/**
 * The whole truth about who may do what in `planning`, mirrored by its row-level policies. Cycles and releases belong
 * to the province: its own office makes them, those of its cities read them, and what is published anybody.
 */
export const access = define({
  read: { planner: "around" },
  run: { planner: "office" },
  cancel: { planner: "office" },
  draft: { planner: "office" },
  review: { planner: "office" },
  publish: { planner: "office" },
  readPublished: { public: "published" },
});
