/** As rules.md MAJ-07 and MAJ-08 give it; what the stored copies of the source leave open is left open. */
import type { Basis } from "../../indicators/index.ts";
import type { RuleSet } from "../types.ts";
import { NATIONAL } from "./national.ts";
import { COMMON } from "./shared.ts";

const SOURCE = "山东2017专业设置文件，big5.china.com.cn 转载";
const basis: Basis = { article: "MAJ-08 SD-2017", source: SOURCE, trust: "B" };

export const SHANDONG_2017: RuleSet = {
  ...COMMON,
  key: "shandong-2017",
  jurisdiction: "370000",
  name: { zh: "山东 2017", en: "Shandong 2017" },
  validFrom: "2017-01-01",
  source: SOURCE,
  trust: "B",
  rules: [
    {
      id: "SD-employment",
      kind: "block",
      name: { zh: "连续两年就业率低：减招或停招", en: "low employment two years running: cut or stop" },
      when: { indicator: "employment-rate", op: "<", value: null, years: 2 },
      action: { decision: "warn", alternatives: ["suspend"], forbids: ["expand"] },
      basis,
      note: { zh: "现存副本没有给出“低”的数值，请填入后生效", en: "the stored copy does not say how low: enter the figure to bring the rule into force" }, // prettier-ignore
    },
    {
      id: "SD-new",
      kind: "block",
      name: { zh: "每年新增专业：建校三年内不超过 5 个，其他学校不超过 3 个", en: "new offerings a year: at most 5 in a school's first three years, else 3" }, // prettier-ignore
      when: {
        any: [
          { indicator: "new-offerings", op: ">=", value: 5 },
          { all: [{ indicator: "new-offerings", op: ">=", value: 3 }, { indicator: "school-age", op: ">", value: 3 }] }, // prettier-ignore
        ],
      },
      action: { forbids: ["add"] },
      basis,
    },
    ...NATIONAL.rules,
  ],
};
