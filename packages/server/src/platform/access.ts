import { define } from "./http/access.ts";

/** Who may do what in the platform itself. */
export const access = define({
  followJob: { planner: "region", "signed-in": "own" },
  cancelJob: { planner: "region", "signed-in": "own" },
});
