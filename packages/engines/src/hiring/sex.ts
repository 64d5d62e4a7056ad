/** Limits of sex, marriage and childbearing (LEG-19). */
import { BARRED_AFTER, BARRED_BEFORE, clauseAfter, clauseBefore, isOpen, isPreferred } from "./context.ts";
import type { Detector, Find, Post } from "./types.ts";

const WHO = "(?:性|士|生|孩子?|同志|青年|工|的|方)?";
/** What is worn or used by men or women, and words that only begin like them. */
const NOT_A_PERSON =
  "(?!频|主角|更衣|职工|装|鞋|包|裤|裙|袜|表|科|款|友|朋友|神|儿|王|星|团|足|篮|排|子(?!优|均|限)|婿|巫|权|性(?:生理|用品|健康|向|服饰|服装|市场|社区|社群|消费|用户|客户|顾客|会员|群体|平台|产品|护理|内衣|时尚|单品|话题|内容|力量|视角|身高|读者|频道|美容|受众|生殖|医院)|士(?:皮|香|衬|内衣|用品|服饰|护肤|理容)|生(?:宿舍|寝室|公寓)|工(?:程|会|艺)|孩(?:子)?(?:的|教育)|鞋|人味)";

/** 男性优先, 女士为佳 */
const PREFERENCE = new RegExp(
  `(?<![男女])([男女])${NOT_A_PERSON}${WHO}(?:应届生?|毕业生|求职者|候选人|司机|员工)?者?(?:[（(][^）)]{0,6}[）)])?[，,\\s]{0,2}(?:优先|为佳|为主|尤佳|更佳|最佳|佳|为宜)`,
  "g",
);
/** 限男性, 只招女工, 性别：男, 要求：女 */
const DEMAND = new RegExp(
  `(?:(?<!不|无|有|权|受|界|极|期|年|额|上|下)(?:仅限|只限|限定|限制|限招|限)|仅招|只招|只要|仅要|必须(?:是|为)?|须为|需为|要求(?:是|为)?|性\\s*别(?:要求|限制)?(?:为|是)?|招聘?|诚聘|急聘|急招|急需|聘|招收|[只仅](?:考虑|接受|收)|最好(?:是|为)?|希望(?:是)?|倾向于?|建议|适合|需要)(?:年轻|青年|成年|单身|未婚|已婚|健康|优秀)?的?[\\s：:（(\\[]*(?:[0-9一二三四五六七八九十两]{1,3}[名位个人]\\s*)?([男女])(?![男女])${NOT_A_PERSON}${WHO}`,
  "g",
);
/** A list item that is nothing but the sex: "1、女性，", "（女）", "女，25岁以下" */
const ITEM = new RegExp(
  `(?:^|[\\n\\r。；;，,、:：（(\\[【.．•·*>\\s-]|[0-9][)）])\\s*([男女])(?:性|士|生|孩子?|工)?(?=\\s*(?:$|[\\n\\r，,。；;、）)\\]】.]|[0-9０-９]{2}\\s*(?:[-—~～至到]|周?岁)|年龄|身体|身高|初中|高中|中专|大专|本科|\\s))`,
  "g",
);
/** 45周岁以下女性, 20到30岁之间的男士 */
const BEHIND_CONDITION =
  /(?:以下|以上|左右|之间|以内|户口|户籍|学历|健康|端正)(?:的)?\s*([男女])(?:性|士|生|孩)(?![男女]|身高|均|皆|不限|用户|客户|朋友|\/|／)/g;
/** 女文员, 男保安: in titles, and where somebody is sought */
const OCCUPATION =
  "(?:服务员|服务生|文员|保安|普工|工人|操作工|技师|司机|教练|销售|前台|助理|秘书|营业员|导购员?|收银员?|客服|厨师|护工|职员|学徒|按摩师|足疗师|美容师|业务员|迎宾|讲解员|接待|质检|检验员|包装工|缝纫工|保洁|店员|店长|会计|出纳|老师|教师|顾问|主管|经理|专员|理货员|搬运工?|员工|职工|工)";
