import type { z } from "zod";
import { etagOf, type Context } from "../platform/index.ts";
import { access } from "./access.ts";
import type * as s from "./filing-schemas.ts";
import { filingProcedure } from "./filing-state.ts";
import { filingFiles, type FilingRow } from "./filings.sql.ts";

export type FilingRecord = z.infer<typeof s.filing>;
export type FilingLine = z.infer<typeof s.filingLine>;

export const filingEtag = ({ id, state, actions, finished_at, unanswered, upheld }: FilingRow): string =>
  etagOf(id, state, actions.length, finished_at, unanswered, upheld);

const office = (ctx: Context, { province }: FilingRow): boolean => {
  const reach = access.reach(ctx.actor.role, "file");
  return reach !== undefined && ctx.actor.region === province;
};

/** One run in a list. */
export function presentLine(filing: FilingRow): FilingLine {
  const state = filingProcedure.stateOf(filing.actions);
  const announced = filing.actions.findLast(({ action }) => action === "announce")?.payload;
  return {
    id: filing.id,
    season: filing.season_id,
    seasonName: filing.season,
    year: filing.year,
    channel: filing.channel,
    batch: filing.batch,
    round: filing.round,
    solving: filing.state,
    state,
    stateWords: filingProcedure.states[state],
    from: announced ? String(announced["from"]) : null,
    until: announced ? String(announced["until"]) : null,
    admitted: filing.summary?.admitted ?? null,
    sample: filing.sample,
    createdAt: new Date(filing.created_at).toISOString(),
  };
}

/** A run as far as the one who asks may see it: the public sees neither who worked on it nor what its files hold of persons. */
export async function presentFiling(ctx: Context, filing: FilingRow): Promise<FilingRecord> {
  const inside = office(ctx, filing);
  const state = filingProcedure.stateOf(filing.actions);
  return {
    ...presentLine(filing),
    job: inside ? filing.job_id : null,
    message: inside ? filing.message : null,
    summary: filing.summary,
    // breaches name candidates by their numbers
    verified: filing.verified && (inside ? filing.verified : { ...filing.verified, breaches: [] }),
    manifest: filing.manifest,
    files: (await filingFiles(ctx, filing.id)).map(({ path: _, ...file }) => file),
    next: inside ? filingProcedure.open(state, ["release"]).map((step) => ({ step, words: filingProcedure.steps[step].words })) : [],
    history: filing.actions.map(({ action, note, by_name, at }) => ({
      action,
      words: filingProcedure.steps[action].words,
      note,
      by: inside ? by_name : "",
      at: new Date(at).toISOString(),
    })),
    createdBy: inside ? filing.created_by_name : "",
    finishedAt: filing.finished_at === null ? null : new Date(filing.finished_at).toISOString(),
    unanswered: inside ? filing.unanswered : 0,
    upheld: inside ? filing.upheld : 0,
    etag: filingEtag(filing),
  };
} // prettier-ignore
