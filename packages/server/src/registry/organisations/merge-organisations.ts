import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import { BadInput, type Context } from "../../platform/index.ts";
import { requireAfter, requireCurrent } from "./change-organisation.ts";
import { requireFacts } from "./check-facts.ts";
import { authorizeKeep } from "./keep.ts";
import {
  closeVersion,
  insertOrganisations,
  lockOrganisations,
  type Facts,
  type Version,
} from "./organisations.sql.ts";
import { requireParent } from "./parents.ts";
import { refuseTomorrow } from "./register-organisation.ts";
import { refuseTakenCodes, warnOfTwins } from "./twins.ts";

/** One that is there, or a new one. */
export type Heir = { id: string } | { facts: Facts };

export interface Merge {
  predecessors: string[];
  into: Heir;
  day: string;
  note: string;
  confirmed: boolean;
}

/**
 * Merges organisations into one that is there or begins with it. From the day on the predecessors are no more; their
 * names stay with what they were.
 * @returns the id of the one they went into
 */
export async function mergeOrganisations(ctx: Context, input: Merge): Promise<{ id: string }> {
  const { predecessors, into, day, note } = input;
  await lockOrganisations(ctx, "id" in into ? [...predecessors, into.id] : predecessors);
  refuseTomorrow(day, ctx);
  if (new Set(predecessors).size !== predecessors.length || ("id" in into && predecessors.includes(into.id)))
    throw twice(ctx);
  const gone: Version[] = [];
  for (const id of predecessors) gone.push(await requireCurrent(ctx, id));
  await authorizeKeep(ctx, ...gone.map((one) => one.region));
  for (const one of gone) requireAfter(one, day, ctx);
  // first, so that the one they go into may bear the code or name of one of them
  for (const one of gone) await closeVersion(ctx, one.id, day);
  const id = await takeHeir(ctx, into, { day, note, confirmed: input.confirmed, kin: predecessors });
  for (const one of gone) await recordSuccession(ctx, { from: one.id, to: id, kind: "merged", day, note });
  await ctx.audit(
    "organisation.merge",
    `organisation:${id}`,
    gone.map((one) => ({ id: one.id, name: one.name })),
    { into: id, day },
    note || undefined,
  );
  return { id };
}

/**
 * The organisation that goes on: checked if it is there, registered if it is new.
 * @param how.kin those whose names may be like its own: what it comes from, and what comes from there beside it
 */
export async function takeHeir(
  ctx: Context,
  heir: Heir,
  how: { day: string; note: string; confirmed: boolean; kin: readonly string[] },
): Promise<string> {
  if ("id" in heir) {
    const there = await requireCurrent(ctx, heir.id);
    await authorizeKeep(ctx, there.region);
    if (there.since !== null && there.since > how.day) requireAfter(there, how.day, ctx);
    return heir.id;
  }
  const facts = requireFacts(heir.facts, ctx.locale);
  await authorizeKeep(ctx, facts.region);
  await requireParent(ctx, facts.parent, null);
  await refuseTakenCodes(ctx, facts);
  await warnOfTwins(ctx, { ...facts, except: how.kin }, how.confirmed);
  const id = uuidv7();
  await insertOrganisations(ctx, [
    { ...facts, id, since: how.day, note: how.note, change: "registered", source: "" },
  ]);
  return id;
}

export async function recordSuccession(
  ctx: Context,
  row: { from: string; to: string; kind: "merged" | "split"; day: string; note: string },
): Promise<void> {
  await sql`insert into registry.succession (predecessor, successor, on_day, kind, note, recorded_at, recorded_by)
    values (${row.from}, ${row.to}, ${row.day}, ${row.kind}, ${row.note}, ${ctx.now}, ${ctx.actor.userId})`.execute(
    ctx.tx,
  );
}

export function twice(ctx: Pick<Context, "locale">): BadInput {
  return new BadInput([
    {
      part: "body",
      field: "organisations",
      reason:
        ctx.locale === "en"
          ? "One organisation is named twice, or goes into itself"
          : "同一机构出现了两次，或并入了它自己",
    },
  ]);
}
