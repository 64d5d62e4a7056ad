import { sql } from "kysely";
import type { z } from "zod";
import { NotFound, type Context, type Sentence } from "../platform/index.ts";
import { access } from "./access.ts";
import {
  adviceRange,
  intervalOf,
  yearlyChanges,
  type AdviceRange,
  type YearlyChange,
} from "./advice-interval.ts";
import { groupKey, knownLines, lineKeys, unitIdentities, unitKey } from "./past-lines-known.ts";
import type * as s from "./preference-schemas.ts";
import { inLanguage, requireSeason, stepTaken, type SeasonBase } from "./score-season.ts";
import { CANDIDATE } from "./scores.ts";
import { findUnits, type UnitRow } from "./units.sql.ts";

/** Years that are looked back. */
const YEARS = 6;

interface Past {
  key: string;
  year: number;
  season: string;
  category: string;
  lastRank: number | null;
  lastScore: string | null;
  /** null = not published */
  admitted: number | null;
  vacancies: number;
  listed: number | null;
  /** a line that was taken in as it was published, not a season that was filed here */
  published: boolean;
}

/** Last places of the first rounds of earlier seasons of the channel whose result is confirmed, general seats. */
async function ownPlaces(ctx: Context, season: SeasonBase, of: { categories: readonly string[] | null; from: number; to: number }): Promise<Past[]> {
  const { rows } = await sql<Omit<Past, "key" | "published"> & { batch: string; schoolName: string; programme: string; city: string }>`
    select s.year, s.name as season, u.category, u.batch, u.school_name as "schoolName", u.programme, u.city, k.last_rank as "lastRank",
      trim_scale(k.last_score)::text as "lastScore", k.admitted, k.vacancies, (select max(e.cumulative) from admissions.score_step e
        where e.province = s.province and e.season_id = s.id and e.category = u.category) as listed
    from admissions.season s join admissions.filing f on f.province = s.province and f.season_id = s.id and f.round = 1
      join admissions.unit u on u.province = s.province and u.season_id = s.id and u.batch = f.batch and u.quota = ''
      join admissions.cutoff k on k.province = f.province and k.filing_id = f.id and k.unit_id = u.unit_id and k.quota = ''
    where s.province = ${season.province} and s.channel = ${season.channel} and s.year between ${of.from} and ${of.to}
      ${of.categories === null ? sql`` : sql`and u.category = any(${[...of.categories]}::text[])`} and (select a.action from admissions.filing_action a
        where a.province = f.province and a.filing_id = f.id order by a.seq desc limit 1) = 'confirm'
    order by s.year desc, s.id`.execute(ctx.tx);
  return rows.map(({ batch, schoolName, programme, city, ...row }) => ({
    ...row,
    key: unitKey({ batch, category: row.category, schoolName, programme, city }),
    published: false,
  }));
} // prettier-ignore

/** What is known of past years, the newest first: seasons that were filed here, and published lines where there are none. */
async function pastPlaces(ctx: Context, season: SeasonBase, category: string): Promise<Past[]> {
  const of = { categories: [category], from: season.year - YEARS, to: season.year - 1 };
  const own = await ownPlaces(ctx, season, of);
  const lines = await knownLines(ctx, season, of);
  if (lines.length === 0) return own;
  const keys = lineKeys(lines, await unitIdentities(ctx, season, category));
  const there = new Set(own.map(({ year, key }) => `${year} ${key}`));
  const published = lines
    .map((line, i): Past => ({ ...line, key: keys[i]!, season: line.title, vacancies: 0, published: true }))
    .filter(({ year, key }) => !there.has(`${year} ${key}`));
  return [...own, ...published].sort((a, b) => b.year - a.year);
}

const changesOf = (past: readonly Past[]): YearlyChange[] =>
  yearlyChanges(
    past.map((one) => ({ key: one.key, year: one.year, place: one.vacancies > 0 ? null : one.lastRank })),
  );

/** Changes of the other categories in one pair of years. */
async function changesElsewhere(ctx: Context, season: SeasonBase, category: string, year: number): Promise<YearlyChange[]> {
  const of = { categories: null, from: year - 1, to: year };
  const lines = await knownLines(ctx, season, of);
  const keys = lineKeys(lines, []);
  const published = lines.map((line, i): Past => ({ ...line, key: keys[i]!, season: line.title, vacancies: 0, published: true }));
  return changesOf([...published, ...(await ownPlaces(ctx, season, of))].filter((one) => one.category !== category));
} // prettier-ignore

/**
 * What past years say of units: each year's last place, and where this year's may lie by how much last places moved from year to
 * year in the category. No probability is told; where nothing is known, that is said.
 * @throws NotFound for who is no candidate of the season with released scores
 */
