/** Checks rules.json of a placement and fills in its defaults. Every fault names its path. */
import type { FurtherCap, PlacementRuleFault, PlacementRules } from "./types.ts";

type Json = Record<string, unknown>;

const KEYS = ["enterpriseShare", "postShare", "payShare", "minAge", "minYear", "running", "parks", "caps", "seed"]; // prettier-ignore
const CAP_KEYS = ["id", "max", "posts", "enterprises", "parks"];
const MOST = 1_000_000_000;
const isObject = (v: unknown): v is Json => typeof v === "object" && v !== null && !Array.isArray(v);

/**
 * Reads what rules.json holds.
 * @returns the rules with their defaults, or every fault
 */
export function checkPlacementRules(
  value: unknown,
): { rules: PlacementRules; faults: [] } | { rules: null; faults: PlacementRuleFault[] } {
  const faults: PlacementRuleFault[] = [];
  const fault = (path: string, zh: string, en: string): void => void faults.push({ path, message: { zh, en } });
  const known = (json: Json, keys: readonly string[], at: string): void => {
    for (const key of Object.keys(json))
      if (!keys.includes(key)) fault(at + key, `没有这一项，应为 ${keys.join("、")}`, `unknown key, must be one of ${keys.join(", ")}`);
  };
  const share = (json: Json, key: string, usual: number): number => {
    const given = json[key] ?? usual;
    const parts = typeof given === "number" ? Math.round(given * 10_000) : NaN;
    if (Math.abs(parts / 10_000 - (given as number)) < 1e-12 && parts >= 0 && parts <= 10_000) return parts;
    fault(key, "应为 0 至 1、至多 4 位小数的数", "must be a number from 0 to 1 with up to 4 decimals");
    return 0;
  };
  const whole = (given: unknown, path: string): number => {
    if (Number.isInteger(given) && (given as number) >= 0 && (given as number) <= MOST) return given as number;
    fault(path, "应为不小于 0 的整数", "must be a whole number of 0 or more");
    return 0;
  };
  const numbers = (given: unknown, path: string): Map<string, number> => {
    if (given === undefined) return new Map();
    if (isObject(given)) return new Map(Object.entries(given).map(([id, n]) => [id, whole(n, `${path}.${id}`)]));
    fault(path, "应为对象", "must be an object");
    return new Map();
  };
  const names = (given: unknown, path: string): string[] => {
    if (given === undefined) return [];
    if (Array.isArray(given) && given.every((id) => typeof id === "string" && id !== "")) return [...new Set(given as string[])];
    fault(path, "应为编号的列表", "must be a list of ids");
    return [];
  };
  const cap = (given: unknown, path: string): FurtherCap => {
    if (!isObject(given)) {
      fault(path, "应为对象", "must be an object");
      return { id: "", max: 0, posts: [], enterprises: [], parks: [] };
    }
    known(given, CAP_KEYS, `${path}.`);
    const { id } = given;
    if (typeof id !== "string" || id === "") fault(`${path}.id`, "应为非空文字", "must be a text that is not empty");
    return {
      id: String(id),
      max: whole(given["max"], `${path}.max`),
      posts: names(given["posts"], `${path}.posts`),
      enterprises: names(given["enterprises"], `${path}.enterprises`),
      parks: names(given["parks"], `${path}.parks`),
    };
  }; // prettier-ignore

  if (!isObject(value)) {
    fault("", "应为对象", "must be an object");
    return { rules: null, faults };
  }
  known(value, KEYS, "");
  const caps = value["caps"] ?? [];
  if (!Array.isArray(caps)) fault("caps", "应为列表", "must be a list");
  const rules: PlacementRules = {
    enterpriseShare: share(value, "enterpriseShare", 0.1),
    postShare: share(value, "postShare", 0.2),
    payShare: share(value, "payShare", 0.8),
    minAge: whole(value["minAge"] ?? 16, "minAge"),
    minYear: whole(value["minYear"] ?? 2, "minYear"),
    running: numbers(value["running"], "running"),
    parks: numbers(value["parks"], "parks"),
    caps: Array.isArray(caps) ? caps.map((one, i) => cap(one, `caps.${i}`)) : [],
    seed: typeof value["seed"] === "string" ? value["seed"] : null,
  };
  for (const [i, { id }] of rules.caps.entries())
    if (rules.caps.findIndex((one) => one.id === id) < i) fault(`caps.${i}.id`, "编号重复", "this id occurs twice");
  if (value["seed"] !== undefined && rules.seed === null) fault("seed", "应为文字", "must be a text");
  return faults.length > 0 ? { rules: null, faults } : { rules, faults: [] };
} // prettier-ignore
