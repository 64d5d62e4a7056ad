/** The rules as this verifier reads them: its own reading of rules.json, by docs/allocation.md. */
import { scaledNumber } from "./decimals.ts";
import { VerifierFault } from "./faults.ts";

/** How a list is made: weights in ten-thousandths by column, then columns ("total" = the composed score). */
export interface ListRule {
  score: Map<string, number>;
  ties: string[];
}

/** Lowest scores: the composed one in hundred-millionths, columns in ten-thousandths. */
export interface Lines {
  minScore: number | null;
  min: [column: string, least: number][];
}

export interface QuotaRule extends Lines {
  id: string;
  /** null = no list of its own */
  score: Map<string, number> | null;
  ties: string[] | null;
  generalFirst: boolean;
  flowBack: boolean;
}

export interface Rules {
  engine: "parallel" | "matching" | "sequential";
  general: ListRule;
  range: Map<string, [number, number]>;
  /** columns that a line of this name counts together */
  sums: Map<string, string[]>;
  lastPlaceTies: "cut" | "draw" | "all";
  seed: string;
  group: boolean;
  batches: { id: string; lines: Lines; categories: Map<string, Partial<Lines>> }[];
  categories: Map<string, Partial<ListRule> & { range?: Map<string, [number, number]> }>;
  rankings: Map<string, ListRule>;
  quotas: QuotaRule[];
  maxPreferences: number | null;
  /** files for each place, in ten-thousandths */
  ratio: number;
  /** steps in hundred-millionths */
  assign: "score" | "preference" | { steps: number[] };
  missingZero: boolean;
}

type Json = Record<string, unknown>;
const ENGINES: Record<string, Rules["engine"]> = { parallel: "parallel", A: "parallel", matching: "matching", B: "matching", sequential: "sequential", C: "sequential" }; // prettier-ignore

