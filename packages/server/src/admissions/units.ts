import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import type { z } from "zod";
import { printScore, readDecimal } from "@tixi/engines/allocation";
import { BadInput, Conflict, decodeCursor, etagOf, NotFound, requireMatch, toPage, type Context, type InputFault } from "../platform/index.ts"; // prettier-ignore
import { regionName } from "../registry/index.ts";
import { access } from "./access.ts";
import { vacanciesBefore } from "./fillings.sql.ts";
import { requireSeason, stepTaken, type SeasonBase } from "./score-season.ts";
import { holdSeats, requireExemptSeats, requireWithinPlan } from "./units-ceiling.ts";
import { exemptSeats, findUnits, plannedSeats, saveUnits, type UnitRow } from "./units.sql.ts";
import type * as s from "./unit-schemas.ts";

const UNIT = { zh: "投档单位", en: "unit" };

export const unitEtag = (unit: UnitRow): string => etagOf(unit);

export const presentUnit = (unit: UnitRow, planned: number | null = null, vacancies: number | null = null, exempt = 0) => {
  const reserves = Object.entries(unit.seats).filter(([quota]) => quota !== "");
  return {
    unit: unit.unit,
    category: unit.category,
    batch: unit.batch,
    capacity: Object.values(unit.seats).reduce((sum, seats) => sum + seats, 0),
    general: unit.seats[""] ?? 0,
    reserves: reserves.map(([quota, seats]) => ({ quota, seats })),
    exempt,
    minScore: unit.minScore === null ? null : printScore(unit.minScore),
    ranking: unit.ranking,
    schoolCode: unit.schoolCode,
    school: unit.school,
    schoolName: unit.schoolName,
    programme: unit.programme,
    programmeName: unit.programmeName,
    level: unit.level,
    city: unit.city,
    cityName: unit.city === "" ? "" : regionName(unit.city),
    offering: unit.offering,
    planned,
    vacancies,
    tuition: unit.tuition,
    years: unit.years,
    remark: unit.remark,
    etag: unitEtag(unit),
  };
}; // prettier-ignore

/** Units with what the plan has for each, for the office; @throws NotFound */
export async function listUnits(ctx: Context, seasonId: string, query: z.infer<typeof s.unitQuery>): Promise<z.infer<typeof s.unitPage>> {
  const season = await requireSeason(ctx, seasonId);
  access.authorize(ctx.actor, "readSeason", { region: season.province, published: stepTaken(season, "publish-units") !== null });
  const planned = new Map((await plannedSeats(ctx, season)).map((seat) => [seat.offering, seat.seats]));
  return unitPage(ctx, season, query, (unit) => (unit.offering === null ? null : (planned.get(unit.offering) ?? 0)));
} // prettier-ignore

/** What may be filed for, for anybody once it is published; in a supplementary round with the places that are left. */
export async function publicUnits(ctx: Context, seasonId: string, query: z.infer<typeof s.unitQuery>): Promise<z.infer<typeof s.unitPage>> {
  const season = await requireSeason(ctx, seasonId);
  access.authorize(ctx.actor, "readPublished", { published: stepTaken(season, "publish-units") !== null });
  return unitPage(ctx, season, query, () => null);
} // prettier-ignore

async function unitPage(
  ctx: Context,
  season: SeasonBase,
  query: z.infer<typeof s.unitQuery>,
  planned: (unit: UnitRow) => number | null,
) {
  const { cursor, limit, round, ...filter } = query;
  const after = decodeCursor(cursor, 1);
  const left = round !== undefined && round > 1 && query.batch ? await vacanciesBefore(ctx, season, query.batch, round) : null;
  const open = left && [...left].filter(([, seats]) => seats > 0).map(([unit]) => unit);
  const rows = await findUnits(ctx, season, { ...filter, ...(open ? { units: open } : {}) }, after ? String(after[0]) : null, limit + 1);
  const exempt = await exemptSeats(ctx, season);
  return toPage(rows, limit, (row) => [row.unit], (row) => presentUnit(row, planned(row), left ? (left.get(row.unit) ?? 0) : null, exempt.get(row.unit)));
} // prettier-ignore

/** @throws Conflict once units are published */
export function requireOpenForUnits(season: SeasonBase): void {
  if (season.state === "filed" || season.state === "closed")
    throw new Conflict({
      zh: "招生计划已经公布，不能再改。",
      en: "The units are published and can no longer be changed.",
    });
}

/** The season, held, for its office to change its units. @throws NotFound, Forbidden, Conflict */
export async function seasonForUnits(ctx: Context, seasonId: string): Promise<SeasonBase> {
  const season = await requireSeason(ctx, seasonId, true);
  access.authorize(ctx.actor, "holdSeason", { region: season.province });
  requireOpenForUnits(season);
  await holdSeats(ctx, season);
  return season;
}

