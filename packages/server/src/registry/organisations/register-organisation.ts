import { uuidv7 } from "uuidv7";
import { dayInChina, BadInput, type Context } from "../../platform/index.ts";
import { requireFacts } from "./check-facts.ts";
import { authorizeKeep } from "./keep.ts";
import { insertOrganisations, type Facts } from "./organisations.sql.ts";
import { requireParent } from "./parents.ts";
import { refuseTakenCodes, warnOfTwins } from "./twins.ts";

export interface Register extends Facts {
  /** null: longer than anybody knows */
  since: string | null;
  note: string;
  /** somebody looked at those of similar names */
  confirmed: boolean;
}

/**
 * Registers an organisation.
 * @returns its id
 * @throws BadInput for codes that cannot be; Conflict where a code is another's, or a name is near another's and nobody
 * confirmed that they are two; Forbidden outside the actor's region
 */
export async function registerOrganisation(ctx: Context, input: Register): Promise<{ id: string }> {
  const { since, note, confirmed, ...given } = input;
  await authorizeKeep(ctx, given.region);
  const facts = requireFacts(given, ctx.locale);
  refuseTomorrow(since, ctx);
  await requireParent(ctx, facts.parent, null);
  await refuseTakenCodes(ctx, facts);
  await warnOfTwins(ctx, facts, confirmed);
  const id = uuidv7();
  await insertOrganisations(ctx, [{ ...facts, id, since, note, change: "registered", source: "" }]);
  await ctx.audit(
    "organisation.register",
    `organisation:${id}`,
    null,
    { ...facts, since },
    note || undefined,
  );
  return { id };
}

/** The register tells what was and is, not what is planned. @throws BadInput */
export function refuseTomorrow(day: string | null, ctx: Pick<Context, "now" | "locale">): void {
  if (day === null || day <= dayInChina(ctx.now)) return;
  throw new BadInput([
    {
      part: "body",
      field: "since",
      value: day,
      reason:
        ctx.locale === "en"
          ? "The day is yet to come; record it when it is there"
          : "日期在今天以后；到那一天再登记",
    },
  ]);
}
