/** The applications of the sample province's round: who applies for what, and how far each has got. All made up. */
import type { Change, Kind } from "./form.ts";
import type { SingleAction } from "./act.ts";

const SAMPLE = "（示例）";

/** What is done with an application; `ask` and `score` are the reviewers', `announce` and `close-notice` whole notices'. */
export type Doing =
  "draft" | "write" | "ask" | "score" | "announce" | "close-notice" | "object" | SingleAction;
export interface Step {
  /** days before the sample is loaded */
  ago: number;
  does: Doing;
  note?: string;
  /** number of the official document */
  document?: string;
}

export interface SampleCase {
  /** whose: the school of the sample's own officer, or the first one of the kind that fits */
  school: "demo" | "college" | "secondary-school" | "vocational-university" | "any";
  /** the city in which the school should be, where there is one */
  city?: string;
  kind: Kind;
  change?: Change;
  /** what is opened, the first that the school has not */
  programmes?: readonly string[];
  /** what is opened outside the catalogue */
  outside?: string;
  /** what is changed or withdrawn: an offering that the year's cards judge so */
  card?: "expand" | "withdraw";
  industry: string;
  /** which enterprises are asked: part of their names */
  firms: string;
  /** what they ask for; empty = the first occupation that the release names */
  post: string;
  intake: number;
  /** what the school says of its need */
  words: string;
  /** only the first part of the form is written */
  unfinished?: true;
  /** who of the reviewers is in favour, in the order in which they answer; those without a word have not answered */
  votes?: readonly { favour: boolean; points: number; opinion: string }[];
  steps: readonly Step[];
}

const vote = (favour: boolean, points: number, opinion: string) => ({ favour, points, opinion: opinion + SAMPLE }); // prettier-ignore
const AGREED = [
  vote(true, 86, "需求依据充分，与本市产业方向一致，实训条件能够满足首届教学。"),
  vote(true, 82, "培养方案完整，校企合作落实，建议同意。"),
  vote(true, 78, "师资结构基本合理，建议继续引进企业兼职教师。"),
];
const step = (ago: number, does: Doing, note = "", document?: string): Step => ({ ago, does, ...(note ? { note: note + SAMPLE } : {}), ...(document ? { document: document + SAMPLE } : {}) }); // prettier-ignore
const PASSED = "材料齐全，符合形式审查要求，送专家评审。";
const written = (ago: number): Step[] => [step(ago + 4, "draft"), step(ago + 3, "write"), step(ago, "submit")]; // prettier-ignore
const accepted = (ago: number): Step[] => [
  ...written(ago + 3),
  step(ago, "accept", PASSED),
  step(ago, "ask"),
];
const reviewed = (ago: number): Step[] => [...accepted(ago + 5), step(ago + 2, "score"), step(ago, "conclude", "已汇总专家独立评分。")]; // prettier-ignore
/** All of one notice are announced and closed on the same day. */
const FIRST_NOTICE = { opened: 24, closed: 18 };
const RUNNING_NOTICE = 2;
const decided = (...decision: Step[]): Step[] => [
  ...reviewed(FIRST_NOTICE.opened + 1),
  step(FIRST_NOTICE.opened, "announce"),
  step(FIRST_NOTICE.closed, "close-notice"),
  ...decision,
];

