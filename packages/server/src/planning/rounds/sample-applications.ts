/**
 * The sample province's round in the middle of its year: some fifteen applications, brought by the same use-cases as
 * those of people as far as each is to get. What came before the day of loading is done with the clock set back, since
 * a public notice takes its days; the audit trail keeps the time at which it was really done.
 */
import { SAMPLE_YEAR } from "@tixi/engines/sample";
import { standards } from "@tixi/standards";
import { sql } from "kysely";
import type { FastifyRequest } from "fastify";
import { dayInChina, NOBODY, type Actor, type Context } from "../../platform/index.ts";
import { act } from "./act.ts";
import { closeNotice, listNotices, openNotice } from "./announce.ts";
import { requireApplication, type ApplicationRow } from "./applications.sql.ts";
import { saveForm, startApplication } from "./apply.ts";
import { addDays, daysBetween, type StepKey } from "./calendar.ts";
import { filesOf, lastNotice } from "./facts.ts";
import { object } from "./objections.ts";
import { objectionsOf, showApplication } from "./present.ts";
import { procedure, type Action } from "./procedure.ts";
import { assignReviews, giveScore, showReview } from "./reviews.ts";
import { reviewsOf } from "./reviews.sql.ts";
import { changeCalendar, requireRound } from "./rounds.ts";
import { SAMPLE_CASES, type SampleCase, type Step } from "./sample-cases.ts";
import { FILE_NAMES, sampleForm, samplePdf } from "./sample-forms.ts";

/** Who takes part, and how each acts: in a transaction of his own, as of so many days ago. */
export interface SampleOffice {
  planner: Actor;
  /** of the school of the sample's own account */
  officer: Actor;
  reviewers: readonly Actor[];
  as<T>(actor: Actor, daysAgo: number, action: (ctx: Context) => Promise<T>): Promise<T>;
  /** Uploads a file to a thing. @returns its id */
  attach(actor: Actor, daysAgo: number, subject: string, name: string, content: Buffer): Promise<string>;
}

/** Days from the day of loading: the formal check is a day late; schools have ten days to object to their cards. */
const CHECK_DUE = -1;
const ANSWERS_DUE = 10;
const OF_CARDS: readonly StepKey[] = ["cards", "answers", "decide"];
/** Actions that are taken for a whole notice at once. */
const TOGETHER = ["announce", "close-notice"] as const;
/** He who has just read it. */
const LATEST = { headers: { "if-match": "*" } } as FastifyRequest;

/** Does what is not done yet: what an earlier attempt did is left, and so is what somebody else took up meanwhile. */
export async function playSampleRound(office: SampleOffice): Promise<void> {
  const round = await setCalendar(office);
  if (round === null) return;
  const pdfs = new Map<string, Buffer>();
  for (const [part, title] of Object.entries(FILE_NAMES)) pdfs.set(part, await samplePdf(title));
  const stage = { office, round, pdfs };
  const days = new Set(SAMPLE_CASES.flatMap(({ steps }) => steps.map(({ ago }) => ago)));
  for (const ago of [...days].sort((a, b) => b - a)) {
    const today = SAMPLE_CASES.flatMap((of) => of.steps.flatMap((step, i) => (step.ago === ago ? [{ of, step, i }] : []))); // prettier-ignore
    for (const { of, step, i } of today)
      if (!isTogether(step)) await takeStep(stage, of, step, before(of.steps, i));
    for (const does of TOGETHER) {
      const cases = today.filter(({ step }) => step.does === does);
      if (cases.length > 0) await takeTogether(stage, does, ago, cases.map(({ of, i }) => ({ of, expected: before(of.steps, i) }))); // prettier-ignore
    }
  }
}

interface Stage {
  office: SampleOffice;
  round: string;
  pdfs: ReadonlyMap<string, Buffer>;
}

const isTogether = ({ does }: Step): boolean => (TOGETHER as readonly string[]).includes(does);
/** The actions of the procedure that precede a step. */
const before = (steps: readonly Step[], i: number): Action[] =>
  steps.slice(0, i).flatMap(({ does }) => (Object.hasOwn(procedure.steps, does) ? [does as Action] : []));
const stands = (row: ApplicationRow, expected: readonly Action[]): boolean =>
  row.actions.map(({ action }) => action).join() === expected.join();

/** Moves the proposed days so that the year is in full swing. @returns the round; null where there is none */
async function setCalendar({ as, planner }: SampleOffice): Promise<string | null> {
  return as(planner, 0, async (ctx) => {
    const { rows } = await sql<{ id: string; revision: number }>`select id, revision from planning.round
      where province = ${planner.region} and year = ${SAMPLE_YEAR + 1} and sample`.execute(ctx.tx);
    const found = rows[0];
    if (!found || found.revision > 1) return found?.id ?? null;
    const { calendar, notice_days: noticeDays, reviewers } = await requireRound(ctx, found.id);
    const today = dayInChina(ctx.now);
    const shiftOf = (key: StepKey, due: number) =>
      daysBetween(calendar.find((step) => step.key === key)!.due, today) + due;
    const [cards, applications] = [shiftOf("answers", ANSWERS_DUE), shiftOf("check", CHECK_DUE)];
    const moved = calendar.map(({ key, opens, due }) => {
      const shift = OF_CARDS.includes(key) ? cards : applications;
      return { key, opens: opens && addDays(opens, shift), due: addDays(due, shift) };
    });
    await changeCalendar(ctx, LATEST, found.id, { calendar: moved, noticeDays, reviewers });
    return found.id;
  });
}

