/** Where a figure is shown: which list or report names it how. Pages link its heading to the definition, and back. */

export type Showing = "demand-list" | "industry-list" | "release-report";

export interface Shown {
  in: Showing;
  /** its column or heading there: a field of a list (`lists/fields.ts`), or the word in the head of a report's table */
  as: string;
  /** key of the indicator or figure */
  key: string;
}

const of = (where: Showing, columns: Record<string, string>): Shown[] =>
  Object.entries(columns).map(([as, key]) => ({ in: where, as, key }));

/**
 * Every column of the lists and of the release report that holds a figure with a definition of its own. A figure that a
 * page shows under another word is not here: a link says that it is the same figure.
 */
export const SHOWN: readonly Shown[] = [
  ...of("demand-list", {
    now: "demand",
    in1: "demand",
    in3: "demand",
    shortage: "shortage",
    price: "scarcity-price",
    urgency: "urgency",
    grade: "urgency",
    stated: "stated-demand",
  }),
  ...of("industry-list", { growth: "industry-growth", newPosts: "new-posts" }),
  ...of("release-report", {
    需求: "demand",
    用人需求: "demand",
    短缺: "shortage",
    结构性短缺: "shortage",
    稀缺价格: "scarcity-price",
    供给: "supply",
    "供给（人）": "supply",
    毕业生供给: "supply",
    可匹配: "matched",
    过剩: "surplus",
    结构性过剩: "surplus",
    价值: "price",
  }),
];

/** The definition behind a column of a list or report; undefined where the column is no figure. */
export const definitionOf = (where: Showing, as: string): string | undefined =>
  SHOWN.find((shown) => shown.in === where && shown.as === as)?.key;
