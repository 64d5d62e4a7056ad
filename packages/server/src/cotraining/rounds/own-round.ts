import type { FastifyRequest } from "fastify";
import { requireMatch, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { holdRound, requireRound, roundEtag, type RoundRow } from "./rounds.sql.ts";

/** The round that the actor keeps, held against others. @throws NotFound, Forbidden; VersionChanged (If-Match) */
export async function ownRound(ctx: Context, id: string, request?: FastifyRequest): Promise<RoundRow> {
  const seen = await requireRound(ctx, id);
  access.authorize(ctx.actor, "keepRounds", { organisation: seen.school });
  await holdRound(ctx, id);
  const row = await requireRound(ctx, id);
  if (request) requireMatch(request, roundEtag(row));
  return row;
}