/** @throws VerifierFault with the path of the value that is wrong */
export function readRules(json: unknown): Rules {
  const top = object(json, "");
  only(top, "", ["engine", "score", "range", "sums", "ties", "lastPlaceTies", "seed", "structure", "batches", "categories", "rankings", "quotas", "maxPreferences", "ratio", "assign", "missingScore"]); // prettier-ignore
  const engine = ENGINES[text(top.engine, "engine")] ?? wrong("engine", top.engine);
  const lastPlaceTies = choice(top.lastPlaceTies ?? "cut", "lastPlaceTies", ["cut", "draw", "all"] as const);
  const group = choice(top.structure ?? "programme", "structure", ["programme", "group"] as const) === "group"; // prettier-ignore
  if (lastPlaceTies === "draw" && (typeof top.seed !== "string" || top.seed === "")) wrong("seed", top.seed);
  const rules: Rules = {
    engine,
    general: { score: weights(top.score, "score"), ties: texts(top.ties ?? [], "ties") },
    range: ranges(top.range ?? {}, "range"),
    sums: new Map(entries(top.sums ?? {}, "sums").map(([name, own]) => [name, texts(own, `sums.${name}`)])),
    lastPlaceTies,
    seed: top.seed === undefined ? "" : text(top.seed, "seed"),
    group,
    batches: list(top.batches, "batches").map((value, i) => {
      const path = `batches[${i}]`;
      const batch = object(value, path);
      only(batch, path, ["id", "minScore", "min", "categories"]);
      const categories = entries(batch.categories ?? {}, `${path}.categories`).map(
        ([id, own]): [string, Partial<Lines>] => {
          const inner = object(own, `${path}.categories.${id}`);
          only(inner, `${path}.categories.${id}`, ["minScore", "min"]);
          const lines = linesOf(inner, `${path}.categories.${id}`);
          const given: Partial<Lines> = {};
          if (inner.minScore !== undefined) given.minScore = lines.minScore;
          if (inner.min !== undefined) given.min = lines.min;
          return [id, given];
        },
      );
      return {
        id: text(batch.id, `${path}.id`),
        lines: linesOf(batch, path),
        categories: new Map(categories),
      };
    }),
    categories: new Map(
      entries(top.categories ?? {}, "categories").map(([id, value]) => {
        const path = `categories.${id}`;
        const own = object(value, path);
        only(own, path, ["score", "ties", "range"]);
        return [
          id,
          {
            ...(own.score === undefined ? {} : { score: weights(own.score, `${path}.score`) }),
            ...(own.ties === undefined ? {} : { ties: texts(own.ties, `${path}.ties`) }),
            ...(own.range === undefined ? {} : { range: ranges(own.range, `${path}.range`) }),
          },
        ];
      }),
    ),
    rankings: new Map(
      entries(top.rankings ?? {}, "rankings").map(([id, value]) => {
        const own = object(value, `rankings.${id}`);
        only(own, `rankings.${id}`, ["score", "ties"]);
        return [id, { score: weights(own.score, `rankings.${id}.score`), ties: texts(own.ties ?? [], `rankings.${id}.ties`) }]; // prettier-ignore
      }),
    ),
    quotas: list(top.quotas ?? [], "quotas").map((value, i): QuotaRule => {
      const path = `quotas[${i}]`;
      const own = object(value, path);
      only(own, path, ["id", "score", "ties", "minScore", "min", "order", "flowBack"]);
      const order = choice(own.order ?? "reserve-first", `${path}.order`, ["reserve-first", "general-first"] as const); // prettier-ignore
      if (own.flowBack !== undefined && typeof own.flowBack !== "boolean")
        wrong(`${path}.flowBack`, own.flowBack);
      return {
        id: text(own.id, `${path}.id`),
        score: own.score === undefined ? null : weights(own.score, `${path}.score`),
        ties: own.ties === undefined ? null : texts(own.ties, `${path}.ties`),
        ...linesOf(own, path),
        generalFirst: order === "general-first",
        flowBack: own.flowBack !== false,
      };
    }),
    maxPreferences: top.maxPreferences === undefined ? null : whole(top.maxPreferences, "maxPreferences"),
    ratio: top.ratio === undefined ? 10_000 : decimal(top.ratio, "ratio"),
    assign: assignOf(top.assign ?? "score"),
    missingZero: choice(top.missingScore ?? "fault", "missingScore", ["fault", "zero"] as const) === "zero",
  };
  if (rules.batches.length === 0) wrong("batches", []);
  if (rules.ratio < 10_000 || rules.ratio > 12_000) wrong("ratio", top.ratio);
  if (rules.rankings.size > 0 && engine !== "matching") wrong("rankings", "engine");
  if (group && (rules.quotas.length > 0 || lastPlaceTies === "all" || engine === "matching")) wrong("structure", "group"); // prettier-ignore
  const columns = columnsOf(rules);
  for (const [name, parts] of rules.sums) {
    if (name === "" || name === "total" || columns.includes(name)) wrong(`sums.${name}`, name);
    if (parts.length < 2 || new Set(parts).size < parts.length) wrong(`sums.${name}`, parts);
    for (const part of parts) if (part === "" || part === "total" || rules.sums.has(part)) wrong(`sums.${name}`, part); // prettier-ignore
  }
  if (rules.quotas.length > 30) wrong("quotas", rules.quotas.length);
  twice(rules.quotas.map((q) => q.id), "quotas"); // prettier-ignore
  twice(rules.batches.map((b) => b.id), "batches"); // prettier-ignore
  return rules;
}

