import type { Actor, Role } from "../context.ts";
import { Forbidden, NotFound } from "./problems.ts";

/**
 * How far a right reaches:
 * `any` everything of the installation; `region` what lies in the actor's region; `around` what belongs to a region
 * that the actor's lies in (a city reads what its province holds); `office` what belongs to exactly the actor's region
 * (only the province's own office changes what the province holds); `organisation` what belongs to the organisation
 * in which he holds his role; `self` what is about himself; `own` what he made; `published` what was released to all.
 */
export type Reach = "any" | "region" | "around" | "office" | "organisation" | "self" | "own" | "published";

/** `signed-in` stands for every role but the public. */
export type Rights = Partial<Record<Role | "signed-in", Reach>>;

/** Those who answer for the people of their organisation, and the administrator for those of his region. */
export const OFFICERS = {
  administrator: "region",
  "school-officer": "organisation",
  "enterprise-officer": "organisation",
  secretariat: "organisation",
} as const satisfies Rights;

/** What `authorize` looks at in a thing; the same facts stand in the row that the policies see. */
export interface Subject {
  region?: string | null;
  organisation?: string | null;
  /** the person whom it is about */
  person?: string | null;
  createdBy?: string | null;
  published?: boolean;
}

export interface AccessTable<Action extends string = string> {
  readonly rights: Readonly<Record<Action, Rights>>;
  /**
   * @throws NotFound where the actor may not even know of the subject (it lies outside his reach)
   * @throws Forbidden where his role has no such right, or another office has to decide
   */
  authorize(actor: Actor, action: Action, subject: Subject): void;
  /** How far a role's right reaches; undefined = it has none. Routes are refused on this alone, before any input is read. */
  reach(role: Role, action: Action): Reach | undefined;
}

/**
 * The whole truth about who may do what in a module, mirrored by its row-level policies. What is not written is
 * refused, with two exceptions: the administrator may do whatever a planner may, and everybody what the public may.
 */
export function define<Action extends string>(rights: Record<Action, Rights>): AccessTable<Action> {
  const reach = (role: Role, action: Action): Reach | undefined => {
    const entry = rights[action] as Rights | undefined;
    return (
      entry?.[role] ??
      (role === "administrator" ? entry?.planner : undefined) ??
      (role === "public" ? undefined : entry?.["signed-in"]) ??
      entry?.public
    );
  };
  return {
    rights,
    reach,
    authorize(actor, action, subject) {
      const found = reach(actor.role, action);
      if (found === undefined) throw new Forbidden();
      if (covers(found, actor, subject)) return;
      if (found === "office" && covers("around", actor, subject)) throw new Forbidden(otherOffice);
      throw new NotFound();
    },
  };
}

const otherOffice = {
  zh: "此事由上级行政区的主管部门办理，您所在地区可以查看、不能更改。",
  en: "This is for the office of the wider region to do; yours may read it.",
};

/** Whether a right of this reach extends to the subject. */
export function covers(reach: Reach, actor: Actor, subject: Subject): boolean {
  switch (reach) {
    case "any":
      return true;
    case "region":
      return inRegion(subject.region ?? "", actor.region);
    case "around":
      return inRegion(actor.region, subject.region ?? "");
    case "office":
      return actor.region !== "" && actor.region === subject.region;
    case "organisation":
      return actor.organisation !== null && subject.organisation === actor.organisation;
    case "self":
      return actor.personId !== null && subject.person === actor.personId;
    case "own":
      return actor.userId !== null && subject.createdBy === actor.userId;
    case "published":
      return subject.published === true;
  }
}

/** Whether a GB/T 2260 code lies in a region: 370202 in 370200 in 370000. */
export function inRegion(code: string, region: string): boolean {
  return /^\d{6}$/.test(region) && code.startsWith(region.replace(/(00){1,2}$/, ""));
}
