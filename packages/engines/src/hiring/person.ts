/** Household, origin, ethnicity, religion, carriers, disability, zodiac (LEG-19 to LEG-21). */
import { barred, clauseAfter, clauseBefore, isOpen, isPreferred } from "./context.ts";
import type { Detector } from "./types.ts";

const PROVINCES =
  "北京|天津|河北|山西|内蒙古?|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|东北|两广|两湖|凉山|潮汕|周口|驻马店|信阳|阜阳";

const HOUSEHOLD =
  /(?:(?:仅限|只限|限|要求|必须|须|需|具有|持|有|拥有)\s*)?(?:[\u4e00-\u9fa5]{2,3}(?:本地|当地)|(?:本|当)(?:地|市|省|区|县|镇|村)|[\u4e00-\u9fa5]{2,3}(?:市|省|区|县)?|城镇|城市|农村|非农业?|农业|外地|外省|外来)?\s*(?:常住)?(?:户籍|户口)(?!本|簿|页|证|地址|民警|管理|警|迁|科|政|登记|名|类|制度|关系|申报|办理|申请|指标|问题|落|奖|档案|挂靠)(?:人员|人士|居民|者)?|(?:仅限|只限|限|只招|只要|要求|必须是?)\s*(?:本地|当地|本市|[\u4e00-\u9fa5]{2,3}本地)(?:人|户|籍)?(?!化)|(?:本地|当地|本市|本镇|本村)(?:人(?!才|力|脉|群|气|口|文)|居民|村民|户籍?)(?:士|员)?(?=[\s，,。；;、）)]|优先|$)|(?:[沪京粤深津渝浙苏皖鄂湘赣川闽鲁豫冀]籍|[沪京深杭穗渝津]户|(?:北京|天津|河北|山西|内蒙古?|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|凉山|潮汕|周口|驻马店|信阳|阜阳)(?:省|市)?籍)(?=[\s，,。；;、）)人者]|优先|$)|(?:仅限|只限|限|只招)\s*(?:本省|本市|省内|市内|本地|[\u4e00-\u9fa5]{2,3})生源|(?:农民工|农村人|乡下人|外地人|外来人员|外省人|外地户口|农村户口)/g;
const HOUSEHOLD_FREE =
  /落户|解决|办理|协助|提供|帮助|迁入|转入|指标|积分|享受|缴纳|可落|集体|上户|申请|福利|补贴|安家|符合.{0,6}条件|口碑|每户|客户|账户|开户|用户|住户(?!口|籍)|商户|农户(?!籍|口)|租户|门户/;

const OUTSIDERS = /农民工|农村人|乡下人|外地人|外来人员|外省人|外地户口|农村户口/;
/** What a bare 户籍 must be followed by to be a condition: 户籍：武汉, 户口须为本市. */
const STATED_PLACE =
  /^(?:所在地?|类型|性质)?[\s：:]*(?:须|需|必须|要求|限|为|是|在)?[\s：:]*(?:(?:本|当)(?:地|市|省|区|县)|[\u4e00-\u9fa5]{2,3}(?=市|省|户|籍|优先|$)|城镇|非农)(?:户籍|户口)?/;
const OFFERED =
  /^[\s的]*(?:可|缴|享|补|迁|落|福利|办|指标|待遇|政策|奖|证明|复印|原件|调查|社保|购买|也|亦|提供|碑|、档案)/;

