import type { Role } from "../context.ts";

/** One person to tell: at least one of both is known. */
export interface Addressee {
  userId: string | null;
  personId: string | null;
}

/** Where a role is held: in an organisation; in exactly a region; or also in what lies within it. */
export type Where = { organisation: string } | { region: string; within: boolean };

/** What notices ask of the register of people. The register gives it at the start: the platform imports no module. */
export interface Recipients {
  /** Everybody who holds one of the roles there, also for a time. Nobody twice. */
  holders(roles: readonly Role[], where: Where): Promise<Addressee[]>;
  /** An account's person, a person's account; as given where the register knows no more. */
  complete(known: Addressee): Promise<Addressee>;
  /** E-mail address; null where there is none or the person is not active. */
  emailOf(addressee: Addressee): Promise<string | null>;
}
