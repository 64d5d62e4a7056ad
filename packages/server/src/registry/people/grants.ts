import type { Role } from "../../platform/index.ts";

export type HeldRole = Exclude<Role, "public">;

/** Which role may give which others; the same table as registry.may_give in the database. */
export const GRANTS: Readonly<Partial<Record<Role, readonly HeldRole[]>>> = {
  administrator: [
    "administrator", "auditor", "planner", "reviewer", "school-officer", "teacher", "enterprise-officer", "mentor", "secretariat", "student",
  ],
  "school-officer": ["school-officer", "teacher", "mentor", "student"],
  "enterprise-officer": ["enterprise-officer", "mentor"],
  secretariat: ["secretariat"],
}; // prettier-ignore

/** What somebody may say of himself; it gives nothing until the organisation confirms it. As registry.may_claim. */
export const CLAIMABLE = [
  "school-officer", "teacher", "enterprise-officer", "mentor", "secretariat", "student",
] as const satisfies readonly HeldRole[]; // prettier-ignore

/** Roles of the offices: held in an authority, or without any organisation in a region. */
const OFFICE_ROLES: readonly HeldRole[] = ["administrator", "auditor", "planner", "reviewer"];

const SCHOOLS = ["secondary-school", "college", "vocational-university", "technician-school", "comprehensive-high-school", "university"]; // prettier-ignore
const OFFICES = ["education-authority", "department"];
const EMPLOYERS = ["enterprise", "park", "institute", "association", "training-provider"];

const HOME: Readonly<Record<HeldRole, readonly string[]>> = {
  administrator: OFFICES,
  auditor: OFFICES,
  planner: OFFICES,
  reviewer: [...OFFICES, ...SCHOOLS, ...EMPLOYERS],
  "school-officer": SCHOOLS,
  teacher: SCHOOLS,
  "enterprise-officer": [...EMPLOYERS, "overseas-partner"],
  // of an enterprise, or engaged by a school
  mentor: [...EMPLOYERS, ...SCHOOLS, "overseas-partner"],
  secretariat: ["consortium", "community", "association", "park"],
  student: SCHOOLS,
};

export function mayGive(giver: Role, role: HeldRole): boolean {
  return GRANTS[giver]?.includes(role) ?? false;
}

/** Whether a role is held in an organisation of this kind; null: in none, for a region. */
export function fits(role: HeldRole, kind: string | null): boolean {
  return kind === null ? OFFICE_ROLES.includes(role) : HOME[role].includes(kind);
}
