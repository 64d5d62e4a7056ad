import fs from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { SAMPLE_PROVINCE, SAMPLE_YEAR, writeSample } from "@tixi/engines/sample";
import { loadSampleSeason } from "./admissions/index.ts";
import { loadSampleAlliance } from "./alliances/index.ts";
import {
  loadSampleAgreements,
  loadSamplePlans,
  loadSampleLogbook,
  loadSampleRounds,
  loadSampleTimetable,
} from "./cotraining/index.ts";
import { createImport, listImports, startImport } from "./demand/index.ts";
import {
  beginSamplePast,
  beginSampleRound,
  judgeSamplePast,
  currentRelease,
  cycleById,
  draftRelease,
  findRelease,
  openSampleCards,
  openSamplePlan,
  playSampleRound,
  publishSampleLists,
  samplePlansSolved,
  startSamplePlans,
  startCycle,
  takeStep,
  type SampleOffice,
} from "./planning/index.ts";
import { loadSampleCredits, loadSamplePathways } from "./pathways/index.ts";
import { NOBODY, type Actor, type Context } from "./platform/context.ts";
import { transaction } from "./platform/db/transaction.ts";
import {
  defineJob,
  type JobDefinition,
  type JobProgress,
  type JobTransaction,
} from "./platform/jobs/define.ts";
import { sha256OfFile } from "./platform/files/outputs.ts";
import type { Platform } from "./platform/platform.ts";
import {
  chooseProvince,
  completeSample,
  installation,
  loadSamplePeople,
  loadSampleRegister,
} from "./registry/index.ts";
import { sampleOffice } from "./sample-office.ts";
import { ensureSamplePeople, sampleActors } from "./sample-people.ts";

const LOAD_SAMPLE = "sample.load";
const POSTINGS = 60_000;
const SAMPLE_SEED = 1;
const POLL_MS = 250;

/** Who loads the sample province: nobody in particular, and nobody's inbox fills by it. */
const loader: Actor = {
  ...NOBODY,
  name: "示例数据装载",
  role: "administrator",
  region: SAMPLE_PROVINCE.code,
  silent: true,
};

interface Payload {
  postings: number;
}

/**
 * Decides whether this installation gets the sample province, and begins to load it: at the very first start unless
 * TIXI_SAMPLE says no; later where TIXI_SAMPLE asks for it and no province has been chosen; and again where an earlier
 * start did not finish it.
 * @returns the job that loads it, null where there is nothing to load
 */
export async function beginSample(platform: Platform, isFirstStart: boolean): Promise<string | null> {
  const wish = platform.config.sample;
  const job = await transaction(platform, loader, {}, async (ctx) => {
    const place = await installation(ctx);
    if (place.province === "") {
      if (wish === "no" || (wish === "auto" && !isFirstStart)) return null;
      await chooseProvince(ctx, { province: SAMPLE_PROVINCE.code });
    } else if (!place.sample) return null;
    await loadSampleRegister(ctx);
    if (place.sampleLoaded) return null;
    const earlier = await platform.pool.query<{ id: string; open: boolean; payload: Payload }>(
      `select id, state in ('waiting', 'running') as open, payload from platform.job
       where name = $1 order by id desc limit 1`,
      [LOAD_SAMPLE],
    );
    const last = earlier.rows[0];
    if (last?.open) return last.id;
    const payload: Payload =
      typeof wish === "number" ? { postings: wish } : (last?.payload ?? { postings: POSTINGS });
    return ctx.jobs.start(LOAD_SAMPLE, payload);
  });
  await ensureSamplePeople(platform);
  return job;
}

/**
 * Generates the sample province's files and takes them the way a planner would: import, cycle, release. What an
 * earlier attempt finished is found and left as it is.
 */
