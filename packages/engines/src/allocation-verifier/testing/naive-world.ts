/** What a season is in the plainest words: its rules, rows, lists and what is left, for the plain allocator. */
import { createHash } from "node:crypto";

export interface Lines {
  minScore?: number;
  min?: Record<string, number>;
}
export interface NaiveQuota extends Lines {
  id: string;
  score?: Record<string, number>;
  ties?: string[];
  order?: "reserve-first" | "general-first";
  flowBack?: boolean;
}
export interface NaiveRules {
  engine: "parallel" | "matching" | "sequential";
  score: Record<string, number>;
  sums?: Record<string, string[]>;
  ties?: string[];
  lastPlaceTies?: "cut" | "draw" | "all";
  seed?: string;
  structure?: "programme" | "group";
  batches: (Lines & { id: string; categories?: Record<string, Lines> })[];
  categories?: Record<string, { score?: Record<string, number>; ties?: string[] }>;
  rankings?: Record<string, { score: Record<string, number>; ties: string[] }>;
  quotas?: NaiveQuota[];
  ratio?: number;
  assign?: "score" | "preference" | { steps: number[] };
}
export interface PlanRow {
  unit: string;
  category: string;
  batch: string;
  capacity: number;
  school: string;
  least: string;
  quota: string;
  ranking: string;
}
export interface CandidateRow {
  id: string;
  category: string;
  scores: Record<string, string>;
  quotas: string[];
}
export interface PreferenceRow {
  id: string;
  batch: string;
  round: number;
  no: number;
  unit: string;
  consent: boolean;
}
export interface Instance {
  rules: NaiveRules;
  plans: PlanRow[];
  candidates: CandidateRow[];
  preferences: PreferenceRow[];
}

export interface Admission {
  unit: string;
  /** "" = general */
  quota: string;
  no: number;
  batch: string;
  round: number;
  by: "choice" | "consent";
}
export interface Told extends PreferenceRow {
  outcome: string;
  /** further fields of the reason */
  more?: Record<string, unknown>;
}

export const TEN_THOUSAND = 10_000n;

/** "1.25" → 12,500 */
export function scaled(text: string | number): bigint {
  const [whole, rest = ""] = String(text).split(".");
  return BigInt(whole + rest.padEnd(4, "0"));
}
/** hundred-millionths → shortest decimal */
export function plain(value: bigint): string {
  const text = value.toString().padStart(9, "0");
  return `${text.slice(0, -8)}.${text.slice(-8)}`.replace(/\.?0+$/, "");
}

/** The world of an instance: who ranks where, who may sit where. */
export class World {
  readonly rules: NaiveRules;
  readonly people: Map<string, CandidateRow>;
  readonly plans: PlanRow[];
  /** places left by unit and quota */
  readonly left = new Map<string, number>();
  readonly admitted = new Map<string, Admission>();
  readonly told = new Map<string, Told[]>();

  constructor(readonly instance: Instance) {
    this.rules = instance.rules;
    this.plans = instance.plans;
    this.people = new Map(instance.candidates.map((c) => [c.id, c]));
    for (const unit of this.unitIds()) this.left.set(`${unit}|`, 0);
    for (const plan of instance.plans) this.left.set(`${plan.unit}|${plan.quota}`, plan.capacity);
  }

  unitIds(): string[] {
    return [...new Set(this.plans.map((p) => p.unit))].sort(byBytes);
  }
  plan(unit: string): PlanRow {
    return this.plans.find((p) => p.unit === unit)!;
  }
  reserves(unit: string): NaiveQuota[] {
    return (this.rules.quotas ?? []).filter((q) =>
      this.plans.some((p) => p.unit === unit && p.quota === q.id),
    );
  }
  own(category: string) {
    const own = this.rules.categories?.[category];
    return { score: own?.score ?? this.rules.score, ties: own?.ties ?? this.rules.ties ?? [] };
  }
  composed(c: CandidateRow, weights = this.own(c.category).score): bigint {
    return Object.entries(weights).reduce((sum, [k, w]) => sum + scaled(w) * scaled(c.scores[k]!), 0n);
  }
  lot = (id: string) => createHash("sha256").update(`${this.rules.seed}|${id}`).digest("hex");