export async function adviceFor(ctx: Context, seasonId: string, query: z.infer<typeof s.adviceQuery>): Promise<z.infer<typeof s.advice>> {
  const season = await requireSeason(ctx, seasonId);
  const { rows } = await sql<{ person: string; category: string; rank: number | null; listed: number | null }>`select c.person, c.category, t.rank,
      (select max(e.cumulative) from admissions.score_step e where e.province = c.province and e.season_id = c.season_id and e.category = c.category) as listed
    from admissions.candidate c left join admissions.standing t on t.province = c.province and t.candidate_id = c.id
    where c.province = ${season.province} and c.season_id = ${seasonId} and c.person = ${ctx.actor.personId}`.execute(ctx.tx);
  const own = rows[0];
  if (!own || stepTaken(season, "publish-units") === null) throw new NotFound(CANDIDATE);
  access.authorize(ctx.actor, "savePreferences", { person: own.person });
  const units = await findUnits(ctx, season, { units: query.units });
  const past = await pastPlaces(ctx, season, own.category);
  const byKey = new Map<string, Past[]>();
  for (const one of past) byKey.set(one.key, [...(byKey.get(one.key) ?? []), one]);
  const changes = changesOf(past);
  const [pair, ...more] = new Set(changes.map(({ year }) => year));
  const others = pair === undefined || more.length > 0 ? [] : await changesElsewhere(ctx, season, own.category, pair);
  const basis = adviceRange(changes, others);
  const pastOf = (unit: UnitRow): Past[] => {
    const found = byKey.get(unitKey(unit)) ?? [];
    if (season.rules.structure !== "group") return found;
    const years = new Set(found.map(({ year }) => year));
    const group = byKey.get(groupKey(unit.batch, unit.category, unit.schoolName, unit.schoolCode)) ?? [];
    return [...found, ...group.filter(({ year }) => !years.has(year))].sort((a, b) => b.year - a.year);
  };
  const items = units.map((unit) => adviceOn(ctx, season, unit, unit.category === own.category ? pastOf(unit) : null, basis.range, own));
  const { changes: count, pairs, covered } = basis;
  return { rank: own.rank, listed: own.listed, items, basis: { changes: count, pairs, covered, words: inLanguage(ctx, basisWords(basis)) } };
} // prettier-ignore

function adviceOn(
  ctx: Context,
  season: SeasonBase,
  unit: UnitRow,
  past: readonly Past[] | null,
  range: AdviceRange["range"],
  own: { rank: number | null; listed: number | null },
): z.infer<typeof s.advice>["items"][number] {
  const shown = (past ?? []).map((one) => ({
    year: one.year,
    season: one.season,
    lastRank: one.lastRank,
    lastScore: one.lastScore,
    listed: one.listed,
    admitted: one.admitted,
    open: one.vacancies > 0,
    published: one.published,
  }));
  const say = (standing: "before" | "within" | "behind" | "open" | "unknown", words: Sentence, interval: { from: number; to: number } | null = null) =>
    ({ unit: unit.unit, past: shown, interval, standing, reason: inLanguage(ctx, words) });
  if (past === null) return say("unknown", { zh: "该志愿属于其他专业类别。", en: "This unit is of another category." });
  const [last] = past;
  if (!last) return say("unknown", { zh: "往年没有该志愿的录取数据。", en: "There are no past results of this unit." });
  if (last.year !== season.year - 1) return say("unknown", { zh: `只有 ${last.year} 年及以前的数据，去年没有招生。`, en: `There are results up to ${last.year} only; last year it took nobody in.` });
  if (last.vacancies > 0) return say("open", { zh: `${last.year} 年该志愿首轮没有录满。`, en: `In ${last.year} it had places left after its first round.` });
  if (last.lastRank === null || range === null || own.listed === null || own.rank === null)
    return say("unknown", { zh: "往年数据太少，只列出各年最后一名的位次。", en: "Too little is known; only the last places of past years are shown." });
  const interval = intervalOf(last.lastRank, range, own.listed);
  const words = { from: String(interval.from), to: String(interval.to), rank: String(own.rank) };
  if (own.rank < interval.from) return say("before", { zh: `你的位次 ${words.rank}，在往年波动范围（${words.from}–${words.to}）之前。`, en: `Your place ${words.rank} is before the range of past changes (${words.from}–${words.to}).` }, interval);
  if (own.rank > interval.to) return say("behind", { zh: `你的位次 ${words.rank}，在往年波动范围（${words.from}–${words.to}）之后。`, en: `Your place ${words.rank} is behind the range of past changes (${words.from}–${words.to}).` }, interval);
  return say("within", { zh: `你的位次 ${words.rank}，在往年波动范围（${words.from}–${words.to}）之内，录取与否难以判断。`, en: `Your place ${words.rank} is within the range of past changes (${words.from}–${words.to}); it could go either way.` }, interval);
} // prettier-ignore

function basisWords({ range, changes, pairs, others, covered, leftOut }: AdviceRange): Sentence {
  if (range === null)
    return {
      zh: `本类别只有 ${changes} 个可比的年度变化，不足以给出波动范围。`,
      en: `There are only ${changes} comparable changes from year to year in this category: too few for a range.`,
    };
  const percent = covered === null ? null : Math.round(100 * covered);
  const tried = {
    zh: percent === null ? "" : leftOut === "pair" ? `（每次留出一对年份检验，落在范围内的为 ${percent} %）` : `（逐个留出检验，落在范围内的为 ${percent} %）`,
    en: percent === null ? "" : ` (${percent} % ${leftOut === "pair" ? "when each pair of years is tried against the others" : "when each is tried against the others"})`,
  };
  const few = {
    zh: pairs === 1 ? `只有一对年份可比，年份之间的共同涨落看不出来，因此范围按两侧对称${others > 0 ? "，并参照了其他类别的变化" : ""}。` : "",
    en: pairs === 1 ? ` Only one pair of years can be compared, which does not show how years differ: the range is even on both sides${others > 0 ? " and takes in the changes of other categories" : ""}.` : "",
  };
  return {
    zh: `波动范围取自本类别 ${pairs} 对相邻年份的 ${changes} 个位次变化，取其十分之八${tried.zh}。${few.zh}计划数、报考人数变化都会使今年不同，这不是录取概率。`,
    en: `The range is that of eight in ten of ${changes} changes of place between ${pairs} ${pairs === 1 ? "pair" : "pairs"} of years in this category${tried.en}.${few.en} Seats and demand change; this is no probability of admission.`,
  };
} // prettier-ignore
