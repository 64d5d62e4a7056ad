import { actedBy, serverFolder, type Module } from "../platform/index.ts";
import { access, rows } from "./access.ts";
import { currentRelease, mechanisms } from "./mechanisms.ts";
import { planningKinds } from "./notices.ts";
import { openReleases } from "./open-releases.ts";
import { routes } from "./routes.ts";
import { cycleJob } from "./run-cycle.ts";

export { startCycle, cycleById } from "./cycles.ts";
export { draftRelease } from "./draft-release.ts";
export { runFileCycle, verifyFileCycle } from "./file-cycle.ts";
export { takeStep } from "./decide-release.ts";
export { currentRelease };
export { findRelease } from "./releases.sql.ts";

/** Planning cycles and demand releases (articles 4 and 12). */
export const planning: Module = {
  name: "planning",
  migrations: serverFolder("planning", "migrations"),
  access,
  rows,
  routes,
  jobs: [cycleJob],
  personal: [
    actedBy("planning.cycle.created_by_name"),
    actedBy("planning.round.created_by_name"),
    actedBy("planning.release_action.by_name"),
  ],
  notices: planningKinds,
  openWork: openReleases,
  mechanisms,
};
