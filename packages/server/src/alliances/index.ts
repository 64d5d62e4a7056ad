import { serverFolder, type Module } from "../platform/index.ts";
import { access, rows } from "./access.ts";
import { allianceMechanisms } from "./mechanism.ts";
import { alliancePersonal } from "./personal.ts";
import { routes } from "./routes.ts";
import { overdueJob } from "./tasks/overdue.ts";
import { allianceKinds } from "./told.ts";

export { loadSampleAlliance } from "./sample-alliance.ts";

/** City consortia and industry communities: members, council, tasks (articles 4 and 5). */
export const alliances: Module = {
  name: "alliances",
  migrations: serverFolder("alliances", "migrations"),
  access,
  rows,
  routes,
  jobs: [overdueJob],
  personal: alliancePersonal,
  notices: allianceKinds,
  mechanisms: allianceMechanisms,
};
