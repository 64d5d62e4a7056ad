/** From what the province holds to what the solver is asked: offerings, schools, markets, floors. */
import { createHash } from "node:crypto";
import { sql } from "kysely";
import { standards } from "@tixi/standards";
import type { Card, QuotaInput, QuotaMarket, QuotaOffering, QuotaSchool } from "@tixi/engines/quota";
import { NATIONAL_QUALIFIED } from "@tixi/engines/indicators";
import { LEVELS, type ConditionRow, type Level, type OfferingRow } from "@tixi/engines/types";
import { decisionInput, type DecisionRow } from "../../demand/index.ts";
import type { Context } from "../../platform/index.ts";
import { citiesOf } from "../../registry/index.ts";
import { keepOfferings } from "../adjustment/offerings.sql.ts";
import type { CycleRow } from "../cycles.sql.ts";
import type { PlanParameters } from "./parameters.ts";

export interface PlannedOffering {
  id: string;
  school: string | null;
  schoolName: string;
  programme: string;
  level: Level;
  city: string;
}

export interface PlanInput {
  quota: QuotaInput;
  /** what the plan's cells say of an offering, in the order of `quota.offerings` */
  offerings: PlannedOffering[];
  /** adjustment run whose cards counted */
  adjustment: string | null;
  notes: PlanNote[];
}

/** What a reader must know of the input, with its figure. */
export interface PlanNote {
  key: "no-cards" | "conditions-missing" | "conditions-over" | "market-year" | "conversion-pooled";
  count: number;
}

/** Years without intake after which an offering is no candidate any more. */
const FORGOTTEN_AFTER = 3;

/**
 * Collects the input of a scenario. Deterministic: rows in the order of the offerings' ids.
 * @throws Forbidden if the actor may not read the province's demand
 */
export async function planInput(
  ctx: Context,
  of: { province: string; year: number; roundId: string; cycle: CycleRow },
  chosen: PlanParameters,
): Promise<PlanInput> {
  const { province, year, cycle } = of;
  const notes: PlanNote[] = [];
  const data = await decisionInput(ctx, { province });
  const known = await knownOfferings(ctx, province, year, data.offerings);
  const adjustment = chosen.adjustment ?? (await newestAdjustment(ctx, of));
  const cards = adjustment ? await cardsOf(ctx, adjustment) : new Map<string, Card>();
  if (cards.size === 0) notes.push({ key: "no-cards", count: known.length });
  const wishes = await wishesOf(ctx, province, of.roundId);
  const supply = await supplyCells(ctx, cycle);
  const conversions = conversionsOf(supply);
  let pooled = 0;

  const candidates = known.filter(
    ({ id, last, newest }) =>
      last > 0 || cards.get(id) === "add" || (chosen.openings && newest >= year - FORGOTTEN_AFTER),
  );
  const quotaOfferings = candidates.map((o): QuotaOffering => {
    const conversion = conversions(o);
    if (conversion.pooled) pooled++;
    return {
      key: o.id,
      school: schoolKey(o),
      programme: o.programme,
      level: o.level,
      city: o.city,
      duration: o.duration,
      last: o.last,
      card: cards.get(o.id) ?? "keep",
      // classes that are smaller already may go on, and shrink as far as the yearly change lets others
      classSize: chosen.classSize && {
        min: o.last > 0 ? Math.min(chosen.classSize.min, Math.ceil(o.last * 0.7)) : chosen.classSize.min,
        max: chosen.classSize.max,
      },
      proposal: wishes.get(o.id) ?? null,
      locked: null,
      conversion: conversion.share,
      shortage: ["add", "expand"].includes(cards.get(o.id) ?? "") || conversion.price >= chosen.shortagePrice,
    };
  });
  if (pooled > 0) notes.push({ key: "conversion-pooled", count: pooled });
  const markets = await marketsOf(ctx, cycle, year, quotaOfferings, supply, notes);
  const totals = (by: (o: QuotaOffering) => string | null) => {
    const sums = new Map<string, number>();
    for (const o of quotaOfferings) {
      const key = by(o);
      if (key !== null) sums.set(key, (sums.get(key) ?? 0) + o.last);
    }
    return sums;
  };
  const ofLevel = totals((o) => o.level);
  const scale = Object.fromEntries(
    LEVELS.filter((level) => ofLevel.has(level)).map((level) => [
      level,
      chosen.scale[level] ?? ofLevel.get(level)!,
    ]),
  );
  const ofCity = totals((o) => o.city);
  const short = totals((o) => (o.shortage ? "all" : null)).get("all") ?? 0;
  const balance = (cycle.parameters as { balance: QuotaInput["balance"] }).balance;
  return {
    adjustment,
    notes,
    offerings: candidates.map(({ id, school, schoolName, programme, level, city }) => ({ id, school, schoolName, programme, level, city })),
    quota: {
      year,
      cities: citiesOf(province).map(({ code }) => code),
      offerings: quotaOfferings,
      schools: schoolsOf(candidates, data.conditions, chosen, notes),
      scale,
      cityFloors: [
        ...[...ofCity].sort(([a], [b]) => (a < b ? -1 : 1)).map(([city, last]) => ({ city, level: null, least: Math.floor(last * chosen.cityShare) })),
        ...chosen.cityFloors,
      ].filter(({ least }) => least > 0),
      shortageFloors: short > 0 && chosen.shortageShare > 0 ? [{ level: null, least: Math.floor(short * chosen.shortageShare) }] : [],
      programmeCaps: chosen.programmeCaps,
      limits: {
        cards: chosen.cards as QuotaInput["limits"]["cards"],
        change: chosen.change as QuotaInput["limits"]["change"],
        classes: chosen.classSize !== null,
        openings: chosen.openings,
        openingMin: chosen.openingMin,
        proposals: chosen.proposals,
      },
      markets,
      balance: { weights: balance.weights, moveCost: balance.moveCost, cityCosts: balance.cityCosts, levels: balance.levels },
    },
  };
} // prettier-ignore