  /** the final order of equals: 0 only under `all` */
  equals(a: CandidateRow, b: CandidateRow): number {
    if (a.id === b.id || this.rules.lastPlaceTies === "all") return 0;
    if (this.rules.lastPlaceTies === "draw") return this.lot(a.id) < this.lot(b.id) ? -1 : 1;
    return byBytes(a.id, b.id);
  }
  byTies(a: CandidateRow, b: CandidateRow, list: { score: Record<string, number>; ties: string[] }): number {
    for (const tie of list.ties) {
      const of = (c: CandidateRow) =>
        tie === "total" ? this.composed(c, list.score) : scaled(c.scores[tie]!);
      if (of(a) !== of(b)) return of(a) > of(b) ? -1 : 1;
    }
    return this.equals(a, b);
  }
  compare(a: CandidateRow, b: CandidateRow, list: { score: Record<string, number>; ties: string[] }): number {
    const [x, y] = [this.composed(a, list.score), this.composed(b, list.score)];
    return x !== y ? (x > y ? -1 : 1) : this.byTies(a, b, list);
  }
  /** rank and score in a pool's list; `other` = not as a holder */
  standing(c: CandidateRow, unit: string, quota: string, other: boolean): { rank: number; score: string } {
    const plan = this.plan(unit);
    const rule = this.rules.quotas?.find((q) => q.id === quota);
    const own = this.own(c.category);
    let list = plan.ranking ? this.rules.rankings![plan.ranking]! : own;
    let among = (d: CandidateRow) => d.category === c.category;
    if (rule && !other && (rule.score || rule.ties)) {
      list = { score: rule.score ?? own.score, ties: rule.ties ?? own.ties };
      among = (d) => d.category === c.category && d.quotas.includes(quota);
    }
    const before = this.instance.candidates.filter((d) => among(d) && this.compare(d, c, list) < 0);
    return { rank: before.length + 1, score: plain(this.composed(c, list.score)) };
  }

  batchLines(batch: string, category: string): Lines {
    const rule = this.rules.batches.find((b) => b.id === batch)!;
    return { minScore: rule.minScore, min: rule.min, ...rule.categories?.[category] };
  }
  /** the first line missed for a kind of seat, or null */
  missed(c: CandidateRow, unit: string, quota: string): Record<string, string> | null {
    const plan = this.plan(unit);
    const rule = this.rules.quotas?.find((q) => q.id === quota);
    const own = rule && (rule.minScore !== undefined || rule.min !== undefined) ? rule : null;
    const lines = own ?? this.batchLines(plan.batch, c.category);
    const total = own ? this.composed(c, rule!.score) : this.composed(c);
    if (lines.minScore !== undefined && total < scaled(lines.minScore) * TEN_THOUSAND)
      return { line: own ? "quota" : "batch", needed: String(lines.minScore), had: plain(total) };
    for (const [name, least] of Object.entries(lines.min ?? {})) {
      const parts = this.rules.sums?.[name] ?? [name];
      const had = parts.map((column) => scaled(c.scores[column]!)).reduce((a, b) => a + b);
      if (had < scaled(least)) return { line: name, needed: String(least), had: plain(had * TEN_THOUSAND) };
    }
    if (
      rule?.minScore === undefined &&
      plan.least !== "" &&
      this.composed(c) < scaled(plan.least) * TEN_THOUSAND
    )
      return { line: "unit", needed: plain(scaled(plan.least) * TEN_THOUSAND), had: plain(this.composed(c)) };
    return null;
  }
  /** pools of a unit for a candidate, in his order */
  pools(c: CandidateRow, unit: string): { quota: string; other: boolean }[] {
    const may = (q: NaiveQuota) => c.quotas.includes(q.id) && this.missed(c, unit, q.id) === null;
    const general = this.missed(c, unit, "") === null;
    const held = this.reserves(unit).filter(may);
    return [
      ...held.filter((q) => q.order !== "general-first").map((q) => ({ quota: q.id, other: false })),
      ...(general ? [{ quota: "", other: false }] : []),
      ...held.filter((q) => q.order === "general-first").map((q) => ({ quota: q.id, other: false })),
      ...this.reserves(unit).filter((q) => general && q.flowBack !== false && !may(q)).map((q) => ({ quota: q.id, other: true })), // prettier-ignore
    ];
  }
  placesIn(unit: string): number {
    return ["", ...this.reserves(unit).map((q) => q.id)].reduce((n, q) => n + this.left.get(`${unit}|${q}`)!, 0); // prettier-ignore
  }

