import { z } from "zod";
import { pageOf, ROLES } from "../../platform/index.ts";
import { CLAIMABLE } from "./grants.ts";

/** Shapes of the people's API. */

const heldRoles = ROLES.filter((role) => role !== "public") as [
  (typeof ROLES)[number],
  ...(typeof ROLES)[number][],
];
export const heldRole = z.enum(heldRoles as unknown as ["administrator", "auditor", "planner", "reviewer", "school-officer", "teacher", "enterprise-officer", "mentor", "secretariat", "student"]); // prettier-ignore
const claimable = z.enum(CLAIMABLE);
export const regionCode = z.string().regex(/^\d{6}$/);
const named = z.object({ id: z.string(), name: z.string() });
const regionName = z.object({ code: z.string(), name: z.string() });
const personState = z.enum(["registered", "active", "deactivated", "erased"]);

export const byId = z.object({ id: z.uuid() });
export const byToken = z.object({ token: z.string().regex(/^[\w-]{20,60}$/) });
export const reason = z.string().trim().min(2).max(500);
export const because = z.object({ reason });
export const nothing = z.object({});

export const membership = z
  .object({
    id: z.string(),
    role: heldRole,
    organisation: named.nullable(),
    region: regionName.nullable(),
    post: z.string(),
    state: z.enum(["claimed", "active", "refused", "ended"]),
    since: z.string(),
    until: z.string().nullable(),
    reason: z.string(),
    /** when and by whom it was last decided */
    decidedAt: z.string().nullable(),
    decidedBy: z.string().nullable(),
    /** whether the one who asks may confirm or end it */
    mine: z.boolean(),
  })
  .meta({ id: "Membership" });

export const personLine = z
  .object({
    id: z.string(),
    name: z.string(),
    state: personState,
    hasAccount: z.boolean(),
    memberships: z.array(
      membership.pick({ id: true, role: true, organisation: true, post: true, state: true }),
    ),
  })
  .meta({ id: "PersonLine" });
export const peopleQuery = z.object({
  q: z.string().trim().max(50).optional(),
  role: heldRole.optional(),
  state: z.enum(["claimed", "active", "ended", "deactivated", "no-account"]).optional(),
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
export const peoplePage = pageOf(personLine).extend({ waiting: z.number() });

/** Contact data, masked. */
export const contact = z
  .object({
    phone: z.string().nullable(),
    email: z.string().nullable(),
    identity: z.string().nullable(),
    bornOn: z.string().nullable(),
  })
  .meta({ id: "PersonContact" });

export const loan = z
  .object({
    id: z.string(),
    role: heldRole,
    organisation: named.nullable(),
    from: named,
    to: named,
    reason: z.string(),
    since: z.string(),
    until: z.string(),
    endedAt: z.string().nullable(),
    state: z.enum(["coming", "running", "over"]),
  })
  .meta({ id: "Delegation" });

export const person = personLine
  .extend({
    /** whether the organisation of the one who asks answers for this account */
    keptHere: z.boolean(),
    self: z.boolean(),
    memberships: z.array(membership),
    /** null where it is not for the one who asks to see */
    contact: contact.nullable(),
    student: z.boolean(),
    delegations: z.array(loan),
    handOvers: z.array(z.object({ subject: z.string(), to: z.string(), at: z.string(), reason: z.string() })),
    etag: z.string(),
  })
  .meta({ id: "Person" });

export const newMembership = z.object({
  role: heldRole,
  organisationId: z.uuid().nullable().default(null),
  region: regionCode.nullable().default(null),
  post: z.string().trim().max(60).default(""),
  until: z.iso.date().nullable().default(null),
});

export const decision = z.object({
  decision: z.enum(["confirm", "refuse"]),
  reason: z.string().trim().max(500).default(""),
});

export const newInvitation = z.object({
  name: z.string().trim().min(1).max(60),
  role: heldRole,
  organisationId: z.uuid().nullable().default(null),
  region: regionCode.nullable().default(null),
  post: z.string().trim().max(60).default(""),
  days: z.number().int().min(1).max(30).default(7),
  /** of somebody in the register who has no account yet */
  personId: z.uuid().nullable().default(null),
});
export const invitation = z
  .object({
    id: z.string(),
    name: z.string(),
    role: heldRole,
    organisation: named.nullable(),
    region: regionName.nullable(),
    post: z.string(),
    by: z.string(),
    createdAt: z.string(),
    expiresAt: z.string(),
    state: z.enum(["open", "accepted", "expired", "revoked"]),
  })
  .meta({ id: "Invitation" });
/** the link is said once */
export const madeInvitation = invitation.extend({ path: z.string() }).meta({ id: "MadeInvitation" });
export const invitationPage = pageOf(invitation);
export const openInvitation = invitation
  .pick({ name: true, role: true, organisation: true, region: true, post: true, by: true, expiresAt: true })
  .extend({
    /** whether it is for somebody who is in the register: then an account is opened for him */
    opensAccount: z.boolean(),
  })
  .meta({ id: "OpenInvitation" });

const username = z
  .string()
  .trim()
  .regex(/^[A-Za-z][\w.-]{2,29}$/);
const password = z.string().min(1).max(128);
export const account = z.object({ username, password });
export const acceptance = z.object({
  /** absent: whoever is signed in takes it */
  account: account
    .extend({ phone: z.string().trim().max(30).default("") })
    .nullable()
    .default(null),
});

export const registration = z.object({
  name: z.string().trim().min(1).max(60),
  username,
  password,
  phone: z.string().trim().max(30).default(""),
  organisationId: z.uuid(),
  role: claimable,
  post: z.string().trim().max(60).default(""),
  /** whoever is under 14 cannot register himself */
  bornOn: z.iso.date().nullable().default(null),
});
export const registered = z.object({ username: z.string() });
export const claim = z.object({
  organisationId: z.uuid(),
  role: claimable,
  post: z.string().trim().max(60).default(""),
});

export const newLoan = z.object({
  membershipId: z.uuid(),
  toPersonId: z.uuid(),
  reason,
  from: z.iso.datetime({ offset: true }).nullable().default(null),
  until: z.iso.datetime({ offset: true }),
});
export const colleague = z
  .object({ id: z.string(), name: z.string(), post: z.string(), role: heldRole })
  .meta({ id: "Colleague" });
export const colleagues = z.object({ items: z.array(colleague) });

export const ownFile = z
  .object({
    id: z.string(),
    name: z.string(),
    state: personState,
    contact,
    memberships: z.array(membership),
    delegations: z.array(loan),
    /** nothing confirmed yet: he waits */
    waits: z.boolean(),
  })
  .meta({ id: "OwnFile" });

export const openWork = z
  .object({
    subject: z.string(),
    kind: z.string(),
    title: z.string(),
    path: z.string().nullable(),
    since: z.string(),
    /** what happens to it when he leaves: another takes it over, it ends with his role, or it goes on by itself */
    fate: z.enum(["pass", "end", "go-on"]),
  })
  .meta({ id: "OpenWork" });
export const openWorkList = z.object({ items: z.array(openWork) });
export const handOver = z.object({ toPersonId: z.uuid(), reason });
export const handedOver = z.object({ passed: z.number(), ended: z.number() });
