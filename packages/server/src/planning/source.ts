import { sql } from "kysely";
import type { CycleCounts, CycleNote, CycleTotals } from "@tixi/engines/cycle";
import type { Context } from "../platform/context.ts";
import { NotFound } from "../platform/http/problems.ts";

/** Where the figures of a page come from: a finished cycle (planners), or the published part of one (anybody). */
export interface Source {
  province: string;
  cycleId: string;
  year: number;
  totals: CycleTotals[];
  counts: CycleCounts;
  notes: CycleNote[];
  /** read the views that blank what is withheld, the only way for who is not signed in */
  isPublic: boolean;
}

const CYCLE = { zh: "供需测算", en: "planning cycle" };
const RELEASE = { zh: "人才需求发布", en: "demand release" };

type Row = Omit<Source, "isPublic" | "cycleId"> & { id: string };

/** @throws NotFound unless the cycle is finished and in the actor's region */
export async function cycleSource(ctx: Context, id: string): Promise<Source> {
  const { rows } = await sql<Row>`select province, id, year, totals, counts, notes from planning.cycle
    where id = ${id} and state = 'done'`.execute(ctx.tx);
  return sourceFrom(rows[0], false, CYCLE);
}

/** @throws NotFound unless the release was published; what was superseded stays readable */
export async function releaseSource(ctx: Context, releaseId: string): Promise<Source> {
  const { rows } = await sql<Row>`select c.province, c.id, c.year, c.totals, c.counts, c.notes
    from planning.release r join planning.public_cycle c on c.province = r.province and c.id = r.cycle_id
    where r.id = ${releaseId} and planning.is_published(r.province, r.id)`.execute(ctx.tx);
  return sourceFrom(rows[0], true, RELEASE);
}

function sourceFrom(row: Row | undefined, isPublic: boolean, what: { zh: string; en: string }): Source {
  if (!row) throw new NotFound(what);
  const { id, ...rest } = row;
  return { ...rest, cycleId: id, isPublic };
}

type CellTable = "demand_total" | "supply_total" | "heat_cell" | "flow_cell" | "history_cell";

/** The table for planners, or the view of the same columns for everybody. */
export function cells(source: Source, name: CellTable) {
  return sql.table(source.isPublic ? `planning.public_${name}` : `planning.${name}`);
}

/** `province` and `cycle_id` of the source: the leading key of every cell table. */
export function ofSource(source: Source) {
  return sql`province = ${source.province} and cycle_id = ${source.cycleId}`;
}
