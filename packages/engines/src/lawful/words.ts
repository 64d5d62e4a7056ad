/** Findings in words, Chinese and English: the server, the command line and printed documents say the same. */
import { TRUST_WORDS } from "../adjustment/index.ts";
import { ALL_FIELDS, fieldOf, type Fact } from "./fields.ts";
import type {
  Condition,
  Exemption,
  Figure,
  Finding,
  Operator,
  Rule,
  RuleSet,
  State,
  Verdict,
} from "./types.ts";

export type Language = "zh" | "en";
type Words = Record<Language, string>;

export const STATE_WORDS: Readonly<Record<State, Words>> = {
  outside: { zh: "不适用", en: "not for this placement" },
  passed: { zh: "通过", en: "passed" },
  excepted: { zh: "已特批或备案", en: "excepted" },
  unknown: { zh: "缺少事实，未能判断", en: "not known" },
  warned: { zh: "须说明理由并经批准", en: "needs a reason and approval" },
  broken: { zh: "违反，不得安排", en: "broken: refused" },
};

export const VERDICT_WORDS: Readonly<Record<Verdict, Words>> = {
  clear: { zh: "可以安排", en: "may be arranged" },
  open: { zh: "待说明、批准", en: "needs a decision" },
  refused: { zh: "不得安排", en: "refused" },
};

export const EXEMPTION_WORDS: Readonly<Record<Exemption, Words>> = {
  none: { zh: "不得例外", en: "no exception" },
  filing: { zh: "事先备案可例外", en: "by a filing beforehand" },
  approval: { zh: "说明理由、批准并留记录", en: "by reason, approver and record" },
};

const EXCEPTION_FAULTS: Record<"not-allowed" | "incomplete" | "too-late", Words> = {
  "not-allowed": { zh: "本条不得例外", en: "the rule knows no exception" },
  incomplete: {
    zh: "例外缺少理由、责任人、记录号或日期",
    en: "reason, person, record or date is missing",
  },
  "too-late": { zh: "备案晚于实习开始", en: "the filing came after the start" },
};

const AT: Record<Operator, Words> = {
  "<": { zh: "应低于", en: "must be below" },
  "<=": { zh: "应不超过", en: "must be at most" },
  ">": { zh: "应高于", en: "must be above" },
  ">=": { zh: "应不低于", en: "must be at least" },
  "==": { zh: "应等于", en: "must be" },
};

const UNITS: Record<string, Words> = {
  days: { zh: " 天", en: " days" },
  hours: { zh: " 小时", en: " hours" },
  persons: { zh: " 人", en: "" },
  months: { zh: " 个月", en: " months" },
  times: { zh: " 处", en: "" },
};

/** A name of a fact, `industries` among them. */
export const factWords = (fact: Fact | "industries", language: Language): string =>
  fact === "industries" ? { zh: "国民经济行业", en: "industry" }[language] : ALL_FIELDS[fact].name[language];

function valueWords(fact: Fact, value: number, language: Language): string {
  const { unit } = fieldOf(fact);
  if (unit === "fen") {
    const yuan = (value / 100).toLocaleString("en-US", { maximumFractionDigits: 2 });
    return language === "zh" ? `${yuan} 元` : `${yuan} yuan`;
  }
  return `${value}${(unit && UNITS[unit]?.[language]) ?? ""}`;
}

/** "开始时年龄 15（应不低于 16）" */
export function figureSentence(figure: Figure, language: Language): string {
  const zh = language === "zh";
  const name = factWords(figure.fact, language);
  if (figure.kind === "industries") return `${name} ${figure.codes.join(zh ? "、" : ", ")}`;
  if (figure.kind === "flag") {
    const word = (yes: boolean): string => (zh ? (yes ? "是" : "否") : yes ? "yes" : "no");
    return `${name}${zh ? "：" : ": "}${word(figure.value)}`;
  }
  if (figure.kind === "set") {
    if (figure.words.length === 0) return name;
    const words = figure.words.map((word) => fieldOf(figure.fact).words![word]![language]);
    const lacks = figure.wanted === "all" ? (zh ? "缺" : "lacks ") : "";
    return `${name}${zh ? "：" : ": "}${lacks}${words.join(zh ? "、" : ", ")}`;
  }
  const limit = valueWords(figure.fact, figure.limit, language);
  const of = figure.of && ` = ${factWords(figure.of.fact, language)} ${valueWords(figure.of.fact, figure.of.value, language)} × ${partWords(figure.of.parts)}`; // prettier-ignore
  const months = figure.months === null ? "" : zh ? ` = ${figure.months} 个月` : ` = ${figure.months} months`;
  const line = `${AT[figure.op][language]} ${limit}${of ?? ""}${months}`;
  const value = valueWords(figure.fact, figure.value, language);
  return zh ? `${name} ${value}（${line}）` : `${name} ${value} (${line})`;
}

