import { etagOf } from "../../platform/index.ts";
import { regionName } from "../../registry/index.ts";
import { className, levelOf, programmeName } from "../names.ts";
import { LEVEL_NAMES } from "../reports/model.ts";
import type { CellRow } from "./cells.sql.ts";
import { procedure } from "./plan-state.ts";
import type { PlanRow } from "./plans.sql.ts";

/** Changes with every step and every change of seats. */
export const etagOfPlan = (plan: PlanRow): string =>
  etagOf(plan.id, plan.version, plan.actions.length, plan.state);

export function presentPlan(row: PlanRow) {
  const state = procedure.stateOf(row.actions);
  return {
    id: row.id,
    name: row.name,
    round: { id: row.round_id, title: row.round_title, year: row.round_year },
    region: row.province,
    cycleId: row.cycle_id,
    basedOn: row.based_on,
    parameters: row.parameters as Record<string, unknown>,
    state,
    next: procedure.open(state, ["makePlan", "reviewPlan", "publishPlan"]).filter((step) => step !== "supersede"),
    solving: row.state,
    job: row.job_id,
    message: row.message,
    summary: row.summary,
    conflict: row.conflict,
    manifest: row.manifest,
    version: row.version,
    sample: row.sample,
    proposals: row.proposals,
    unanswered: row.unanswered,
    actions: row.actions.map(({ action, by_name, at, note }) => ({ action, by: by_name, at: new Date(at).toISOString(), note })),
    files: row.files.map(({ name, media_type, bytes, sha256 }) => ({ name, mediaType: media_type, bytes, sha256 })),
    createdBy: row.created_by_name,
    createdAt: row.created_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
    etag: etagOfPlan(row),
  };
} // prettier-ignore

export type PlanRecord = ReturnType<typeof presentPlan>;

/** Classes of the three levels bear the same names: with the level. */
export const classOfLevel = (code: string): string => `${className(code)}（${LEVEL_NAMES[levelOf(code)]}）`;

export function presentCell(row: CellRow) {
  return {
    offering: row.offering_id,
    school: row.school_name,
    programme: row.programme,
    programmeName: programmeName(row.programme),
    class: row.programme.slice(0, 4),
    className: classOfLevel(row.programme.slice(0, 4)),
    level: row.level,
    city: row.city,
    cityName: regionName(row.city),
    card: row.card,
    last: row.last,
    seats: row.seats,
    lower: row.lower,
    upper: row.upper,
    solved: row.solved,
    marginal: row.marginal,
    locked: row.locked,
    version: row.version,
    by: row.changed_by_name,
    at: row.changed_at?.toISOString() ?? null,
    proposal: row.proposal,
    step: row.step,
  };
}

export type PlanCell = ReturnType<typeof presentCell>;
