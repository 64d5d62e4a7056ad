import { sql } from "kysely";
import type { z } from "zod";
import { dayInChina, jsonText, type Context } from "../../platform/index.ts";
import {
  entriesById,
  entriesOf,
  ownPlacements,
  rulesOf,
  runsOn,
  type Entry,
  type OwnPlacement,
} from "./log.sql.ts";
import * as s from "./schemas.ts";
import { dayAfter, minutesOf, mondayOf, warningsOf } from "./warn.ts"; // prettier-ignore

type Result = z.infer<typeof s.entryResult>;
type Results = z.infer<typeof s.entriesResult>;

/** Why an entry is not taken; what the phone shows beside it. */
export const REFUSALS = {
  malformed: { zh: "内容不完整或填写有误", en: "something is missing or cannot be read" },
  "no-placement": { zh: "这不是您的实习", en: "this is not a placement of yours" },
  "not-running": { zh: "该日不在实习期内，或实习已暂停", en: "the placement does not run on that day" },
  future: { zh: "该日还没有到", en: "that day has not come yet" },
  "too-late": { zh: "超过了学校规定的补记期限", en: "later than the school takes entries" },
  "day-taken": {
    zh: "该日已有另一条记录，请选择保留哪一条",
    en: "another entry stands for that day; choose which one is kept",
  },
  "other-content": { zh: "同一编号的记录内容不同", en: "an entry of this id says something else" },
  "month-signed": { zh: "该月小结已由指导教师签署，不能再改", en: "the teacher has signed that month" },
  unknown: { zh: "记录无法保存", en: "the entry could not be kept" },
} as const;
type Refusal = keyof typeof REFUSALS;

const refused = (id: string, code: Refusal, held: string | null = null): Result => ({ id, result: "refused", late: false, warnings: [], reason: { code, words: REFUSALS[code] }, held }); // prettier-ignore

/** What two writings of an entry have to agree in to be the same. */
const contentOf = (one: Pick<Entry, "placement" | "day" | "presence" | "startsAt" | "endsAt" | "pause" | "reason" | "did" | "competences" | "atPlace">): string =>
  JSON.stringify([one.placement, one.day, one.presence, one.startsAt, one.endsAt, one.pause, one.reason, one.did, one.competences, one.atPlace]); // prettier-ignore

interface Draft extends s.EntryInput {
  row: OwnPlacement;
  version: number;
  minutes: number;
  warnings: string[];
  late: boolean;
}

/**
 * Takes what a phone has kept: each entry is accepted, known already, or refused with the reason; none is overwritten, and
 * accepted + duplicate + refused is what was sent. A second entry for a day has to say which one it replaces.
 */
export async function submitEntries(
  ctx: Context,
  given: readonly Record<string, unknown>[],
): Promise<Results> {
  const results = new Map<number, Result>();
  const read: { at: number; entry: s.EntryInput }[] = [];
  const seen = new Set<string>();
  given.forEach((one, at) => {
    const { success, data } = s.entryInput.safeParse(one);
    if (!success || !isWhole(data))
      results.set(at, refused(typeof one["id"] === "string" ? one["id"].slice(0, 100) : "", "malformed")); // prettier-ignore
    else if (seen.has(data.id)) results.set(at, { ...accepted(data.id, false, []), result: "duplicate" });
    else {
      seen.add(data.id);
      read.push({ at, entry: data });
    }
  });
  if (read.length > 0) await take(ctx, read, results);
  const ordered = given.map((_, at) => results.get(at)!);
  const count = (what: Result["result"]) => ordered.filter(({ result }) => result === what).length;
  return { accepted: count("accepted"), duplicate: count("duplicate"), refused: count("refused"), results: ordered }; // prettier-ignore
}

const accepted = (id: string, late: boolean, warnings: string[]): Result => ({ id, result: "accepted", late, warnings, reason: null, held: null }); // prettier-ignore

/** Present: with times that leave something; absent: with its reason. */
function isWhole(one: s.EntryInput): boolean {
  if (one.presence === "absent") return one.reason !== "";
  if (one.presence === "rest") return true;
  return one.startsAt !== null && one.endsAt !== null && minutesOf({ startsAt: one.startsAt, endsAt: one.endsAt, pause: one.pause }) > 0; // prettier-ignore
}

