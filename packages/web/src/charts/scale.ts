/** The diverging scale of balance: orange = too few people, blue = too many. */

/** Steps on each side of zero. */
const STEPS = 5;

/**
 * Share of full colour for a value between −1 and 1, in steps, so that equal colours mean equal classes.
 * The sign tells the side.
 */
export function step(value: number): number {
  const size = Math.min(1, Math.abs(value));
  return (Math.sign(value) * Math.ceil(size * STEPS - 1e-9)) / STEPS;
}

/** CSS colour for a value between −1 (shortage) and 1 (surplus), mixed from the theme's custom properties. */
export function diverging(value: number): string {
  const at = step(value);
  if (at === 0) return "var(--paper)";
  const share = Math.round(Math.abs(at) * 100);
  return `color-mix(in oklab, var(${at < 0 ? "--shortage-fill" : "--surplus-fill"}) ${share}%, var(--paper))`;
}

/** The middle gap of both sides: the 90th percentile of absolute values, so that one giant does not bleach the rest. */
export function divergingReach(values: (number | null)[]): number {
  const sizes = values
    .filter((value): value is number => value !== null && Number.isFinite(value))
    .map(Math.abs)
    .sort((a, b) => a - b);
  return Math.max(1, sizes[Math.min(sizes.length - 1, Math.floor(sizes.length * 0.9))] ?? 1);
}
