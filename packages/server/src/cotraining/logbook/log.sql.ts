import { sql } from "kysely";
import type { z } from "zod";
import { dayInChina, NotFound, type Context } from "../../platform/index.ts";
import type * as s from "./schemas.ts";

export type Entry = z.infer<typeof s.entry>;
export type Rules = z.infer<typeof s.rules>;

/** What holds where a school has not set its own. */
export const DEFAULT_RULES: Rules = {
  lateDays: 7,
  missingDays: 3,
  silentDays: 14,
  payDays: 15,
  askPlace: false,
};

export interface PlacementRow {
  province: string;
  id: string;
  person: string;
  person_name: string;
  school: string;
  school_name: string;
  region: string;
  enterprise: string;
  enterprise_name: string;
  post: string;
  from_on: string;
  to_on: string;
  mentor: string | null;
  mentor_name: string;
  teacher: string | null;
  teacher_name: string;
  pay: string | null;
  like_pay: string | null;
  lowest_pay: string | null;
  competences: { key: string; name: string }[];
  late_days: number | null;
  missing_days: number | null;
  silent_days: number | null;
  pay_days: number | null;
  ask_place: boolean | null;
  actions: { action: string; at: string }[];
}

/** One's own; `signed`: months that the teacher has signed, `YYYY-MM`. */
export interface OwnPlacement extends PlacementRow {
  signed: string[];
}

const PLACEMENT = sql`p.province, p.id, p.person, p.person_name, p.school, p.school_name, p.region, p.enterprise, p.enterprise_name, coalesce(o.name, '') as post,
  to_char(p.from_on, 'YYYY-MM-DD') as from_on, to_char(p.to_on, 'YYYY-MM-DD') as to_on, p.mentor, p.mentor_name, p.teacher, p.teacher_name, p.pay::text, o.like_pay::text, o.lowest_pay::text,
  coalesce(o.competences, '[]') as competences, r.late_days, r.missing_days, r.silent_days, r.pay_days, r.ask_place,
  (select coalesce(json_agg(json_build_object('action', a.action, 'at', a.at) order by a.seq), '[]') from cotraining.placement_action a
    where a.province = p.province and a.placement_id = p.id) as actions
  from cotraining.placement p left join cotraining.post o on o.province = p.province and o.id = p.post_id
    left join cotraining.log_rule r on r.province = p.province and r.school = p.school`;

/** Placements of the student who acts, the newest first. */
export async function ownPlacements(ctx: Context): Promise<OwnPlacement[]> {
  const { rows } = await sql<{ of: OwnPlacement }>`select own_placements as of from cotraining.own_placements()`.execute(ctx.tx); // prettier-ignore
  return rows.map(({ of }) => of);
}

/** @throws NotFound also for one that the actor may not see */
export async function requirePlacement(ctx: Context, id: string): Promise<PlacementRow> {
  const { rows } = await sql<PlacementRow>`select ${PLACEMENT} where p.id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound({ zh: "实习", en: "placement" });
  return rows[0];
}

export const rulesOf = (row: PlacementRow): Rules =>
  row.late_days === null
    ? DEFAULT_RULES
    : {
        lateDays: row.late_days,
        missingDays: row.missing_days!,
        silentDays: row.silent_days!,
        payDays: row.pay_days!,
        askPlace: row.ask_place!,
      };

/** Whether a placement runs on a day: begun, within its days, not suspended, not over. */
export function runsOn(row: PlacementRow, day: string): boolean {
  if (day < row.from_on || day > row.to_on) return false;
  let state = "plan";
  for (const { action, at } of row.actions) {
    // begun in the books later than it began: its first days count
    if (action === "start" || dayInChina(new Date(at)) < day || (action === "resume" && dayInChina(new Date(at)) === day)) state = action;
  }
  return state === "start" || state === "resume";
} // prettier-ignore

/** Whether it runs now. */
export const isRunning = (row: PlacementRow): boolean =>
  ["start", "resume"].includes(row.actions.at(-1)?.action ?? "plan");

interface EntryRow {
  id: string;
  placement_id: string;
  day: string;
  version: number;
  presence: Entry["presence"];
  starts_at: number | null;
  ends_at: number | null;
  pause_minutes: number;
  minutes: number;
  reason: string;
  did: string;
  competences: string[];
  at_place: boolean | null;
  warnings: string[];
  late: boolean;
  written_at: Date;
  at: Date;
  marks: Entry["marks"];
}
const ENTRY = sql`e.id, e.placement_id, to_char(e.day, 'YYYY-MM-DD') as day, e.version, e.presence, e.starts_at, e.ends_at, e.pause_minutes, e.minutes, e.reason, e.did,
  e.competences, e.at_place, e.warnings, e.late, e.written_at, e.at,
  (select coalesce(json_agg(json_build_object('side', m.side, 'verdict', m.verdict, 'note', m.note, 'by', m.by_name, 'at', m.at) order by m.at), '[]')
    from cotraining.log_mark m where m.province = e.province and m.entry_id = e.id) as marks`;

/** The entries that stand for their days, i.e. the latest version of each, oldest day first. */
export async function entriesOf(
  ctx: Context,
  placements: readonly string[],
  from: string,
  to: string,
): Promise<Entry[]> {
  const { rows } =
    await sql<EntryRow>`select distinct on (e.placement_id, e.day) ${ENTRY} from cotraining.log_entry e
    where e.placement_id = any (${placements}) and e.day between ${from}::date and ${to}::date order by e.placement_id, e.day, e.version desc`.execute(
      ctx.tx,
    );
  return rows.map(showEntry);
}

export async function entriesById(ctx: Context, ids: readonly string[]): Promise<Entry[]> {
  const { rows } = await sql<EntryRow>`select ${ENTRY} from cotraining.log_entry e where e.id = any (${ids})`.execute(ctx.tx); // prettier-ignore
  return rows.map(showEntry);
}

function showEntry(row: EntryRow): Entry {
  const marks = row.marks.map((one) => ({ ...one, at: new Date(one.at).toISOString() }));
  return {
    id: row.id,
    placement: row.placement_id,
    day: row.day,
    version: row.version,
    presence: row.presence,
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    pause: row.pause_minutes,
    minutes: row.minutes,
    reason: row.reason,
    did: row.did,
    competences: row.competences,
    atPlace: row.at_place,
    warnings: row.warnings,
    late: row.late,
    phoneAt: row.written_at.toISOString(),
    at: row.at.toISOString(),
    marks,
    photos: [],
    state: stateOf(marks),
  };
}

/** Returned by either side; countersigned as soon as the mentor has signed. */
const stateOf = (marks: Entry["marks"]): Entry["state"] => {
  if (marks.some(({ verdict }) => verdict === "return")) return "returned";
  return marks.some(({ side }) => side === "mentor") ? "countersigned" : "sent";
};
