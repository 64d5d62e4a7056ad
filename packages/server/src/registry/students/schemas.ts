import { z } from "zod";
import { pageOf } from "../../platform/index.ts";
import { contact } from "../people/schemas.ts";

const level = z.enum(["secondary", "college", "bachelor"]);
export const studentState = z.enum(["enrolled", "suspended", "graduated", "left"]);
/** `none`: 14 or older; `asked`: nobody has answered yet */
const consent = z.enum(["none", "asked", "given", "refused", "withdrawn"]);
export const byStudent = z.object({ id: z.uuid() });

export const studentLine = z
  .object({
    id: z.string(),
    name: z.string(),
    studentNumber: z.string(),
    school: z.object({ id: z.string(), name: z.string() }),
    programme: z.object({ code: z.string(), name: z.string() }),
    level,
    entryYear: z.number(),
    className: z.string(),
    state: studentState,
    /** under 18 */
    minor: z.boolean(),
    consent,
    hasAccount: z.boolean(),
  })
  .meta({ id: "StudentLine" });
export const studentQuery = z.object({
  q: z.string().trim().max(50).optional(),
  programme: z.string().max(7).optional(),
  className: z.string().max(60).optional(),
  state: studentState.optional(),
  consent: z.enum(["missing"]).optional(),
  school: z.uuid().optional(),
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const studentPage = pageOf(studentLine).extend({
  enrolled: z.number(),
  /** under 14, and nobody has agreed */
  withoutConsent: z.number(),
});

export const guardian = z
  .object({
    id: z.string(),
    /** masked */
    name: z.string(),
    phone: z.string(),
    relation: z.enum(["father", "mother", "other"]),
    consent: consent.exclude(["none"]),
    notice: z.string(),
    answeredAt: z.string().nullable(),
    linked: z.boolean(),
  })
  .meta({ id: "Guardian" });
export const student = studentLine
  .extend({
    /** null for a teacher */
    contact: contact.nullable(),
    /** null where it is not for the one who asks to see */
    guardians: z.array(guardian).nullable(),
    /** under 14: nothing beyond the roster without consent */
    needsConsent: z.boolean(),
    updatedAt: z.string(),
    updatedBy: z.string().nullable(),
    etag: z.string(),
  })
  .meta({ id: "Student" });
export const studentChange = z.object({
  programme: z.string().max(7),
  className: z.string().trim().max(60),
  state: studentState,
  reason: z.string().trim().min(2).max(500),
});
export const newGuardian = z.object({
  name: z.string().trim().min(1).max(60),
  phone: z.string().trim().max(30),
  relation: z.enum(["father", "mother", "other"]),
});
/** the link is said once */
export const consentLink = z.object({ id: z.string(), path: z.string() });

export const consentPage = z
  .object({
    school: z.string(),
    /** masked: whoever finds the link learns no name */
    child: z.string(),
    relation: z.enum(["father", "mother", "other"]),
    consent: consent.exclude(["none"]),
    answeredAt: z.string().nullable(),
    notice: z.object({
      version: z.string(),
      title: z.string(),
      sections: z.array(z.object({ heading: z.string(), text: z.string() })),
    }),
  })
  .meta({ id: "ConsentPage" });
export const consentAnswer = z.object({
  answer: z.enum(["given", "refused", "withdrawn"]),
  notice: z.string().max(40),
});
