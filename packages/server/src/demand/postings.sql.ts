/** Queries over postings. Every list is one round trip and pages by key; see migrations/ for the index of each. */
import { sql, type RawBuilder } from "kysely";
import type { Context } from "../platform/context.ts";
import { titleGrams } from "./title-grams.ts";

export interface PostingFilter {
  q?: string | undefined;
  city?: string | undefined;
  /** any of these; an empty list finds nothing */
  occupations?: readonly string[] | undefined;
  uncoded?: boolean | undefined;
  education?: number | undefined;
  /** a rule code, or "any" */
  flag?: string | undefined;
  reviewed?: "none" | "confirmed" | "corrected" | "abstained" | undefined;
  importId?: string | undefined;
  maxConfidence?: number | undefined;
}

export type PostingOrder = "least-certain" | "newest";

export interface PostingRecord {
  id: string;
  title: string;
  company: string;
  city: string | null;
  region_text: string;
  salary_min: number | null;
  salary_max: number | null;
  education: number | null;
  headcount: number | null;
  headcount_kind: "stated" | "several" | "absent";
  published_on: string | null;
  occupation: string | null;
  confidence: number;
  candidates: string;
  flags: { rule: string; kind: string; severity: "hard" | "warn"; field: string; quote: string }[] | null;
  review: "confirmed" | "corrected" | "abstained" | null;
  source: string;
  import_id: string;
  row_number: number;
}

const LIST_COLUMNS = sql`id::text, title, company, city, region_text, salary_min, salary_max, education, headcount,
  headcount_kind, nullif(published_on, '-infinity')::text as published_on, occupation, confidence, candidates, flags,
  review, source, import_id, row_number`;

/** A title search that finds more than this is left to the scan in list order, which then soon has a page full. */
const FEW_TITLES = 2000;

/** Ids of the postings whose title holds `q`; null if there are too many to list, or `q` is one character. */
export async function searchTitles(ctx: Context, q: string): Promise<string[] | null> {
  const needle = q.toLowerCase().replace(/\s+/g, "");
  const grams = titleGrams(needle);
  if (grams.length === 0) return null;
  const { rows } = await sql<{ id: string }>`
    select id::text from demand.search_titles(${grams}::int4[], ${needle}, ${FEW_TITLES + 1}) as id`.execute(
    ctx.tx,
  );
  return rows.length > FEW_TITLES ? null : rows.map((row) => row.id);
}

/** Conditions of a filter, the province's first. `found` = what searchTitles answered for `q`. */
export function postingConditions(
  province: string,
  filter: PostingFilter,
  found: string[] | null,
): RawBuilder<unknown> {
  const all: RawBuilder<unknown>[] = [sql`province = ${province}`];
  if (filter.q !== undefined) {
    all.push(
      found
        ? sql`id = any(${found}::bigint[])`
        : sql`position(${filter.q.toLowerCase().replace(/\s+/g, "")} in lower(replace(title, ' ', ''))) > 0`,
    );
  }
  if (filter.city !== undefined) all.push(sql`city = ${filter.city}`);
  if (filter.occupations?.length === 1) all.push(sql`occupation = ${filter.occupations[0]}`);
  else if (filter.occupations) all.push(sql`occupation = any(${[...filter.occupations]}::text[])`);
  if (filter.uncoded) all.push(sql`occupation is null`);
  if (filter.education !== undefined) all.push(sql`education = ${filter.education}`);
  if (filter.flag !== undefined) all.push(sql`flag_count > 0`);
  if (filter.flag !== undefined && filter.flag !== "any")
    all.push(sql`flag_rules @> ${[filter.flag]}::text[]`);
  if (filter.reviewed === "none") all.push(sql`review is null`);
  else if (filter.reviewed !== undefined) all.push(sql`review = ${filter.reviewed} and review is not null`);
  if (filter.importId !== undefined) all.push(sql`import_id = ${filter.importId}`);
  if (filter.maxConfidence !== undefined) all.push(sql`confidence <= ${filter.maxConfidence}::real`);
  return sql.join(all, sql` and `);
}

/** Up to `limit` postings after the key, in the order asked for. */
export async function listPostingRecords(
  ctx: Context,
  conditions: RawBuilder<unknown>,
  order: PostingOrder,
  after: { sort: string; id: string } | null,
  limit: number,
): Promise<PostingRecord[]> {
  // The columns by their table's name: without it the texts of the same name in LIST_COLUMNS would be sorted by.
  const page =
    order === "least-certain"
      ? sql`${after ? sql`and (confidence, id) > (${after.sort}::real, ${after.id}::bigint)` : sql``}
          order by posting.confidence, posting.id`
      : sql`${after ? sql`and (published_on, id) < (${after.sort}::date, ${after.id}::bigint)` : sql``}
          order by posting.published_on desc, posting.id desc`;
  const { rows } = await sql<PostingRecord>`
    select ${LIST_COLUMNS} from demand.posting where ${conditions} ${page} limit ${limit}`.execute(ctx.tx);
  return rows;
}

/** Up to so many postings are counted one by one; above, the database's estimate says enough. */
const COUNTED = 10_000;

