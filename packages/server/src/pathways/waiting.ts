import { sql } from "kysely";
import type { Context, OpenWork } from "../platform/index.ts";
import { listAgreements } from "./agreements/agreements.sql.ts";
import { statesWaiting as agreementStates, waitsFor } from "./agreements/present.ts";
import { agreementProcedure, type AgreementStep } from "./agreements/procedure.ts";
import { creditProcedure } from "./credits/procedure.ts";
import { listRequests } from "./credits/requests.sql.ts";
import { statesWaiting as creditStates } from "./credits/requests.ts";

const MOST = 500;

/** How many agreements and requests have their next step with this actor, counted up to some hundreds of each. */
export async function waitingFor(ctx: Context): Promise<number> {
  const states = agreementStates(ctx);
  const agreements = states.length === 0 ? [] : await listAgreements(ctx, { last: agreementProcedure.leadingTo(states) }, null, MOST); // prettier-ignore
  const asked = creditStates(ctx);
  const person = ctx.actor.role === "student" ? (ctx.actor.personId ?? undefined) : undefined;
  const credits = asked.length === 0 ? [] : await listRequests(ctx, { last: creditProcedure.leadingTo(asked), person }, null, MOST); // prettier-ignore
  return agreements.filter((row) => waitsFor(ctx, row)).length + credits.length;
}

/** Agreements that somebody proposed and that are not in force yet: another of his school takes them over. */
export async function openAgreements(
  ctx: Context,
  holder: { userId: string | null },
  handed: readonly string[],
): Promise<OpenWork[]> {
  const { rows } = await sql<{ id: string; name: string; since: string; last: AgreementStep }>`
    select a.id, a.lower_school_name || ' — ' || a.upper_school_name as name, to_json(a.created_at) #>> '{}' as since,
      pathways.agreement_last(a.province, a.id) as last
    from pathways.agreement a where a.created_by = ${holder.userId} or 'agreement:' || a.id = any (${handed}::text[])`.execute(ctx.tx);
  return rows
    .filter(({ last }) => ["proposed", "returned"].includes(agreementProcedure.steps[last].to))
    .map(({ id, name, since }): OpenWork => ({ subject: `agreement:${id}`, kind: "agreement", title: name, path: `/agreements/${id}`, since, fate: "pass" }));
} // prettier-ignore