const TITLE_POST = new RegExp(`(?<![男女子美妇少])([男女])(?:性)?${OCCUPATION}(?!程|会|艺)`, "g");
const SOUGHT_POST = new RegExp(
  `(?:招聘?|聘|急需|急招|诚聘|[0-9一二两三四五六七八九十]+[名位个])\\s*([男女])(?:性)?${OCCUPATION}(?!程|会|艺)`,
  "g",
);
const PET_NAMES = "(?:美女|帅哥|靓女|靓妹|小伙子?|妹子|姑娘|小姐姐|小哥哥)";
/** 小伙子优先, 诚聘美女主播 */
const NICKNAMES = new RegExp(
  `${PET_NAMES}们?(?:优先|佳)|(?:诚聘|招聘?|急聘|急招|限|只招|仅招|要求)\\s*(?:[0-9一二两三四五六七八九十]+[名位个])?\\s*${PET_NAMES}|(?:美女|帅哥|靓女|靓妹)${OCCUPATION}`,
  "g",
);
const ENDS_HERE =
  /^(?:$|[^\u4e00-\u9fa5]|年龄|身|初中|高中|中专|大专|本科|有|会|能|需|须|优先|普工|保安|司机|工人|学徒|操作|技)/;
const CUSTOMERS = /客户|用户|消费者|学员|会员|读者|受众|顾客|粉丝|人群/;
/** Customers and goods: 适合女性的服饰 */
const OTHERS = /^(?:的|用户|客户|顾客|会员|群体|人群|朋友|穿|使用|肌肤|皮肤|市场|消费|产品|健身|阅读)/;
/** 男司机2名: at the head of a clause, with a number or its end behind it */
const HEAD_POST = new RegExp(
  `(?:^|[\\n\\r，,。；;、:：])\\s*([男女])(?:性)?(?!员工，|职工)${OCCUPATION}(?=\\s*(?:[0-9一二三四五六七八九十两]+\\s*[名位人]|若干|$|[\\n\\r（(]))`,
  "g",
);
/** 女生勿扰, 不要男的 */
const BARRED = new RegExp(`(?<![男女子妇])([男女])${NOT_A_PERSON}${WHO}`, "g");

/** Where the State itself keeps women from the work: mines, the heaviest labour, work at depth. */
const CLOSED_TO_WOMEN = /井下|矿井|采煤|采掘|掘进|凿岩|矿山开采|第?四级体力|潜水员|高压氧/;
/** The work touches bodies or is played: a sex may be needed, which a person has to judge. */
const NEAR_THE_BODY =
  /浴室|浴区|洗浴|搓澡|更衣|宿管|宿舍管理|寝室|公寓管理|演员|模特|主播|歌手|舞蹈|话务陪练|安检|搜身|月嫂|催乳|助产|产后/;

