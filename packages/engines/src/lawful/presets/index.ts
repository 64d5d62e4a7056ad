/** Rule sets that are supplied. A province's own differs from the national one where its text is stricter. */
import type { Rule, RuleSet } from "../types.ts";
import { NATIONAL } from "./national.ts";

const changed = (changes: Readonly<Record<string, Partial<Rule>>>): Rule[] =>
  NATIONAL.rules.map((rule) => ({ ...rule, ...changes[rule.id] }));

/** 陕西: 不得跨专业大类, without “in principle”. */
const SHAANXI: RuleSet = {
  ...NATIONAL,
  key: "shaanxi-2022",
  jurisdiction: "610000",
  name: { zh: "陕西：职业学校学生实习管理细则", en: "Shaanxi: detailed rules on placements" },
  validFrom: "2023-01-01",
  source: "陕西省职业学校学生实习管理细则，tour.mbatrip.com/tour/2023/0104/52741.html",
  rules: changed({
    "INT-07.1": {
      exemption: "none",
      basis: {
        article: "陕西省职业学校学生实习管理细则，条次未见",
        source: "tour.mbatrip.com/tour/2023/0104/52741.html",
        trust: "B",
        quote: "与学生所学专业对口或相近，不得跨专业大类安排实习",
      },
    },
  }),
};

/** 宁波: 意外伤害保险 is a duty, the hours are the regulation's own. */
const NINGBO: RuleSet = {
  ...NATIONAL,
  key: "ningbo-2020",
  jurisdiction: "330200",
  name: {
    zh: "宁波：职业教育校企合作促进条例",
    en: "Ningbo: regulation on cooperation of schools and enterprises",
  },
  validFrom: "2022-01-01",
  source: "宁波市职业教育校企合作促进条例（2020）第九条，LawRefBook/Laws DLC",
  rules: changed({ "INT-11.3": { kind: "block", exemption: "none" } }),
};

export const PRESETS: readonly RuleSet[] = [NATIONAL, SHAANXI, NINGBO];

export const findPreset = (key: string): RuleSet | undefined => PRESETS.find((preset) => preset.key === key);
