import { sql } from "kysely";
import type { z } from "zod";
import { standards } from "@tixi/standards";
import { BadInput, Conflict, type Context } from "../platform/index.ts";
import type { PublishedSeat } from "../planning/index.ts";
import { requireWithinPlan } from "./units-ceiling.ts";
import { numberUnits } from "./units-numbers.ts";
import { findUnits, knownNumbers, plannedSeats, saveUnits, type UnitRow } from "./units.sql.ts";
import { seasonForUnits } from "./units.ts";
import type * as s from "./unit-schemas.ts";

/** The category whose codes hold a programme; the longest code counts. Null where none does. */
export function categoryOf(
  categories: readonly { key: string; programmes: readonly string[] }[],
  programme: string,
): string | null {
  let best: { key: string; length: number } | null = null;
  for (const { key, programmes } of categories)
    for (const code of programmes)
      if (programme.startsWith(code) && code.length > (best?.length ?? 0))
        best = { key, length: code.length };
  return best?.key ?? null;
}

const schoolOf = (seat: PublishedSeat): string => seat.school ?? seat.schoolName;

/**
 * Units from the published enrolment plan: one for each offering of a level that has a batch, in the category of its
 * programme, numbered by the scheme. A unit that is there already keeps its number, its reserves and what was written to it, and
 * takes the plan's seats; one whose offering the plan holds no more goes. What has no category or batch is named.
 * @throws Conflict where no plan is published for the year, or reserves are more than the plan's seats; BadInput
 */
export async function unitsFromPlan(ctx: Context, seasonId: string, input: z.infer<typeof s.fromPlan>): Promise<z.infer<typeof s.takenFromPlan>> {
  const season = await seasonForUnits(ctx, seasonId);
  const planned = await plannedSeats(ctx, season);
  if (planned.length === 0)
    throw new Conflict({ zh: `${season.year} 年没有已公布的招生计划。`, en: `No enrolment plan is published for ${season.year}.` });
  for (const [level, batch] of Object.entries(input.batches))
    if (batch !== undefined && !season.rules.batches.some(({ id }) => id === batch))
      throw new BadInput([{ part: "body", field: `batches.${level}`, value: batch, reason: "规则中没有这个批次 / no such batch" }]);
  const { rows: categories } = await sql<{ key: string; programmes: string[] }>`select key, programmes from admissions.category
    where province = ${season.province} and season_id = ${season.id}`.execute(ctx.tx);
  const leftOut: z.infer<typeof s.takenFromPlan>["leftOut"] = [];
  const taken = planned.flatMap((seat) => {
    const batch = input.batches[seat.level as "college" | "bachelor"];
    const category = categoryOf(categories, seat.programme);
    if (batch !== undefined && category !== null) return [{ seat, batch, category }];
    const reason = batch === undefined ? { zh: "这一层次没有批次", en: "its level has no batch" } : { zh: "专业不属于任何类别", en: "its programme belongs to no category" };
    leftOut.push({ offering: seat.offering, school: seat.schoolName, programme: seat.programme, seats: seat.seats, reason: `${reason.zh} / ${reason.en}` });
    return [];
  });
  const numbers = numbersFor(taken.map(({ seat }) => seat), await knownNumbers(ctx, season), input);
  const now = await findUnits(ctx, season, {});
  const standing = new Map(now.flatMap((unit) => (unit.offering === null ? [] : [[unit.offering, unit] as const])));
  const units = taken.map(({ seat, batch, category }): UnitRow => {
    const { unit, code } = numbers.get(seat.offering)!;
    const there = standing.get(seat.offering);
    const reserves = Object.entries(there?.seats ?? {}).filter(([quota]) => quota !== "");
    const reserved = reserves.reduce((sum, [, seats]) => sum + seats, 0);
    if (reserved > seat.seats)
      throw new Conflict({
        zh: `${seat.schoolName}“${seat.programme}”的专项合计 ${reserved} 个，招生计划只有 ${seat.seats} 个。`,
        en: `${seat.schoolName}, ${seat.programme}: reserves of ${reserved}, the plan has ${seat.seats} seats.`,
      });
    return {
      unit, category, batch,
      seats: { "": seat.seats - reserved, ...Object.fromEntries(reserves) },
      minScore: there?.minScore ?? null,
      ranking: there?.ranking ?? "",
      schoolCode: code,
      school: seat.school,
      schoolName: seat.schoolName,
      programme: seat.programme,
      programmeName: standards().findProgramme(seat.programme)?.name ?? seat.programme,
      level: seat.level as "college" | "bachelor",
      city: seat.city,
      offering: seat.offering,
      tuition: there?.tuition ?? null,
      years: there?.years ?? null,
      remark: there?.remark ?? "",
    };
  });
  // a number that moved with its school's code leaves the old one
  const kept = new Set(units.map(({ unit }) => unit));
  const gone = now.filter(({ unit, offering }) => offering !== null && !kept.has(unit)).map(({ unit }) => unit);
  await sql`delete from admissions.unit where province = ${season.province} and season_id = ${season.id} and unit_id = any(${gone}::text[])`.execute(ctx.tx);
  await saveUnits(ctx, season, units);
  await sql`update admissions.season set plan_id = ${planned[0]!.planId}, revision = revision + 1 where province = ${season.province} and id = ${season.id}`.execute(ctx.tx);
  await requireWithinPlan(ctx, season);
  const seats = taken.reduce((sum, { seat }) => sum + seat.seats, 0);
  await ctx.audit("units.from-plan", `season:${season.id}`, { units: now.length }, { plan: planned[0]!.planId, units: units.length, seats, leftOut: leftOut.length, gone });
  return { planId: planned[0]!.planId, units: units.length, seats, gone, leftOut };
} // prettier-ignore

function numbersFor(
  seats: readonly PublishedSeat[],
  known: Parameters<typeof numberUnits>[1],
  input: z.infer<typeof s.fromPlan>,
): Map<string, { unit: string; code: string }> {
  const codes = new Map<string, string>();
  for (const { school, code } of input.codes) {
    const found = seats.find((seat) => seat.school === school || seat.schoolName === school);
    codes.set(found ? schoolOf(found) : school, code);
  }
  if (new Set(codes.values()).size < codes.size)
    throw new BadInput([{ part: "body", field: "codes", reason: "两所院校用了同一代码 / two schools have one code" }]); // prettier-ignore
  try {
    const offered = seats.map((seat) => ({ offering: seat.offering, school: schoolOf(seat), schoolName: seat.schoolName, programme: seat.programme })); // prettier-ignore
    const numbered = numberUnits(offered, known, { codeDigits: input.codeDigits, numberDigits: input.numberDigits, codes }); // prettier-ignore
    return new Map(numbered.map(({ offering, unit, code }) => [offering, { unit, code }]));
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BadInput([{ part: "body", field: "numberDigits", reason: `编号位数不够 / ${error.message}` }]);
  }
}
