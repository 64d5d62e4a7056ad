import { decodeCursor, toPage, type Context } from "../platform/index.ts";
import { access, provinceOf } from "./access.ts";
import { cityName, occupationName, occupationsOfProgramme } from "./names.ts";
import { unpackCandidates } from "./posting-batch.ts";
import {
  countAccepted,
  countPostings,
  listPostingRecords,
  postingConditions,
  searchTitles,
  type PostingFilter,
  type PostingRecord,
} from "./postings.sql.ts";
import { educations, type PostingQuery, type PostingView } from "./schemas.ts";

export interface PostingPage {
  items: PostingView[];
  next: string | null;
  total: number;
  totalIsEstimate: boolean;
}

/**
 * Postings that a filter holds for, newest or least certain first. Under "least-certain" those that a person has
 * looked at are left out unless asked for: it is the review queue.
 */
export async function listPostings(ctx: Context, query: PostingQuery): Promise<PostingPage> {
  access.authorize(ctx.actor, "read", { region: provinceOf(ctx.actor) });
  const province = provinceOf(ctx.actor);
  const filter = filterOf(query);
  const found = query.q === undefined ? null : await searchTitles(ctx, query.q);
  const conditions = postingConditions(province, filter, found);
  const key = decodeCursor(query.cursor, 2);
  const after = key ? { sort: String(key[0]), id: String(key[1]) } : null;
  const records = await listPostingRecords(ctx, conditions, query.order, after, query.limit + 1);
  const sortKey = (row: PostingRecord) =>
    query.order === "least-certain" ? row.confidence : (row.published_on ?? "-infinity");
  const page = toPage(records, query.limit, (row) => [sortKey(row), row.id], postingView);

  if (!after && page.next === null) return { ...page, total: page.items.length, totalIsEstimate: false };
  if (Object.values({ ...filter, importId: undefined }).every((value) => value === undefined)) {
    const total = await countAccepted(ctx, province, filter.importId);
    return { ...page, total, totalIsEstimate: false };
  }
  return { ...page, ...(await countPostings(ctx, conditions)) };
}

function filterOf(query: PostingQuery): PostingFilter {
  const codes = query.programme === undefined ? undefined : occupationsOfProgramme(query.programme);
  const single = query.occupation === undefined || query.occupation === "none" ? undefined : query.occupation;
  const wanted = single === undefined ? undefined : [single];
  return {
    q: query.q,
    city: query.city,
    occupations: codes && single ? codes.filter((code) => code === single) : (codes ?? wanted),
    uncoded: query.occupation === "none" || undefined,
    education: query.education === undefined ? undefined : educations.indexOf(query.education),
    flag: query.flag,
    reviewed: query.reviewed ?? (query.order === "least-certain" ? "none" : undefined),
    importId: query.importId,
    maxConfidence: query.maxConfidence,
  };
}

/** A posting as a list shows it. */
export function postingView(row: PostingRecord): PostingView {
  return {
    id: row.id,
    title: row.title,
    company: row.company,
    city: row.city,
    cityName: row.city === null ? row.region_text : (cityName(row.city) ?? row.region_text),
    salary:
      row.salary_min === null || row.salary_max === null
        ? null
        : { min: row.salary_min, max: row.salary_max },
    education: row.education === null ? null : (educations[row.education] ?? null),
    headcount: row.headcount,
    headcountKind: row.headcount_kind,
    publishedAt: row.published_on,
    occupation: row.occupation === null ? null : named(row.occupation),
    confidence: row.confidence,
    candidates: unpackCandidates(row.candidates).map((guess) => ({
      ...named(guess.code),
      confidence: guess.confidence,
    })),
    reviewed: row.review,
    source: row.source,
    flags: (row.flags ?? []).map(({ rule, severity, quote }) => ({ rule, severity, quote })),
  };
}

export function named(code: string): { code: string; name: string } {
  return { code, name: occupationName(code) ?? code };
}
