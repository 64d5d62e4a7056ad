/** What holds everywhere: MAJ-07, IND-06 to IND-09. */
import type { RuleSet } from "../types.ts";
import { BALANCE_RULES, COMMON, CONDITION_RULES } from "./shared.ts";

export const NATIONAL: RuleSet = {
  ...COMMON,
  key: "national",
  jurisdiction: "000000",
  name: { zh: "全国通用", en: "national rules" },
  validFrom: "2015-01-01",
  source: "教发〔2004〕2号；各省专业设置文件共有的“连续三年不招生即撤销”",
  trust: "B",
  rules: [
    {
      id: "CN-no-intake",
      kind: "block",
      name: {
        zh: "连续三年不招生：应提出撤销",
        en: "no intake three years running: withdrawal must be proposed",
      },
      when: { indicator: "years-without-intake", op: ">=", value: 3 },
      action: { decision: "withdraw", forbids: ["expand"] },
      basis: {
        article: "MAJ-07",
        source: "山东2017（big5.china.com.cn）、山西2024（m.mojitoev.com）",
        trust: "B",
      },
    },
    ...CONDITION_RULES,
    ...BALANCE_RULES,
  ],
};
