import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import type { Actor, Context } from "../../platform/index.ts";
import { dayInChina } from "../../platform/index.ts";
import { dayAfter } from "./calendar.ts";
import type { TimetableCohort, TimetableInput, TimetablePlace } from "./document.ts";
import { createTimetable, moveCells } from "./keep.ts";
import { publishTimetable } from "./publish.ts";
import { planInThread } from "./rotation-thread.ts";

/** Somebody of the sample at work, some days ago. */
type SampleAs = <T>(actor: Actor, daysAgo: number, action: (ctx: Context) => Promise<T>) => Promise<T>;

const LATEST = { headers: { "if-match": "*" } } as FastifyRequest;
const TITLE = "工学交替课表（示例）";
const WEEKS = 20;
const SAMPLE_MS = 1500;

/** A term of twelve cohorts between school, centre and enterprises: set up, planned, published. All of it made up; done once. */
export async function loadSampleTimetable(as: SampleAs, school: Actor): Promise<void> {
  const known = await as(school, 0, ({ tx }) => sql`select 1 from cotraining.timetable where organisation = ${school.organisation}`.execute(tx));
  if (known.rows.length > 0) return;
  const { startsOn, input } = await as(school, 30, async (ctx) => {
    const { rows } = await sql<{ id: string }>`select id from cotraining.agreement where school = ${school.organisation}
      and cotraining.agreement_state(province, id) = 'in-force' order by id limit 1`.execute(ctx.tx);
    return { startsOn: mondayBefore(dayInChina(ctx.now)), input: sampleInput(rows[0]?.id ?? null) };
  });
  const { id } = await as(school, 30, (ctx) => createTimetable(ctx, { title: TITLE, startsOn, input: input as Parameters<typeof createTimetable>[1]["input"] }));
  const { answer } = await planInThread({ input, options: { improveMilliseconds: SAMPLE_MS } }, new AbortController().signal);
  if (answer.kind !== "plan") return;
  const changes = input.cohorts.flatMap((cohort, c) => answer.plan.timetable[c]!.flatMap((cell, week) => (cell ? [{ cohort: cohort.id, week, cell }] : [])));
  await as(school, 29, (ctx) => moveCells(ctx, LATEST, id, changes));
  await as(school, 28, (ctx) => publishTimetable(ctx, LATEST, id, "示例"));
} // prettier-ignore

const mondayBefore = (day: string): string => {
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return dayAfter(day, -weekday);
};

function sampleInput(agreement: string | null): TimetableInput {
  const place = (id: string, kind: TimetablePlace["kind"], capacity: number | null, closed?: number[]): TimetablePlace => ({ id, kind, capacity, ...(closed ? { closed } : {}) });
  const places = [
    place("校内教室", "school", null),
    place("数控实训车间", "school", 90),
    place("区域实训中心", "centre", 120, [9]),
    place("机器人公共实训基地", "centre", 80),
    place("示例·砺锋精密", "enterprise", 80),
    place("示例·恒远装备", "enterprise", 90),
    place("示例·新航机器人", "enterprise", 60),
    place("示例·东港自动化", "enterprise", 60),
  ];
  const cohort = (id: string, people: number, centre: string[], works: string[], more: Partial<TimetableCohort> = {}): TimetableCohort => ({
    id,
    people,
    needs: [
      { key: "课堂教学", places: ["校内教室"], weeks: 8, minRun: 1 },
      { key: "校内实训", places: ["数控实训车间"], weeks: 3, minRun: 1 },
      { key: "中心实训", places: centre, weeks: 3, minRun: 3, after: [{ need: "课堂教学", weeks: 2 }] },
      { key: "企业岗位", places: works, weeks: 5, minRun: 5, after: [{ need: "中心实训" }] },
    ],
    // the holiday
    off: [4],
    ...more,
  });
  const machine = [["区域实训中心"], ["示例·砺锋精密", "示例·恒远装备"]] as const;
  const robots = [["机器人公共实训基地", "区域实训中心"], ["示例·新航机器人", "示例·东港自动化"]] as const;
  const classes = (name: string, count: number, people: number, [centre, works]: readonly [readonly string[], readonly string[]]) =>
    Array.from({ length: count }, (_, k) => cohort(`${name}250${k + 1}班`, people, [...centre], [...works]));
  const cohorts = [...classes("数控", 5, 40, machine), ...classes("机电", 3, 38, machine), ...classes("机器人", 4, 30, robots)];
  cohorts[0] = { ...cohorts[0]!, ...(agreement ? { agreement } : {}) };
  return { weeks: WEEKS, places, cohorts };
} // prettier-ignore
