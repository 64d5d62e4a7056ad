import { standards } from "@tixi/standards";
import { sql } from "kysely";
import type { Context } from "../../platform/index.ts";
import { regionName } from "../../registry/index.ts";
import { occupationName } from "../names.ts";
import { idOf } from "./collect-demand.ts";
import type { DemandContent, Entry, IndustryContent, IndustryInput, PolicyInput } from "./content.ts";
import type { ItemRow } from "./items.sql.ts";

interface PlanRow {
  industry: string;
  city: string | null;
  year: number;
  growth: number;
  newPosts: number | null;
  document: string;
}

/** The province's demand rows of the list now in force, by occupation: what an industry's talent needs are linked to. */
export type Talents = ReadonlyMap<string, { itemId: string; content: DemandContent }>;

const YEARS = 5;
const named = (codes: readonly string[], nameOf: (code: string) => string) => codes.map((code) => ({ code, name: nameOf(code) })); // prettier-ignore
const industryName = (code: string): string => standards().findIndustry(code)?.name ?? code;

/**
 * Rows of the industry list: chains as the office keeps them, with the growth that the industry plans give their
 * industries; and each industry of the plans that no chain names, with the occupations that its postings ask for most.
 */
export async function collectIndustry(
  ctx: Context,
  of: { province: string; year: number },
  items: readonly ItemRow<IndustryInput>[],
  talents: Talents,
): Promise<Entry[]> {
  const plans = await plansOf(ctx, of);
  const chains = items.map((item) => chainOf(item, plans, talents));
  const covered = new Set(items.flatMap(({ content }) => content.industries));
  const wanted = await wantedBySection(ctx, of, talents);
  const groups = new Map<string, PlanRow[]>();
  for (const plan of plans)
    if (!covered.has(plan.industry)) {
      const key = `${plan.industry} ${plan.city ?? ""}`;
      groups.set(key, [...(groups.get(key) ?? []), plan]);
    }
  const computed = [...groups.values()].map((group) => planned(of, group, wanted, talents));
  return [...chains, ...computed.sort((a, b) => newPostsOf(b) - newPostsOf(a))];
}

const newPostsOf = ({ content }: Entry): number => (content as IndustryContent).growth[0]?.newPosts ?? 0;

/** A code with those above it up to its section: 3670 → 367 → 36 → C. */
function withAncestors(code: string): string[] {
  const found = standards().findIndustry(code);
  if (!found) return [code];
  return [code, ...(found.parent ? withAncestors(found.parent) : []), found.section];
}

async function plansOf(ctx: Context, of: { province: string; year: number }): Promise<PlanRow[]> {
  const { rows } = await sql<PlanRow>`select industry, city, year, (content ->> 'growth')::float8 as growth,
      (content ->> 'newPosts')::int as "newPosts", coalesce(content ->> 'document', '') as document
    from demand.industry_plan where province = ${of.province} and year between ${of.year} and ${of.year + YEARS}
      and superseded_by is null order by industry, city nulls first, year`.execute(ctx.tx);
  return rows;
}

function chainOf(
  { id, title, content, organisation_name }: ItemRow<IndustryInput>,
  plans: readonly PlanRow[],
  talents: Talents,
): Entry {
  const codes = new Set(content.industries.flatMap(withAncestors));
  const here = (plan: PlanRow) =>
    codes.has(plan.industry) &&
    (plan.city === null || content.cities.length === 0 || content.cities.includes(plan.city));
  return {
    itemId: id,
    title,
    content: {
      kind: "industry",
      chain: content.chain,
      part: content.part,
      park: content.park,
      cities: named(content.cities, regionName),
      industries: named(content.industries, industryName),
      enterprises: content.enterprises,
      products: content.products,
      projects: content.projects,
      output: content.output,
      year: content.year,
      growth: plans.filter(here).slice(0, YEARS).map(growthOf),
      occupations: named(content.occupations, occupationName),
      ...talentsOf(content.occupations, content.noTalent, talents),
    },
    source: "entered",
    sourceName: organisation_name,
    confidence: "medium",
    organisation: null,
    city: content.cities.length === 1 ? content.cities[0]! : "",
    occupations: content.occupations,
    programmes: [],
    industries: [...codes],
  };
}

const growthOf = ({ industry, year, growth, newPosts, document }: PlanRow) => ({ industry, year, growth, newPosts, document }); // prettier-ignore

