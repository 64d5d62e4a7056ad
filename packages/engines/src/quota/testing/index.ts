/** Small plans drawn by chance, plans whose optimum is known by construction, and the limits told a second time. */
import type { CrosswalkLink, DemandNode } from "../../balance/types.ts";
import { Random } from "../../sample/random.ts";
import { EDUCATIONS, LEVELS, type Level } from "../../types/index.ts";
import { defaultLimits } from "../defaults.ts";
import { CARDS, type QuotaInput, type QuotaOffering, type QuotaTables } from "../types.ts";
import { WIDE } from "./province.ts";

export { sampleProvince, sampleTables } from "./province.ts";

const CITIES = ["990100", "990200"];
const BALANCE = {
  weights: { official: 1, post: 0.9, class: 0.5 },
  moveCost: 0.2,
  cityCosts: {},
  levels: EDUCATIONS.slice(0, 4),
};

export interface Drawn {
  input: QuotaInput;
  tables: QuotaTables;
}

/** A handful of offerings of up to about ten seats, with every kind of limit; many have no plan at all. */
export function drawQuota(seed: number, { plain = false } = {}): Drawn {
  const random = new Random(seed * 2654435761 + 17);
  const programmes = ["p0", "p1", "p2"];
  const occupations = ["q0", "q1", "q2"];
  const links = new Map(
    programmes.map((p) => [
      p,
      occupations
        .filter(() => random.chance(0.6))
        .map((occupation): CrosswalkLink => ({
          occupation,
          kind: random.pick(["official", "post", "class"] as const),
        })),
    ]),
  );
  const levelOf = new Map(programmes.map((p) => [p, random.pick(LEVELS.slice(0, 2))]));
  const offerings = Array.from({ length: random.between(2, 4) }, (_, k): QuotaOffering => {
    const programme = random.pick(programmes);
    const last = random.chance(0.25) ? 0 : random.between(2, 7);
    const min = random.between(2, 4);
    return {
      key: `o${k}`,
      school: `s${random.below(2)}`,
      programme,
      level: levelOf.get(programme)!,
      city: random.pick(CITIES),
      duration: 3,
      last,
      card: plain ? "keep" : last === 0 ? random.pick(["add", "keep"] as const) : random.pick(CARDS),
      classSize: plain || random.chance(0.5) ? null : { min, max: min + random.below(3) },
      proposal: random.chance(0.3) ? { min: random.below(3), max: random.between(3, 9) } : null,
      locked: plain || random.chance(0.9) ? null : random.below(8),
      conversion: plain ? 1 : random.pick([1, 0.5, 0.75, 0.333]),
      shortage: random.chance(0.4),
    };
  });
  const scale: QuotaInput["scale"] = {};
  for (const level of LEVELS) {
    const total = offerings.reduce((sum, o) => (o.level === level ? sum + o.last : sum), 0);
    if (total > 0 && random.chance(0.7)) scale[level] = Math.max(0, total + random.between(-2, 3));
  }
  const demand = occupations.flatMap((occupation) =>
    CITIES.flatMap((city): DemandNode[] =>
      random.chance(0.7)
        ? [{ occupation, city, level: random.pick(["none", "secondary", "college"] as const), amount: random.below(6) }]
        : [],
    ),
  ); // prettier-ignore
  return {
    input: {
      year: 2026,
      cities: CITIES,
      offerings,
      schools: ["s0", "s1"].map((key) => ({
        key,
        ceiling: random.chance(0.5) ? random.between(4, 14) : null,
        condition: "students-per-teacher",
        openings: plain || random.chance(0.5) ? null : 1,
      })),
      scale,
      cityFloors: random.chance(0.3) ? [{ city: CITIES[0]!, level: null, least: random.below(6) }] : [],
      shortageFloors: random.chance(0.3) ? [{ level: null, least: random.below(6) }] : [],
      programmeCaps: plain || random.chance(0.6) ? [] : [{ programme: "p0", most: 1 }],
      limits: {
        ...defaultLimits,
        change: {
          ...defaultLimits.change,
          keep: { up: { share: 0.2, seats: 3 }, down: { share: 0.3, seats: 3 } },
          expand: { up: { share: 0.5, seats: 4 }, down: { share: 0.3, seats: 2 } },
          warn: { up: null, down: { share: 0.5, seats: 2 } },
          add: { up: { share: 1, seats: 6 }, down: null },
        },
        classes: true,
        openings: random.chance(0.7),
        openingMin: plain ? 0 : random.below(3),
        openingMost: plain || seed % 2 === 0 ? null : 6,
        proposals: random.pick(["both", "max", "ignore"] as const),
      },
      markets: [
        {
          year: 2029,
          demand,
          other: random.chance(0.5)
            ? [{ programme: "p1", level: levelOf.get("p1")!, city: CITIES[0]!, amount: random.below(4) }]
            : [],
        },
      ],
      balance: BALANCE,
    },
    tables: { crosswalk: { links: (programme) => links.get(programme) ?? [] } },
  };
}