export const sex: Detector = (text, post, field, found) => {
  const mine: Find[] = [];
  const add = (start: number, end: number, who: string, wish: boolean): void => {
    while (start < end && /[\s：:（(，,。；;、[【.．•·*>\-)）0-9\n\r]/.test(text[start]!)) start++;
    if (mine.some((f) => start < f.end && f.start < end)) return;
    if (who === "男" && CLOSED_TO_WOMEN.test(post.all())) return;
    const warn = (wish && who === "女") || NEAR_THE_BODY.test(post.title);
    mine.push({ kind: "sex", severity: warn ? "warn" : "hard", start, end });
  };

  for (const match of text.matchAll(PREFERENCE)) {
    if (/不$/.test(text.slice(0, match.index)) || CUSTOMERS.test(clauseBefore(text, match.index, 10)))
      continue;
    add(match.index, match.index + match[0].length, match[1]!, true);
  }
  for (const match of text.matchAll(DEMAND)) {
    const end = match.index + match[0].length;
    if (bothSexes(text, match.index, end) || isOpenSex(text, end)) continue;
    if (/^(?:要求|招聘?|聘)/.test(match[0]) && isCompound(text, end)) continue;
    // Behind 要求 stands anything that is asked for: 男频编辑, 女主播运营.
    if (/^要求/.test(match[0]) && /[男女]$/.test(match[0]) && !ENDS_HERE.test(text.slice(end, end + 4)))
      continue;
    const wished = /^(?:最好|希望|倾向|建议|适合|需要)/.test(match[0]);
    if (wished && OTHERS.test(text.slice(end, end + 8))) continue;
    const wish = wished || /^[^，。；,;\n]{0,6}(?:优先|佳)/.test(text.slice(end, end + 10));
    add(match.index, end, match[1]!, wish);
  }
  for (const match of text.matchAll(NICKNAMES)) {
    const who = /小伙|帅哥|哥哥/.test(match[0]) ? "男" : "女";
    add(match.index, match.index + match[0].length, who, /优先|佳/.test(match[0]));
  }
  for (const match of text.matchAll(BEHIND_CONDITION)) {
    const end = match.index + match[0].length;
    if (bothSexes(text, end - 2, end) || isOpenSex(text, end)) continue;
    if (/用户|客户|消费|群体|人群|会员|服务/.test(clauseAfter(text, end, 6))) continue;
    add(end - 2, end, match[1]!, isPreferred(text, end - 2, end));
  }
  for (const match of text.matchAll(field === "title" ? TITLE_POST : SOUGHT_POST)) {
    const end = match.index + match[0].length;
    if (bothSexes(text, match.index, end)) continue;
    if (field !== "title" || !/(?:装|鞋|服|科|表)/.test(match[0])) add(match.index, end, match[1]!, false);
  }
  for (const match of field === "title" ? [] : text.matchAll(HEAD_POST)) {
    const end = match.index + match[0].length;
    const at = match.index + match[0].indexOf(match[1]!);
    if (!bothSexes(text, at, end) && !isOpenSex(text, end)) add(at, end, match[1]!, false);
  }
  for (const match of text.matchAll(ITEM)) {
    const at = match.index + match[0].indexOf(match[1]!);
    const end = match.index + match[0].length;
    if (bothSexes(text, at, end) || isOpenSex(text, end) || !isCondition(text, at, end, field)) continue;
    add(at, end, match[1]!, isPreferred(text, at, end) && /^[\s，,]{0,2}优先/.test(text.slice(end, end + 4)));
  }
  for (const match of text.matchAll(BARRED)) {
    const end = match.index + match[0].length;
    const behind = BARRED_AFTER.exec(text.slice(end, end + 12));
    const before = BARRED_BEFORE.exec(text.slice(Math.max(0, match.index - 6), match.index));
    if (behind) add(match.index, end + behind[0].length, match[1]!, false);
    else if (before && !/^除/.test(before[0])) add(match.index - before[0].length, end, match[1]!, false);
  }
  found.push(...mine);
};

const NEW_POST = /[\n\r。]|[0-9一二两三四五六七八九十]+\s*[名位人](?!以)|若干/;

/** The other sex is named beside it: 男/女, 男、女均可, 女性身高…男性身高… */
function bothSexes(text: string, start: number, end: number): boolean {
  const who = text.slice(start, end).includes("男") ? "男" : "女";
  const other = who === "男" ? "女" : "男";
  const near = text.slice(Math.max(0, start - 24), Math.min(text.length, end + 24));
  const joined = new RegExp(
    `${who}(?:性|士|生|孩|工|的)?\\s*(?:[/／、|｜和或与及&,，]|或者)?\\s*${other}|${other}(?:性|士|生|孩|工|的)?\\s*(?:[/／、|｜和或与及&,，]|或者)?\\s*${who}`,
  );
  if (joined.test(near)) return true;
  // Another post begins in between, or another sentence: then each is a condition of its own.
  const behind = text.slice(end, end + 40).split(NEW_POST)[0]!;
  const ahead = text
    .slice(Math.max(0, start - 40), start)
    .split(NEW_POST)
    .at(-1)!;
  const parallel = new RegExp(
    `(?:^|[，,；;、\\s/（(:：）)0-9])${other}(?:性|士|生|孩|工)?(?:[0-9０-９：:\\s，,]|身高|年龄|不|限)`,
  );
  return (
    (!/[:：]/.test(behind.split(other)[0]!) && parallel.test(behind)) ||
    (!/[:：]/.test(ahead.split(other).at(-1)!) && parallel.test(ahead))
  );
}

function isOpenSex(text: string, end: number): boolean {
  return /^[\s）)]*(?:不限|均可|皆可|都可|亦可|也可|不拘|都行|也行|兼招|可)/.test(text.slice(end, end + 8));
}

/** 招男装导购: a word goes on that is none of a person. */
function isCompound(text: string, end: number): boolean {
  return (
    /^(?:装|鞋|包|裤|士内|友|款|科|表|性用)/.test(text.slice(end, end + 2)) ||
    /^(?:性)?(?:用户|客户|顾客|会员)/.test(text.slice(end, end + 4))
  );
}

