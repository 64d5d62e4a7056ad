/** What the command line does with files, without a server or a database. */
export { readPostings, RejectedRows } from "./demand/index.ts";
export {
  runFileAdjustment,
  runFileCycle,
  runFilePlan,
  verifyFileAdjustment,
  verifyFileCycle,
} from "./planning/index.ts";
export { checkManifest, runFileAllocation, verifyFileAllocation } from "./admissions/index.ts";
export { runFilePlacement, verifyFilePlacement } from "./cotraining/index.ts";