export const household: Detector = (text, _post, field, found) => {
  for (const match of text.matchAll(HOUSEHOLD)) {
    let start = match.index + /^\s*/.exec(match[0])![0].length;
    let end = match.index + match[0].length;
    const words = text.slice(start, end);
    const before = clauseBefore(text, start, 10);
    const behind = clauseAfter(text, end, 14);
    if (
      isOpen(text, start, end) ||
      /不限|均可|皆可|都可|无要求|不要求/.test(words + behind.slice(0, 8)) ||
      /(?:不限|不分|不论|无论|无)[\s：:]*$/.test(before) ||
      (/^(?:等?限制|等?要求|等?歧视)/.test(behind) && /无|不|没有|反对/.test(before))
    )
      continue;
    // Among the tags, a household is what the firm offers.
    if (field === "tags" && !/限|要求|须/.test(words)) continue;
    if (HOUSEHOLD_FREE.test(before + words) || OFFERED.test(behind)) continue;
    if (
      /^(?:的)?(?:老人|儿童|家庭|患者|人群|群众|老年|学生|考生)/.test(behind) ||
      /员工|职工|学生|^(?![本当]).*[居村]民/.test(words) ||
      /[和及、与]外地/.test(words + behind)
    )
      continue;
    const bar = barred(text, start, end);
    if (OUTSIDERS.test(words) && !bar) continue;
    if (/^(?:户籍|户口)/.test(words) && !bar) {
      const place = STATED_PLACE.exec(behind.replace(/^要求|^限制/, ""));
      if (!place) continue;
      end = text.indexOf(place[0], end) + place[0].length;
    }
    if (/客户|拜访|会员|顾客|经销|服务|资源/.test(before)) continue;
    const lead = /^[\u4e00-\u9fa5]*?(?=仅限|只限|限|要求|必须|须|需|具有|持|拥有)/.exec(words);
    start += lead ? lead[0].length : 0;
    start += /^(?:[\s及或和与为是的有岁]|以?[上下](?!海|饶|虞))*/.exec(text.slice(start, end))![0].length;
    const wish = !bar && isPreferred(text, start, end);
    const tail = /^优先(?:考虑|录用)?/.exec(text.slice(end, end + 6))?.[0].length ?? 0;
    found.push({
      kind: "household",
      severity: wish ? "warn" : "hard",
      start: bar ? Math.min(start, bar.start) : start,
      end: bar ? bar.end : end + tail,
    });
  }
};

const ORIGIN = new RegExp(
  `(?:${PROVINCES})(?:[、，,/和及](?:${PROVINCES}))*(?:省|市|地区|那边)?(?:人(?!才|力|事)|籍贯?|户籍?|的(?=[\\s，,。；;、）)]|$))(?:员|士|的)?`,
  "g",
);
const NATIVE_ONLY =
  /(?:仅限|只限|只招|限)\s*[\u4e00-\u9fa5]{2,4}(?:籍|人(?=[\s，,。；;、）)]|$))|籍贯\s*[:：为限]\s*(?!不限|无|均)[\u4e00-\u9fa5]{2,4}/g;

export const origin: Detector = (text, _post, _field, found) => {
  for (const match of text.matchAll(ORIGIN)) {
    const bar = barred(text, match.index, match.index + match[0].length);
    if (bar) found.push({ kind: "origin", severity: "hard", ...bar });
  }
  for (const match of text.matchAll(NATIVE_ONLY)) {
    const start = match.index;
    if (/[不无]$/.test(text.slice(Math.max(0, start - 1), start))) continue;
    if (
      /成年|男|女|单|个|本地|当地|残疾|一|两|[二三四五六七八九十]|老|年轻|熟|内|外|负责|候选|应聘|专业|在职|相关|有|应届|推荐/.test(
        match[0],
      )
    )
      continue;
    if (isOpen(text, start, start + match[0].length)) continue;
    found.push({ kind: "origin", severity: "hard", start, end: start + match[0].length });
  }
};

const ETHNICITY =
  /(?:民\s*族|族别)\s*(?:要求|限制)?\s*[:：为限是]\s*汉族?|(?:仅限|只限|只招|限|要求|必须(?:是|为)?|须为)\s*汉族|汉族(?=[\s，,。；;、）)]|优先|人|$)|(?:少数民族|少民|回族|维吾尔族|维族|藏族|蒙古族|壮族|彝族|哈萨克族|朝鲜族|满族|苗族|穆斯林)(?:同胞|人员|人士|同学|员工)*|非(?:少数民族|汉族)/g;

