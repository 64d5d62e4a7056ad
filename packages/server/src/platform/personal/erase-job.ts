import { sql } from "kysely";
import { recordEntry } from "../audit/record.ts";
import { NOBODY, type Actor } from "../context.ts";
import type { Db } from "../db/connect.ts";
import { enter } from "../db/transaction.ts";
import { defineJob, type JobDefinition } from "../jobs/define.ts";
import type { Platform } from "../platform.ts";
import { keeperOf } from "./ask.ts";
import type { ErasureResult, PersonalModule } from "./hooks.ts";

export const ERASE = "platform.erase-person";

/** Carries out an erasure that was accepted: all modules in one transaction, or none. */
export const eraseJob = (platform: Platform, modules: readonly PersonalModule[]): JobDefinition =>
  defineJob<{ request: string }, ErasureResult | null>(ERASE, async (inTransaction, { request }) => {
    const actor = await inTransaction(async (ctx) => ctx.actor);
    return erase(platform, modules, request, actor);
  });

/**
 * Erases a person everywhere, once. What is kept is told with the law that obliges to; statistics and the audit trail
 * hold ids, which stay.
 * @returns null where the request was carried out already
 */
export async function erase(
  platform: Platform,
  modules: readonly PersonalModule[],
  requestId: string,
  actor: Actor = { ...NOBODY, role: "administrator", name: "体系" },
): Promise<ErasureResult | null> {
  const outcome = await platform.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{
      personId: string;
    }>`select person_id as "personId" from platform.personal_request
      where id = ${requestId} and kind = 'erase' and state = 'accepted' for update`.execute(tx);
    const personId = rows[0]?.personId;
    if (personId === undefined) return null;
    const userId = (await keeperOf(platform, modules, personId))?.userId ?? null;
    const scope = { tx: tx as Db, vault: platform.vault, personId, userId, now: platform.clock() };
    const result: ErasureResult = { erased: [], kept: [] };
    for (const { personalData } of modules) {
      const part = await personalData?.erase?.(scope);
      result.erased.push(...(part?.erased ?? []));
      result.kept.push(...(part?.kept ?? []));
    }
    await sql`update platform.personal_request set state = 'done', done_at = ${scope.now}, outcome = ${JSON.stringify(result)}::jsonb,
      reason = '' where id = ${requestId}`.execute(tx);
    // The entry of the trail is written as by everybody else: in the rights of the one who decided.
    await enter(tx, actor);
    const origin = { tx, vault: platform.vault, actor, now: scope.now, requestId: null, address: null };
    await recordEntry(origin, {
      kind: "write", action: "personal.erase", subject: `person:${personId}`, after: { request: requestId, erased: result.erased },
    }); // prettier-ignore
    return result;
  });
  platform.audited?.();
  return outcome;
}
