/** Dedupe: one vacancy, posted many times. See README.md. */
export {
  clusterVacancies,
  DEDUPE_DEFAULTS,
  type DedupeColumns,
  type DedupeOptions,
  type Vacancies,
} from "./cluster.ts";
export { employerKey } from "./employer.ts";
export {
  signature,
  SIGNATURE_BYTES,
  textResemblance,
  textSize,
  titleCore,
  titleResemblance,
} from "./signature.ts";
