import { sql } from "kysely";
import { etagOf, jsonText, NotFound, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import type { Cells, TimetableInput } from "./document.ts";

export const TIMETABLE = { zh: "课表", en: "timetable" };

export interface Sentences {
  zh: string[];
  en: string[];
}
/** What the solver answered last. */
export type Outcome =
  | { kind: "plan"; stays: number; cost: number; bound: number; moved: number; milliseconds: number }
  | { kind: "conflict"; sentences: Sentences; limits: unknown[]; single: boolean; minimal: boolean; certified: boolean; certificate: unknown; input: TimetableInput; milliseconds: number }
  | { kind: "undecided"; clashes: number; milliseconds: number }
  /** somebody changed it meanwhile: his change stays */
  | { kind: "overtaken" }
  | { kind: "failed"; message: string }; // prettier-ignore

export interface TimetableRow {
  province: string;
  id: string;
  organisation: string;
  organisation_name: string;
  region: string;
  title: string;
  starts_on: string;
  input: TimetableInput;
  cells: Cells;
  partners: string[];
  editions: number;
  solving: "idle" | "waiting" | "running";
  job: string | null;
  outcome: Outcome | null;
  sample: boolean;
  revision: number;
  created_by_name: string;
}
export interface EditionRow {
  n: number;
  starts_on: string;
  input: TimetableInput;
  cells: Cells;
  sequences: Record<string, number[]>;
  note: string;
  by_name: string;
  at: string;
}

const COLUMNS = sql`t.province, t.id, t.organisation, t.organisation_name, t.region, t.title, to_char(t.starts_on, 'YYYY-MM-DD') as starts_on,
  t.input, t.cells, t.partners, t.editions, t.solving, t.job, t.outcome, t.sample, t.revision, t.created_by_name`;

/** @throws NotFound if there is none that the actor may see. `held`: nobody changes it until this transaction ends. */
export async function requireTimetable(ctx: Context, id: string, held = false): Promise<TimetableRow> {
  const { rows } = await sql<TimetableRow>`select ${COLUMNS} from cotraining.timetable t where t.id = ${id} ${held ? sql`for update` : sql``}`.execute(ctx.tx); // prettier-ignore
  if (!rows[0]) throw new NotFound(TIMETABLE);
  return rows[0];
}

/** @throws NotFound, Forbidden; the row is held until the transaction ends */
export async function holdTimetable(ctx: Context, id: string): Promise<TimetableRow> {
  const row = await requireTimetable(ctx, id);
  access.authorize(ctx.actor, "keepTimetable", { organisation: row.organisation });
  return requireTimetable(ctx, id, true);
}

export const timetableEtag = ({ id, revision, editions }: Pick<TimetableRow, "id" | "revision" | "editions">): string => etagOf(id, revision, editions); // prettier-ignore

export interface TimetableLine {
  id: string;
  title: string;
  organisation_name: string;
  starts_on: string;
  weeks: number;
  cohorts: number;
  places: number;
  editions: number;
  solving: TimetableRow["solving"];
  outcome: Outcome["kind"] | null;
  sample: boolean;
}
/** Newest first, from behind a given id. */
export async function listTimetables(ctx: Context, after: string | null, limit: number): Promise<TimetableLine[]> {
  const { rows } = await sql<TimetableLine>`select t.id, t.title, t.organisation_name, to_char(t.starts_on, 'YYYY-MM-DD') as starts_on, (t.input ->> 'weeks')::int as weeks,
      jsonb_array_length(t.input -> 'cohorts') as cohorts, jsonb_array_length(t.input -> 'places') as places, t.editions, t.solving, t.outcome ->> 'kind' as outcome, t.sample
    from cotraining.timetable t where ${after ? sql`t.id < ${after}::uuid` : sql`true`} order by t.id desc limit ${limit}`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/** Writes limits and cells as a new revision. */
export async function writeDocument(ctx: Context, row: TimetableRow, next: { input: TimetableInput; cells: Cells }): Promise<void> {
  await sql`update cotraining.timetable set input = ${jsonText(next.input)}::jsonb, cells = ${jsonText(next.cells)}::jsonb, revision = revision + 1
    where province = ${row.province} and id = ${row.id}`.execute(ctx.tx);
} // prettier-ignore

/** Editions, the newest first. */
export async function editionsOf(ctx: Context, id: string, most = 50): Promise<EditionRow[]> {
  const { rows } =
    await sql<EditionRow>`select e.n, to_char(e.starts_on, 'YYYY-MM-DD') as starts_on, e.input, e.cells, e.sequences, e.note, e.by_name,
      to_json(e.at) #>> '{}' as at
    from cotraining.timetable_edition e where e.timetable_id = ${id} order by e.n desc limit ${most}`.execute(
      ctx.tx,
    );
  return rows;
}
