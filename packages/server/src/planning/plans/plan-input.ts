/** From what the province holds to what the solver is asked: offerings, schools, markets, floors. */
import { createHash } from "node:crypto";
import { sql } from "kysely";
import { classSizeOf, type Card, type QuotaInput, type QuotaOffering } from "@tixi/engines/quota";
import { LEVELS, type Level, type OfferingRow } from "@tixi/engines/types";
import { decisionInput, type DecisionRow } from "../../demand/index.ts";
import type { Context } from "../../platform/index.ts";
import { citiesOf } from "../../registry/index.ts";
import { keepOfferings } from "../adjustment/offerings.sql.ts";
import type { CycleRow } from "../cycles.sql.ts";
import { usualDuration, withDecisions, type DecisionCounts, type KnownOffering } from "./decisions.ts";
import type { PlanParameters } from "./parameters.ts";
import { conversionsOf, marketsOf, supplyCells } from "./plan-markets.ts";
import { schoolKey, schoolsOf } from "./plan-schools.ts";

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
  key:
    | "decided-openings"
    | "decided-changes"
    | "decided-withdrawals"
    | "missing-programmes"
    | "no-cards"
    | "conditions-missing"
    | "conditions-over"
    | "market-year"
    | "conversion-pooled";
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
  const { known, counts } = await withDecisions(ctx, of, await knownOfferings(ctx, province, year, data.offerings));
  notes.push(...decisionNotes(counts));
  const adjustment = chosen.adjustment ?? (await newestAdjustment(ctx, of));
  const cards = adjustment ? await cardsOf(ctx, adjustment) : new Map<string, Card>();
  const missing = adjustment ? await missingOf(ctx, adjustment) : 0;
  if (missing > 0) notes.push({ key: "missing-programmes", count: missing });
  if (cards.size === 0) notes.push({ key: "no-cards", count: known.length });
  const wishes = await wishesOf(ctx, province, of.roundId);
  const supply = await supplyCells(ctx, cycle);
  const conversions = conversionsOf(supply);
  let pooled = 0;

  const candidates = known.filter(
    ({ id, last, newest, decided }) =>
      last > 0 || decided === "add" || cards.get(id) === "add" || (chosen.openings && newest >= year - FORGOTTEN_AFTER),
  );
  const quotaOfferings = candidates.map((o): QuotaOffering => {
    const conversion = conversions(o);
    if (conversion.pooled) pooled++;
    const card = cardOf(o, cards.get(o.id));
    return {
      key: o.id,
      school: schoolKey(o),
      programme: o.programme,
      level: o.level,
      city: o.city,
      duration: o.duration,
      last: o.last,
      card,
      classSize: chosen.classSize && classOf(o, chosen.classSize),
      proposal: proposalOf(o.ceiling, chosen.proposals === "ignore" ? undefined : wishes.get(o.id)),
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
        openingMost: chosen.openingMost ?? null,
        // what was decided on an application is a limit, whether or not wishes are
        proposals: chosen.proposals === "ignore" ? "max" : chosen.proposals,
      },
      markets,
      balance: { weights: balance.weights, moveCost: balance.moveCost, cityCosts: balance.cityCosts, levels: balance.levels },
    },
  };
} // prettier-ignore

/** A decision stands above the adjustment's card; who was allowed to shrink is not told to grow. */
function cardOf({ decided, ceiling, last }: KnownOffering, said: Card | undefined): Card {
  const card = decided ?? said ?? "keep";
  return ceiling !== null && ceiling < last && (card === "expand" || card === "add") ? "keep" : card;
}

/** The usual class of an offering; one that was decided to be smaller may be so. */
function classOf({ last, ceiling }: KnownOffering, size: { min: number; max: number }) {
  const { min, max } = classSizeOf(last, size);
  return { min: ceiling ? Math.min(min, ceiling) : min, max };
}

/** The seats wished for, within those that were decided on. */
function proposalOf(ceiling: number | null, wish: number | undefined): QuotaOffering["proposal"] {
  if (ceiling === null) return wish === undefined ? null : { min: wish, max: wish };
  return { min: Math.min(wish ?? 0, ceiling), max: Math.min(wish ?? ceiling, ceiling) };
}

const decisionNotes = ({ openings, changes, withdrawals }: DecisionCounts): PlanNote[] =>
  (
    [
      { key: "decided-openings", count: openings },
      { key: "decided-changes", count: changes },
      { key: "decided-withdrawals", count: withdrawals },
    ] as const
  ).filter(({ count }) => count > 0);

/** Offerings with what their files say of the year before; a plan in several parts is added up. */
async function knownOfferings(
  ctx: Context,
  province: string,
  year: number,
  rows: readonly DecisionRow<OfferingRow>[],
): Promise<KnownOffering[]> {
  const found = new Map<string, Omit<KnownOffering, "id"> & { first: number }>();
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
        decided: null,
        ceiling: null,
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
  return all
    .map(({ first: _, ...one }, i) => ({
      ...one,
      id: ids[i]!,
      duration: one.duration || usualDuration(one.programme, one.level),
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

/** Programmes that the balance asks for and nobody offers: none opens before a school's application is decided. */
async function missingOf(ctx: Context, adjustment: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from planning.missing_programme where adjustment_id = ${adjustment}`.execute(ctx.tx);
  return rows[0]!.n;
} // prettier-ignore

/** The newest proposal of each school's offering in the round: so many seats are wished for. */
async function wishesOf(ctx: Context, province: string, roundId: string) {
  const { rows } = await sql<{ offering_id: string; seats: number }>`select distinct on (s.offering_id) s.offering_id, s.seats
    from planning.seat_step s join planning.plan p on p.province = s.province and p.id = s.plan_id
    where s.province = ${province} and p.round_id = ${roundId} and s.action = 'propose' order by s.offering_id, s.at desc`.execute(ctx.tx);
  return new Map(rows.map(({ offering_id, seats }) => [offering_id, seats]));
} // prettier-ignore

/** The input as bytes: what is hashed, kept and solved again. */
export function inputBytes(input: QuotaInput): { text: string; sha256: string } {
  const text = JSON.stringify(input);
  return { text, sha256: createHash("sha256").update(text).digest("hex") };
}
