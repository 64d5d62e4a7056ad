/** From the input's limits to numbers: the sizes each offering may have, and the rows that several offerings share. */
import { LEVELS } from "../types/index.ts";
import { compare } from "./network.ts";
import type { Limit, LimitKind, LimitUse, QuotaInput, QuotaOffering } from "./types.ts";

/** Sizes an offering may have: whole numbers in disjoint intervals, ascending; empty = its own limits conflict. */
export type Sizes = readonly (readonly [number, number])[];

/** A limit on the sum of several offerings' seats, or on how many of them have seats. */
export interface Row {
  limit: Limit;
  members: Int32Array;
  /** counts offerings with seats instead of seats */
  counts: boolean;
  least: number;
  most: number;
}

/** An offering's own limit, as a test of a number of seats. */
export interface OwnLimit extends Limit {
  keeps(seats: number): boolean;
}

/** Nobody gives one offering more seats in a year. */
export const NO_MOST = 5000;

const limitOf = (
  kind: LimitKind,
  of: string,
  side: Limit["side"],
  limit: number,
  detail = "",
  suffix = "",
): Limit => ({ id: `${kind} ${of}${suffix && ` ${suffix}`}`, kind, of, detail, side, limit });

const own = (base: Limit, keeps: (seats: number) => boolean): OwnLimit => ({ ...base, keeps });
const least = (base: Limit): OwnLimit => own(base, (seats) => seats >= base.limit);
const most = (base: Limit): OwnLimit => own(base, (seats) => seats <= base.limit);

/**
 * Limits of the offering itself. A lock replaces those on change, proposal, opening and class size: a person has decided.
 * The card still holds. A card that closes an offering leaves nothing for the others to say.
 */
export function ownLimits(o: QuotaOffering, input: QuotaInput): OwnLimit[] {
  const { limits } = input;
  const found: OwnLimit[] = [];
  const card = limits.cards[o.card];
  if (card.most !== null)
    found.push(most(limitOf("card", o.key, "most", Math.floor(card.most * o.last + 1e-9), o.card, "most")));
  if (card.least !== null && card.least * o.last > 0)
    found.push(
      least(limitOf("card", o.key, "least", Math.ceil(card.least * o.last - 1e-9), o.card, "least")),
    );
  if (o.locked !== null) {
    const { locked } = o;
    found.push(own(limitOf("locked", o.key, "exact", locked), (seats) => seats === locked));
    return found;
  }
  if (card.most === 0) return found;
  const change = limits.change[o.card];
  const proposal = limits.proposals === "ignore" ? null : o.proposal;
  if (o.last > 0) {
    const step = (rule: { share: number; seats: number }): number =>
      Math.max(Math.floor(rule.share * o.last + 1e-9), rule.seats);
    if (change.up) found.push(most(limitOf("change", o.key, "most", o.last + step(change.up), o.card, "up")));
    // whoever asks for fewer himself is not held back by the limit on change
    const fewest = change.down ? Math.min(o.last - step(change.down), proposal?.max ?? Infinity) : 0;
    if (fewest > 0) found.push(least(limitOf("change", o.key, "least", fewest, o.card, "down")));
  } else if (!limits.openings && o.card !== "add") found.push(most(limitOf("opening", o.key, "most", 0)));
  else {
    const { openingMin, openingMost = null } = limits;
    if (openingMost !== null && !proposal)
      found.push(most(limitOf("opening", o.key, "most", openingMost, "", "most")));
    if (openingMin > 0)
      found.push(own(limitOf("opening", o.key, "classes", openingMin), (s) => s === 0 || s >= openingMin));
  }
  if (proposal) {
    found.push(most(limitOf("proposal", o.key, "most", proposal.max, "", "most")));
    if (limits.proposals === "both" && proposal.min > 0)
      found.push(least(limitOf("proposal", o.key, "least", proposal.min, "", "least")));
  }
  if (limits.classes && o.classSize) {
    const size = o.classSize;
    found.push(
      own(limitOf("class-size", o.key, "classes", size.min), (seats) => classesOf(seats, size) !== null),
    );
  }
  return found;
}

/** Fewest classes of the size that hold the seats; null = no number of classes does. */
export function classesOf(seats: number, size: { min: number; max: number }): number | null {
  if (seats === 0) return 0;
  const classes = Math.ceil(seats / size.max);
  return classes * size.min <= seats ? classes : null;
}

