/**
 * Indicator sets of the national evaluation. The construction standard of 2024 (rule book ORG-06) has base, substantive and
 * negative indicators, 16 of the second and 44 of the third level; their texts were not seen. These are indicators of our own in the
 * same three groups, each with the rule that it answers to; none of them is official text, and every report says so.
 */
import type { Sentence } from "../../platform/index.ts";
import type { AllianceKind } from "../kinds.ts";

export type Group = "base" | "substantive" | "negative";
/** 四个合作 (ORG-07) */
export type Cooperation = "running" | "training" | "employment" | "development";

export interface Indicator {
  key: string;
  kinds: readonly AllianceKind[];
  group: Group;
  /** which of the four cooperations it belongs to; null = how the alliance is run */
  cooperation: Cooperation | null;
  name: Sentence;
  /** 观测点: what is counted */
  observed: Sentence;
  /** of the rule book */
  rule: string;
  /** base: it has to be reached; substantive: from here on it counts in full; negative: more than this is a hit */
  target: number;
  unit: "times" | "items" | "percent" | "yuan" | "people" | "provinces" | "kinds" | "yes";
  /** substantive: points of 100 */
  weight: number;
  /** the work does not tell it: the secretariat states it with its proof */
  stated: boolean;
}

const BOTH: readonly AllianceKind[] = ["consortium", "community"];
const of = (
  group: Group,
  key: string,
  rule: string,
  kinds: readonly AllianceKind[],
  [zh, en]: [string, string],
  [whatZh, whatEn]: [string, string],
  more: Partial<Indicator> & Pick<Indicator, "target" | "unit">,
): Indicator => ({
  group,
  key,
  rule,
  kinds,
  name: { zh, en },
  observed: { zh: whatZh, en: whatEn },
  cooperation: null,
  weight: 0,
  stated: false,
  ...more,
});

