/** What the round's decided applications make of the plan's offerings: opened, taken over by another programme, closed, of another size. */
import { sql } from "kysely";
import { standards } from "@tixi/standards";
import type { Card } from "@tixi/engines/quota";
import type { Level } from "@tixi/engines/types";
import type { Context } from "../../platform/index.ts";
import type { Change, Form, Kind } from "../rounds/form.ts";
import { procedure } from "../rounds/procedure.ts";
import type { PlannedOffering } from "./plan-input.ts";

/** An offering with what its files say of the years before, and what a decision says of it. */
export interface KnownOffering extends PlannedOffering {
  /** seats of last year's plan */
  last: number;
  duration: number;
  /** the last year of which anything is known */
  newest: number;
  /** persons who leave the school with this year's graduates */
  graduates: number;
  /** card that the decision gives it, whatever the adjustment said; null = nothing was decided */
  decided: Card | null;
  /** most seats that were applied for and decided on; null = no such number */
  ceiling: number | null;
}

export interface DecisionCounts {
  openings: number;
  changes: number;
  withdrawals: number;
}

interface Decided {
  kind: Kind;
  change: Change | null;
  /** the offering that it was about, null of one that is opened */
  before: string | null;
  /** the offering that the decision made or left */
  offering: string | null;
  form: Form;
  school: string;
  school_name: string;
  programme: string | null;
  level: Level | null;
  city: string | null;
}

/** Decided applications of the round, in the order of their ids. Refused, withdrawn and undecided ones say nothing. */
async function decidedOf(ctx: Context, province: string, roundId: string): Promise<Decided[]> {
  const { rows } = await sql<Decided>`select a.kind, a.change, a.offering_id as before, l.payload ->> 'offering' as offering, a.form,
      a.school, a.school_name, o.programme, o.level, o.city
    from planning.application a
    join lateral (select x.action, x.payload from planning.application_action x
      where x.province = a.province and x.application_id = a.id order by x.seq desc limit 1) l on true
    left join planning.offering o on o.province = a.province and o.id = (l.payload ->> 'offering')::uuid
    where a.province = ${province} and a.round_id = ${roundId}
      and l.action = any(${procedure.leadingTo(["recorded", "approved"])}::text[]) order by a.id`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/**
 * Puts the decisions of the round upon the offerings: what was opened enters with the intake applied for as its most; a
 * renamed programme goes on under its new name with last year's seats of the old one; one of another level begins anew and
 * the old one enrols nobody, as does one that was withdrawn.
 */
export async function withDecisions(
  ctx: Context,
  of: { province: string; year: number; roundId: string },
  known: readonly KnownOffering[],
): Promise<{ known: KnownOffering[]; counts: DecisionCounts }> {
  const found = new Map(known.map((one) => [one.id, one]));
  const counts: DecisionCounts = { openings: 0, changes: 0, withdrawals: 0 };
  const enter = (decision: Decided, more: Partial<KnownOffering>): void => {
    const { offering: id, programme, level, city } = decision;
    if (!id || !programme || !level || !city) return;
    const made: KnownOffering = found.get(id) ?? {
      id,
      school: decision.school,
      schoolName: decision.school_name,
      programme,
      level,
      city,
      duration: whole(decision.form, "need", "years") ?? usualDuration(programme, level),
      last: 0,
      graduates: 0,
      newest: of.year,
      decided: null,
      ceiling: null,
    };
    found.set(id, { ...made, ...more });
  };
  const close = (id: string | null): void => {
    const one = id === null ? undefined : found.get(id);
    if (one) found.set(one.id, { ...one, decided: "withdraw", ceiling: 0 });
  };
  for (const decision of await decidedOf(ctx, of.province, of.roundId)) {
    const { kind, change, before, form } = decision;
    if (kind === "open") {
      counts.openings++;
      enter(decision, { decided: "add", ceiling: whole(form, "need", "intake") });
      continue;
    }
    if (kind === "withdraw") {
      counts.withdrawals++;
      close(before);
      continue;
    }
    counts.changes++;
    const old = before === null ? undefined : found.get(before);
    if (change === "rename") {
      const { last = 0, graduates = 0, duration } = old ?? {};
      // it is the same offering under another name: its seats are not counted twice
      if (before !== null) found.delete(before);
      enter(decision, { last, graduates, ...(duration ? { duration } : {}), decided: last > 0 ? "keep" : "add", ceiling: whole(form, "need", "intake") });
    } else if (change === "level") {
      close(before);
      enter(decision, { decided: "add", ceiling: whole(form, "need", "intake") });
    } else if (old && (change === "expand" || change === "shrink"))
      found.set(old.id, { ...old, decided: change === "expand" ? "expand" : old.decided, ceiling: whole(form, "size", "then") });
  }
  return { known: [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1)), counts };
} // prettier-ignore

function whole(form: Form, group: string, field: string): number | null {
  const value = form[group]?.[field];
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

const USUAL: Record<Level, number> = { secondary: 3, college: 3, bachelor: 4 };

export const usualDuration = (programme: string, level: Level): number =>
  standards().findProgramme(programme)?.years ?? USUAL[level];

/** The decided application that set an offering's most seats in the plan's round, by offering. */
export async function decidedApplications(ctx: Context, plan: string, offerings: readonly string[]): Promise<Map<string, string>> {
  const { rows } = await sql<{ offering: string; id: string }>`select coalesce(l.payload ->> 'offering', a.offering_id::text) as offering, a.id
    from planning.plan p join planning.application a on a.province = p.province and a.round_id = p.round_id
    join planning.application_action l on l.province = a.province and l.application_id = a.id
    where p.id = ${plan} and l.action = any(${procedure.leadingTo(["recorded", "approved"])}::text[])
      and coalesce(l.payload ->> 'offering', a.offering_id::text) = any(${offerings}::text[]) order by a.id`.execute(ctx.tx);
  return new Map(rows.map(({ offering, id }) => [offering, id]));
} // prettier-ignore
