import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  BadInput,
  Conflict,
  dayInChina,
  decodeCursor,
  recordAction,
  requireMatch,
  toPage,
  type Context,
} from "../../platform/index.ts";
import { access } from "../access.ts";
import { factRows } from "../gate/facts.ts";
import { checkEnterprises, judge, type Judged } from "../gate/judge.ts";
import { rulesInForce } from "../gate/in-force.ts";
import type * as s from "../gate/schemas.ts";
import {
  COLUMNS,
  listPlacements,
  placementEtag,
  requirePlacement,
  type PlacementRow,
} from "./placements.sql.ts";
import { tryPlacement, type NewPlacement } from "./plan-placement.ts";
import { PLACEMENT_LOG, placementProcedure, type PlacementStep } from "./procedure.ts";
import { tellOfPlacement } from "./told.ts"; // prettier-ignore

type Shown = Promise<z.infer<typeof s.placement>>;
const iso = (at: string): string => new Date(at).toISOString();
const NOTHING: Judged = { verdict: "clear", findings: [] };

function lineOf(row: PlacementRow): z.infer<typeof s.placementLine> {
  const state = placementProcedure.stateOf(row.actions);
  return {
    id: row.id, person: row.person, personName: row.person_name, school: row.school, schoolName: row.school_name, enterprise: row.enterprise, enterpriseName: row.enterprise_name,
    post: row.post_id, postName: row.post_name, agreement: row.agreement_id, from: row.from_on, to: row.to_on, mentorName: row.mentor_name, teacherName: row.teacher_name, state,
    stateName: placementProcedure.states[state], verdict: row.verdict, checkedAt: row.checked_at === null ? null : iso(row.checked_at), sample: row.sample,
  };
} // prettier-ignore

/** Placements that the actor may see, newest first. */
export async function showPlacements(ctx: Context, { cursor, limit, ...filter }: z.infer<typeof s.placementQuery>) {
  const rows = await listPlacements(ctx, filter, decodeCursor(cursor, 1)?.[0]?.toString() ?? null, limit + 1);
  if (!["student", "mentor", "teacher"].includes(ctx.actor.role) && rows.length > 0) await ctx.auditRead(`organisation:${ctx.actor.organisation ?? ctx.actor.region}`, ["cotraining.placement.person_name"]);
  return toPage(rows, limit, ({ id }) => [id], lineOf);
} // prettier-ignore

/** How many run, how many may not, and what stands against most of them. */
export async function placementDesk(ctx: Context): Promise<z.infer<typeof s.desk>> {
  const { rows } = await sql<{ state: string; verdict: string | null; n: number }>`select cotraining.placement_state(p.province, p.id) as state, p.verdict, count(*)::int as n
    from cotraining.placement p group by 1, 2`.execute(ctx.tx);
  const { rows: rules } = await sql<{ rule: string; zh: string; n: number }>`
    with last as (select distinct on (c.province, c.placement_id) c.placement_id, c.findings from cotraining.gate_check c order by c.province, c.placement_id, c.seq desc)
    select f ->> 'rule' as rule, min(f ->> 'zh') as zh, count(*)::int as n from last l, jsonb_array_elements(l.findings) f
    where f ->> 'state' <> 'excepted' and exists (select from cotraining.placement p where p.id = l.placement_id and cotraining.placement_state(p.province, p.id) in ('plan', 'start', 'resume', 'suspend'))
    group by 1 order by 3 desc, 1 limit 6`.execute(ctx.tx);
  const live = rows.filter(({ state }) => ["plan", "start", "resume", "suspend"].includes(state));
  const sum = (some: typeof rows) => some.reduce((total, { n }) => total + n, 0);
  const province = await sql<{ province: string }>`select province from registry.installation`.execute(ctx.tx);
  const inForce = await rulesInForce(ctx, province.rows[0]?.province ?? "");
  return {
    running: sum(live.filter(({ state }) => state === "start" || state === "resume")),
    planned: sum(live.filter(({ state }) => state === "plan")),
    refused: sum(live.filter(({ verdict }) => verdict === "refused")),
    open: sum(live.filter(({ verdict }) => verdict === "open")),
    unchecked: sum(live.filter(({ verdict }) => verdict === null)),
    rules: rules.map(({ rule, n }) => ({ rule, name: inForce.rules.find(({ id }) => id === rule)?.name ?? { zh: rule, en: rule }, placements: n })),
  };
} // prettier-ignore