/** A lone 男 or 女 is a condition only where conditions stand. */
function isCondition(text: string, at: number, end: number, field: string): boolean {
  if (field !== "description") return true;
  const before = text.slice(Math.max(0, at - 24), at);
  const behind = text.slice(end, end + 24);
  const conditions =
    /要求|条件|资格|任职|招聘|岗位|[0-9]\s*[名人位.、．）)]|若干|年龄|学历|身体|限|岁|[（(]\s*$|^\s*$|[:：]\s*$/;
  if (
    !conditions.test(before) &&
    !/年龄|岁|学历|身体|身高|以下|以上|优先|吃苦|文化|经验|五官|形象|初中|高中|中专|大专|本科|[0-9]{2}/.test(
      behind,
    )
  )
    return false;
  return !/(?:分为|款|专柜|品类|商品|产品|系列|服饰|衣|包括|主营|经营)[^。；\n]{0,10}$/.test(before);
}

const MARRIAGE =
  /(?:已婚|未婚|已育|未育|离异|单身|无孩|婚育)(?:\s*[、，,/或]?\s*(?:已婚|未婚|已育|未育|无孩))*|(?:婚姻|婚育)(?:状况|情况)?\s*[:：为]\s*(?:已婚|未婚|已育|未育|单身)+|(?:孕妇|怀孕|备孕|孕期|待产)|(?:[0-9一二两三]+年内|近期|短期内?)?(?:无|没有|不考虑|不打算|不准备|不|暂无)(?:结婚|怀孕|生育|生子|生小孩|要孩子|备孕|婚育)(?:计划|打算|安排)?|(?:无|没有|暂无)(?:结婚|怀孕|生育|生子|备孕|婚育)(?:计划|打算|安排|需求)|(?:已|没|未)(?:结婚|生育|生小孩|生孩子)/g;
const MARRIAGE_FREE =
  /^(?:公寓|宿舍|寝室|派对|聚会|联谊|party|狗|贵族|交友|夫|妻|妈|福利|礼|假|产品|用户|人群|男女|女性用户|同胞|青年公寓|登记|咨询|辅导|客户|会员|补|津贴|员工|检|护理|期间|女职工|女员工|期待遇|关怀|餐|瑜伽|用品|知识)/i;

export const marriage: Detector = (text, _post, _field, found) => {
  for (const match of text.matchAll(MARRIAGE)) {
    const start = match.index;
    const words = match[0];
    const end = start + words.length;
    const behind = text.slice(end, end + 12);
    if (MARRIAGE_FREE.test(behind.trimStart())) continue;
    if (isOpen(text, start, end) || /^[\s，,]{0,2}(?:均可|皆可|都可|不限|与否|否均可)/.test(behind)) continue;
    if (/已婚/.test(words) && /未婚/.test(words) && !/必须|须|需/.test(clauseBefore(text, start, 6)))
      continue;
    const barred = BARRED_AFTER.exec(behind) ?? BARRED_BEFORE.exec(text.slice(Math.max(0, start - 6), start));
    if (/孕|待产/.test(words) && !/(?:无|没有|不|暂无)/.test(words)) {
      if (barred)
        found.push({
          kind: "marriage",
          severity: "hard",
          start,
          end: end + (BARRED_AFTER.exec(behind)?.[0].length ?? 0),
        });
      continue;
    }
    if (words === "婚育" || /^(?:单身|离异|婚育)$/.test(words)) {
      const asked =
        /要求|限|优先|必须|须/.test(clauseAfter(text, end, 8)) ||
        /(?:要求|限|须|需)[：:\s]*$/.test(text.slice(0, start)) ||
        barred;
      if (!asked) continue;
    }
    if (
      /客户|用户|会员|人群|服务|陪伴|交友|相亲|红娘|婚恋|婚介|顾客|帮助/.test(clauseBefore(text, start, 14))
    )
      continue;
    const wish = /^[\s者女性男士的]{0,6}(?:优先(?:考虑|录用)?|者?佳|为佳)/.exec(behind);
    found.push({ kind: "marriage", severity: "hard", start, end: end + (wish?.[0].length ?? 0) });
  }
};

export function postOf(title: string, description: string): Post {
  return { title, all: () => `${title}\n${description}` };
}
