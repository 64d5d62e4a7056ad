import type { Breach } from "../types/index.ts";
import { age } from "./age.ts";
import { carrier, disability, ethnicity, household, origin, religion, zodiac } from "./person.ts";
import { firstDegree, fullTime, schoolTier, schoolType } from "./schooling.ts";
import { marriage, postOf, sex } from "./sex.ts";
import type { Detector, FieldName, Find, HiringTexts } from "./types.ts";
import { WORDING } from "./words.ts";

/**
 * Words of which at least one must stand in the text for a detector to find anything; where there are two lists, one
 * of each. A detector whose words are missing is not asked.
 */
const DETECTORS: readonly (readonly [Detector, string, string?])[] = [
  [
    schoolTier,
    "985 211 双一流 重点大 重点院 重点高 重点本 名校 一本 二本 本一 本二 C9 QS 一流大 一流高 一流院 本科一 本科二 一批本 二批本 公办 民办 独立学院 三本 双非",
  ],
  [
    schoolType,
    "中职 高职 职高 职校 技校 职业 技工 中专 大专 专科 高专 专升本 自考 成考 成教 函授 电大 夜大 网教 网络教 成人教 职教 普通高 普通全 普通本",
    "勿 误投 免 绕 除 不要 不招 不收 不考虑 不予 不录 谢绝 止步 走开 慎 pass PASS Pass 不接受 不含 不包 拒 排除 限 只招 仅招 必须 非职 非高 非技 非中 非专 非自 非成 非函",
  ],
  [firstDegree, "第一学 首学历 原始学 初始学 起始学 起点学 第一全"],
  [fullTime, "全日制 统招 统一招 统本"],
  [sex, "男 女 小伙 帅哥 靓妹 妹子 姑娘 小姐姐 小哥哥"],
  [marriage, "婚 已育 未育 生育 孕 离异 单身 无孩 待产 生小孩 生孩子 要孩子 生子"],
  [age, "岁 年龄 龄 0后 5后 出生 周（ 周("],
  [
    household,
    "户籍 户口 籍 京户 沪户 深户 杭户 穗户 渝户 津户 本地 当地 本市 本镇 本村 生源 农民工 农村人 乡下人 外地人 外来人 外省人",
  ],
  [
    origin,
    "籍 北人 南人 东人 西人 津人 古人 宁人 林人 江人 海人 苏人 徽人 建人 庆人 川人 州人 肃人 夏人 疆人 山人 汕人 口人 店人 阳人 广人 湖人 省人 市人 区人 边人",
    "籍 勿 免 绕 除 不要 不招 不收 不考虑 不予 不录 谢绝 止步 走开 慎 pass PASS Pass 不接受 不含 不包 拒 排除 限 只招",
  ],
  [
    ethnicity,
    "民族 族别 汉族 回族 维族 藏族 古族 壮族 彝族 克族 鲜族 满族 苗族 尔族 少民 穆斯林 民 族",
    "族 少民 穆斯林",
  ],
  [religion, "宗教 信教 教徒 信徒 督徒 穆斯林 信仰 信奉 不信"],
  [carrier, "乙肝 乙型 三阳 两对半 澳抗 艾滋 HIV 传染 肝炎 结核"],
  [disability, "残疾 残障 聋哑 肢残 四肢 肢体 理缺陷 体缺陷 身体无"],
  [
    zodiac,
    "属鼠 属牛 属虎 属兔 属龙 属蛇 属马 属羊 属猴 属鸡 属狗 属猪 属相 生肖 星座 血型 型优 型血 型勿 型除 处女 白羊 牡羊 金牛 双子 巨蟹 狮子 天秤 天蝎 射手 摩羯 魔羯 水瓶 双鱼",
  ],
];

interface Wake {
  /** what must follow the first character: another one (0 = nothing more), and the rest of the word */
  second: number;
  rest: string;
  first: number;
  other: number;
}