/** Columns of scores that the rules name, in the order of their first mention. */
export function columnsOf(rules: Rules): string[] {
  const found = new Set<string>();
  const ofList = (score?: Map<string, number> | null, ties?: string[] | null) => {
    for (const column of score?.keys() ?? []) found.add(column);
    for (const column of ties ?? []) if (column !== "total") found.add(column);
  };
  const ofMin = (min?: Lines["min"]) => min?.forEach(([name]) => countedBy(rules, name).forEach((column) => found.add(column))); // prettier-ignore
  ofList(rules.general.score, rules.general.ties);
  for (const own of rules.categories.values()) {
    ofList(own.score, own.ties);
    for (const column of own.range?.keys() ?? []) found.add(column);
  }
  for (const own of rules.rankings.values()) ofList(own.score, own.ties);
  for (const quota of rules.quotas) {
    ofList(quota.score, quota.ties);
    ofMin(quota.min);
  }
  for (const batch of rules.batches) {
    ofMin(batch.lines.min);
    for (const own of batch.categories.values()) ofMin(own.min);
  }
  for (const column of rules.range.keys()) found.add(column);
  return [...found];
}

/** The columns that a line of this name counts. */
export const countedBy = ({ sums }: Rules, name: string): string[] => sums.get(name) ?? [name];

/** The lines of a batch for a category. */
export function linesFor(rules: Rules, batch: number, category: string): Lines {
  const { lines, categories } = rules.batches[batch]!;
  return { ...lines, ...categories.get(category) };
}

function linesOf(own: Json, path: string): Lines {
  return {
    minScore: own.minScore === undefined ? null : decimal(own.minScore, `${path}.minScore`) * 10_000,
    min: entries(own.min ?? {}, `${path}.min`).map(([column, least]) => [
      column,
      decimal(least, `${path}.min.${column}`),
    ]),
  };
}

function assignOf(value: unknown): Rules["assign"] {
  if (value === "score" || value === "preference") return value;
  const own = object(value, "assign");
  only(own, "assign", ["steps"]);
  const steps = list(own.steps, "assign.steps").map((s, i) => decimal(s, `assign.steps[${i}]`) * 10_000);
  if (steps.length === 0) wrong("assign.steps", []);
  return { steps };
}

function weights(value: unknown, path: string): Map<string, number> {
  const found = new Map(entries(value, path).map(([column, w]) => [column, decimal(w, `${path}.${column}`)]));
  if (found.size === 0) wrong(path, {});
  return found;
}

const ranges = (value: unknown, path: string) =>
  new Map(
    entries(value, path).map(([column, pair]): [string, [number, number]] => {
      const [low, high] = list(pair, `${path}.${column}`);
      return [column, [decimal(low, `${path}.${column}[0]`), decimal(high, `${path}.${column}[1]`)]];
    }),
  );

function decimal(value: unknown, path: string): number {
  const scaled = scaledNumber(value);
  return Number.isNaN(scaled) ? wrong(path, value) : scaled;
}
function whole(value: unknown, path: string): number {
  return typeof value === "number" && Number.isInteger(value) && value > 0 ? value : wrong(path, value);
}
function text(value: unknown, path: string): string {
  return typeof value === "string" ? value : wrong(path, value);
}
function list(value: unknown, path: string): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : wrong(path, value);
}
const texts = (value: unknown, path: string) => list(value, path).map((v, i) => text(v, `${path}[${i}]`));
function object(value: unknown, path: string): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Json)
    : wrong(path, value);
}
const entries = (value: unknown, path: string) => Object.entries(object(value, path));
function choice<T extends string>(value: unknown, path: string, among: readonly T[]): T {
  return among.find((one) => one === value) ?? wrong(path, value);
}
function only(own: Json, path: string, keys: string[]): void {
  for (const key of Object.keys(own)) if (!keys.includes(key)) wrong(path ? `${path}.${key}` : key, own[key]);
}
function twice(ids: string[], path: string): void {
  ids.forEach((id, i) => ids.indexOf(id) < i && wrong(`${path}[${i}]`, id));
}
function wrong(path: string, value: unknown): never {
  throw new VerifierFault("rules.json", {
    zh: `rules.json：${path || "（顶层）"} 有误：${JSON.stringify(value)}`,
    en: `rules.json: ${path || "(top)"} is at fault: ${JSON.stringify(value)}`,
  });
}
