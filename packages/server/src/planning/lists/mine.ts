import { standards } from "@tixi/standards";
import { sql } from "kysely";
import { dayInChina, NotFound, type Context } from "../../platform/index.ts";
import { findRegion, regionName } from "../../registry/index.ts";
import { access } from "../access.ts";
import { programmeName } from "../names.ts";
import { ownAnswers } from "./answers.ts";
import { KINDS, policyState, type DemandInput, type ListKind } from "./content.ts";
import { presentVersion } from "./decide-list.ts";
import { acceptedItems } from "./items.sql.ts";
import { provinceOf } from "./keep-items.ts";
import { presentEntry } from "./read-lists.ts";
import type { Mine, MineEntry } from "./schemas.ts";
import { allEntries, findVersion, versionsInForce, type EntryRow } from "./versions.sql.ts";

type Because = MineEntry["because"];

/** What tells whether a row concerns an organisation. */
interface Concern {
  organisation: { id: string; name: string; kind: string };
  /** its city, as the lists name it */
  city: string;
  /** programmes that a school offers, six digits */
  programmes: ReadonlySet<string>;
  /** what an enterprise stated and the office accepted */
  occupations: ReadonlySet<string>;
  industries: ReadonlySet<string>;
}

const MOST = 300;

/**
 * The part of the lists in force that concerns one's school or enterprise, each row with the reason: a school sees what
 * its programmes lead to; an enterprise its own statements, their occupations, chains that name it or its industry, and
 * the support that it may have.
 */
export async function myLists(ctx: Context): Promise<Mine> {
  access.authorize(ctx.actor, "answerListItem", { organisation: ctx.actor.organisation });
  const province = provinceOf(ctx.actor.region);
  const concern = await concernOf(ctx, province);
  const answered = await ownAnswers(ctx);
  const today = dayInChina(ctx.now);
  const mine: Mine = { organisation: concern.organisation, versions: [], demand: [], industry: [], policy: [], unanswered: 0 };
  let wanted = new Set<string>();
  for (const kind of ["industry", "demand", "policy"] as const satisfies readonly ListKind[]) {
    const [id] = await versionsInForce(ctx, kind, province);
    if (id === undefined) continue;
    const version = (await findVersion(ctx, id))!;
    const { kind: of, title, version: number, year } = await presentVersion(ctx, version);
    mine.versions.push({ id, kind: of, title, version: number, year });
    const found: MineEntry[] = [];
    for (const row of await allEntries(ctx, version)) {
      const because = whyOf(row, concern, wanted, today);
      if (because.length === 0) continue;
      found.push({ entry: presentEntry(row, today), versionId: id, because, mine: answered.get(row.item_id) ?? null });
      if (found.length === MOST) break;
    }
    mine[kind] = found;
    if (kind === "industry")
      wanted = new Set(found.flatMap(({ entry: { content } }) => (content.kind === "industry" ? content.occupations.map(({ code }) => code) : [])));
  }
  mine.unanswered = KINDS.flatMap((kind) => mine[kind]).filter((one) => one.mine === null).length;
  mine.versions.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
  return mine;
} // prettier-ignore

async function concernOf(ctx: Context, province: string): Promise<Concern> {
  const { organisation } = ctx.actor;
  const { rows } = await sql<{ id: string; name: string; kind: string; region: string }>`
    select organisation_id as id, name, kind, region from registry.organisation_version
    where organisation_id = ${organisation} and upper_inf(valid)`.execute(ctx.tx);
  const own = rows[0];
  if (!own) throw new NotFound({ zh: "本单位", en: "your organisation" });
  const school = ctx.actor.role === "school-officer";
  const offered = school
    ? (await sql<{ programme: string }>`select distinct programme from planning.offering where province = ${province} and school = ${organisation}`.execute(ctx.tx)).rows
    : [];
  const stated = school ? [] : await acceptedItems<DemandInput>(ctx, province, "demand");
  const industries = stated.flatMap(({ content }) => (content.industry === "" ? [] : [content.industry, sectionOf(content.industry)]));
  const { region, ...named } = own;
  return {
    organisation: named,
    city: cityOf(region),
    programmes: new Set(offered.map(({ programme }) => programme.slice(0, 6))),
    occupations: new Set(stated.flatMap(({ content }) => content.occupation ?? [])),
    industries: new Set(industries),
  };
} // prettier-ignore

const sectionOf = (code: string): string => standards().findIndustry(code)?.section ?? code;
/** The prefecture of a county; a city is its own. */
const cityOf = (region: string): string => {
  const found = findRegion(region);
  return found?.rank === "county" && found.parent !== null && findRegion(found.parent)?.rank === "city"
    ? found.parent
    : region;
};

function whyOf(row: EntryRow, concern: Concern, wanted: ReadonlySet<string>, today: string): Because {
  const { content } = row;
  const { organisation, city } = concern;
  const school = concern.programmes.size > 0;
  const because: Because = [];
  const add = (key: Because[number]["key"], name: string) => because.push({ key, name });
  const ours = (programmes: readonly { code: string }[]) =>
    programmes.filter(({ code }) => concern.programmes.has(code.slice(0, 6)));
  if (content.kind === "demand") {
    if (row.organisation === organisation.id) add("statement", content.post);
    if (content.city !== "" && content.city !== city) return because;
    for (const { code } of ours(content.programmes).slice(0, 3)) add("programme", programmeName(code));
    const { occupation } = content;
    if (occupation && row.organisation === null && concern.occupations.has(occupation.code))
      add("statement", occupation.name);
    if (occupation && !school && wanted.has(occupation.code)) add("chain", occupation.name);
  } else if (content.kind === "industry") {
    if (content.enterprises.some(({ id }) => id === organisation.id)) add("named", organisation.name);
    const shared = content.industries.find(({ code }) => concern.industries.has(code) || concern.industries.has(sectionOf(code)));
    if (shared) add("industry", shared.name);
    const taught = content.occupations.find(({ code }) => standards().programmesOf(code).some((link) => link.kind !== "class" && concern.programmes.has(link.code.slice(0, 6))));
    if (taught) add("talent", taught.name);
    if (content.cities.some(({ code }) => code === city)) add("city", regionName(city));
  } else {
    const state = policyState(content, today);
    const here = content.cities.length === 0 || content.cities.some(({ code }) => code === city);
    const object = organisation.kind === "enterprise" ? "enterprise" : "school";
    if (!here || !content.objects.includes(object) || state === "ended" || state === "suspended") return because;
    // an enterprise that never said its industry is not refused on it
    const industry = object === "school" || content.industries.length === 0 || concern.industries.size === 0 ||
      content.industries.some(({ code }) => concern.industries.has(code) || concern.industries.has(sectionOf(code)));
    const programme = object === "enterprise" || content.programmes.length === 0 || ours(content.programmes).length > 0;
    if (industry && programme) add("eligible", content.office);
  }
  return because;
} // prettier-ignore