/** How many postings hold: exactly where they are few, as the database estimates where a count would cost a scan. */
export async function countPostings(
  ctx: Context,
  conditions: RawBuilder<unknown>,
): Promise<{ total: number; totalIsEstimate: boolean }> {
  const plan = await sql<{ "QUERY PLAN": { Plan: { "Plan Rows": number } }[] }>`
    explain (format json) select 1 from demand.posting where ${conditions}`.execute(ctx.tx);
  const estimate = Math.round(plan.rows[0]?.["QUERY PLAN"][0]?.Plan["Plan Rows"] ?? 0);
  if (estimate > COUNTED) return { total: estimate, totalIsEstimate: true };
  // The estimate is far too low until the database has looked at freshly imported rows.
  const { rows } = await sql<{ n: number }>`
    select count(*)::float8 as n from
      (select 1 from demand.posting where ${conditions} limit ${COUNTED + 1}) counted`.execute(ctx.tx);
  const counted = rows[0]?.n ?? 0;
  return { total: counted, totalIsEstimate: counted > COUNTED };
}

/** How many postings were accepted, from the imports' counters. */
export async function countAccepted(ctx: Context, province: string, importId?: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select coalesce(sum(accepted), 0)::float8 as n from demand.import
    where province = ${province} and kind = 'postings' ${importId ? sql`and id = ${importId}` : sql``}`.execute(
    ctx.tx,
  );
  return rows[0]?.n ?? 0;
}

export interface PostingFullRecord extends PostingRecord {
  company_code: string | null;
  employer: string | null;
  experience_text: string;
  industry_text: string;
  industry: string | null;
  source_id: string;
  signature: Buffer;
  description: string;
  file_name: string;
}

export async function findPostingRecord(
  ctx: Context,
  province: string,
  id: string,
  lock = false,
): Promise<PostingFullRecord | null> {
  const { rows } = await sql<PostingFullRecord>`
    select ${LIST_COLUMNS}, company_code, employer::text, experience_text, industry_text, industry, source_id, signature,
      coalesce((select description from demand.posting_text t where t.province = p.province and t.id = p.id), '')
        as description,
      coalesce((select file_name from demand.import i where i.province = p.province and i.id = p.import_id), '')
        as file_name
    from demand.posting p where province = ${province} and id = ${id}::bigint ${lock ? sql`for update of p` : sql``}`.execute(
    ctx.tx,
  );
  return rows[0] ?? null;
}

export interface SiblingRecord {
  id: string;
  title: string;
  published_on: string | null;
  source: string;
  headcount: number | null;
  signature: Buffer;
}

/** Postings of the same employer in the same city, newest first: the candidates for one vacancy. */
export async function siblingPostings(
  ctx: Context,
  province: string,
  employer: string,
  city: string | null,
): Promise<SiblingRecord[]> {
  const { rows } = await sql<SiblingRecord>`
    select id::text, title, nullif(published_on, '-infinity')::text as published_on, source, headcount, signature
    from demand.posting
    where province = ${province} and employer = ${employer}::bigint and city is not distinct from ${city}
    order by posting.published_on desc, posting.id desc limit 500`.execute(ctx.tx);
  return rows;
}

export async function setPostingCode(
  ctx: Context,
  province: string,
  id: string,
  change: { occupation: string | null; confidence: number; review: "confirmed" | "corrected" | "abstained" },
): Promise<void> {
  await sql`
    update demand.posting set occupation = ${change.occupation}, confidence = ${change.confidence}, review = ${change.review}
    where province = ${province} and id = ${id}::bigint`.execute(ctx.tx);
}

export interface RuleCount {
  rule: string;
  count: number;
}

/** Breaching postings by rule, and their number, from the index of flagged postings alone. */
export async function countFlags(
  ctx: Context,
  province: string,
): Promise<{ byRule: RuleCount[]; breaching: number }> {
  const { rows } = await sql<{ rules: string[]; n: number }>`
    select flag_rules as rules, count(*)::float8 as n from demand.posting
    where province = ${province} and flag_count > 0 group by flag_rules`.execute(ctx.tx);
  const byRule = new Map<string, number>();
  let breaching = 0;
  for (const { rules, n } of rows) {
    breaching += n;
    for (const rule of rules) byRule.set(rule, (byRule.get(rule) ?? 0) + n);
  }
  return {
    byRule: [...byRule].map(([rule, count]) => ({ rule, count })).sort((a, b) => b.count - a.count),
    breaching,
  };
}

/** The sources' ids of an import's postings so far, read in pages. */
export async function* importedIds(ctx: Context, province: string, importId: string): AsyncGenerator<string> {
  let row = 0;
  for (;;) {
    const { rows } = await sql<{ row_number: number; source_id: string }>`
      select row_number, source_id from demand.posting
      where province = ${province} and import_id = ${importId} and row_number > ${row}
      order by row_number limit 20000`.execute(ctx.tx);
    for (const { source_id } of rows) yield source_id;
    const last = rows.at(-1);
    if (!last) return;
    row = last.row_number;
  }
}
