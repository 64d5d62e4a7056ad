/** Dedupe: one vacancy, posted many times. See README.md. */
export { employerKey } from "./employer.ts";
export {
  signature,
  SIGNATURE_BYTES,
  textResemblance,
  textSize,
  titleCore,
  titleResemblance,
} from "./signature.ts";
