/** Identifiers of organisations and people: normal form, checks, and what may be shown of them. See README.md. */
export {
  checkCreditCode,
  checkOrganisationCode,
  composeCreditCode,
  isCreditCode,
  organisationCheck,
} from "./credit-code.ts";
export { checkIdentity, identityCheck, type Identity, type IdentityOptions } from "./identity.ts";
export { maskEmail, maskIdentity, maskName, maskPhone } from "./masks.ts";
export { checkPhone, type PhoneOptions } from "./phone.ts";
export { checkSchoolCode } from "./school-code.ts";
export type { Checked, Finding } from "./types.ts";