export function sampleJob(platform: Platform): JobDefinition {
  return defineJob<Payload>(LOAD_SAMPLE, async (inTransaction, payload, progress, signal) => {
    const done = await inTransaction(async (ctx) => (await installation(ctx)).sampleLoaded);
    if (done) return null;
    const load: Load = { inTransaction, progress, signal };
    progress("generate");
    const folder = platform.files.resolve("sample");
    const files = await writeSample(folder, { postings: payload.postings, seed: SAMPLE_SEED });
    for (const file of Object.values(files)) await importOnce(load, file);
    const release = await inTransaction(currentRelease);
    if (!release) await publish(load, await runCycle(load));
    progress("lists");
    await inTransaction(publishSampleLists);
    await decideYear(load);
    const past = await inTransaction((ctx) => beginSamplePast(ctx, { year: SAMPLE_YEAR }));
    await ensureSamplePeople(platform);
    progress("applications");
    const office = await sampleOffice(platform, signal);
    if (office) await playSampleRound(office);
    const plans = await planYear(load);
    if (office) await openSamplePlan(office, plans);
    await inTransaction(loadSamplePathways);
    if (office) await office.as(office.officer, 0, loadSampleCredits);
    await loadSamplePeople(platform);
    if (office) await allyYear(platform, office);
    if (office) await placeYear(platform, office);
    if (office) await logYear(platform, office);
    progress("season");
    await admitYear(platform, signal);
    await lookBack(load, past);
    await inTransaction(completeSample);
    return null;
  });
}

interface Load {
  inTransaction: JobTransaction;
  progress: JobProgress;
  signal: AbortSignal;
}

async function importOnce(load: Load, file: string): Promise<void> {
  const sha256 = await sha256OfFile(file);
  const find = async (ctx: Context) => {
    const { items } = await listImports(ctx, { limit: 100 });
    return items.find((item) => item.sha256 === sha256);
  };
  const fileName = path.basename(file);
  const { size: bytes } = await fs.stat(file);
  const id = await load.inTransaction(async (ctx) => {
    const found = (await find(ctx)) ?? (await createImport(ctx, { fileName, path: file, bytes, sha256 }));
    if (["inspected", "failed", "cancelled"].includes(found.state)) await startImport(ctx, found.id);
    return found.id;
  });
  for (;;) {
    load.signal.throwIfAborted();
    const now = await load.inTransaction(find);
    if (now?.state === "done") return;
    if (now?.state === "failed" || now?.state === "cancelled")
      throw new Error(`${fileName} (${id}): ${now.message ?? now.state}`);
    load.progress(`import ${fileName}`, now?.rowsRead ?? 0, now?.rowsTotalEstimate ?? null);
    await sleep(POLL_MS);
  }
}

async function runCycle(load: Load): Promise<{ cycleId: string; year: number }> {
  const { id, year } = await load.inTransaction((ctx) => startCycle(ctx, { year: SAMPLE_YEAR }));
  for (;;) {
    load.signal.throwIfAborted();
    const cycle = await load.inTransaction((ctx) => cycleById(ctx, id));
    if (cycle.state === "done") return { cycleId: id, year };
    if (cycle.state !== "waiting" && cycle.state !== "running")
      throw new Error(cycle.message ?? `the cycle is ${cycle.state}`);
    load.progress("cycle");
    await sleep(POLL_MS);
  }
}

async function publish(load: Load, { cycleId, year }: { cycleId: string; year: number }): Promise<void> {
  load.progress("publish");
  const title = `${SAMPLE_PROVINCE.name}${year}年技术技能人才需求发布（示例）`;
  const note = "由生成的示例数据计算，仅供演示。";
  await load.inTransaction(async (ctx) => {
    const { id } = await draftRelease(ctx, { cycleId, title, note });
    for (const step of ["review", "publish"] as const) {
      const release = await findRelease(ctx, id);
      if (release) await takeStep(ctx, release, step, note);
    }
  });
}

/** The year's round of programme adjustment, its cards open to the schools. */
async function decideYear(load: Load): Promise<void> {
  load.progress("adjustment");
  const run = await load.inTransaction(async (ctx) => {
    const { id } = (await currentRelease(ctx))!;
    const release = (await findRelease(ctx, id))!;
    return beginSampleRound(ctx, { releaseId: id, cycleId: release.cycle_id, year: release.year });
  });
  while (!(await load.inTransaction((ctx) => openSampleCards(ctx, run)))) {
    load.signal.throwIfAborted();
    await sleep(POLL_MS);
  }
}

/** What the rules would have said two years ago; its balance was computed while other things were done. */
async function lookBack(load: Load, cycleId: string): Promise<void> {
  load.progress("past");
  while (!(await load.inTransaction((ctx) => judgeSamplePast(ctx, cycleId)))) {
    load.signal.throwIfAborted();
    await sleep(POLL_MS);
  }
}

