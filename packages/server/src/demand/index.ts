import { actedBy, serverFolder, type Module } from "../platform/index.ts";
import { access, rows } from "./access.ts";
import { mechanisms } from "./mechanisms.ts";
import { demandKinds } from "./notices.ts";
import { recodeJob } from "./recode.ts";
import { routes } from "./routes.ts";
import { importJob } from "./run-import.ts";

export { provinceOf } from "./access.ts";
export { createImport } from "./create-import.ts";
export { cycleInput, type InputFile, type LoadedInput } from "./cycle-input.ts";
export { decisionInput, type DecisionInput, type DecisionRow } from "./decision-input.ts";
export { listImports } from "./list-imports.ts";
export {
  readCycleFiles,
  readPostings,
  sha256Of,
  type ColumnDecisions,
  type FileCycle,
  type FilesRead,
} from "./read-files.ts";
export { RejectedRows } from "./rejected-rows.ts";
export type { SchoolOfToday } from "./schools-of-today.ts";
export { startImport } from "./start-import.ts";

/** The talent supply–demand platform (articles 4, 12, 13): what came in, how it is coded, what breaks the rules. */
export const demand: Module = {
  name: "demand",
  migrations: serverFolder("demand", "migrations"),
  access,
  rows,
  routes,
  jobs: [importJob, recodeJob],
  storedFiles: [{ table: "demand.import", path: "file_path", sha256: "sha256" }],
  personal: [
    actedBy("demand.correction.by_name"),
    actedBy("demand.import.created_by_name"),
    actedBy("demand.recoding.created_by_name"),
  ],
  notices: demandKinds,
  mechanisms,
};