  /** why the preference is void, or null */
  voidReason(c: CandidateRow, p: PreferenceRow, earlier: PreferenceRow[]): Record<string, unknown> | null {
    const plan = this.plan(p.unit);
    if (plan.category !== c.category) return { outcome: "category" };
    if (plan.batch !== p.batch) return { outcome: "batch" };
    if (earlier.some((e) => e.unit === p.unit) || this.groupNamed(p, earlier)) return { outcome: "repeated" };
    if (this.pools(c, p.unit).length === 0) {
      const kinds = this.reserves(p.unit).filter((q) => c.quotas.includes(q.id));
      const first = kinds.find((q) => q.order !== "general-first")?.id ?? "";
      return { outcome: "line", ...this.missed(c, p.unit, first) };
    }
    if (p.round > 1 && this.placesIn(p.unit) === 0) return { outcome: "no-vacancy" };
    return null;
  }
  groupOf(unit: string): string {
    const { school, batch, category } = this.plan(unit);
    return `${school}|${batch}|${category}`;
  }
  /** `group`: was the group named before, with another in between? */
  groupNamed(p: PreferenceRow, earlier: PreferenceRow[]): boolean {
    if (this.rules.structure !== "group") return false;
    const groups = earlier.map((e) => this.groupOf(e.unit));
    const own = this.groupOf(p.unit);
    while (groups.at(-1) === own) groups.pop();
    return groups.includes(own);
  }
}

export function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

export const prefsOf = (world: World, id: string, batch: string, round: number): PreferenceRow[] =>
  world.instance.preferences
    .filter((p) => p.id === id && p.batch === batch && p.round === round)
    .sort((a, b) => a.no - b.no);

/** last_rank and last_score of a pool among those that a round admitted (every round where none is given) */
export function lastOf(world: World, unit: string, quota: string, batch?: string, round?: number) {
  let last: { rank: number; score: string; order: number } | null = null;
  for (const [id, a] of world.admitted) {
    if (a.unit !== unit || a.quota !== quota) continue;
    if (round !== undefined && (a.batch !== batch || a.round !== round)) continue;
    const c = world.people.get(id)!;
    const other = !world.pools(c, unit).some((p) => p.quota === quota && !p.other);
    const standing = world.standing(c, unit, quota, other);
    const order = standing.rank + (other ? 1_000_000 : 0);
    if (!last || order > last.order) last = { ...standing, order };
  }
  return { last_rank: last?.rank ?? null, last_score: last?.score ?? null };
}

export function fullFigures(world: World, c: CandidateRow, unit: string, batch: string, round: number) {
  const held = world.reserves(unit).filter((q) => c.quotas.includes(q.id));
  return {
    ...lastOf(world, unit, "", batch, round),
    ...(held.length > 0 ? { quotas: held.map((q) => ({ quota: q.id, ...lastOf(world, unit, q.id, batch, round) })) } : {}), // prettier-ignore
  };
}