/** Whether the actor sees what the gate says: the school, the enterprise, the office. */
const seesGate = (ctx: Context): boolean => !["student", "mentor", "teacher"].includes(ctx.actor.role);

/** The placement as it stands among all that run beside it, by the rules of today. */
async function judged(ctx: Context, row: PlacementRow): Promise<Judged> {
  const rows = await factRows(ctx, row.province, [row.enterprise]);
  return rows.some(({ id }) => id === row.id) ? (await judge(ctx, row.province, rows)).get(row.id)! : NOTHING;
} // prettier-ignore

/** A placement with what stands against it, exceptions, and every check that found something else. */
export async function showPlacement(ctx: Context, id: string): Shown {
  const row = await requirePlacement(ctx, id);
  const mine = ctx.actor.personId === row.person;
  if (!mine) await ctx.auditRead(`person:${row.person}`, ["cotraining.placement.person_name"]);
  const state = placementProcedure.stateOf(row.actions);
  const keeps = ctx.actor.role === "school-officer" && ctx.actor.organisation === row.school;
  const of = { province: row.province, id };
  const exceptions = await sql<{ rule: string; reason: string; approver: string; record: string; on: string; by: string }>`select rule, reason, approver, record, decided_on::text as "on", by_name as by
    from cotraining.exception where province = ${of.province} and placement_id = ${id} order by at, id`.execute(ctx.tx);
  const checks = await sql<{ at: string; cause: string; ruleSet: string; verdict: "clear"; findings: { rule: string; state: string; zh: string; en: string }[] }>`
    select to_json(at) #>> '{}' as at, cause, rule_set as "ruleSet", verdict, findings from cotraining.gate_check where province = ${of.province} and placement_id = ${id} order by seq desc limit 50`.execute(ctx.tx);
  const office = seesGate(ctx);
  return {
    ...lineOf(row),
    facts: office || mine ? Object.fromEntries(Object.entries(COLUMNS).map(([name, column]) => [name, row.facts[column] ?? null])) : {},
    findings: office ? (await judged(ctx, row)).findings : [],
    exceptions: office ? exceptions.rows : [],
    checks: office ? checks.rows.map((one) => ({ ...one, at: iso(one.at) })) : [],
    history: row.actions.map(({ action, by, at, note }) => ({ words: placementProcedure.steps[action].words, by, at: iso(at), note })),
    competences: row.competences,
    actions: keeps ? placementProcedure.open(state, ["keepPlacement"]) : [],
    mayEdit: keeps && ["planned", "running", "suspended"].includes(state),
    etag: placementEtag(row),
  };
} // prettier-ignore

/** The school's own, which it has just read. @throws NotFound, VersionChanged (If-Match) */
async function hold(ctx: Context, request: FastifyRequest, id: string): Promise<PlacementRow> {
  const row = await requirePlacement(ctx, id);
  access.authorize(ctx.actor, "keepPlacement", { organisation: row.school });
  requireMatch(request, placementEtag(row));
  return row;
}