async function takeStep(
  stage: Stage,
  of: SampleCase,
  step: Step,
  expected: readonly Action[],
): Promise<void> {
  const { office, round } = stage;
  const row = await office.as(office.planner, step.ago, (ctx) => findCase(ctx, round, of));
  if (step.does === "draft") {
    if (!row) await begin(stage, of, step.ago);
    return;
  }
  if (!row || !stands(row, expected)) return;
  const officer = officerOf(office, of, row);
  const bySchool = procedure.steps[step.does as Action]?.right === "apply";
  switch (step.does) {
    case "write":
      return write(stage, of, step.ago, row, officer);
    case "ask":
      return office.as(office.planner, step.ago, async (ctx) => {
        const asked = new Set((await reviewsOf(ctx, row.id)).map(({ person }) => person));
        const people = panelOf(office).map(({ personId }) => personId!).filter((id) => !asked.has(id));
        if (people.length > 0) await assignReviews(ctx, row.id, people);
      });
    case "score":
      return score(stage, of, step.ago, row);
    case "object":
      return objectTo(stage, step.ago, row);
    case "announce":
    case "close-notice":
      return;
    default: {
      const { does, note = "", document } = step;
      await office.as(bySchool ? officer : office.planner, step.ago, (ctx) => {
        const given =
          document === undefined ? { note } : { note, document, documentDate: dayInChina(ctx.now) };
        return act(ctx, LATEST, row.id, does, given);
      });
    }
  }
}

/** The application of a case, where an earlier attempt has begun it. */
async function findCase(ctx: Context, round: string, of: SampleCase): Promise<ApplicationRow | undefined> {
  const { rows } = await sql<{ id: string }>`select id from planning.application where round_id = ${round} and kind = ${of.kind}
    and change is not distinct from ${of.change ?? null} and (kind <> 'open' or programme = any(${of.programmes ?? []}::text[])
      or programme is null and programme_name = ${of.outside ?? null}) order by id limit 1`.execute(ctx.tx);
  return rows[0] && requireApplication(ctx, rows[0].id);
} // prettier-ignore

interface Place {
  school: string;
  region: string;
  offering: string | null;
  programme: string | null;
}

const officerOf = ({ officer }: SampleOffice, of: SampleCase, at: { school: string; region: string }): Actor =>
  of.school === "demo" ? officer : { ...NOBODY, name: "示例学校经办人", role: "school-officer", region: at.region, organisation: at.school, silent: true }; // prettier-ignore

async function begin({ office, round }: Stage, of: SampleCase, ago: number): Promise<void> {
  const place = await office.as(office.planner, ago, (ctx) => placeOf(ctx, office, round, of));
  if (!place) return;
  const { kind, change, outside } = of;
  const what = place.offering ? { offering: place.offering } : outside === undefined ? { programme: place.programme! } : { outside }; // prettier-ignore
  await office.as(officerOf(office, of, place), ago, (ctx) =>
    startApplication(ctx, round, { kind, ...(change ? { change } : {}), ...what }),
  );
}

/** A school that the case fits and that has applied for nothing yet: in the city where there is one, by name. */
async function placeOf(ctx: Context, { officer }: SampleOffice, round: string, of: SampleCase): Promise<Place | undefined> {
  const free = sql`not exists (select from planning.application a where a.round_id = ${round} and a.school = v.organisation_id)`;
  if (of.card) {
    const { rows } = await sql<Place>`select v.organisation_id as school, v.region, c.offering_id as offering, c.programme from planning.card c
      join planning.adjustment j on j.province = c.province and j.id = c.adjustment_id and j.round_id = ${round}
        and exists (select from planning.adjustment_action x where x.province = j.province and x.adjustment_id = j.id and x.action = 'open')
      join registry.organisation_version v on v.organisation_id = c.school and upper_inf(v.valid)
      where c.decision = ${of.card} and v.organisation_id <> ${officer.organisation} and ${free}
        and (${of.card} <> 'withdraw' or (c.content #>> '{values,intake}')::float8 = 0)
      order by v.name, c.offering_id limit 1`.execute(ctx.tx);
    return rows[0];
  }
  const kinds = of.school === "any" ? ["college"] : [of.school];
  for (const programme of of.programmes ?? [null]) {
    const { rows } = await sql<Place>`select v.organisation_id as school, v.region, null as offering, ${programme}::text as programme
      from registry.organisation_version v where upper_inf(v.valid) and starts_with(v.region, platform.actor_prefix())
        and (${of.school === "demo"} and v.organisation_id = ${officer.organisation}
          or v.kind = any(${kinds}::text[]) and v.organisation_id <> ${officer.organisation} and ${free})
        and not exists (select from planning.offering o where o.school = v.organisation_id and o.programme = ${programme})
      order by v.region <> ${of.city ?? ""}, v.name, v.organisation_id limit 1`.execute(ctx.tx);
    if (rows[0]) return rows[0];
  }
  return undefined;
} // prettier-ignore