async function requireUnit(ctx: Context, season: SeasonBase, id: string): Promise<UnitRow> {
  const [unit] = await findUnits(ctx, season, { units: [id] });
  if (!unit) throw new NotFound(UNIT);
  return unit;
}

/** Categories, batches, quotas and rankings that the season has: what a unit may name. @throws BadInput */
export async function requireNames(ctx: Context, season: SeasonBase, unit: Pick<UnitRow, "category" | "batch" | "seats" | "ranking">): Promise<void> {
  const { rows } = await sql<{ key: string }>`select key from admissions.category where province = ${season.province} and season_id = ${season.id}`.execute(ctx.tx);
  const { rules } = season;
  const faults: InputFault[] = [];
  const fault = (field: string, value: string, zh: string, en: string) => void faults.push({ part: "body", field, value, reason: `${zh} / ${en}` });
  if (!rows.some(({ key }) => key === unit.category)) fault("category", unit.category, "本招生季没有这个类别", "no such category");
  if (!rules.batches.some(({ id }) => id === unit.batch)) fault("batch", unit.batch, "规则中没有这个批次", "no such batch");
  if (unit.ranking !== "" && !Object.hasOwn(rules.rankings, unit.ranking)) fault("ranking", unit.ranking, "规则中没有这个排序", "no such ranking");
  for (const quota of Object.keys(unit.seats))
    if (quota !== "" && !rules.quotas.some(({ id }) => id === quota)) fault("reserves", quota, "规则中没有这个专项", "no such quota");
  if (faults.length > 0) throw new BadInput(faults);
} // prettier-ignore

/** Seats by kind: reserves are carved out of the capacity. @throws BadInput where they are more than it */
export function carve(capacity: number, reserves: readonly { quota: string; seats: number }[]): Record<string, number> {
  const reserved = reserves.reduce((sum, { seats }) => sum + seats, 0);
  if (reserved > capacity)
    throw new BadInput([{ part: "body", field: "reserves", value: reserved, reason: `专项合计 ${reserved} 个，超过计划数 ${capacity} / the reserves are ${reserved}, more than the capacity of ${capacity}` }]);
  if (new Set(reserves.map(({ quota }) => quota)).size < reserves.length)
    throw new BadInput([{ part: "body", field: "reserves", reason: "同一专项出现两次 / one quota stands twice" }]);
  return { "": capacity - reserved, ...Object.fromEntries(reserves.map(({ quota, seats }) => [quota, seats])) };
} // prettier-ignore

const points = (text: string | null): number | null => {
  if (text === null) return null;
  const value = readDecimal(text);
  if (Number.isNaN(value))
    throw new BadInput([{ part: "body", field: "minScore", value: text, reason: "不是至多 4 位小数的分数 / not a score with up to 4 decimals" }]); // prettier-ignore
  return value;
};

/**
 * Changes seats, lines and what is told of a unit.
 * @throws VersionChanged (If-Match); BadInput; Conflict above the plan or after publication
 */
export async function changeUnit(ctx: Context, request: FastifyRequest, seasonId: string, id: string, input: z.infer<typeof s.unitChange>): Promise<z.infer<typeof s.unit>> {
  const season = await seasonForUnits(ctx, seasonId);
  const before = await requireUnit(ctx, season, id);
  requireMatch(request, unitEtag(before));
  const seats = carve(input.capacity, input.reserves);
  const after: UnitRow = { ...before, seats, minScore: points(input.minScore), ranking: input.ranking, tuition: input.tuition, years: input.years, remark: input.remark };
  await requireNames(ctx, season, after);
  await saveUnits(ctx, season, [after]);
  await requireWithinPlan(ctx, season);
  const told = ({ seats: kinds, minScore, ranking, tuition, years, remark }: UnitRow) => ({ seats: kinds, minScore, ranking, tuition, years, remark });
  await ctx.audit("unit.change", `season:${season.id}`, { unit: id, ...told(before) }, { unit: id, ...told(after) });
  return presentUnit(await requireUnit(ctx, season, id), null, null, (await exemptSeats(ctx, season)).get(id));
} // prettier-ignore

/** Takes a unit out. @throws VersionChanged (If-Match); NotFound; Conflict after publication */
export async function removeUnit(
  ctx: Context,
  request: FastifyRequest,
  seasonId: string,
  id: string,
): Promise<{ removed: string }> {
  const season = await seasonForUnits(ctx, seasonId);
  const unit = await requireUnit(ctx, season, id);
  requireMatch(request, unitEtag(unit));
  await sql`delete from admissions.unit where province = ${season.province} and season_id = ${season.id} and unit_id = ${id}`.execute(
    ctx.tx,
  );
  await requireExemptSeats(ctx, season);
  await ctx.audit("unit.remove", `season:${season.id}`, { unit: id, seats: unit.seats }, null);
  return { removed: id };
}
