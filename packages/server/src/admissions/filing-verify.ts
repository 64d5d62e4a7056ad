import { sql } from "kysely";
import { Conflict, defineJob, type Context } from "../platform/index.ts";
import { jsonText } from "../platform/db/json.ts";
import { access } from "./access.ts";
import { alteredFiles, folderOf, isOurs } from "./filing-manifest.ts";
import { inFilingThread } from "./filing-thread.ts";
import type { Verdict } from "./filings.sql.ts";
import { inputsIn, requireFiling, toldVerdict } from "./run-filing.ts";

export const VERIFY_FILING = "admissions.verify-filing";

/** How a run stands against its own record. */
export interface FilingVerification {
  /** the manifest bears this installation's signature */
  signature: boolean;
  /** files that are not as the manifest says, or are gone */
  altered: string[];
  /** what the verifier says of the files as they lie there */
  verdict: Verdict;
}

/** Puts the check of a finished run in the queue. @returns the job's id; @throws Conflict while it is not done */
export async function startFilingVerification(ctx: Context, id: string, folderFor: (name: string) => string): Promise<{ job: string }> {
  const filing = await requireFiling(ctx, id);
  access.authorize(ctx.actor, "file", { region: filing.province });
  if (filing.state !== "done") throw new Conflict({ zh: "投档尚未完成。", en: "The run is not done." });
  const job = await ctx.jobs.start(VERIFY_FILING, { filingId: id, folder: folderFor(folderOf(id)) });
  await ctx.audit("filing.verify", `filing:${id}`);
  return { job };
} // prettier-ignore

/** Looks at the files as they lie there. What was found stands with the run: an altered one cannot be checked or confirmed. */
export const verifyFilingJob = defineJob<{ filingId: string; folder: string }, FilingVerification>(
  VERIFY_FILING,
  async (inTransaction, { filingId, folder }, progress, signal) => {
    const { manifest, signature } = await inTransaction(async (ctx) => {
      const filing = await requireFiling(ctx, filingId);
      return { manifest: filing.manifest!, signature: isOurs(ctx.vault, filing.manifest!) };
    });
    progress("hash");
    const altered = await alteredFiles(folder, manifest);
    progress("verify");
    const judged = await inFilingThread(
      { kind: "verify", files: { ...inputsIn(folder), result: folder }, threads: 2 },
      progress,
      signal,
    ).catch((error: unknown) => (signal.aborted ? Promise.reject(error as Error) : (error as Error)));
    return inTransaction(async (ctx) => {
      const unread = { rule: "file", zh: "文件无法读取", en: "The files cannot be read" };
      const verdict: Verdict =
        judged instanceof Error
          ? { checks: [{ ...unread, examined: 1, breaches: 1 }], breaches: [{ rule: "file", zh: judged.message, en: judged.message }], absent: [], at: ctx.now.toISOString() }
          : toldVerdict(judged, ctx.now);
      verdict.checks.push({ rule: "record", zh: "签名与文件校验值", en: "Signature and hashes of the files", examined: (manifest["files"] as unknown[]).length + 1, breaches: altered.length + (signature ? 0 : 1) });
      for (const name of altered) verdict.breaches.push({ rule: "record", zh: `${name} 与投档时不同。`, en: `${name} is not as it was at the run.` });
      if (!signature) verdict.breaches.push({ rule: "record", zh: "清单签名不符。", en: "The signature of the manifest does not fit." });
      await sql`update admissions.filing set verified = ${jsonText(verdict)}::jsonb where id = ${filingId}`.execute(ctx.tx);
      await ctx.audit("filing.verified", `filing:${filingId}`, null, { signature, altered, breaches: verdict.breaches.length });
      return { signature, altered, verdict };
    });
  },
); // prettier-ignore
