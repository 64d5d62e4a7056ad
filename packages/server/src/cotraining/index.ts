import { serverFolder, type Module } from "../platform/index.ts";
import { access, rows } from "./access.ts";
import { agreementNotices } from "./agreements/told.ts";
import { assessmentKinds } from "./assessments/told.ts";
import { recheckJob } from "./gate/rules.ts";
import { gateKinds } from "./gate/told.ts";
import { logAlertJob } from "./logbook/alerts.ts";
import { logKinds } from "./logbook/told.ts";
import { personalData } from "./personal-data.ts";
import { cotrainingPersonal } from "./personal.ts";
import { placementKinds } from "./placements/told.ts";
import { planNotices } from "./plans/told.ts";
import { roundKinds } from "./rounds/told.ts";
import { routes } from "./routes.ts";
import { planJob } from "./timetables/solve.ts";
import { timetableKinds } from "./timetables/told.ts";

export { loadSampleAgreements } from "./agreements/sample-agreements.ts";
export { runFilePlacement } from "./file-placement.ts";
export { loadSampleTimetable } from "./timetables/sample-timetable.ts";
export { loadSamplePlans } from "./plans/sample-plan.ts";
export { loadSampleRounds } from "./rounds/sample-rounds.ts";
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
  jobs: [planJob, recheckJob, logAlertJob],
  personalData,
  notices: [
    ...planNotices,
    ...agreementNotices,
    ...gateKinds,
    ...placementKinds,
    ...timetableKinds,
    ...roundKinds,
    ...assessmentKinds,
    ...logKinds,
  ],
};
