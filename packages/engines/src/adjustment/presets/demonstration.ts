/** What the press and a web text of unknown standing report, and rules of our own: to try, not to decide with. */
import type { Basis } from "../../indicators/index.ts";
import type { RuleSet } from "../types.ts";
import { NATIONAL } from "./national.ts";
import { COMMON, DESIGN } from "./shared.ts";

const PRESS: Basis = {
  article: "MAJ-08 GEN-A、GEN-B",
  source: "2y1y.com；guizhou.baitongwang.com（北京商报2024-11）",
  trust: "C",
};
const HIST: Basis = { article: "MAJ-08 HIST", source: "infzm、zkiz（2015年转述教育部规定）", trust: "C" };
const WEB: Basis = { article: "MAJ-08 GEN-C", source: "bjdnbx.com（本科，网络文本，可靠性弱）", trust: "C" };

export const DEMONSTRATION: RuleSet = {
  ...COMMON,
  key: "demonstration",
  jurisdiction: "000000",
  name: { zh: "演示规则（须核对后使用）", en: "demonstration (confirm before use)" },
  validFrom: "2015-01-01",
  source: "报刊与网络转述，及 Tixi 自定参数",
  trust: "C",
  demo: true,
  note: { zh: "这一套只用来演示规则如何工作，数值未经核对，不能据以作出决定", en: "shows how rules work; its figures are not confirmed and no decision may rest on them" }, // prettier-ignore
  rules: [
    {
      id: "GEN-A", kind: "warn", name: { zh: "落实率连续三年低于 50 %：红牌", en: "placement rate below 50 % three years running: red card" },
      when: { indicator: "employment-rate", op: "<", value: 0.5, years: 3 }, action: { decision: "suspend", forbids: ["expand"] }, basis: PRESS,
    },
    {
      id: "GEN-B", kind: "warn", name: { zh: "布点率、生师比、就业率、一志愿录取率、师资中两项触线：预警", en: "two of spread, student–teacher ratio, employment, first choice, staff: warning" },
      when: {
        atLeast: 2,
        of: [
          { indicator: "city-school-share", op: ">", value: null }, { indicator: "offering-students-per-teacher", op: ">", value: null },
          { indicator: "employment-rate", op: "<", value: null }, { indicator: "first-choice-rate", op: "<", value: null },
          { indicator: "graduate-teacher-share", op: "<", value: null },
        ],
      },
      action: { decision: "warn", forbids: ["expand"] }, basis: PRESS,
      note: { zh: "报道没有给出数值，请填入后生效", en: "the report gives no figures: enter them to bring the rule into force" },
    },
    {
      id: "HIST", kind: "warn", name: { zh: "就业率连续两年低于 60 %：减招直至停招", en: "employment below 60 % two years running: cut, in the end stop" },
      when: { indicator: "employment-rate", op: "<", value: 0.6, years: 2 }, action: { decision: "warn", alternatives: ["suspend"], forbids: ["expand"] }, basis: HIST,
    },
    {
      id: "GEN-C-first-choice", kind: "warn", name: { zh: "一志愿录取率连续三年低于 10 %：撤销", en: "first-choice rate below 10 % three years running: withdraw" },
      when: { indicator: "first-choice-rate", op: "<", value: 0.1, years: 3 }, action: { decision: "withdraw", forbids: ["expand"] }, basis: WEB,
    },
    {
      id: "GEN-C-cut", kind: "warn", name: { zh: "就业率低于 70 %：减招", en: "employment below 70 %: cut" },
      when: { indicator: "employment-rate", op: "<", value: 0.7 }, action: { decision: "warn", forbids: ["expand"] }, basis: WEB,
    },
    {
      id: "GEN-C-alternate", kind: "warn", name: { zh: "就业率低于 60 %：隔年招生", en: "employment below 60 %: intake every other year" },
      when: { indicator: "employment-rate", op: "<", value: 0.6 }, action: { decision: "warn", alternatives: ["suspend"], forbids: ["expand"] }, basis: WEB,
    },
    {
      id: "GEN-C-stop", kind: "warn", name: { zh: "就业率低于 50 %：停招", en: "employment below 50 %: stop" },
      when: { indicator: "employment-rate", op: "<", value: 0.5 }, action: { decision: "suspend", forbids: ["expand"] }, basis: WEB,
    },
    {
      id: "TIXI-class-size", kind: "warn", name: { zh: "平均班额超过 60 人", en: "more than 60 in a class" },
      when: { indicator: "class-size", op: ">", value: 60 }, action: { decision: "warn", forbids: ["expand"] }, basis: DESIGN,
    },
    {
      id: "TIXI-teachers", kind: "warn", name: { zh: "专业生师比超过 30∶1", en: "more than 30 students per teacher of the offering" },
      when: { indicator: "offering-students-per-teacher", op: ">", value: 30 }, action: { forbids: ["expand"] }, basis: DESIGN,
    },
    {
      id: "TIXI-complaints", kind: "warn", name: { zh: "每百名在校生查实投诉 2 件以上", en: "two or more confirmed complaints per 100 students" },
      when: { indicator: "complaints-per-100", op: ">=", value: 2 }, action: { decision: "warn", forbids: ["expand"] }, basis: DESIGN,
    },
    {
      id: "TIXI-registration", kind: "warn", name: { zh: "报到率连续两年低于 60 %", en: "registration rate below 60 % two years running" },
      when: { indicator: "registration-rate", op: "<", value: 0.6, years: 2 }, action: { decision: "warn", forbids: ["expand"] }, basis: DESIGN,
    },
    ...NATIONAL.rules,
  ],
}; // prettier-ignore
