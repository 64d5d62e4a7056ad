/** Rows of offerings (专业点): a programme of a school in a year, or one part of its plan. */
import type { OfferingRow } from "../types/index.ts";
import { cell, fail, type Cells, type CheckerParts, type RowParser } from "./cells.ts";
import { levelOf } from "./codes.ts";
import { readCount, readDuration, readYear, type Read } from "./counts.ts";
import { note } from "./reasons.ts";
import { schoolCityReader } from "./school-city.ts";
import { isBlank, remembered } from "./text.ts";

const COUNTS = [
  "plan",
  "admitted",
  "registered",
  "graduates",
  "employed",
  "matchedEmployed",
  "furtherStudy",
  "stayed",
] as const;
/** Kept only where they are stated: rows from before these columns keep their content. */
const FURTHER = ["classes", "teachers", "complaints", "firstChoice"] as const;
type Further = Partial<Record<(typeof FURTHER)[number], number>>;
const GRADES = 5;

export function offeringChecker(parts: CheckerParts): RowParser<OfferingRow> {
  const { codes } = parts;
  const cityOf = schoolCityReader(parts);
  const at = {
    schoolName: parts.at("schoolName"),
    schoolCode: parts.at("schoolCode"),
    programmeCode: parts.at("programmeCode"),
    programmeName: parts.at("programmeName"),
    level: parts.at("level"),
    year: parts.at("year"),
    duration: parts.at("duration"),
    note: parts.at("note"),
  };
  const counts = COUNTS.map((field) => ({ field, at: parts.at(field) }));
  const furtherFields = FURTHER.map((field) => ({ field, at: parts.at(field) }));
  const grades = Array.from({ length: GRADES }, (_, i) => parts.at(`enrolment${i + 1}`));
  const programmeOf = remembered(
    (key) => {
      const [code = "", name = "", level = "", words = ""] = key.split("\u0001");
      return codes.programme(code, name, level === "" ? null : (level as OfferingRow["level"]), words);
    },
    20_000,
    400,
  );

  function read<T>(
    cells: Cells,
    field: string,
    position: number,
    reader: (text: string) => Read<T>,
  ): T | null {
    const text = cell(cells, position);
    const value = reader(text);
    return value.ok ? value.value : fail(cells, field, text, value.code);
  }

  return (cells) => {
    const schoolName = cell(cells, at.schoolName);
    const schoolCode = cell(cells, at.schoolCode);
    if (isBlank(schoolName) && isBlank(schoolCode)) fail(cells, "schoolName", schoolName, "required-missing");
    const city = cityOf(cells, schoolName);

    const levelText = cell(cells, at.level);
    const level = levelOf(levelText);
    const programmeCode = cell(cells, at.programmeCode);
    const programmeName = cell(cells, at.programmeName);
    if (!level.ok && isBlank(programmeCode)) fail(cells, "level", levelText, "level-unknown");
    else if (!level.ok) (cells.notes ??= []).push(note(cells.row, "level", levelText, "level-ignored"));
    const reading = programmeOf(
      [programmeCode, programmeName, level.level ?? "", cell(cells, at.note)].join("\u0001"),
    );
    if (!reading.ok) {
      const names = reading.candidates.map((c) => `${c.code} ${c.name}`);
      fail(
        cells,
        reading.field,
        reading.field === "programmeCode" ? programmeCode : programmeName,
        reading.code,
        names,
      );
    }

    let year = read(cells, "year", at.year, readYear);
    if (year === null && cells.rejections === null && isBlank(cell(cells, at.year))) {
      if (parts.year === null) fail(cells, "year", "", "required-missing");
      else {
        year = parts.year;
        (cells.notes ??= []).push(note(cells.row, "year", "", "year-assumed"));
      }
    }
    const duration = read(cells, "duration", at.duration, readDuration);
    const [plan, admitted, registered, graduates, employed, matchedEmployed, furtherStudy, stayed] =
      counts.map((c) => read(cells, c.field, c.at, readCount)) as [
        number | null,
        number | null,
        number | null,
        number | null,
        number | null,
        number | null,
        number | null,
        number | null,
      ];
    const enrolment = enrolmentOf(cells);
    const further: Further = {};
    for (const { field, at: position } of furtherFields) {
      const n = read(cells, field, position, readCount);
      if (n !== null) further[field] = n;
    }

    const told = [
      plan,
      admitted,
      registered,
      graduates,
      employed,
      matchedEmployed,
      furtherStudy,
      stayed,
    ].some((n) => n !== null);
    if (!told && enrolment.length === 0 && cells.rejections === null)
      fail(cells, "plan", "", "count-missing");
    const above = (n: number | null, most: number | null): boolean => n !== null && most !== null && n > most;
    const first = further.firstChoice ?? null;
    if (above(first, admitted))
      fail(cells, "firstChoice", `${first} > ${admitted}`, "first-choice-exceeds-admitted");
    if (above(employed, graduates))
      fail(cells, "employed", `${employed} > ${graduates}`, "employed-exceeds-graduates");
    if (above(furtherStudy, graduates))
      fail(cells, "furtherStudy", `${furtherStudy} > ${graduates}`, "further-exceeds-graduates");
    if (above(matchedEmployed, employed))
      fail(cells, "matchedEmployed", `${matchedEmployed} > ${employed}`, "matched-exceeds-employed");
    if (above(stayed, employed)) fail(cells, "stayed", `${stayed} > ${employed}`, "stayed-exceeds-employed");
    if (cells.rejections !== null || !reading.ok || year === null) return null;

    const remark = (field: string, value: string, code: string): void =>
      void (cells.notes ??= []).push(note(cells.row, field, value, code));
    if (above(admitted, plan)) remark("admitted", `${admitted} > ${plan}`, "admitted-exceeds-plan");
    if (above(registered, admitted))
      remark("registered", `${registered} > ${admitted}`, "registered-exceeds-admitted");
    if (employed !== null && furtherStudy !== null && above(employed + furtherStudy, graduates)) {
      remark("employed", `${employed} + ${furtherStudy} > ${graduates}`, "outcomes-exceed-graduates");
    }
    return {
      schoolCode: isBlank(schoolCode) ? null : schoolCode,
      schoolName: isBlank(schoolName) ? schoolCode : schoolName,
      programmeCode: reading.programme.code,
      level: reading.programme.level,
      city,
      year,
      duration,
      plan,
      admitted,
      registered,
      enrolment,
      graduates,
      employed,
      matchedEmployed,
      furtherStudy,
      stayed,
      ...further,
    };
  };

  function enrolmentOf(cells: Cells): number[] {
    const read5 = grades.map((position, i) => read(cells, `enrolment${i + 1}`, position, readCount));
    let last = GRADES;
    while (last > 0 && read5[last - 1] === null) last--;
    const enrolment = read5.slice(0, last);
    if (enrolment.includes(null))
      (cells.notes ??= []).push(note(cells.row, "enrolment1", "", "grade-missing"));
    return enrolment.map((n) => n ?? 0);
  }
}

/**
 * Offerings with the parts of one plan put together: rows of the same school, programme, city and year (plans split by
 * batch, subject or campus group) become one, their stated counts added. Order of first appearance.
 */
export function mergeOfferings(rows: Iterable<OfferingRow>): OfferingRow[] {
  const merged = new Map<string, OfferingRow>();
  for (const row of rows) {
    const key = [row.schoolCode ?? row.schoolName, row.programmeCode, row.level, row.city, row.year].join(
      "|",
    );
    const held = merged.get(key);
    if (!held) {
      merged.set(key, { ...row, enrolment: [...row.enrolment] });
      continue;
    }
    for (const field of COUNTS) {
      const n = row[field];
      if (n !== null) held[field] = (held[field] ?? 0) + n;
    }
    for (const field of FURTHER) {
      const n = row[field];
      if (n !== undefined) held[field] = (held[field] ?? 0) + n;
    }
    row.enrolment.forEach((n, i) => (held.enrolment[i] = (held.enrolment[i] ?? 0) + n));
    held.duration ??= row.duration;
  }
  return [...merged.values()];
}
