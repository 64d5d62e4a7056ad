import type { Context } from "../context.ts";
import type { Db } from "../db/connect.ts";
import type { Sentence } from "../http/problems.ts";
import type { PersonalField } from "./fields.ts";
import type { Vault } from "./vault.ts";

/** A part of what is held about somebody, as a table. */
export interface ExportSection {
  title: Sentence;
  columns: Sentence[];
  rows: (string | number | null)[][];
}

/** Whose data it is; the process works with it past all policies, so that nothing is forgotten. */
export interface PersonScope {
  /** of the login role */
  tx: Db;
  vault: Vault;
  personId: string;
  /** account that he signs in with */
  userId: string | null;
  now: Date;
}

export interface ErasureResult {
  /** columns that hold nothing of the person any more */
  erased: string[];
  /** what stays, and the law that obliges to keep it */
  kept: { what: Sentence; law: Sentence }[];
}

/** Something whose term of keeping has run out and that was deleted, by its table. */
export interface Expired {
  table: string;
  rows: number;
}

/** What a module does with the data of one person; every member is optional. */
export interface PersonalData {
  exportOf?(scope: PersonScope): Promise<ExportSection[]>;
  erase?(scope: PersonScope): Promise<ErasureResult>;
  /** Deletes what its rule says may be deleted by itself. */
  expire?(scope: Pick<PersonScope, "tx" | "now">): Promise<Expired[]>;
  /** People whose term has run out: each becomes a request to be decided. */
  outlived?(scope: Pick<PersonScope, "tx" | "now">): Promise<Outlived[]>;
  /**
   * The sealed bytes behind a place, where this actor may see them: `registry.person.phone` of a person's id.
   * @throws NotFound, Forbidden as any other read
   */
  sealed?(ctx: Context, place: string, id: string): Promise<{ sealed: Buffer; subject: string } | null>;
  /** The account and the keeper of a person: who decides about him. */
  keeperOf?(tx: Db, personId: string): Promise<Keeper | null>;
}

export interface Keeper {
  userId: string | null;
  organisation: string | null;
  region: string;
}

export interface Outlived extends Keeper {
  personId: string;
  since: string;
}

/** What of a module is needed here. */
export interface PersonalModule {
  name: string;
  personal?: readonly PersonalField[];
  personalData?: PersonalData;
}
