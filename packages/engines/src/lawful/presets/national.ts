/** 职业学校学生实习管理规定 (教职成〔2021〕4号) and the laws above it, as rules.md INT-01 … INT-18 give them. */
import type { Basis, Trust } from "../../indicators/index.ts";
import type { Condition, Rule, RuleSet } from "../types.ts";

const REGULATION = "职业学校学生实习管理规定（教职成〔2021〕4号）";
const basis = (article: string, source: string, trust: Trust, quote?: string): Basis => ({ article, source, trust, ...(quote ? { quote } : {}) }); // prettier-ignore

const ARTICLE_2 = basis(`${REGULATION} 第二条`, "wechat.estsglobal.com/wechat/law_contents/342", "B");
const ARTICLE_16 = (item: string, quote: string): Basis =>
  basis(`${REGULATION} 第十六条（${item}）`, "wechat.estsglobal.com/wechat/law_contents/348", "B", quote);
const ARTICLE_17 = (quote: string): Basis => basis(`${REGULATION} 第十七条`, "2016 年文本同义：v.66law.cn/jx/sxdww.html", "mem-high", quote); // prettier-ignore
const ARTICLE_18 = (quote: string): Basis => basis(`${REGULATION} 第十八条`, "wechat.estsglobal.com/wechat/law_contents/350", "B", quote); // prettier-ignore
/** Articles whose number was not seen: the text is that of provincial rules that follow the regulation. */
const PROVINCIAL = (id: string, quote: string): Basis => basis(`${REGULATION}，条次未见（${id}）`, "各省细则：tour.mbatrip.com/tour/2023/0104/52741.html；gocodog.com/index.php?c=show&id=1874", "B", quote); // prettier-ignore
const MEMORY = (id: string): Basis => basis(`${REGULATION}，条次未见（${id}）`, "须核对原文", "mem-high");
const LAW = (article: string, quote: string): Basis => basis(`职业教育法（2022）第${article}条`, "LawRefBook/Laws 行政法/职业教育法(2022-04-20).md", "A", quote); // prettier-ignore
const DESIGN: Basis = basis("Tixi", "Tixi 自定参数，非法规，可修改", "design");

const ON_POST: Condition = { fact: "onPost", is: true };
const MINOR: Condition = { all: [ON_POST, { fact: "age", op: "<", value: 18 }] };

const AGENTS = {
  zh: "没收违法所得，并处一倍以上五倍以下罚款；违法所得不足一万元的按一万元计算（职业教育法第六十六条）",
  en: "illegal gains are confiscated and fined one to five times; gains under 10,000 yuan count as 10,000 (art. 66 of the law)",
};

const UNITS: Rule[] = [
  {
    id: "INT-01", kind: "block", exemption: "none", name: { zh: "实习单位依法登记", en: "the unit is legally registered" },
    holds: { fact: "registered", is: true }, basis: ARTICLE_2,
    note: { zh: "校内或园区的生产性实训基地、厂中校、校中厂、虚拟仿真实训基地只有依法取得法人或非法人组织资格才可作实习单位", en: "bases in a school or a park count only with the registration of a legal or non-legal person" },
  },
  {
    id: "INT-13.1", kind: "block", exemption: "none", name: { zh: "单位没有严重失信和近三年安全生产违法记录", en: "no record of serious dishonesty or of breaches of work safety" },
    holds: { fact: "dishonest", is: false }, basis: MEMORY("INT-13"),
  },
  {
    id: "INT-13.2", kind: "block", exemption: "none", name: { zh: "安排前十二个月内实地考察过单位", en: "the unit was visited within twelve months before" },
    holds: { all: [{ fact: "inspectedAge", op: ">=", value: 0 }, { fact: "inspectedAge", op: "<=", value: 366 }] }, basis: MEMORY("INT-13"),
    note: { zh: "考察是规定的要求，一年的期限是 Tixi 的读法", en: "the visit is the regulation's, the year is Tixi's reading" },
  },
  {
    id: "INT-13.3", kind: "block", exemption: "none", name: { zh: "实习单位名单经学校领导班子会议确定", en: "the list of units was decided by the school's leadership meeting" },
    holds: { fact: "decided", is: true }, basis: MEMORY("INT-13"),
  },
  {
    id: "INT-12", kind: "block", exemption: "none", name: { zh: "没有单位或部门强制指定实习单位", en: "nobody outside the school imposed the unit" },
    holds: { fact: "imposed", is: false }, basis: PROVINCIAL("INT-12", "任何单位或部门不得干预职业学校正常安排和实施实习方案，不得强制职业学校安排学生到指定单位实习"),
  },
  {
    id: "INT-15", kind: "block", exemption: "none", name: { zh: "学生自行选择的单位经学校批准", en: "a unit that the student found is approved by the school" },
    when: { fact: "selfFound", is: true }, holds: { fact: "schoolApproved", is: true }, basis: ARTICLE_2,
  },
]; // prettier-ignore