export const ethnicity: Detector = (text, _post, _field, found) => {
  for (const match of text.matchAll(ETHNICITY)) {
    const start = match.index;
    const words = match[0];
    const end = start + words.length;
    const behind = text.slice(end, end + 8);
    if (isOpen(text, start, end) && !barred(text, start, end)) continue;
    if (/^[\s/、，,或和及]*(?:少数民族|少民|[\u4e00-\u9fa5]{1,4}族|不限)/.test(behind)) continue;
    const bar = barred(text, start, end);
    if (/^非/.test(words)) {
      if (/^(?:文化|地区|语言|舞|歌|音乐|特色|风情)/.test(behind)) continue;
    } else if (!/汉/.test(words)) {
      if (!bar) continue;
    } else if (
      /^(?:文化|语言|地区|聚居|服饰|舞)/.test(behind) ||
      /客户|用户|服饰/.test(clauseBefore(text, start, 8))
    )
      continue;
    found.push({ kind: "ethnicity", severity: "hard", ...(bar ?? { start, end }) });
  }
};

const RELIGION =
  /(?:无|没有|不信|不能有|不得有|非|未有)(?:任何)?(?:特殊)?(?:宗教信仰|宗教|信教|信仰宗教|教徒)|不信(?:仰)?(?:宗)?教|(?:信教|信仰宗教|有宗教信仰|宗教信仰|基督徒|穆斯林|教徒|佛教徒|信徒)(?:者|人员|人士|的)*|(?:限|要求|必须|须)\s*(?:信仰|信奉)\s*(?:佛教|基督教|伊斯兰教|天主教|道教)|信[仰奉]\s*(?:佛教|基督教|伊斯兰教|天主教|道教)者?优先/g;

export const religion: Detector = (text, _post, _field, found) => {
  for (const match of text.matchAll(RELIGION)) {
    const start = match.index;
    const words = match[0];
    const end = start + words.length;
    if (/^(?:无|没有|不信|不能有|不得有|非|未有|限|要求|必须|须|信[仰奉]\s*.{2,4}教者?优先)/.test(words)) {
      if (/^(?:不限|均可|要求|限制|歧视|方面)/.test(text.slice(end, end + 4))) continue;
      if (/尊重|[不无]论|不分|法师|道长|政策|事务|场所/.test(clauseBefore(text, start, 10) + words)) continue;
      found.push({ kind: "religion", severity: "hard", start, end });
      continue;
    }
    const bar = barred(text, start, end);
    if (bar) found.push({ kind: "religion", severity: "hard", ...bar });
  }
};

const CARRIER =
  /(?:无|非|没有|不得有|不能有|未患有?|不是|排除)?\s*(?:乙肝|乙型肝炎|大三阳|小三阳|两对半|澳抗|艾滋病?|HIV)(?:[、，和及/](?:乙肝|大三阳|小三阳|艾滋病?|HIV))*(?:病毒)?(?:表面抗原)?(?:携带者?|阳性|患者|病史|五项|病)?(?:史|者)?|(?:无|没有|非|不得有|未患有?)(?:[^，。；,;\n]{0,8}[、和及或])?(?:任何|其他|各种|重大|严重|慢性|急性|法定)*(?:传染(?:性)?(?:疾病|病)|(?<!乙型)肝炎|肺结核)(?:史|病史)?/g;
/** Work where the law asks for a certificate of health (food, water, public places, children). */
const HEALTH_CERTIFICATE =
  /食品|餐饮|餐厅|厨|食堂|饭店|酒店|服务员|宾馆|面点|西点|烘焙|奶茶|咖啡|幼儿|保育|幼师|育婴|月嫂|托育|托班|美容|美发|理发|足疗|按摩|浴|泳池|供水|化妆品|药品|保姆|家政|护理|护工|医|食/;
const RESEARCH =
  /疫苗|药物|诊断|检测|试剂|防治|治疗|患者管理|项目|研究|科普|领域|病人|肝病|临床|新药|母婴阻断|筛查产品|实验|产品/;

const DENIED = /^(?:无|非|没有|不得有|不能有|未患|不是|排除)/;
const NOT_TESTED = /(?:不查|取消|免除|不检|不做|不验|不体检|不得查|无需查|免查|不需)[^，。；,;\n]{0,4}$/;

