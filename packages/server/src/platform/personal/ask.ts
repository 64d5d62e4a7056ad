import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { access } from "../access.ts";
import type { Context } from "../context.ts";
import { Conflict, Forbidden, NotFound } from "../http/problems.ts";
import type { Platform } from "../platform.ts";
import { dayInChina } from "../day.ts";
import { workingDaysAfter } from "./ages.ts";
import type { Keeper, PersonalModule } from "./hooks.ts";
import { presentRequest, selectRequests, type RequestRow } from "./requests.sql.ts";
import type * as s from "./schemas.ts";

/** Days within which a request is answered. */
export const WORKING_DAYS = 15;
export const REQUEST = { zh: "个人信息请求", en: "request about personal data" };

/** One's own requests. */
export async function ownRequests(ctx: Context): Promise<z.infer<typeof s.requestList>> {
  if (ctx.actor.personId === null) return { items: [] };
  const rows = await selectRequests(ctx, sql`r.person_id = ${ctx.actor.personId}`, 100);
  return { items: rows.map((row) => presentRequest(ctx, row)) };
}

/**
 * Asks for the erasure of all that is held about oneself (PIPL article 47). It is decided by the organisation that keeps
 * the account, else by the administrator of the region.
 * @throws Conflict where such a request is open already
 */
export async function ask(
  ctx: Context,
  { platform, modules }: { platform: Platform; modules: readonly PersonalModule[] },
  input: z.infer<typeof s.newRequest>,
): Promise<z.infer<typeof s.request>> {
  const { personId, userId, region } = ctx.actor;
  if (personId === null) throw new Forbidden();
  access.authorize(ctx.actor, "askAboutMe", { person: personId });
  const keeper = (await keeperOf(platform, modules, personId)) ?? { userId, organisation: null, region };
  const open = await selectRequests(
    ctx,
    sql`r.person_id = ${personId} and r.kind = ${input.kind} and r.state in ('asked', 'accepted')`,
    1,
  );
  if (open.length > 0)
    throw new Conflict({
      zh: "同样的请求正在办理中。",
      en: "The same request is being dealt with already.",
    });
  const id = uuidv7();
  await sql`insert into platform.personal_request (id, kind, person_id, organisation, region, state, reason, asked_by, asked_at, due_on)
    values (${id}, ${input.kind}, ${personId}, ${keeper.organisation}, ${keeper.region}, 'asked', ${input.reason}, ${userId},
      ${ctx.now}, ${workingDaysAfter(dayInChina(ctx.now), WORKING_DAYS)})`.execute(ctx.tx);
  await ctx.audit(`personal.${input.kind}.ask`, `person:${personId}`, null, { request: id }, input.reason);
  return presentRequest(ctx, await requestOf(ctx, id));
}

/** @throws Conflict once it was decided */
export async function withdraw(ctx: Context, id: string): Promise<z.infer<typeof s.request>> {
  const row = await requestOf(ctx, id);
  access.authorize(ctx.actor, "askAboutMe", { person: row.personId });
  const done = await sql`update platform.personal_request set state = 'withdrawn' where id = ${id} and state = 'asked'`.execute(ctx.tx); // prettier-ignore
  if (Number(done.numAffectedRows) === 0) throw decided();
  await ctx.audit(`personal.${row.kind}.withdraw`, `person:${row.personId}`, null, { request: id });
  return presentRequest(ctx, await requestOf(ctx, id));
}

/** @throws NotFound where there is none that the actor may see */
export async function requestOf(ctx: Context, id: string): Promise<RequestRow> {
  const [row] = await selectRequests(ctx, sql`r.id = ${id}`, 1);
  if (!row) throw new NotFound(REQUEST);
  return row;
}

export const decided = () =>
  new Conflict({ zh: "此请求已经办理。", en: "This request has been decided already." });

/** Who answers for a person, asked of the modules that know people. */
export async function keeperOf(
  platform: Platform,
  modules: readonly PersonalModule[],
  personId: string,
): Promise<Keeper | null> {
  for (const { personalData } of modules) {
    const keeper = await personalData?.keeperOf?.(platform.db, personId);
    if (keeper) return keeper;
  }
  return null;
}