const partWords = ([part, whole]: readonly [number, number]): string => `${Number(((part * 100) / whole).toFixed(4))} %`; // prettier-ignore

/** A finding in one sentence: rule, what was found, limit, basis. */
export function findingSentence(ruleSet: RuleSet, finding: Finding, language: Language): string {
  const zh = language === "zh";
  const rule = ruleSet.rules.find(({ id }) => id === finding.rule);
  if (!rule) return finding.rule;
  const [comma, stop] = zh ? ["；", "。"] : ["; ", ". "];
  const shown = finding.state === "passed" ? finding.figures : finding.figures.filter(({ held }) => !held);
  const told = [
    ...shown.map((figure) => figureSentence(figure, language)),
    ...finding.missing.map((fact) => (zh ? `没有${factWords(fact, "zh")}` : `${factWords(fact, "en")} is not known`)), // prettier-ignore
  ];
  const { exception } = finding;
  const excepted =
    exception &&
    (exception.fault
      ? EXCEPTION_FAULTS[exception.fault][language]
      : `${exception.given.person} ${exception.given.on} ${exception.given.record}${zh ? "：" : ": "}${exception.given.reason}`);
  const parts = [
    `${STATE_WORDS[finding.state][language]}${zh ? "：" : ": "}${rule.name[language]}`,
    told.join(comma),
    excepted ?? "",
    zh
      ? `依据：${rule.basis.article}（${TRUST_WORDS[rule.basis.trust].zh}）`
      : `Basis: ${rule.basis.article} (${TRUST_WORDS[rule.basis.trust].en})`,
  ];
  return parts.filter((part) => part !== "").join(stop) + stop.trimEnd();
}

/** What a condition asks, in words. */
export function conditionSentence(condition: Condition, language: Language): string {
  const zh = language === "zh";
  if ("all" in condition)
    return condition.all.map((part) => conditionSentence(part, language)).join(zh ? "，且" : ", and ");
  if ("any" in condition)
    return condition.any.map((part) => conditionSentence(part, language)).join(zh ? "，或" : ", or ");
  if ("not" in condition) return `${zh ? "并非" : "not "}${conditionSentence(condition.not, language)}`;
  if ("industries" in condition)
    return `${factWords("industries", language)} ${zh ? "不含" : "without"} ${condition.industries.join(zh ? "、" : ", ")}`; // prettier-ignore
  if ("set" in condition) {
    const none = "none" in condition;
    const words = ("none" in condition ? condition.none : condition.every).map((word) => fieldOf(condition.set).words![word]![language]); // prettier-ignore
    const verb = zh ? (none ? "不含" : "含") : none ? "without" : "with";
    return `${factWords(condition.set, language)} ${verb} ${words.join(zh ? "、" : ", ")}`;
  }
  const name = factWords(condition.fact, language);
  if ("is" in condition)
    return `${name}${zh ? (condition.is ? "：是" : "：否") : condition.is ? ": yes" : ": no"}`;
  const op = { "<": "<", "<=": "≤", ">": ">", ">=": "≥", "==": "=" }[condition.op];
  if ("parts" in condition)
    return `${name} ${op} ${partWords(condition.parts)} × ${factWords(condition.of, language)}`;
  if ("months" in condition) return `${name} ${op} ${condition.months}${zh ? " 个月" : " months"}`;
  return `${name} ${op} ${valueWords(condition.fact, condition.value, language)}`;
}

/** Rows of the rules as a Markdown table: id, rule, condition, kind, exception, basis with its trust. */
export function rulesTable(ruleSet: RuleSet): string {
  const row = (cells: readonly string[]): string => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`; // prettier-ignore
  const about = (rule: Rule): string =>
    rule.when
      ? `${conditionSentence(rule.when, "zh")} → ${conditionSentence(rule.holds, "zh")}`
      : conditionSentence(rule.holds, "zh");
  const head = ["编号", "规则 Rule", "条件", "性质", "例外", "依据", "来源可信度"];
  const rows = ruleSet.rules.map((rule) => [
    rule.id,
    `${rule.name.zh} ${rule.name.en}`,
    about(rule),
    rule.kind === "block" ? "不得" : "一般、原则上",
    EXEMPTION_WORDS[rule.exemption].zh,
    `${rule.basis.article}${rule.basis.quote ? `：“${rule.basis.quote}”` : ""}${rule.note ? `（${rule.note.zh}）` : ""}`,
    `${rule.basis.trust} ${TRUST_WORDS[rule.basis.trust].zh}（${rule.basis.source}）`,
  ]);
  return [row(head), row(head.map(() => "---")), ...rows.map(row)].join("\n");
}