async function take(ctx: Context, read: { at: number; entry: s.EntryInput }[], results: Map<number, Result>): Promise<void> {
  const today = dayInChina(ctx.now);
  const placements = new Map((await ownPlacements(ctx)).map((row) => [row.id, row]));
  const days = read.map(({ entry }) => entry.day).sort();
  const standing = await entriesOf(ctx, [...placements.keys()], dayAfter(days[0]!, -7), dayAfter(days.at(-1)!, 7));
  const known = await knownAlready(ctx, standing, read);
  const at = new Map<string, number>();
  const drafts: Draft[] = [];
  for (const { at: place, entry } of read) {
    at.set(entry.id, place);
    const before = known.get(entry.id);
    if (before) {
      // where the school did not ask for the place, what the phone said of it was not kept
      const same = { ...entry, atPlace: before.atPlace === null ? null : entry.atPlace };
      results.set(place, contentOf(before) === contentOf(same) ? { ...accepted(entry.id, before.late, before.warnings), result: "duplicate" } : refused(entry.id, "other-content"));
      continue;
    }
    const row = placements.get(entry.placement);
    const now = standing.find((one) => one.placement === entry.placement && one.day === entry.day);
    const why = !row ? "no-placement" : refusalOf(row, entry, today, now);
    if (why !== null || !row) {
      results.set(place, refused(entry.id, why ?? "no-placement", why === "day-taken" ? (now?.id ?? null) : null));
      continue;
    }
    const draft = drafted(row, entry, (now?.version ?? 0) + 1, today, standing);
    drafts.push(draft);
    // the next one of the same sending sees it as it will stand
    if (now) standing.splice(standing.indexOf(now), 1);
    standing.push({ ...entry, version: draft.version, minutes: draft.minutes, late: draft.late, warnings: draft.warnings, at: "", marks: [], photos: [], state: "sent" });
  }
  if (drafts.length === 0) return;
  const kept = await keep(ctx, drafts);
  // somebody, i.e. another phone of the same student, was there a moment earlier
  const lost = drafts.filter(({ id }) => !kept.has(id));
  const held = lost.length > 0 ? await entriesById(ctx, lost.map(({ id }) => id)) : [];
  for (const draft of drafts) {
    const same = held.find(({ id }) => id === draft.id);
    results.set(at.get(draft.id)!, kept.has(draft.id) ? accepted(draft.id, draft.late, draft.warnings)
      : same ? { ...accepted(draft.id, same.late, same.warnings), result: "duplicate" }
      : await takenBy(ctx, draft));
  }
  if (kept.size > 0)
    await ctx.audit("cotraining.write-log", `placement:${drafts[0]!.placement}`, undefined, { entries: drafts.filter(({ id }) => kept.has(id)).map(({ id, day }) => ({ id, day })) });
} // prettier-ignore

/** Entries of these ids that are there already, also where another one stands for their day by now. */
async function knownAlready(ctx: Context, standing: readonly Entry[], read: readonly { entry: s.EntryInput }[]): Promise<Map<string, Entry>> {
  const known = new Map(standing.map((one) => [one.id, one]));
  // only of a day that somebody has written for, or of another placement
  const others = read.filter(({ entry }) => !known.has(entry.id)).map(({ entry }) => entry.id);
  if (others.length > 0) for (const one of await entriesById(ctx, others)) known.set(one.id, one);
  return known;
} // prettier-ignore

async function takenBy(ctx: Context, draft: Draft): Promise<Result> {
  const now = await entriesOf(ctx, [draft.placement], draft.day, draft.day);
  return now[0] ? refused(draft.id, "day-taken", now[0].id) : refused(draft.id, "unknown");
}

function refusalOf(row: OwnPlacement, entry: s.EntryInput, today: string, now: Entry | undefined): Refusal | null {
  if (entry.day > today) return "future";
  if (!runsOn(row, entry.day)) return "not-running";
  // a correction that was asked for is not late
  if (dayAfter(entry.day, rulesOf(row).lateDays) < today && now?.state !== "returned") return "too-late";
  if (row.signed.includes(entry.day.slice(0, 7))) return "month-signed";
  if ((now?.id ?? null) !== entry.replaces) return "day-taken";
  return null;
} // prettier-ignore

function drafted(row: OwnPlacement, entry: s.EntryInput, version: number, today: string, standing: readonly Entry[]): Draft {
  const late = entry.day < today;
  const { rules } = { rules: rulesOf(row) };
  const base = { ...entry, atPlace: rules.askPlace ? entry.atPlace : null, row, version, late };
  if (entry.presence !== "present") return { ...base, startsAt: null, endsAt: null, pause: 0, minutes: 0, warnings: [] };
  const times = { startsAt: entry.startsAt!, endsAt: entry.endsAt!, pause: entry.pause };
  const monday = mondayOf(entry.day);
  const sunday = dayAfter(monday, 6);
  const others = standing.filter((one) => one.day >= monday && one.day <= sunday && one.day !== entry.day);
  return { ...base, minutes: minutesOf(times), warnings: warningsOf(entry.day, times, others.reduce((sum, one) => sum + one.minutes, 0)) };
} // prettier-ignore

/** @returns the ids that were added; the others lost against a key */
async function keep(ctx: Context, drafts: readonly Draft[]): Promise<Set<string>> {
  const lines = drafts.map((one) => ({
    province: one.row.province, id: one.id, placement_id: one.placement, person: one.row.person, day: one.day, version: one.version, presence: one.presence,
    starts_at: one.startsAt, ends_at: one.endsAt, pause_minutes: one.pause, minutes: one.minutes, reason: one.reason, did: one.did, competences: one.competences,
    at_place: one.atPlace, warnings: one.warnings, late: one.late, written_at: one.phoneAt, at: ctx.now,
  })); // prettier-ignore
  const { rows } = await sql<{
    id: string;
  }>`insert into cotraining.log_entry (province, id, placement_id, person, day, version, presence, starts_at, ends_at,
      pause_minutes, minutes, reason, did, competences, at_place, warnings, late, written_at, at)
    select province, id, placement_id, person, day, version, presence, starts_at, ends_at, pause_minutes, minutes, reason, did, competences, at_place, warnings,
      late, written_at, at
    from jsonb_to_recordset(${jsonText(lines)}::jsonb) as t (province text, id uuid, placement_id uuid, person uuid, day date, version int, presence text,
      starts_at int, ends_at int, pause_minutes int, minutes int, reason text, did text, competences text[], at_place boolean, warnings text[], late boolean,
      written_at timestamptz, at timestamptz)
    order by day, version on conflict do nothing returning id`.execute(ctx.tx);
  return new Set(rows.map(({ id }) => id));
}