export const carrier: Detector = (text, post, _field, found) => {
  for (const match of text.matchAll(CARRIER)) {
    const start = match.index + /^\s*/.exec(match[0])![0].length;
    const end = match.index + match[0].length;
    const words = text.slice(start, end);
    const behind = text.slice(end, end + 14);
    if (/传染|结核|(?<!乙型)肝炎/.test(words)) {
      if (HEALTH_CERTIFICATE.test(post.title) || /健康证/.test(post.all())) continue;
      found.push({ kind: "carrier", severity: "warn", start, end });
      continue;
    }
    const bar = barred(text, start, end);
    const denied = DENIED.test(words);
    if (!denied && !bar) {
      const before = clauseBefore(text, start, 10);
      if (NOT_TESTED.test(before) || isOpen(text, start, end)) continue;
      const tested = /(?:须|需|要|必须|入职|体检)[^，。；,;\n]{0,4}(?:查|检|验)?$/.test(before);
      if (!tested && !/^\s*(?:阴性|正常|合格|检查)/.test(behind)) continue;
      if (RESEARCH.test(behind.slice(0, 6))) continue;
    }
    if (/歧视|均可|不影响|不限/.test(clauseAfter(text, end, 10))) continue;
    found.push({ kind: "carrier", severity: "hard", ...(bar ?? { start, end }) });
  }
};

const DISABILITY =
  /(?:非|无|没有|不得有|不能有)\s*(?:任何|身体|肢体|明显|生理)*(?:残疾|残障|缺陷残疾|肢体残疾)(?:人士?|者|人员)?|(?:残疾人?|残障人?|聋哑人?|残疾人士|肢残)(?:士|者|员|人)*|(?:四肢|肢体)(?:健全|无残疾|无缺陷)|(?:身体|肢体)?无(?:任何|明显)?(?:生理|身体|肢体)缺陷|身体无(?:任何|明显)?缺陷/g;

export const disability: Detector = (text, _post, _field, found) => {
  for (const match of text.matchAll(DISABILITY)) {
    const start = match.index;
    const words = match[0];
    const end = start + words.length;
    if (/健全|缺陷|肢体无残疾/.test(words)) {
      found.push({ kind: "disability", severity: "warn", start, end });
      continue;
    }
    const bar = barred(text, start, end);
    const denied = /^(?:非|无|没有|不得有|不能有)/.test(words);
    if (denied && /^(?:均可|不限|亦可|歧视|等)/.test(text.slice(end, end + 2))) continue;
    if (!denied && !bar) continue;
    found.push({ kind: "disability", severity: "hard", ...(bar ?? { start, end }) });
  }
};

const SIGNS = "(?:鼠|牛|虎|兔|龙|蛇|马|羊|猴|鸡|狗|猪)";
const STARS = "(?:白羊|牡羊|金牛|双子|巨蟹|狮子|处女|天秤|天蝎|射手|摩羯|魔羯|水瓶|双鱼)座?";
const ZODIAC = new RegExp(
  `(?:不要|不招|拒绝|谢绝|限|只招|除)\\s*属${SIGNS}(?:[、，,和]属?${SIGNS})*|属${SIGNS}(?:[、，,和]属?${SIGNS})*的?(?:者|人)?(?:勿扰|除外|免|不要|优先)|(?:不要|不招|拒绝|谢绝|只招|限)\\s*${STARS}|${STARS}(?:[、，,和/]${STARS})*(?:的|者|人)?(?:勿扰|除外|不要|优先|免谈)|(?<!贵金)(?:属相|生肖|星座|血型)\\s*(?:要求|限制)?\\s*(?:[:：为是限]\\s*(?!不限|无|运势|占卜)[\\u4e00-\\u9fa5A-Za-z]{1,4}|相合|相符|匹配|要求|不合|[^，。；,;\\n]{0,4}(?:优先|勿扰|除外|不要))|(?:AB|A|B|O)(?:型血?|血型)(?:优先|勿扰|除外)`,
  "g",
);

export const zodiac: Detector = (text, _post, _field, found) => {
  for (const match of text.matchAll(ZODIAC)) {
    const start = match.index;
    const end = start + match[0].length;
    if (isOpen(text, start, end) || /不[限要]求?$/.test(text.slice(Math.max(0, start - 2), start))) continue;
    found.push({ kind: "zodiac", severity: "hard", start, end });
  }
};
