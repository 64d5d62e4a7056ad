/** Rows of the sample season that nobody could write by hand: thousands of candidates who filed on their own. */
import { createHash } from "node:crypto";
import type { Actor, Platform } from "../platform/index.ts";
import { nextNumbers } from "./candidate-numbers.ts";
import { proposedCategories } from "./categories.ts";
import { DEFAULT_ELIGIBILITY } from "./eligibility.ts";
import { receiptOf, receiptText } from "./preference-receipt.ts";
import {
  BACHELOR,
  CATEGORIES,
  COLLEGE,
  draws,
  programmesOf,
  VETERAN,
  type SampleCandidate,
  type SampleSchool,
  type SampleUnit,
} from "./sample-season-draw.ts";
import { SEASON_STEPS } from "./season-calendar.ts"; // prettier-ignore

export const CHANNEL = "entrance-exam";
export const DAY = 86_400_000;
const YEAR = 365;
const RULES = {
  engine: "parallel",
  score: { chinese: 1, mathematics: 1, english: 1, skill: 1 },
  range: { chinese: [0, 100], mathematics: [0, 100], english: [0, 100], skill: [0, 300] },
  ties: ["skill", "chinese", "mathematics"],
  lastPlaceTies: "cut",
  batches: [{ id: BACHELOR, minScore: 330 }, { id: COLLEGE, minScore: 180 }],
  quotas: [{ id: VETERAN }],
  maxPreferences: 20,
}; // prettier-ignore
const SUBJECTS = [
  { key: "chinese", name: "语文", kind: "culture", max: 100, places: 1 },
  { key: "mathematics", name: "数学", kind: "culture", max: 100, places: 1 },
  { key: "english", name: "英语", kind: "culture", max: 100, places: 1 },
  { key: "skill", name: "职业技能", kind: "skill", max: 300, places: 1 },
];

