/** Queries over what people decided: corrections, aliases and recodings. */
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { Context } from "../platform/index.ts";

export interface NewCorrection {
  postingId: string;
  action: "confirm" | "correct" | "abstain";
  from: string | null;
  to: string | null;
}

export async function recordCorrection(
  ctx: Context,
  province: string,
  correction: NewCorrection,
): Promise<void> {
  await sql`
    insert into demand.correction (province, id, posting_id, action, from_occupation, to_occupation, by_user, by_name, at)
    values (${province}, ${uuidv7()}, ${correction.postingId}::bigint, ${correction.action}, ${correction.from},
      ${correction.to}, ${ctx.actor.userId}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
}

export interface CorrectionRecord {
  action: string;
  from_occupation: string | null;
  to_occupation: string | null;
  by_name: string;
  at: Date;
}

export async function correctionsOf(
  ctx: Context,
  province: string,
  postingId: string,
): Promise<CorrectionRecord[]> {
  const { rows } = await sql<CorrectionRecord>`
    select action, from_occupation, to_occupation, by_name, at from demand.correction
    where province = ${province} and posting_id = ${postingId}::bigint order by at, id`.execute(ctx.tx);
  return rows;
}

export interface RecodingRecord {
  id: string;
  province: string;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  job_id: string | null;
  before_version: string | null;
  after_version: string | null;
  aliases: number;
  checked: number;
  changed: number;
  last_id: string | null;
  message: string | null;
  created_by_name: string;
  created_at: Date;
  finished_at: Date | null;
}

export async function insertRecoding(
  ctx: Context,
  province: string,
  id: string,
  jobId: string,
): Promise<void> {
  await sql`
    insert into demand.recoding (province, id, state, job_id, created_by, created_by_name, created_at)
    values (${province}, ${id}, 'waiting', ${jobId}, ${ctx.actor.userId}, ${ctx.actor.name}, ${ctx.now})`.execute(
    ctx.tx,
  );
}

export async function findRecoding(
  ctx: Context,
  province: string,
  id: string,
  lock = false,
): Promise<RecodingRecord | null> {
  const { rows } = await sql<RecodingRecord>`
    select *, last_id::text as last_id from demand.recoding
    where province = ${province} and id = ${id} ${lock ? sql`for update` : sql``}`.execute(ctx.tx);
  return rows[0] ?? null;
}

/** The coder version of the last recoding that ended, or of the last import. */
export async function codedWith(ctx: Context, province: string): Promise<string | null> {
  const { rows } = await sql<{ version: string }>`
    select version from (
      select after_version as version, finished_at as at from demand.recoding where province = ${province} and state = 'done'
      union all
      select coder_version, finished_at from demand.import where province = ${province} and coder_version is not null
    ) coded order by at desc nulls last limit 1`.execute(ctx.tx);
  return rows[0]?.version ?? null;
}

export async function beginRecoding(
  ctx: Context,
  province: string,
  id: string,
  begin: { before: string | null; after: string; aliases: number },
): Promise<void> {
  await sql`
    update demand.recoding set state = 'running', before_version = coalesce(before_version, ${begin.before}),
      after_version = ${begin.after}, aliases = ${begin.aliases}
    where province = ${province} and id = ${id}`.execute(ctx.tx);
}

export async function endRecoding(
  ctx: Context,
  province: string,
  id: string,
  state: "done" | "failed" | "cancelled",
  message: string | null,
): Promise<void> {
  await sql`update demand.recoding set state = ${state}, message = ${message}, finished_at = ${ctx.now}
    where province = ${province} and id = ${id}`.execute(ctx.tx);
}

export interface RecodingText {
  id: string;
  title: string;
  company: string;
  industry_text: string;
  education: number | null;
  city: string | null;
  description: string;
  occupation: string | null;
  confidence: number;
  candidates: string;
}

/** The next postings to code again, in order of id; what a person decided is left alone. */
export async function postingsToRecode(
  ctx: Context,
  province: string,
  afterId: string | null,
  limit: number,
): Promise<RecodingText[]> {
  const { rows } = await sql<RecodingText>`
    select p.id::text as id, title, company, industry_text, education, city, t.description, occupation, confidence, candidates
    from demand.posting p join demand.posting_text t on t.province = p.province and t.id = p.id
    where p.province = ${province} and p.review is null ${afterId ? sql`and p.id > ${afterId}::bigint` : sql``}
    order by p.id limit ${limit}`.execute(ctx.tx);
  return rows;
}

export interface NewCode {
  id: string;
  title: string;
  from: string | null;
  fromConfidence: number;
  to: string | null;
  toConfidence: number;
  candidates: string;
}

/** Applies new codes and keeps what changed; counts on in the recoding. One transaction with its position. */
export async function applyCodes(
  ctx: Context,
  province: string,
  recodingId: string,
  applied: { checked: number; lastId: string; codes: readonly NewCode[] },
): Promise<void> {
  const { codes } = applied;
  if (codes.length > 0) {
    const column = <K extends keyof NewCode>(name: K) => codes.map((code) => code[name]);
    await sql`
      with fresh as (
        select * from unnest(${column("id")}::bigint[], ${column("to")}::text[], ${column("toConfidence")}::real[],
          ${column("candidates")}::text[]) as f(id, occupation, confidence, candidates)
      )
      update demand.posting p set occupation = fresh.occupation, confidence = fresh.confidence,
        candidates = fresh.candidates
      from fresh where p.province = ${province} and p.id = fresh.id and p.review is null`.execute(ctx.tx);
    const changed = codes.filter((code) => code.from !== code.to);
    if (changed.length > 0) {
      const of = <K extends keyof NewCode>(name: K) => changed.map((code) => code[name]);
      await sql`
        insert into demand.recoding_change (province, recoding_id, posting_id, title, from_occupation, from_confidence,
          to_occupation, to_confidence)
        select ${province}, ${recodingId}::uuid, * from unnest(${of("id")}::bigint[], ${of("title")}::text[],
          ${of("from")}::text[], ${of("fromConfidence")}::real[], ${of("to")}::text[], ${of("toConfidence")}::real[])
        on conflict do nothing`.execute(ctx.tx);
    }
  }
  await sql`
    update demand.recoding set checked = checked + ${applied.checked}, last_id = ${applied.lastId}::bigint,
      changed = changed + ${codes.filter((code) => code.from !== code.to).length}
    where province = ${province} and id = ${recodingId}`.execute(ctx.tx);
}

export interface ChangeRecord {
  posting_id: string;
  title: string;
  from_occupation: string | null;
  from_confidence: number;
  to_occupation: string | null;
  to_confidence: number;
}

export async function listChanges(
  ctx: Context,
  province: string,
  recodingId: string,
  afterId: string | null,
  limit: number,
): Promise<ChangeRecord[]> {
  const { rows } = await sql<ChangeRecord>`
    select posting_id::text as posting_id, title, from_occupation, from_confidence, to_occupation, to_confidence
    from demand.recoding_change
    where province = ${province} and recoding_id = ${recodingId}
      ${afterId ? sql`and posting_id > ${afterId}::bigint` : sql``}
    order by recoding_change.posting_id limit ${limit}`.execute(ctx.tx);
  return rows;
}
