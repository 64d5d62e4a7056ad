import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { uuidv7 } from "uuidv7";
import { checkRules } from "@tixi/engines/allocation";
import { BadInput, Conflict, defineJob, jobNotice, NotFound, recordAction, wasCancelled, type Context } from "../platform/index.ts"; // prettier-ignore
import { access } from "./access.ts";
import { inFilingThread } from "./filing-thread.ts";
import { describeFiles, folderOf, manifestOf, RESULT } from "./filing-manifest.ts";
import { filingProcedure } from "./filing-state.ts";
import * as filings from "./filings.sql.ts";
import { differencesToConfirmed, storeCutoffs, storeOutcomes } from "./outcomes-store.ts";
import type { AllocationVerdict } from "./verify-allocation.ts";
import { writeInputs, type TakenFilling } from "./write-inputs.ts";

export const RUN_FILING = "admissions.run-filing";
export const SEASON = { zh: "招生季", en: "season" };
export const FILING = { zh: "投档", en: "run of the allocation" };

interface Payload {
  filingId: string;
  /** the run's folder on this machine's file store */
  folder: string;
}

/** The fillings of a season up to one, in the order in which they are filed: batches as in the rules, rounds ascending. */
function orderedFillings(rules: unknown, fillings: readonly filings.FillingRow[], of: { batch: string; round: number }) {
  const order = (checkRules(rules).rules?.batches ?? []).map(({ id }) => id);
  const place = ({ batch, round }: { batch: string; round: number }) => order.indexOf(batch) * 1000 + round;
  return fillings.filter((one) => place(one) <= place(of) && order.includes(one.batch)).sort((a, b) => place(a) - place(b));
} // prettier-ignore

const words = ({ batch, round }: { batch: string; round: number }) => ({
  zh: `批次“${batch}”第 ${round} 轮`,
  en: `batch “${batch}”, round ${round}`,
});

/**
 * Puts a run of a batch and round in the queue. Preferences that are not locked yet are nobody's to run over, the office's
 * neither: there is no dry run.
 * @param folderFor the absolute path of a folder of the file store
 * @throws Conflict before the lock, where an earlier batch or round has no confirmed result, or another run stands
 */
export async function startFiling(
  ctx: Context,
  input: { season: string; batch: string; round: number },
  folderFor: (name: string) => string,
): Promise<string> {
  const season = await filings.seasonOfRun(ctx, input.season);
  if (!season) throw new NotFound(SEASON);
  access.authorize(ctx.actor, "file", { region: season.province });
  await filings.lockSeason(ctx, season.id);
  const fillings = orderedFillings(season.rules, await filings.fillingsWithRuns(ctx, season.id), input);
  const own = fillings.find(({ batch, round }) => batch === input.batch && round === input.round);
  if (!own)
    throw new BadInput([{ part: "body", field: "round", value: `${input.batch} ${input.round}`, reason: "该批次轮次没有设置填报时间 / there is no filling of this batch and round" }]);
  if (!own.locked)
    throw new Conflict({
      zh: `志愿填报尚未截止（${own.closes.toISOString()}），在此之前系统不允许对真实志愿进行任何试投档。`,
      en: `Preferences are not locked yet (${own.closes.toISOString()}); until then nothing may be run over them.`,
    });
  const stands = own.filing !== null;
  if (stands)
    throw new Conflict({
      zh: `${words(own).zh}已有一次投档，须先作废才能重新投档。`,
      en: `A run of ${words(own).en} stands; withdraw it before you run again.`,
    });
  const open = fillings.find((one) => one !== own && one.last !== "confirm");
  if (open)
    throw new Conflict({
      zh: `${words(open).zh}的结果尚未确认，不能对其后的批次轮次投档。`,
      en: `The result of ${words(open).en} is not confirmed; what comes after it cannot be run.`,
    });
  const id = uuidv7();
  await filings.insertFiling(ctx, { province: season.province, id, season: season.id, batch: own.batch, round: own.round, sample: season.sample });
  const job = await ctx.jobs.start(RUN_FILING, { filingId: id, folder: folderFor(folderOf(id)) } satisfies Payload);
  await filings.setFilingJob(ctx, id, job);
  await recordAction(ctx, filings.FILING_LOG, { province: season.province, id }, 1, "run");
  await ctx.audit("filing.run", `filing:${id}`, null, { season: season.id, batch: own.batch, round: own.round });
  return id;
} // prettier-ignore

/** Stops a run that is not done. @throws Conflict where it is */
export async function cancelFiling(ctx: Context, id: string): Promise<void> {
  const filing = await requireFiling(ctx, id);
  access.authorize(ctx.actor, "file", { region: filing.province });
  if (!["waiting", "running"].includes(filing.state))
    throw new Conflict({ zh: "投档已经结束，不能停止。", en: "The run has ended already." });
  if (filing.job_id === null || !(await ctx.jobs.cancel(filing.job_id)))
    await filings.endFiling(ctx, id, "cancelled", "已取消");
  await ctx.audit("filing.cancel", `filing:${id}`);
}

/** @throws NotFound */
export async function requireFiling(ctx: Context, id: string): Promise<filings.FilingRow> {
  const filing = await filings.findFiling(ctx, id);
  if (!filing) throw new NotFound(FILING);
  return filing;
}

/** The fillings that take part in a run, and from which moment the input of each was taken. */
export async function takenFillings(ctx: Context, filing: filings.FilingRow): Promise<TakenFilling[]> {
  const all = orderedFillings(filing.rules, await filings.fillingsWithRuns(ctx, filing.season_id), filing);
  return all.map(({ batch, round, taken }) => ({
    batch,
    round,
    at: new Date(batch === filing.batch && round === filing.round ? filing.created_at : taken!),
  }));
}