/** Scenarios of the year's enrolment plan. */
async function planYear(load: Load): Promise<string[]> {
  load.progress("plans");
  const plans = await load.inTransaction(startSamplePlans);
  while (!(await load.inTransaction((ctx) => samplePlansSolved(ctx, plans)))) {
    load.signal.throwIfAborted();
    await sleep(POLL_MS);
  }
  return plans;
}

/** A consortium with its council, and a community; where the sample's accounts for it are there. */
async function allyYear(platform: Platform, { as, officer }: SampleOffice): Promise<void> {
  const [secretariat] = await sampleActors(platform, "secretariat");
  const [enterprise] = await sampleActors(platform, "enterprise-officer");
  if (secretariat?.organisation && enterprise?.organisation)
    await loadSampleAlliance(as, { secretariat, school: officer, enterprise });
}

/** Placement rounds, agreements and a timetable of the sample's school with its enterprise; where the sample's accounts for it are there. */
async function placeYear(platform: Platform, { as, officer }: SampleOffice): Promise<void> {
  const [enterprise] = await sampleActors(platform, "enterprise-officer");
  const [student] = await sampleActors(platform, "student");
  if (enterprise?.organisation) {
    await loadSampleRounds(as, { school: officer, enterprise, student: student ?? null });
    await loadSampleAgreements(as, { school: officer, enterprise });
    const [mentor] = await sampleActors(platform, "mentor");
    await loadSamplePlans(as, {
      school: officer,
      enterprise,
      mentor: mentor?.organisation === enterprise.organisation ? mentor : null,
    });
  }
  // its first cohort is that of the agreement
  await loadSampleTimetable(as, officer);
}

/** The logbook of the sample's student; where those who look after him are there. */
async function logYear(platform: Platform, { as, officer }: SampleOffice): Promise<void> {
  const [student] = await sampleActors(platform, "student");
  const [teacher] = await sampleActors(platform, "teacher");
  const [mentor] = await sampleActors(platform, "mentor");
  const [enterprise] = await sampleActors(platform, "enterprise-officer");
  if (student && teacher && mentor && enterprise)
    await loadSampleLogbook(as, { student, teacher, mentor, enterprise, school: officer, process: { ...NOBODY, name: "体系", role: "administrator" } }); // prettier-ignore
}

/** Seasons of admission: those of two years before, this year's in its supplementary round, next year's open for registration. */
async function admitYear(platform: Platform, signal: AbortSignal): Promise<void> {
  const [planner] = await sampleActors(platform, "planner");
  const [second] = await sampleActors(platform, "administrator");
  const [officer] = await sampleActors(platform, "school-officer");
  const [student] = await sampleActors(platform, "student");
  if (planner && second) {
    const people = { planner, second, officer: officer ?? null, student: student ?? null };
    await loadSampleSeason(platform, people, signal);
  }
}

const STAGES: Record<string, string> = {
  generate: "生成示例数据 generating",
  cycle: "供需测算 computing the cycle",
  publish: "编制并发布 publishing",
  lists: "编制三张清单 drawing up the three lists",
  adjustment: "测算专业调整 judging the offerings",
  past: "回溯两年前的调整 looking two years back",
  plans: "测算招生计划 solving the enrolment plan",
  season: "组织招生考试与录取 running a season of admission",
  applications: "办理专业申请 taking applications through the procedure",
};

/** Says at the terminal how far the sample province is, until it is loaded. */
export async function followSample(
  platform: Platform,
  id: string,
  say: (line: string) => void,
): Promise<void> {
  say(
    "正在装载示例省（示例数据）；系统已可使用。 Loading the sample province; the system can be used already.",
  );
  let last = "";
  for (;;) {
    const { rows } = await platform.pool
      .query<{ state: string; stage: string | null; message: string | null }>(
        "select state, stage, message from platform.job where id = $1",
        [id],
      )
      .catch(() => ({ rows: [] }));
    const job = rows[0];
    if (!job) return;
    if (job.state === "done") return say("示例省已就绪。 The sample province is ready.");
    if (job.state === "failed")
      return say(`示例省未能装载 The sample province could not be loaded: ${job.message ?? ""}`);
    const stage = job.stage ?? "";
    if (stage !== last && stage !== "")
      say(`  ${STAGES[stage] ?? stage.replace("import", "导入 importing")}`);
    last = stage;
    await sleep(500);
  }
}
