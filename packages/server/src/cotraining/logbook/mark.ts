import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { BadInput, Conflict, Forbidden, NotFound, type Context } from "../../platform/index.ts";
import { entriesOf, requirePlacement, type Entry } from "./log.sql.ts";
import type * as s from "./schemas.ts";
import { tellOfReturn } from "./told.ts";

type Side = "mentor" | "teacher";

/** @throws Forbidden for anybody but a mentor or a teacher */
function sideOf(ctx: Context): Side {
  const { role } = ctx.actor;
  if (role !== "mentor" && role !== "teacher") throw new Forbidden();
  return role;
}

interface Marked {
  province: string;
  id: string;
  placement_id: string;
  day: string;
  newest: boolean;
}

/**
 * Countersigns entries or returns them with a note, in bulk. Each side says its word about a version once.
 * @throws NotFound if one of them is not for the actor to read
 */
export async function markEntries(ctx: Context, { marks }: z.infer<typeof s.marksInput>): Promise<z.infer<typeof s.marked>> {
  const side = sideOf(ctx);
  const faults = marks.flatMap(({ verdict, note }, n) => (verdict === "return" && note === "" ? [{ part: "body", field: `marks.${n}.note`, reason: "请写明退回的理由 / say why it is returned" }] : []));
  if (faults.length > 0) throw new BadInput(faults);
  const { rows } = await sql<Marked>`select e.province, e.id, e.placement_id, to_char(e.day, 'YYYY-MM-DD') as day,
      not exists (select from cotraining.log_entry n where n.province = e.province and n.placement_id = e.placement_id and n.day = e.day and n.version > e.version) as newest
    from cotraining.log_entry e where e.id = any (${marks.map(({ entry }) => entry)})`.execute(ctx.tx);
  const found = new Map(rows.map((row) => [row.id, row]));
  if (marks.some(({ entry }) => !found.has(entry))) throw new NotFound({ zh: "实习日志", en: "logbook entry" });
  if (rows.some(({ newest }) => !newest)) throw new Conflict({ zh: "学生已更正其中的记录，请刷新后再签。", en: "The student has corrected one of these; reload and look again." });
  let [signed, returned] = [0, 0];
  const told = new Map<string, string[]>();
  for (const { entry, verdict, note } of marks) {
    const row = found.get(entry)!;
    const added = await sql`insert into cotraining.log_mark (province, id, entry_id, placement_id, side, verdict, note, by_user, by_name, at)
      values (${row.province}, ${uuidv7()}, ${entry}, ${row.placement_id}, ${side}, ${verdict}, ${note}, ${ctx.actor.userId}, ${ctx.actor.name}, ${ctx.now})
      on conflict do nothing returning id`.execute(ctx.tx);
    if (added.rows.length === 0) continue;
    if (verdict === "sign") signed++;
    else {
      returned++;
      told.set(row.placement_id, [...(told.get(row.placement_id) ?? []), row.day]);
    }
  }
  for (const [placement, days] of told) await tellOfReturn(ctx, await requirePlacement(ctx, placement), days);
  if (signed + returned > 0) await ctx.audit("cotraining.countersign", `placement:${rows[0]!.placement_id}`, undefined, { side, marks: marks.map(({ entry, verdict }) => ({ entry, verdict })) });
  return { signed, returned, already: marks.length - signed - returned };
} // prettier-ignore

/** What a month held, counted from its entries. */
export function factsOf(entries: readonly Entry[]): { present: number; absent: number; minutes: number; late: number; countersigned: number } {
  const of = (is: (one: Entry) => boolean): number => entries.filter(is).length;
  return {
    present: of(({ presence }) => presence === "present"),
    absent: of(({ presence }) => presence === "absent"),
    minutes: entries.reduce((sum, one) => sum + one.minutes, 0),
    late: of(({ late }) => late),
    countersigned: of(({ state }) => state === "countersigned"),
  };
} // prettier-ignore

export const SIDES = ["student", "mentor", "teacher"] as const;

/** The student sums a month up, then the mentor signs, then the teacher; with that its entries are closed. */
export async function signMonth(ctx: Context, id: string, { month, words }: z.infer<typeof s.monthInput>): Promise<void> {
  const side = SIDES.find((one) => one === ctx.actor.role);
  if (!side) throw new Forbidden();
  const row = await requirePlacement(ctx, id);
  const first = `${month}-01`;
  const { rows } = await sql<{ side: string }>`select side from cotraining.log_month where province = ${row.province} and placement_id = ${id} and month = ${first}::date`.execute(ctx.tx);
  const next = SIDES.find((one) => !rows.some((signed) => signed.side === one));
  if (next !== side) throw new Conflict(next ? { zh: "月度小结依次由学生、师傅、指导教师签署，现在不轮到您。", en: "A month is signed by student, mentor and teacher in this order; it is not your turn." } : { zh: "该月已签署完毕。", en: "That month is signed by all." });
  const entries = await entriesOf(ctx, [id], first, `${month}-${new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate()}`);
  if (entries.length === 0) throw new BadInput([{ part: "body", field: "month", reason: "该月没有实习日志 / there is no entry of that month" }]);
  await sql`insert into cotraining.log_month (province, placement_id, month, side, words, facts, by_user, by_name, at)
    values (${row.province}, ${id}, ${first}::date, ${side}, ${words}, ${JSON.stringify(factsOf(entries))}::jsonb, ${ctx.actor.userId}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  await ctx.audit("cotraining.sign-month", `placement:${id}`, undefined, { month, side });
} // prettier-ignore
