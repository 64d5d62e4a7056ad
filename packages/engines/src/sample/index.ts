/** 示例省: the generated sample province. Everything in it is invented and marked 示例. See README.md. */
export { CONDITION_HEADERS, sampleConditions } from "./conditions.ts";
export { SAMPLE_JOBS, type Job } from "./jobs.ts";
export { Random } from "./random.ts";
export {
  OFFERING_HEADERS,
  PLAN_HEADERS,
  sampleOfferings,
  samplePlan,
  sampleSurveys,
  SURVEY_HEADERS,
} from "./offerings.ts";
export { POSTING_HEADERS, samplePostings, type PostingTruth, type SamplePosting } from "./postings.ts";
export { sampleRegister, type SampleOrganisation, type SampleRegister } from "./register.ts";
export { SAMPLE_PROVINCE, SAMPLE_REGIONS, SAMPLE_TILES } from "./regions.ts";
export { writeSample, type SampleFiles, type SampleOptions } from "./write.ts";

/** The release year that the sample's data lead to. */
export const SAMPLE_YEAR = 2026;
