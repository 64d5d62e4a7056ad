import { sql, type RawBuilder } from "kysely";
import { z } from "zod";
import { modules } from "./modules.ts";
import { NOBODY, ROLES, type Actor, type Context } from "./platform/context.ts";
import { transaction } from "./platform/db/transaction.ts";
import { covers, type Reach, type Subject } from "./platform/http/access.ts";
import type { App, RouteEntry } from "./platform/http/app.ts";
import { inTransaction } from "./platform/http/in-transaction.ts";
import { BadInput, NotFound } from "./platform/http/problems.ts";
import { subjectsOf, waysOf, type RowRight } from "./platform/http/rows.ts";
import type { Platform } from "./platform/platform.ts";
import { registry, regionName, ROLES_IN_FORCE } from "./registry/index.ts";

/** Counting stops here: whether somebody sees a thousand rows or a million explains nothing more. */
const MOST_COUNTED = 1000;

const right = z
  .object({
    module: z.string(),
    action: z.string(),
    reach: z.string(),
    /** by which line of the access table: the role's own, that of everybody who signed in, or the public's */
    by: z.enum(["role", "planner", "signed-in", "public"]),
    /** what of the API it opens */
    routes: z.array(z.string()),
  })
  .meta({ id: "ExplainedRight" });
const seen = z.object({
  table: z.string(),
  rows: z.number(),
  /** there are more than were counted */
  more: z.boolean(),
});
const explained = z.object({
  id: z.string(),
  role: z.enum(ROLES),
  organisation: z.string().nullable(),
  region: z.object({ code: z.string(), name: z.string() }).nullable(),
  post: z.string(),
  since: z.string(),
  until: z.string().nullable(),
  /** who lent the role, and why */
  lent: z.object({ by: z.string(), reason: z.string() }).nullable(),
  /** who gave or confirmed the role */
  givenBy: z.string().nullable(),
  rights: z.array(right),
  sees: z.array(seen),
});
const explanation = z
  .object({
    person: z.object({ id: z.string(), name: z.string(), state: z.string() }),
    roles: z.array(explained),
  })
  .meta({ id: "AccessExplanation" });
const verdict = z
  .object({
    table: z.string(),
    roles: z.array(
      z.object({
        id: z.string(),
        role: z.enum(ROLES),
        /** what the database answers */
        sees: z.boolean(),
        /** what each right that opens the table says of this row */
        because: z.array(z.object({ action: z.string(), reach: z.string().nullable(), covered: z.boolean() })),
      }),
    ),
    /** to what the row belongs */
    belongsTo: z.array(
      z.object({ region: z.string().nullable(), organisation: z.string().nullable(), person: z.string().nullable(), published: z.boolean() }),
    ),
  })
  .meta({ id: "AccessVerdict" }); // prettier-ignore

const byPerson = z.object({ id: z.uuid() });
const byThing = z.object({ table: z.string().max(80), key: z.string().min(1).max(80) });

/**
 * "What can this person see, and why?" — asked by an administrator, answered from the tables that decide it. The
 * administrator's own transaction ends before those of the person's roles begin, so that none waits for another.
 */
export function explainRoutes(app: App): void {
  const access = ["registry", "explainAccess"] as const;
  app.get(
    "/people/:id/rights",
    { access, schema: { params: byPerson, response: { 200: explanation } } },
    async (request) => {
      const { person, roles } = await inTransaction(request, (ctx) => rolesOf(ctx, request.params.id));
      const answer: z.infer<typeof explained>[] = [];
      for (const { actor, ...facts } of roles)
        answer.push({
          ...facts,
          rights: rightsOf(actor, app.routeBook),
          sees: await countsOf(app.platform, actor),
        });
      return { person, roles: answer };
    },
  );
  app.get(
    "/people/:id/rights/row",
    { access, schema: { params: byPerson, querystring: byThing, response: { 200: verdict } } },
    async (request) => {
      const asked = request.query;
      const { roles, row } = await inTransaction(request, async (ctx) => ({
        ...(await rolesOf(ctx, request.params.id)),
        row: await findRow(ctx, asked),
      }));
      const { owner, subjects } = row;
      const answer: z.infer<typeof verdict>["roles"] = [];
      for (const { id, role, actor } of roles)
        answer.push({
          id,
          role,
          sees: await transaction(app.platform, actor, {}, (asHim) => shows(asHim, asked.table, row.where)),
          because: [...new Set(subjects.flatMap(({ by }) => by.read))].map((action) => {
            const reach = owner.access.reach(actor.role, action);
            const covered = subjects.some(
              ({ by, subject }) =>
                by.read.includes(action) && reach !== undefined && covers(reach, actor, subject),
            );
            return { action: `${owner.name}.${action}`, reach: reach ?? null, covered };
          }),
        });
      const belongsTo = subjects.map(({ subject: { region, organisation, person, published } }) => ({
        region: region ?? null,
        organisation: organisation ?? null,
        person: person ?? null,
        published: published ?? false,
      }));
      return { table: asked.table, belongsTo, roles: answer };
    },
  );
}

/**
 * One row as the administrator sees it, and to what it belongs.
 * @throws NotFound if he does not see it himself; BadInput for a table of which this cannot be asked
 */
