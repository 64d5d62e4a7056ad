import { URGENCY, urgencyOf } from "@tixi/engines/indicators";
import { standards } from "@tixi/standards";
import { sql } from "kysely";
import { createHash } from "node:crypto";
import type { Context } from "../../platform/index.ts";
import { regionName } from "../../registry/index.ts";
import { levelOf, occupationName } from "../names.ts";
import { ofSource, type Source } from "../source.ts";
import type { DemandContent, DemandInput, Entry } from "./content.ts";
import type { ItemRow } from "./items.sql.ts";

interface Row {
  year: number;
  city: string;
  code: string;
  level: DemandContent["level"];
  demand: number;
  low: number;
  high: number;
  shortage: number;
  price_max: number;
  employers: number;
}

/** One thing keeps its id from list to list: it is made of what the thing is. */
export function idOf(...parts: string[]): string {
  const hex = createHash("sha256").update(JSON.stringify(parts)).digest("hex");
  const variant = "89ab"[Number.parseInt(hex[16]!, 16) % 4]!;
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, variant + hex.slice(17, 20), hex.slice(20, 32)].join("-"); // prettier-ignore
}

/**
 * Rows of the demand list: what the release lets anybody see, by occupation for the province and for each city, there by
 * level too; and what enterprises state and let be published, and what was entered by hand.
 */
export async function collectDemand(
  ctx: Context,
  source: Source,
  releaseTitle: string,
  items: readonly ItemRow<DemandInput>[],
): Promise<Entry[]> {
  const { rows } =
    await sql<Row>`select year, city, code, level, demand, low, high, shortage, price_max, employers
    from planning.public_demand_total where ${ofSource(source)} and scope = 'occupation' and status = 'open'
      and year = any(${[source.year, source.year + 1, source.year + 3]}::int[])
      and (city <> '' or level = '') and demand >= 1`.execute(ctx.tx);
  const keyOf = (row: Row) => `${row.code} ${row.city} ${row.level}`;
  const years = new Map<string, Map<number, Row>>();
  for (const row of rows) {
    const key = keyOf(row);
    years.set(key, (years.get(key) ?? new Map<number, Row>()).set(row.year, row));
  }
  const stated = await statedBy(ctx, source, items);
  const computed = rows
    .filter((row) => row.year === source.year)
    .map((row) =>
      entryOf(source, releaseTitle, years.get(keyOf(row))!, row, row.city === "" ? stated.get(row.code) : undefined),
    ); // prettier-ignore
  const entered = items
    .filter(({ organisation, content }) => organisation === null || content.publish)
    .map(entryOfItem);
  return [...computed, ...entered].sort(byUrgency);
}

const GRADE_ORDER = { severe: 0, high: 1, some: 2, none: 3 } as const;
function byUrgency(a: Entry, b: Entry): number {
  const [x, y] = [a.content as DemandContent, b.content as DemandContent];
  const grade = (of: DemandContent) => (of.urgency ? GRADE_ORDER[of.urgency.grade] : 1);
  return (
    Number(x.city !== "") - Number(y.city !== "") ||
    grade(x) - grade(y) ||
    (y.shortage ?? y.now?.value ?? 0) - (x.shortage ?? x.now?.value ?? 0) ||
    (a.itemId < b.itemId ? -1 : 1)
  );
}

function entryOf(
  { province }: Source,
  sourceName: string,
  years: ReadonlyMap<number, Row>,
  row: Row,
  stated: DemandContent["stated"] | undefined,
): Entry {
  const figure = (of: Row | undefined) =>
    of ? { value: tenth(of.demand), low: tenth(of.low), high: tenth(of.high) } : null;
  const { programmes, courses, certificates } = abilitiesOf(row.code, row.level);
  const name = occupationName(row.code);
  const content: DemandContent = {
    kind: "demand",
    occupation: { code: row.code, name },
    post: "",
    level: row.level,
    city: row.city,
    cityName: row.city === "" ? regionName(province) : regionName(row.city),
    now: figure(row),
    in1: figure(years.get(row.year + 1)),
    in3: figure(years.get(row.year + 3)),
    shortage: tenth(row.shortage),
    price: Math.round(row.price_max * 100) / 100,
    urgency: urgencyOf(row.shortage, row.demand, row.price_max),
    employers: row.employers,
    from: "",
    programmes,
    courses,
    certificates,
    skills: [],
    stated: stated ?? null,
  };
  return {
    itemId: idOf("demand", province, row.code, row.level, row.city),
    title: name,
    content,
    source: "computed",
    sourceName,
    confidence: confidenceOf(row),
    organisation: null,
    city: row.city,
    occupations: [row.code],
    programmes: programmes.map(({ code }) => code),
    industries: [],
  };
}

/** How far a figure is to be trusted follows from how wide its interval is. */
function confidenceOf({ demand, low, high }: Row): Entry["confidence"] {
  const width = demand > 0 ? (high - low) / demand : 2;
  return width <= 0.5 ? "high" : width <= 1.2 ? "medium" : "low";
}

const tenth = (value: number): number => Math.round(value * 10) / 10;

