import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  BadInput,
  Conflict,
  etagOf,
  jsonText,
  NotFound,
  requireMatch,
  type Context,
  type InputFault,
} from "../platform/index.ts";
import { findRegion, regionName } from "../registry/index.ts";
import { access } from "./access.ts";
import type * as s from "./session-schemas.ts";
import { findSeason, heldSeason, type Season } from "./season.sql.ts"; // prettier-ignore

type Given = z.infer<typeof s.newSite>;
const SITE = { zh: "考点", en: "site" };

export interface SiteRow {
  province: string;
  id: string;
  season_id: string;
  name: string;
  city: string;
  address: string;
  organisation: string | null;
  places: Record<string, number>;
  open: { from: string; until: string }[];
  sessions: number;
  seated: number;
}

export async function sitesOf(ctx: Context, season: Pick<Season, "province" | "id">): Promise<SiteRow[]> {
  const { rows } = await sql<SiteRow>`select p.*, (select count(*)::int from admissions.session x where x.province = p.province and x.site_id = p.id) as sessions,
      (select count(*)::int from admissions.seating t join admissions.session x on x.province = t.province and x.id = t.session_id
        where x.province = p.province and x.site_id = p.id) as seated
    from admissions.site p where p.province = ${season.province} and p.season_id = ${season.id} order by p.city, p.name, p.id`.execute(ctx.tx);
  return rows;
} // prettier-ignore

const etag = ({ id, name, city, address, organisation, places, open }: SiteRow) => etagOf(id, name, city, address, organisation, places, open); // prettier-ignore
const present = (row: SiteRow) => ({
  id: row.id,
  name: row.name,
  city: row.city,
  cityName: regionName(row.city),
  address: row.address,
  organisation: row.organisation,
  places: row.places,
  open: row.open,
  sessions: row.sessions,
  seated: row.seated,
  etag: etag(row),
});

/** Sites of a season: the offices that may read it, anybody once the sessions are out. */
export async function listSites(ctx: Context, seasonId: string): Promise<z.infer<typeof s.sitePage>> {
  const season = await findSeason(ctx, seasonId);
  access.authorize(ctx.actor, "readSeason", { region: season.province, published: season.state !== "draft" });
  return { items: (await sitesOf(ctx, season)).map(present), next: null };
}

/** The season, where its sites and sessions may still be changed by the actor. @throws Conflict once they are out */
export async function seatableSeason(ctx: Context, id: string): Promise<Season> {
  const season = await heldSeason(ctx, id, "holdSeason");
  if (!["draft", "registering", "confirmed"].includes(season.state))
    throw new Conflict({ zh: "考场已经公布，不能再改。", en: "The sessions are out and cannot be changed." });
  return season;
}

function requireFit(season: Season, given: Given): void {
  const fault = (field: string, value: unknown, reason: string): InputFault => ({ part: "body", field, value, reason }); // prettier-ignore
  const keys = new Set(season.categories.map(({ key }) => key));
  const faults = [
    ...(findRegion(given.city) && given.city.slice(0, 2) === season.province.slice(0, 2) ? [] : [fault("city", given.city, "不是本省的行政区 / not a region of the province")]),
    ...Object.keys(given.places).filter((key) => !keys.has(key)).map((key) => fault(`places.${key}`, key, "本招生季没有这个类别 / the season has no such category")),
    ...given.open.flatMap(({ from, until }, i) => (Date.parse(from) < Date.parse(until) ? [] : [fault(`open[${i}].until`, until, "不晚于开始时间 / not after its beginning")])),
  ]; // prettier-ignore
  if (faults.length > 0) throw new BadInput(faults);
}

/** @throws BadInput for another province's city, a category that the season has not, a time that ends before it begins */
export async function addSite(ctx: Context, seasonId: string, given: Given): Promise<z.infer<typeof s.site>> {
  const season = await seatableSeason(ctx, seasonId);
  requireFit(season, given);
  const id = uuidv7();
  await sql`insert into admissions.site (province, id, season_id, name, city, address, organisation, places, open)
    values (${season.province}, ${id}, ${seasonId}, ${given.name}, ${given.city}, ${given.address}, ${given.organisation},
      ${jsonText(given.places)}::jsonb, ${jsonText(given.open)}::jsonb)`.execute(ctx.tx);
  await ctx.audit("site.add", `site:${id}`, null, { season: seasonId, ...given });
  return present(await requireSite(ctx, id));
} // prettier-ignore

async function requireSite(ctx: Context, id: string): Promise<SiteRow> {
  const { rows } = await sql<{ province: string; season_id: string }>`select province, season_id from admissions.site where id = ${id}`.execute(ctx.tx); // prettier-ignore
  const found = rows[0] && (await sitesOf(ctx, { province: rows[0].province, id: rows[0].season_id })).find((one) => one.id === id); // prettier-ignore
  if (!found) throw new NotFound(SITE);
  return found;
}

/** A site that the actor may change. @throws NotFound; VersionChanged (If-Match); Conflict while sessions are held there */
async function ownSite(
  ctx: Context,
  request: FastifyRequest,
  id: string,
): Promise<{ row: SiteRow; season: Season }> {
  const row = await requireSite(ctx, id);
  const season = await seatableSeason(ctx, row.season_id);
  requireMatch(request, etag(row));
  if (row.sessions > 0)
    throw new Conflict({ zh: "该考点已排了场次，请先清除排考。", en: "Sessions are planned at this site; clear them first." }); // prettier-ignore
  return { row, season };
}

export async function changeSite(ctx: Context, request: FastifyRequest, id: string, given: Given): Promise<z.infer<typeof s.site>> {
  const { row, season } = await ownSite(ctx, request, id);
  requireFit(season, given);
  await sql`update admissions.site set name = ${given.name}, city = ${given.city}, address = ${given.address}, organisation = ${given.organisation},
    places = ${jsonText(given.places)}::jsonb, open = ${jsonText(given.open)}::jsonb where province = ${row.province} and id = ${id}`.execute(ctx.tx);
  await ctx.audit("site.change", `site:${id}`, { places: row.places, open: row.open }, { places: given.places, open: given.open });
  return present(await requireSite(ctx, id));
} // prettier-ignore

export async function removeSite(ctx: Context, request: FastifyRequest, id: string): Promise<z.infer<typeof s.sitePage>> {
  const { row } = await ownSite(ctx, request, id);
  await sql`delete from admissions.site where province = ${row.province} and id = ${id}`.execute(ctx.tx);
  await ctx.audit("site.remove", `site:${id}`, { name: row.name }, null);
  return listSites(ctx, row.season_id);
} // prettier-ignore