async function findRow(ctx: Context, { table, key }: z.infer<typeof byThing>) {
  // "constructor" is no table, though every object answers to it
  const owner = modules.find((module) => Object.hasOwn(module.rows, table));
  const rights = owner?.rows[table];
  const column = owner && (await keyOf(ctx, table));
  if (!owner || !rights || !column)
    throw new BadInput([{ part: "query", field: "table", value: table, reason: "没有这张表，或其记录没有编号 / no such table, or its rows have no id" }]); // prettier-ignore
  const where = sql`where ${sql.raw(`t.${column}`)}::text = ${key}`;
  if (!(await shows(ctx, table, where))) throw new NotFound({ zh: "该记录", en: "row" });
  const subjects: { subject: Subject; by: RowRight }[] = [];
  for (const by of waysOf(rights)) {
    const { rows } = await sql<Subject>`${sql.raw(subjectsOf(table, by, `t.${column}`))} ${where}`.execute(
      ctx.tx,
    );
    subjects.push(...rows.map((subject) => ({ subject, by })));
  }
  return { owner, where, subjects };
}

interface Held extends Omit<z.infer<typeof explained>, "rights" | "sees"> {
  actor: Actor;
}

/**
 * The roles that are in force, own and lent, as far as the administrator may know of them.
 * @throws NotFound if the person is outside his region
 */
async function rolesOf(ctx: Context, personId: string) {
  registry.access.authorize(ctx.actor, "explainAccess", { region: ctx.actor.region });
  const { rows: people } = await sql<{ id: string; name: string; state: string; userId: string | null }>`
    select id, name, state, user_id as "userId" from registry.person where id = ${personId}`.execute(ctx.tx);
  const person = people[0];
  if (!person) throw new NotFound({ zh: "此人", en: "person" });
  const { rows } = await sql<Omit<Held, "actor" | "region" | "lent"> & { code: string | null; organisationId: string | null; lender: string | null; reason: string | null }>`
    select h.id, h.role, h.organisation_id as "organisationId", h.region as code, h.post, h.since, h.until, h.lender, h.reason,
      v.name as organisation, by.name as "givenBy"
    from (${sql.raw(ROLES_IN_FORCE)}) h
    left join registry.organisation_version v on v.organisation_id = h.organisation_id and upper_inf(v.valid)
    left join registry.person by on by.user_id = h.giver
    where h.person_id = ${personId}
    order by h.lender nulls first, h.created_at`.execute(ctx.tx); // prettier-ignore
  const roles = rows.map(({ code, organisationId, lender, reason, ...facts }): Held => ({
    id: facts.id,
    role: facts.role,
    organisation: facts.organisation,
    post: facts.post,
    since: facts.since,
    until: facts.until,
    givenBy: facts.givenBy,
    region: code === null ? null : { code, name: regionName(code) },
    lent: lender === null ? null : { by: lender, reason: reason ?? "" },
    actor: {
      ...NOBODY,
      userId: person.userId ?? `person:${person.id}`,
      personId: person.id,
      name: person.name,
      role: facts.role,
      region: code ?? ctx.actor.region,
      organisation: organisationId,
      actingFor: lender === null ? null : { delegation: facts.id, name: lender },
    },
  }));
  await ctx.audit("access.explain", `person:${personId}`);
  return { person: { id: person.id, name: person.name, state: person.state }, roles };
}

function rightsOf(actor: Actor, routes: readonly RouteEntry[]): z.infer<typeof right>[] {
  return modules.flatMap(({ name, access }) =>
    Object.keys(access.rights).flatMap((action) => {
      const reach: Reach | undefined = access.reach(actor.role, action);
      if (reach === undefined) return [];
      const line = access.rights[action] ?? {};
      const by =
        actor.role in line
          ? "role"
          : actor.role === "administrator" && "planner" in line
            ? "planner"
            : "signed-in" in line
              ? "signed-in"
              : "public";
      const opens = routes
        .filter((route) => route.access !== "open" && route.access[0] === name && route.access[1] === action)
        .map((route) => `${route.method} ${route.url}`);
      return [{ module: name, action, reach, by: by as "role", routes: opens }];
    }),
  );
}

/** Asks the database as that person, table by table, in one transaction under his policies. */
async function countsOf(platform: Platform, actor: Actor): Promise<z.infer<typeof seen>[]> {
  const tables = modules.flatMap((module) => Object.keys(module.rows));
  return transaction(platform, actor, {}, async ({ tx }) => {
    const counted: z.infer<typeof seen>[] = [];
    for (const table of tables) {
      const { rows } = await sql<{ n: number }>`select count(*) as n from
        (select from ${sql.table(table)} limit ${MOST_COUNTED + 1}) counted`.execute(tx);
      const n = Number(rows[0]?.n ?? 0);
      if (n > 0) counted.push({ table, rows: Math.min(n, MOST_COUNTED), more: n > MOST_COUNTED });
    }
    return counted;
  });
}

/** The column by which a row of the table is asked for; null where there is none. */
async function keyOf(ctx: Context, table: string): Promise<string | null> {
  const { rows } = await sql<{ name: string }>`select quote_ident(attname) as name from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attname in ('id', 'organisation_id', 'person_id')
    order by array_position(array['id', 'person_id', 'organisation_id']::name[], attname) limit 1`.execute(
    ctx.tx,
  );
  return rows[0]?.name ?? null;
}

async function shows(ctx: Pick<Context, "tx">, table: string, where: RawBuilder<unknown>): Promise<boolean> {
  const { rows } = await sql`select 1 from ${sql.table(table)} t ${where} limit 1`.execute(ctx.tx);
  return rows.length > 0;
}