/** The school fills in the form and attaches what it asks for. */
async function write({ office, pdfs }: Stage, of: SampleCase, ago: number, row: ApplicationRow, officer: Actor): Promise<void> {
  if (Object.keys(row.form).length > 0) return;
  const shown = await office.as(officer, ago, (ctx) => showApplication(ctx, row));
  const files: Record<string, string> = {};
  const asked = of.unfinished ? [] : shown.groups.filter(({ fields }) => fields.some(({ type }) => type === "files"));
  const there = await office.as(officer, ago, (ctx) => filesOf(ctx, row.id));
  for (const { key } of asked) {
    const name = `${FILE_NAMES[key]!}（示例）.pdf`;
    files[key] = there.find((file) => file.name === name)?.id ?? (await office.attach(officer, ago, `application:${row.id}`, name, pdfs.get(key)!));
  }
  await office.as(officer, ago, async (ctx) => {
    const years = Math.round(standards().findProgramme(row.programme ?? "")?.years ?? 3);
    const facts = { enterprises: await enterprisesIn(ctx, of, row.region), files, heldOn: addDays(dayInChina(ctx.now), -7), intakeNow: row.kind === "open" ? null : await intakeOf(ctx, row), years };
    await saveForm(ctx, LATEST, row.id, sampleForm(shown, of, facts));
  });
} // prettier-ignore

async function enterprisesIn(ctx: Context, { firms }: SampleCase, region: string): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from registry.organisation_version where upper_inf(valid) and kind = 'enterprise'
    order by name !~ ${firms}, region <> ${region}, name limit 3`.execute(ctx.tx);
  return rows.map(({ name }) => name);
} // prettier-ignore

/** What the offering takes in, as its card says. */
async function intakeOf(ctx: Context, row: ApplicationRow): Promise<number> {
  const { rows } = await sql<{ intake: number | null }>`select (content #>> '{values,intake}')::float8 as intake from planning.card
    where offering_id = ${row.offering_id} order by adjustment_id desc limit 1`.execute(ctx.tx);
  return rows[0]?.intake ?? 0;
} // prettier-ignore

/** Three are asked: each has a word to say in the cases that are decided. Others of the pool are left for the visitor to ask. */
const panelOf = ({ reviewers }: SampleOffice): readonly Actor[] => reviewers.slice(0, 3);

/** Each reviewer who has a word to say gives his score, as himself. */
async function score({ office }: Stage, of: SampleCase, ago: number, row: ApplicationRow): Promise<void> {
  for (const [i, vote] of (of.votes ?? []).entries()) {
    const reviewer = panelOf(office).at(-1 - i)!;
    await office.as(reviewer, ago, async (ctx) => {
      const mine = (await reviewsOf(ctx, row.id)).find(({ person }) => person === reviewer.personId);
      if (mine?.state !== "assigned") return;
      const { criteria } = await showReview(ctx, mine.id);
      const scores = Object.fromEntries(criteria.map(({ key }, at) => [key, Math.min(100, vote.points + ((at * 5) % 7) - 3)])); // prettier-ignore
      await giveScore(ctx, mine.id, { scores, recommend: vote.favour, opinion: vote.opinion });
    });
  }
}

/** One of the public objects while the notice runs; it waits for its answer. */
async function objectTo({ office }: Stage, ago: number, row: ApplicationRow): Promise<void> {
  const made = await office.as(office.planner, ago, (ctx) => objectionsOf(ctx, row.id));
  const notice = lastNotice(row);
  if (made.length > 0 || notice === null) return;
  const anybody: Actor = { ...NOBODY, name: "公众", region: row.province, silent: true };
  const content = "同城已有两所学校开设同类专业，实训条件与申报材料似有出入，请核实后再定。（示例）";
  await office.as(anybody, ago, (ctx) => object(ctx, notice.id, { application: row.id, content, name: "示例群众", phone: "10000000001" })); // prettier-ignore
}

/** Puts applications before the public in one notice, or ends the notice in which they are. */
async function takeTogether(
  { office, round }: Stage,
  does: (typeof TOGETHER)[number],
  ago: number,
  cases: readonly { of: SampleCase; expected: readonly Action[] }[],
): Promise<void> {
  await office.as(office.planner, ago, async (ctx) => {
    const rows = [];
    for (const { of, expected } of cases) {
      const row = await findCase(ctx, round, of);
      if (row && stands(row, expected)) rows.push(row);
    }
    if (rows.length === 0) return;
    const year = rows[0]!.round_year;
    const earlier = (await listNotices(ctx, { round, limit: 9 })).items.length;
    const title = `关于${year}年第${"一二三四五六七八九十"[earlier]!}批拟新增、调整和撤销专业点的公示（示例）`;
    if (does === "announce") await openNotice(ctx, round, { applications: rows.map(({ id }) => id), title });
    else await closeNotice(ctx, lastNotice(rows[0]!)!.id);
  });
}
