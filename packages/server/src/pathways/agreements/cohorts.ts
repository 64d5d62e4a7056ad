import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import type { z } from "zod";
import {
  BadInput,
  Conflict,
  dayInChina,
  etagOf,
  Forbidden,
  requireMatch,
  type Context,
} from "../../platform/index.ts";
import { access } from "../access.ts";
import { holdAgreement, requireAgreement, type AgreementRow } from "./agreements.sql.ts";
import { cohortFaults, flowOf, sharesOf, type CohortYear } from "./flow.ts";
import { mayEnterCohorts, subjectOf } from "./present.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

interface Kept extends CohortYear {
  enteredBy: string;
  changedAt: Date;
  revision: number;
}

async function cohortYears(ctx: Context, row: AgreementRow): Promise<Kept[]> {
  const { rows } = await sql<Kept>`select cohort, year, stage, enrolled, left_school as "leftSchool", changed_track as "changedTrack", assessed, passed,
      moved_up as "movedUp", finished, entered_by_name as "enteredBy", changed_at as "changedAt", revision
    from pathways.cohort_year where province = ${row.province} and agreement_id = ${row.id} order by cohort, stage, year`.execute(ctx.tx);
  return rows;
} // prettier-ignore

const etag = (rows: readonly Kept[]): string => etagOf("cohorts", ...rows.flatMap(({ cohort, year, stage, revision }) => [cohort, year, stage, revision])); // prettier-ignore

const BEGINS = 9;

/** A school year begins in September, and is known by the year in which it does. */
function schoolYearOf(now: Date): number {
  const [year, month] = dayInChina(now).split("-").map(Number) as [number, number];
  return month >= BEGINS ? year : year - 1;
}

/** What became of the cohorts of an agreement. @throws NotFound for who is no party of it and no office */
export async function showCohorts(ctx: Context, id: string): Promise<z.infer<typeof s.cohorts>> {
  const row = await requireAgreement(ctx, id);
  access.authorize(ctx.actor, "readCohorts", subjectOf(ctx, row));
  const years = await cohortYears(ctx, row);
  return {
    agreement: id,
    quota: row.quota,
    items: years.map(({ changedAt, revision: _, ...one }) => ({
      ...one,
      changedAt: changedAt.toISOString(),
    })),
    cohorts: [...new Set(years.map(({ cohort }) => cohort))].map((cohort) => {
      const flow = flowOf(years.filter((one) => one.cohort === cohort));
      return { cohort, ...flow, ...sharesOf(flow) };
    }),
    etag: etag(years),
  };
}

/**
 * Takes in figures of school years; each school those of its own part.
 * @throws BadInput where more come out than came in, the approved places are exceeded, or a school year has not begun; Conflict before it is in force;
 * VersionChanged (If-Match)
 */
export async function enterCohorts(ctx: Context, request: FastifyRequest, id: string, input: z.infer<typeof s.cohortYears>): Promise<z.infer<typeof s.cohorts>> {
  await holdAgreement(ctx, id);
  const row = await requireAgreement(ctx, id);
  access.authorize(ctx.actor, "enterCohorts", subjectOf(ctx, row));
  const known = await cohortYears(ctx, row);
  requireMatch(request, etag(known));
  if (!mayEnterCohorts(ctx, row))
    throw new Conflict({ zh: "协议备案后才能填报各届情况。", en: "Cohorts are reported once the agreement is recorded." });
  const own = ctx.actor.organisation;
  const others = input.items.find(({ stage }) => own !== (stage === "lower" ? row.lower_school : row.upper_school));
  if (others)
    throw new Forbidden({ zh: "前段由前段学校填报，后段由后段学校填报。", en: "Each school reports its own part." });
  const keyOf = (one: CohortYear) => `${one.cohort}/${one.year}/${one.stage}`;
  const merged = new Map<string, CohortYear>(known.map((one) => [keyOf(one), one]));
  for (const one of input.items) merged.set(keyOf(one), one);
  const faults = cohortFaults([...merged.values()], { firstCohort: row.first_cohort, lastCohort: row.last_cohort, quota: row.quota, assessed: row.kind !== "five-year", schoolYear: schoolYearOf(ctx.now) });
  if (faults.length > 0) throw new BadInput(faults);
  for (const one of input.items)
    await sql`insert into pathways.cohort_year (province, agreement_id, cohort, year, stage, enrolled, left_school, changed_track, assessed, passed, moved_up,
        finished, entered_by_name, changed_at)
      values (${row.province}, ${id}, ${one.cohort}, ${one.year}, ${one.stage}, ${one.enrolled}, ${one.leftSchool}, ${one.changedTrack}, ${one.assessed},
        ${one.passed}, ${one.movedUp}, ${one.finished}, ${ctx.actor.name}, ${ctx.now})
      on conflict (province, agreement_id, cohort, year, stage) do update set enrolled = excluded.enrolled, left_school = excluded.left_school,
        changed_track = excluded.changed_track, assessed = excluded.assessed, passed = excluded.passed, moved_up = excluded.moved_up,
        finished = excluded.finished, entered_by_name = excluded.entered_by_name, changed_at = excluded.changed_at,
        revision = pathways.cohort_year.revision + 1`.execute(ctx.tx);
  await ctx.audit("agreement.cohorts", `agreement:${id}`, null, { rows: input.items.map(keyOf) });
  return showCohorts(ctx, id);
} // prettier-ignore
