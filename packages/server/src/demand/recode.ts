import { Ranking } from "@tixi/engines/coding";
import { setImmediate as breathe } from "node:timers/promises";
import { uuidv7 } from "uuidv7";
import {
  decodeCursor,
  defineJob,
  jobNotice,
  NotFound,
  toPage,
  wasCancelled,
  type Context,
} from "../platform/index.ts";
import { access, provinceOf } from "./access.ts";
import { acceptedAliases } from "./aliases.sql.ts";
import { coderFor } from "./coders.ts";
import {
  applyCodes, beginRecoding, codedWith, endRecoding, findRecoding, insertRecoding, listChanges, postingsToRecode,
  type NewCode, type RecodingRecord,
} from "./corrections.sql.ts"; // prettier-ignore
import { named } from "./list-postings.ts";
import { packCandidates } from "./posting-batch.ts";
import { codedPosting, codingInput } from "./posting-engines.ts";
import { countAccepted } from "./postings.sql.ts";
import { educations } from "./schemas.ts";

const RECODE = "demand.recode";
const RECODING = { zh: "重新编码", en: "re-coding" };
/** Postings in one transaction. */
const GROUP = 2000;
/** Postings coded before other requests get their turn. */
const BREATH = 250;

/** Codes all postings anew with the present lexicon and aliases; what people decided stays. */
export async function startRecoding(ctx: Context): Promise<{ id: string; recodingId: string }> {
  access.authorize(ctx.actor, "recode", { region: provinceOf(ctx.actor) });
  const province = provinceOf(ctx.actor);
  const recodingId = uuidv7();
  const id = await ctx.jobs.start(RECODE, { recodingId });
  await insertRecoding(ctx, province, recodingId, id);
  await ctx.audit("recoding.start", `recoding:${recodingId}`);
  return { id, recodingId };
}

/** A re-coding and a page of the codes it changed. @throws NotFound */
export async function showRecoding(
  ctx: Context,
  id: string,
  query: { cursor?: string | undefined; limit: number },
) {
  access.authorize(ctx.actor, "read", { region: provinceOf(ctx.actor) });
  const province = provinceOf(ctx.actor);
  const record = await findRecoding(ctx, province, id);
  if (!record) throw new NotFound(RECODING);
  const key = decodeCursor(query.cursor, 1);
  const rows = await listChanges(ctx, province, id, key ? String(key[0]) : null, query.limit + 1);
  const code = (occupation: string | null) => (occupation === null ? null : named(occupation));
  return {
    ...recodingView(record),
    ...toPage(
      rows,
      query.limit,
      (row) => [row.posting_id],
      (row) => ({
        postingId: row.posting_id,
        title: row.title,
        from: code(row.from_occupation),
        to: code(row.to_occupation),
        fromConfidence: row.from_confidence,
        toConfidence: row.to_confidence,
      }),
    ),
  };
}

const recodingView = (record: RecodingRecord) => ({
  id: record.id,
  state: record.state,
  jobId: record.job_id,
  before: record.before_version,
  after: record.after_version,
  aliases: record.aliases,
  checked: Number(record.checked),
  changed: Number(record.changed),
  message: record.message,
  createdBy: record.created_by_name,
  createdAt: record.created_at.toISOString(),
  finishedAt: record.finished_at?.toISOString() ?? null,
});

/** The job behind POST /api/recodings. Each group commits with its position, so that a crash costs one group. */
export const recodeJob = defineJob<{ recodingId: string }, { changed: number }>(
  RECODE,
  async (inTransaction, { recodingId }, progress, signal) => {
    const begun = await inTransaction(async (ctx) => {
      const province = provinceOf(ctx.actor);
      const record = await findRecoding(ctx, province, recodingId, true);
      if (!record) throw new NotFound(RECODING);
      const aliases = await acceptedAliases(ctx, province);
      const coder = coderFor(aliases);
      const before = record.before_version ?? (await codedWith(ctx, province));
      await beginRecoding(ctx, province, recodingId, {
        before,
        after: coder.version,
        aliases: aliases.length,
      });
      return {
        province,
        coder,
        lastId: record.last_id,
        checked: Number(record.checked),
        total: await countAccepted(ctx, province),
      };
    });
    const { province, coder, total } = begun;
    const ranking = new Ranking();
    let { lastId, checked } = begun;
    try {
      for (;;) {
        signal.throwIfAborted();
        progress("recode", checked, total);
        const group = await inTransaction((ctx) => postingsToRecode(ctx, province, lastId, GROUP));
        if (group.length === 0) break;
        const codes: NewCode[] = [];
        for (const [i, row] of group.entries()) {
          if (i % BREATH === 0) await breathe();
          const education = row.education === null ? null : (educations[row.education] ?? null);
          coder.codeInto(codingInput({ ...row, industryText: row.industry_text, education }), ranking);
          const found = codedPosting(coder, ranking);
          const candidates = packCandidates(found.candidates);
          if (found.occupation === row.occupation && candidates === row.candidates) continue;
          codes.push({
            id: row.id, title: row.title, from: row.occupation, fromConfidence: row.confidence, to: found.occupation,
            toConfidence: found.confidence, candidates,
          }); // prettier-ignore
        }
        lastId = group.at(-1)!.id;
        checked += group.length;
        const applied = { checked: group.length, lastId, codes };
        await inTransaction((ctx) => applyCodes(ctx, province, recodingId, applied));
      }
      return await inTransaction(async (ctx) => {
        await endRecoding(ctx, province, recodingId, "done", null);
        const changed = Number((await findRecoding(ctx, province, recodingId))?.changed ?? 0);
        await ctx.audit("recoding.finish", `recoding:${recodingId}`, undefined, { checked, changed });
        return { changed };
      });
    } catch (error) {
      // A pause of the server is no end: the job goes on behind its last group.
      if (signal.aborted && !wasCancelled(signal)) throw error;
      const state = signal.aborted ? "cancelled" : "failed";
      await inTransaction((ctx) =>
        endRecoding(ctx, province, recodingId, state, signal.aborted ? "已取消" : (error as Error).message),
      );
      throw error;
    }
  },
  {
    notice: jobNotice(
      { zh: "重新编码", en: "Re-coding" },
      ({ payload }) => `/aliases?recoding=${payload.recodingId}`,
    ),
  },
);