const schoolKey = (o: { school: string | null; schoolName: string }): string => o.school ?? o.schoolName;

interface Known extends PlannedOffering {
  /** seats of last year's plan */
  last: number;
  duration: number;
  /** the last year of which anything is known */
  newest: number;
  /** persons who leave the school with this year's graduates */
  graduates: number;
}

/** Offerings with what their files say of the year before; a plan in several parts is added up. */
async function knownOfferings(
  ctx: Context,
  province: string,
  year: number,
  rows: readonly DecisionRow<OfferingRow>[],
): Promise<Known[]> {
  const found = new Map<string, Omit<Known, "id"> & { first: number }>();
  for (const { row, school } of rows) {
    if (row.year >= year) continue;
    const key = `${school.name}\u001f${row.programmeCode}\u001f${row.city}`;
    let one = found.get(key);
    if (!one) {
      one = {
        school: school.id,
        schoolName: school.name,
        programme: row.programmeCode,
        level: row.level,
        city: row.city,
        duration: 0,
        last: 0,
        graduates: 0,
        newest: row.year,
        first: row.year,
      };
      found.set(key, one);
    }
    one.first = Math.min(one.first, row.year);
    one.newest = Math.max(one.newest, row.year);
    if (row.year === year - 1) {
      one.last += row.plan ?? row.admitted ?? row.registered ?? row.enrolment[0] ?? 0;
      one.graduates += row.graduates ?? row.enrolment.at(-1) ?? 0;
    }
    if (row.duration !== null) one.duration = row.duration;
  }
  const all = [...found.values()];
  const ids = await keepOfferings(
    ctx,
    province,
    all.map(({ school, schoolName, programme, level, city, first, newest }) => ({ school, schoolName, programme, level, city, firstYear: first, lastYear: newest })),
  ); // prettier-ignore
  const usual: Record<Level, number> = { secondary: 3, college: 3, bachelor: 4 };
  return all
    .map(({ first: _, ...one }, i) => ({
      ...one,
      id: ids[i]!,
      duration: one.duration || (standards().findProgramme(one.programme)?.years ?? usual[one.level]),
    }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function newestAdjustment(ctx: Context, of: { province: string; roundId: string }): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select a.id from planning.adjustment a
    where a.province = ${of.province} and a.round_id = ${of.roundId} and a.state = 'done'
      and exists (select from planning.adjustment_action x where x.province = a.province and x.adjustment_id = a.id and x.action = 'decide')
      and not exists (select from planning.adjustment_action x where x.province = a.province and x.adjustment_id = a.id and x.action in ('withdraw', 'supersede'))
    order by a.created_at desc limit 1`.execute(ctx.tx);
  return rows[0]?.id ?? null;
} // prettier-ignore

async function cardsOf(ctx: Context, adjustment: string): Promise<Map<string, Card>> {
  const { rows } = await sql<{
    offering_id: string;
    final: Card;
  }>`select offering_id, final from planning.card_now
    where adjustment_id = ${adjustment}`.execute(ctx.tx);
  return new Map(rows.map((row) => [row.offering_id, row.final]));
}

/** The newest proposal of each school's offering in the round: so many seats are wished for. */
async function wishesOf(ctx: Context, province: string, roundId: string) {
  const { rows } = await sql<{ offering_id: string; seats: number }>`select distinct on (s.offering_id) s.offering_id, s.seats
    from planning.seat_step s join planning.plan p on p.province = s.province and p.id = s.plan_id
    where s.province = ${province} and p.round_id = ${roundId} and s.action = 'propose' order by s.offering_id, s.at desc`.execute(ctx.tx);
  return new Map(rows.map(({ offering_id, seats }) => [offering_id, { min: seats, max: seats }]));
} // prettier-ignore

interface SupplyCellRow {
  year: number;
  city: string;
  programme: string;
  level: Level;
  entrants: number | null;
  graduates: number;
  supply: number;
  price_max: number;
}

async function supplyCells(ctx: Context, cycle: CycleRow): Promise<SupplyCellRow[]> {
  const { rows } = await sql<SupplyCellRow>`select year, city, programme, level, entrants, graduates, supply, price_max
    from planning.supply_cell where province = ${cycle.province} and cycle_id = ${cycle.id} and city <> '' and programme <> '' and level <> ''
    order by year, city, programme, level`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/** Of those who enter, how many look for work here: supply ÷ entrants over the cell's years, where it has none of its level. */
function conversionsOf(cells: readonly SupplyCellRow[]) {
  const sums = new Map<string, { entrants: number; supply: number; price: number }>();
  const add = (key: string, cell: SupplyCellRow) => {
    const sum = sums.get(key) ?? { entrants: 0, supply: 0, price: 0 };
    // `entrants` are those of the graduates' own year: the share of a steady cohort
    sum.entrants += cell.entrants ?? 0;
    sum.supply += cell.entrants ? cell.supply : 0;
    sum.price = Math.max(sum.price, cell.price_max);
    sums.set(key, sum);
  };
  for (const cell of cells) {
    add(`${cell.programme} ${cell.city}`, cell);
    add(cell.level, cell);
  }
  return (o: { programme: string; city: string; level: Level }) => {
    const own = sums.get(`${o.programme} ${o.city}`);
    const usable = own && own.entrants > 0;
    const from = usable ? own : sums.get(o.level);
    const share = from && from.entrants > 0 ? Math.min(1, from.supply / from.entrants) : 0.8;
    return { share: Math.round(share * 1000) / 1000, price: own?.price ?? 0, pooled: !usable };
  };
}

/** Demand and the other supply of each graduation year; beyond the forecast its last year stands for the rest. */
async function marketsOf(
  ctx: Context,
  cycle: CycleRow,
  year: number,
  offerings: readonly QuotaOffering[],
  supply: readonly SupplyCellRow[],
  notes: PlanNote[],
): Promise<QuotaMarket[]> {
  const { rows } = await sql<{ year: number; occupation: string; city: string; level: QuotaMarket["demand"][number]["level"]; amount: number }>`
    select year, occupation, city, level, demand as amount from planning.demand_cell
    where province = ${cycle.province} and cycle_id = ${cycle.id} and city <> '' and occupation <> '' and level <> '' and linked
    order by year, occupation, city, level`.execute(ctx.tx);
  const years = [...new Set(rows.map((row) => row.year))].sort();
  const horizon = years.at(-1) ?? cycle.year;
  const durations = new Map<string, number>();
  for (const o of offerings) durations.set(`${o.programme} ${o.city}`, o.duration);
  const wanted = [...new Set(offerings.map((o) => year + o.duration))].sort();
  const beyond = wanted.filter((graduation) => graduation > horizon).length;
  if (beyond > 0) notes.push({ key: "market-year", count: beyond });
  return wanted.map((graduation) => {
    const at = Math.min(graduation, horizon);
    return {
      year: graduation,
      demand: rows.filter((row) => row.year === at).map(({ occupation, city, level, amount }) => ({ occupation, city, level, amount })),
      // those who entered in the plan's year are what the plan decides on
      other: supply
        .filter((cell) => cell.year === at && cell.supply > 0 && (durations.get(`${cell.programme} ${cell.city}`) ?? -1) + year !== graduation)
        .map(({ programme, level, city, supply: amount }) => ({ programme, level, city, amount })),
    };
  });
} // prettier-ignore

/** Ceilings from school conditions (教发〔2004〕2号; secondary schools: the standard of 2022): what space and teachers carry, less those who stay. */
function schoolsOf(
  offerings: readonly Known[],
  conditions: readonly DecisionRow<ConditionRow>[],
  chosen: PlanParameters,
  notes: PlanNote[],
): QuotaSchool[] {
  const newest = new Map<string, ConditionRow>();
  for (const { row, school } of conditions) {
    const key = school.id ?? school.name;
    if ((newest.get(key)?.year ?? 0) <= row.year) newest.set(key, row);
  }
  const bySchool = new Map<string, { last: number; graduates: number }>();
  for (const o of offerings) {
    const sum = bySchool.get(schoolKey(o)) ?? { last: 0, graduates: 0 };
    sum.last += o.last;
    sum.graduates += o.graduates;
    bySchool.set(schoolKey(o), sum);
  }
  let missing = 0;
  let over = 0;
  const schools = [...bySchool].map(([key, { last, graduates }]): QuotaSchool => {
    const base = { key, openings: chosen.schoolOpenings };
    const row = newest.get(key);
    const carried = row && chosen.conditions !== "ignore" ? carriedBy(row) : null;
    if (chosen.conditions !== "ignore" && !carried) missing++;
    if (!row || !carried) return { ...base, ceiling: null, condition: "" };
    const room = Math.max(0, Math.floor(carried.students - ((row.studentsFull ?? 0) - graduates)));
    if (room < last) over++;
    const ceiling = chosen.conditions === "no-growth" ? Math.max(room, last) : room;
    return { ...base, ceiling, condition: carried.item };
  });
  if (missing > 0) notes.push({ key: "conditions-missing", count: missing });
  if (over > 0) notes.push({ key: "conditions-over", count: over });
  return schools.sort((a, b) => (a.key < b.key ? -1 : 1));
}

function carriedBy(row: ConditionRow): { item: string; students: number } | null {
  const line = row.schoolType ? NATIONAL_QUALIFIED.lines[row.schoolType] : undefined;
  if (!line || row.studentsFull === null) return null;
  const teachers = row.teachersFull === null ? null : row.teachersFull + Math.min(row.teachersPart ?? 0, row.teachersFull / 4) / 2;
  const all = [
    { item: "students-per-teacher", students: teachers === null || !line["students-per-teacher"] ? null : teachers * line["students-per-teacher"].value },
    { item: "teaching-area", students: row.teachingArea === null || !line["teaching-area"] ? null : row.teachingArea / line["teaching-area"].value },
    { item: "building", students: row.buildingArea === null || !line.building ? null : row.buildingArea / line.building.value },
    { item: "dormitory", students: row.dormArea === null || !line.dormitory ? null : row.dormArea / line.dormitory.value },
  ].filter((one): one is { item: string; students: number } => one.students !== null);
  return all.sort((a, b) => a.students - b.students)[0] ?? null;
} // prettier-ignore

/** The input as bytes: what is hashed, kept and solved again. */
export function inputBytes(input: QuotaInput): { text: string; sha256: string } {
  const text = JSON.stringify(input);
  return { text, sha256: createHash("sha256").update(text).digest("hex") };
}
