/** Takes in the rows of one or more tables of a kind: each is accepted, a duplicate, or refused; none is lost. */
import type { IntakeKind, Rejection } from "../types/index.ts";
import { createRowChecker, type CheckContext, type RowOf } from "./checker.ts";
import type { ColumnMapping } from "./columns.ts";
import { contentHash, SeenKeys } from "./hash.ts";
import type { Note } from "./reasons.ts";

export interface IntakeCounts {
  read: number;
  accepted: number;
  duplicate: number;
  rejected: number;
}

export type Taken<R> =
  | { state: "accepted"; row: R; notes: readonly Note[] }
  | { state: "duplicate" }
  | { state: "rejected"; rejections: Rejection[] };

export interface Intake<R> {
  /** Takes one row; `problem` is what the reader already found wrong with it. */
  take(values: readonly string[], row: number, problem?: Rejection): Taken<R>;
  /** read = accepted + duplicate + rejected, always */
  readonly counts: Readonly<IntakeCounts>;
}

/**
 * @param seen keys of rows accepted before (from other files); shared between intakes, a second file with the same
 *   rows is all duplicates. A row is a duplicate if its cells are all the same, or its id is, as one already accepted.
 */
export function createIntake<K extends IntakeKind>(
  kind: K,
  mapping: ColumnMapping,
  ctx: CheckContext,
  seen = new SeenKeys(),
): Intake<RowOf[K]> {
  const checker = createRowChecker(kind, mapping, ctx);
  const counts: IntakeCounts = { read: 0, accepted: 0, duplicate: 0, rejected: 0 };
  const hash = new Uint32Array(2);
  const idAt = kind === "postings" ? (mapping.columns.find((c) => c.field === "id")?.index ?? -1) : -1;
  const key = [""];
  return {
    counts,
    take(values, row, problem) {
      counts.read++;
      if (problem) {
        counts.rejected++;
        return { state: "rejected", rejections: [problem] };
      }
      const checked = checker.check(values, row);
      if (!checked.ok) {
        counts.rejected++;
        return { state: "rejected", rejections: checked.rejections };
      }
      contentHash(values, hash);
      let fresh = seen.add(hash[0]!, hash[1]!);
      const id = idAt < 0 ? "" : values[idAt]!;
      if (fresh && id !== "") {
        key[0] = `id\u0001${id}`;
        contentHash(key, hash);
        fresh = seen.add(hash[0]!, hash[1]!);
      }
      if (!fresh) {
        counts.duplicate++;
        return { state: "duplicate" };
      }
      counts.accepted++;
      return { state: "accepted", row: checked.row, notes: checked.notes };
    },
  };
}
