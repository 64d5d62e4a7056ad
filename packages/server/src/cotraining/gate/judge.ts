/** Judges placements together with all that run beside them, keeps what was found, and tells whom a new breach concerns. */
import { sql } from "kysely";
import {
  columnsOf,
  findingsOf,
  findingSentence,
  gate,
  verdictOf,
  type Finding,
  type GateResult,
  type Rule,
  type RuleSet,
} from "@tixi/engines/lawful";
import { jsonText, type Context } from "../../platform/index.ts";
import { factRows, inputOf, type FactRow } from "./facts.ts";
import { rulesInForce } from "./in-force.ts";
import { tellOfBreach } from "./told.ts"; // prettier-ignore

export interface Told {
  rule: string;
  name: { zh: string; en: string };
  state: Finding["state"];
  /** whether it refuses, or only asks for a decision */
  kind: "block" | "warn";
  /** what may let it pass: nothing, a filing beforehand, an approval */
  exemption: "none" | "filing" | "approval";
  zh: string;
  en: string;
}
export interface Judged {
  verdict: "clear" | "open" | "refused";
  findings: Told[];
}

export const rulesName = ({ key, version }: RuleSet): string => `${key} ${version}`;

/** What is broken before what is not known: that is the order in which it can be put right. */
const WORST: readonly Finding["state"][] = ["broken", "warned", "unknown", "excepted"];

function toldOf(result: GateResult, kinds: ReadonlyMap<string, Rule>, index: number): Judged {
  return {
    verdict: verdictOf(result, index),
    findings: findingsOf(result, index, WORST)
      .sort((a, b) => WORST.indexOf(a.state) - WORST.indexOf(b.state))
      .map((one) => ({
        rule: one.rule,
        name: kinds.get(one.rule)!.name,
        state: one.state,
        kind: kinds.get(one.rule)!.kind,
        exemption: kinds.get(one.rule)!.exemption,
        zh: findingSentence(result.ruleSet, one, "zh"),
        en: findingSentence(result.ruleSet, one, "en"),
      })),
  };
} // prettier-ignore

/** Judges these rows, without keeping anything. */
export async function judge(
  ctx: Context,
  province: string,
  rows: readonly FactRow[],
): Promise<Map<string, Judged>> {
  if (rows.length === 0) return new Map();
  const ruleSet = await rulesInForce(ctx, province);
  const result = gate(columnsOf(await inputOf(ctx, province, rows)), ruleSet);
  const kinds = new Map(ruleSet.rules.map((rule) => [rule.id, rule]));
  return new Map(rows.map(({ id }, i) => [id, toldOf(result, kinds, i)]));
}

/**
 * Looks again at everything that is planned or runs at these enterprises, of whatever school: after a change of staff, post, mentor or
 * placement. What newly stands against a running placement is told to its school, the enterprise and the office.
 */
export async function checkEnterprises(ctx: Context, province: string, enterprises: readonly string[], cause: string): Promise<Map<string, Judged>> {
  const rows = await factRows(ctx, province, enterprises);
  const judged = await judge(ctx, province, rows);
  await keep(ctx, province, rows, judged, cause);
  return judged;
} // prettier-ignore

/** The same for all of the province, after a change of the rules. */
export async function checkAll(
  ctx: Context,
  province: string,
  cause: string,
): Promise<{ judged: number; changed: number }> {
  const rows = await factRows(ctx, province, null);
  const judged = await judge(ctx, province, rows);
  return { judged: rows.length, changed: await keep(ctx, province, rows, judged, cause) };
}

async function keep(ctx: Context, province: string, rows: readonly FactRow[], judged: ReadonlyMap<string, Judged>, cause: string): Promise<number> {
  if (rows.length === 0) return 0;
  const found = rows.map(({ id }) => ({ id, verdict: judged.get(id)!.verdict, findings: judged.get(id)!.findings.map(({ rule, state, kind, zh, en }) => ({ rule, state, kind, zh, en })) }));
  const ruleSet = rulesName(await rulesInForce(ctx, province));
  const { rows: changed } = await sql<{ note_checks: string }>`select * from cotraining.note_checks(${province}, ${jsonText(found)}::jsonb, ${cause}, ${ruleSet}, ${ctx.now})`.execute(ctx.tx);
  const ids = new Set(changed.map((one) => Object.values(one)[0]!));
  const broken = rows.filter(({ id, state, verdict }) => ids.has(id) && (state === "start" || state === "resume") && judged.get(id)!.verdict === "refused" && verdict !== "refused");
  await tellOfBreach(ctx, province, broken, judged);
  return ids.size;
} // prettier-ignore
