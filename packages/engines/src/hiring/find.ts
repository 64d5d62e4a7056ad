import type { Breach } from "../types/index.ts";
import { age } from "./age.ts";
import { carrier, disability, ethnicity, household, origin, religion, zodiac } from "./person.ts";
import { firstDegree, fullTime, schoolTier, schoolType } from "./schooling.ts";
import { marriage, postOf, sex } from "./sex.ts";
import type { Detector, FieldName, Find, HiringTexts } from "./types.ts";
import { WORDING } from "./words.ts";

/** Each detector with the pairs of characters without which it can't find anything. */
const DETECTORS: readonly (readonly [Detector, string])[] = [
  [schoolTier, "98 21 双一 重点 名校 一本 二本 本一 本二 C9 QS 一流 一批 二批 公办 民办 独立 三本 双非"],
  [
    schoolType,
    "勿扰 勿投 勿进 勿来 勿入 勿试 勿点 误投 免投 免谈 免扰 免试 绕道 绕行 除外 不要 不招 不收 不考 不予 不录 谢绝 止步 走开 慎* pa 不接 不含 不包 拒收 拒绝 排除 普通 非职 非高 非技 非中 非专 非自 非成 非函",
  ],
  [firstDegree, "一学 首学 始学 点学 一全"],
  [fullTime, "日制 统招 统一 统本"],
  [sex, "男* 女* 小伙 帅哥 靓妹 妹子 姑娘 姐姐 哥哥"],
  [marriage, "婚* 育* 孕* 离异 单身 无孩 待产 生小 生孩 要孩 生子"],
  [age, "岁* 年龄 龄* 0后 5后 出生"],
  [
    household,
    "户籍 户口 籍* 京户 沪户 深户 杭户 穗户 渝户 津户 本地 当地 本市 本镇 本村 农民 农村 乡下 外地 外来 外省",
  ],
  [origin, "籍* 人勿 人免 人不 人除 人谢 人止 人请 人慎 不要 不招 不收 不接 谢绝 拒绝 限* 只招"],
  [ethnicity, "民族 族别 族* 少民 穆斯"],
  [religion, "宗教 信教 教徒 信徒 督徒 穆斯 信仰 信奉"],
  [carrier, "乙肝 乙型 三阳 两对 艾滋 HI 传染 澳抗 肝炎 结核"],
  [disability, "残疾 残障 聋哑 肢残 四肢 肢体 缺陷"],
  [zodiac, "属* 生肖 星座 血型 型优 型勿 型除 型血 座* 处女"],
];

/**
 * For each first character: 0 = no detector begins here, else an index into `seconds`, which holds the second
 * characters (0 = any) and the detectors they wake.
 */
const firsts = new Uint8Array(65_536);
const seconds: { second: number; mask: number }[][] = [[]];
DETECTORS.forEach(([, pairs], i) => {
  for (const pair of pairs.split(" ")) {
    const first = pair.charCodeAt(0);
    const second = pair[1] === "*" ? 0 : pair.charCodeAt(1);
    if (firsts[first] === 0) {
      firsts[first] = seconds.length;
      seconds.push([]);
    }
    seconds[firsts[first]!]!.push({ second, mask: 1 << i });
  }
});

/** Which detectors may find something in the text. One look at each character, nothing allocated. */
export function suspects(text: string): number {
  let mask = 0;
  for (let i = 0; i < text.length; i++) {
    const index = firsts[text.charCodeAt(i)]!;
    if (index === 0) continue;
    const next = text.charCodeAt(i + 1);
    const list = seconds[index]!;
    for (let k = 0; k < list.length; k++) {
      const entry = list[k]!;
      if (entry.second === 0 || entry.second === next) mask |= entry.mask;
    }
  }
  return mask;
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
