import { define } from "./http/access.ts";
import type { RowRights } from "./http/rows.ts";

/** Who may do what in the platform itself. */
export const access = define({
  followJob: { planner: "region", "signed-in": "own" },
  cancelJob: { planner: "region", "signed-in": "own" },
});

/** Which rights the tables follow; those that are not named hold the process's own books. */
export const rows: RowRights = {
  "platform.job": {
    read: ["followJob"],
    write: ["cancelJob"],
    region: "t.region",
    createdBy: "t.actor ->> 'userId'",
  },
};
