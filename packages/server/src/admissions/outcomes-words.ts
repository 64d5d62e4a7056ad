/** Why a preference came out as it did, in words that a candidate reads. */
import type { Sentence } from "../platform/index.ts";
import type { PreferenceOutcome } from "./outcomes-store.ts";

/** What the words need to know beside the outcome. */
export interface OutcomeWords {
  /** his place in the category's list */
  rank: number;
  /** the unit ranks by a list of its own, in which his place is another one */
  ownList: boolean;
  /** names of score columns and quotas by their keys */
  names: ReadonlyMap<string, string>;
}

const count = (n: number): string => n.toLocaleString("en").replaceAll(",", "\u00a0");

export function outcomeInWords(of: PreferenceOutcome, { rank, ownList, names }: OutcomeWords): Sentence {
  const name = (key: string): string => names.get(key) ?? key;
  switch (of.outcome) {
    case "admitted":
      return { zh: "已录取到该志愿。", en: "You are admitted here." };
    case "full":
      return full(of, { rank, ownList, names });
    case "line": {
      const line = { batch: { zh: "批次线", en: "the line of the batch" }, unit: { zh: "该志愿的最低分", en: "the lowest score of this unit" }, quota: { zh: "专项的最低分", en: "the line of the quota" } }[of.line ?? ""] ?? { zh: `${name(of.line ?? "")}的最低要求`, en: `the lowest score of ${name(of.line ?? "")}` };
      return { zh: `未达到${line.zh}：要求 ${of.needed}，你的成绩 ${of.had}。`, en: `Below ${line.en}: ${of.needed} is needed, you have ${of.had}.` };
    }
    case "category":
      return { zh: "该志愿属于其他专业类别，无效。", en: "This unit is of another category; the preference is void." };
    case "batch":
      return { zh: "该志愿不属于本批次，无效。", en: "This unit is of another batch; the preference is void." };
    case "repeated":
      return { zh: "同一批次轮次中前面已填过，无效。", en: "You named it before in the same round; the preference is void." };
    case "no-vacancy":
      return { zh: "本轮开始时该志愿已无空余计划。", en: "It had no place left when this round began." };
    case "not-needed":
      return { zh: "前面的志愿已录取，不再需要。", en: "An earlier preference was met, so this one was not needed." };
    case "admitted-before":
      return { zh: "此前的批次或轮次已录取。", en: "You were admitted in an earlier batch or round." };
    case "not-filed":
      return { zh: "档案已投向前面的院校专业组，本轮不再投档。", en: "Your file went to an earlier group and is filed once in this round." };
    case "withdrawn":
      return { zh: "已投档，但所填专业均已录满且未能调剂，予以退档。", en: "Your file was here, but no programme that you chose had a place, so it was returned." };
  }
} // prettier-ignore

function full(of: PreferenceOutcome, { rank, ownList, names }: OutcomeWords): Sentence {
  const own = ownList ? { zh: "（按该志愿自己的排序）", en: " (by this unit's own list)" } : { zh: `，你的位次 ${count(rank)}`, en: `, yours is ${count(rank)}` };
  const general =
    of.last_rank == null
      ? { zh: "该志愿在本轮没有普通计划录取", en: "Nobody took a general place here in this round" }
      : { zh: `该志愿已录满，最后一名位次 ${count(of.last_rank)}${own.zh}`, en: `It is full: the last admitted has place ${count(of.last_rank)}${own.en}` };
  const reserves = (of.quotas ?? []).map(({ quota, last_rank }) => {
    const called = names.get(quota) ?? quota;
    return last_rank === null
      ? { zh: `“${called}”专项计划在本轮无人录取`, en: `nobody took a place reserved for ${called}` }
      : { zh: `“${called}”专项计划最后一名位次 ${count(last_rank)}`, en: `the last of those reserved for ${called} has place ${count(last_rank)}` };
  });
  const all = [general, ...reserves];
  return { zh: `${all.map(({ zh }) => zh).join("；")}。`, en: `${all.map(({ en }) => en).join("; ")}.` };
} // prettier-ignore
