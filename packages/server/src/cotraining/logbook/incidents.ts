import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import type { z } from "zod";
import {
  BadInput,
  Conflict,
  defineProcedure,
  etagOf,
  NotFound,
  recordAction,
  requireMatch,
  type Context,
} from "../../platform/index.ts";
import { access } from "../access.ts";
import { requirePlacement, type PlacementRow } from "./log.sql.ts";
import type * as s from "./schemas.ts";
import { tellOfIncident, tellOfIncidentStep } from "./told.ts"; // prettier-ignore

type State = "reported" | "handled" | "closed";
type Step = "report" | "handle" | "close";
export type LaterIncidentStep = Exclude<Step, "report">;
type Act = z.infer<typeof s.incidentAct>;

const asks = (reason: string) => ({ note }: Act) => (note ? [] : [{ part: "body", field: "note", reason }]); // prettier-ignore

/** Injury, danger, infringement: reported, handled with a deadline for the next step, closed with its result. */
export const incidentProcedure = defineProcedure<State, Step, void, Act>({
  what: { zh: "该事件", en: "The incident" },
  states: {
    reported: { zh: "已报告、待处理", en: "reported" },
    handled: { zh: "处理中", en: "being handled" },
    closed: { zh: "已办结", en: "closed" },
  },
  steps: {
    report: { from: [], to: "reported", right: "reportIncident", words: { zh: "报告", en: "report" } },
    handle: {
      from: ["reported", "handled"], to: "handled", right: "handleIncident", words: { zh: "处理", en: "handle" },
      evidence: (act) => [...asks("请写明采取的措施 / say what was done")(act), ...(act.due ? [] : [{ part: "body", field: "due", reason: "请写明下一步的期限 / say until when the next step is done" }])],
    },
    close: { from: ["reported", "handled"], to: "closed", right: "handleIncident", words: { zh: "办结", en: "close" }, evidence: asks("请写明处理结果 / state the result") },
  },
}); // prettier-ignore
const LOG = { table: "cotraining.incident_action", subject: "incident_id" };

type Incident = z.infer<typeof s.record>["incidents"][number];
interface Row {
  province: string;
  id: string;
  placement_id: string;
  kind: Incident["kind"];
  severity: Incident["severity"];
  words: string;
  happened_at: Date;
  by_name: string;
  actions: { seq: number; action: Step; note: string; due: string | null; by: string; at: string }[];
}
const INCIDENT = sql`i.province, i.id, i.placement_id, i.kind, i.severity, i.words, i.happened_at, i.by_name,
  (select coalesce(json_agg(json_build_object('seq', a.seq, 'action', a.action, 'note', a.note, 'due', to_char(a.due, 'YYYY-MM-DD'), 'by', a.by_name, 'at', a.at) order by a.seq), '[]')
    from cotraining.incident_action a where a.province = i.province and a.incident_id = i.id) as actions from cotraining.incident i`;

const etag = (row: Row): string => etagOf(row.id, row.actions.length);

/** Incidents of a placement that the actor may read, the newest first. */
export async function incidentsOf(ctx: Context, placement: string): Promise<Incident[]> {
  const { rows } = await sql<Row>`select ${INCIDENT} where i.placement_id = ${placement} order by i.at desc`.execute(ctx.tx); // prettier-ignore
  const rights = access.reach(ctx.actor.role, "handleIncident") === undefined ? [] : ["handleIncident"];
  return rows.map((row) => {
    const state = incidentProcedure.stateOf(row.actions);
    return {
      id: row.id,
      kind: row.kind,
      severity: row.severity,
      words: row.words,
      happenedAt: row.happened_at.toISOString(),
      by: row.by_name,
      state,
      due: state === "closed" ? null : (row.actions.at(-1)?.due ?? null),
      actions: incidentProcedure.open(state, rights),
      history: row.actions.map(({ action, note, due, by, at }) => ({ words: incidentProcedure.steps[action].words, note, due, by, at: new Date(at).toISOString() })), // prettier-ignore
      etag: etag(row),
    };
  });
}

/** Reports an incident; its id is made where it is written, so that a phone may send it again. */
export async function reportIncident(ctx: Context, placement: string, given: z.infer<typeof s.incidentInput>): Promise<PlacementRow> {
  const row = await requirePlacement(ctx, placement);
  if (Date.parse(given.happenedAt) > ctx.now.getTime() + 3_600_000) throw new BadInput([{ part: "body", field: "happenedAt", reason: "发生时间还没有到 / it has not happened yet" }]);
  if (given.kind === "rights" && ctx.actor.role === "enterprise-officer") throw new BadInput([{ part: "body", field: "kind", reason: "侵权事件由学生或学校报告 / an infringement is reported by the student or the school" }]);
  const known = await sql<{ placement_id: string }>`select placement_id from cotraining.incident where id = ${given.id}`.execute(ctx.tx);
  if (known.rows[0]) {
    if (known.rows[0].placement_id !== placement) throw new Conflict({ zh: "这一编号已属于另一事件。", en: "This id is another incident's." });
    return row;
  }
  const { userId, name } = ctx.actor;
  await sql`insert into cotraining.incident (province, id, placement_id, kind, severity, words, happened_at, by_user, by_name, at)
    values (${row.province}, ${given.id}, ${placement}, ${given.kind}, ${given.severity}, ${given.words}, ${given.happenedAt}, ${userId}, ${name}, ${ctx.now})`.execute(ctx.tx);
  await recordAction(ctx, LOG, { province: row.province, id: given.id }, 1, "report");
  await tellOfIncident(ctx, row, given);
  await ctx.audit("cotraining.report-incident", `incident:${given.id}`, undefined, { placement, kind: given.kind, severity: given.severity });
  return row;
} // prettier-ignore

/** Handles or closes an incident. @returns its placement */
export async function actOnIncident(ctx: Context, request: FastifyRequest, id: string, step: LaterIncidentStep, act: Act): Promise<string> {
  const { rows } = await sql<Row>`select ${INCIDENT} where i.id = ${id}`.execute(ctx.tx);
  const found = rows[0];
  if (!found) throw new NotFound({ zh: "事件", en: "incident" });
  const row = await requirePlacement(ctx, found.placement_id);
  access.authorize(ctx.actor, "handleIncident", { organisation: row.school, person: row.teacher });
  requireMatch(request, etag(found));
  const state = incidentProcedure.stateOf(found.actions);
  incidentProcedure.require(state, step, undefined, act);
  await recordAction(ctx, LOG, found, found.actions.length + 1, step, { note: act.note, due: act.due });
  await tellOfIncidentStep(ctx, row, incidentProcedure.states[incidentProcedure.steps[step].to]);
  await ctx.audit(`cotraining.${step}-incident`, `incident:${id}`, { state }, { state: incidentProcedure.steps[step].to });
  return found.placement_id;
} // prettier-ignore
