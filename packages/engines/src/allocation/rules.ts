/** Checks rules.json and fills in its defaults. Every fault names its path. */
import { scoreColumns } from "./columns.ts";
import { decimalOf } from "./decimals.ts";
import { ENGINES, type AllocationRules, type RuleFault } from "./types.ts";

type Json = Record<string, unknown>;
type Check = (value: unknown, path: string) => void;

const LETTERS: Record<string, AllocationRules["engine"]> = { A: "parallel", B: "matching", C: "sequential" };
const MOST_QUOTAS = 30;

/**
 * Reads what rules.json holds.
 * @returns the rules with their defaults, or every fault in the order of the text
 */
export function checkRules(
  value: unknown,
): { rules: AllocationRules; faults: [] } | { rules: null; faults: RuleFault[] } {
  const faults: RuleFault[] = [];
  const fault = (path: string, zh: string, en: string): void =>
    void faults.push({ path, message: { zh, en } });
  const isObject = (v: unknown): v is Json => typeof v === "object" && v !== null && !Array.isArray(v);

  const object =
    (keys: Record<string, Check>, required: readonly string[] = []): Check =>
    (v, path) => {
      if (!isObject(v)) return fault(path, "应为对象", "must be an object");
      const at = (key: string): string => (path === "" ? key : `${path}.${key}`);
      for (const key of required) if (v[key] === undefined) fault(at(key), "必须填写", "is required");
      for (const [key, inner] of Object.entries(v)) {
        if (!Object.hasOwn(keys, key))
          fault(
            at(key),
            `没有这一项，应为 ${Object.keys(keys).join("、")}`,
            `unknown key, must be one of ${Object.keys(keys).join(", ")}`,
          );
        else if (inner !== undefined) keys[key]!(inner, at(key));
      }
    };
  const mapOf =
    (check: Check): Check =>
    (v, path) => {
      if (!isObject(v)) return fault(path, "应为对象", "must be an object");
      for (const [key, inner] of Object.entries(v)) {
        if (key === "") fault(path, "名称不能为空", "a name must not be empty");
        check(inner, `${path}.${key}`);
      }
    };
  const listOf =
    (check: Check): Check =>
    (v, path) => {
      if (!Array.isArray(v)) return fault(path, "应为数组", "must be a list");
      v.forEach((inner, i) => check(inner, `${path}[${i}]`));
    };
  const oneOf =
    (...values: readonly string[]): Check =>
    (v, path) => {
      if (typeof v === "string" && values.includes(v)) return;
      fault(
        path,
        `不能是 ${JSON.stringify(v)}，应为 ${values.join("、")} 之一`,
        `cannot be ${JSON.stringify(v)}, must be one of ${values.join(", ")}`,
      );
    };
  const text: Check = (v, path) => {
    if (typeof v !== "string" || v === "") fault(path, "应为非空文字", "must be a text that is not empty");
  };
  const boolean: Check = (v, path) => {
    if (typeof v !== "boolean") fault(path, "应为 true 或 false", "must be true or false");
  };
  const decimal: Check = (v, path) => {
    if (typeof v !== "number" || Number.isNaN(decimalOf(v)))
      fault(
        path,
        `${JSON.stringify(v)} 不是不小于 0、至多 4 位小数的数`,
        `${JSON.stringify(v)} is not a number of 0 or more with up to 4 decimals`,
      );
  };
  const weights: Check = (v, path) => {
    mapOf(decimal)(v, path);
    if (isObject(v) && Object.keys(v).length === 0)
      fault(path, "至少一个成绩列", "needs at least one column");
    if (isObject(v) && "total" in v)
      fault(`${path}.total`, "“total” 是合成总分的名称", "“total” is the name of the composed score");
  };
  const ties: Check = (v, path) => {
    listOf(text)(v, path);
    if (Array.isArray(v) && new Set(v).size < v.length) fault(path, "有重复", "names one twice");
  };
  const range: Check = mapOf((v, path) => {
    if (!Array.isArray(v) || v.length !== 2)
      return fault(path, "应为 [最低, 最高]", "must be [lowest, highest]");
    decimal(v[0], `${path}[0]`);
    decimal(v[1], `${path}[1]`);
    if ((v[0] as number) > (v[1] as number)) fault(path, "最低大于最高", "lowest is above highest");
  });
  const lines = { minScore: decimal, min: mapOf(decimal) };
  const steps: Check = (v, path) => {
    listOf(decimal)(v, path);
    if (Array.isArray(v) && v.length === 0) fault(path, "至少一级", "needs at least one step");
  };

  object(
    {
      engine: oneOf(...ENGINES, ...Object.keys(LETTERS)),
      score: weights,
      range,
      sums: mapOf((v, path) => {
        ties(v, path);
        if (Array.isArray(v) && v.length < 2) fault(path, "至少两个成绩列", "needs at least two columns");
      }),
      ties,
      lastPlaceTies: oneOf("cut", "draw", "all"),
      seed: text,
      structure: oneOf("programme", "group"),
      batches: listOf(object({ id: text, ...lines, categories: mapOf(object(lines)) }, ["id"])),
      categories: mapOf(object({ score: weights, ties, range })),
      rankings: mapOf(object({ score: weights, ties }, ["score"])),
      quotas: listOf(
        object(
          { id: text, score: weights, ties, ...lines, order: oneOf("reserve-first", "general-first"), flowBack: boolean },
          ["id"],
        ),
      ),
      maxPreferences: (v, path) => {
        if (!Number.isInteger(v) || (v as number) < 1)
          fault(path, "应为不小于 1 的整数", "must be a whole number of 1 or more");
      },
      ratio: (v, path) => {
        decimal(v, path);
        if (typeof v === "number" && (v < 1 || v > 1.2))
          fault(path, "应在 1 与 1.2 之间", "must be between 1 and 1.2");
      },
      assign: (v, path) =>
        isObject(v) ? object({ steps }, ["steps"])(v, path) : oneOf("score", "preference")(v, path),
      missingScore: oneOf("fault", "zero"),
    },
    ["engine", "score", "batches"],
  )(value, ""); // prettier-ignore
  if (faults.length > 0) return { rules: null, faults };

  const rules = withDefaults(value as Json);
  const grouped = rules.structure === "group";
  const columns = new Set(scoreColumns(rules));
  for (const [name, parts] of Object.entries(rules.sums)) {
    if (name === "total" || columns.has(name))
      fault(`sums.${name}`, "与成绩列或“total”同名", "is the name of a column or of the total");
    for (const [i, part] of parts.entries())
      if (part === "total" || Object.hasOwn(rules.sums, part))
        fault(`sums.${name}[${i}]`, "应为成绩列", "must be a score column");
  }
  if (rules.batches.length === 0) fault("batches", "至少一个批次", "needs at least one batch");
  const twice = (path: string, ids: readonly string[]): void => {
    for (const [i, id] of ids.entries())
      if (ids.indexOf(id) < i) fault(`${path}[${i}].id`, `“${id}” 重复`, `“${id}” occurs twice`);
  };
  twice("batches", rules.batches.map(({ id }) => id)); // prettier-ignore
  twice("quotas", rules.quotas.map(({ id }) => id)); // prettier-ignore
  if (rules.quotas.length > MOST_QUOTAS)
    fault("quotas", `至多 ${MOST_QUOTAS} 个专项`, `at most ${MOST_QUOTAS} quotas`);
  if (rules.lastPlaceTies === "draw" && rules.seed === null)
    fault("seed", "抽签（draw）须事先公布种子", "draw needs a seed that was published beforehand");
  if (rules.engine !== "matching" && Object.keys(rules.rankings).length > 0)
    fault("rankings", "只有 engine 为 matching 时才能使用", "only engine matching has rankings");
  const onlyGroup = (key: "ratio" | "assign"): void => {
    if (!grouped && (value as Json)[key] !== undefined)
      fault(key, "只用于 structure 为 group 时", "only used with structure group");
  };
  onlyGroup("ratio");
  onlyGroup("assign");
  if (grouped && rules.engine === "matching")
    fault("engine", "院校专业组不能用 matching", "matching is not used with group");
  if (grouped && rules.lastPlaceTies === "all")
    fault("lastPlaceTies", "院校专业组不能用 all", "all is not used with group");
  if (grouped && rules.quotas.length > 0)
    fault("quotas", "院校专业组不设专项", "quotas are not used with group");
  return faults.length > 0 ? { rules: null, faults } : { rules, faults: [] };
}

function withDefaults(value: Json): AllocationRules {
  const given = value as Partial<AllocationRules> &
    Pick<AllocationRules, "score" | "batches"> & { engine: string };
  return {
    ...given,
    engine: LETTERS[given.engine] ?? (given.engine as AllocationRules["engine"]),
    ties: given.ties ?? [],
    range: given.range ?? {},
    sums: given.sums ?? {},
    lastPlaceTies: given.lastPlaceTies ?? "cut",
    seed: given.seed ?? null,
    structure: given.structure ?? "programme",
    categories: given.categories ?? {},
    rankings: Object.fromEntries(
      Object.entries(given.rankings ?? {}).map(([id, r]) => [id, { score: r.score, ties: r.ties ?? [] }]),
    ),
    quotas: (given.quotas ?? []).map((quota) => ({
      ...quota,
      order: quota.order ?? "reserve-first",
      flowBack: quota.flowBack ?? true,
    })),
    maxPreferences: given.maxPreferences ?? null,
    ratio: given.ratio ?? 1,
    assign: given.assign ?? "score",
    missingScore: given.missingScore ?? "fault",
  };
}
