/** Cards in words, Chinese and English: the server, the command line and printed documents say the same. */
import { figureWords, findIndicator, unknownWords, type Trust } from "../indicators/index.ts";
import type {
  Card,
  CardEffect,
  Decision,
  Figure,
  FiredRule,
  Growth,
  NotJudged,
  RuleSet,
  Within,
} from "./types.ts";

export type Language = "zh" | "en";

export const DECISION_WORDS: Readonly<Record<Decision, Record<Language, string>>> = {
  add: { zh: "增设", en: "add" },
  expand: { zh: "扩招", en: "expand" },
  keep: { zh: "保留", en: "keep" },
  warn: { zh: "预警（限招）", en: "warn (limit intake)" },
  suspend: { zh: "停招", en: "suspend intake" },
  withdraw: { zh: "撤销", en: "withdraw" },
};

export const GROWTH_WORDS: Readonly<Record<Growth, Record<Language, string>>> = {
  add: { zh: "新增专业点", en: "a new offering" },
  expand: { zh: "扩大招生", en: "more seats" },
};

export const TRUST_WORDS: Readonly<Record<Trust, Record<Language, string>>> = {
  A: { zh: "法律或政府网站原文", en: "law text or government site" },
  B: { zh: "学校或报刊转载", en: "reprint by a school or the press" },
  C: { zh: "来源不明的转载，须核对", en: "mirror of unknown quality, to be confirmed" },
  "mem-high": { zh: "凭记忆，把握较大", en: "from memory, rather sure" },
  "mem-medium": { zh: "凭记忆，须核对", en: "from memory, to be confirmed" },
  "mem-low": { zh: "凭模糊记忆，仅供演示", en: "from weak memory, for demonstration only" },
  design: { zh: "Tixi 自定，非法规", en: "Tixi's own design, not law" },
};

const OPERATORS: Record<Figure["op"], Record<Language, string>> = {
  "<": { zh: "低于", en: "below" },
  "<=": { zh: "不高于", en: "at most" },
  ">": { zh: "高于", en: "above" },
  ">=": { zh: "达到", en: "at least" },
  "==": { zh: "等于", en: "equal to" },
  lowest: { zh: "位于后", en: "in the lowest" },
  highest: { zh: "位于前", en: "in the highest" },
};

const WITHIN: Record<Within, Record<Language, string>> = {
  all: { zh: "全部专业点", en: "all offerings" },
  level: { zh: "同层次专业点", en: "offerings of the level" },
  "programme-class": { zh: "同专业类专业点", en: "offerings of the class" },
  programme: { zh: "同专业专业点", en: "offerings of the programme" },
};

/** "毕业去向落实率 2025 年 41 %、2024 年 38 %（低于 50 %）" */
export function figureSentence({ indicator: key, op, threshold, years, values, within }: Figure, language: Language): string {
  const { name, unit } = findIndicator(key)!;
  const zh = language === "zh";
  const told = years
    .map((year, i) => `${year}${zh ? " 年" : ""} ${figureWords(values[i]!, unit, language)}`)
    .join(zh ? "、" : ", ");
  const line =
    within === undefined
      ? `${OPERATORS[op][language]} ${figureWords(threshold, unit, language)}`
      : zh
        ? `${WITHIN[within].zh}中${OPERATORS[op].zh} ${figureWords(threshold, "share", "zh")}`
        : `${OPERATORS[op].en} ${figureWords(threshold, "share", "en")} of ${WITHIN[within].en}`;
  return zh ? `${name.zh} ${told}（${line}）` : `${name.en} ${told} (${line})`;
} // prettier-ignore

/** One sentence for a rule that fired: what it is, its figures, its basis. */
export function firedSentence(ruleSet: RuleSet, fired: FiredRule, language: Language): string {
  const rule = ruleSet.rules.find(({ id }) => id === fired.rule);
  const figures = fired.figures.map((figure) => figureSentence(figure, language));
  if (!rule) return figures.join("; ");
  const { article, trust } = rule.basis;
  return language === "zh"
    ? `${rule.name.zh}。${figures.join("；")}。依据：${article}（${TRUST_WORDS[trust].zh}）。`
    : `${rule.name.en}. ${figures.join("; ")}. Basis: ${article} (${TRUST_WORDS[trust].en}).`;
}

/** Why a rule was not judged. */
export function notJudgedSentence(ruleSet: RuleSet, { rule: id, because }: NotJudged, language: Language): string {
  const zh = language === "zh";
  const name = ruleSet.rules.find((rule) => rule.id === id)?.name[language] ?? id;
  const reasons = because.map(({ indicator, reason, year, fields }) => {
    const about = findIndicator(indicator)?.name[language] ?? indicator;
    if (reason === "no-threshold") return zh ? `${about}的界限来源未给出` : `the source gives no limit for the ${about}`;
    const words = unknownWords({ unknown: reason, fields }, language);
    return year === null ? `${about}${zh ? "：" : ": "}${words}` : zh ? `${about} ${year} 年${words}` : `${about} ${year}: ${words}`;
  });
  const told = [...new Set(reasons)].join(zh ? "；" : "; ");
  return zh ? `未判断“${name}”：${told}。` : `Not judged: “${name}”, because ${told}.`;
} // prettier-ignore

/** What earlier cards did to the decision. */
export function cardEffectSentence({ kind, from, years, needed }: CardEffect, decision: Decision, language: Language): string {
  const now = DECISION_WORDS[decision][language];
  const was = DECISION_WORDS[from][language];
  if (kind === "escalated")
    return language === "zh"
      ? `本年按规则为“${was}”，已连续 ${years} 年，升为“${now}”。`
      : `The rules say “${was}”, ${years} years running, so it becomes “${now}”.`;
  return language === "zh"
    ? `本年按规则为“${was}”，须连续 ${needed} 年无预警方可退出，现已 ${years} 年，仍为“${now}”。`
    : `The rules say “${was}”; a card ends after ${needed} clean runs and there are ${years} so far, so it stays “${now}”.`;
} // prettier-ignore

/** Everything that a card says, one sentence a line. */
export function cardSentences(ruleSet: RuleSet, card: Card, language: Language): string[] {
  const zh = language === "zh";
  const lines = card.fired.map((fired) => firedSentence(ruleSet, fired, language));
  if (card.cardEffect) lines.push(cardEffectSentence(card.cardEffect, card.decision, language));
  if (card.forbids.length > 0) {
    const list = card.forbids.map((growth) => GROWTH_WORDS[growth][language]).join(zh ? "、" : ", ");
    lines.push(zh ? `不得：${list}。` : `Not allowed: ${list}.`);
  }
  if (card.alternatives.length > 0) {
    const list = card.alternatives.map((other) => DECISION_WORDS[other][language]).join(zh ? "、" : ", ");
    lines.push(zh ? `来源也允许：${list}。` : `The source also allows: ${list}.`);
  }
  if (card.blind) lines.push(zh ? "没有一条规则能够判断，“保留”不代表合格。" : "No rule could be judged: “keep” says nothing.");
  if (lines.length === 0) lines.push(zh ? "没有规则触发。" : "No rule fired.");
  return [...lines, ...card.notJudged.map((rule) => notJudgedSentence(ruleSet, rule, language))];
} // prettier-ignore