const STUDENTS: Rule[] = [
  {
    id: "INT-02.1", kind: "block", exemption: "none", name: { zh: "一年级学生不得岗位实习", en: "no first-year students on posts" },
    when: ON_POST, holds: { fact: "year", op: ">=", value: 2 }, basis: ARTICLE_16("一", "安排、接收一年级在校学生进行岗位实习"),
  },
  {
    id: "INT-02.2", kind: "block", exemption: "none", name: { zh: "未满 16 周岁不得岗位实习", en: "nobody under 16 on posts" },
    when: ON_POST, holds: { fact: "age", op: ">=", value: 16 }, basis: ARTICLE_16("二", "安排、接收未满16周岁的学生进行岗位实习"),
  },
  {
    id: "INT-02.3", kind: "block", exemption: "none", name: { zh: "未成年学生不得从事未成年工禁忌劳动", en: "minors do no work that is barred to minors" },
    when: MINOR,
    holds: {
      set: "hazards",
      none: ["height", "underground", "radiation", "toxic", "explosive", "dust", "cold-water", "heat", "cold", "forestry", "field", "diving", "load", "vibration", "posture", "boiler"],
    },
    basis: { ...ARTICLE_16("三", "安排未成年学生从事《未成年工特殊保护规定》中禁忌从事的劳动"), source: "wechat.estsglobal.com/wechat/law_contents/348；未成年工特殊保护规定第三条：cqzyhr.com/list/11/192.htm" },
  },
  {
    id: "INT-02.4", kind: "block", exemption: "none", name: { zh: "女学生不得从事女职工禁忌劳动", en: "female students do no work that is barred to women" },
    when: { all: [ON_POST, { fact: "female", is: true }] },
    holds: { all: [{ set: "hazards", none: ["underground", "load"] }, { fact: "labourLevel", op: "<", value: 4 }] },
    basis: { ...ARTICLE_16("四", "安排实习的女学生从事《女职工劳动保护特别规定》中禁忌从事的劳动"), source: "wechat.estsglobal.com/wechat/law_contents/348；女职工劳动保护特别规定附录第一条：LawRefBook/Laws" },
    note: { zh: "经期、孕期、哺乳期的禁忌由本人提出，不记入系统", en: "what is barred in certain months is asked for by herself and not recorded" },
  },
  {
    id: "INT-02.5", kind: "block", exemption: "none", name: { zh: "不得到酒吧、夜总会、歌厅、洗浴中心、电子游戏厅、网吧等营业性娱乐场所实习", en: "no bars, night clubs, karaoke, baths, game rooms or net cafés" },
    holds: { industries: ["H6233", "O8051", "R9011", "R9012", "R9013"] }, basis: ARTICLE_16("五", "安排学生到酒吧、夜总会、歌厅、洗浴中心、电子游戏厅、网吧等营业性娱乐场所实习"),
    note: { zh: "按 GB/T 4754-2017 小类；其他室内娱乐（9019）由学校判断", en: "by classes of GB/T 4754-2017; other indoor amusement (9019) is for the school to judge" },
  },
  {
    id: "INT-02.6", kind: "block", exemption: "none", name: { zh: "不得通过中介机构或有偿代理组织、安排和管理", en: "no agents, no paid agency" },
    holds: { fact: "agent", is: false }, basis: ARTICLE_16("六", "通过中介机构或有偿代理组织、安排和管理学生实习工作"), consequence: AGENTS,
  },
  {
    id: "INT-02.7", kind: "block", exemption: "none", name: { zh: "不得从事Ⅲ级及以上体力劳动或其他有害身心健康的实习", en: "no physical labour of level III or above, nothing harmful" },
    holds: { all: [{ fact: "labourLevel", op: "<", value: 3 }, { set: "hazards", none: ["harmful"] }] },
    basis: ARTICLE_16("七", "安排学生从事III级强度及以上体力劳动或其他有害身心健康的实习"),
  },
  {
    id: "INT-17", kind: "block", exemption: "none", name: { zh: "未成年学生上岗前一年内做过健康检查", en: "minors had a health check within the year before" },
    when: MINOR, holds: { all: [{ fact: "healthAge", op: ">=", value: 0 }, { fact: "healthAge", op: "<=", value: 366 }] },
    basis: basis("劳动法 第六十五条", "规则 INT-17", "A", "用人单位应当对未成年工定期进行健康检查"),
    note: { zh: "“定期”按一年计，系未成年工特殊保护规定的读法", en: "regularly is read as once a year" },
  },
  {
    id: "TIXI-one-place", kind: "block", exemption: "none", name: { zh: "同一学生同期只在一处岗位实习", en: "a student is on one post at a time" },
    when: ON_POST, holds: { fact: "overlap", op: "<=", value: 0 }, basis: DESIGN,
  },
]; // prettier-ignore

