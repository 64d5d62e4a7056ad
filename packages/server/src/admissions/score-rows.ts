import { readDecimal, readHeader, type AllocationRules } from "@tixi/engines/allocation";
import type { Sentence } from "../platform/index.ts";
import { subjectWords, type SeasonSubject } from "./score-season.ts";

/** Ten-thousandths of a point by subject; null = absent. */
export type Scores = Record<string, number | null>;

export interface ScoreFault extends Sentence {
  field: string;
  value: string;
}

/** Where a file of scores has its columns. */
export interface ScoreColumns {
  number: number;
  subjects: { subject: SeasonSubject; at: number }[];
}

const NUMBER = ["考生号", "准考证号", "报名号", "candidate_id", "candidate number", "number"];
/** 缺考、违纪 and the like: no points, and said so */
const ABSENT = ["缺考", "缺", "未考", "违纪", "作弊", "取消成绩", "absent", "cheated"];
const DECIMAL = /^-?\d+(?:\.\d+)?$/;

const plain = (text: string): string => text.normalize("NFKC").trim().toLowerCase();

/** Finds the columns by key, by the subject's name, or by the names that the allocation's files know. */
export function scoreColumnsOf(
  rules: AllocationRules,
  subjects: readonly SeasonSubject[],
  headers: readonly string[],
): { columns: ScoreColumns; faults: ScoreFault[] } {
  const names = headers.map(plain);
  const known = readHeader(rules, "candidates", headers).at;
  const find = (words: readonly string[], otherwise: number): number => {
    const found = names.findIndex((name) => words.includes(name));
    return found >= 0 ? found : otherwise;
  };
  const number = find(NUMBER, -1);
  const found = subjects.flatMap((subject) => {
    const { zh, en } = subjectWords(subject);
    const at = find([subject.key, zh, en].map(plain), known[subject.key] ?? -1);
    return at < 0 ? [] : [{ subject, at }];
  });
  const faults: ScoreFault[] = [];
  if (number < 0) faults.push({ field: "考生号", value: "", zh: "缺少考生号一列", en: "no column of candidate numbers" });
  if (found.length === 0)
    faults.push({
      field: subjects.map((subject) => subjectWords(subject).zh).join("、"),
      value: "",
      zh: "没有任何考试科目的列",
      en: "no column of any subject",
    });
  return { columns: { number, subjects: found }, faults };
} // prettier-ignore

/**
 * One row by itself: the number and what it says of each subject. An empty cell says nothing and leaves what is there.
 * @param most highest points of a subject for the candidate's category
 */
export function readScores(
  values: readonly string[],
  columns: ScoreColumns,
  most: (subject: SeasonSubject) => number,
): { scores: Scores; fault: null } | { scores: null; fault: ScoreFault } {
  const scores: Scores = {};
  for (const { subject, at } of columns.subjects) {
    const text = plain(values[at] ?? "");
    if (text === "") continue;
    const bad = (zh: string, en: string) => ({
      scores: null,
      fault: { field: subject.key, value: text.slice(0, 40), zh, en },
    });
    if (ABSENT.includes(text)) {
      scores[subject.key] = null;
      continue;
    }
    if (!DECIMAL.test(text)) return bad("不是分数，也不是“缺考”", "neither points nor an absence");
    const places = (text.split(".")[1] ?? "").replace(/0+$/, "").length;
    if (places > subject.places)
      return bad(`小数位数超过 ${subject.places} 位`, `more than ${subject.places} decimals`);
    const points = readDecimal(text.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, ""));
    const highest = most(subject);
    if (Number.isNaN(points) || points > readDecimal(String(highest)))
      return bad(`超出 0–${highest} 的范围`, `is outside of 0–${highest}`);
    scores[subject.key] = points;
  }
  if (Object.keys(scores).length === 0)
    return {
      scores: null,
      fault: { field: "scores", value: "", zh: "这一行没有任何成绩", en: "there is no score in this row" },
    };
  return { scores, fault: null };
}

/** The candidate's number of a row; empty where it has none. */
export const numberOf = (values: readonly string[], { number }: ScoreColumns): string =>
  (values[number] ?? "").normalize("NFKC").trim().slice(0, 60);

/** The highest points in a subject for a category: the rules' range where they have one. */
export const mostPoints = (rules: AllocationRules, category: string, subject: SeasonSubject): number =>
  rules.categories[category]?.range?.[subject.key]?.[1] ?? rules.range[subject.key]?.[1] ?? subject.max;
