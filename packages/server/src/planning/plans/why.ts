import type { OfferingReasons } from "@tixi/engines/quota";
import { NotFound, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { findCells } from "./cells.sql.ts";
import { reasonsOf } from "./desk.ts";
import { requirePlan } from "./make-plan.ts";
import { stepsOf } from "./negotiate.ts";
import { sayConflict, sayLimits, sayReasons } from "./words.ts";
import { presentCell } from "./present.ts";

/** Why an offering has these seats and not more or fewer, from the limits that bind it now. @throws NotFound */
export async function whyOf(ctx: Context, id: string, offering: string) {
  const plan = await requirePlan(ctx, id);
  access.authorize(ctx.actor, "read", { region: plan.province });
  const [cell] = await findCells(ctx, id, [offering]);
  if (!cell) throw new NotFound({ zh: "专业点", en: "offering" });
  const [reasons] = await reasonsOf(ctx, plan, [offering]);
  if (!reasons) throw new NotFound({ zh: "专业点", en: "offering" });
  const steps = (await stepsOf(ctx, id, [offering])).get(offering) ?? [];
  const said = await sayReasons(ctx, id, reasons);
  return { cell: presentCell(cell), reasons: numbers(reasons), ...said, steps };
}

const numbers = ({ up: _, down: __, ...figures }: OfferingReasons) => figures;

/** The limits that cannot hold together, each in words and with the place where it is changed. */
export async function conflictOf(ctx: Context, id: string) {
  const plan = await requirePlan(ctx, id);
  access.authorize(ctx.actor, "read", { region: plan.province });
  if (!plan.conflict) return { single: true, sentence: null, limits: [] };
  return sayConflict(ctx, id, plan.conflict);
}

/** Limits that the plan's seats break now, in words. */
export async function brokenInWords(ctx: Context, id: string) {
  const plan = await requirePlan(ctx, id);
  access.authorize(ctx.actor, "read", { region: plan.province });
  const broken = plan.summary?.broken ?? [];
  return { count: broken.length, limits: await sayLimits(ctx, id, broken.slice(0, 100), true) };
}

/** Limits of several offerings that are used up, with what one more would be worth, the dearest first. */
export async function tightInWords(ctx: Context, id: string) {
  const plan = await requirePlan(ctx, id);
  access.authorize(ctx.actor, "read", { region: plan.province });
  const tight = (plan.summary?.tight ?? []).filter(({ price }) => price >= 0.005);
  tight.sort((a, b) => b.price - a.price).splice(40);
  const limits = await sayLimits(ctx, id, tight, true);
  return { limits: limits.map((limit, i) => ({ ...limit, price: tight[i]!.price })) };
}