const WORK: Rule[] = [
  {
    id: "INT-03.1", kind: "block", exemption: "filing", name: { zh: "不得从事高空、井下、放射性、有毒、易燃易爆等高风险实习", en: "no height, underground, radiation, toxic, explosive or other risky work" },
    when: ON_POST, holds: { set: "hazards", none: ["height", "underground", "radiation", "toxic", "explosive", "risk"] },
    basis: ARTICLE_17("安排学生从事高空、井下、放射性、有毒、易燃易爆，以及其他具有较高安全风险的实习"),
  },
  {
    id: "INT-03.2", kind: "block", exemption: "filing", name: { zh: "不得安排休息日、法定节假日实习", en: "no work on rest days and public holidays" },
    when: ON_POST, holds: { all: [{ fact: "restDayWork", is: false }, { fact: "holidayWork", is: false }] },
    basis: ARTICLE_17("安排学生在休息日、法定节假日实习"),
  },
  {
    id: "INT-03.3", kind: "block", exemption: "filing", name: { zh: "不得安排加班", en: "no overtime" },
    when: ON_POST, holds: { fact: "overtime", is: false }, basis: ARTICLE_17("安排学生加班和上夜班"),
  },
  {
    id: "INT-03.4", kind: "block", exemption: "filing", name: { zh: "不得安排夜班", en: "no night shifts" },
    when: ON_POST, holds: { fact: "night", is: false }, basis: ARTICLE_17("安排学生加班和上夜班"),
  },
  {
    id: "INT-03.5", kind: "block", exemption: "filing", name: { zh: "每日不超过 8 小时", en: "at most 8 hours a day" },
    when: ON_POST, holds: { fact: "hoursDay", op: "<=", value: 8 }, basis: basis(`${REGULATION} 第十七条；宁波市职业教育校企合作促进条例 第九条`, "须核对原文；LawRefBook/Laws DLC", "mem-high"),
  },
  {
    id: "INT-03.6", kind: "block", exemption: "filing", name: { zh: "每周不超过 40 小时", en: "at most 40 hours a week" },
    when: ON_POST, holds: { fact: "hoursWeek", op: "<=", value: 40 }, basis: basis(`${REGULATION} 第十七条；宁波市职业教育校企合作促进条例 第九条`, "须核对原文；LawRefBook/Laws DLC", "mem-high"),
  },
  {
    id: "INT-03.7", kind: "block", exemption: "filing", name: { zh: "每周至少休息一日", en: "at least one rest day a week" },
    when: ON_POST, holds: { fact: "restDays", op: ">=", value: 1 }, basis: basis("劳动法 第三十八条", "须核对原文", "mem-high"),
  },
  {
    id: "INT-07.1", kind: "block", exemption: "filing", name: { zh: "岗位与所学专业对口或相近，不跨专业大类", en: "the post fits the programme, within its category" },
    when: ON_POST, holds: { fact: "programmeMatch", op: ">=", value: 1 },
    basis: LAW("五十", "协商实习单位安排与学生所学专业相匹配的岗位……不得安排学生从事与所学专业无关的实习实训"),
    note: { zh: "规定写“原则上不得跨专业大类”；跨大类须有备案", en: "the regulation says “in principle not across categories”; across them a filing is needed" },
  },
  {
    id: "INT-07.2", kind: "block", exemption: "none", name: { zh: "不得只安排简单重复劳动", en: "not only simple repeated labour" },
    when: ON_POST, holds: { fact: "simpleOnly", is: false }, basis: PROVINCIAL("INT-07", "不得仅安排学生从事简单重复劳动"),
  },
  {
    id: "INT-05.1", kind: "warn", exemption: "approval", name: { zh: "岗位实习学生一般不超过在岗职工的 10 %", en: "students on posts normally at most 10 % of the staff" },
    when: ON_POST, holds: { fact: "peak", op: "<=", parts: [10, 100], of: "staff" },
    basis: PROVINCIAL("INT-05，2016 年文本第九条", "岗位实习学生的人数一般不超过实习单位在岗职工总数的10%"),
    note: { zh: "同期、各校合计，取实习期内最多的一天", en: "at the same time, all schools together, on the busiest day of the placement" },
  },
  {
    id: "INT-05.2", kind: "warn", exemption: "approval", name: { zh: "具体岗位实习学生一般不高于同类岗位职工的 20 %", en: "students in a post normally at most 20 % of the staff in like posts" },
    when: ON_POST, holds: { fact: "likePeak", op: "<=", parts: [20, 100], of: "likeStaff" },
    basis: PROVINCIAL("INT-05，2016 年文本第九条", "在具体岗位实习的学生人数一般不高于同类岗位在岗职工总人数的20%"),
  },
  {
    id: "INT-06.1", kind: "warn", exemption: "approval", name: { zh: "岗位实习一般为 6 个月：不少于", en: "a post placement normally lasts 6 months: not less" },
    when: ON_POST, holds: { fact: "length", op: ">=", months: 6 }, basis: PROVINCIAL("INT-06", "学生在实习单位的岗位实习时间一般为6个月"),
    note: { zh: "同一单位各段合计，重叠的日子算一次", en: "all periods at the enterprise together, each day once" },
  },
  {
    id: "INT-06.2", kind: "warn", exemption: "approval", name: { zh: "岗位实习一般为 6 个月：不多于", en: "a post placement normally lasts 6 months: not more" },
    when: ON_POST, holds: { fact: "length", op: "<=", months: 6 }, basis: PROVINCIAL("INT-06", "学生在实习单位的岗位实习时间一般为6个月"),
    note: { zh: "医药卫生类可按执业资格报考条件实习 8 至 10 个月以上，作为理由记录", en: "health programmes may need 8 to 10 months and more for the licence: a reason to record" },
  },
]; // prettier-ignore

