import { NOBODY, ROLES, type Actor, type Role } from "../../platform/context.ts";

/** Organisations and regions of the world in which everybody is tried. */
export const ORGANISATIONS = {
  authority: { id: "01900000-0000-7000-8000-0000000000a1", kind: "education-authority", region: "370000", name: "甲省教育厅" },
  cityAuthority: { id: "01900000-0000-7000-8000-0000000000a2", kind: "education-authority", region: "370200", name: "甲省乙市教育局" },
  farAuthority: { id: "01900000-0000-7000-8000-0000000000a3", kind: "education-authority", region: "330000", name: "丙省教育厅" },
  school: { id: "01900000-0000-7000-8000-0000000000b1", kind: "secondary-school", region: "370202", name: "乙市第一职业学校" },
  otherSchool: { id: "01900000-0000-7000-8000-0000000000b2", kind: "secondary-school", region: "370202", name: "乙市第二职业学校" },
  farSchool: { id: "01900000-0000-7000-8000-0000000000b3", kind: "secondary-school", region: "330102", name: "丙省职业学校" },
  enterprise: { id: "01900000-0000-7000-8000-0000000000c1", kind: "enterprise", region: "370202", name: "乙市机械有限公司" },
  otherEnterprise: { id: "01900000-0000-7000-8000-0000000000c2", kind: "enterprise", region: "370202", name: "乙市电子有限公司" },
  farEnterprise: { id: "01900000-0000-7000-8000-0000000000c3", kind: "enterprise", region: "330102", name: "丙省机械有限公司" },
  consortium: { id: "01900000-0000-7000-8000-0000000000d1", kind: "consortium", region: "370200", name: "乙市产教联合体" },
  otherConsortium: { id: "01900000-0000-7000-8000-0000000000d2", kind: "consortium", region: "370200", name: "乙市港口产教联合体" },
  farConsortium: { id: "01900000-0000-7000-8000-0000000000d3", kind: "consortium", region: "330100", name: "丙省产教联合体" },
} as const; // prettier-ignore
export type OrganisationKey = keyof typeof ORGANISATIONS;

/** Where somebody stands to what is asked for: in its organisation, in another one of its region, in another region. */
export type Place = "own" | "other-organisation" | "other-region";
export const PLACES: readonly Place[] = ["own", "other-organisation", "other-region"];

const HOMES: Record<Exclude<Role, "public">, readonly [OrganisationKey, OrganisationKey, OrganisationKey]> = {
  administrator: ["authority", "cityAuthority", "farAuthority"],
  auditor: ["authority", "cityAuthority", "farAuthority"],
  planner: ["authority", "cityAuthority", "farAuthority"],
  reviewer: ["authority", "cityAuthority", "farAuthority"],
  "school-officer": ["school", "otherSchool", "farSchool"],
  teacher: ["school", "otherSchool", "farSchool"],
  student: ["school", "otherSchool", "farSchool"],
  "enterprise-officer": ["enterprise", "otherEnterprise", "farEnterprise"],
  mentor: ["enterprise", "otherEnterprise", "farEnterprise"],
  secretariat: ["consortium", "otherConsortium", "farConsortium"],
};

export interface Player {
  /** e.g. `teacher in another organisation` */
  label: string;
  place: Place;
  actor: Actor;
  organisation: OrganisationKey | null;
}

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, "0");

/** Everybody: each role at each place, and the public. */
export const cast: readonly Player[] = [
  ...ROLES.filter((role) => role !== "public").flatMap((role, r) =>
    PLACES.map((place, p): Player => {
      const organisation = HOMES[role][p]!;
      const { id, region } = ORGANISATIONS[organisation];
      return {
        label: `${role} (${place})`,
        place,
        organisation,
        actor: {
          ...NOBODY,
          userId: `user-${role}-${place}`,
          personId: `01900000-0000-7000-9000-${hex(r * 16 + p, 12)}`,
          name: `${role}-${place}`,
          role,
          region,
          organisation: id,
        },
      };
    }),
  ),
  { label: "public", place: "own", organisation: null, actor: { ...NOBODY, name: "公众", region: "370000" } },
];

/** The one of a role at a place. */
export function player(role: Role, place: Place = "own"): Player {
  const found = cast.find((one) => one.actor.role === role && one.place === place);
  if (!found) throw new Error(`nobody is ${role} (${place})`);
  return found;
}
