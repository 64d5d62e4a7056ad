import { define } from "../platform/http/access.ts";

/** The whole truth about who may do what in `planning`, mirrored by its row-level policies. */
export const access = define<{ province: string }>({
  read: { planner: "region" },
  run: { planner: "region" },
  cancel: { planner: "region" },
  draft: { planner: "region" },
  review: { planner: "region" },
  publish: { planner: "region" },
  readPublished: { planner: "published", public: "published" },
});