const PAY: Rule[] = [
  {
    id: "INT-04.1", kind: "block", exemption: "none", name: { zh: "岗位实习给予适当的劳动报酬", en: "work on a post is paid" },
    when: ON_POST, holds: { fact: "pay", op: ">", value: 0 }, basis: LAW("五十", "对上岗实习的，应当签订实习协议，给予适当的劳动报酬"),
  },
  {
    id: "INT-04.2", kind: "warn", exemption: "approval", name: { zh: "相对独立工作的，报酬原则上不低于相同岗位工资的 80 % 或最低档工资", en: "who works rather independently earns in principle 80 % of the post's pay, or its lowest grade" },
    when: { all: [ON_POST, { fact: "independent", is: true }] },
    holds: { any: [{ fact: "pay", op: ">=", parts: [80, 100], of: "likePay" }, { fact: "pay", op: ">=", parts: [1, 1], of: "lowestPay" }] },
    basis: ARTICLE_18("原则上应不低于本单位相同岗位工资标准的80%或最低档工资标准"),
    note: { zh: "“或”按两者取低；2016 年的试用期工资口径已废止", en: "“or” is read as the lower of the two; the base of 2016, pay on probation, is void" },
  },
  {
    id: "INT-04.3", kind: "warn", exemption: "approval", name: { zh: "报酬支付周期原则上不超过 1 个月", en: "paid in principle at least once a month" },
    when: ON_POST, holds: { fact: "payCycle", op: "<=", value: 1 }, basis: ARTICLE_18("原则上支付周期不得超过1个月"),
  },
  {
    id: "INT-04.4", kind: "block", exemption: "none", name: { zh: "报酬以货币支付，不得以物品或代金券代替", en: "paid in money, not in goods or vouchers" },
    when: ON_POST, holds: { fact: "paidInMoney", is: true }, basis: ARTICLE_18("不得以物品或代金券等代替货币支付"),
  },
  {
    id: "INT-04.5", kind: "block", exemption: "none", name: { zh: "报酬直接支付给学生，不得经第三方转发", en: "paid to the student himself, through nobody" },
    when: ON_POST, holds: { fact: "paidToStudent", is: true }, basis: ARTICLE_18("不得……经过第三方转发"),
  },
  {
    id: "INT-10.1", kind: "block", exemption: "none", name: { zh: "不得向学生收取实习费用", en: "no fees from the student" },
    holds: { fact: "fees", op: "<=", value: 0 }, basis: LAW("四十二", "不得以介绍工作、安排实习实训等名义违法收取费用"),
  },
  {
    id: "INT-10.2", kind: "block", exemption: "none", name: { zh: "不得要求担保或收取财物", en: "no guarantee, no valuables" },
    holds: { fact: "guarantee", is: false }, basis: PROVINCIAL("INT-10", "不得要求学生提供担保或者以其他名义收取学生财物"),
  },
  {
    id: "INT-10.3", kind: "block", exemption: "none", name: { zh: "不得扣押证件", en: "no papers held back" },
    holds: { fact: "papersHeld", is: false }, basis: MEMORY("INT-10"),
  },
  {
    id: "INT-11.1", kind: "block", exemption: "none", name: { zh: "实习责任保险覆盖整个实习期", en: "liability insurance covers the whole placement" },
    holds: { fact: "uncovered", op: "<=", value: 0 }, basis: LAW("五十", "接纳实习的单位应当保障学生在实习期间……参加相关保险"),
    note: { zh: "法律写“相关保险”，责任保险由规定指明（凭记忆）", en: "the law says “relevant insurance”; that it is liability insurance is the regulation's, from memory" },
  },
  {
    id: "INT-11.2", kind: "block", exemption: "none", name: { zh: "保险费不由学生承担", en: "the premium is not charged to the student" },
    holds: { fact: "insuranceChargedToStudent", is: false }, basis: MEMORY("INT-11"),
  },
  {
    id: "INT-11.3", kind: "warn", exemption: "approval", name: { zh: "意外伤害保险覆盖整个实习期", en: "accident insurance covers the whole placement" },
    when: ON_POST, holds: { fact: "accidentUncovered", op: "<=", value: 0 }, basis: basis("宁波市职业教育校企合作促进条例 第九条", "LawRefBook/Laws DLC", "A", "统一办理意外伤害保险"),
    note: { zh: "地方条例；其他地区作提示", en: "a local regulation; elsewhere a hint" },
  },
]; // prettier-ignore

