/** Why an offering has the seats it has: what stands in the way of the next size up and down, and what seats are worth. */
import type { Core } from "./core.ts";
import type { PlanFlow } from "./flow.ts";
import { classesOf, nextSize, NO_MOST, sizesOf, usedOf, type Row } from "./limits.ts";
import type { LimitUse, OfferingReasons, QuotaWarm } from "./types.ts";

const CLOSE = 1e-6;

/**
 * `up`: own limits that forbid one more seat, and shared ones that the next size would break. The level's scale is named
 * where this offering would be the next to get a seat; where seats elsewhere are worth more, `worthUp` says so instead.
 */
export function explainOfferings(
  core: Core,
  flow: PlanFlow,
  seats: Int32Array,
  wanted: readonly number[],
  warm: QuotaWarm | null,
): OfferingReasons[] {
  const margins = flow.margins();
  const used = core.rows.map((row) => usedOf(row, seats));
  const price = (row: Row): number => warm?.limitPrices[row.limit.id] ?? 0;
  return wanted.map((k): OfferingReasons => {
    const o = core.offerings[k]!;
    const now = seats[k]!;
    // by its own limits alone: where a shared one cuts the next size off, it is the one to be named
    const sizes = sizesOf(o, core.own[k]!, NO_MOST);
    const nextUp = nextSize(sizes, now, true);
    const nextDown = nextSize(sizes, now, false);
    const rows = core.rowsOf[k]!;
    const level = rows.find((r) => core.rows[r]!.limit.kind === "level");
    const levelPrice = level === undefined || !warm ? null : price(core.rows[level]!);
    // What the other shared limits take of a seat's worth.
    const others = rows.reduce(
      (sum, r) => (r === level || core.rows[r]!.counts ? sum : sum + price(core.rows[r]!)),
      0,
    );
    const marginal = margins.more[k]!;
    const marginalLast = margins.last[k]!;
    const own = (size: number): LimitUse[] =>
      core.own[k]!.filter((l) => !l.keeps(size)).map(({ keeps: _, ...limit }) => ({ ...limit, value: now }));
    const shared = (size: number): LimitUse[] =>
      rows.flatMap((r) => {
        const row = core.rows[r]!;
        if (r === level) return [];
        const step = row.counts ? Number(size > 0) - Number(now > 0) : size - now;
        const after = used[r]! + step;
        return (step > 0 && after > row.most) || (step < 0 && after < row.least)
          ? [{ ...row.limit, value: used[r]! }]
          : [];
      });
    const scale = (): LimitUse[] =>
      level === undefined ? [] : [{ ...core.rows[level]!.limit, value: used[level]! }];
    const up = [...(nextUp === now + 1 ? [] : own(now + 1)), ...shared(nextUp ?? now + 1)];
    const down =
      now === 0 ? [] : [...(nextDown === now - 1 ? [] : own(now - 1)), ...shared(nextDown ?? now - 1)];
    const nextInLine = levelPrice === null || marginal - others >= levelPrice - CLOSE;
    const firstToGive = levelPrice === null || marginalLast - others <= levelPrice + CLOSE;
    if (nextUp !== null && nextInLine) up.push(...scale());
    if (nextDown !== null && firstToGive) down.push(...scale());
    return {
      key: o.key,
      seats: now,
      last: o.last,
      classes: o.classSize && core.input.limits.classes ? classesOf(now, o.classSize) : null,
      marginal,
      marginalLast,
      nextUp,
      nextDown,
      up,
      down,
      levelPrice,
      worthUp: nextUp !== null && (level === undefined ? marginal <= CLOSE : !nextInLine),
      worthDown: nextDown !== null && (level === undefined ? marginalLast > CLOSE : !firstToGive),
    };
  });
}
