import type { Trials } from "../requests.ts";
import type { Things } from "../world.ts";
import { accountTrials } from "./account.ts";
import { admissionsTrials } from "./admissions.ts";
import { adjustmentTrials } from "./adjustment.ts";
import { allianceTrials } from "./alliances.ts";
import { cotrainingTrials } from "./cotraining.ts";
import { filingTrials } from "./filings.ts";
import { groundTrials } from "./ground.ts";
import { listTrials } from "./lists.ts";
import { logbookTrials } from "./logbook.ts";
import { loopTrials } from "./loop.ts";
import { pathwayTrials } from "./pathways.ts";
import { peopleTrials } from "./people.ts";
import { planTrials } from "./plans.ts";
import { roundTrials } from "./rounds.ts";
import { scoreTrials } from "./scores.ts";
import { timetableTrials } from "./timetables.ts";
import { traineeTrials } from "./trainees.ts";

/** How every route is tried. A new route needs a line in one of these files. */
export const trialsOf = (of: Things): Trials => ({
  ...groundTrials(of),
  ...accountTrials(of),
  ...logbookTrials(of),
  ...loopTrials(of),
  ...peopleTrials(of),
  ...roundTrials(of),
  ...adjustmentTrials(of),
  ...planTrials(of),
  ...listTrials(of),
  ...admissionsTrials(of),
  ...pathwayTrials(of),
  ...allianceTrials(of),
  ...cotrainingTrials(of),
  ...filingTrials(of),
  ...scoreTrials(of),
  ...timetableTrials(of),
  ...traineeTrials(of),
});
