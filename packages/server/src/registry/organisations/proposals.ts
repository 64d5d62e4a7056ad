import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { dayInChina, Conflict, decodeCursor, NotFound, toPage, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { beginVersion, factsOf, requireCurrent } from "./change-organisation.ts";
import { requireFacts } from "./check-facts.ts";
import { correctOrganisation } from "./correct-organisation.ts";
import { authorizeKeep } from "./keep.ts";
import { lockOrganisations, namesOf } from "./organisations.sql.ts";
import type { proposalSchema } from "./schemas.ts";

interface ProposalRow {
  id: string;
  organisation: string;
  region: string;
  address: string;
  website: string;
  note: string;
  state: "proposed" | "accepted" | "refused";
  proposedAt: Date;
  decidedAt: Date | null;
  reason: string;
}

const columns = sql`id, organisation_id as organisation, region, address, website, note, state, proposed_at as "proposedAt",
  decided_at as "decidedAt", reason`;

const view = (
  { proposedAt, decidedAt, organisation, ...row }: ProposalRow,
  name: string,
): z.infer<typeof proposalSchema> => ({
  ...row,
  organisation: { id: organisation, name },
  proposedAt: proposedAt.toISOString(),
  decidedAt: decidedAt?.toISOString() ?? null,
});

/** The proposal that waits, as far as the actor may see it. */
export async function openProposal(ctx: Context, id: string): Promise<z.infer<typeof proposalSchema> | null> {
  const { rows } = await sql<ProposalRow>`select ${columns} from registry.organisation_proposal
    where organisation_id = ${id} and state = 'proposed'`.execute(ctx.tx);
  return rows[0] ? view(rows[0], "") : null;
}

/** Proposals that wait for an office of the region, the oldest first. */
export async function listProposals(ctx: Context, query: { cursor?: string | undefined; limit: number }) {
  access.authorize(ctx.actor, "keepOrganisations", { region: ctx.actor.region });
  const key = decodeCursor(query.cursor, 1);
  const { rows } = await sql<ProposalRow>`select ${columns} from registry.organisation_proposal
    where state = 'proposed' ${key ? sql`and id > ${String(key[0])}::uuid` : sql``}
    order by id limit ${query.limit + 1}`.execute(ctx.tx);
  const names = await namesOf(
    ctx,
    rows.map((row) => row.organisation),
  );
  return toPage(
    rows,
    query.limit,
    (row) => [row.id],
    (row) => view(row, names.get(row.organisation) ?? ""),
  );
}

/**
 * An officer says what the address and website of his organisation are; it counts when an office accepts it.
 * @throws Conflict while an earlier proposal waits
 */
export async function proposeCorrection(
  ctx: Context,
  id: string,
  input: { address: string; website: string; note: string },
): Promise<{ id: string }> {
  access.authorize(ctx.actor, "proposeCorrection", { organisation: id });
  await lockOrganisations(ctx, [id]);
  const current = await requireCurrent(ctx, id);
  const facts = requireFacts(
    { ...factsOf(current), address: input.address, website: input.website },
    ctx.locale,
  );
  if (await openProposal(ctx, id))
    throw new Conflict({
      zh: "上一次提出的更正还在等待处理。",
      en: "The correction that was proposed before is still waiting.",
    });
  const proposal = uuidv7();
  await sql`insert into registry.organisation_proposal (id, organisation_id, region, address, website, note, state,
      proposed_at, proposed_by) values (${proposal}, ${id}, ${current.region}, ${facts.address}, ${facts.website},
      ${input.note}, 'proposed', ${ctx.now}, ${ctx.actor.userId})`.execute(ctx.tx);
  await ctx.audit(
    "organisation.propose",
    `organisation:${id}`,
    { address: current.address, website: current.website },
    { address: facts.address, website: facts.website },
    input.note || undefined,
  );
  return { id: proposal };
}

/**
 * Accepts a proposal (the organisation gets a new version today) or refuses it.
 * @throws NotFound; Conflict if it was decided already
 */
export async function decideProposal(
  ctx: Context,
  id: string,
  input: { decision: "accepted" | "refused"; reason: string },
): Promise<{ id: string }> {
  const { rows } =
    await sql<ProposalRow>`select ${columns} from registry.organisation_proposal where id = ${id}
    for update`.execute(ctx.tx);
  const [proposal] = rows;
  if (!proposal) throw new NotFound({ zh: "更正", en: "proposed correction" });
  await authorizeKeep(ctx, proposal.region);
  if (proposal.state !== "proposed")
    throw new Conflict({ zh: "这项更正已经处理过了。", en: "This proposal has been decided already." });
  await sql`update registry.organisation_proposal set state = ${input.decision}, reason = ${input.reason},
    decided_at = ${ctx.now}, decided_by = ${ctx.actor.userId} where id = ${id}`.execute(ctx.tx);
  const organisation = proposal.organisation;
  if (input.decision === "accepted") {
    await lockOrganisations(ctx, [organisation]);
    const current = await requireCurrent(ctx, organisation);
    const facts = { ...factsOf(current), address: proposal.address, website: proposal.website };
    const since = dayInChina(ctx.now);
    const note = proposal.note || "由机构自行更正";
    // a second change on the day on which the version began cannot begin another
    if (current.since !== since)
      await beginVersion(ctx, organisation, { ...facts, since, note, change: "changed" });
    else if (facts.address !== current.address || facts.website !== current.website)
      await correctOrganisation(
        ctx,
        organisation,
        { ...facts, version: since, since, note },
        async () => undefined,
      );
  }
  await ctx.audit(
    `organisation.proposal.${input.decision}`,
    `organisation:${organisation}`,
    null,
    { proposal: id, address: proposal.address, website: proposal.website },
    input.reason || undefined,
  );
  return { id: organisation };
}
