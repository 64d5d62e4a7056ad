/** Checks a rule set that came from outside. Each fault names its place. */
import { findIndicator, INDICATORS, CONDITION_ITEMS } from "../indicators/index.ts";
import { LEVELS, SCHOOL_TYPES } from "../types/index.ts";
import { DECISIONS, type RuleSet, type RuleSetFault } from "./types.ts";

const TRUSTS = ["A", "B", "C", "mem-high", "mem-medium", "mem-low", "design"];
const OPERATORS = ["<", "<=", ">", ">=", "=="];
const WITHIN = ["all", "level", "programme-class", "programme"];
const DEEPEST = 8;

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A rule set that breaks its own form. */
export class RuleSetInvalid extends Error {
  override readonly name = "RuleSetInvalid";
  readonly faults: readonly RuleSetFault[];

  constructor(faults: readonly RuleSetFault[]) {
    super(faults.map(({ path, message }) => `${path}: ${message.zh}`).join("\n"));
    this.faults = faults;
  }
}

/** @throws RuleSetInvalid */
export function assertRuleSet(value: unknown): asserts value is RuleSet {
  const faults = checkRuleSet(value);
  if (faults.length > 0) throw new RuleSetInvalid(faults);
}

/** Every fault of a rule set, in the order of the text; none = it can be run. */
export function checkRuleSet(value: unknown): RuleSetFault[] {
  const check = new Check();
  check.ruleSet(value);
  return check.faults;
}

class Check {
  readonly faults: RuleSetFault[] = [];

  fault(path: string, zh: string, en: string): void {
    this.faults.push({ path, message: { zh, en } });
  }

  object(value: unknown, path: string): value is Json {
    if (isObject(value)) return true;
    this.fault(path, "应为对象", "must be an object");
    return false;
  }

  text(value: unknown, path: string): void {
    if (typeof value !== "string" || value.trim() === "") this.fault(path, "不能为空", "must not be empty");
  }

  words(value: unknown, path: string): void {
    if (!this.object(value, path)) return;
    this.text(value["zh"], `${path}.zh`);
    this.text(value["en"], `${path}.en`);
  }

  number(value: unknown, path: string, least: number, most: number, whole = false): void {
    if (typeof value !== "number" || !Number.isFinite(value))
      this.fault(path, "应为数值", "must be a number");
    else if (whole && !Number.isInteger(value)) this.fault(path, "应为整数", "must be a whole number");
    else if (value < least || value > most)
      this.fault(path, `应在 ${least} 与 ${most} 之间`, `must be between ${least} and ${most}`);
  }

  oneOf(value: unknown, list: readonly string[], path: string): void {
    if (typeof value === "string" && list.includes(value)) return;
    const near = nearest(String(value), list);
    this.fault(
      path,
      `没有 “${String(value)}”${near ? `，是否为 “${near}”？` : `，应为 ${list.join("、")} 之一`}`,
      `unknown “${String(value)}”${near ? `, did you mean “${near}”?` : `, must be one of ${list.join(", ")}`}`,
    );
  }

  keys(value: Json, allowed: readonly string[], path: string): void {
    for (const key of Object.keys(value))
      if (!allowed.includes(key)) this.oneOf(key, allowed, `${path}.${key}`);
  }

  basis(value: unknown, path: string): void {
    if (!this.object(value, path)) return;
    this.text(value["article"], `${path}.article`);
    this.text(value["source"], `${path}.source`);
    this.oneOf(value["trust"], TRUSTS, `${path}.trust`);
  }

