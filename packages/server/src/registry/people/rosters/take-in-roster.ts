import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { dayInChina, Conflict, defineJob, type Context } from "../../../platform/index.ts";
import { PLACES } from "../contact.ts";
import type { RosterRow } from "./check-row.ts";
import { enrolledElsewhere, identityIndex, knownPeople } from "./known.sql.ts";
import { ROSTER_PLACE, rosterInCharge, showRoster, type RosterRecord } from "./read-roster.ts";
import type * as s from "./schemas.ts";

const TAKE_IN = "registry.take-in-roster";
/** So many rows go in with one transaction and one audit row that names their people. */
const STEP = 1000;
export const GUARDIAN_NAME = "registry.guardian.name";
export const GUARDIAN_PHONE = "registry.guardian.phone";

/** Begins to take in what a check accepted. @throws Conflict if it was taken in, or nothing is left of it */
export async function takeIn(ctx: Context, id: string): Promise<z.infer<typeof s.roster>> {
  const roster = await rosterInCharge(ctx, id);
  const { rows } =
    await sql`select 1 from registry.roster_row where roster_id = ${id} and outcome = 'accepted' limit 1`.execute(
      ctx.tx,
    );
  if (roster.state !== "checked" || rows.length === 0)
    throw new Conflict({
      zh: "此名册已导入、已过期，或没有可导入的行，请重新上传。",
      en: "This roster was taken in, has expired, or holds nothing to take in; upload it again.",
    });
  const jobId = await ctx.jobs.start(TAKE_IN, { rosterId: id });
  await sql`update registry.roster set state = 'running', job_id = ${jobId} where id = ${id}`.execute(ctx.tx);
  await ctx.audit("roster.take-in", `roster:${id}`, { state: "checked" }, { state: "running", job: jobId });
  return showRoster(ctx, id);
}

interface Result {
  taken: number;
  /** accepted by the check, and no longer possible when their turn came */
  leftOut: number;
}

/** Each step takes its rows in and deletes them in one transaction, so that a job begun anew goes on where it stopped. */
export const takeInJob = defineJob<{ rosterId: string }, Result>(
  TAKE_IN,
  async (inTransaction, { rosterId }, progress, signal) => {
    const total = await inTransaction(async (ctx) => {
      const { rows } = await sql<{ n: string }>`select count(*) as n from registry.roster_row
        where roster_id = ${rosterId} and outcome = 'accepted'`.execute(ctx.tx);
      return Number(rows[0]?.n ?? 0);
    });
    let done = 0;
    let leftOut = 0;
    for (;;) {
      signal.throwIfAborted();
      const step = await inTransaction((ctx) => takeStep(ctx, rosterId));
      if (step === null) break;
      done += step.rows;
      leftOut += step.leftOut;
      progress("people", done, total);
    }
    return { taken: done - leftOut, leftOut };
  },
);

async function takeStep(ctx: Context, rosterId: string): Promise<{ rows: number; leftOut: number } | null> {
  const roster = await rosterInCharge(ctx, rosterId);
  const { rows } = await sql<{
    n: number;
    sealed: Buffer;
  }>`select row_number as n, sealed from registry.roster_row
    where roster_id = ${rosterId} and outcome = 'accepted' order by row_number limit ${STEP}`.execute(ctx.tx);
  if (rows.length === 0) {
    await sql`update registry.roster set state = 'done', finished_at = ${ctx.now} where id = ${rosterId}`.execute(
      ctx.tx,
    );
    return null;
  }
  const taken = await takeRows(
    ctx,
    roster,
    rows.map(({ sealed }) => JSON.parse(ctx.vault.open(ROSTER_PLACE, sealed)) as RosterRow),
  );
  await sql`delete from registry.roster_row where roster_id = ${rosterId} and outcome = 'accepted'
    and row_number <= ${rows.at(-1)!.n}`.execute(ctx.tx);
  await ctx.audit(roster.kind === "staff" ? "membership.begin" : "student.take-in", `roster:${rosterId}`, null, { organisation: roster.organisationId, people: taken }); // prettier-ignore
  return { rows: rows.length, leftOut: rows.length - taken.length };
}

/** Takes checked rows into an organisation, with nothing doubled. @returns the people whom it brought something */
export async function takeRows(ctx: Context, roster: Target, rows: readonly RosterRow[]): Promise<string[]> {
  const people = rows.map((row) => ({ row, index: identityIndex(ctx, row) }));
  await insertPeople(ctx, roster, people);
  const known = await knownPeople(
    ctx,
    people.map(({ index }) => index),
  );
  const found = people.flatMap(({ row, index }) => {
    const person = known.get(index.toString("hex"));
    return person && person.name === row.name ? [{ row, id: person.id }] : [];
  });
  return roster.kind === "staff" ? insertStaff(ctx, roster, found) : insertStudents(ctx, roster, found);
}

type Target = Pick<RosterRecord, "kind" | "organisationId" | "region">;

interface Found {
  row: RosterRow;
  id: string;
}

