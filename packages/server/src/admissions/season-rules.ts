import { checkRules, scoreColumns, type AllocationRules } from "@tixi/engines/allocation";
import type { InputFault, Sentence } from "../platform/index.ts";
import type { SeasonSubject } from "./score-season.ts";

const NAMES: Record<string, string> = {
  culture: "文化素质", skill: "职业技能", chinese: "语文", mathematics: "数学", english: "英语", theory: "专业理论", computer: "计算机", bonus: "附加分",
}; // prettier-ignore
const SKILL = ["skill", "theory"];

/** The subjects that rules ask for, as a beginning: names that are known, the end of the range as most points; 0 where the rules have none. */
export function subjectsFrom(rules: AllocationRules): SeasonSubject[] {
  return scoreColumns(rules).map((key) => ({
    key,
    name: NAMES[key] ?? key,
    kind: SKILL.includes(key) ? "skill" : "culture",
    max: rules.range[key]?.[1] ?? 0,
    places: 1,
  }));
}

/** What is wrong with rules that came from outside, by path. */
export function ruleFaults(value: unknown): InputFault[] {
  return checkRules(value).faults.map(({ path, message }) => ({ part: "body", field: path === "" ? "rules" : `rules.${path}`, reason: `${message.zh} / ${message.en}` })); // prettier-ignore
}

/** Where rules, subjects and categories do not fit together, in words; the season is not opened before they do. */
export function misfits(
  rules: AllocationRules,
  subjects: readonly SeasonSubject[],
  categories: readonly { key: string }[],
): Sentence[] {
  const found: Sentence[] = [];
  const byKey = new Map(subjects.map((subject) => [subject.key, subject]));
  for (const column of scoreColumns(rules)) {
    const subject = byKey.get(column);
    if (!subject) found.push({ zh: `规则用到成绩“${column}”，考试科目中没有。`, en: `The rules use the score “${column}”, which is no subject.` }); // prettier-ignore
    if (subject?.max === 0) found.push({ zh: `科目“${typeof subject.name === "string" ? subject.name : subject.name.zh}”还没有填满分。`, en: `Subject “${typeof subject.name === "string" ? subject.name : subject.name.zh}” has no most points yet.` }); // prettier-ignore
    const range = rules.range[column];
    if (subject && range && subject.max > range[1])
      found.push({ zh: `科目“${column}”满分 ${subject.max}，规则的范围到 ${range[1]} 为止。`, en: `Subject “${column}” goes up to ${subject.max}, the rules' range ends at ${range[1]}.` }); // prettier-ignore
  }
  const known = new Set(categories.map(({ key }) => key));
  const named = [...Object.keys(rules.categories), ...rules.batches.flatMap((batch) => Object.keys(batch.categories ?? {}))]; // prettier-ignore
  for (const key of new Set(named))
    if (!known.has(key)) found.push({ zh: `规则中的类别“${key}”不在专业类别中。`, en: `The rules name the category “${key}”, which is none of the season's.` }); // prettier-ignore
  return found;
}

/** Rules without what may still be set after registration has begun: lines are published once the scores are known. */
export function withoutLines(rules: AllocationRules): unknown {
  return {
    ...rules,
    seed: null,
    batches: rules.batches.map(({ id }) => id),
    quotas: rules.quotas.map((quota) => ({ ...quota, minScore: undefined, min: undefined })),
  };
}