  ruleSet(value: unknown): void {
    if (!this.object(value, "rules")) return;
    for (const key of ["key", "version", "jurisdiction", "source"]) this.text(value[key], key);
    this.words(value["name"], "name");
    this.date(value["validFrom"], "validFrom");
    if (value["validTo"] !== null) this.date(value["validTo"], "validTo");
    this.oneOf(value["trust"], TRUSTS, "trust");
    if (typeof value["demo"] !== "boolean") this.fault("demo", "应为 true 或 false", "must be true or false");
    this.number(value["maxAge"], "maxAge", 0, 5, true);
    this.lines(value["limit"], "limit");
    this.lines(value["qualified"], "qualified");
    this.equivalents(value["equivalents"]);
    this.memory(value["cards"]);
    this.missing(value["missing"]);
    if (!Array.isArray(value["rules"])) return this.fault("rules", "应为列表", "must be a list");
    const ids = new Set<unknown>();
    value["rules"].forEach((rule: unknown, i) => {
      this.rule(rule, `rules[${i}]`, value["demo"] === true);
      if (!isObject(rule)) return;
      if (ids.has(rule["id"]))
        this.fault(
          `rules[${i}].id`,
          `“${String(rule["id"])}” 重复`,
          `“${String(rule["id"])}” is there twice`,
        );
      ids.add(rule["id"]);
    });
  }