/** Those who are not in the register yet. Whoever came in meanwhile is found again by his number. */
async function insertPeople(
  ctx: Context,
  roster: Target,
  people: readonly { row: RosterRow; index: Buffer }[],
): Promise<void> {
  const known = await knownPeople(
    ctx,
    people.map(({ index }) => index),
  );
  const fresh = people.filter(({ index }) => !known.has(index.toString("hex")));
  const seal = (place: string, value: string) => (value === "" ? null : ctx.vault.seal(place, value));
  const { vault } = ctx;
  await sql`insert into registry.person (id, name, identity_sealed, identity_index, phone_sealed, email_sealed, email_index, born_on, kept_by,
      state, phone_confirmed, email_confirmed, created_at, created_by)
    select u.*, ${roster.organisationId}::uuid, 'active', true, true, ${ctx.now}::timestamptz, ${ctx.actor.userId}::text
    from unnest(${fresh.map(() => uuidv7())}::uuid[], ${fresh.map(({ row }) => row.name)}::text[],
      ${fresh.map(({ row }) => vault.seal(PLACES.identity, row.identity))}::bytea[], ${fresh.map(({ index }) => index)}::bytea[],
      ${fresh.map(({ row }) => seal(PLACES.phone, row.phone))}::bytea[], ${fresh.map(({ row }) => seal(PLACES.email, row.email))}::bytea[],
      ${fresh.map(({ row }) => (row.email === "" ? null : vault.index(PLACES.email, row.email)))}::bytea[],
      ${fresh.map(({ row }) => row.bornOn)}::date[]) u
    on conflict do nothing`.execute(ctx.tx);
}

async function insertStaff(ctx: Context, roster: Target, found: readonly Found[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    insert into registry.membership (id, person_id, role, post, organisation_id, region, state, since, decided_at, decided_by, created_at, created_by)
    select u.*, ${roster.organisationId}::uuid, ${roster.region}, 'active', ${dayInChina(ctx.now)}::date, ${ctx.now}::timestamptz,
      ${ctx.actor.userId}::text, ${ctx.now}::timestamptz, ${ctx.actor.userId}::text
    from unnest(${found.map(() => uuidv7())}::uuid[], ${found.map(({ id }) => id)}::uuid[], ${found.map(({ row }) => row.role)}::text[],
      ${found.map(({ row }) => row.post)}::text[]) u (id, person_id, role, post)
    where u.person_id is distinct from ${ctx.actor.personId}::uuid
    on conflict do nothing returning person_id as id`.execute(ctx.tx);
  return rows.map(({ id }) => id);
}

async function insertStudents(ctx: Context, roster: Target, found: readonly Found[]): Promise<string[]> {
  const elsewhere = await enrolledElsewhere(
    ctx,
    roster.organisationId,
    found.map(({ id }) => id),
  );
  const here = found.filter(({ id, row }) => {
    const { state } = row.student!;
    return !(elsewhere.has(id) && (state === "enrolled" || state === "suspended"));
  });
  const student = <K extends keyof NonNullable<RosterRow["student"]>>(key: K) =>
    here.map(({ row }) => row.student![key]);
  const { rows } = await sql<{ id: string; fresh: boolean }>`
    insert into registry.student as s (person_id, student_number, programme_code, level, entry_year, class_name, state, school_id, region, updated_at, updated_by)
    select u.*, ${roster.organisationId}::uuid, ${roster.region}, ${ctx.now}::timestamptz, ${ctx.actor.userId}::text
    from unnest(${here.map(({ id }) => id)}::uuid[], ${student("number")}::text[], ${student("programme")}::text[], ${student("level")}::text[],
      ${student("entryYear")}::int[], ${student("className")}::text[], ${student("state")}::text[]) u
    on conflict (person_id, school_id) do update set student_number = excluded.student_number, programme_code = excluded.programme_code,
      level = excluded.level, entry_year = excluded.entry_year, class_name = excluded.class_name, state = excluded.state,
      updated_at = excluded.updated_at, updated_by = excluded.updated_by
    returning person_id as id, xmax = 0 as fresh`.execute(ctx.tx);
  const fresh = new Set(rows.filter((row) => row.fresh).map(({ id }) => id));
  const guarded = here.flatMap(({ id, row }) => {
    const guardian = row.student!.guardian;
    return fresh.has(id) && guardian ? [{ id, guardian }] : [];
  });
  if (guarded.length > 0 && ctx.actor.role === "school-officer")
    await sql`insert into registry.guardian (id, person_id, name_sealed, phone_sealed, relation, school_id, region, created_at, created_by)
      select u.*, ${roster.organisationId}::uuid, ${roster.region}, ${ctx.now}::timestamptz, ${ctx.actor.userId}::text
      from unnest(${guarded.map(() => uuidv7())}::uuid[], ${guarded.map(({ id }) => id)}::uuid[],
        ${guarded.map(({ guardian }) => ctx.vault.seal(GUARDIAN_NAME, guardian.name))}::bytea[],
        ${guarded.map(({ guardian }) => ctx.vault.seal(GUARDIAN_PHONE, guardian.phone))}::bytea[],
        ${guarded.map(({ guardian }) => guardian.relation)}::text[]) u`.execute(ctx.tx);
  return rows.map(({ id }) => id);
}
