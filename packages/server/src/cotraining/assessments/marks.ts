/** The marks of a joint assessment: items by weight, each side by its share, exact to hundredths. */
import { createHash } from "node:crypto";
import type { RubricItem, ScoreRow } from "./assessments.sql.ts";

const scoreOf = (scores: readonly ScoreRow[], side: ScoreRow["side"], key: string): number | null =>
  scores.find((one) => one.side === side && one.key === key)?.score ?? null;

/** Hundredths of an item's mark; null where a side that counts has not scored it. */
function hundredths({ key, schoolShare }: RubricItem, scores: readonly ScoreRow[]): number | null {
  const [school, enterprise] = [scoreOf(scores, "school", key), scoreOf(scores, "enterprise", key)];
  if ((schoolShare > 0 && school === null) || (schoolShare < 100 && enterprise === null)) return null;
  return (school ?? 0) * schoolShare + (enterprise ?? 0) * (100 - schoolShare);
}

/** The mark of one item, 0 to 100; null while a side is missing. */
export function itemTotal(item: RubricItem, scores: readonly ScoreRow[]): number | null {
  const mark = hundredths(item, scores);
  return mark === null ? null : mark / 100;
}

/** The total, rounded half up to hundredths of a mark; null while anything is missing. Weights add up to 100. */
export function totalOf(rubric: readonly RubricItem[], scores: readonly ScoreRow[]): number | null {
  let sum = 0;
  for (const item of rubric) {
    const mark = hundredths(item, scores);
    if (mark === null) return null;
    sum += mark * item.weight;
  }
  // sum is in ten-thousandths of a mark
  return Math.round(sum / 100) / 100;
}

/** Items that a side counts in and has not scored. */
export const missingOf = (rubric: readonly RubricItem[], scores: readonly ScoreRow[], side: ScoreRow["side"]): number =>
  rubric.filter(({ key, schoolShare }) => (side === "school" ? schoolShare > 0 : schoolShare < 100) && scoreOf(scores, side, key) === null).length; // prettier-ignore

export const gradeOf = (total: number): "excellent" | "good" | "pass" =>
  total >= 90 ? "excellent" : total >= 75 ? "good" : "pass";

/** What a signature binds: the rubric and the scores of the side that signs. */
export function digestOf(rubric: readonly RubricItem[], scores: readonly ScoreRow[], side: ScoreRow["side"]): string {
  const own = scores.filter((one) => one.side === side).map(({ key, score, remark }) => [key, score, remark]);
  const items = rubric.map(({ key, name, weight, schoolShare }) => [key, name, weight, schoolShare]);
  return createHash("sha256").update(JSON.stringify([items, side, own])).digest("hex");
} // prettier-ignore

/** The rubric that is proposed first: the post's competences take 60 %, conduct and safety and the report the rest. */
export function suggestedRubric(competences: readonly { key: string; name: string }[]): RubricItem[] {
  const SHARED: RubricItem[] = [
    { key: "safety", name: "安全生产与职业素养", weight: 20, schoolShare: 40, competence: false },
    { key: "report", name: "实习总结与专业反思", weight: 20, schoolShare: 80, competence: false },
  ];
  const posts = competences.slice(0, 20);
  if (posts.length === 0) return [{ key: "post-skills", name: "岗位专业能力", weight: 60, schoolShare: 40, competence: true }, ...SHARED];
  const each = Math.floor(60 / posts.length);
  return [
    ...posts.map(({ key, name }, i) => ({ key, name, weight: each + (i < 60 - each * posts.length ? 1 : 0), schoolShare: 40, competence: true })),
    ...SHARED,
  ];
} // prettier-ignore
