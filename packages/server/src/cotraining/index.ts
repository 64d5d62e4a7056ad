import { serverFolder, type Module } from "../platform/index.ts";
import { access, rows } from "./access.ts";
import { logAlertJob } from "./logbook/alerts.ts";
import { logPersonalData } from "./logbook/person.ts";
import { logKinds } from "./logbook/told.ts";
import { cotrainingPersonal } from "./personal.ts";
import { routes } from "./routes.ts";

export { runFilePlacement } from "./file-placement.ts";
export { loadSampleLogbook } from "./logbook/sample-logbook.ts";
export { verifyFilePlacement } from "./verify-placement.ts";

/** Joint training: agreements, placements and their legal gate (articles 4 and 5). */
export const cotraining: Module = {
  name: "cotraining",
  migrations: serverFolder("cotraining", "migrations"),
  access,
  rows,
  routes,
  personal: cotrainingPersonal,
  personalData: logPersonalData,
  jobs: [logAlertJob],
  notices: [...logKinds],
};
