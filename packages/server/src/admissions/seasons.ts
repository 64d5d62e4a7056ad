import type { FastifyRequest } from "fastify";
import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { allocationPresets, checkRules } from "@tixi/engines/allocation";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { BadInput, Conflict, jsonText, recordAction, requireMatch, type Context } from "../platform/index.ts";
import { access } from "./access.ts";
import { saveCategories } from "./categories.ts";
import { candidateProcedure, type CandidateStep } from "./candidate-state.ts";
import { DEFAULT_ELIGIBILITY, KINDS, questionsFor, QUESTION_WORDS, QUESTIONS } from "./eligibility.ts";
import { exemptionsFor } from "./exemption-rules.ts";
import { changedSeasonCalendar, defaultSeasonCalendar, type SeasonKey } from "./season-calendar.ts";
import { ruleFaults, subjectsFrom, withoutLines } from "./season-rules.ts";
import type * as s from "./season-schemas.ts";
import { seasonProcedure, type SeasonState, type SeasonStep } from "./season-state.ts";
import {
  countSeason,
  factsFrom,
  findSeason,
  heldSeason,
  SEASON_LOG,
  seasonEtag,
  type Season,
} from "./season.sql.ts";

const CHANNELS = { "entrance-exam": "职教高考", separate: "单独招生", upgrade: "专升本" } as const;

/** The ways of provinces that a season may begin from, with what is known and what is not. */
export const presets = (): z.infer<typeof s.presets> => ({ items: [...allocationPresets], next: null });

/**
 * Sets up a season of the actor's province.
 * @throws BadInput for rules with faults, each by its path; Conflict where the year has one of this channel and name
 */
export async function startSeason(ctx: Context, input: z.infer<typeof s.newSeason>): Promise<z.infer<typeof s.season>> {
  const province = ctx.actor.region;
  access.authorize(ctx.actor, "holdSeason", { region: province });
  if (!/^\d{2}0000$/.test(province))
    throw new Conflict({ zh: "招生季由省级主管部门设立。", en: "A season is set up by the office of a province." });
  const preset = allocationPresets.find(({ id }) => id === input.preset);
  if (input.preset !== undefined && !preset)
    throw new BadInput([{ part: "body", field: "preset", value: input.preset, reason: "没有这个预设 / no such preset" }]);
  const raw = input.rules ?? preset?.rules;
  if (raw === undefined)
    throw new BadInput([{ part: "body", field: "rules", reason: "请选择预设或给出规则 / choose a preset or give rules" }]);
  const { rules } = checkRules(raw);
  if (rules === null) throw new BadInput(ruleFaults(raw));
  const id = uuidv7();
  const name = input.name || `${input.year}年${CHANNELS[input.channel]}`;
  const made = await sql`insert into admissions.season (province, id, year, name, channel, preset, rules, subjects, eligibility, exemptions, calendar, sample,
      created_by, created_by_name, created_at)
    values (${province}, ${id}, ${input.year}, ${name}, ${input.channel}, ${preset?.id ?? ""}, ${jsonText(raw)}::jsonb,
      ${jsonText(subjectsFrom(rules))}::jsonb, ${jsonText(DEFAULT_ELIGIBILITY)}::jsonb, ${jsonText(exemptionsFor(preset?.id))}::jsonb,
      ${jsonText(defaultSeasonCalendar(input.year))}::jsonb,
      coalesce((select sample from registry.installation), false), ${ctx.actor.userId}, ${ctx.actor.name}, ${ctx.now})
    on conflict (province, year, channel, name) do nothing returning id`.execute(ctx.tx);
  if (made.rows.length === 0)
    throw new Conflict({ zh: `${input.year} 年已有同名的招生季。`, en: `There is a season of this name in ${input.year}.` });
  await recordAction(ctx, SEASON_LOG, { province, id }, 1, "start");
  await ctx.audit("season.start", `season:${id}`, null, { year: input.year, channel: input.channel, preset: preset?.id ?? null });
  return seasonById(ctx, id);
} // prettier-ignore

interface LineRow {
  id: string;
  province: string;
  year: number;
  channel: keyof typeof CHANNELS;
  name: string;
  sample: boolean;
  action: SeasonStep;
  at: string;
}

/** Seasons that the actor may know, the newest year first: an office those of its province, anybody those that have begun. */
export async function listSeasons(ctx: Context): Promise<z.infer<typeof s.seasonPage>> {
  const { rows } = await sql<LineRow>`select s.id, s.province, s.year, s.channel, s.name, s.sample, a.action, to_json(a.at) #>> '{}' as at
    from admissions.season s cross join lateral (select l.action, l.at from admissions.season_action l
      where l.province = s.province and l.season_id = s.id order by l.seq desc limit 1) a
    where ${access.reach(ctx.actor.role, "readSeason") === "around" ? sql`s.province = (select platform.actor_province())` : sql`true`}
    order by s.year desc, s.id desc limit 200`.execute(ctx.tx);
  return {
    items: rows.map(({ province, action, at, ...row }) => ({ ...row, region: province, ...stands(seasonProcedure.steps[action].to), since: at })),
    next: null,
  };
} // prettier-ignore

