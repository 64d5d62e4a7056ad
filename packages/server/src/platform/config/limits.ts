/**
 * Kinds of requests by what they cost and what may be tried with them; each has a limit a minute, of an account or,
 * for those who have not signed in, of an address.
 */
export const DEFAULT_LIMITS = {
  /** a read of somebody who has not signed in; a whole school may share one address */
  "public-read": 1200,
  read: 1200,
  write: 300,
  /** exports and files that are made or sent whole */
  heavy: 60,
  upload: 60,
  /** by address whoever asks: passwords are tried here */
  "sign-in": 30,
} as const;
export type RateClass = keyof typeof DEFAULT_LIMITS;
export type Limits = Readonly<Record<RateClass, number>>;

export const RATE_CLASSES = Object.keys(DEFAULT_LIMITS) as RateClass[];

/**
 * Reads the setting RATE_LIMIT: `off`, or what differs from the defaults, e.g. `sign-in=60 heavy=10`.
 * @returns null for `off`; the fault in words where it cannot be read
 */
export function parseLimits(text: string): Limits | null | { fault: string } {
  if (text === "off") return null;
  const limits: Record<RateClass, number> = { ...DEFAULT_LIMITS };
  for (const word of text.split(/[\s,]+/).filter(Boolean)) {
    const [, name, count] = /^([a-z-]+)=(\d{1,7})$/.exec(word) ?? [];
    if (!RATE_CLASSES.includes(name as RateClass) || Number(count) < 1)
      return { fault: `must be off, or words such as read=600; there are ${RATE_CLASSES.join(", ")}` };
    limits[name as RateClass] = Number(count);
  }
  return limits;
}
