/** The plans that somebody has open: their flows stay warm in a thread, so that an edited cell is answered at once. */
import type { EditCost, LimitUse, OfferingReasons, QuotaWarm } from "@tixi/engines/quota";
import { NotFound, type Context } from "../../platform/index.ts";
import { allSeats, seatsSince } from "./cells.sql.ts";
import { findInput, findWarm } from "./plans.sql.ts";
import { QuotaThread, type SeatChange } from "./quota-thread.ts";

interface Desk {
  thread: QuotaThread;
  /** version of the plan whose flow the thread holds */
  version: number;
  keys: readonly string[];
  warm: QuotaWarm | null;
  usedAt: number;
}

/** Each open plan of 12,000 offerings keeps some 200 MB. */
const MOST_OPEN = 2;
const IDLE_MS = 15 * 60_000;
/** More changed cells than this are cheaper set anew than one by one. */
const MOST_APPLIED = 200;

const desks = new Map<string, Promise<Desk>>();
let sweeper: NodeJS.Timeout | null = null;

/** The desk of a plan as it stands at this version; opened where it is not, brought up to date where it is behind. */
async function deskOf(ctx: Context, plan: { id: string; version: number }): Promise<Desk> {
  let opening = desks.get(plan.id);
  if (!opening) {
    opening = open(ctx, plan);
    desks.set(plan.id, opening);
    opening.catch(() => desks.delete(plan.id));
    await makeRoom(plan.id);
  }
  const desk = await opening;
  desk.usedAt = Date.now();
  if (desk.version < plan.version) await catchUp(ctx, plan, desk);
  return desk;
}

async function open(ctx: Context, plan: { id: string; version: number }): Promise<Desk> {
  const input = await findInput(ctx, plan.id);
  if (!input) throw new NotFound({ zh: "该方案的测算输入", en: "the plan's input" });
  const rows = await allSeats(ctx, plan.id);
  const seats = new Map(rows.map((row) => [row.offering_id, row.seats]));
  const thread = await QuotaThread.start();
  try {
    await thread.ask({ method: "open", input, seats: input.offerings.map(({ key }) => seats.get(key) ?? 0) });
  } catch (error) {
    await thread.end();
    throw error;
  }
  return {
    thread,
    version: plan.version,
    keys: input.offerings.map(({ key }) => key),
    warm: await findWarm(ctx, plan.id),
    usedAt: Date.now(),
  };
}

async function catchUp(ctx: Context, plan: { id: string; version: number }, desk: Desk): Promise<void> {
  const changed = await seatsSince(ctx, plan.id, desk.version);
  if (changed.length > MOST_APPLIED) {
    const seats = new Map((await allSeats(ctx, plan.id)).map((row) => [row.offering_id, row.seats]));
    await desk.thread.ask({ method: "reopen", seats: desk.keys.map((key) => seats.get(key) ?? 0) });
    desk.warm = await findWarm(ctx, plan.id);
  } else if (changed.length > 0) {
    await desk.thread.ask({
      method: "apply",
      changes: changed.map((row) => [row.offering_id, row.seats] as const),
    });
  }
  desk.version = plan.version;
}

async function makeRoom(but: string): Promise<void> {
  sweeper ??= setInterval(() => void closeIdle(), 60_000).unref();
  if (desks.size <= MOST_OPEN) return;
  const others = await Promise.all(
    [...desks].filter(([id]) => id !== but).map(async ([id, desk]) => ({ id, usedAt: (await desk).usedAt })),
  );
  others.sort((a, b) => a.usedAt - b.usedAt);
  for (const { id } of others.slice(0, desks.size - MOST_OPEN)) await closeDesk(id);
}

async function closeIdle(): Promise<void> {
  for (const [id, opening] of desks) {
    const desk = await opening.catch(() => null);
    if (desk && Date.now() - desk.usedAt > IDLE_MS) await closeDesk(id);
  }
}

/** Lets a plan go: after a fault, and when nobody works on it any more. */
export async function closeDesk(plan: string): Promise<void> {
  const desk = desks.get(plan);
  desks.delete(plan);
  await (await desk?.catch(() => null))?.thread.end();
}

type Open = { id: string; version: number };

/** What it would cost to set these cells; changes nothing. */
export async function costOf(ctx: Context, plan: Open, changes: readonly SeatChange[]): Promise<EditCost> {
  const desk = await deskOf(ctx, plan);
  return desk.thread.ask({ method: "cost", changes });
}

/** Sets cells on the desk once they are committed, so that the next answer need not. */
export async function moveDesk(plan: Open, changes: readonly SeatChange[]): Promise<void> {
  const desk = await desks.get(plan.id);
  if (desk?.version !== plan.version - 1) return;
  desk.version = plan.version;
  try {
    await desk.thread.ask({ method: "apply", changes });
  } catch (error) {
    await closeDesk(plan.id);
    throw error;
  }
}

/** Why the offerings have the seats that they have now. */
export async function reasonsOf(ctx: Context, plan: Open, keys: readonly string[]): Promise<OfferingReasons[]> {
  const desk = await deskOf(ctx, plan);
  return desk.thread.ask({ method: "explain", seats: null, keys, warm: desk.warm });
} // prettier-ignore

/** Limits that the seats break now. */
export async function brokenOf(ctx: Context, plan: Open): Promise<LimitUse[]> {
  const desk = await deskOf(ctx, plan);
  return desk.thread.ask({ method: "broken", seats: null });
}