  date(value: unknown, path: string): void {
    const good =
      typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) && !Number.isNaN(Date.parse(value));
    if (!good) this.fault(path, "应为日期，如 2024-01-01", "must be a date such as 2024-01-01");
  }

  lines(value: unknown, path: string): void {
    if (!this.object(value, path)) return;
    this.words(value["name"], `${path}.name`);
    this.basis(value["basis"], `${path}.basis`);
    if (!this.object(value["lines"], `${path}.lines`)) return;
    for (const [type, items] of Object.entries(value["lines"])) {
      this.oneOf(type, SCHOOL_TYPES, `${path}.lines.${type}`);
      if (!this.object(items, `${path}.lines.${type}`)) continue;
      for (const [item, figure] of Object.entries(items)) {
        const at = `${path}.lines.${type}.${item}`;
        this.oneOf(item, CONDITION_ITEMS, at);
        if (!this.object(figure, at)) continue;
        this.number(figure["value"], `${at}.value`, 0, 1e12);
        this.oneOf(figure["trust"], TRUSTS, `${at}.trust`);
      }
    }
  }

  equivalents(value: unknown): void {
    if (!this.object(value, "equivalents")) return;
    for (const key of [
      "masters",
      "doctors",
      "international",
      "preparatory",
      "trainees",
      "adultFull",
      "evening",
      "correspondence",
      "outside",
      "outsideShare",
      "equipmentTotal",
      "equipmentNew",
      "bookStudents",
      "booksNew",
    ])
      // prettier-ignore
      this.number(value[key], `equivalents.${key}`, 0, 1e12);
  }

  memory(value: unknown): void {
    if (value === null) return;
    if (!this.object(value, "cards")) return;
    for (const key of ["warnYears", "suspendYears", "cleanYears"])
      if (value[key] !== null) this.number(value[key], `cards.${key}`, 1, 20, true);
    this.basis(value["basis"], "cards.basis");
  }

  missing(value: unknown): void {
    if (value === null) return;
    if (!this.object(value, "missing")) return;
    for (const key of ["cityShortage", "regionShortage"]) this.number(value[key], `missing.${key}`, 0, 1e9);
    this.number(value["minWeight"], "missing.minWeight", 0, 1);
    for (const key of ["perCity", "region", "schools"])
      this.number(value[key], `missing.${key}`, 0, 1000, true);
    this.basis(value["basis"], "missing.basis");
  }

  rule(rule: unknown, path: string, demo: boolean): void {
    if (!this.object(rule, path)) return;
    this.keys(rule, ["id", "name", "kind", "when", "scope", "action", "basis", "note"], path);
    this.text(rule["id"], `${path}.id`);
    this.words(rule["name"], `${path}.name`);
    this.oneOf(rule["kind"], ["block", "warn", "target"], `${path}.kind`);
    this.condition(rule["when"], `${path}.when`, 0);
    if (rule["scope"] !== undefined) this.scope(rule["scope"], `${path}.scope`);
    if (this.object(rule["action"], `${path}.action`))
      this.action(rule["action"], rule["kind"], `${path}.action`);
    this.basis(rule["basis"], `${path}.basis`);
    if (isObject(rule["basis"]) && rule["basis"]["trust"] === "mem-low" && !demo)
      this.fault(`${path}.basis.trust`, "凭模糊记忆的数值只能放在演示规则中", "figures from weak memory belong in a demonstration set only"); // prettier-ignore
  }

  action(action: Json, kind: unknown, path: string): void {
    this.keys(action, ["decision", "alternatives", "forbids"], path);
    const decisions = DECISIONS.filter((decision) => decision !== "add");
    if (action["decision"] !== undefined) this.oneOf(action["decision"], decisions, `${path}.decision`);
    this.list(action["alternatives"], DECISIONS, `${path}.alternatives`);
    this.list(action["forbids"], ["add", "expand"], `${path}.forbids`);
    if (kind === "block" && action["decision"] === undefined && action["forbids"] === undefined)
      this.fault(
        path,
        "“不得”的规则应有结论或所禁之事",
        "a rule that blocks needs a decision or something it forbids",
      );
  }

  list(value: unknown, allowed: readonly string[] | null, path: string): void {
    if (value === undefined) return;
    if (!Array.isArray(value)) return this.fault(path, "应为列表", "must be a list");
    value.forEach((item, i) => {
      if (allowed) this.oneOf(item, allowed, `${path}[${i}]`);
      else this.text(item, `${path}[${i}]`);
    });
  }

  scope(scope: unknown, path: string): void {
    if (!this.object(scope, path)) return;
    this.keys(scope, ["levels", "categories", "programmes", "controlled", "cities"], path);
    this.list(scope["levels"], LEVELS, `${path}.levels`);
    for (const key of ["categories", "programmes", "cities"]) this.list(scope[key], null, `${path}.${key}`);
    if (scope["controlled"] !== undefined && typeof scope["controlled"] !== "boolean")
      this.fault(`${path}.controlled`, "应为 true 或 false", "must be true or false");
  }

  condition(value: unknown, path: string, depth: number): void {
    if (!this.object(value, path)) return;
    if (depth > DEEPEST) return this.fault(path, "条件嵌套过深", "conditions are nested too deeply");
    const group = ["all", "any", "of"].find((name) => name in value);
    if (group) {
      this.keys(value, group === "of" ? ["of", "atLeast"] : [group], path);
      const parts = value[group];
      if (!Array.isArray(parts) || parts.length === 0)
        return this.fault(`${path}.${group}`, "至少要有一个条件", "needs at least one condition");
      if (group === "of") this.number(value["atLeast"], `${path}.atLeast`, 1, parts.length, true);
      parts.forEach((part, i) => this.condition(part, `${path}.${group}[${i}]`, depth + 1));
      return;
    }
    const ranked = "lowest" in value || "highest" in value;
    this.keys(value, ranked ? ["indicator", "lowest" in value ? "lowest" : "highest", "within", "years"] : ["indicator", "op", "value", "years"], path); // prettier-ignore
    if (!findIndicator(String(value["indicator"])))
      this.oneOf(value["indicator"], INDICATORS.map(({ key }) => key), `${path}.indicator`); // prettier-ignore
    if (value["years"] !== undefined) this.number(value["years"], `${path}.years`, 1, 10, true);
    if (ranked) {
      const name = "lowest" in value ? "lowest" : "highest";
      if (value[name] !== null) this.number(value[name], `${path}.${name}`, 0, 1);
      this.oneOf(value["within"], WITHIN, `${path}.within`);
    } else {
      this.oneOf(value["op"], OPERATORS, `${path}.op`);
      if (value["value"] !== null) this.number(value["value"], `${path}.value`, -1e12, 1e12);
    }
  }
}

/** The name of the list that a mistyped word most likely meant. */
function nearest(word: string, list: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(word.length / 3)) + 1;
  for (const name of list) {
    const distance = edits(word, name);
    if (distance < least) [best, least] = [name, distance];
  }
  return best;
}

function edits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length]!;
}