/** Every limit, told again in the plainest words: shares no code with `limits.ts`. */
export function keepsLimits(input: QuotaInput, seats: readonly number[]): boolean {
  const { limits, offerings } = input;
  const sum = (test: (o: QuotaOffering) => boolean): number =>
    offerings.reduce((total, o, k) => (test(o) ? total + seats[k]! : total), 0);
  const many = (test: (o: QuotaOffering) => boolean): number =>
    offerings.filter((o, k) => test(o) && seats[k]! > 0).length;
  const of = (level: Level | null) => (o: QuotaOffering) => level === null || o.level === level;
  for (const [k, o] of offerings.entries()) {
    const x = seats[k]!;
    const { least, most } = limits.cards[o.card];
    if (most !== null && x > most * o.last) return false;
    if (least !== null && x < least * o.last) return false;
    if (o.locked !== null) {
      if (x !== o.locked) return false;
      continue;
    }
    if (most === 0) continue;
    const { up, down } = limits.change[o.card];
    if (o.last > 0) {
      if (up && x > o.last + Math.max(Math.floor(up.share * o.last), up.seats)) return false;
      const asked = limits.proposals === "ignore" ? null : o.proposal;
      const fewest = down ? o.last - Math.max(Math.floor(down.share * o.last), down.seats) : 0;
      if (x < fewest && !(asked && x >= asked.max)) return false;
    } else if (x > 0) {
      if (!limits.openings && o.card !== "add") return false;
      const proposed = o.proposal !== null && limits.proposals !== "ignore";
      if (!proposed && x > (limits.openingMost ?? Infinity)) return false;
      if (x < limits.openingMin && (limits.openings || o.card === "add")) return false;
    }
    if (o.proposal && limits.proposals !== "ignore" && x > o.proposal.max) return false;
    if (o.proposal && limits.proposals === "both" && x < o.proposal.min) return false;
    if (limits.classes && o.classSize && x > 0) {
      let whole = false;
      for (let n = 1; n <= x; n++) if (n * o.classSize.min <= x && x <= n * o.classSize.max) whole = true;
      if (!whole) return false;
    }
  }
  return (
    Object.entries(input.scale).every(([level, total]) => sum((o) => o.level === level) === total) &&
    input.schools.every(
      (s) =>
        (s.ceiling === null || sum((o) => o.school === s.key) <= s.ceiling) &&
        (s.openings === null || many((o) => o.school === s.key && o.last === 0) <= s.openings),
    ) &&
    input.programmeCaps.every((c) => many((o) => o.programme === c.programme) <= c.most) &&
    input.cityFloors.every((f) => sum((o) => o.city === f.city && of(f.level)(o)) >= f.least) &&
    input.shortageFloors.every((f) => sum((o) => o.shortage && of(f.level)(o)) >= f.least)
  );
}

/** Every plan of at most `most` seats an offering. */
export function* everyPlan(count: number, most: number): Generator<number[]> {
  const seats = Array.from({ length: count }, () => 0);
  for (;;) {
    yield [...seats];
    let k = 0;
    while (k < count && seats[k] === most) seats[k++] = 0;
    if (k === count) return;
    seats[k]!++;
  }
}

/**
 * Each offering has an occupation of its own with room for exactly the seats that are planted; last year's were dealt out
 * otherwise. The optimum is the scale itself, each graduate placed at home by an official link.
 */
export function plantedQuota(count: number, seed: number): Drawn & { optimum: number; planted: number[] } {
  const random = new Random(seed ^ 0x51a7);
  const planted = Array.from({ length: count }, () => 30 + 10 * random.below(6));
  const total = planted.reduce((sum, n) => sum + n, 0);
  const offerings = planted.map((seats, k): QuotaOffering => ({
    key: `o${String(k).padStart(5, "0")}`,
    school: `s${k % Math.ceil(count / 20)}`,
    programme: `p${k}`,
    level: "college",
    city: CITIES[k % 2]!,
    duration: 3,
    last: Math.max(20, seats + random.between(-20, 20)),
    card: "keep",
    classSize: { min: 30, max: 50 },
    proposal: null,
    locked: null,
    conversion: 1,
    shortage: false,
  }));
  // 51 to 59 seats make no whole classes of 30 to 50: nothing like that is planted.
  return {
    input: {
      year: 2026,
      cities: CITIES,
      offerings,
      schools: [],
      scale: { college: total },
      cityFloors: [],
      shortageFloors: [],
      programmeCaps: [],
      limits: WIDE,
      markets: [
        {
          year: 2029,
          demand: planted.map((amount, k) => ({
            occupation: `q${k}`,
            city: CITIES[k % 2]!,
            level: "college",
            amount,
          })),
          other: [],
        },
      ],
      balance: BALANCE,
    },
    tables: {
      crosswalk: { links: (programme) => [{ occupation: `q${programme.slice(1)}`, kind: "official" }] },
    },
    optimum: total,
    planted,
  };
}