const PAPERS: Rule[] = [
  {
    id: "INT-08.1", kind: "block", exemption: "none", name: { zh: "学校、单位、学生三方签订实习协议", en: "school, enterprise and student signed the agreement" },
    when: ON_POST, holds: { set: "signatures", every: ["school", "enterprise", "student"] },
    basis: PROVINCIAL("INT-08", "未按规定签订实习协议的，不得安排学生实习"),
  },
  {
    id: "INT-08.2", kind: "block", exemption: "none", name: { zh: "实习开始前签订", en: "signed before the start" },
    when: ON_POST, holds: { fact: "signedBefore", op: ">=", value: 0 }, basis: PROVINCIAL("INT-08", "学生参加岗位实习前，……三方必须……签订实习协议"),
  },
  {
    id: "INT-08.3", kind: "block", exemption: "none", name: { zh: "以示范文本为基础", en: "on the basis of the official template" },
    when: ON_POST, holds: { fact: "officialTemplate", is: true }, basis: PROVINCIAL("INT-08", "必须以有关部门发布的实习协议示范文本为基础签订实习协议"),
  },
  {
    id: "INT-08.4", kind: "block", exemption: "none", name: { zh: "协议内容齐全", en: "the agreement says all that it must" },
    when: ON_POST, holds: { set: "agreementFields", every: ["place", "time", "post", "pay", "hours", "insurance", "duties", "mentor", "breach"] }, basis: MEMORY("INT-08"),
  },
  {
    id: "INT-08.5", kind: "block", exemption: "none", name: { zh: "单位和学校各有指导教师", en: "a mentor of the enterprise and a teacher of the school" },
    when: ON_POST, holds: { all: [{ fact: "mentored", is: true }, { fact: "teacher", is: true }] }, basis: LAW("五十", "接受职业技能指导等权利"),
  },
  {
    id: "TIXI-mentor", kind: "warn", exemption: "approval", name: { zh: "师傅同期所带学生不超过 5 人", en: "at most 5 students at once with a mentor" },
    when: ON_POST, holds: { fact: "mentorLoad", op: "<=", value: 5 }, basis: DESIGN,
    note: { zh: "没有见到国家规定的数值", en: "no national figure was seen" },
  },
  {
    id: "INT-09.1", kind: "block", exemption: "none", name: { zh: "学生签字的知情同意书", en: "the student's signed consent" },
    when: ON_POST, holds: { fact: "studentConsent", is: true }, basis: PROVINCIAL("INT-09", "职业学校安排岗位实习，应当取得学生及其法定监护人（或家长）签字的知情同意书"),
  },
  {
    id: "INT-09.2", kind: "block", exemption: "none", name: { zh: "法定监护人（家长）签字的知情同意书", en: "the guardian's signed consent" },
    when: ON_POST, holds: { fact: "guardianConsent", is: true }, basis: PROVINCIAL("INT-09", "职业学校安排岗位实习，应当取得学生及其法定监护人（或家长）签字的知情同意书"),
    note: { zh: "文字不限未成年人；只要求未成年人的地方，可加条件“开始时年龄低于 18”", en: "the words are not limited to minors; where only minors need it, add the condition “younger than 18 at the start”" },
  },
  {
    id: "INT-14", kind: "block", exemption: "none", name: { zh: "实习考核不简单套用单位考勤和员工标准", en: "not assessed by the enterprise's own rules for staff" },
    when: ON_POST, holds: { fact: "ownAssessment", is: true }, basis: PROVINCIAL("INT-14", "实习考核不得简单套用实习单位考勤制度，不得对学生简单套用员工标准进行考核"),
  },
  {
    id: "INT-18", kind: "block", exemption: "none", name: { zh: "校企联合招收学徒，签订学徒培养协议", en: "apprentices enrolled jointly have an apprenticeship agreement" },
    when: { fact: "jointEnrolment", is: true }, holds: { fact: "apprenticeAgreement", is: true }, basis: LAW("三十", "企业与职业学校联合招收学生，以工学结合的方式进行学徒培养的，应当签订学徒培养协议"),
  },
]; // prettier-ignore

export const NATIONAL: RuleSet = {
  key: "national-2021",
  version: "1",
  jurisdiction: "000000",
  name: { zh: "全国：实习管理规定（2021）", en: "National: regulation on placements (2021)" },
  validFrom: "2022-01-01",
  validTo: null,
  source: "教职成〔2021〕4号；职业教育法（2022）",
  trust: "B",
  rules: [...UNITS, ...STUDENTS, ...WORK, ...PAY, ...PAPERS],
};
