import { checkCreditCode, checkSchoolCode } from "@tixi/engines/identifiers";
import { sql } from "kysely";
import type { z } from "zod";
import { etagOf, inRegion, type Context } from "../../platform/index.ts";
import { mayAny } from "../../platform/http/rows.ts";
import { access } from "../access.ts";
import { regionName } from "../regions.ts";
import { keeperOf } from "./keep.ts";
import { namesOf, successionsOf, versionsOf, type Version } from "./organisations.sql.ts";
import { openProposal } from "./proposals.ts";
import type { organisationRecord } from "./schemas.ts";

interface CorrectionRow {
  id: string;
  before: Record<string, unknown>;
  after: Record<string, unknown>;
  note: string;
  at: Date;
}

/**
 * One organisation: as it is, or as it was on a day; all its versions and corrections; whom it came from and went on as.
 * @throws NotFound
 */
export async function showOrganisation(
  ctx: Context,
  id: string,
  on: string | null,
): Promise<z.infer<typeof organisationRecord>> {
  access.authorize(ctx.actor, "look", {});
  const versions = await versionsOf(ctx, id);
  const [last] = versions;
  const shown = on === null ? last : (versions.find((one) => holdsOn(one, on)) ?? null);
  const predecessors = await successionsOf(ctx, id, "predecessors");
  const successors = await successionsOf(ctx, id, "successors");
  const corrections = await correctionsOf(ctx, id);
  const parents = await namesOf(ctx, [...new Set(versions.flatMap((one) => one.parent ?? []))]);
  const keeper = (await keeperOf(ctx))(last.region);
  const keeps =
    access.reach(ctx.actor.role, "keepOrganisations") !== undefined && inRegion(keeper, ctx.actor.region);
  const proposes =
    last.until === null &&
    access.reach(ctx.actor.role, "proposeCorrection") !== undefined &&
    ctx.actor.organisation === id;
  const view = (one: Version) => ({
    ...one,
    regionName: regionName(one.region),
    parent: one.parent === null ? null : { id: one.parent, name: parents.get(one.parent) ?? "" },
    recordedAt: one.recordedAt.toISOString(),
    recordedBy: undefined,
  });
  return {
    id,
    etag: await etagFor(ctx, id),
    name: last.name,
    state: last.until === null ? "current" : "ended",
    shown: shown && view(shown),
    versions: versions.map(view),
    checks: shown ? checksOf(shown, ctx.locale === "en" ? "en" : "zh") : [],
    corrections: corrections.map(({ at, ...row }) => ({ ...row, at: at.toISOString() })),
    predecessors,
    successors,
    below: await countBelow(ctx, id),
    people: await countPeople(ctx, id, last.region),
    keeper: { code: keeper, name: regionName(keeper) },
    may: { keep: keeps, propose: proposes },
    proposal: keeps || proposes ? await openProposal(ctx, id) : null,
  };
}

/** Changes with every version, correction, succession and decision. */
export async function etagFor(ctx: Pick<Context, "tx">, id: string): Promise<string> {
  const { rows } = await sql`
    select (select json_agg(json_build_array(valid, recorded_at) order by valid) from registry.organisation_version
        where organisation_id = ${id}) as versions,
      (select count(*) from registry.organisation_correction where organisation_id = ${id}) as corrections,
      (select count(*) from registry.succession where ${id} in (predecessor, successor)) as successions`.execute(
    ctx.tx,
  );
  return etagOf(id, rows[0]);
}

const holdsOn = (one: Version, day: string) =>
  (one.since === null || one.since <= day) && (one.until === null || day < one.until);

function checksOf(one: Version, language: "zh" | "en") {
  const line = (field: "creditCode" | "schoolCode", checked: ReturnType<typeof checkCreditCode>) => {
    const found = checked.ok ? checked.doubt : checked.fault;
    return { field, sound: checked.ok, note: found ? found[language] : null };
  };
  return [
    ...(one.creditCode ? [line("creditCode", checkCreditCode(one.creditCode))] : []),
    ...(one.schoolCode ? [line("schoolCode", checkSchoolCode(one.schoolCode, one.region))] : []),
  ];
}

async function correctionsOf(ctx: Context, id: string): Promise<CorrectionRow[]> {
  const { rows } = await sql<CorrectionRow>`select id, before, after, note, recorded_at as at
    from registry.organisation_correction where organisation_id = ${id} order by recorded_at desc, id desc`.execute(
    ctx.tx,
  );
  return rows;
}

async function countBelow(ctx: Context, id: string): Promise<number> {
  const { rows } = await sql<{
    count: number;
  }>`select count(*)::int as count from registry.organisation_version
    where parent = ${id} and upper_inf(valid)`.execute(ctx.tx);
  return rows[0]!.count;
}

/** People with a role in it; null for those who may not know them. */
async function countPeople(ctx: Context, id: string, region: string): Promise<number | null> {
  if (!mayAny(access, ctx.actor, ["readPeople"], { region, organisation: id })) return null;
  const { rows } = await sql<{
    count: number;
  }>`select count(distinct person_id)::int as count from registry.membership
    where organisation_id = ${id} and state = 'active'`.execute(ctx.tx);
  return rows[0]!.count;
}
