import { actedBy, serverFolder, type Module } from "../platform/index.ts";
import { access, rows } from "./access.ts";
import { adjustmentKinds } from "./adjustment/notices.ts";
import { adjustmentJob } from "./adjustment/run-adjustment.ts";
import { openLists } from "./lists/open-lists.ts";
import { listKinds } from "./lists/notices.ts";
import { currentRelease, mechanisms } from "./mechanisms.ts";
import { planningKinds } from "./notices.ts";
import { openDecisions } from "./open-decisions.ts";
import { openReleases } from "./open-releases.ts";
import { openPlans } from "./plans/waiting.ts";
import { solveJob } from "./plans/run-plan.ts";
import { planKinds } from "./plans/told.ts";
import { verifyJob } from "./plans/verify-plan.ts";
import { routes } from "./routes.ts";
import { cycleJob } from "./run-cycle.ts";
import { applicationFiles } from "./rounds/apply.ts";
import { roundPersonal, roundPersonalData } from "./rounds/personal.ts";
import { remindJob } from "./rounds/remind.ts";
import { roundKinds } from "./rounds/told.ts";
import { openApplications } from "./rounds/waiting.ts";

export {
  beginSamplePast,
  beginSampleRound,
  judgeSamplePast,
  openSampleCards,
} from "./adjustment/sample-adjustment.ts";
export { startCycle, cycleById } from "./cycles.ts";
export { draftRelease } from "./draft-release.ts";
export { runFileAdjustment } from "./file-adjustment.ts";
export { verifyFileAdjustment } from "./verify-file-adjustment.ts";
export { runFilePlan } from "./file-plan.ts";
export { runFileCycle, verifyFileCycle } from "./file-cycle.ts";
export { takeStep } from "./decide-release.ts";
export { openSamplePlan, samplePlansSolved, startSamplePlans } from "./plans/sample-plans.ts";
export { publishedSeats, type PublishedSeat } from "./plans/published.ts";
export { currentRelease };
export { findRelease } from "./releases.sql.ts";
export { officialDocx, sendDocx, type OfficialBlock } from "./reports/official.ts";
export { programmeName } from "./names.ts";
export { publishSampleLists } from "./lists/sample-lists.ts";
export { playSampleRound, type SampleOffice } from "./rounds/sample-applications.ts";

/** Planning cycles and demand releases (articles 4 and 12). */
export const planning: Module = {
  name: "planning",
  migrations: serverFolder("planning", "migrations"),
  access,
  rows,
  routes,
  jobs: [cycleJob, adjustmentJob, remindJob, solveJob, verifyJob],
  personal: [
    actedBy("planning.cycle.created_by_name"),
    actedBy("planning.round.created_by_name"),
    actedBy("planning.release_action.by_name"),
    actedBy("planning.rule_set.created_by_name"),
    actedBy("planning.rule_set_action.by_name"),
    actedBy("planning.adjustment.created_by_name"),
    actedBy("planning.adjustment_action.by_name"),
    actedBy("planning.card_step.by_name"),
    actedBy("planning.plan.created_by_name"),
    actedBy("planning.plan_cell.changed_by_name"),
    actedBy("planning.plan_edit.by_name"),
    actedBy("planning.plan_action.by_name"),
    actedBy("planning.seat_step.by_name"),
    actedBy("planning.list_item.by_name"),
    actedBy("planning.list_action.by_name"),
    actedBy("planning.list_answer.by_name"),
    ...roundPersonal,
  ],
  notices: [...planningKinds, ...adjustmentKinds, ...roundKinds, ...listKinds, ...planKinds],
  files: [applicationFiles],
  personalData: roundPersonalData,
  openWork: async (ctx, holder, handed) => [
    ...(await openReleases(ctx, holder, handed)),
    ...(await openDecisions(ctx, holder, handed)),
    ...(await openApplications(ctx, holder, handed)),
    ...(await openLists(ctx, holder, handed)),
    ...(await openPlans(ctx, holder, handed)),
  ],
  mechanisms,
};
