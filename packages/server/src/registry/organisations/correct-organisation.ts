import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import { jsonText } from "../../platform/db/json.ts";
import { BadInput, NotFound, type Context } from "../../platform/index.ts";
import { differences, pick } from "./change-organisation.ts";
import { requireFacts } from "./check-facts.ts";
import { authorizeKeep } from "./keep.ts";
import { lockOrganisations, versionsOf, type Facts, type Version } from "./organisations.sql.ts";
import { requireParent } from "./parents.ts";
import { refuseTomorrow } from "./register-organisation.ts";
import { refuseTakenCodes } from "./twins.ts";

export interface CorrectOrganisation extends Facts {
  /** which version: its first day as it stands, null where that is unknown */
  version: string | null;
  /** its first day as it should be */
  since: string | null;
  /** why it was wrong */
  note: string;
}

/**
 * Puts right what was recorded wrongly of one version, and the day on which it began. What had been said stays in
 * registry.organisation_correction.
 * @throws NotFound if it has no such version; BadInput for a day that lies outside the versions beside it
 */
export async function correctOrganisation(
  ctx: Context,
  id: string,
  input: CorrectOrganisation,
  match: (ctx: Context) => Promise<void>,
): Promise<{ id: string }> {
  const { version, since, note, ...given } = input;
  await lockOrganisations(ctx, [id]);
  const versions = await versionsOf(ctx, id);
  const at = versions.findIndex((one) => one.since === version);
  const before = versions[at];
  if (!before) throw new NotFound({ zh: "这一段记录", en: "such a version" });
  await authorizeKeep(ctx, before.region, given.region);
  await match(ctx);
  const facts = requireFacts(given, ctx.locale);
  const changed = differences(before, facts);
  const moved = since !== before.since;
  if (changed.length === 0 && !moved)
    throw new BadInput([], { zh: "没有任何改变。", en: "Nothing has been changed." });
  await requireParent(ctx, changed.includes("parent") ? facts.parent : null, id);
  if (before.until === null) await refuseTakenCodes(ctx, facts, [id]);
  if (moved) await moveBeginning(ctx, before, versions[at + 1], since);
  const { rows } =
    await sql`update registry.organisation_version set name = ${facts.name}, kind = ${facts.kind},
      region = ${facts.region}, credit_code = ${facts.creditCode}, school_code = ${facts.schoolCode}, parent = ${facts.parent},
      country = ${facts.country}, address = ${facts.address}, website = ${facts.website}
    where organisation_id = ${id} and lower(valid) is not distinct from ${since}::date returning name`.execute(
      ctx.tx,
    );
  if (rows.length !== 1) throw new NotFound({ zh: "这一段记录", en: "such a version" });
  const was = { ...pick(before, changed), ...(moved ? { since: before.since } : {}) };
  const is = { ...pick(facts, changed), ...(moved ? { since } : {}) };
  await sql`insert into registry.organisation_correction (id, organisation_id, region, before, after, note, recorded_at,
      recorded_by) values (${uuidv7()}, ${id}, ${facts.region}, ${jsonText(was)}::jsonb, ${jsonText(is)}::jsonb, ${note},
      ${ctx.now}, ${ctx.actor.userId})`.execute(ctx.tx);
  await ctx.audit("organisation.correct", `organisation:${id}`, was, is, note);
  return { id };
}

/** The day between two versions moves; no two may hold on one day, so the one that shrinks goes first. */
async function moveBeginning(
  ctx: Context,
  version: Version,
  earlier: Version | undefined,
  since: string | null,
): Promise<void> {
  refuseTomorrow(since, ctx);
  const outside =
    (since === null && earlier !== undefined) ||
    (since !== null && version.until !== null && since >= version.until) ||
    (since !== null && earlier !== undefined && earlier.since !== null && since <= earlier.since);
  if (outside)
    throw new BadInput([
      {
        part: "body",
        field: "since",
        value: since,
        reason:
          ctx.locale === "en"
            ? "The day lies outside the records before and after this one"
            : "日期越过了前后两段记录",
      },
    ]);
  const own = sql`update registry.organisation_version set valid = daterange(${since}::date, upper(valid))
    where organisation_id = ${version.id} and lower(valid) is not distinct from ${version.since}::date`;
  const other = sql`update registry.organisation_version set valid = daterange(lower(valid), ${since}::date)
    where organisation_id = ${version.id} and upper(valid) = ${version.since}::date`;
  const shrinks = since !== null && (version.since === null || since > version.since);
  // a gap before it (none is made by this module) is left alone
  for (const step of shrinks ? [own, other] : [other, own]) await step.execute(ctx.tx);
}
