/** Intake: rows of spreadsheets → checked rows. See README.md. */
export { createRowChecker, type Checked, type CheckContext, type RowChecker, type RowOf } from "./checker.ts";
export { Codes, nameKey, type IntakeStandards, type ProgrammeHit, type ProgrammeReading } from "./codes.ts";
export {
  detectKind,
  headerKey,
  overrideColumns,
  recogniseColumns,
  type ColumnMapping,
  type ColumnMatch,
} from "./columns.ts";
export {
  headcountInText,
  parseHeadcount,
  readCount,
  readDuration,
  readGrowth,
  readHeadcount,
  readYear,
  type Headcount,
} from "./counts.ts";
export { parseDate, readDate } from "./dates.ts";
export { parseEducation, parseLevel, readEducation } from "./education.ts";
export { fieldsOf, INTAKE_KINDS, type Field, type FieldType } from "./fields.ts";
export { contentHash, hashText, postingId, SeenKeys } from "./hash.ts";
export { createIntake, type Intake, type IntakeCounts, type Taken } from "./intake.ts";
export { mergeOfferings } from "./offerings.ts";
export { note, reasonSentences, reject, type Note } from "./reasons.ts";
export {
  isNation,
  RegionIndex,
  shortName,
  type Division,
  type RegionMatch,
  type RegionReading,
} from "./regions.ts";
export { parseSalary, readSalary, type SalaryHints } from "./salary.ts";
export { isBlank, plain } from "./text.ts";
