/** Checks a rule set that came from outside. Each fault names its place. */
import { ALL_FIELDS, fieldOf, type Fact } from "./fields.ts";
import type { RuleSetFault } from "./types.ts";

const OPERATORS = ["<", "<=", ">", ">=", "=="];
const TRUSTS = ["A", "B", "C", "mem-high", "mem-medium", "mem-low", "design"];
const EXEMPTIONS = ["none", "filing", "approval"];
const DEEPEST = 8;

type Json = Record<string, unknown>;
type Report = (path: string, zh: string, en: string) => void;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isText = (value: unknown): boolean => typeof value === "string" && value.trim() !== "";

/** Every fault of a rule set, in the order of the text; none = it can be run. */
export function checkRuleSet(value: unknown): RuleSetFault[] {
  const faults: RuleSetFault[] = [];
  const report: Report = (path, zh, en) => faults.push({ path, message: { zh, en } });
  if (!isObject(value)) {
    report("", "应为对象", "must be an object");
    return faults;
  }
  for (const key of ["key", "version", "jurisdiction", "source"])
    if (!isText(value[key])) report(key, "不能为空", "must not be empty");
  words(value["name"], "name", report);
  oneOf(value["trust"], TRUSTS, "trust", report);
  if (!isDate(value["validFrom"])) report("validFrom", "应为日期", "must be a date");
  if (value["validTo"] !== null && !isDate(value["validTo"]))
    report("validTo", "应为日期或空", "must be a date or null");
  if (!Array.isArray(value["rules"])) {
    report("rules", "应为列表", "must be a list");
    return faults;
  }
  const seen = new Set<unknown>();
  value["rules"].forEach((rule: unknown, r) => {
    const path = `rules[${r}]`;
    if (!isObject(rule)) return report(path, "应为对象", "must be an object");
    if (!isText(rule["id"])) report(`${path}.id`, "不能为空", "must not be empty");
    if (seen.has(rule["id"])) report(`${path}.id`, `编号 ${String(rule["id"])} 重复`, `id ${String(rule["id"])} is there twice`); // prettier-ignore
    seen.add(rule["id"]);
    words(rule["name"], `${path}.name`, report);
    oneOf(rule["kind"], ["block", "warn"], `${path}.kind`, report);
    oneOf(rule["exemption"], EXEMPTIONS, `${path}.exemption`, report);
    if (rule["kind"] === "warn" && rule["exemption"] === "none")
      report(`${path}.exemption`, "提示类规则须能以理由或备案放行", "what only warns must be passable by a reason or a filing"); // prettier-ignore
    if (rule["when"] !== undefined) condition(rule["when"], `${path}.when`, report, 1);
    condition(rule["holds"], `${path}.holds`, report, 1);
    if (!isObject(rule["basis"])) return report(`${path}.basis`, "应为对象", "must be an object");
    for (const key of ["article", "source"])
      if (!isText(rule["basis"][key])) report(`${path}.basis.${key}`, "不能为空", "must not be empty");
    oneOf(rule["basis"]["trust"], TRUSTS, `${path}.basis.trust`, report);
  });
  return faults;
}

const isDate = (value: unknown): boolean => typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);

function words(value: unknown, path: string, report: Report): void {
  if (!isObject(value) || !isText(value["zh"]) || !isText(value["en"]))
    report(path, "须有中文和英文", "needs words in Chinese and English");
}

function oneOf(value: unknown, list: readonly string[], path: string, report: Report): void {
  if (!list.includes(value as string))
    report(path, `应为 ${list.join("、")} 之一`, `must be one of ${list.join(", ")}`);
}

function condition(value: unknown, path: string, report: Report, depth: number): void {
  if (!isObject(value)) return report(path, "应为对象", "must be an object");
  if (depth > DEEPEST) return report(path, `层次不能超过 ${DEEPEST}`, `at most ${DEEPEST} levels deep`);
  for (const key of ["all", "any"])
    if (key in value) {
      const parts = value[key];
      if (!Array.isArray(parts) || parts.length === 0) return report(`${path}.${key}`, "应为非空列表", "must be a list that is not empty"); // prettier-ignore
      return parts.forEach((part, i) => condition(part, `${path}.${key}[${i}]`, report, depth + 1));
    }
  if ("not" in value) return condition(value["not"], `${path}.not`, report, depth + 1);
  if ("industries" in value) {
    const codes = value["industries"];
    if (!Array.isArray(codes) || codes.length === 0 || !codes.every((code) => /^[A-T]\d{2,4}$/.test(String(code))))
      report(`${path}.industries`, "应为带门类字母的国民经济行业代码，如 R9011", "must be codes of GB/T 4754 with their letter, such as R9011"); // prettier-ignore
    return;
  } // prettier-ignore
  if ("set" in value) {
    if (!isFact(value["set"], "set", `${path}.set`, report)) return;
    const key = "none" in value ? "none" : "every";
    const known = Object.keys(fieldOf(value["set"]).words!);
    const list = value[key];
    if (!Array.isArray(list) || list.length === 0) return report(`${path}.${key}`, "应为非空列表", "must be a list that is not empty"); // prettier-ignore
    return list.forEach((word, i) => oneOf(word, known, `${path}.${key}[${i}]`, report));
  }
  if ("is" in value) {
    isFact(value["fact"], "flag", `${path}.fact`, report);
    if (typeof value["is"] !== "boolean") report(`${path}.is`, "应为 true 或 false", "must be true or false");
    return;
  }
  isFact(value["fact"], "number", `${path}.fact`, report);
  oneOf(value["op"], OPERATORS, `${path}.op`, report);
  if ("parts" in value) {
    const { parts } = value;
    if (!Array.isArray(parts) || parts.length !== 2 || !parts.every((part) => Number.isInteger(part) && part > 0))
      report(`${path}.parts`, "应为两个正整数，如 [10, 100]", "must be two whole numbers above 0, such as [10, 100]");
    isFact(value["of"], "number", `${path}.of`, report);
    return;
  } // prettier-ignore
  const key = "months" in value ? "months" : "value";
  if (typeof value[key] !== "number" || !Number.isFinite(value[key]))
    report(`${path}.${key}`, "应为数值", "must be a number");
}

function isFact(value: unknown, kind: string, path: string, report: Report): value is Fact {
  if (typeof value === "string" && value in ALL_FIELDS && fieldOf(value as Fact).kind === kind) return true;
  const all = (Object.keys(ALL_FIELDS) as Fact[]).filter((fact) => fieldOf(fact).kind === kind);
  report(path, `应为 ${all.join("、")} 之一`, `must be one of ${all.join(", ")}`);
  return false;
}
