import { actedBy, serverFolder, type Module } from "../platform/index.ts";
import { access, rows } from "./access.ts";
import { filingKinds } from "./filing-told.ts";
import { verifyFilingJob } from "./filing-verify.ts";
import { objectionPersonal } from "./objections-personal.ts";
import { outcomePersonal } from "./outcomes-personal.ts";
import { admissionsPersonalData, registrationPersonal } from "./personal.ts";
import { openFilesJob } from "./publish-open.ts";
import { candidateFiles } from "./register.ts";
import { routes } from "./routes.ts";
import { filingJob } from "./run-filing.ts";
import { checkScoresJob } from "./score-check.ts";
import { takeScoresJob } from "./score-take-in.ts";
import { scorePersonal } from "./score-personal.ts";
import { scoreKinds } from "./score-told.ts";
import { simulationJob } from "./simulate.ts";
import { seasonKinds } from "./told.ts";
import { mechanisms, openAdmissions, seasonRemindJob } from "./waiting.ts";

export { runFileAllocation } from "./file-allocation.ts";
export {
  admissionsStamp,
  announcedLines,
  seatsOnOffer,
  type AnnouncedLine,
  type SeatsOnOffer,
} from "./on-offer.ts";
export { loadSampleSeason } from "./sample-season.ts";
export { checkManifest } from "./manifest-signature.ts";
export { verifyFileAllocation } from "./verify-allocation.ts";

/** Admission by the vocational entrance examination and its kin (article 9). */
export const admissions: Module = {
  name: "admissions",
  migrations: serverFolder("admissions", "migrations"),
  access,
  rows,
  routes,
  jobs: [
    checkScoresJob,
    takeScoresJob,
    filingJob,
    verifyFilingJob,
    openFilesJob,
    simulationJob,
    seasonRemindJob,
  ],
  notices: [...seasonKinds, ...scoreKinds, ...filingKinds],
  personal: [
    actedBy("admissions.season.created_by_name"),
    actedBy("admissions.season_action.by_name"),
    actedBy("admissions.candidate_action.by_name"),
    actedBy("admissions.past_source.created_by_name"),
    actedBy("admissions.score_import.created_by_name"),
    actedBy("admissions.score_review.answered_by_name"),
    actedBy("admissions.filing.created_by_name"),
    actedBy("admissions.filing_action.by_name"),
    actedBy("admissions.objection.answered_by_name"),
    ...registrationPersonal,
    ...scorePersonal,
    ...objectionPersonal,
    ...outcomePersonal,
  ],
  personalData: admissionsPersonalData,
  files: [candidateFiles],
  openWork: openAdmissions,
  mechanisms,
  storedFiles: [{ table: "admissions.filing_file", path: "path", sha256: "sha256" }],
};