/** Numbers of seats that keep every limit given; `cap` bounds what nothing else does. */
export function sizesOf(o: QuotaOffering, limits: readonly OwnLimit[], cap: number): Sizes {
  let low = 0;
  let high = Math.max(0, Math.min(cap, NO_MOST));
  let openingMin = 0;
  let classes: { min: number; max: number } | null = null;
  for (const l of limits) {
    if (l.side === "least" || l.side === "exact") low = Math.max(low, l.limit);
    if (l.side === "most" || l.side === "exact") high = Math.min(high, l.limit);
    if (l.kind === "opening" && l.side === "classes") openingMin = l.limit;
    if (l.kind === "class-size") classes = o.classSize;
  }
  const found: [number, number][] = [];
  const add = (from: number, to: number): void => {
    const a = Math.max(from, low);
    const b = Math.min(to, high);
    if (a > b) return;
    const last = found.at(-1);
    if (last && a <= last[1] + 1) last[1] = Math.max(last[1], b);
    else found.push([a, b]);
  };
  if (openingMin > 0 || classes) add(0, 0);
  if (!classes) add(openingMin, high);
  else {
    for (let k = 1; k * classes.min <= high; k++) {
      add(Math.max(k * classes.min, openingMin), k * classes.max);
      // From here on the classes' ranges overlap.
      if (k * classes.max >= (k + 1) * classes.min - 1) {
        add(Math.max((k + 1) * classes.min, openingMin), high);
        break;
      }
    }
  }
  return found;
}

export const allows = (sizes: Sizes, seats: number): boolean =>
  sizes.some(([a, b]) => seats >= a && seats <= b);

/** The next number above (or below) that is allowed; null = none. */
export function nextSize(sizes: Sizes, seats: number, up: boolean): number | null {
  if (up) {
    for (const [a, b] of sizes) if (b > seats) return Math.max(a, seats + 1);
    return null;
  }
  for (let k = sizes.length - 1; k >= 0; k--) {
    const [a, b] = sizes[k]!;
    if (a < seats) return Math.min(b, seats - 1);
  }
  return null;
}

/** Rows over several offerings (indices into `offerings`), in canonical order. */
export function sharedRows(input: QuotaInput, offerings: readonly QuotaOffering[]): Row[] {
  const rows: Row[] = [];
  const pick = (test: (o: QuotaOffering) => boolean): Int32Array =>
    Int32Array.from([...offerings.keys()].filter((k) => test(offerings[k]!)));
  const add = (limit: Limit, members: Int32Array, counts = false): void => {
    rows.push({
      limit,
      members,
      counts,
      least: limit.side === "most" ? -Infinity : limit.limit,
      most: limit.side === "least" ? Infinity : limit.limit,
    });
  };
  for (const level of LEVELS) {
    const scale = input.scale[level];
    if (scale !== undefined)
      add(
        limitOf("level", level, "exact", scale),
        pick((o) => o.level === level),
      );
  }
  const ofSchool = new Map<string, number[]>();
  offerings.forEach((o, k) => ofSchool.set(o.school, [...(ofSchool.get(o.school) ?? []), k]));
  for (const s of [...input.schools].sort((a, b) => compare(a.key, b.key))) {
    const members = Int32Array.from(ofSchool.get(s.key) ?? []);
    if (members.length === 0) continue;
    if (s.ceiling !== null) add(limitOf("school", s.key, "most", s.ceiling, s.condition), members);
    const opened = members.filter((k) => offerings[k]!.last === 0);
    if (s.openings !== null && opened.length > 0)
      add(limitOf("openings", s.key, "most", s.openings), opened, true);
  }
  for (const cap of [...input.programmeCaps].sort((a, b) => compare(a.programme, b.programme))) {
    const members = pick((o) => o.programme === cap.programme);
    if (members.length > 0) add(limitOf("programme", cap.programme, "most", cap.most), members, true);
  }
  for (const f of [...input.cityFloors].sort((a, b) =>
    compare(`${a.city} ${a.level}`, `${b.city} ${b.level}`),
  ))
    add(
      limitOf("city", f.city, "least", f.least, f.level ?? "", f.level ?? ""),
      pick((o) => o.city === f.city && (f.level === null || o.level === f.level)),
    );
  for (const f of [...input.shortageFloors].sort((a, b) => compare(a.level ?? "", b.level ?? "")))
    add(
      limitOf("shortage", f.level ?? "all", "least", f.least, f.level ?? ""),
      pick((o) => o.shortage && (f.level === null || o.level === f.level)),
    );
  return rows;
}

export function usedOf(row: Row, seats: ArrayLike<number>): number {
  let sum = 0;
  for (const k of row.members) sum += row.counts ? (seats[k]! > 0 ? 1 : 0) : seats[k]!;
  return sum;
}

/** Every limit that the seats break: shared ones first, then the offerings' own. */
export function brokenLimits(
  rows: readonly Row[],
  ownOf: readonly OwnLimit[][],
  seats: ArrayLike<number>,
): LimitUse[] {
  const found: LimitUse[] = [];
  for (const row of rows) {
    const value = usedOf(row, seats);
    if (value < row.least || value > row.most) found.push({ ...row.limit, value });
  }
  ownOf.forEach((limits, k) => {
    for (const { keeps, ...limit } of limits)
      if (!keeps(seats[k]!)) found.push({ ...limit, value: seats[k]! });
  });
  return found;
}
