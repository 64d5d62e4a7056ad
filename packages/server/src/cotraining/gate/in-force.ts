import { sql } from "kysely";
import { PRESETS, type RuleSet } from "@tixi/engines/lawful";
import type { Context } from "../../platform/index.ts";

export interface RulesRow {
  id: string;
  key: string;
  version: string;
  rules: RuleSet;
  proposed_by: string | null;
  proposed_by_name: string;
  proposed_at: string;
  confirmed_by_name: string;
  in_force_at: string | null;
}

export const RULES = sql`id, key, version, rules, proposed_by, proposed_by_name, to_json(proposed_at) #>> '{}' as proposed_at, confirmed_by_name, to_json(in_force_at) #>> '{}' as in_force_at from cotraining.gate_rules`;
/** Counts where no office has put others in force. */
const USUAL = PRESETS[0]!;

/** The rules by which placements of the province are judged today. */
export async function rulesInForce(ctx: Context, province: string): Promise<RuleSet> {
  const { rows } = await sql<RulesRow>`select ${RULES} where province = ${province} and in_force_at is not null order by in_force_at desc, id desc limit 1`.execute(ctx.tx);
  return rows[0]?.rules ?? USUAL;
} // prettier-ignore