/**
 * The job behind a run: writes the input files, allocates, has the result verified by what shares no code with the
 * allocation, and stores outcomes, cut-offs and the signed record in one transaction. After a crash it begins again; nothing
 * of the first attempt is left. A run that says otherwise than what was confirmed before is refused.
 */
export const filingJob = defineJob<Payload, { filingId: string } | null>(
  RUN_FILING,
  async (inTransaction, { filingId, folder }, progress, signal) => {
    const since = performance.now();
    progress("inputs");
    await rm(folder, { recursive: true, force: true });
    try {
      const begun = await inTransaction(async (ctx) => {
        if (!(await filings.beginFiling(ctx, filingId))) return null;
        const filing = await requireFiling(ctx, filingId);
        const fillings = await takenFillings(ctx, filing);
        return { filing, fillings, ...(await writeInputs(ctx, filing, fillings, folder)) };
      });
      if (!begun) return null;
      const inputs = inputsIn(folder);
      const outcome = await inFilingThread({ kind: "allocate", ...inputs, out: folder }, progress, signal);
      if (outcome.kind === "faults")
        throw new Conflict({ zh: `投档数据有 ${outcome.count} 处错误：${outcome.faults.slice(0, 5).join(" ")}`, en: `The input has ${outcome.count} faults: ${outcome.faults.slice(0, 5).join(" ")}` });
      progress("verify");
      const verdict = await inFilingThread({ kind: "verify", files: { ...inputs, result: folder }, threads: 2 }, progress, signal);
      const files = await describeFiles(folder, filingId, RESULT);
      const alike = await inFilingThread({ kind: "alike", candidates: inputs.candidates }, progress, signal);
      signal.throwIfAborted();
      await inTransaction(async (ctx) => {
        await filings.lockFiling(ctx, filingId);
        const filing = await requireFiling(ctx, filingId);
        if (filing.state !== "running") return;
        await storeCutoffs(ctx, filing, await readFile(path.join(folder, "cutoffs.csv"), "utf8"));
        const candidates = await storeOutcomes(ctx, filing, path.join(folder, "reasons.ndjson"), (done, total) => progress("store", done, total));
        await refuseOtherResults(ctx, filing);
        for (const file of files) await filings.insertFilingFile(ctx, filing, file);
        const report = JSON.parse(await readFile(path.join(folder, "report.json"), "utf8")) as { rounds: filings.FilingSummary["rounds"]; inputs: { preferences: { rows: number } } };
        const ofThis = report.rounds.find(({ batch, round }) => batch === filing.batch && round === filing.round);
        const summary = {
          rounds: report.rounds,
          candidates,
          preferences: report.inputs.preferences.rows,
          leftOut: begun.leftOut,
          admitted: ofThis?.admitted ?? 0,
          milliseconds: Math.round(performance.now() - since),
          alike,
        };
        const verified = toldVerdict(verdict, ctx.now);
        await filings.finishFiling(ctx, filingId, { manifest: manifestOf(ctx.vault, filing, begun.fillings, files, begun.leftOut), summary, verified });
        await ctx.audit("filing.finish", `filing:${filingId}`, null, { candidates, admitted: summary.admitted, breaches: verdict.breaches.length });
      });
      return { filingId };
    } catch (error) {
      // A pause of the server is no end: the run begins again with the next start.
      if (wasCancelled(signal)) await inTransaction((ctx) => filings.endFiling(ctx, filingId, "cancelled", "已取消"));
      else if (!signal.aborted)
        await inTransaction((ctx) => filings.endFiling(ctx, filingId, "failed", error instanceof Conflict ? (ctx.locale === "en" ? error.detail.en : error.detail.zh) : (error as Error).message));
      throw error;
    }
  },
  { notice: jobNotice({ zh: "投档", en: "Allocation" }, ({ payload }) => `/filings/${payload.filingId}`) },
); // prettier-ignore

/** The four input files of a run in its folder. */
export const inputsIn = (folder: string) => ({
  rules: path.join(folder, "rules.json"),
  plans: path.join(folder, "plans.csv"),
  candidates: path.join(folder, "candidates.csv"),
  preferences: path.join(folder, "preferences.csv"),
});

async function refuseOtherResults(ctx: Context, filing: filings.FilingRow): Promise<void> {
  const differences = await differencesToConfirmed(ctx, filing);
  if (differences.length === 0) return;
  const list = (join: string, none: string) =>
    differences.slice(0, 5).map(({ number, before, after }) => `${number}${join}${before ?? none}→${after ?? none}`).join("; ");
  throw new Conflict({
    zh: `本次投档与已确认的结果不一致，未予采用：${list("：", "未录取")}。请核对分数、计划和规则的更改。`,
    en: `The run says otherwise than what was confirmed and is refused: ${list(": ", "not admitted")}. Look at what was changed in scores, units and rules.`,
  });
} // prettier-ignore

/** What the verifier said, as it is kept: every check, the first breaches. */
export const toldVerdict = (verdict: AllocationVerdict, at: Date): filings.Verdict => ({
  checks: verdict.checks.map(({ rule, title, examined, breaches }) => ({
    rule,
    ...title,
    examined,
    breaches,
  })),
  breaches: verdict.breaches.slice(0, 20).map(({ rule, words: said }) => ({ rule, ...said })),
  absent: verdict.absent,
  at: at.toISOString(),
});

/** Nothing was found, and nothing was left unexamined for want of a file. */
export const isClean = ({ checks, absent }: Pick<filings.Verdict, "checks" | "absent">): boolean =>
  checks.every(({ breaches }) => breaches === 0) && absent.length === 0;

/** The state of a run by its actions. */
export const stateOf = (filing: filings.FilingRow) => filingProcedure.stateOf(filing.actions);
