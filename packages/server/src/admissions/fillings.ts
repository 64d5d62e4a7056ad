import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import type { z } from "zod";
import { BadInput, Conflict, NotFound, requireMatch, type Context } from "../platform/index.ts";
import { access } from "./access.ts";
import { fillingEtag, findFillings, stateOf, vacanciesBefore, type FillingRow } from "./fillings.sql.ts";
import { requireSeason, stepTaken, type SeasonBase } from "./score-season.ts";
import type * as s from "./unit-schemas.ts";

export const FILLING = { zh: "志愿填报时间", en: "time for preferences" };

/** When preferences of each batch and round may be saved, and how long still. @throws NotFound */
export async function listFillings(ctx: Context, seasonId: string, published: boolean): Promise<z.infer<typeof s.fillingList>> {
  const season = await requireSeason(ctx, seasonId);
  const begun = stepTaken(season, "open") !== null;
  if (published) access.authorize(ctx.actor, "readPublished", { published: begun });
  else access.authorize(ctx.actor, "readSeason", { region: season.province, published: begun });
  const rows = await findFillings(ctx, season);
  const office = ctx.actor.region === season.province && access.reach(ctx.actor.role, "holdSeason") !== undefined;
  const items = [];
  for (const row of rows) items.push(await presentFilling(ctx, season, row, office));
  return { now: (rows[0]?.now ?? ctx.now).toISOString(), items, next: null };
} // prettier-ignore

async function presentFilling(
  ctx: Context,
  season: SeasonBase,
  row: FillingRow,
  office: boolean,
): Promise<z.infer<typeof s.filling>> {
  const state = stateOf(row);
  const until = state === "before" ? row.opens : row.closes;
  const left = row.round > 1 && row.ready ? await vacanciesBefore(ctx, season, row.batch, row.round) : null;
  return {
    batch: row.batch,
    round: row.round,
    opens: row.opens.toISOString(),
    closes: row.closes.toISOString(),
    state,
    secondsLeft: state === "locked" ? 0 : Math.ceil((until.getTime() - row.now.getTime()) / 1000),
    saved: office ? await savedLists(ctx, season, row) : null,
    ready: row.ready,
    vacancies: left && [...left.values()].reduce((sum, seats) => sum + seats, 0),
    etag: fillingEtag(season.id, row),
  };
}

async function savedLists(ctx: Context, season: SeasonBase, { batch, round }: FillingRow): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select admissions.lists_saved(${season.province}, ${season.id}, ${batch}, ${round}) as n`.execute(
    ctx.tx,
  );
  return rows[0]!.n;
}

async function heldSeason(ctx: Context, seasonId: string): Promise<SeasonBase> {
  const season = await requireSeason(ctx, seasonId, true);
  access.authorize(ctx.actor, "holdSeason", { region: season.province });
  if (season.state === "closed")
    throw new Conflict({ zh: "本招生季已经结束。", en: "The season is concluded." });
  return season;
}

/**
 * Sets when a batch's round is filed. One that has begun is only ever made longer, one that is over stays as it is: nobody
 * locks lists, reads them and opens them again (the database refuses it too).
 * @throws BadInput; Conflict; VersionChanged where it is there already (If-Match)
 */
export async function setFilling(
  ctx: Context,
  request: FastifyRequest,
  seasonId: string,
  of: { batch: string; round: number },
  input: z.infer<typeof s.fillingTimes>,
): Promise<z.infer<typeof s.filling>> {
  const season = await heldSeason(ctx, seasonId);
  const [opens, closes] = [new Date(input.opens), new Date(input.closes)];
  const bad = (field: string, value: string, zh: string, en: string) => new BadInput([{ part: "body", field, value, reason: `${zh} / ${en}` }]);
  if (!season.rules.batches.some(({ id }) => id === of.batch)) throw bad("batch", of.batch, "规则中没有这个批次", "no such batch");
  if (closes <= opens) throw bad("closes", input.closes, "截止不晚于开始", "it closes no later than it opens");
  const [before] = await findFillings(ctx, season, of, true);
  if (before) requireMatch(request, fillingEtag(season.id, before));
  const { now } = before ?? { now: ctx.now };
  if (closes <= now) throw bad("closes", input.closes, "截止时间已经过去", "it lies in the past");
  if (before && stateOf(before) === "locked")
    throw new Conflict({ zh: "这一轮填报已经截止，志愿已锁定，不能重开。", en: "This round is closed and its lists are locked; it is not opened again." });
  if (before && stateOf(before) === "open" && (opens.getTime() !== before.opens.getTime() || closes < before.closes))
    throw new Conflict({ zh: "填报已经开始，只能延长截止时间。", en: "It has begun; it can only be made longer." });
  if (of.round > 1) {
    const [earlier] = await findFillings(ctx, season, { batch: of.batch, round: of.round - 1 });
    if (!earlier) throw new Conflict({ zh: `本批次还没有第 ${of.round - 1} 轮。`, en: `This batch has no round ${of.round - 1} yet.` });
    if (opens < earlier.closes) throw bad("opens", input.opens, "早于上一轮截止", "before the round before it closes");
  }
  await sql`insert into admissions.filling (province, season_id, batch, round, opens, closes)
    values (${season.province}, ${season.id}, ${of.batch}, ${of.round}, ${opens}, ${closes})
    on conflict (province, season_id, batch, round) do update set opens = excluded.opens, closes = excluded.closes`.execute(ctx.tx);
  const times = (row: { opens: Date; closes: Date }) => ({ opens: row.opens.toISOString(), closes: row.closes.toISOString() });
  await ctx.audit("filling.set", `season:${season.id}`, before ? { ...of, ...times(before) } : null, { ...of, ...times({ opens, closes }) });
  const [row] = await findFillings(ctx, season, of);
  return presentFilling(ctx, season, row!, true);
} // prettier-ignore

/** Takes a time for preferences back before it begins. @throws NotFound; Conflict once it has begun; VersionChanged */
export async function removeFilling(
  ctx: Context,
  request: FastifyRequest,
  seasonId: string,
  of: { batch: string; round: number },
): Promise<{ removed: string }> {
  const season = await heldSeason(ctx, seasonId);
  const [row] = await findFillings(ctx, season, of, true);
  if (!row) throw new NotFound(FILLING);
  requireMatch(request, fillingEtag(season.id, row));
  if (stateOf(row) !== "before")
    throw new Conflict({ zh: "填报已经开始，不能取消。", en: "It has begun and is not taken back." });
  await sql`delete from admissions.filling where province = ${season.province} and season_id = ${season.id} and batch = ${of.batch}
    and round = ${of.round}`.execute(ctx.tx);
  await ctx.audit("filling.remove", `season:${season.id}`, of, null);
  return { removed: `${of.batch} ${of.round}` };
}