const stands = (state: SeasonState) => ({
  state,
  stateWords: seasonProcedure.states[state],
  registering: state === "registering",
});

/** The season with its rules and times; the office sees what there is to do beside it. @throws NotFound */
export async function seasonById(ctx: Context, id: string): Promise<z.infer<typeof s.season>> {
  return showSeason(ctx, await readableSeason(ctx, id));
}

/** A season that the actor may know of: one that has begun is for anybody, also for an office elsewhere. @throws NotFound */
export async function readableSeason(ctx: Context, id: string): Promise<Season> {
  const season = await findSeason(ctx, id);
  const published = season.state !== "draft";
  access.authorize(ctx.actor, published ? "readPublished" : "readSeason", {
    region: season.province,
    published,
  });
  return season;
}

async function showSeason(ctx: Context, season: Season): Promise<z.infer<typeof s.season>> {
  const preset = allocationPresets.find((one) => one.id === season.preset);
  const own = access.reach(ctx.actor.role, "holdSeason") !== undefined && ctx.actor.region === season.province;
  const counts = own ? await countSeason(ctx, season) : null;
  const facts = counts ? factsFrom(ctx, season, counts) : null;
  const last = season.actions.at(-1)!;
  return {
    id: season.id,
    region: season.province,
    year: season.year,
    channel: season.channel as keyof typeof CHANNELS,
    name: season.name,
    ...stands(season.state),
    since: last.at,
    sample: season.sample,
    rules: season.rawRules,
    rulesHash: createHash("sha256").update(JSON.stringify(season.rules)).digest("hex"),
    preset: preset ? { id: preset.id, name: preset.name, sources: preset.sources, doubts: preset.doubts } : null,
    subjects: season.subjects.map((subject) => ({ ...subject, name: typeof subject.name === "string" ? subject.name : subject.name.zh })),
    categories: season.categories,
    eligibility: season.eligibility,
    exemptions: season.exemptions,
    questions: QUESTIONS.map((key) => ({ key, words: QUESTION_WORDS[key], kinds: KINDS.filter((kind) => questionsFor(season.eligibility, kind).includes(key)) })).filter(({ kinds }) => kinds.length > 0),
    quotas: season.rules.quotas.map(({ id }) => id),
    calendar: timesOf(ctx, season, facts?.undecided ?? 0),
    noticeDays: season.noticeDays,
    planId: season.planId,
    work: counts && facts ? workOf(season, counts, facts) : null,
    etag: seasonEtag(season),
  };
} // prettier-ignore

/** The step of the season that ends a step of its calendar; what has none ends with its time. */
const ENDS: Partial<Record<SeasonKey, SeasonStep>> = {
  register: "close-registration",
  confirm: "close-registration",
  sessions: "publish-sessions",
  scores: "submit-scores",
  release: "release-scores",
  units: "publish-units",
};

function timesOf(ctx: Context, season: Season, undecided: number) {
  const now = ctx.now.getTime();
  const last = (step: SeasonStep) => season.actions.findLastIndex(({ action }) => action === step);
  let ready = true;
  return season.calendar.map((step) => {
    const end = ENDS[step.key];
    const over = Date.parse(step.due) <= now;
    // scores that were returned are not handed in
    const taken = end !== undefined && last(end) > (end === "submit-scores" ? last("return-scores") : -1);
    const done = end === undefined ? over : taken || (step.key === "register" && over && undecided === 0);
    // a step without a beginning follows the one before it; reviews hold up nothing
    const begun = step.opens === null ? ready : Date.parse(step.opens) <= now;
    if (step.key !== "review") ready = done;
    return { ...step, begun, done, late: over && !done };
  });
}

const OFFICE = ["holdSeason", "enterScores", "release"] as const;

function workOf(
  season: Season,
  counts: Awaited<ReturnType<typeof countSeason>>,
  facts: ReturnType<typeof factsFrom>,
) {
  const states = new Map<string, number>();
  for (const { action, count } of counts.candidates) {
    const { to } = candidateProcedure.steps[action as CandidateStep];
    states.set(to, (states.get(to) ?? 0) + count);
  }
  return {
    candidates: [...states].map(([state, count]) => ({ state, words: candidateProcedure.states[state as keyof typeof candidateProcedure.states], count })), // prettier-ignore
    confirmed: counts.confirmed,
    missingScores: [...facts.missing],
    unseated: facts.unseated,
    undecided: facts.undecided,
    units: counts.units,
    seats: counts.seats,
    fillings: counts.fillings,
    unfiled: counts.unfiled,
    reviewsOpen: counts.reviewsOpen,
    faults: [...facts.rules],
    next: seasonProcedure.open(season.state, OFFICE).map((step) => {
      const { words, due, guard } = seasonProcedure.steps[step];
      return { step, words, due: season.calendar.find(({ key }) => key === due)?.due ?? null, against: guard?.(facts) ?? null }; // prettier-ignore
    }),
    history: season.history.map(({ action, note, by_name, at }) => ({ step: action, words: seasonProcedure.steps[action].words, note, by: by_name, at })), // prettier-ignore
    createdBy: season.createdBy,
  };
}

