/** As rules.md MAJ-07 and MAJ-08 give it; what the stored copies of the source leave open is left open. */
import type { Basis } from "../../indicators/index.ts";
import type { RuleSet } from "../types.ts";
import { COMMON, CONDITION_RULES, BALANCE_RULES } from "./shared.ts";

const SOURCE = "山西2024专业设置文件，m.mojitoev.com/news/2217432.html 转载";
const basis: Basis = { article: "MAJ-08 SX-2024", source: SOURCE, trust: "C" };

export const SHANXI_2024: RuleSet = {
  ...COMMON,
  key: "shanxi-2024",
  jurisdiction: "140000",
  name: { zh: "山西 2024", en: "Shanxi 2024" },
  validFrom: "2024-01-01",
  source: SOURCE,
  trust: "C",
  rules: [
    {
      id: "SX-no-intake",
      kind: "block",
      name: {
        zh: "连续三年不招生且无在校生：撤销",
        en: "no intake three years running and nobody on roll: withdraw",
      },
      when: { all: [{ indicator: "years-without-intake", op: ">=", value: 3 }, { indicator: "on-roll", op: "<=", value: 0 }] }, // prettier-ignore
      action: { decision: "withdraw", forbids: ["expand"] },
      basis: { ...basis, article: "MAJ-07 SX-2024" },
    },
    {
      id: "SX-points-named",
      kind: "block",
      name: { zh: "点名的 16 个专业布点超过 15 个：只减不增", en: "the 16 named programmes with over 15 offerings: they may only fall" }, // prettier-ignore
      when: { indicator: "programme-offerings", op: ">", value: 15 },
      scope: { programmes: [] },
      action: { forbids: ["add"] },
      basis,
      note: { zh: "现存副本没有列出这 16 个专业，请按文件填入代码后生效", en: "the stored copy does not list the 16 programmes: enter their codes to bring the rule into force" }, // prettier-ignore
    },
    {
      id: "SX-points",
      kind: "warn",
      name: { zh: "专业布点超过 10 个：严控增量", en: "over 10 offerings: growth is strictly controlled" },
      when: { indicator: "programme-offerings", op: ">", value: 10 },
      action: { forbids: ["add"] },
      basis,
    },
    {
      id: "SX-new",
      kind: "block",
      name: { zh: "每校每年新增专业不超过 5 个", en: "at most 5 new offerings a school and year" },
      when: { indicator: "new-offerings", op: ">=", value: 5 },
      action: { forbids: ["add"] },
      basis,
    },
    {
      id: "SX-school-points",
      kind: "block",
      name: {
        zh: "专业点达到 30 个的学校：总数只减不增",
        en: "schools with 30 offerings or more: their number may only fall",
      },
      when: { indicator: "school-offerings", op: ">=", value: 30 },
      action: { forbids: ["add"] },
      basis,
    },
    ...CONDITION_RULES,
    ...BALANCE_RULES,
  ],
};
