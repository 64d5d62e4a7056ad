/** Quorum and majority of a council (rule book ORG-09): exact, in whole seats; no share is ever rounded. */

/** `part` of `of` seats, e.g. two of three. */
export interface Quorum {
  part: number;
  of: number;
}

/** Whether so many seats are enough. Without any seat that votes there is no quorum. */
export const quorate = (present: number, seats: number, { part, of }: Quorum): boolean =>
  seats > 0 && present * of >= seats * part;

/** The fewest seats that are enough. */
export const fewest = (seats: number, { part, of }: Quorum): number => Math.ceil((seats * part) / of);

export type Majority = "simple" | "two-thirds";
export type Base = "present" | "all";

export interface Seat {
  member: string;
  seat: string;
  attendance: string;
  proxyTo: string | null;
}

/** Whether a seat is there: itself, or through a proxy who is. */
export function isThere(seat: Seat, roll: readonly Seat[]): boolean {
  if (seat.attendance === "present") return true;
  if (seat.attendance !== "proxy") return false;
  return roll.some(({ member, attendance }) => member === seat.proxyTo && attendance === "present");
}

/**
 * Seats of which the majority is taken: all that vote on the item, or those of them that are there. Who has declared a
 * conflict does not count in either: he neither votes nor weighs against the motion by not voting.
 */
export function baseOf(
  roll: readonly Seat[],
  item: { voters: readonly string[]; base: Base },
  recused: ReadonlySet<string>,
): Seat[] {
  return roll.filter(
    (seat) =>
      item.voters.includes(seat.seat) &&
      !recused.has(seat.member) &&
      (item.base === "all" || isThere(seat, roll)),
  );
}

/** More than half of the base, or at least two thirds of it; of nobody there is no majority. An abstention counts in the base. */
export function carried(yes: number, base: number, majority: Majority): boolean {
  if (base === 0) return false;
  return majority === "simple" ? yes * 2 > base : yes * 3 >= base * 2;
}
