import { sql, type RawBuilder } from "kysely";
import type { Context } from "../context.ts";
import { Conflict } from "../http/problems.ts";

/**
 * A table of accepted actions: `province, <subject>, seq, action, by_user, by_name, at` and what else its module keeps.
 * Its primary key ends in `seq`, and nobody may update or delete a row.
 */
export interface ActionLog {
  /** with its schema, e.g. `planning.release_action` */
  table: string;
  /** the column that names the thing, e.g. `release_id` */
  subject: string;
}

const UNIQUE = "23505";

/**
 * Appends an accepted action. Two people who act at once want the same place in the order: the second is refused.
 * @param seq the place after the last action that the actor has seen
 * @param more the module's own columns
 * @throws Conflict if somebody else acted meanwhile
 */
export async function recordAction(
  ctx: Context,
  log: ActionLog,
  of: { province: string; id: string },
  seq: number,
  action: string,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const extra = Object.entries(more);
  try {
    await sql`insert into ${sql.table(log.table)} (province, ${sql.ref(log.subject)}, seq, action, by_user, by_name, at
        ${sql.join(
          extra.map(([column]) => sql`, ${sql.ref(column)}`),
          sql``,
        )})
      values (${of.province}, ${of.id}, ${seq}, ${action}, ${ctx.actor.userId}, ${ctx.actor.name}, ${ctx.now}
        ${sql.join(
          extra.map(([, value]) => sql`, ${value}`),
          sql``,
        )})`.execute(ctx.tx);
  } catch (error) {
    if ((error as { code?: string }).code !== UNIQUE) throw error;
    throw new Conflict({
      zh: "他人刚刚办理了这一事项，请刷新后再办理。",
      en: "Somebody acted on this a moment ago; reload and look again.",
    });
  }
}

/** The last accepted action of the thing with this id, as SQL; with `leadingTo` the query of what stands in a state. */
export const lastAction = (log: ActionLog, province: RawBuilder<unknown>, id: RawBuilder<unknown>) =>
  sql<string>`(select l.action from ${sql.table(log.table)} l where l.province = ${province} and l.${sql.ref(log.subject)} = ${id}
    order by l.seq desc limit 1)`;
