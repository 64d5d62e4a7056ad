import { z } from "zod";
import { pageOf, pageQuery } from "../platform/index.ts";

/** Far above what any province takes; the season's rules say how many it is. */
const MOST = 500;

export const byList = z.object({
  id: z.uuid(),
  batch: z.string().min(1).max(40),
  round: z.coerce.number().int().min(1).max(20),
});
const choice = z.object({ unit: z.string().min(1).max(40), consent: z.boolean().default(false) });
export const newList = z.object({ choices: z.array(choice).max(MOST) }).meta({ id: "NewPreferences" });

const warning = z.object({
  /** place in the list, from 1 */
  no: z.number(),
  unit: z.string(),
  kind: z.enum(["category", "batch", "repeated", "line", "no-vacancy"]),
  reason: z.string(),
});
export const receipt = z
  .object({
    version: z.number(),
    savedAt: z.string(),
    /** SHA-256 of the text, which anybody can compute again */
    receipt: z.string(),
    text: z.string(),
    /** the stored list still gives this receipt */
    valid: z.boolean(),
  })
  .meta({ id: "PreferenceReceipt" });
export const ownList = z
  .object({
    batch: z.string(),
    round: z.number(),
    opens: z.string(),
    closes: z.string(),
    /** the database's time, which counts at the deadline */
    now: z.string(),
    state: z.enum(["before", "open", "locked"]),
    /** a supplementary round waits until the round before it is confirmed */
    ready: z.boolean(),
    admitted: z.boolean(),
    most: z.number().nullable(),
    /** whether consent to be transferred within a group means anything here */
    consentUsed: z.boolean(),
    category: z.string(),
    rank: z.number().nullable(),
    choices: z.array(
      z.object({
        unit: z.string(),
        consent: z.boolean(),
        schoolName: z.string(),
        programmeName: z.string(),
      }),
    ),
    /** what will be void; nothing is refused for it */
    warnings: z.array(warning),
    receipt: receipt.nullable(),
    version: z.number(),
    etag: z.string(),
  })
  .meta({ id: "OwnPreferences" });
export const versions = pageOf(receipt);
export const tried = z
  .object({ unknown: z.array(z.string()), warnings: z.array(warning) })
  .meta({ id: "TriedPreferences" });

export const lockedQuery = pageQuery.extend({
  batch: z.string().min(1).max(40),
  round: z.coerce.number().int().min(1).max(20).default(1),
});
export const lockedPage = pageOf(
  z.object({
    candidate: z.string(),
    number: z.string(),
    category: z.string(),
    version: z.number(),
    choices: z.array(z.object({ unit: z.string(), consent: z.boolean() })),
    receipt: z.string(),
    savedAt: z.string(),
  }),
);

export const adviceQuery = z.object({
  /** ids of units, with commas between them */
  units: z
    .string()
    .max(4000)
    .transform((text) => [...new Set(text.split(",").filter((id) => id !== ""))])
    .pipe(z.array(z.string().max(40)).min(1).max(100)),
});
const past = z.object({
  year: z.number(),
  season: z.string(),
  /** place of the last one admitted; null = nobody was */
  lastRank: z.number().nullable(),
  lastScore: z.string().nullable(),
  /** how many stood in the list of the category then */
  listed: z.number().nullable(),
  /** null = the line was taken in as published, and that does not say */
  admitted: z.number().nullable(),
  /** places stayed empty: there was no limit */
  open: z.boolean(),
  /** a published line that was taken in, not a season that was filed here */
  published: z.boolean(),
});
export const advice = z
  .object({
    rank: z.number().nullable(),
    listed: z.number().nullable(),
    items: z.array(
      z.object({
        unit: z.string(),
        past: z.array(past),
        /** where the last place may lie this year, in places of today's list; null = too little is known */
        interval: z.object({ from: z.number(), to: z.number() }).nullable(),
        /** where he stands to it: before the interval, within, behind; `open` = it had places left; `unknown` = no data */
        standing: z.enum(["before", "within", "behind", "open", "unknown"]),
        reason: z.string(),
      }),
    ),
    /** what the interval rests on */
    basis: z.object({
      /** year-to-year changes that were looked at */
      changes: z.number(),
      /** pairs of neighbouring years that they come from */
      pairs: z.number(),
      /** share of them that lay within the interval that is made without them (each pair of years left out in turn; with one pair each change); null = none */
      covered: z.number().nullable(),
      words: z.string(),
    }),
  })
  .meta({ id: "PreferenceAdvice" });
