import { BadInput, Conflict, type Context } from "../../platform/index.ts";
import { requireFacts } from "./check-facts.ts";
import { authorizeKeep } from "./keep.ts";
import {
  closeVersion,
  insertVersions,
  lockOrganisations,
  versionsOf,
  type Change,
  type Facts,
  type Version,
} from "./organisations.sql.ts";
import { requireParent } from "./parents.ts";
import { refuseTomorrow } from "./register-organisation.ts";
import { refuseTakenCodes, warnOfTwins } from "./twins.ts";

export interface ChangeOrganisation extends Facts {
  /** first day on which it is so */
  since: string;
  note: string;
  confirmed: boolean;
}

/**
 * Renames, moves or otherwise changes an organisation from a day on: a new version begins, what was before stays as it
 * was. What was never true is a correction instead (correct-organisation.ts).
 * @param match compares the record's version with the one that was read
 * @throws Conflict if it has ended, the day lies before its present version began, or nothing changes
 */
export async function changeOrganisation(
  ctx: Context,
  id: string,
  input: ChangeOrganisation,
  match: (ctx: Context) => Promise<void>,
): Promise<{ id: string }> {
  const { since, note, confirmed, ...given } = input;
  await lockOrganisations(ctx, [id]);
  const before = await requireCurrent(ctx, id);
  await authorizeKeep(ctx, before.region, given.region);
  await match(ctx);
  const facts = requireFacts(given, ctx.locale);
  refuseTomorrow(since, ctx);
  requireAfter(before, since, ctx);
  const changed = differences(before, facts);
  if (changed.length === 0) throw new BadInput([], { zh: "没有任何改变。", en: "Nothing has been changed." });
  await requireParent(ctx, facts.parent, id);
  await refuseTakenCodes(ctx, facts, [id]);
  if (facts.name !== before.name) await warnOfTwins(ctx, { ...facts, except: [id] }, confirmed);
  await beginVersion(ctx, id, { ...facts, since, note, change: changeOf(changed) });
  await ctx.audit(
    `organisation.${changeOf(changed)}`,
    `organisation:${id}`,
    pick(before, changed),
    { ...pick(facts, changed), since },
    note || undefined,
  );
  return { id };
}

/** Ends the version that holds and begins the next on the same day. */
export async function beginVersion(
  ctx: Context,
  id: string,
  next: Facts & { since: string; note: string; change: Change; source?: string },
): Promise<void> {
  await closeVersion(ctx, id, next.since);
  await insertVersions(ctx, [{ source: "", ...next, id }]);
}

/** The version that holds. @throws NotFound; Conflict if the organisation has ended */
export async function requireCurrent(ctx: Pick<Context, "tx">, id: string): Promise<Version> {
  const [last] = await versionsOf(ctx, id);
  if (last.until === null) return last;
  throw new Conflict({
    zh: `“${last.name}”已于 ${last.until} 终止，不能再变更；记录有误请用更正。`,
    en: `“${last.name}” ended on ${last.until} and changes no more; what is wrong about it can be corrected.`,
  });
}

/** @throws Conflict if a version would begin before or with the one that holds */
export function requireAfter(current: Version, day: string, ctx: Pick<Context, "locale">): void {
  if (current.since === null || day > current.since) return;
  const reason = {
    zh: `现行记录自 ${current.since} 起，变更日期须在其后；那一天的记录有误请用更正`,
    en: `The present record begins on ${current.since}; a change comes after it, and what is wrong about that day is a correction`,
  };
  throw new BadInput([
    { part: "body", field: "since", value: day, reason: ctx.locale === "en" ? reason.en : reason.zh },
  ]);
}

const FIELDS = [
  "name",
  "kind",
  "region",
  "creditCode",
  "schoolCode",
  "parent",
  "country",
  "address",
  "website",
] as const satisfies readonly (keyof Facts)[];

export const differences = (before: Facts, after: Facts): (keyof Facts)[] =>
  FIELDS.filter((field) => before[field] !== after[field]);

export const pick = (facts: Facts, fields: readonly (keyof Facts)[]): Partial<Facts> =>
  Object.fromEntries(fields.map((field) => [field, facts[field]]));

/** What a version says, without when and by whom it was said. */
export const factsOf = (version: Version): Facts => pick(version, FIELDS) as Facts;

/** A rename is what is looked for later, whatever changed with it. */
function changeOf(changed: readonly (keyof Facts)[]): Change {
  if (changed.includes("name")) return "renamed";
  return changed.includes("region") ? "moved" : "changed";
}
