import type { Actor, Role } from "../context.ts";
import { Forbidden, NotFound } from "./problems.ts";

/**
 * How far a right reaches: `any` everything of the installation, `region` what lies in the actor's region, `own` what
 * he made himself, `published` what was released to everybody.
 */
export type Reach = "any" | "region" | "own" | "published";

export type Rights = Partial<Record<Role, Reach>>;

/** What `authorize` looks at in a thing; the same facts stand in the row that the policies see. */
export interface Subject {
  region?: string | null;
  createdBy?: string | null;
  published?: boolean;
}

export interface AccessTable<Action extends string = string> {
  readonly rights: Readonly<Record<Action, Rights>>;
  /**
   * @throws NotFound where the actor may not even know of the subject (it lies outside his region)
   * @throws Forbidden where his role has no such right
   */
  authorize(actor: Actor, action: Action, subject: Subject): void;
  /** Whether the role has the right at all; routes are refused on this alone, before any input is read. */
  allows(role: Role, action: Action): boolean;
}

/**
 * The whole truth about who may do what in a module, mirrored by its row-level policies. What is not written is
 * refused, with one exception: the administrator may do whatever a planner may.
 */
export function define<_Thing = unknown, Action extends string = string>(
  rights: Record<Action, Rights>,
): AccessTable<Action> {
  const reachOf = (role: Role, action: Action): Reach | undefined => {
    const entry = rights[action] as Rights | undefined;
    return entry?.[role] ?? (role === "administrator" ? entry?.planner : undefined);
  };
  return {
    rights,
    allows: (role, action) => reachOf(role, action) !== undefined,
    authorize(actor, action, subject) {
      const reach = reachOf(actor.role, action);
      if (reach === undefined) throw new Forbidden();
      if (!covers(reach, actor, subject)) throw new NotFound();
    },
  };
}

function covers(reach: Reach, actor: Actor, subject: Subject): boolean {
  switch (reach) {
    case "any":
      return true;
    case "region":
      return inRegion(subject.region ?? "", actor.region);
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