/** Changes what is known of a placement; who and where stay once it runs. @throws Conflict; BadInput */
export async function changePlacement(ctx: Context, request: FastifyRequest, id: string, given: NewPlacement): Shown {
  const row = await hold(ctx, request, id);
  const state = placementProcedure.stateOf(row.actions);
  if (!["planned", "running", "suspended"].includes(state)) throw new Conflict({ zh: "已结束的实习不能修改。", en: "A placement that has ended is not changed." });
  if (given.person !== row.person) throw new BadInput([{ part: "body", field: "person", value: given.person, reason: "不能换人，请另行安排 / another student is another placement" }]);
  if (state !== "planned" && given.post !== row.post_id) throw new BadInput([{ part: "body", field: "post", value: given.post, reason: "实习已开始，换岗请中止后另行安排 / it runs: another post is another placement" }]);
  await tryPlacement(ctx, given, id);
  const filled = Object.entries(COLUMNS).filter(([name]) => given[name as keyof typeof COLUMNS] !== undefined);
  await sql`update cotraining.placement set post_id = ${given.post}, agreement_id = ${given.agreement ?? null}, from_on = ${given.from}, to_on = ${given.to}, revision = revision + 1
    ${sql.join(filled.map(([name, column]) => sql`, ${sql.ref(column)} = ${given[name as keyof typeof COLUMNS]}`), sql``)} where province = ${row.province} and id = ${id}`.execute(ctx.tx);
  await ctx.audit("placement.change", `placement:${id}`, { post: row.post_id, from: row.from_on, to: row.to_on }, { post: given.post, from: given.from, to: given.to });
  await checkEnterprises(ctx, row.province, [row.enterprise], "saved");
  return showPlacement(ctx, id);
} // prettier-ignore

export type LaterPlacementStep = Exclude<PlacementStep, "plan">;

/**
 * Starts, suspends, resumes, ends or cancels a placement.
 * @throws BadInput naming each rule that stands against a start, with its figure; Conflict if it may not follow; VersionChanged
 */
export async function actOnPlacement(ctx: Context, request: FastifyRequest, id: string, step: LaterPlacementStep, given: z.infer<typeof s.act>): Shown {
  const row = await hold(ctx, request, id);
  const state = placementProcedure.stateOf(row.actions);
  const verdict = step === "start" || step === "resume" ? await judged(ctx, row) : NOTHING;
  placementProcedure.require(state, step, { judged: verdict }, given);
  await recordAction(ctx, PLACEMENT_LOG, row, row.actions.at(-1)!.seq + 1, step, { note: given.note });
  await ctx.audit(`placement.${step}`, `placement:${id}`, { state }, { state: placementProcedure.steps[step].to }, given.note || undefined);
  await checkEnterprises(ctx, row.province, [row.enterprise], step);
  const now = await requirePlacement(ctx, id);
  await tellOfPlacement(ctx, now);
  return showPlacement(ctx, id);
} // prettier-ignore

/** Records why a breach may pass: rule, reason, person, record, day. @throws BadInput where the rule knows no exception or nothing is broken */
export async function exceptPlacement(ctx: Context, request: FastifyRequest, id: string, given: z.infer<typeof s.exception>): Shown {
  const row = await hold(ctx, request, id);
  const finding = (await judged(ctx, row)).findings.find(({ rule }) => rule === given.rule);
  const fault = (reason: string) => new BadInput([{ part: "body", field: "rule", value: given.rule, reason }]);
  if (!finding || finding.state === "excepted") throw fault("该规则没有被违反 / this rule is not broken");
  if (finding.exemption === "none") throw fault("该规则不允许例外 / this rule knows no exception");
  if (finding.state === "unknown") throw fault("事实不明，请先补全 / a fact is not known: say what it is first");
  if (finding.exemption === "filing" && given.on > row.from_on) throw fault("须在实习开始前备案 / it has to be filed before the start");
  if (given.on > dayInChina(ctx.now)) throw new BadInput([{ part: "body", field: "on", value: given.on, reason: "日期尚未到来 / that day has not come" }]);
  await sql`insert into cotraining.exception (province, id, placement_id, rule, reason, approver, record, decided_on, by_user, by_name, at)
    values (${row.province}, ${uuidv7()}, ${id}, ${given.rule}, ${given.reason}, ${given.approver}, ${given.record}, ${given.on}, ${ctx.actor.userId}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  await ctx.audit("placement.except", `placement:${id}`, null, { rule: given.rule, approver: given.approver, record: given.record }, given.reason);
  await checkEnterprises(ctx, row.province, [row.enterprise], "exception");
  return showPlacement(ctx, id);
} // prettier-ignore