/** An industry needs talent that stands in the demand list, or says why not: nothing is left open. */
function talentsOf(occupations: readonly string[], noTalent: string, talents: Talents) {
  const found = occupations.flatMap((code) => {
    const of = talents.get(code);
    if (!of) return [];
    const { itemId: id, content } = of;
    return [{ id, kind: "demand" as const, title: content.occupation?.name ?? content.post, now: content.now?.value ?? null, shortage: content.shortage }]; // prettier-ignore
  });
  const reason =
    occupations.length > 0
      ? "所列职业在现行人才需求清单中没有达到公布条件的条目"
      : "本年招聘信息中没有该行业达到公布条件的岗位";
  return { talents: found, noTalent: found.length > 0 ? "" : noTalent || reason };
}

function planned(
  of: { province: string; year: number },
  group: readonly PlanRow[],
  wanted: ReadonlyMap<string, string[]>,
  talents: Talents,
): Entry {
  const { industry, city, document } = group[0]!;
  const section = standards().findIndustry(industry)?.section ?? industry;
  const occupations = wanted.get(section) ?? [];
  return {
    itemId: idOf("industry", of.province, industry, city ?? ""),
    title: industryName(industry),
    content: {
      kind: "industry",
      chain: industryName(industry),
      part: "",
      park: "",
      cities: city === null ? [] : named([city], regionName),
      industries: named([industry], industryName),
      enterprises: [],
      products: [],
      projects: [],
      output: null,
      year: of.year,
      growth: group.map(growthOf),
      occupations: named(occupations, occupationName),
      ...talentsOf(occupations, "", talents),
    },
    source: "computed",
    sourceName: document || "产业规划",
    confidence: "medium",
    organisation: null,
    city: city ?? "",
    occupations,
    programmes: [],
    industries: withAncestors(industry),
  };
}

const OCCUPATIONS = 5;

/** By section of GB/T 4754: the occupations of the demand list that most of its postings ask for, of three employers at least. */
async function wantedBySection(
  ctx: Context,
  of: { province: string; year: number },
  talents: Talents,
): Promise<Map<string, string[]>> {
  const { rows } = await sql<{
    industry: string;
    occupation: string;
  }>`select industry, occupation from demand.posting
    where province = ${of.province} and industry is not null and occupation = any(${[...talents.keys()]}::text[])
      and published_on >= make_date(${of.year - 1}, 1, 1)
    group by industry, occupation having count(distinct employer) >= 3
    order by industry, count(*) desc, occupation`.execute(ctx.tx);
  const found = new Map<string, string[]>();
  for (const { industry, occupation } of rows) {
    const all = found.get(industry) ?? [];
    if (all.length < OCCUPATIONS) found.set(industry, [...all, occupation]);
  }
  return found;
}

/** Rows of the policy list, those that last longest last; each with the chains and the demand that it serves. */
export function collectPolicy(
  items: readonly ItemRow<PolicyInput>[],
  chains: ReadonlyMap<string, string>,
  talents: Talents,
): Entry[] {
  return items
    .map(({ id, title, content, organisation_name }): Entry => {
      const { cities, industries, occupations, programmes, serves, ...rest } = content;
      return {
        itemId: id,
        title,
        content: {
          ...rest,
          cities: named(cities, regionName),
          industries: named(industries, industryName),
          occupations: named(occupations, occupationName),
          programmes: named(programmes, (code) => standards().findProgramme(code)?.name ?? code),
          serves: [
            ...serves.flatMap((one) => (chains.has(one) ? [{ id: one, kind: "industry" as const, title: chains.get(one)! }] : [])),
            ...occupations.flatMap((code) => {
              const of = talents.get(code);
              return of ? [{ id: of.itemId, kind: "demand" as const, title: occupationName(code) }] : [];
            }),
          ],
        },
        source: "entered",
        sourceName: organisation_name,
        confidence: content.document === "" ? "low" : "high",
        organisation: null,
        city: cities.length === 1 ? cities[0]! : "",
        occupations,
        programmes,
        industries: industries.flatMap(withAncestors),
      };
    })
    .sort((a, b) => instrumentOf(a).localeCompare(instrumentOf(b)) || (a.title < b.title ? -1 : 1));
} // prettier-ignore

const instrumentOf = ({ content }: Entry): string => (content.kind === "policy" ? content.instrument : "");
