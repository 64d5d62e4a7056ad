import { sql } from "kysely";
import { maskName, maskPhone } from "@tixi/engines/identifiers";
import type { z } from "zod";
import type { Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import type { ApplicationRow } from "./applications.sql.ts";
import { releaseEvidence, type ReleaseEvidence } from "./evidence.ts";
import { factsOf, formGroups, lastNotice, turnOf } from "./facts.ts";
import { applicationEtag, applicationLine } from "./line.ts";
import { OFFICE_RIGHTS, procedure, type Action, type Facts } from "./procedure.ts";
import type { RuleCheck } from "./rule-check.ts";
import { reviewsOf, type ReviewRow } from "./reviews.sql.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

/** The whole record, as far as the one who asks may see it. */
export async function showApplication(ctx: Context, row: ApplicationRow): Promise<z.infer<typeof s.application>> {
  const { facts, round, files } = await factsOf(ctx, row);
  const state = procedure.stateOf(row.actions);
  const mine = ctx.actor.role === "school-officer";
  const reviewing = ctx.actor.role === "reviewer";
  const submitted = row.actions.filter(({ action }) => action === "submit").at(-1)?.payload;
  const writing = state === "draft" || state === "returned";
  const say = (of: { zh: string; en: string }) => (ctx.locale === "en" ? of.en : of.zh);
  const reviews = await reviewsOf(ctx, row.id);
  const decided = row.actions.findLast(({ action }) => ["record", "approve", "forward", "refuse", "enter-approval", "enter-refusal"].includes(action));
  return {
    ...applicationLine(ctx, row, round),
    region: row.region,
    offering: row.offering_id ?? (decided?.payload["offering"] as string | undefined) ?? null,
    groups: formGroups(row).map(({ key, title, note, fields }) => ({
      key,
      title: say(title),
      note: say(note),
      fields: fields.map((f) => ({ key: f.key, type: f.type, label: say(f.label), required: f.required, least: f.least ?? null })),
    })),
    form: row.form,
    // while it is written, the figures of now; afterwards those with which it was handed in
    evidence: writing
      ? await releaseEvidence(ctx, round.release_id, row.new_programme ?? row.programme, row.city)
      : ((submitted?.["evidence"] as ReleaseEvidence | null | undefined) ?? null),
    missing: mine && writing ? facts.formFaults.map(({ field, reason }) => ({ field, reason })) : null,
    next: nextActions(ctx, row, facts),
    files: files.map(({ id, name, bytes, mediaType, createdAt }) => ({ id, name, bytes, mediaType, createdAt, path: `/api/applications/${row.id}/files/${id}` })),
    reviews: mine ? [] : presentReviews(reviews, reviewing ? ctx.actor.personId : null, turnOf(row)),
    ruleCheck: ruleCheckIn(row),
    minimum: facts.minimum,
    recommendation: reviewing && state === "review" ? null : recommendationIn(row),
    notice: lastNotice(row),
    objections: mine || reviewing ? [] : await objectionsOf(ctx, row.id),
    decision: decided
      ? {
          document: text(decided.payload["document"]),
          documentDate: text(decided.payload["documentDate"]),
          note: text(decided.payload["note"]),
          code: text(decided.payload["code"]) || null,
        }
      : null,
    documents: documentsOf(row, reviewing),
    history: row.actions.map(({ action, by_name, at, payload }) => ({
      action,
      words: procedure.steps[action].words,
      // a school and a reviewer deal with the office, not with its people
      by: mine || reviewing ? (OFFICE.has(procedure.steps[action].right) ? "" : by_name) : by_name,
      at: new Date(at).toISOString(),
      note: text(payload["note"]),
      late: Number(payload["late"] ?? 0),
    })),
    etag: applicationEtag(row),
  };
} // prettier-ignore

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const OFFICE = new Set<string>(OFFICE_RIGHTS);

/** What the actor may do next, and what stands against it now. */
function nextActions(ctx: Context, row: ApplicationRow, facts: Facts) {
  const subject = { region: row.province, organisation: row.school };
  const rights = (["apply", ...OFFICE_RIGHTS] as const).filter((right) => {
    try {
      access.authorize(ctx.actor, right, subject);
      return true;
    } catch {
      return false;
    }
  });
  return procedure.open(procedure.stateOf(row.actions), rights).map((action) => {
    const { words, guard } = procedure.steps[action];
    return { action, words, against: guard?.(facts) ?? null };
  });
}

/** Of a reviewer nobody's name but his own; for the office the scores once all have answered. */
function presentReviews(rows: readonly ReviewRow[], me: string | null, turn: number) {
  return rows.map((row) => {
    const waiting =
      rows.some((other) => other.turn === row.turn && other.state === "assigned") && row.turn === turn;
    const shown = me === null ? !waiting : true;
    const known = me === null || row.person === me;
    return {
      id: row.id,
      turn: row.turn,
      reviewer: known ? row.reviewer_name : null,
      organisation: known ? row.organisation_name : null,
      state: row.state,
      scores: shown ? row.scores : null,
      total: shown ? row.total : null,
      recommend: shown ? row.recommend : null,
      opinion: shown ? row.opinion : null,
      assignedAt: row.assigned_at.toISOString(),
      answeredAt: row.answered_at?.toISOString() ?? null,
    };
  });
}

export interface Recommendation {
  recommend: boolean;
  average: number;
  scores: number;
  inFavour: number;
}
/** What the last concluded review recommended; null before. */
export function recommendationIn(row: ApplicationRow): Recommendation | null {
  const last = row.actions.findLast(({ action }) => action === "conclude" || action === "submit");
  return last?.action === "conclude" ? (last.payload["recommendation"] as Recommendation) : null;
}

/** What the rules said at its last formal check; null before. */
export function ruleCheckIn(row: Pick<ApplicationRow, "actions">): RuleCheck | null {
  const last = row.actions.findLast(({ action }) => ["submit", "accept", "return"].includes(action));
  return (last?.payload["rules"] as RuleCheck | undefined) ?? null;
}

interface ObjectionRow {
  id: string;
  application_id: string;
  content: string;
  name_sealed: Buffer | null;
  phone_sealed: Buffer | null;
  created_at: Date;
  upheld: boolean | null;
  answer: string | null;
  answered_by_name: string | null;
  answered_at: Date | null;
}

/** Objections as an office sees them: who objected is masked, and shown in full for a reason only (personal/reveal). */
export async function objectionsOf(ctx: Context, application: string | readonly string[]) {
  const ids = typeof application === "string" ? [application] : application;
  const { rows } = await sql<ObjectionRow>`select id, application_id, content, name_sealed, phone_sealed, created_at, upheld, answer,
    answered_by_name, answered_at from planning.objection where application_id = any(${ids}::uuid[]) order by id`.execute(ctx.tx);
  return rows.map((row) => ({
    id: row.id,
    application: row.application_id,
    content: row.content,
    name: row.name_sealed ? maskName(ctx.vault.open("planning.objection.name", row.name_sealed)) : "—",
    phone: row.phone_sealed ? maskPhone(ctx.vault.open("planning.objection.phone", row.phone_sealed)) : "—",
    createdAt: row.created_at.toISOString(),
    upheld: row.upheld,
    answer: row.answer,
    answeredBy: row.answered_by_name,
    answeredAt: row.answered_at?.toISOString() ?? null,
  }));
} // prettier-ignore

/** The documents that there is something to write in. */
export function documentsOf(row: ApplicationRow, reviewing: boolean): string[] {
  const done = new Set<Action>(row.actions.map(({ action }) => action));
  const checked = done.has("accept") || done.has("return");
  const decided = ["record", "approve", "refuse", "enter-approval", "enter-refusal", "forward"].some((a) => done.has(a as Action)); // prettier-ignore
  return [
    "application",
    ...(checked ? ["formal-check"] : []),
    ...(done.has("conclude") && !reviewing ? ["review-summary"] : []),
    ...(decided ? ["decision"] : []),
  ];
}
