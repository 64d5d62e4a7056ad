import { sql } from "kysely";
import {
  defineJob,
  notify,
  type Context,
  type JobTransaction,
  type Mechanism,
  type OpenWork,
} from "../platform/index.ts";
import { provinces } from "../registry/index.ts";
import { access } from "./access.ts";
import { seasonProcedure, type SeasonStep } from "./season-state.ts";
import { findSeason, LAST_ACTION } from "./season.sql.ts";
import { seasonDue, timeWords } from "./told.ts"; // prettier-ignore

/** The season that is under way, of the newest year; null = none that the actor may see. */
async function currentSeason(ctx: Context): Promise<{ id: string; province: string; year: number; action: SeasonStep } | null> {
  const { rows } = await sql<{ id: string; province: string; year: number; action: SeasonStep }>`select s.id, s.province, s.year,
      (select l.action from admissions.season_action l where l.province = s.province and l.season_id = s.id order by l.seq desc limit 1) as action
    from admissions.season s where s.province = (select platform.actor_province()) order by s.year desc, s.id desc limit 1`.execute(ctx.tx);
  return rows[0] ?? null;
} // prettier-ignore

/** What the system map shows of admission, and what waits: registrations for who confirms, the next step of the season for its office. */
export async function mechanisms(ctx: Context): Promise<Mechanism[]> {
  const season = await currentSeason(ctx);
  const office = access.reach(ctx.actor.role, "holdSeason") !== undefined;
  const school = ctx.actor.role === "school-officer";
  const path = office ? "/admission" : school ? "/school-admission" : ctx.actor.role === "student" ? "/my-admission" : "/public/admission"; // prettier-ignore
  if (!season) return [{ key: "admissions", figures: [], waiting: 0, path }];
  const { rows } = await sql<{ confirmed: number; waiting: number }>`select count(*) filter (where action = 'confirm')::int as confirmed,
      count(*) filter (where action = 'submit')::int as waiting
    from (select ${LAST_ACTION} as action from admissions.candidate c where c.province = ${season.province} and c.season_id = ${season.id}) x`.execute(ctx.tx);
  const { rows: seats } = await sql<{ seats: number | null }>`select sum(capacity)::int as seats from admissions.unit u
    where u.province = ${season.province} and u.season_id = ${season.id}`.execute(ctx.tx);
  const figure = (key: string, value: number | null, unit: string) => ({ key, value, unit, kind: "measured" as const });
  const own = office && ctx.actor.region === season.province;
  return [
    {
      key: "admissions",
      figures: [
        figure("year", season.year, "year"),
        ...(own || school ? [figure("candidates", rows[0]!.confirmed, "persons")] : []),
        ...(seats[0]?.seats ? [figure("seats", seats[0].seats, "persons")] : []),
      ],
      waiting: own || school ? rows[0]!.waiting : 0,
      path,
    },
  ];
} // prettier-ignore

/** Registrations that somebody began and has not handed in: they end with him. */
export async function openAdmissions(ctx: Context, holder: { personId: string }): Promise<OpenWork[]> {
  const { rows } = await sql<{ id: string; name: string; since: string }>`select c.id, s.name, to_json(c.created_at) #>> '{}' as since
    from admissions.candidate c join admissions.season s on s.province = c.province and s.id = c.season_id
    where c.person = ${holder.personId} and ${LAST_ACTION} in ('register', 'submit', 'return')`.execute(ctx.tx);
  return rows.map(({ id, name, since }) => ({ subject: `candidate:${id}`, kind: "candidate", title: name, path: "/my-admission", since, fate: "end" as const }));
} // prettier-ignore

const HOUR = 3_600_000;
/** So long before a step is due its office is told; afterwards every day. */
const BEFORE = 48 * HOUR;

/** Every morning: steps of seasons that fall due within two days, and those that are late, to the office. */
export const seasonRemindJob = defineJob("admissions.season-reminders", (inTransaction: JobTransaction) =>
  inTransaction(remindOfSeasons), { daily: "08:00" }); // prettier-ignore

/** @returns how many notices went out */
export async function remindOfSeasons(ctx: Context): Promise<{ told: number }> {
  // The process works for the whole installation: its policies open one province at a time.
  const { rows: places } = await sql<{ province: string }>`select province from registry.installation`.execute(ctx.tx); // prettier-ignore
  const all =
    places.length > 0 ? places.map(({ province }) => province) : provinces().map(({ code }) => code);
  let told = 0;
  for (const province of new Set(all)) {
    await sql`select set_config('tixi.region', ${province}, true)`.execute(ctx.tx);
    const { rows } = await sql<{
      id: string;
    }>`select s.id from admissions.season s where s.province = ${province}
      and admissions.season_last(s.province, s.id) <> 'conclude'`.execute(ctx.tx);
    for (const { id } of rows) told += await remindOf(ctx, id);
  }
  return { told };
}

async function remindOf(ctx: Context, id: string): Promise<number> {
  const season = await findSeason(ctx, id);
  const rights = ["holdSeason", "enterScores", "release"];
  const next = seasonProcedure.open(season.state, rights).filter((step) => step !== "return-scores");
  let told = 0;
  for (const step of next) {
    const { words, due } = seasonProcedure.steps[step];
    const at = season.calendar.find(({ key }) => key === due)?.due;
    if (at === undefined || Date.parse(at) - ctx.now.getTime() > BEFORE) continue;
    // a season without skill tests has no sessions to publish
    if (step === "publish-sessions" && season.categories.every(({ skillMinutes }) => skillMinutes === null)) continue; // prettier-ignore
    await notify(ctx, {
      kind: seasonDue,
      to: { role: ["planner", "administrator"], region: season.province },
      params: { season: season.name, step: words, at: timeWords(at) },
      link: `/admission/${id}`,
      of: { region: season.province },
    });
    told++;
  }
  return told;
}
