/** A plan as large as a province's, made of the sample's schools, posts and cities. For benches and tests. */
import { standards } from "@tixi/standards";
import { sampleOfferings, SAMPLE_JOBS } from "../../sample/index.ts";
import { CITIES } from "../../sample/regions.ts";
import { Random } from "../../sample/random.ts";
import type { DemandNode } from "../../balance/types.ts";
import { EDUCATIONS, LEVELS, type Level } from "../../types/index.ts";
import { defaultLimits } from "../defaults.ts";
import { CARDS, type Card, type QuotaInput, type QuotaOffering, type QuotaTables } from "../types.ts";

const LEVEL_OF: Record<string, Level> = { 中职: "secondary", 高职专科: "college", 职业本科: "bachelor" };
const CLASS: Record<Level, { min: number; max: number }> = {
  secondary: { min: 25, max: 50 },
  college: { min: 25, max: 50 },
  bachelor: { min: 25, max: 45 },
};
/** of a hundred offerings, by card */
const SHARES: Record<Card, number> = { add: 0, expand: 15, keep: 68, warn: 10, suspend: 5, withdraw: 2 };

export const sampleTables: QuotaTables = {
  crosswalk: {
    links: (programme) =>
      standards()
        .occupationsOf(programme)
        .filter((link) => !link.doubtful)
        .map(({ code, kind }) => ({ occupation: code, kind })),
  },
};

const wide = { up: { share: 0.2, seats: 50 }, down: { share: 0.3, seats: 50 } };

/** Limits that let a class come and go in a year: more to decide on than the default leaves. */
export const WIDE: QuotaInput["limits"] = {
  ...defaultLimits,
  change: {
    ...defaultLimits.change,
    keep: wide,
    expand: { up: { share: 0.5, seats: 100 }, down: wide.down },
    warn: { up: wide.up, down: null },
  },
  openingMost: null,
};

/** `count` offerings run now and a tenth as many that may be opened; every kind of limit is there. */
export function sampleProvince(count: number, seed: number): QuotaInput {
  const random = new Random(seed ^ 0x9a0);
  const cityOf = new Map(CITIES.map((c) => [c.name, c]));
  const offerings: QuotaOffering[] = [];
  const drawn = CARDS.flatMap((card) => Array.from({ length: SHARES[card] }, () => card));
  const openings = Math.floor(count / 11);
  for (const row of sampleOfferings(count, seed)) {
    if (row[5] !== "2026") continue;
    const level = LEVEL_OF[row[2]!]!;
    const opening = offerings.length % 11 === 10 && offerings.length / 11 < openings;
    const last = opening ? 0 : Number(row[7]);
    offerings.push({
      key: `o${String(offerings.length).padStart(5, "0")}`,
      school: row[0]!,
      programme: row[3]!,
      level,
      city: cityOf.get(row[1]!)!.code,
      duration: Math.min(4, Math.max(3, Number(row[6]))),
      last,
      card: opening ? "add" : random.pick(drawn),
      classSize: CLASS[level],
      proposal: random.chance(0.3) ? { min: 0, max: Math.round(last * 1.4) + 50 } : null,
      locked: null,
      conversion:
        (level === "secondary" ? 0.5 : level === "college" ? 0.6 : 0.63) * (0.75 + 0.4 * random.next()),
      shortage: random.chance(0.1),
    });
  }
  const sum = (list: QuotaOffering[]): number => list.reduce((total, o) => total + o.last, 0);
  const schools = [...new Set(offerings.map((o) => o.school))].map((key) => ({
    key,
    ceiling: Math.round(sum(offerings.filter((o) => o.school === key)) * (1 + 0.3 * random.next())) + 40,
    condition: random.pick(["students-per-teacher", "dormitory", "teaching-space"]),
    openings: 2,
  }));
  const scale: QuotaInput["scale"] = {};
  for (const level of LEVELS) {
    const total = sum(
      offerings.filter((o) => o.level === level && !["suspend", "withdraw"].includes(o.card)),
    );
    if (total > 0) scale[level] = Math.round(total * 1.01);
  }
  const cities = CITIES.map((c) => c.code);
  const perProgramme = new Map<string, number>();
  for (const o of offerings) perProgramme.set(o.programme, (perProgramme.get(o.programme) ?? 0) + 1);
  return {
    year: 2026,
    cities,
    offerings,
    schools,
    scale,
    cityFloors: cities.map((city) => ({
      city,
      level: null,
      least: Math.round(0.9 * sum(offerings.filter((o) => o.city === city))),
    })),
    shortageFloors: [{ level: null, least: Math.round(1.05 * sum(offerings.filter((o) => o.shortage))) }],
    programmeCaps: [...perProgramme].map(([programme, n]) => ({ programme, most: Math.ceil(0.97 * n) })),
    limits: WIDE,
    markets: [2029, 2030].map((year) => ({
      year,
      demand: sampleDemand(random, 0.42 * sum(offerings)),
      other: [],
    })),
    balance: { weights: { official: 1, post: 0.9, class: 0.5 }, moveCost: 0.2, cityCosts: {}, levels: EDUCATIONS.slice(0, 4) },
  }; // prettier-ignore
}

/** Posts by the cities' strengths, `total` persons in all. */
function sampleDemand(random: Random, total: number): DemandNode[] {
  const nodes: DemandNode[] = [];
  for (const job of SAMPLE_JOBS)
    for (const city of CITIES)
      job.education.slice(0, 4).forEach((asked, rank) => {
        const strong = city.strong[job.kind] ?? 0.4;
        const amount = job.weight * job.heads * city.size * strong * asked * (0.4 + random.next());
        if (amount > 0)
          nodes.push({ occupation: job.code, city: city.code, level: EDUCATIONS[rank]!, amount });
      });
  const sum = nodes.reduce((all, n) => all + n.amount, 0);
  return nodes.map((n) => ({ ...n, amount: Math.round((100 * n.amount * total) / sum) / 100 }));
}