/** For each character: 0 = no word begins with it, else an index into `wakes`. */
const starts = new Uint8Array(65_536);
const wakes: Wake[][] = [[]];
/** Detectors with a second list. */
let twofold = 0;
DETECTORS.forEach(([, words, others], i) => {
  if (others !== undefined) twofold |= 1 << i;
  for (const word of words.split(" ")) addWord(word, 1 << i, 0);
  for (const word of others?.split(" ") ?? []) addWord(word, 0, 1 << i);
});

function addWord(word: string, first: number, other: number): void {
  const start = word.charCodeAt(0);
  if (starts[start] === 0) {
    if (wakes.length > 255) throw new RangeError("more first characters than a byte can number");
    starts[start] = wakes.length;
    wakes.push([]);
  }
  const list = wakes[starts[start]!]!;
  const known = list.find(
    (wake) => wake.second === (word.length > 1 ? word.charCodeAt(1) : 0) && wake.rest === word.slice(2),
  );
  if (known) {
    known.first |= first;
    known.other |= other;
  } else list.push({ second: word.length > 1 ? word.charCodeAt(1) : 0, rest: word.slice(2), first, other });
}

/** Which detectors may find something in the text: a bit each. One look at each character, nothing allocated. */
export function suspects(text: string): number {
  let first = 0;
  let other = 0;
  for (let i = 0; i < text.length; i++) {
    const index = starts[text.charCodeAt(i)]!;
    if (index === 0) continue;
    const next = text.charCodeAt(i + 1);
    const list = wakes[index]!;
    for (let k = 0; k < list.length; k++) {
      const wake = list[k]!;
      if (wake.second !== 0 && wake.second !== next) continue;
      if (wake.rest !== "" && !text.startsWith(wake.rest, i + 2)) continue;
      first |= wake.first;
      other |= wake.other;
    }
  }
  return first & (other | ~twofold);
}

const NONE: readonly Breach[] = Object.freeze([]);
const FIELDS: readonly FieldName[] = ["title", "description", "education", "tags"];

/**
 * The hiring conditions of a posting that break LEG-18 to LEG-21, in the order in which they stand. `start` and `end`
 * are offsets into the named field, `quote` is exactly the text between them. `hard` = the condition is unlawful as it
 * is written; `warn` = a person should look at it (a wish, an age, a post where the law leaves room).
 * Time: linear in the text; a posting without any suspicious pair of characters costs one look at each character.
 */
export function findUnlawfulConditions(texts: HiringTexts): Breach[] {
  let breaches: Breach[] | null = null;
  for (const field of FIELDS) {
    const text = texts[field];
    if (!text) continue;
    const mask = suspects(text);
    if (mask === 0) continue;
    const found: Find[] = [];
    const post = postOf(texts.title, texts.description);
    for (let i = 0; i < DETECTORS.length; i++) {
      if ((mask & (1 << i)) !== 0) DETECTORS[i]![0](text, post, field, found);
    }
    if (found.length === 0) continue;
    breaches ??= [];
    for (const find of withoutOverlaps(found)) breaches.push(breach(find, field, text));
  }
  return breaches ?? (NONE as Breach[]);
}

/** Two finds of one kind that overlap are one; the graver and longer stays. */
function withoutOverlaps(found: Find[]): Find[] {
  found.sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Find[] = [];
  for (const find of found) {
    const same = kept.find(
      (other) => other.kind === find.kind && find.start < other.end && other.start < find.end,
    );
    if (!same) kept.push(find);
    else {
      same.end = Math.max(same.end, find.end);
      if (find.severity === "hard") same.severity = "hard";
    }
  }
  return kept;
}

function breach({ kind, severity, start, end }: Find, field: FieldName, text: string): Breach {
  const { rule, rewording, basis } = WORDING[kind];
  return { rule, kind, severity, field, quote: text.slice(start, end), start, end, rewording, basis };
}
