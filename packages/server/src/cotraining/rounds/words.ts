/** Why a preference was met or not, in words for the student himself. */
import type { Sentence } from "../../platform/index.ts";

export interface PreferenceAnswer {
  preference: number;
  post_id: string;
  outcome: "placed" | "not-needed" | "not-listed" | "unlawful" | "full";
  /** rules that forbid it, with figure and limit */
  breaches?: { rule: string; figure: string; limit: string }[];
  /** the enterprise's reason for turning him down */
  declined?: string;
  /** the smallest full cap: post, enterprise, park, or `like …` */
  cap?: string;
  max?: number;
  /** fewer by the law than the seats that were offered */
  byLaw?: boolean;
  last?: number | null;
  rank?: number;
}

/** One breach of a rule as a sentence. */
export function breachWords({ rule, figure, limit }: { rule: string; figure: string; limit: string }): Sentence {
  const of = (zh: string, en: string): Sentence => ({ zh: `${zh}（${rule}）`, en: `${en} (${rule})` });
  if (figure.startsWith("year ")) return of(`实习开始时在读第 ${figure.slice(5)} 学年，须在第 ${limit.slice(5)} 学年以上`, `in year ${figure.slice(5)} of study when it starts; at least year ${limit.slice(5)} is required`);
  if (figure === "hazardous") return of("岗位有危险或有害作业，不得安排学生", "dangerous or harmful work is barred to students");
  if (figure === "night") return of("岗位安排夜班，未经备案不得安排学生", "night shifts without a filing are barred to students");
  if (rule === "INT-02") return of(`实习开始时 ${figure} 周岁，须满 ${limit} 周岁`, `${figure} years old when it starts; ${limit} are required`);
  if (rule === "INT-04") return of(`月报酬 ${figure} 元，低于 ${limit} 元`, `monthly pay of ¥${figure} is below ¥${limit}`);
  if (rule === "INT-07") return of(`岗位面向的专业（${limit}）不含您的专业 ${figure}`, `the post is for programmes ${limit}, not for ${figure}`);
  if (rule === "INT-17") return of(`${figure} 周岁，未成年学生不得安排夜班或危险岗位`, `${figure} years old; night and dangerous posts are barred to minors`);
  return of(`${figure}，限值 ${limit}`, `${figure}, the limit is ${limit}`);
} // prettier-ignore

const OF_CAP = (cap: string, max: number, byLaw: boolean): Sentence => {
  if (cap === "enterprise") return { zh: `该企业实习学生已达在岗职工总数 10 % 的上限（还可接收 ${max} 人）`, en: `the enterprise has reached the legal 10 % of its staff (${max} more could come)` };
  if (cap === "park") return { zh: `该园区本轮接收人数已达上限（${max} 人）`, en: `the park has reached its limit (${max})` };
  if (cap !== "post" || byLaw) return { zh: `同类岗位实习学生已达职工数 20 % 的上限（还可接收 ${max} 人）`, en: `the posts of this kind have reached the legal 20 % of their staff (${max} more could come)` };
  return { zh: `岗位 ${max} 个名额已满`, en: `all ${max} seats of the post are taken` };
}; // prettier-ignore

/** One sentence for one preference. */
export function answerWords(answer: PreferenceAnswer): Sentence {
  switch (answer.outcome) {
    case "placed":
      return { zh: "安排到这一岗位。", en: "Placed here." };
    case "not-needed":
      return { zh: "前面的志愿已经满足，这一志愿不再使用。", en: "An earlier preference was met; this one was not needed." };
    case "not-listed":
      return answer.declined
        ? { zh: `企业未接收：${answer.declined}`, en: `The enterprise turned it down: ${answer.declined}` }
        : { zh: "企业未接收。", en: "The enterprise did not take it." };
    case "unlawful":
      return {
        zh: `依法不能安排：${(answer.breaches ?? []).map((one) => breachWords(one).zh).join("；")}。`,
        en: `Not lawful: ${(answer.breaches ?? []).map((one) => breachWords(one).en).join("; ")}.`,
      };
    case "full": {
      const { zh, en } = OF_CAP(answer.cap ?? "post", answer.max ?? 0, answer.byLaw ?? false);
      if (answer.last === null || answer.last === undefined) return { zh: `${zh}。`, en: `${en}.` };
      return { zh: `${zh}；最后一名排在第 ${answer.last} 位，您排在第 ${answer.rank} 位。`, en: `${en}; the last one taken ranks ${answer.last}, you rank ${answer.rank}.` };
    }
  }
} // prettier-ignore
