/** What the presets have in common: the national rules on school conditions, and Tixi's own rules on the balance. */
import {
  NATIONAL_EQUIVALENTS,
  NATIONAL_LIMIT,
  NATIONAL_QUALIFIED,
  type Basis,
} from "../../indicators/index.ts";
import type { CardRules, MissingRules, Rule, RuleSet } from "../types.ts";

const CARDS: Basis = {
  article: "教发〔2004〕2号（IND-08）",
  source: "360docs.net/doc/268866136.html",
  trust: "B",
};
export const DESIGN: Basis = { article: "Tixi", source: "Tixi 自定参数，非法规，可修改", trust: "design" };

/** IND-08: one item below the limit line → 黄牌, two or more → 红牌, yellow three years running → red. */
export const CONDITION_RULES: Rule[] = [
  {
    id: "CN-conditions-limit", kind: "block", name: { zh: "一项办学条件低于限制招生标准：限制招生（黄牌）", en: "one school condition below the limit line: yellow card" },
    when: { indicator: "limit-failures", op: ">=", value: 1 }, scope: { levels: ["college", "bachelor"] },
    action: { decision: "warn", forbids: ["add", "expand"] }, basis: CARDS,
    note: { zh: "限制招生标准的数值凭记忆录入，须核对原文", en: "the figures of the limit lines are from memory and must be confirmed" },
  },
  {
    id: "CN-conditions-stop", kind: "block", name: { zh: "两项以上办学条件低于限制招生标准：暂停招生（红牌）", en: "two or more school conditions below the limit line: red card" },
    when: { indicator: "limit-failures", op: ">=", value: 2 }, scope: { levels: ["college", "bachelor"] },
    action: { decision: "suspend", forbids: ["add", "expand"] }, basis: CARDS,
    note: { zh: "限制招生标准的数值凭记忆录入，须核对原文", en: "the figures of the limit lines are from memory and must be confirmed" },
  },
  {
    id: "CN-conditions-third-year", kind: "block", name: { zh: "连续三年低于限制招生标准：第三年暂停招生（红牌）", en: "below the limit line three years running: red card in the third" },
    when: { indicator: "limit-years", op: ">=", value: 3 }, scope: { levels: ["college", "bachelor"] },
    action: { decision: "suspend", forbids: ["add", "expand"] }, basis: CARDS,
  },
  {
    id: "CN-conditions-qualified", kind: "warn", name: { zh: "办学条件低于合格（达标）标准", en: "school conditions below the qualified line" },
    when: { indicator: "qualified-failures", op: ">=", value: 1 }, action: {},
    basis: { article: "教发〔2004〕2号（IND-06）；中职达标（IND-04）", source: "360docs.net/doc/268866136.html；digipub.cc", trust: "B" },
    note: { zh: "只作提示，不改变结论", en: "a remark: it changes no decision" },
  },
]; // prettier-ignore

/** What the balance asks, never alone: it is a bound, not a prediction. No law sets these figures. */
export const BALANCE_RULES: Rule[] = [
  {
    id: "TIXI-surplus", kind: "warn",
    name: { zh: "毕业时富余过半、多一名毕业生几无价值，且报到或就业居同层次后 20 %", en: "more than half in surplus at graduation, one more graduate worth next to nothing, and registration or placement in the level's last fifth" },
    when: {
      all: [
        { indicator: "gap-share-at-graduation", op: ">", value: 0.5 }, { indicator: "price-at-graduation", op: "<=", value: 0.05 },
        { any: [{ indicator: "employment-rate", lowest: 0.2, within: "level" }, { indicator: "registration-rate", lowest: 0.2, within: "level" }] },
      ],
    },
    action: { decision: "warn", forbids: ["expand"] }, basis: DESIGN,
  },
  {
    id: "TIXI-expand", kind: "warn", name: { zh: "毕业时紧缺，且招得来、去得好", en: "short at graduation, and students come and find work" },
    when: {
      all: [
        { indicator: "price-at-graduation", op: ">=", value: 0.5 }, { indicator: "gap-share-at-graduation", op: "<=", value: 0.05 },
        { indicator: "registration-rate", op: ">=", value: 0.85 }, { indicator: "employment-rate", op: ">=", value: 0.9 },
      ],
    },
    action: { decision: "expand" }, basis: DESIGN,
  },
]; // prettier-ignore

export const CARD_RULES: CardRules = {
  warnYears: 3,
  suspendYears: null,
  cleanYears: 2,
  basis: {
    article: "MAJ-09 红黄牌",
    source: "2025届毕业生就业通知“红黄牌提示制度”；状态机为 Tixi 设计",
    trust: "design",
  },
};

export const MISSING_RULES: MissingRules = {
  cityShortage: 40,
  regionShortage: 80,
  minWeight: 0.5,
  perCity: 5,
  region: 20,
  schools: 3,
  basis: DESIGN,
};

export const COMMON = {
  version: "1",
  validTo: null,
  demo: false,
  maxAge: 1,
  limit: NATIONAL_LIMIT,
  qualified: NATIONAL_QUALIFIED,
  equivalents: NATIONAL_EQUIVALENTS,
  cards: CARD_RULES,
  missing: MISSING_RULES,
} satisfies Partial<RuleSet>;
