import { sql } from "kysely";
import { inRegion, type Context } from "../../platform/index.ts";
import type { Said } from "./document.ts";

export interface ChainFigures {
  release: { id: string; title: string; year: number } | null;
  /** the city of a consortium, '' for the province as a whole */
  city: string;
  say: (occupation: string) => Said;
}

/** Demand and shortage of occupations as the release in force lets anybody read them: of the alliance's city, else the province. */
export async function chainFigures(ctx: Context, { province, region }: { province: string; region: string }): Promise<ChainFigures> {
  // a consortium stands in a city; a county's is counted with its city
  const city = region !== province && inRegion(region, province) ? `${region.slice(0, 4)}00` : "";
  const found = await sql<{ id: string; title: string; year: number; cycle: string }>`select r.id, r.title, r.year, r.cycle_id as cycle from planning.release r
    where r.province = ${province} and planning.is_published(r.province, r.id) order by r.year desc, r.version desc limit 1`.execute(ctx.tx);
  const release = found.rows[0];
  if (!release) return { release: null, city, say: () => ({ missing: "no-release" }) };
  const { rows } = await sql<{ code: string; demand: number | null; shortage: number | null }>`select code, demand, shortage from planning.public_demand_total
    where province = ${province} and cycle_id = ${release.cycle} and scope = 'occupation' and city = ${city} and level = '' and year = ${release.year}`.execute(ctx.tx);
  const cells = new Map(rows.map((row) => [row.code, row]));
  const { cycle: _, ...told } = release;
  return {
    release: told,
    city,
    say: (code) => {
      const cell = cells.get(code);
      if (!cell) return { missing: "not-advertised" };
      return cell.demand === null || cell.shortage === null ? { missing: "withheld" } : { demand: Math.round(cell.demand), shortage: Math.round(cell.shortage) };
    },
  };
} // prettier-ignore

export interface OfferedProgramme {
  programme: string;
  school: string;
  school_name: string;
  city: string;
}
/** What schools of the province offer, which is public. */
export async function offerings(ctx: Context, province: string): Promise<OfferedProgramme[]> {
  const { rows } = await sql<OfferedProgramme>`select programme, school, school_name, city from pathways.offered(${province}) order by programme, school_name`.execute(ctx.tx); // prettier-ignore
  return rows;
}

/** What the enterprises among the members do, and the occupations of their posts. */
export async function worksOfMembers(ctx: Context, province: string, alliance: string): Promise<Map<string, { industries: string[]; occupations: string[] }>> {
  const { rows } = await sql<{ organisation: string; industries: string[] | null; occupations: string[] | null }>`
    select organisation, industries, occupations from alliances.works_of_members(${province}, ${alliance})`.execute(ctx.tx);
  return new Map(rows.map((row) => [row.organisation, { industries: row.industries ?? [], occupations: row.occupations ?? [] }]));
} // prettier-ignore