export const INDICATORS: readonly Indicator[] = [
  of("base", "composition", "ORG-01, ORG-10", BOTH, ["成员构成齐全", "All kinds of members"], ["规则要求的每类成员至少一家", "At least one of every kind that the rules ask for"], { target: 1, unit: "yes" }),
  of("base", "entity", "ORG-05", BOTH, ["实体化运作", "A working entity"], ["章程、实体化证明已登记，理事长已产生", "Charter and proof of the entity entered, a chair in office"], { target: 1, unit: "yes" }),
  of("base", "meetings", "ORG-09", BOTH, ["理事会正常运行", "A council that meets"], ["本年度开成的理事会会议", "Meetings of the council held in the year"], { target: 2, unit: "times" }),
  of("base", "agreements", "ORG-17", BOTH, ["合作有协议", "Cooperation by agreement"], ["联合体名下本年度执行的联合培养协议", "Agreements under the alliance in force in the year"], { target: 1, unit: "items" }),
  of("base", "park-rank", "ORG-02", ["consortium"], ["产教资源集聚", "A strong park"], ["园区总产值在省内的位次（百分位，越小越前）不后于前三分之一", "Rank of the park's output in its province, in percent; not behind the first third"], { target: 33.3, unit: "percent", stated: true }),
  of("base", "provinces", "ORG-10", ["community"], ["跨区域", "Across regions"], ["成员所在省份数", "Provinces of the members"], { target: 2, unit: "provinces" }),

  of("substantive", "tasks-done", "ORG-05, ORG-15", BOTH, ["决议落实", "Resolutions carried out"], ["本年度到期任务的完成率", "Tasks due in the year that are done"], { target: 90, unit: "percent", weight: 10 }),
  of("substantive", "contributed", "ORG-02", BOTH, ["成员投入", "What members put in"], ["本年度登记入账的资金、人员、设备、技术、政策折价", "Money, people, equipment, technology, policy entered in the year, at their value"], { target: 1_000_000, unit: "yuan", weight: 10, cooperation: "running" }),
  of("substantive", "resource-kinds", "ORG-02", BOTH, ["投入多样", "Kinds of what is put in"], ["资金、人员、设备、技术、政策五类中已有的类数", "Of the five kinds, how many there are"], { target: 4, unit: "kinds", weight: 5, cooperation: "running" }),
  of("substantive", "training-plans", "ORG-07", BOTH, ["共同制定培养方案", "Training plans written together"], ["联合体名下各方会签、正在执行的人才培养方案", "Plans under the alliance, signed by all and in force"], { target: 3, unit: "items", weight: 10, cooperation: "training" }),
  of("substantive", "trainees", "ORG-02", BOTH, ["联合培养规模", "Students trained together"], ["联合体名下协议本年度在培学生", "Students of agreements under the alliance in the year"], { target: 100, unit: "people", weight: 15, cooperation: "training" }),
  of("substantive", "joint-team", "ORG-07", BOTH, ["混编教师团队", "A joint team"], ["培养方案登记的校企教师团队成员", "Members of the joint teams of its plans"], { target: 20, unit: "people", weight: 5, cooperation: "training" }),
  of("substantive", "joint-resources", "ORG-07", BOTH, ["共建共享资源", "Resources made and shared"], ["向联合体成员或社会开放的共建资源", "Joint resources open to the members or to anybody"], { target: 10, unit: "items", weight: 5, cooperation: "training" }),
  of("substantive", "placed", "ORG-02", BOTH, ["成员间岗位实习", "Placements between members"], ["成员学校学生本年度在成员企业的实习", "Students of member schools placed at member enterprises in the year"], { target: 50, unit: "people", weight: 10, cooperation: "training" }),
  of("substantive", "certificates", "ORG-07", BOTH, ["校企共同考核", "Joint assessment"], ["成员间实习本年度发出的考核证书", "Certificates of placements between members in the year"], { target: 50, unit: "items", weight: 5, cooperation: "training" }),
  of("substantive", "matched", "ORG-02", BOTH, ["对口就业", "Work in one's subject"], ["成员间培养的毕业生对口率（本人同意、三人以上）", "Of those trained between members, who work in their subject (with consent, three or more)"], { target: 70, unit: "percent", weight: 10, cooperation: "employment" }),
  of("substantive", "posts-offered", "ORG-11", BOTH, ["企业提供实习岗位", "Posts offered"], ["成员企业实习岗位占其在岗职工的比例", "Posts that member enterprises offer, of their staff"], { target: 2, unit: "percent", weight: 5, cooperation: "employment" }),
  of("substantive", "chain-map", "ORG-08, ORG-10", BOTH, ["产业链与专业对接", "Chain and programmes"], ["已公布的产业链图", "A chain map that is published"], { target: 1, unit: "yes", weight: 5, cooperation: "development" }),
  of("substantive", "services", "ORG-02", BOTH, ["共性技术服务", "Technical services"], ["本年度完成的技术服务、攻关项目", "Technical services and projects done in the year"], { target: 10, unit: "items", weight: 5, cooperation: "development", stated: true }),

  of("negative", "placed-unlawful", "INT-02 – INT-11", BOTH, ["实习违规", "Unlawful placements"], ["正在进行而未通过合法性检查的成员间实习", "Running placements between members that the legal gate refuses"], { target: 0, unit: "items" }),
  of("negative", "incidents-open", "INT-11", BOTH, ["严重事故未处理", "Grave incidents left open"], ["发生三十天仍未办结的严重以上伤害、安全事件", "Serious or grave injuries and dangers open for over thirty days"], { target: 0, unit: "items" }),
  of("negative", "tasks-long-over", "ORG-15", BOTH, ["任务长期不办", "Tasks left undone"], ["超期九十天以上未办结的决议任务", "Tasks over ninety days past their day"], { target: 0, unit: "items" }),
  of("negative", "no-meeting", "ORG-09", BOTH, ["名存实亡", "A name only"], ["全年没有开成一次理事会（年度结束后判断）", "Not one meeting of the council in the whole year (judged after its end)"], { target: 0, unit: "yes" }),
]; // prettier-ignore

export const indicatorsOf = (kind: AllianceKind): Indicator[] =>
  INDICATORS.filter(({ kinds }) => kinds.includes(kind));
export const NOT_OFFICIAL: Sentence = {
  zh: "本表为系统自拟的观测点，按《市域产教联合体建设标准（试行）》基础性、实质性、否定性三类指标的结构编排；官方三级指标文本未见，不代替官方评价。",
  en: "These are indicators of this system, in the three groups of the construction standard of 2024 (base, substantive, negative). The official texts were not seen; this does not stand for the official evaluation.",
};