const PROGRAMMES = 8;
const COURSES = 8;
const CERTIFICATES = 4;
const RANKS = { secondary: 1, college: 2, bachelor: 3 } as const;
const NEEDED: Record<string, number> = { secondary: 1, college: 2, bachelor: 3 };

/** What the linked programmes teach: their core courses and certificates, those of most programmes first. */
export function abilitiesOf(occupation: string, level: string) {
  const links = standards()
    .programmesOf(occupation)
    .filter(({ kind, code }) => kind !== "class" && RANKS[levelOf(code)] >= (NEEDED[level] ?? 0))
    .slice(0, PROGRAMMES);
  const programmes = links.flatMap(({ code }) => {
    const found = standards().findProgramme(code);
    return found ? [{ code: found.code, name: found.name, level: found.level }] : [];
  });
  const profiles = programmes.map(({ code }) => standards().profile(code));
  return {
    programmes,
    courses: mostFrequent(profiles.flatMap(({ coreCourses }) => [...new Set(coreCourses)]), COURSES),
    certificates: mostFrequent(profiles.flatMap(({ certificates }) => certificates.map(({ name }) => name)), CERTIFICATES),
  }; // prettier-ignore
}

function mostFrequent(terms: readonly string[], most: number): string[] {
  const times = new Map<string, number>();
  for (const term of terms) times.set(term, (times.get(term) ?? 0) + 1);
  return [...times].sort((a, b) => b[1] - a[1]).slice(0, most).map(([term]) => term); // prettier-ignore
}

/** A statement or a row entered by hand, as it stands in the list. */
function entryOfItem({ id, content, organisation, organisation_name }: ItemRow<DemandInput>): Entry {
  const found = content.occupation === null ? null : { code: content.occupation, name: occupationName(content.occupation) }; // prettier-ignore
  const { programmes, courses, certificates } = found
    ? abilitiesOf(found.code, content.level)
    : { programmes: [], courses: [], certificates: [] };
  const exact = (value: number | null) => (value === null ? null : { value, low: value, high: value });
  return {
    itemId: id,
    title: content.post,
    content: {
      kind: "demand",
      occupation: found,
      post: content.post,
      level: content.level,
      city: content.city,
      cityName: content.city === "" ? "全省" : regionName(content.city),
      now: exact(content.now),
      in1: exact(content.in1),
      in3: exact(content.in3),
      shortage: null,
      price: null,
      urgency: null,
      employers: organisation === null ? null : 1,
      from: content.from,
      programmes,
      courses,
      certificates,
      skills: content.skills,
      stated: null,
    },
    source: organisation === null ? "entered" : "stated",
    sourceName: organisation_name,
    confidence: organisation === null ? "low" : "medium",
    organisation,
    city: content.city,
    occupations: found ? [found.code] : [],
    programmes: programmes.map(({ code }) => code),
    industries: content.industry === "" ? [] : [content.industry],
  };
}

/**
 * What enterprises state, summed by occupation over the province: statements that the office accepted, whether they may
 * be named or not, and the year's survey. Only where so many stand behind a sum that none can be told from it; never by
 * city, so that no sum can be taken from another.
 */
async function statedBy(
  ctx: Context,
  { province, year }: Source,
  items: readonly ItemRow<DemandInput>[],
): Promise<Map<string, NonNullable<DemandContent["stated"]>>> {
  const { rows } = await sql<{ company: string; post: string; occupation: string | null; wanted: number }>`
    select company, content ->> 'postTitle' as post, content ->> 'occupationCode' as occupation, (content ->> 'wanted')::int as wanted
    from demand.survey where province = ${province} and year = ${year} and superseded_by is null`.execute(
    ctx.tx,
  );
  const sums = new Map<string, Map<string, number>>();
  const add = (occupation: string, enterprise: string, number: number) => {
    const of = sums.get(occupation) ?? new Map<string, number>();
    sums.set(occupation, of.set(enterprise, (of.get(enterprise) ?? 0) + number));
  };
  const byName = occupationsByName();
  for (const row of rows) {
    const code = row.occupation ?? byName.get(row.post);
    if (code) add(code, row.company, row.wanted);
  }
  for (const { content, organisation, organisation_name } of items)
    if (organisation !== null && content.occupation !== null)
      add(content.occupation, organisation_name, content.now);
  const open = new Map<string, NonNullable<DemandContent["stated"]>>();
  for (const [code, of] of sums) {
    const number = [...of.values()].reduce((all, one) => all + one, 0);
    if (of.size >= URGENCY.minEnterprises && Math.max(...of.values()) <= URGENCY.maxShare * number)
      open.set(code, { enterprises: of.size, number });
  }
  return open;
}

/** Occupations by their own name and by the names of their kinds of work, where a name means one only. */
function occupationsByName(): Map<string, string | undefined> {
  const names = new Map<string, string | undefined>();
  for (const { code, name, workTypes } of standards().occupations)
    for (const one of new Set([name, ...workTypes])) names.set(one, names.has(one) ? undefined : code);
  return names;
}
