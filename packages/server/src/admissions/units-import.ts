import { sql } from "kysely";
import type { z } from "zod";
import { readDecimal, readHeader, readUnits, REASONS, type PlanText } from "@tixi/engines/allocation";
import { standards } from "@tixi/standards";
import { openTable, TableUnreadable } from "../platform/files/tabular.ts";
import { BadInput, type Context, type InputFault, type Sentence } from "../platform/index.ts";
import type { SeasonBase } from "./score-season.ts";
import { findByNames, goesOnAs } from "../registry/index.ts";
import { requireWithinPlan } from "./units-ceiling.ts";
import { findUnits, PLANNED, plannedSeats, saveUnits, type UnitRow } from "./units.sql.ts";
import { seasonForUnits } from "./units.ts";
import type * as s from "./unit-schemas.ts";

/** So many rows at most: a province has some ten thousand units. */
const MOST_ROWS = 200_000;
const MOST_FAULTS = 500;

/** Columns beside those of plans.csv. */
const MORE = {
  programme: ["programme_code", "专业代码"],
  programmeName: ["programme_name", "专业名称", "专业"],
  schoolName: ["school_name", "院校名称", "学校名称", "院校"],
  level: ["level", "层次"],
  city: ["city", "城市代码"],
  tuition: ["tuition", "学费"],
  years: ["years", "学制"],
  remark: ["remark", "备注"],
} as const;
type More = keyof typeof MORE;
const LEVELS: Record<string, UnitRow["level"]> = { college: "college", 专科: "college", 高职: "college", 高职专科: "college", bachelor: "bachelor", 本科: "bachelor", 职业本科: "bachelor", undergraduate: "undergraduate", 普通本科: "undergraduate" }; // prettier-ignore

interface Line extends PlanText {
  more: Record<More, string>;
}

/**
 * Units from a file as docs/allocation.md has it (plans.csv, or a workbook with its columns), with the names of schools
 * and programmes. It takes the place of the units that it names. Nothing is taken where a row is at fault.
 * @throws BadInput naming each faulty row; Conflict above the published plan
 */
export async function importUnits(ctx: Context, seasonId: string, file: { path: string; name: string; sha256: string }): Promise<z.infer<typeof s.importedUnits>> {
  const season = await seasonForUnits(ctx, seasonId);
  const lines = await readLines(season, file);
  const { units: read, faults } = readUnits(season.rules, lines);
  const problems: InputFault[] = faults.map(({ line, column, value, reason }) => fault(file.name, line, column, value, reason));
  const byUnit = new Map(lines.map((line) => [line.unit_id, line]));
  const known = new Map((await findUnits(ctx, season, { units: [...byUnit.keys()] })).map((unit) => [unit.unit, unit]));
  const { rows: categories } = await sql<{ key: string }>`select key from admissions.category where province = ${season.province} and season_id = ${season.id}`.execute(ctx.tx);
  const planned = await plannedSeats(ctx, season);
  const units = read.flatMap(({ id, seats }) => {
    const line = byUnit.get(id)!;
    const made = unitOf(line, known.get(id), (column, value, reason) => void problems.push(fault(file.name, line.line, column, value, reason)));
    if (!categories.some(({ key }) => key === line.category)) problems.push(fault(file.name, line.line, "category", line.category, { zh: "本招生季没有这个类别", en: "no such category in this season" }));
    const kinds = Object.fromEntries([...seats].map(([quota, { capacity }]) => [quota < 0 ? "" : season.rules.quotas[quota]!.id, capacity]));
    const seat = planned.find((one) => one.schoolName === made.schoolName && one.programme === made.programme && (made.city === "" || one.city === made.city));
    if (planned.length > 0 && !seat && (PLANNED as readonly string[]).includes(made.level))
      problems.push(fault(file.name, line.line, "programme_code", made.programme, { zh: "已公布的招生计划没有这所学校的这个专业", en: "the published plan has no such programme of this school" }));
    return [{ ...made, seats: { "": 0, ...kinds }, offering: seat?.offering ?? null, school: seat?.school ?? made.school, city: made.city || (seat?.city ?? "") }];
  });
  if (problems.length > 0)
    throw new BadInput(problems.slice(0, MOST_FAULTS), { zh: `有 ${problems.length} 处错误，没有导入任何行。`, en: `${problems.length} faults; nothing was taken in.` });
  await saveUnits(ctx, season, await withSchools(ctx, season, units));
  await requireWithinPlan(ctx, season);
  const seats = units.reduce((sum, unit) => sum + Object.values(unit.seats).reduce((a, b) => a + b, 0), 0);
  await ctx.audit("units.import", `season:${season.id}`, null, { file: file.name, sha256: file.sha256, rows: lines.length, units: units.length, seats });
  return { rows: lines.length, units: units.length, seats };
} // prettier-ignore

