/** As rules.md MAJ-07 and MAJ-08 give it; what the stored copies of the source leave open is left open. */
import type { Basis } from "../../indicators/index.ts";
import type { RuleSet } from "../types.ts";
import { NATIONAL } from "./national.ts";
import { COMMON } from "./shared.ts";

const SOURCE = "福建2023专业设置文件，厦门晚报及 sx.3news.com 转载";
const basis: Basis = { article: "MAJ-08 FJ-2023", source: SOURCE, trust: "B" };

export const FUJIAN_2023: RuleSet = {
  ...COMMON,
  key: "fujian-2023",
  jurisdiction: "350000",
  name: { zh: "福建 2023", en: "Fujian 2023" },
  validFrom: "2023-01-01",
  source: SOURCE,
  trust: "B",
  rules: [
    {
      id: "FJ-employment",
      kind: "block",
      name: { zh: "初次毕业去向落实率连续两年居后 10 %：调减或停招", en: "placement rate in the last 10 % two years running: cut or stop" }, // prettier-ignore
      when: { indicator: "employment-rate", lowest: 0.1, within: "level", years: 2 },
      action: { decision: "warn", alternatives: ["suspend"], forbids: ["expand"] },
      basis,
      note: { zh: "排位在同层次专业点之间计算；文件未说明按专业还是按专业点", en: "ranked among the level's offerings; the stored copy does not tell whether programmes or offerings are ranked" }, // prettier-ignore
    },
    {
      id: "FJ-points-college",
      kind: "block",
      name: {
        zh: "高职专业全省布点超过 20 个：不再新增",
        en: "college programme with over 20 offerings in the province: no new one",
      },
      when: { indicator: "programme-offerings", op: ">", value: 20 },
      scope: { levels: ["college"] },
      action: { forbids: ["add"] },
      basis,
    },
    {
      id: "FJ-points-secondary",
      kind: "block",
      name: { zh: "中职专业布点超过所在市学校的 50 %：不再新增", en: "secondary programme at over 50 % of the city's schools: no new one" }, // prettier-ignore
      when: { indicator: "city-school-share", op: ">", value: 0.5 },
      scope: { levels: ["secondary"] },
      action: { forbids: ["add"] },
      basis,
    },
    {
      id: "FJ-size-college",
      kind: "block",
      name: { zh: "高职专业点数超过在校生数 ÷ 300：只减不增", en: "more offerings than full-time students ÷ 300 (college): they may only fall" }, // prettier-ignore
      when: { indicator: "students-per-offering", op: "<", value: 300 },
      scope: { levels: ["college"] },
      action: { forbids: ["add"] },
      basis,
    },
    {
      id: "FJ-size-secondary",
      kind: "block",
      name: { zh: "中职专业点数超过在校生数 ÷ 200：只减不增", en: "more offerings than full-time students ÷ 200 (secondary): they may only fall" }, // prettier-ignore
      when: { indicator: "students-per-offering", op: "<", value: 200 },
      scope: { levels: ["secondary"] },
      action: { forbids: ["add"] },
      basis,
    },
    {
      id: "FJ-change-target",
      kind: "target",
      name: { zh: "每年专业点调整比例约 10 %", en: "about 10 % of offerings change a year" },
      when: { indicator: "changed-share", op: ">=", value: 0.1 },
      action: {},
      basis,
    },
    ...NATIONAL.rules,
  ],
};
