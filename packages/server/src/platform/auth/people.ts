import type { Actor, Context, Role } from "../context.ts";

/** A role that somebody may act in: one that he holds, or one lent to him for a time. */
export interface Hat {
  /** of the membership, or of the delegation */
  id: string;
  role: Exclude<Role, "public">;
  /** null: the installation as a whole */
  organisation: { id: string; name: string } | null;
  /** GB/T 2260 code; null: the whole installation */
  region: string | null;
  /** what he is called there */
  post: string;
  actingFor: Actor["actingFor"];
  /** ISO time after which a lent role is gone */
  until: string | null;
}

export interface SignedInPerson {
  personId: string;
  name: string;
  /** own roles first, in the order in which they were given; empty while the organisation has not confirmed anything */
  hats: Hat[];
}

/** Somebody who signed in: in which role he acts, and which others he could act in. */
export interface SignedIn {
  actor: Actor;
  mustChangePassword: boolean;
  /** one of his roles asks for a second factor, and he has none yet */
  mustAddSecondFactor?: boolean;
  /** null for a system with its key */
  sessionId: string | null;
  /** when he last showed who he is; absent for a system */
  confirmedAt?: Date;
  hat: Hat | null;
  hats: Hat[];
}

/**
 * What tells a person: his number at a school, a phone or e-mail; with `confirmed`, only one that those entered who
 * answer for him, never one that he typed himself.
 */
export type PersonMark =
  | { by: "phone" | "email"; value: string; confirmed?: true }
  | { by: "student-number"; value: string; school: string };

/** What sign-in asks the register of people. The register gives it at the start: the platform imports no module. */
export interface People {
  /** The person of an account; null where there is none who may sign in (deactivated, erased). */
  of(userId: string): Promise<SignedInPerson | null>;
  /** The account of exactly one person; null where there is none, or several. */
  accountOf(mark: PersonMark): Promise<string | null>;
  /** The account of a person whom the actor may see; null where he may not, or there is none. */
  accountOfPerson(ctx: Context, personId: string): Promise<string | null>;
  /**
   * Makes known somebody who came from another provider, in whose name (`actor.personId`) it is done; he holds no role
   * until an organisation confirms one.
   */
  admit(ctx: Context, person: { userId: string; name: string }): Promise<void>;
  /** The region in which an organisation lies now; null where there is none. */
  regionOf(organisation: string): Promise<string | null>;
  /** whether this installation holds the generated sample province */
  isSample(): Promise<boolean>;
}

/**
 * Who acts, in the role that was chosen for the session or else in the first.
 * @param home region of those who work for the whole installation
 */
export function actorOf(
  person: SignedInPerson,
  userId: string,
  chosen: string | null,
  home: string,
): { actor: Actor; hat: Hat | null } {
  const hat = person.hats.find(({ id }) => id === chosen) ?? person.hats[0] ?? null;
  const { personId, name } = person;
  return {
    hat,
    actor: {
      userId,
      personId,
      name,
      role: hat?.role ?? "public",
      region: hat?.region ?? home,
      organisation: hat?.organisation?.id ?? null,
      actingFor: hat?.actingFor ?? null,
      scopes: null,
    },
  };
}
