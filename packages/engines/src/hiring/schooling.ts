/** Conditions on the school: tier, type, first degree, form of study (LEG-18, LEG-20, LEG-21). */
import {
  BARRED_AFTER,
  BARRED_BEFORE,
  barred,
  clauseAfter,
  clauseBefore,
  isOpen,
  isPreferred,
} from "./context.ts";
import type { Detector, Find, Post } from "./types.ts";

const TIER =
  /(?<![0-9A-Za-z#-])(?:985|211)(?:工程)?(?:\s*(?:[/／、,，和与或&及]|以及|或者)\s*(?:985|211|双一流|C9))*(?![0-9A-Za-z]|[-.]\d)|双一流|重点(?:大学|院校|高校|本科)|(?<!国内外?|海外)名校(?!师|附)|C9(?=高校|联盟|院校|大学|毕业|优先)|QS(?:世界)?(?:大学)?(?:排名)?(?:前|TOP)?\s*[0-9]{2,3}|(?<!双)一流(?:大学|高校|院校)|本科?[一二]批|[一二]批本科|公办(?:全日制|统招)*(?:本科|[一二]本|院校|大学|专科|高校)|本[一二](?=及以上|以上|院校|学历|毕业|优先)|(?<![一二三第])[一二]本(?=及以上|以上|院校|大学|本科|学历|毕业|优先|、二本|\/二本)/g;
/** Words that make it a matter of schooling at all. */
const SCHOOLING =
  /优先|毕业|学历|院校|大学|高校|学校|本科|硕士|博士|研究生|应届|universit|以上|背景|学生|双一流|985.{0,3}211|211.{0,3}985/;
/** Told of the firm's own people, its pupils, its customers. */
const NOT_WANTED =
  /团队|成员|同事|导师|讲师|师资|创始|合伙|高管|学员|考[入取上]|升学|就读|录取|我们的|合作|客户|家长|孩子|培养出|来自|校友|辅导|冲刺|用户|项目|工程建设|占比|汇聚|拥有|聚集|对接|服务于?|开拓|负责|老板|领导/;

/** 985高校渠道, 重点大学附属医院: the school is no one's that applies. */
const OF_OTHERS =
  /^[\s等的]*(?:重点|建设)*(?:院校|大学|高校|学校)?[^，。；,;\n优]{0,2}(?:合作|渠道|客户|市场|项目|就业办|附属|建设项目|信息化|招生|实验室|医院|校园|宣讲|师资|团队|毕业的?(?:同事|老师|导师|创始|团队|精英)|留学|申请|升学|offer)/;

export const schoolTier: Detector = (text, _post, _field, found) => {
  barredTiers(text, found);
  for (const match of text.matchAll(TIER)) {
    const start = match.index;
    const end = start + match[0].length;
    const around = clauseBefore(text, start, 16) + match[0] + clauseAfter(text, end, 16);
    if (!SCHOOLING.test(around)) continue;
    if (NOT_WANTED.test(clauseBefore(text, start, 20)) || OF_OTHERS.test(text.slice(end, end + 18))) continue;
    if (
      isOpen(text, start, end) ||
      /^[^，。；,;\n]{0,8}(?:不限|均可|皆可|都可|亦可)/.test(text.slice(end, end + 14))
    )
      continue;
    if (
      /非\s*$/.test(text.slice(Math.max(0, start - 2), start)) &&
      !BARRED_AFTER.test(afterSchool(text, end))
    )
      continue;
    const named = /985|211|双一流/.test(match[0]);
    const wish = isPreferred(text, start, end);
    found.push({
      kind: "school-tier",
      severity: named && !wish ? "hard" : "warn",
      start,
      end: schoolEnd(text, end),
    });
  }
};

const OTHER_TIERS = /(?:民办|独立学院|三本|二本|双非)(?:院校|大学|本科|学校|高校|毕业生?|学生|的|类)*/g;

/** Schools below the wished-for tier are barred by name: 民办院校勿扰. */
function barredTiers(text: string, found: Find[]): void {
  for (const match of text.matchAll(OTHER_TIERS)) {
    const bar = barred(text, match.index, match.index + match[0].length);
    if (bar) found.push({ kind: "school-tier", severity: "hard", ...bar });
  }
}

function schoolEnd(text: string, end: number): number {
  const more = /^\s*(?:等)?(?:重点)?(?:院校|大学|高校|学校|本科|毕业生?)?(?:毕业)?(?:及以上)?(?:优先)?/.exec(
    text.slice(end, end + 16),
  );
  return end + (more?.[0].trimEnd().length ?? 0);
}

function afterSchool(text: string, end: number): string {
  return text.slice(end, end + 20).replace(/^(?:院校|大学|高校|学校|毕业|本科)+/, "");
}

const FIRST_DEGREE = /(?:第一|首|原始|起点|初始|起始)学历|第一(?:全日制)?学位/g;

export const firstDegree: Detector = (text, _post, _field, found) => {
  for (const match of text.matchAll(FIRST_DEGREE)) {
    const start = match.index;
    const end = start + match[0].length;
    if (isOpen(text, start, end)) continue;
    const rest = clauseAfter(text, end, 24);
    if (/不限|不作要求|不做要求|无要求|均可/.test(rest) && !/专业不限|经验不限/.test(rest)) continue;
    const said =
      /^[\s：:]*(?:须|需|必须|要求|应|应当)?(?:为|是|在)?(?:国家)?(?:全日制|统招|普通高校|普通)*[一二]?(?:本科?|专科|大专|硕士|博士|研究生|211|985|本)?(?:及以上|以上)?(?:学历)?/.exec(
        rest,
      );
    found.push({
      kind: "first-degree",
      severity: isPreferred(text, start, end) ? "warn" : "hard",
      start,
      end: end + (said?.[0].trimEnd().length ?? 0),
    });
  }
};

const VOCATIONAL_NAMES =
  "(?:中职|高职|职高|职校|技校|职业(?:学校|院校|学院|高中|大学)|技工(?:学校|院校)|中专|大专|专科|高专|专升本|自考|成考|成教|函授|电大|夜大|网教|网络教育|成人教育|职业本科|职教)";
const BARRED_SCHOOL = new RegExp(
  `${VOCATIONAL_NAMES}(?:[、/和及或，,]${VOCATIONAL_NAMES})*(?:学历|毕业生?|生|学生|类|等|教育|文凭|的|本科|专科|大专)*`,
  "g",
);
const ORDINARY_ONLY =
  /(?:仅限|只限|只招|仅招|限(?!制)|必须(?:是|为)?)(?:国家|全日制|国内)*普通(?:全日制)?(?:高校|高等(?:院校|学校|教育)|本科院校|高中)/g;
const NOT_VOCATIONAL =
  /非(?:职业(?:院校|学校|学院|本科|大学)|高职|职校|技校|中职|专升本|自考|成考|成教|函授)/g;

export const schoolType: Detector = (text, _post, _field, found) => {
  for (const match of text.matchAll(BARRED_SCHOOL)) {
    const start = match.index;
    const end = start + match[0].length;
    const behind = BARRED_AFTER.exec(text.slice(end, end + 20));
    const before = BARRED_BEFORE.exec(text.slice(Math.max(0, start - 8), start));
    // "大专以下勿扰" is a level, no school type; "除大专外" and "大专以上" neither.
    if (!behind && !before) continue;
    if (/^(?:及?以[下上]|以内|外)/.test(text.slice(end, end + 3))) continue;
    if (
      /(?:低于|没有|无|不足|未达到?|达不到|不到|不满|不具备)[^，。；,;\n]{0,3}$/.test(
        clauseBefore(text, start, 8),
      )
    )
      continue;
    if (before && /^除/.test(before[0].trim()) && !/外/.test(clauseAfter(text, end, 4))) continue;
    found.push({
      kind: "school-type",
      severity: "hard",
      start: before && !behind ? start - before[0].length : start,
      end: behind ? end + behind[0].length : end,
    });
  }
  for (const pattern of [ORDINARY_ONLY, NOT_VOCATIONAL]) {
    for (const match of text.matchAll(pattern)) {
      const start = match.index;
      const end = start + match[0].length;
      if (isOpen(text, start, end) || /均可|不限/.test(clauseAfter(text, end, 10))) continue;
      if (pattern === ORDINARY_ONLY && /不$/.test(text.slice(0, start))) continue;
      if (
        pattern === NOT_VOCATIONAL &&
        !/毕业|学历|要求|限|勿/.test(clauseBefore(text, start, 10) + clauseAfter(text, end, 8))
      )
        continue;
      found.push({ kind: "school-type", severity: "hard", start, end });
    }
  }
};

const FULL_TIME =
  /(?:国家)?(?:普通高(?:等院?校|等学校|校|等教育)\s*)?(?:国家)?(?:统一招生|统招|全日制|统本(?=[及以，,。；;、）)\s]|学历|毕业|起|$))(?:的|正规|普通|统招|全日制|公办|\s|[（(]?统招[）)]?)*/g;
const DEGREE =
  /统本|本科|大专|专科|中专|高中|硕士|研究生|博士|学历|毕业|院校|大学|学位|教育|一本|二本|本[一二三]|高校|文凭|^[及或]?以上|专业|学信网/;
const BACHELOR = /统本|本科|大学|硕士|研究生|博士|一本|二本|学士/;
const AT_WORK =
  /^\s*(?:工作|用工|劳动|岗位|上班|实习|劳务|员工|合同|坐班|在[校读]|职位|兼职|签约|培训|学习班|托管|托班|高中复读|复读|教学|小学|陪护|保姆|住家|幼儿园|学校?在读)|^[^，。；,;\n]{0,6}(?:底薪|补贴|补助|起薪|薪资|工资)/;

export const fullTime: Detector = (text, post, field, found) => {
  for (const match of text.matchAll(FULL_TIME)) {
    const start = match.index;
    const end = start + match[0].trimEnd().length;
    if (AT_WORK.test(text.slice(end, end + 8))) continue;
    const before = text.slice(Math.max(0, start - 4), start);
    const rest = clauseAfter(text, end, 16);
    const negative = /(?:非|不是)\s*[“"（(]?$/.test(before);
    if (negative) {
      const barred = BARRED_AFTER.exec(rest.replace(/^(?:本科|大专|专科|学历|毕业生?)+/, ""));
      if (!barred) continue;
    } else {
      if (isOpen(text, start, end)) continue;
      if (
        /不限|均可|皆可|都可|亦可|也可|可以|非全日制|非统招/.test(rest) &&
        !/专业(?:、?\S{0,4})?不限|经验不限|性别不限|年龄不限|男女/.test(rest)
      )
        continue;
      const head = clauseBefore(text, start, 12);
      if (field !== "education" && !/统本/.test(match[0]) && !DEGREE.test(rest) && !DEGREE.test(head))
        continue;
      if (/在校|在读|学生为主|客户|合作|学员|招生/.test(head)) continue;
    }
    const degree =
      /^[^，。；,;\n]{0,8}?(?:本科|大专|专科|中专|硕士|研究生|博士|学历|大学|毕业生?)(?:[及或]?以上)?(?:学历)?/.exec(
        rest,
      );
    const bachelor = BACHELOR.test(degree?.[0] ?? rest);
    const hard = negative || (bachelor && isSkillPost(post) && !isPreferred(text, start, end));
    found.push({
      kind: "full-time",
      severity: hard ? "hard" : "warn",
      start: negative ? start - 1 : start,
      end: end + (degree?.[0].length ?? 0),
    });
  }
};

const SKILL_POST =
  /(?:电|焊|钳|车|铣|磨|镗|刨|铆|瓦|木|油漆|漆|管道?|钢筋|架子|机修|维修|安装|装配|操作|普|技|缝纫|车缝|裁剪|喷涂|模具|冲压|注塑|锅炉|水暖|水电|搬运|包装|质检|化验|测量|养护|绿化|保洁)工(?!程|艺|会|商|业|资)|技师|技工|技术工|操作员|技术员|维修员|检修员|司机|驾驶员|厨师|面点|西点|美容师|美发师|按摩师|护理员|护工|月嫂|育婴|保育|保安|叉车|挖掘机|数控|CNC|学徒|普工|巡检|运维员|安检员|质检员|检验员|仓管|分拣|快递|调试员|装配|钣金/i;

export function isSkillPost(post: Post): boolean {
  return SKILL_POST.test(post.title);
}
