import type { RuleId } from "./types.ts";

/** A rule in words, and where it stands. Figures are put in at `{name}`. */
export interface PathRule {
  source: { zh: string; en: string };
  zh: string;
  en: string;
  /** how sure its wording is: A the official text, B a mirror, C the press, M from memory, D a judgement of this system */
  trust: "A" | "B" | "C" | "M" | "D";
}

/** Rules of the ways between levels (rule book EXM, FIN; Opinions article 9). */
export const RULES: Readonly<Record<RuleId, PathRule>> = {
  "EXM-01": {
    source: {
      zh: "《职业教育法》第三十七条；《意见》第九条",
      en: "Vocational Education Law art. 37; Opinions art. 9",
    },
    zh: "职教高考实行“文化素质+职业技能”，应届和往届中职毕业生可以报考。",
    en: "The vocational entrance examination combines general knowledge and vocational skill; graduates of secondary vocational schools may sit it.",
    trust: "A",
  },
  "EXM-12": {
    source: { zh: "浙江、重庆、江苏招生办法", en: "admission rules of Zhejiang, Chongqing, Jiangsu" },
    zh: "只能在所考的专业类别内填报志愿。",
    en: "Choices are limited to the category in which the test was taken.",
    trust: "B",
  },
  "EXM-12-category": {
    source: {
      zh: "各省招生办法；专业目录接续专业",
      en: "provinces' admission rules; progression of the catalogue",
    },
    zh: "升学须在相同或相近专业内：“{from}”与“{to}”不属同一专业大类，也不在接续专业中。",
    en: "One goes on in the same or a close programme: “{from}” and “{to}” are of different categories and not in the official progression.",
    trust: "B",
  },
  "EXM-13": {
    source: { zh: "江苏省2026年职教高考报名规定", en: "registration rules of Jiangsu, 2026" },
    zh: "非毕业年级的中职学生、高校在读生不能报考；现在第 {year} 年，学制 {length} 年，毕业当年可以报考。",
    en: "Those who are not in their last year may not register; you are in year {year} of {length} and may in your last.",
    trust: "B",
  },
  "EXM-14": {
    source: {
      zh: "教学〔2013〕3号（各校章程转引）",
      en: "ministry notice 2013 no. 3, as quoted by charters",
    },
    zh: "全国职业院校技能大赛三等奖以上、省级一等奖，或高级工并获县级以上劳动模范的，可以免试进入相同或相近专业。",
    en: "National third prize or better, a provincial first prize, or senior worker with a title of model worker: admission without examination to the same or a close programme.",
    trust: "C",
  },
  "EXM-15": {
    source: { zh: "各省分类考试招生办法", en: "provinces' rules of separate admission" },
    zh: "高职单独招生、分类考试由学校或联合组织；已被录取的不再参加当年高考。",
    en: "Schools or unions of schools examine; who is admitted takes no part in the summer examination.",
    trust: "M",
  },
  "EXM-17": {
    source: {
      zh: "《意见》第九条；《职业教育法》第三十七条",
      en: "Opinions art. 9; Vocational Education Law art. 37",
    },
    zh: "贯通培养按学校之间的协议招生，专业须相同或相近；本协议每届核定 {quota} 人。",
    en: "Continuous training follows an agreement between schools, in the same or a close programme; its cohorts have {quota} approved places.",
    trust: "A",
  },
  "EXM-18": {
    source: { zh: "各省贯通培养转段办法", en: "provinces' rules of transfer" },
    zh: "只有贯通班的学生参加转段考核；未通过的完成本层次学业，可以参加职教高考。",
    en: "The transfer assessment is for students of the class; who fails finishes the present level and may sit the entrance examination.",
    trust: "M",
  },
  "EXM-20": {
    source: { zh: "各省专升本招生规定", en: "provinces' rules of upgrading" },
    zh: "专升本只招当年毕业的高职专科学生。",
    en: "Only those who finish college in the same year may apply.",
    trust: "M",
  },
  "EXM-20-veteran": {
    source: { zh: "教学厅〔2021〕8号", en: "ministry notice 2021 no. 8" },
    zh: "入伍前为高职在校生或毕业生的退役士兵，完成高职学业后专升本免文化考试，计划单列。",
    en: "Veterans who finished college are exempt from the general test, with a plan of their own.",
    trust: "A",
  },
  "POL-9-track": {
    source: { zh: "《意见》第九条（职普融通）", en: "Opinions art. 9" },
    zh: "中职与普通高中之间按所在地规定转换学习路径，一般在第一、二学年。",
    en: "Vocational and general upper secondary schools allow a change of track by local rules, usually in the first two years.",
    trust: "D",
  },
  "FIN-10": {
    source: {
      zh: "中等职业学校国家资助政策（免学费、助学金、奖学金）",
      en: "national aid for secondary vocational students",
    },
    zh: "全日制中职一至三年级符合条件的免学费；国家助学金一、二年级平均每年 2,300 元；国家奖学金每年 6,000 元。",
    en: "No tuition for eligible full-time students; national grant about 2,300 yuan a year in the first two years; national scholarship 6,000 yuan.",
    trust: "M",
  },
  "FIN-11": {
    source: {
      zh: "高校学生国家资助政策（2024年秋季起标准）",
      en: "national aid for students of higher education (rates from autumn 2024)",
    },
    zh: "国家助学金平均每年 3,700 元；国家励志奖学金 6,000 元；国家奖学金 10,000 元；助学贷款每年不超过 20,000 元。",
    en: "National grant about 3,700 yuan a year; encouragement scholarship 6,000; national scholarship 10,000; loans up to 20,000 a year.",
    trust: "M",
  },
  "POL-9-comprehensive": {
    source: { zh: "《意见》第九条（综合高中）", en: "Opinions art. 9" },
    zh: "综合高中融通普职课程，按所在地规定在校内选择或转换学籍，升学通道与所选学籍一致。",
    en: "A comprehensive high school teaches both tracks; the track is chosen or changed within it by local rules and decides the way on.",
    trust: "D",
  },
  adult: {
    source: {
      zh: "全国成人高校招生统一考试报考条件",
      en: "conditions of the national examination for adult higher education",
    },
    zh: "成人高等教育招收在职、从业和其他社会人员，在校生不能报考；学习形式以业余和线上为主。",
    en: "Adult higher education takes those at work and others not at school; present students may not apply. Study is mostly part-time and online.",
    trust: "M",
  },
  technician: {
    source: { zh: "人社部发〔2014〕96号等", en: "human resources ministry notice 2014 no. 96 and others" },
    zh: "技工院校发毕业证书和职业资格（技能等级）证书；高级工班、预备技师班毕业生按规定比照大专、本科享受有关待遇。",
    en: "Technician schools award a diploma and a skill certificate; graduates of senior and pre-technician classes are treated as of college and bachelor level where the rules say so.",
    trust: "M",
  },
  cutoff: {
    source: { zh: "本省往年录取线", en: "cut-offs of past years in this province" },
    zh: "{of} 个专业点有往年录取线（最近 {year} 年），{reached} 个不高于您的 {score} 分，最低 {lowest} 分；各年试卷和满分可能不同，往年的线不保证今年。",
    en: "{of} offerings have a past cut-off (latest {year}); {reached} are at or below your {score}, the lowest is {lowest}. Papers and full marks may differ from year to year; past lines promise nothing for this one.",
    trust: "D",
  },
  "same-stage": {
    source: { zh: "学籍管理规定", en: "rules of enrolment" },
    zh: "这一专业与您现在的层次相同或更低，不是升学；在校期间可按学籍规定申请转专业，或参加相应的职业培训。",
    en: "It is of the same level as where you are or below, so no step up; while at school you may apply to change programme, or take vocational training in it.",
    trust: "D",
  },
  cohort: {
    source: { zh: "贯通培养协议", en: "the agreement" },
    zh: "协议招收 {first}—{last} 级；按您的情况为 {cohort} 级。",
    en: "The agreement takes cohorts {first} to {last}; yours would be {cohort}.",
    trust: "D",
  },
  "no-comprehensive": {
    source: { zh: "本省学校名录", en: "the province's register of schools" },
    zh: "本省名录中还没有综合高中；有的地方以普通高中与中职合办综合班，请向当地教育部门了解。",
    en: "The province's register has no comprehensive high school yet; some places run joint classes of general and vocational schools: ask the local authority.",
    trust: "D",
  },
  "no-offering": {
    source: { zh: "本省招生计划和专业点", en: "the province's plan and offerings" },
    zh: "本省没有学校开设这一专业，须报考外省学校。",
    en: "No school of this province offers it; it would have to be one of another province.",
    trust: "D",
  },
};

/** A rule's sentence with its figures. */
export function ruleSentence(
  rule: RuleId,
  figures: Readonly<Record<string, number | string>>,
  language: "zh" | "en",
): string {
  return RULES[rule][language].replace(/\{(\w+)\}/g, (_, key: string) => String(figures[key] ?? "—"));
}