/** The season, held against others, for its office to change. @throws NotFound, Forbidden, VersionChanged (If-Match) */
export async function ownSeason(ctx: Context, request: FastifyRequest, id: string): Promise<Season> {
  const season = await heldSeason(ctx, id, "holdSeason");
  requireMatch(request, seasonEtag(season));
  return season;
}

/**
 * Changes what the season is set up with. Once registration has begun only lines of batches and quotas, the seed and
 * lengths of tests may change, and nothing of the rules once preferences are taken (EXM-23).
 * @throws BadInput for faults of the rules by path; Conflict for what may not change any more; VersionChanged
 */
export async function changeSetUp(ctx: Context, request: FastifyRequest, id: string, input: z.infer<typeof s.setUp>): Promise<z.infer<typeof s.season>> {
  const season = await ownSeason(ctx, request, id);
  const { rules } = checkRules(input.rules);
  if (rules === null) throw new BadInput(ruleFaults(input.rules));
  const exemptions = input.exemptions ?? season.exemptions;
  if (season.state !== "draft") refuseLate(season, input, rules);
  await sql`update admissions.season set name = ${input.name}, rules = ${jsonText(input.rules)}::jsonb, subjects = ${jsonText(input.subjects)}::jsonb,
      eligibility = ${jsonText(input.eligibility)}::jsonb, exemptions = ${jsonText(exemptions)}::jsonb, notice_days = ${input.noticeDays}, revision = revision + 1
    where province = ${season.province} and id = ${id}`.execute(ctx.tx);
  await saveCategories(ctx, season, input.categories);
  await ctx.audit("season.set-up", `season:${id}`, { rules: season.rawRules, noticeDays: season.noticeDays }, { rules: input.rules, noticeDays: input.noticeDays });
  return seasonById(ctx, id);
} // prettier-ignore

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;
const equal = (a: unknown, b: unknown): boolean => isDeepStrictEqual(plain(a), plain(b));

function refuseLate(season: Season, input: z.infer<typeof s.setUp>, rules: Season["rules"]): void {
  const fixed = (zh: string, en: string) => {
    throw new Conflict({ zh: `报名已经开始，${zh}不能再改。`, en: `Registration has begun; ${en} can no longer be changed.` });
  };
  if (season.state === "filed" || season.state === "closed") {
    if (!equal(season.rules, rules)) throw new Conflict({ zh: "志愿填报已经公布，规则不能再改。", en: "Preferences are being taken; the rules can no longer be changed." });
  } else if (!equal(withoutLines(season.rules), withoutLines(rules)))
    fixed("除控制线和抽签种子外的规则", "rules other than lines and the seed");
  if (!equal(season.subjects, input.subjects)) fixed("考试科目", "subjects");
  if (!equal(season.eligibility, input.eligibility)) fixed("报名条件", "who may register");
  if (input.exemptions && !equal(season.exemptions, input.exemptions)) fixed("免试条件", "who is exempt");
  const keys = (categories: readonly { key: string; name: string; programmes: string[] }[]) =>
    categories.map(({ key, name, programmes }) => ({ key, name, programmes })).sort((a, b) => (a.key < b.key ? -1 : 1));
  if (!equal(keys(season.categories), keys(input.categories))) fixed("专业类别", "categories");
} // prettier-ignore

/** Changes times of the calendar. @throws VersionChanged (If-Match); BadInput where their order is turned round */
export async function changeSeasonCalendar(ctx: Context, request: FastifyRequest, id: string, input: z.infer<typeof s.calendarChange>): Promise<z.infer<typeof s.season>> {
  const season = await ownSeason(ctx, request, id);
  const calendar = changedSeasonCalendar(season.calendar, input.calendar);
  await sql`update admissions.season set calendar = ${jsonText(calendar)}::jsonb, revision = revision + 1
    where province = ${season.province} and id = ${id}`.execute(ctx.tx);
  const times = (of: Season["calendar"]) => Object.fromEntries(of.map(({ key, opens, due }) => [key, { opens, due }]));
  await ctx.audit("season.calendar", `season:${id}`, times(season.calendar), times(calendar));
  return seasonById(ctx, id);
} // prettier-ignore
