import { writeFile } from "node:fs/promises";
import path from "node:path";
import { Conflict, defineJob, NotFound, type Context } from "../platform/index.ts";
import { access } from "./access.ts";
import { describeFiles, folderOf, RESULT, signed } from "./filing-manifest.ts";
import { inFilingThread } from "./filing-thread.ts";
import { filingFiles, insertFilingFile, lockFiling, type FilingFile } from "./filings.sql.ts";
import { inputsIn, isClean, requireFiling, stateOf, toldVerdict } from "./run-filing.ts";

export const OPEN_FILES = "admissions.open-files";
const FILE = { zh: "文件", en: "file" };

/** What stands with the open files: what they are, and what they are not. */
const WARNING = {
  zh: "考生号已换成仅用于本次投档的随机代码，文件中没有姓名、学校和证件号码；但成绩列保留原值，知道某人全部成绩的人可能认出其所在行。",
  en: "Numbers are replaced by random tokens of this run; names, schools and identity numbers are in none of the files. The scores are as they are: whoever knows all scores of a person may recognise the row.",
};

/**
 * Has the files made with which anybody can verify the result. Nothing is opened unless an office decides so: `summary.alike`
 * says beforehand how many rows of candidates stand alone.
 * @throws Conflict where the run is not checked yet, or its files are open already
 */
export async function openFiles(ctx: Context, id: string, folderFor: (name: string) => string): Promise<{ job: string }> {
  const filing = await requireFiling(ctx, id);
  access.authorize(ctx.actor, "release", { region: filing.province });
  if (!["checked", "announced", "confirmed"].includes(stateOf(filing)))
    throw new Conflict({ zh: "结果复核之后才能公开核验文件。", en: "The files can be opened once the result is checked." });
  if ((await filingFiles(ctx, id)).some(({ name }) => name.startsWith("open/")))
    throw new Conflict({ zh: "核验文件已经公开。", en: "The files are open already." });
  const job = await ctx.jobs.start(OPEN_FILES, { filingId: id, folder: folderFor(folderOf(id)) });
  await ctx.audit("filing.open-files", `filing:${id}`, null, { alike: filing.summary?.alike });
  return { job };
} // prettier-ignore

export const openFilesJob = defineJob<{ filingId: string; folder: string }, { files: number }>(
  OPEN_FILES,
  async (inTransaction, { filingId, folder }, progress, signal) => {
    const out = path.join(folder, "open");
    progress("tokens");
    await inFilingThread({ kind: "open", folder, out }, progress, signal);
    progress("verify");
    const verdict = await inFilingThread({ kind: "verify", files: { ...inputsIn(out), result: out }, threads: 2 }, progress, signal);
    const files = await describeFiles(out, filingId, RESULT, "open");
    signal.throwIfAborted();
    return inTransaction(async (ctx) => {
      await lockFiling(ctx, filingId);
      const filing = await requireFiling(ctx, filingId);
      const told = toldVerdict(verdict, ctx.now);
      if (!isClean(told)) throw new Error(told.breaches[0]?.zh ?? "the open files break a rule");
      const body = {
        kind: "tixi-allocation-open",
        filing: filing.id,
        season: filing.season,
        batch: filing.batch,
        round: filing.round,
        run: filing.manifest!["signature"],
        warning: WARNING,
        alike: filing.summary!.alike,
        files: files.map(({ name, bytes, sha256 }) => ({ name: name.slice("open/".length), bytes, sha256 })),
      };
      const manifest = signed(ctx.vault, body);
      await writeFile(path.join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
      const all = [...files, ...(await describeFiles(out, filingId, ["manifest.json"], "open"))];
      for (const file of all) await insertFilingFile(ctx, filing, file);
      await ctx.audit("filing.files-opened", `filing:${filingId}`, null, { files: all.length });
      return { files: all.length };
    });
  },
); // prettier-ignore

/** A file of a run for the office. @throws NotFound */
export async function filingFile(ctx: Context, id: string, name: string): Promise<FilingFile> {
  const filing = await requireFiling(ctx, id);
  access.authorize(ctx.actor, "file", { region: filing.province });
  const found = (await filingFiles(ctx, id)).find((one) => one.name === name);
  if (!found) throw new NotFound(FILE);
  if (!found.open) await ctx.auditRead(`filing:${id}`, ["admissions.outcome.reasons"]);
  return found;
}

/** A file that anybody may have: the pseudonymous one where there are such files, so that all of them fit together. @throws NotFound */
export async function publicFilingFile(ctx: Context, id: string, name: string): Promise<FilingFile> {
  await requireAnnounced(ctx, id);
  const files = (await filingFiles(ctx, id)).filter(({ open }) => open);
  const found = files.find((one) => one.name === `open/${name}`) ?? files.find((one) => one.name === name);
  if (!found) throw new NotFound(FILE);
  return found;
} // prettier-ignore

/** The open files of a run in one archive: what `tixi allocate verify` reads. @throws NotFound where none were opened */
export async function openArchive(ctx: Context, id: string): Promise<FilingFile[]> {
  await requireAnnounced(ctx, id);
  const files = (await filingFiles(ctx, id)).filter(({ name, open }) => open && name.startsWith("open/"));
  if (files.length === 0) throw new NotFound(FILE);
  return files;
}

/** @throws NotFound for a result that is not public, whoever asks */
export async function requireAnnounced(ctx: Context, id: string) {
  const filing = await requireFiling(ctx, id);
  if (!["announced", "confirmed"].includes(stateOf(filing))) throw new NotFound(FILE);
  return filing;
}