/** An id that is the same in every installation and after every attempt. */
function sampleId(name: string): string {
  const hex = createHash("sha256").update(`tixi sample season ${name}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
export const seasonId = (year: number): string => sampleId(String(year));
const candidateId = (year: number, person: string): string => sampleId(`${year} ${person}`);

/** Programmes of secondary schools, of the eight categories in turn. */
export const secondaryProgrammes = (): string[] =>
  [0, 1, 2].flatMap((k) =>
    CATEGORIES.map((name) => {
      const all = programmesOf(name, "secondary");
      return all[(k * 4) % all.length]!.code;
    }),
  );

/** Writes as the one who keeps the tables, in one transaction: candidates' own lists are nobody else's to write. */
export async function asKeeper(platform: Platform, action: (run: Run) => Promise<void>): Promise<void> {
  const client = await platform.pool.connect();
  try {
    await client.query("begin");
    await action((text, values) => client.query(text, values));
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
} // prettier-ignore

/** When each step of a calendar opens and is due, in days before now. */
export type Times = Record<(typeof SEASON_STEPS)[number], [number | null, number]>;
const TIMES: Times = {
  register: [80, 70], confirm: [80, 62], sessions: [null, 40], tests: [38, 28], scores: [null, 24], release: [null, 23],
  review: [23, 20], units: [null, 21], preferences: [20, 17], filing: [null, 9], notice: [9, 3], supplement: [1, -6],
}; // prettier-ignore

/** What every season of the sample is set up with. */
export interface SetUp {
  id: string;
  year: number;
  province: string;
  planner: Actor;
  sites: readonly SampleSchool[];
}

interface Added {
  id: string;
  year: number;
  province: string;
  candidates: readonly SampleCandidate[];
}

const numbersOf = (of: Pick<Added, "year" | "candidates">): string[] => nextNumbers("", of.year, CHANNEL, of.candidates.length); // prettier-ignore

type Run = (text: string, values: unknown[]) => Promise<{ rows: Record<string, unknown>[] }>;

/**
 * A season with its categories, the actions that it has taken (each so many days ago) and the sites of its tests, the first
 * open so many days ago. @returns false where it is there already
 */
export async function insertSeason(
  run: Run,
  of: SetUp & { at: (daysAgo: number) => Date; times: Times; actions: readonly (readonly [string, number])[]; tested: number },
): Promise<boolean> {
  const { province, id, year, planner, at } = of;
  const calendar = SEASON_STEPS.map((key) => {
    const [opens, due] = of.times[key];
    return { key, opens: opens === null ? null : at(opens), due: at(due), source: { zh: "示例", en: "sample" }, trust: "entered" };
  });
  const begun = of.actions[0]![1];
  const made = await run(
    `insert into admissions.season (province, id, year, name, channel, rules, subjects, eligibility, calendar, sample, created_by, created_by_name, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, true, $10, $11, $12) on conflict do nothing returning id`,
    [province, id, year, `${year}年职教高考（示例）`, CHANNEL, JSON.stringify(RULES), JSON.stringify(SUBJECTS), JSON.stringify(DEFAULT_ELIGIBILITY), JSON.stringify(calendar), planner.userId, planner.name, at(begun)],
  );
  if (made.rows.length === 0) return false;
  const proposed = proposedCategories().items;
  for (const name of CATEGORIES) {
    const codes = proposed.find(({ key }) => key === name.replace("大类", "类"))?.programmes ?? [];
    await run("insert into admissions.category (province, season_id, key, name, programmes, skill_minutes) values ($1, $2, $3, $4, $5, 60)", [province, id, name, name.replace("大类", "类"), codes]);
  }
  for (const [i, [action, days]] of of.actions.entries())
    await run(`insert into admissions.season_action (province, season_id, seq, action, by_user, by_name, at) values ($1, $2, $3, $4, $5, $6, $7)`, [province, id, i + 1, action, planner.userId, planner.name, at(days)]);
  const places = Object.fromEntries(CATEGORIES.map((name) => [name, 8]));
  const open = Array.from({ length: 8 }, (_, day) => {
    const morning = Date.parse(`${at(of.tested - day).toISOString().slice(0, 10)}T08:30:00+08:00`);
    return { from: new Date(morning), until: new Date(morning + 8.5 * 3_600_000) };
  });
  for (const [i, site] of of.sites.entries())
    await run("insert into admissions.site (province, id, season_id, name, city, address, organisation, places, open) values ($1, $2, $3, $4, $5, '实训楼（示例）', $6, $7, $8)", [province, sampleId(`${year} site ${i}`), id, `${site.name}考点`, site.region, site.id, JSON.stringify(places), JSON.stringify(open)]);
  return true;
} // prettier-ignore

export interface NewCandidate extends Pick<
  SampleCandidate,
  "person" | "kind" | "category" | "school" | "region" | "veteran"
> {
  /** null before the confirmation */
  number: string | null;
  /** JSON */
  declared: string;
}

export async function insertCandidates(run: Run, of: Pick<SetUp, "province" | "id" | "year">, createdAt: Date, rows: readonly NewCandidate[]): Promise<void> {
  await run(
    `insert into admissions.candidate (province, season_id, sample, created_at, id, number, person, kind, category, school, region, declared, quotas)
     select $1, $2, true, $3, u.id, u.number, u.person, u.kind, u.category, u.school, u.region, u.declared,
       case when u.veteran and u.number is not null then array[$4] else '{}' end
     from unnest($5::uuid[], $6::text[], $7::uuid[], $8::text[], $9::text[], $10::uuid[], $11::text[], $12::jsonb[], $13::boolean[])
       u (id, number, person, kind, category, school, region, declared, veteran)`,
    [of.province, of.id, createdAt, VETERAN, rows.map(({ person }) => candidateId(of.year, person)), rows.map(({ number }) => number), rows.map(({ person }) => person), rows.map(({ kind }) => kind), rows.map(({ category }) => category),
      rows.map(({ school }) => school), rows.map(({ region }) => region), rows.map((row) => row.declared), rows.map(({ veteran }) => veteran)],
  );
} // prettier-ignore

export interface NewAction {
  person: string;
  seq: number;
  action: string;
  note?: string;
  at: Date;
}

export async function insertActions(run: Run, of: Pick<SetUp, "province" | "year">, rows: readonly NewAction[]): Promise<void> {
  await run(
    `insert into admissions.candidate_action (province, candidate_id, seq, action, note, by_name, at)
     select $1, u.id, u.seq, u.action, u.note, case when u.action in ('register', 'submit') then '示例考生' else '示例学校管理员' end, u.at
     from unnest($2::uuid[], $3::int[], $4::text[], $5::text[], $6::timestamptz[]) u (id, seq, action, note, at)`,
    [of.province, rows.map(({ person }) => candidateId(of.year, person)), rows.map(({ seq }) => seq), rows.map(({ action }) => action), rows.map(({ note }) => note ?? ""), rows.map(({ at }) => at)],
  );
} // prettier-ignore

/** A season of some years ago with its candidates, scores, sites and units, registration closed. Nothing where it is there. */
export async function addSeason(platform: Platform, of: SetUp & { candidates: readonly SampleCandidate[]; units: readonly SampleUnit[]; yearsAgo: number }): Promise<void> {
  const { id, year, province, candidates, units } = of;
  const now = platform.clock();
  const at = (days: number) => new Date(now.getTime() - (days + YEAR * of.yearsAgo) * DAY);
  await asKeeper(platform, async (run) => {
    const made = await insertSeason(run, { ...of, at, times: TIMES, actions: [["start", 90], ["open", 80], ["close-registration", 62]], tested: 38 });
    if (!made) return;
    const numbers = numbersOf(of);
    const ids = candidates.map(({ person }) => candidateId(year, person));
    await insertCandidates(run, of, at(75), candidates.map((one, i) => ({ ...one, number: numbers[i]!, declared: declared(one) })));
    await insertActions(run, of, candidates.flatMap(({ person }) => ["register", "submit", "confirm"].map((action, i) => ({ person, seq: i + 1, action, at: at(73 - 2 * i) }))));
    for (const { key } of SUBJECTS)
      await run(
        `insert into admissions.score (province, season_id, subject, source, changed_at, candidate_id, points, absent)
         select $1, $2, $3, 'sample', $4, u.id, u.points, u.points is null from unnest($5::uuid[], $6::bigint[]) u (id, points)`,
        [province, id, key, at(25), ids, candidates.map(({ scores }) => scores[key as keyof SampleCandidate["scores"]])],
      );
    const seats = units.flatMap((one) => ([["", one.capacity - one.reserve], [VETERAN, one.reserve]] as const).filter(([, capacity]) => capacity > 0).map(([quota, capacity]) => ({ ...unitRow(one), quota, capacity })));
    await run(
      `insert into admissions.unit (province, season_id, unit_id, quota, category, batch, capacity, school_id, school, school_name, programme, programme_name, level, city, tuition, years, remark)
       select $1, $2, t.* from jsonb_to_recordset($3::jsonb) as t (unit text, quota text, category text, batch text, capacity int, code text, school uuid, "schoolName" text,
         programme text, "programmeName" text, level text, city text, tuition int, years numeric, remark text)`,
      [province, id, JSON.stringify(seats)],
    );
  });
} // prettier-ignore

const unitRow = ({ unit, category, batch, schoolCode, school, programme, programmeName, level, tuition, years }: SampleUnit) => ({
  unit, category, batch, code: schoolCode, school: school.id, schoolName: school.name, programme, programmeName, level,
  city: `${school.region.slice(0, 4)}00`, tuition, years, remark: "示例计划",
}); // prettier-ignore

/** What somebody says of himself who may take part, as JSON. */
export const declared = ({ kind, programme, region, veteran, school }: Pick<SampleCandidate, "kind" | "programme" | "region" | "veteran" | "school">): string =>
  JSON.stringify({
    programme,
    answers: { ...(kind === "current" ? { finalYear: true } : { oneYear: false }), collegeStudent: false, placeReserved: false, examBan: false, criminalMeasures: false },
    city: `${region.slice(0, 4)}00`,
    quotas: veteran ? [VETERAN] : [],
    throughSchool: school !== null,
    truthful: true,
  }); // prettier-ignore

/** Times of the first round, and everybody's lists with their receipts. Nothing where they are there. */
export async function addLists(platform: Platform, of: Added & { yearsAgo: number }): Promise<void> {
  const now = platform.clock();
  const closes = new Date(now.getTime() - (17 + YEAR * of.yearsAgo) * DAY);
  const next = draws(43);
  const numbers = numbersOf(of);
  await asKeeper(platform, async (run) => {
    for (const batch of [BACHELOR, COLLEGE])
      await run("insert into admissions.filling (province, season_id, batch, round, opens, closes) values ($1, $2, $3, 1, $4, $5) on conflict do nothing", [of.province, of.id, batch, new Date(closes.getTime() - 3 * DAY), closes]);
    const filed = of.candidates.flatMap((one, i) => one.lists.map(({ batch, units }) => ({ person: one.person, number: numbers[i]!, batch, round: 1, units, savedAt: new Date(closes.getTime() - Math.ceil(next() * next() * 2.9 * DAY) - 1000) })));
    await insertLists(run, of, filed);
  });
} // prettier-ignore

interface Filed {
  person: string;
  number: string;
  batch: string;
  round: number;
  units: string[];
  savedAt: Date;
}

async function insertLists(run: Run, of: Added, filed: readonly Filed[]): Promise<void> {
  const season = { id: of.id, year: of.year, channel: CHANNEL };
  const receipt = ({ number, batch, round, units, savedAt }: Filed) =>
    receiptOf(receiptText({ season, number, batch, round, version: 1, choices: units.map((unit) => ({ unit, consent: false })), savedAt }));
  await run(
    `insert into admissions.preference_list (province, season_id, version, candidate_id, batch, round, units, consents, receipt, saved_at)
     select $1, $2, 1, u.candidate, u.batch, u.round, string_to_array(u.units, ' '), array_fill(false, array[u.many]), u.receipt, u.at
     from unnest($3::uuid[], $4::text[], $5::int[], $6::text[], $7::int[], $8::text[], $9::timestamptz[]) u (candidate, batch, round, units, many, receipt, at)
     on conflict do nothing`,
    [of.province, of.id, filed.map(({ person }) => candidateId(of.year, person)), filed.map(({ batch }) => batch), filed.map(({ round }) => round), filed.map(({ units }) => units.join(" ")), filed.map(({ units }) => units.length), filed.map(receipt), filed.map(({ savedAt }) => savedAt)],
  );
} // prettier-ignore

const SUPPLEMENTARY = 40;

/** The supplementary round of the colleges, open for six days more, with the first lists in it and the student's own. */
export async function addSupplement(platform: Platform, of: Added & { units: readonly SampleUnit[]; student: string | null }): Promise<void> {
  const now = platform.clock();
  const numbers = numbersOf(of);
  await asKeeper(platform, async (run) => {
    await run("insert into admissions.filling (province, season_id, batch, round, opens, closes) values ($1, $2, $3, 2, $4, $5) on conflict do nothing", [of.province, of.id, COLLEGE, new Date(now.getTime() - DAY), new Date(now.getTime() + 6 * DAY)]);
    const { rows } = await run(
      `select c.person::text as person, c.category from admissions.candidate c where c.province = $1 and c.season_id = $2
         and not exists (select from admissions.admission a where a.province = c.province and a.year = $3 and a.person = c.person) order by c.number`,
      [of.province, of.id, of.year],
    );
    const { rows: left } = await run(
      `select k.unit_id as unit from admissions.cutoff k join admissions.filing f on f.province = k.province and f.id = k.filing_id
       where f.province = $1 and f.season_id = $2 and f.batch = $3 and k.quota = '' and k.vacancies > 0 and f.state = 'done' order by k.unit_id`,
      [of.province, of.id, COLLEGE],
    );
    const vacant = new Set(left.map(({ unit }) => String(unit)));
    const waiting = rows.filter(({ person }, i) => person === of.student || i < SUPPLEMENTARY);
    const filed = waiting.flatMap(({ person, category }, i): Filed[] => {
      const units = of.units.filter((one) => one.category === category && vacant.has(one.unit)).slice(0, 3).map(({ unit }) => unit);
      const at = of.candidates.findIndex((one) => one.person === person);
      return units.length === 0 || at < 0 ? [] : [{ person: String(person), number: numbers[at]!, batch: COLLEGE, round: 2, units, savedAt: new Date(now.getTime() - DAY / 2 + i * 60_000) }];
    });
    await insertLists(run, of, filed);
  });
} // prettier-ignore