/** Units with the schools of the register that bear their names: a school sees who is admitted to it. */
async function withSchools(ctx: Context, season: SeasonBase, units: readonly UnitRow[]): Promise<UnitRow[]> {
  const names = units.map(({ schoolName, city }) => ({ name: schoolName, region: city || season.province, year: season.year }));
  const found = await findByNames(ctx, names);
  return units.map((unit, i) => ({ ...unit, school: unit.school ?? (found[i] ? (goesOnAs(found[i])?.id ?? null) : null) }));
} // prettier-ignore

const fault = (
  part: string,
  row: number,
  field: string,
  value: string,
  { zh, en }: Sentence,
): InputFault => ({
  part,
  row,
  field,
  value: value.slice(0, 60),
  reason: `${zh} / ${en}`,
});

async function readLines(season: SeasonBase, file: { path: string; name: string }): Promise<Line[]> {
  try {
    const table = await openTable(file.path);
    const { at, faults } = readHeader(season.rules, "plans", table.headers);
    if (faults.length > 0)
      throw new BadInput(faults.map(({ column, value, reason }) => fault(file.name, 1, column, value, reason)));
    const names = table.headers.map((name) => name.trim());
    const where = Object.fromEntries(Object.entries(MORE).map(([key, known]) => [key, names.findIndex((name) => (known as readonly string[]).includes(name))])) as Record<More, number>;
    const lines: Line[] = [];
    for await (const rows of table.rows())
      for (const { rowNumber, values } of rows) {
        if (lines.length >= MOST_ROWS) throw new BadInput([{ part: file.name, field: "file", reason: `超过 ${MOST_ROWS} 行 / more than ${MOST_ROWS} rows` }]);
        const cell = (k: number | undefined): string => (k === undefined || k < 0 ? "" : (values[k] ?? "").trim());
        lines.push({
          line: rowNumber + table.headerRows,
          unit_id: cell(at["unit_id"]), category: cell(at["category"]), batch: cell(at["batch"]), capacity: cell(at["capacity"]), school_id: cell(at["school_id"]),
          min_score: cell(at["min_score"]), quota: cell(at["quota"]), ranking: cell(at["ranking"]),
          more: Object.fromEntries(Object.entries(where).map(([key, k]) => [key, cell(k)])) as Record<More, string>,
        });
      }
    return lines;
  } catch (error) {
    if (error instanceof TableUnreadable) throw new BadInput([{ part: file.name, field: "file", reason: error.message }]);
    throw error;
  }
} // prettier-ignore

/** What a line says of its unit, else what is known of it. */
function unitOf(
  line: Line,
  known: UnitRow | undefined,
  problem: (column: string, value: string, reason: Sentence) => void,
): Omit<UnitRow, "seats"> {
  const { more } = line;
  const programme = (more.programme || (known?.programme ?? "")).toUpperCase();
  const found = standards().findProgramme(programme.slice(0, 6));
  const schoolName = more.schoolName || (known?.schoolName ?? "");
  const named = LEVELS[more.level.toLowerCase()];
  if (!/^[^\s,"|]{1,40}$/.test(line.unit_id))
    problem("unit_id", line.unit_id, {
      zh: "应为 1–40 个字，不含空格、逗号和引号",
      en: "must be 1 to 40 characters without blanks, commas or quotes",
    });
  if (schoolName === "") problem("school_name", "", REASONS.empty);
  if (programme === "") problem("programme_code", "", REASONS.empty);
  if (more.level !== "" && named === undefined)
    problem("level", more.level, { zh: "应为专科、本科或普通本科", en: "must be college, bachelor or undergraduate" });
  const level = named ?? known?.level ?? (/^[45]/.test(programme) ? "college" : /^[23]/.test(programme) ? "bachelor" : "undergraduate");
  const whole = (column: "tuition" | "years", most: number, places: RegExp): number | null => {
    if (more[column] === "") return known?.[column] ?? null;
    const value = Number(more[column]);
    if (places.test(more[column]) && value <= most) return value;
    problem(column, more[column], { zh: `应为不超过 ${most} 的数`, en: `must be a number of up to ${most}` });
    return null;
  };
  return {
    unit: line.unit_id,
    category: line.category,
    batch: line.batch,
    minScore: line.min_score === "" ? null : readDecimal(line.min_score),
    ranking: line.ranking,
    schoolCode: line.school_id || (known?.schoolCode ?? ""),
    school: known?.school ?? null,
    schoolName,
    programme,
    programmeName: more.programmeName || found?.name || known?.programmeName || programme,
    level,
    city: more.city || (known?.city ?? ""),
    offering: null,
    tuition: whole("tuition", 1_000_000, /^\d+$/),
    years: whole("years", 10, /^\d+(\.\d)?$/),
    remark: more.remark || (known?.remark ?? ""),
  };
} // prettier-ignore