/** Draft, returned, waiting for the check, in review, split vote, in public notice, recorded, refused, forwarded, taken back. */
export const SAMPLE_CASES: readonly SampleCase[] = [
  {
    school: "college", city: "990300", kind: "open", programmes: ["460305", "460303"], industry: "智能制造装备", firms: "装备|重工|机械",
    post: "工业机器人系统运维员", intake: 45, words: "本市装备制造企业成套采购工业机器人，安装调试和运行维护岗位长期招不到人。",
    votes: AGREED, steps: decided(step(16, "record", "符合备案条件，同意备案。", "示例教职〔2026〕15号")),
  },
  {
    school: "any", kind: "withdraw", card: "withdraw", industry: "", firms: "", post: "", intake: 0,
    words: "该专业点连续两年没有招到学生，专业调整测算建议撤销；学校同意撤销，不再招生，在校生按原方案培养至毕业。",
    votes: [vote(true, 88, "撤点理由成立，在校生安排妥当。"), vote(true, 84, "同意撤销，教师转岗计划可行。"), vote(true, 80, "同意撤销，设备去向明确。")],
    steps: decided(step(16, "record", "同意撤销，自下一年度起停止招生。", "示例教职〔2026〕16号")),
  },
  {
    school: "college", city: "990600", kind: "open", programmes: ["530302", "530301"], industry: "商务服务业", firms: "务所|咨询|代理",
    post: "会计", intake: 90, words: "周边中小企业有代理记账需求，学校有财经类专业办学基础。",
    votes: [vote(false, 52, "全省同专业毕业生已明显多于岗位，不宜再增设。"), vote(false, 55, "需求调研只有三家企业，依据不足。"), vote(true, 70, "学校有一定基础，但应控制规模。")],
    steps: decided(step(15, "refuse", "全省该专业毕业生供给明显多于需求，多数专家不同意；建议转向紧缺专业另行申请。")),
  },
  {
    school: "college", city: "991600", kind: "open", programmes: ["570102K", "520703K"], industry: "学前教育", firms: "儿园|学校",
    post: "幼儿教师", intake: 50, words: "本市公办幼儿园扩建，专科层次教师缺额由市教育局逐园核定。",
    votes: AGREED, steps: decided(step(15, "forward", "同意上报。", "示例教职〔2026〕17号")),
  },
  {
    school: "college", city: "990100", kind: "open", programmes: ["510205", "510201"], industry: "软件和信息技术服务业", firms: "数据|软件|科技",
    post: "大数据工程技术人员", intake: 60, words: "本市数据服务企业集中，数据采集、清洗和运维岗位需要大量专科毕业生。",
    votes: AGREED, steps: [...reviewed(RUNNING_NOTICE + 1), step(RUNNING_NOTICE, "announce"), step(0, "object")],
  },
  {
    school: "secondary-school", city: "991000", kind: "open", programmes: ["660201", "660103"], industry: "通用设备制造业", firms: "装备|重工|机械",
    post: "机床装调维修工", intake: 40, words: "本市矿山机械企业设备更新，一线维护人员平均年龄偏大，急需补充。",
    votes: AGREED, steps: [...reviewed(RUNNING_NOTICE + 1), step(RUNNING_NOTICE, "announce")],
  },
  {
    school: "college", city: "991100", kind: "open", programmes: ["530802", "530808"], industry: "多式联运和仓储", firms: "物流|仓储|应链",
    post: "物流服务师", intake: 50, words: "港口后方物流园扩建，仓储管理和多式联运调度岗位增加。",
    votes: [vote(true, 80, "港口物流岗位增加属实，建议同意。"), vote(false, 58, "与同城两所学校专业重复，特色不明显。"), vote(true, 74, "条件基本具备，应突出多式联运方向。")],
    steps: reviewed(3),
  },
  {
    school: "college", city: "990500", kind: "open", programmes: ["510401", "510402"], industry: "集成电路", firms: "导体|电路|电子",
    post: "半导体芯片制造工", intake: 48, words: "本市封装测试产线投产在即，企业提出订单培养的要求。",
    votes: [vote(true, 84, "产线投产时间明确，订单培养协议真实，建议同意。")],
    steps: [...accepted(6), step(2, "score")],
  },
  {
    school: "vocational-university", city: "990300", kind: "open", programmes: ["260301", "260102"], industry: "专用设备制造业", firms: "装备|重工|机械",
    post: "机械设备修理人员", intake: 60, words: "高端装备企业需要能做工艺改进和现场调试的本科层次技术人员。",
    steps: accepted(4),
  },
  {
    school: "college", city: "990400", kind: "open", programmes: ["460702", "500212"], industry: "新能源汽车", firms: "汽车|部件|电池",
    post: "新能源汽车维修工", intake: 60, words: "本市整车企业投产新能源车型，检测、装调和售后岗位缺口逐年扩大。",
    steps: written(5),
  },
  {
    school: "secondary-school", city: "990700", kind: "open", outside: "海上风电设备巡检（示例）", industry: "海上风电", firms: "能源",
    post: "风电设备运维员", intake: 30, words: "近海风电场陆续并网，巡检岗位需要熟悉海上作业安全的中职毕业生，目录内没有对应专业。",
    steps: written(4),
  },
  {
    school: "any", kind: "change", change: "expand", card: "expand", industry: "本专业对口的行业", firms: "服务|科技",
    post: "", intake: 15, words: "专业调整测算建议扩大规模，合作企业愿意增加实习岗位，学校现有实训条件可以容纳。",
    steps: written(3),
  },
  {
    school: "demo", kind: "open", programmes: ["520802", "520803"], industry: "托育服务", firms: "儿园|服务",
    post: "保育师", intake: 40, words: "本市托育机构扩建，托位逐年增加，保育师岗位连年招不满。",
    steps: [...written(9), step(6, "return", "实训室面积与校外基地数与附件不一致，请补充场地证明并核对后再报。")],
  },
  {
    school: "demo", kind: "open", programmes: ["590302", "590301", "590303"], industry: "健康养老", firms: "服务",
    post: "养老护理员", intake: 45, words: "本市养老机构床位增加，护理员和机构管理人员缺口明显，已走访十二家机构。",
    unfinished: true, steps: [step(5, "draft"), step(2, "write")],
  },
  {
    school: "college", city: "990100", kind: "open", programmes: ["510215", "550116"], industry: "文化创意", firms: "影视|传媒|设计",
    post: "动画制作员", intake: 40, words: "本市动漫园区有少量制作岗位，学校拟依托现有艺术类专业增设。",
    steps: [...written(10), step(7, "withdraw", "经再次论证，岗位数量不足，学校决定撤回，改报数字媒体方向。")],
  },
]; // prettier-ignore
