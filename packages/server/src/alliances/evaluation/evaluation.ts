import { sql } from "kysely";
import type { z } from "zod";
import { BadInput, dayInChina, jsonText, NotFound, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { holdAlliance, membersOf, requireAlliance, type AllianceRow } from "../alliance.sql.ts";
import { lacks, standing } from "../present.ts";
import { evaluate, type Evaluated, type Evidence, type Measured, type Statement } from "./evaluate.ts";
import { indicatorsOf, NOT_OFFICIAL } from "./indicators.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

type Shown = Promise<z.infer<typeof s.evaluation>>;

/** The figures that the work of an alliance tells of a year, by the key of their indicator. */
async function measuresOf(ctx: Context, row: AllianceRow, year: number): Promise<Map<string, Measured>> {
  const today = dayInChina(ctx.now);
  const members = await membersOf(ctx, row.id);
  const missing = lacks(row, members).filter(({ hard }) => hard);
  const { rows } = await sql<{ measure: string; value: string | null; evidence: Evidence[] }>`
    select measure, value, evidence from alliances.measures(${row.province}, ${row.id}, ${year}, ${today})`.execute(ctx.tx);
  const measures = new Map(rows.map(({ measure, value, evidence }) => [measure, { value: value === null ? null : Number(value), evidence }]));
  const yes = (of: boolean, evidence: Evidence[]): Measured => ({ value: of ? 1 : 0, evidence });
  const bodies = ["ORG-01", "ORG-10"];
  measures.set("composition", yes(!missing.some(({ rule }) => bodies.includes(rule)), members.filter(({ leads }) => leads).map((one) => ({ kind: "member", id: one.id, title: one.name, on: one.term_from }))));
  measures.set("entity", yes(!missing.some(({ rule }) => !bodies.includes(rule)), row.documents.map((one) => ({ kind: "document", id: row.id, title: `${one.title}${one.number && ` ${one.number}`}`, on: one.on }))));
  // of the whole year: nothing is said before it is over
  const held = measures.get("meetings")?.value ?? 0;
  measures.set("no-meeting", { value: `${year}-12-31` < today ? Number(held === 0) : null, evidence: [] });
  return measures;
} // prettier-ignore

async function statementsOf(ctx: Context, { province, id }: AllianceRow, year: number): Promise<Map<string, Statement>> {
  const { rows } = await sql<Statement & { indicator: string }>`select indicator, value::float8 as value, words, proof from alliances.evaluation_statement
    where province = ${province} and alliance_id = ${id} and year = ${year}`.execute(ctx.tx);
  return new Map(rows.map(({ indicator, ...one }) => [indicator, one]));
} // prettier-ignore

interface Edition {
  year: number;
  no: number;
  by_name: string;
  at: string;
  outcome: Evaluated["outcome"];
  score: number;
}
/** What was kept, the newest first; without the figures themselves. */
const editionsOf = async (ctx: Context, { province, id }: AllianceRow): Promise<Edition[]> =>
  (await sql<Edition>`select year, no, by_name, to_json(at) #>> '{}' as at, document ->> 'outcome' as outcome, (document ->> 'score')::float8 as score from alliances.evaluation
    where province = ${province} and alliance_id = ${id} order by year desc, no desc limit 200`.execute(ctx.tx)).rows; // prettier-ignore

/** @throws NotFound for who may not read it */
async function readable(ctx: Context, id: string): Promise<{ row: AllianceRow; keeps: boolean }> {
  const row = await requireAlliance(ctx, id);
  const { subject, keeps } = standing(ctx, row, await membersOf(ctx, row.id));
  access.authorize(ctx.actor, "read", subject);
  return { row, keeps };
}

const liveOf = async (ctx: Context, row: AllianceRow, year: number): Promise<Evaluated> =>
  evaluate(row.kind, await measuresOf(ctx, row, year), await statementsOf(ctx, row, year));

/** The evaluation of a year as the work stands now; this year's without one. */
export async function showEvaluation(ctx: Context, id: string, asked?: number): Shown {
  const { row, keeps } = await readable(ctx, id);
  const today = dayInChina(ctx.now);
  const year = asked ?? Number(today.slice(0, 4));
  const editions = await editionsOf(ctx, row);
  return {
    alliance: row.id,
    allianceName: row.name,
    kind: row.kind,
    sample: row.sample,
    year,
    running: today <= `${year}-12-31`,
    notOfficial: NOT_OFFICIAL,
    ...(await liveOf(ctx, row, year)),
    editions: editions.map(({ by_name, at, ...one }) => ({ ...one, by: by_name, at: new Date(at).toISOString() })),
    mayKeep: keeps,
  };
} // prettier-ignore

/**
 * States what the work does not tell, or says something to an indicator; empty takes it back.
 * @throws BadInput for an unknown indicator, a figure of one that is computed, or a figure without its proof
 */
export async function stateIndicator(ctx: Context, id: string, input: z.infer<typeof s.statement>): Shown {
  const row = await requireAlliance(ctx, id);
  access.authorize(ctx.actor, "keep", { organisation: row.id });
  await holdAlliance(ctx, id);
  const { year, indicator: key, value, words, proof } = input;
  const fault = (field: string, given: unknown, reason: string) => new BadInput([{ part: "body", field, value: given, reason }]);
  const indicator = indicatorsOf(row.kind).find((one) => one.key === key);
  if (!indicator) throw fault("indicator", key, "没有这一指标 / no such indicator");
  if (!indicator.stated && value !== null) throw fault("value", value, "该指标由系统从业务中计算，不能填报 / this figure is computed from the work and not stated");
  if (value !== null && proof === "") throw fault("proof", proof, "填报的数据须写明依据 / a stated figure needs its proof");
  if (value === null && words === "") await sql`delete from alliances.evaluation_statement where province = ${row.province} and alliance_id = ${id} and year = ${year} and indicator = ${key}`.execute(ctx.tx);
  else
    await sql`insert into alliances.evaluation_statement (province, alliance_id, year, indicator, value, words, proof, by_name, at)
      values (${row.province}, ${id}, ${year}, ${key}, ${value}, ${words}, ${proof}, ${ctx.actor.name}, ${ctx.now})
      on conflict (province, alliance_id, year, indicator) do update set value = excluded.value, words = excluded.words, proof = excluded.proof, by_name = excluded.by_name, at = excluded.at`.execute(ctx.tx);
  await ctx.audit("alliance-evaluation.state", `alliance:${id}`, null, { year, indicator: key, value });
  return showEvaluation(ctx, id, year);
} // prettier-ignore

/** Keeps the evaluation of a year as it stands now; it is never changed, the next one is another edition. */
export async function keepEvaluation(ctx: Context, id: string, year: number): Shown {
  const row = await requireAlliance(ctx, id);
  access.authorize(ctx.actor, "keep", { organisation: row.id });
  await holdAlliance(ctx, id);
  const document = await liveOf(ctx, row, year);
  const { rows } = await sql<{ no: number }>`select coalesce(max(no), 0) + 1 as no from alliances.evaluation where province = ${row.province} and alliance_id = ${id} and year = ${year}`.execute(ctx.tx);
  const { no } = rows[0]!;
  await sql`insert into alliances.evaluation (province, alliance_id, year, no, document, by_name, at)
    values (${row.province}, ${id}, ${year}, ${no}, ${jsonText(document)}::jsonb, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  await ctx.audit("alliance-evaluation.keep", `alliance:${id}`, null, { year, no, outcome: document.outcome, score: document.score });
  return showEvaluation(ctx, id, year);
} // prettier-ignore

export interface ReportOf {
  row: AllianceRow;
  year: number;
  /** null = as it stands now */
  edition: { no: number; at: string } | null;
  evaluated: Evaluated;
}
/** What a self-report is made of: an edition, or the state of now. @throws NotFound where there is no such edition */
export async function reportOf(ctx: Context, id: string, year: number, no?: number): Promise<ReportOf> {
  const { row } = await readable(ctx, id);
  if (no === undefined) return { row, year, edition: null, evaluated: await liveOf(ctx, row, year) };
  const { rows } = await sql<{ at: string; document: Evaluated }>`select to_json(at) #>> '{}' as at, document from alliances.evaluation
    where province = ${row.province} and alliance_id = ${id} and year = ${year} and no = ${no}`.execute(ctx.tx);
  const edition = rows[0];
  if (!edition) throw new NotFound({ zh: "自评版本", en: "edition" });
  return { row, year, edition: { no, at: edition.at }, evaluated: edition.document };
} // prettier-ignore
