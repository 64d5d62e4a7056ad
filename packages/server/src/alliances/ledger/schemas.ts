import { z } from "zod";
import { day } from "../schemas.ts";

/** Shapes of what the members pool, and of its ledger. Amounts are whole fen. */
export const byId = z.object({ id: z.uuid() });
const RESOURCES = ["money", "people", "equipment", "technology", "policy"] as const;
const resource = z.enum(RESOURCES);
const basis = z.enum(["payment", "invoice", "appraisal", "payroll", "agreement", "estimate"]);
/** up to a hundred thousand million yuan */
const fen = z.number().int().min(1).max(10_000_000_000_000);
const text = (most: number) => z.string().trim().min(1).max(most);

export const ledgerQuery = z.object({ year: z.coerce.number().int().min(2000).max(2100).optional() });
export const newContribution = z.object({
  member: z.uuid(),
  resource,
  title: text(200),
  value: fen,
  basis,
  /** where the value is written: number of the invoice, of the report */
  basisWords: text(300),
  lent: z.boolean(),
  until: day.nullable(),
  on: day,
});
export const newEntry = z.object({
  kind: z.enum(["use", "gain", "give-back"]),
  /** null: money that the alliance earned itself */
  contribution: z.uuid().nullable(),
  amount: fen,
  on: day,
  words: text(300),
});

const amounts = { opening: z.number(), contributed: z.number(), gained: z.number(), used: z.number(), givenBack: z.number(), closing: z.number() }; // prettier-ignore
export const ledger = z
  .object({
    alliance: z.string(),
    allianceName: z.string(),
    year: z.number(),
    years: z.array(z.number()),
    mayKeep: z.boolean(),
    /** the year's statement: opening + contributed + gained − used − given back = closing, by resource; `own`: earned money */
    statement: z.array(z.object({ resource: z.enum([...RESOURCES, "own"]), ...amounts })),
    total: z.object(amounts),
    /** all accounts since the beginning: debit positive; their sum is nothing */
    balances: z.array(z.object({ account: z.enum(["holding", "given", "lent", "used", "gained"]), amount: z.number() })),
    contributions: z.array(
      z.object({
        id: z.string(),
        memberName: z.string(),
        resource,
        title: z.string(),
        value: z.number(),
        basis,
        basisWords: z.string(),
        lent: z.boolean(),
        until: day.nullable(),
        used: z.number(),
        gained: z.number(),
        givenBack: z.number(),
        left: z.number(),
      }),
    ),
    entries: z.array(
      z.object({ number: z.number(), on: day, kind: z.enum(["contribute", "use", "gain", "give-back"]), words: z.string(), amount: z.number(), by: z.string() }),
    ),
  })
  .meta({ id: "AllianceLedger" }); // prettier-ignore
