import { sql, type RawBuilder } from "kysely";
import { etagOf, jsonText, NotFound, type Context } from "../platform/index.ts";
import { access } from "./access.ts";
import type { Form } from "./candidate-schemas.ts";
import { candidateProcedure, type CandidateState, type CandidateStep } from "./candidate-state.ts";
import type { CandidateKind } from "./eligibility.ts";

export const CANDIDATE = { zh: "考生", en: "candidate" };

export type Declared = Omit<Form, "kind" | "category">;

/** What an exemption was proposed with. */
export interface Exemption {
  award: string;
  unit: string;
  unitName: string;
  /** days of the public notice */
  from: string;
  until: string;
}

export interface CandidateAction {
  action: CandidateStep;
  note: string;
  /** of `exempt` */
  payload: Exemption | null;
  by_user: string | null;
  by_name: string;
  at: string;
}

export interface CandidateRow {
  province: string;
  id: string;
  season_id: string;
  number: string | null;
  person: string;
  kind: CandidateKind;
  category: string;
  category_name: string;
  programmes: string[];
  school: string | null;
  school_name: string | null;
  region: string;
  declared: Partial<Declared>;
  quotas: string[];
  revision: number;
  sample: boolean;
  actions: CandidateAction[];
}

const COLUMNS = sql`c.province, c.id, c.season_id, c.number, c.person, c.kind, c.category, g.name as category_name, g.programmes, c.school,
  v.name as school_name, c.region, c.declared, c.quotas, c.revision, c.sample,
  (select jsonb_agg(jsonb_build_object('action', a.action, 'note', a.note, 'payload', case when a.action = 'exempt' then a.payload end, 'by_user', a.by_user, 'by_name', a.by_name, 'at', a.at) order by a.seq)
    from admissions.candidate_action a where a.province = c.province and a.candidate_id = c.id) as actions
  from admissions.candidate c join admissions.category g on g.province = c.province and g.season_id = c.season_id and g.key = c.category
    left join registry.organisation_version v on v.organisation_id = c.school and upper_inf(v.valid)`;

/** Candidates that a condition over `c` picks, in an order over `c`. */
export async function selectCandidates(ctx: Context, where: RawBuilder<unknown>, rest: RawBuilder<unknown> = sql``): Promise<CandidateRow[]> {
  const { rows } = await sql<CandidateRow>`select ${COLUMNS} where ${where} ${rest}`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/** @throws NotFound; Forbidden for the office of a city, which sees no candidates: its province's does */
export async function requireCandidate(ctx: Context, id: string): Promise<CandidateRow> {
  const [row] = await selectCandidates(ctx, sql`c.id = ${id}`);
  if (!row && access.reach(ctx.actor.role, "readCandidate") === "office")
    access.authorize(ctx.actor, "readCandidate", { region: `${ctx.actor.region.slice(0, 2)}0000` });
  if (!row) throw new NotFound(CANDIDATE);
  return row;
}

/** Nobody else takes these candidates a step on before the transaction ends. */
export async function holdCandidates(ctx: Context, ids: readonly string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('candidate ' || u.id, 0))
    from (select id from unnest(${[...ids]}::text[]) u (id) order by id) u`.execute(ctx.tx);
}

export const stateOf = (row: Pick<CandidateRow, "actions">): CandidateState => candidateProcedure.stateOf(row.actions); // prettier-ignore
export const candidateEtag = (row: CandidateRow): string => etagOf(row.id, row.revision, row.actions.length);

/** What a candidate declared, with what he left out. */
export function formOf(row: CandidateRow): Form {
  const { declared } = row;
  return {
    kind: row.kind,
    category: row.category,
    programme: declared.programme ?? null,
    answers: declared.answers ?? {},
    city: declared.city ?? null,
    quotas: declared.quotas ?? [],
    exemption: declared.exemption ?? null,
    throughSchool: declared.throughSchool ?? row.school !== null,
    truthful: declared.truthful ?? false,
  };
}

/** What the register and other seasons of the year say of somebody. */
export interface PersonFacts {
  person: string;
  identity: string | null;
  name: string;
  school: string | null;
  region: string | null;
  programme: string | null;
  level: "secondary" | "college" | "bachelor" | null;
  entryYear: number | null;
  enrolment: "enrolled" | "suspended" | "graduated" | "left" | null;
  /** season in which he was admitted this year */
  admitted: string | null;
  seasons: { season: string; channel: string; candidate: string }[];
}

/** By person; whom the actor may not know of is left out. */
export async function factsOf(
  ctx: Context,
  of: { province: string; year: number },
  people: readonly string[],
  indexes: readonly Buffer[] = [],
): Promise<Map<string, PersonFacts>> {
  const { rows } = await sql<PersonFacts>`select person, encode(identity_index, 'hex') as identity, case when erased then '' else name end as name,
      school, region, programme, level, entry_year as "entryYear", enrolment, admitted, seasons
    from admissions.facts_of(${of.province}, ${[...people]}::uuid[], ${[...indexes]}::bytea[], ${of.year})`.execute(ctx.tx);
  return new Map(rows.map((row) => [row.person, row]));
} // prettier-ignore

export interface NewAction {
  province: string;
  candidate: string;
  seq: number;
  action: CandidateStep;
  note: string;
  payload: object;
}

/** Appends actions of many candidates at once. */
export async function recordActions(ctx: Context, actions: readonly NewAction[]): Promise<void> {
  if (actions.length === 0) return;
  await sql`insert into admissions.candidate_action (province, candidate_id, seq, action, note, payload, by_user, by_name, at)
    select u.*, ${ctx.actor.userId}::text, ${ctx.actor.name}, ${ctx.now}::timestamptz
    from unnest(${actions.map((a) => a.province)}::text[], ${actions.map((a) => a.candidate)}::uuid[], ${actions.map((a) => a.seq)}::int[],
      ${actions.map((a) => a.action)}::text[], ${actions.map((a) => a.note)}::text[],
      ${actions.map((a) => jsonText(a.payload))}::jsonb[]) u`.execute(ctx.tx);
} // prettier-ignore
