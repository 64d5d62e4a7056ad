import { createHash } from "node:crypto";
import { sql } from "kysely";
import { gunzipSync } from "node:zlib";
import type { QuotaAnswer, QuotaInput, QuotaWarm } from "@tixi/engines/quota";
import { defineJob, NotFound, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { listEdits, type EditRow } from "./cells.sql.ts";
import { PLAN, requirePlan } from "./make-plan.ts";
import { findPlanFile, SEATS_HASH } from "./plans.sql.ts";
import { QuotaThread } from "./quota-thread.ts";

export const VERIFY_PLAN = "planning.verify-plan";

/** How a plan stands against its own record. */
export interface PlanVerification {
  /** the kept input is the one that the manifest names */
  input: boolean;
  /** steps of its history played again, and those that gave other seats than were kept */
  steps: number;
  differing: number[];
  /** the seats that stand now are those that the history gives */
  seats: boolean;
  /** published files whose bytes are not those that were published */
  altered: string[];
}

/** Puts the check in the queue: the plan is solved again as often as it was. @returns the job's id */
export async function startVerification(ctx: Context, id: string): Promise<{ job: string }> {
  const plan = await requirePlan(ctx, id);
  access.authorize(ctx.actor, "read", { region: plan.province });
  if (!plan.summary) throw new NotFound(PLAN);
  const job = await ctx.jobs.start(VERIFY_PLAN, { planId: id });
  await ctx.audit("plan.verify", `plan:${id}`);
  return { job };
}

export const verifyJob = defineJob<{ planId: string }, PlanVerification>(
  VERIFY_PLAN,
  async (inTransaction, { planId }, progress, signal) => {
    const kept = await inTransaction((ctx) => read(ctx, planId));
    const input = JSON.parse(kept.text) as QuotaInput;
    const thread = await QuotaThread.start();
    try {
      await thread.ask({ method: "open", input, seats: null }, signal);
      const replayed = await replay(thread, input, kept, (done) => progress("solve", done, kept.edits.length), signal);
      return {
        input: createHash("sha256").update(kept.text).digest("hex") === kept.inputSha256,
        steps: kept.edits.length,
        differing: replayed.differing,
        seats: replayed.sha256 === kept.seatsSha256,
        altered: kept.altered,
      };
    } finally {
      await thread.end();
    }
  },
); // prettier-ignore

interface Kept {
  text: string;
  inputSha256: string;
  seatsSha256: string;
  edits: EditRow[];
  altered: string[];
  options: { gap: number; milliseconds: number };
}

async function read(ctx: Context, id: string): Promise<Kept> {
  const plan = await requirePlan(ctx, id);
  const { rows } = await sql<{ content: Buffer; hash: string }>`select i.content, ${SEATS_HASH(sql`i.plan_id`)} as hash
    from planning.plan_input i where i.plan_id = ${id} and i.name = 'input'`.execute(ctx.tx);
  if (!rows[0] || !plan.manifest) throw new NotFound(PLAN);
  const altered: string[] = [];
  for (const { name, sha256 } of plan.files) {
    const stored = await findPlanFile(ctx, id, name);
    if (!stored || createHash("sha256").update(stored.content).digest("hex") !== sha256) altered.push(name);
  }
  return {
    text: gunzipSync(rows[0].content).toString(),
    inputSha256: (plan.manifest["input"] as { sha256: string }).sha256,
    seatsSha256: rows[0].hash,
    edits: (await listEdits(ctx, id, null, 100_000)).reverse(),
    altered,
    // a solve that came in time once may take longer on another machine: the result is what counts
    options: { gap: plan.parameters.gap, milliseconds: Math.max(plan.parameters.seconds * 10_000, 60_000) },
  };
} // prettier-ignore

/** Plays the history again: solves as the solver did then, edits as people did. */
async function replay(
  thread: QuotaThread,
  input: QuotaInput,
  kept: Kept,
  told: (done: number) => void,
  signal: AbortSignal,
): Promise<{ differing: number[]; sha256: string }> {
  const keys = input.offerings.map(({ key }) => key);
  const seats = new Map<string, number>();
  const locked = new Map<string, boolean>();
  let warm: QuotaWarm | null = null;
  const differing: number[] = [];
  let sha256 = "";
  for (const [done, edit] of kept.edits.entries()) {
    told(done);
    if (edit.kind === "solve") {
      // a scenario made from another begins with its locks
      for (const cell of edit.cells)
        if (cell.locked) {
          seats.set(cell.offering, cell.to);
          locked.set(cell.offering, true);
        }
      const holds = keys.filter((key) => locked.get(key)).map((key) => [key, seats.get(key)!] as const);
      const answer: QuotaAnswer = await thread.ask({ method: "solve", locked: holds, options: { ...kept.options, warm } }, signal);
      if (answer.kind === "plan") {
        answer.plan.seats.forEach((n, i) => seats.set(keys[i]!, n));
        warm = answer.plan.warm;
      } else differing.push(edit.seq);
    } else
      for (const cell of edit.cells) {
        seats.set(cell.offering, cell.to);
        locked.set(cell.offering, cell.locked);
      }
    sha256 = hashOf(keys, seats, locked);
    if (sha256 !== edit.seats_sha256 && !differing.includes(edit.seq)) differing.push(edit.seq);
  }
  return { differing, sha256 };
} // prettier-ignore

/** The same text as SEATS_HASH. */
function hashOf(keys: readonly string[], seats: Map<string, number>, locked: Map<string, boolean>): string {
  const lines = [...keys].sort().map((key) => `${key}:${seats.get(key) ?? 0}:${locked.get(key) ?? false}`);
  return createHash("sha256").update(lines.join(",")).digest("hex");
}
