import { sql } from "kysely";
import { SAMPLE_PROVINCE } from "@tixi/engines/sample";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { dayInChina, BadInput, type Context } from "../../../platform/index.ts";
import { openTable, TableUnreadable, type TableRow } from "../../../platform/files/tabular.ts";
import { installation } from "../../installation.ts";
import { mayGive } from "../grants.ts";
import type { Place } from "../places.sql.ts";
import { checkRow, type RosterRow, type RowFault, type RowRules } from "./check-row.ts";
import { recogniseHeaders, type RosterKind } from "./columns.ts";
import {
  enrolledElsewhere,
  factsOf,
  identityIndex,
  knownPeople,
  rolesHeld,
  studentsHere,
} from "./known.sql.ts";
import { ROSTER_PLACE, showRoster } from "./read-roster.ts";
import type * as s from "./schemas.ts";

/** Rows are compared with the register in steps of so many. */
const STEP = 1000;
/** What nobody took in is forgotten after a day. */
const KEPT_HOURS = 24;

interface Found {
  rowNumber: number;
  row: RosterRow;
  index: Buffer;
}

/**
 * Reads a file of people without taking anything in: every row is accepted, a duplicate, or rejected with its field,
 * its masked value and the reason. Rows are sealed as they are read; the file itself is gone with the request.
 * @param path of the received file, removed by the caller
 * @throws BadInput if the file is no table or lacks a column
 */
export async function checkRoster(
  ctx: Context,
  place: Place,
  file: { path: string; name: string; kind: RosterKind },
): Promise<z.infer<typeof s.roster>> {
  const id = uuidv7();
  await forgetOld(ctx);
  await sql`insert into registry.roster (id, kind, organisation_id, region, file_name, rows_read, accepted, duplicate, rejected, state, created_at, created_by)
    values (${id}, ${file.kind}, ${place.id}, ${place.region}, ${file.name}, 0, 0, 0, 0, 'checked', ${ctx.now}, ${ctx.actor.userId})`.execute(
    ctx.tx,
  );
  const counts = { read: 0, accepted: 0, duplicate: 0, rejected: 0 };
  const rules = await rulesFor(ctx, file.kind);
  const seen = new Set<string>();
  try {
    const table = await openTable(file.path);
    const { at, missing } = recogniseHeaders(file.kind, table.headers);
    if (missing.length > 0)
      throw new BadInput(
        missing.map(({ zh, en }) => ({
          part: file.name,
          field: zh,
          reason: `缺少此列 / column missing: ${en}`,
        })),
      );
    for await (const batch of steps(table.rows())) {
      const faults: RowFault[] = [];
      const found: Found[] = [];
      for (const { rowNumber, values } of batch) {
        counts.read++;
        const checked = checkRow((field) => values[at.get(field) ?? -1] ?? "", rules);
        if (!checked.ok) faults.push({ row: rowNumber, ...checked.fault });
        else found.push({ rowNumber, row: checked.row, index: identityIndex(ctx, checked.row) });
      }
      const { fresh, duplicates } = withoutRepeats(found, seen, faults);
      const { accepted, unchanged } = await compare(ctx, place, file.kind, fresh, faults);
      counts.accepted += accepted.length;
      counts.duplicate += duplicates + unchanged;
      counts.rejected += faults.length;
      await stage(ctx, id, accepted, faults);
    }
  } catch (error) {
    if (error instanceof TableUnreadable)
      throw new BadInput([{ part: file.name, field: "file", reason: error.message }]);
    throw error;
  }
  await sql`update registry.roster set rows_read = ${counts.read}, accepted = ${counts.accepted}, duplicate = ${counts.duplicate},
    rejected = ${counts.rejected} where id = ${id}`.execute(ctx.tx);
  await ctx.audit("roster.check", `roster:${id}`, null, {
    kind: file.kind,
    organisation: place.id,
    ...counts,
  });
  return showRoster(ctx, id);
}

async function rulesFor(ctx: Context, kind: RosterKind): Promise<RowRules> {
  const today = dayInChina(ctx.now);
  const { sample } = await installation(ctx);
  return {
    kind,
    today,
    alsoProvince: sample ? SAMPLE_PROVINCE.code.slice(0, 2) : undefined,
    mayGive: (role) => mayGive(ctx.actor.role, role),
    consentBefore: `${Number(today.slice(0, 4)) - 14}${today.slice(4)}`,
  };
}

/** Lets the process breathe between two steps: others wait while one is worked on. */
async function* steps(rows: AsyncIterable<TableRow[]>): AsyncIterable<TableRow[]> {
  let step: TableRow[] = [];
  for await (const batch of rows)
    for (const row of batch) {
      step.push(row);
      if (step.length < STEP) continue;
      yield step;
      step = [];
      await new Promise(setImmediate);
    }
  if (step.length > 0) yield step;
}

/** The second row of one person, or with one student number, adds nothing (or contradicts the first). */
function withoutRepeats(found: Found[], seen: Set<string>, faults: RowFault[]) {
  const fresh: Found[] = [];
  let duplicates = 0;
  for (const one of found) {
    const { row, index, rowNumber } = one;
    const person = `${index.toString("base64")} ${row.role}`;
    const number = row.student ? `number ${row.student.number}` : null;
    if (seen.has(person)) duplicates++;
    else if (number !== null && seen.has(number))
      faults.push({ row: rowNumber, field: "studentNumber", value: row.student!.number, zh: "文件中另一行用了同一学号", en: "another row has the same number" }); // prettier-ignore
    else {
      fresh.push(one);
      seen.add(person);
      if (number !== null) seen.add(number);
    }
  }
  return { fresh, duplicates };
}

/** What the register says to the rows: known people, roles that they hold here, students of this school. */
async function compare(ctx: Context, place: Place, kind: RosterKind, found: Found[], faults: RowFault[]) {
  const known = await knownPeople(
    ctx,
    found.map(({ index }) => index),
  );
  const people = [...known.values()].map(({ id }) => id);
  const held = kind === "staff" ? await rolesHeld(ctx, place.id, people) : new Set<string>();
  const numbers = found.flatMap(({ row }) => (row.student ? [row.student.number] : []));
  const students = kind === "students" ? await studentsHere(ctx, place.id, numbers, people) : [];
  const elsewhere = kind === "students" ? await enrolledElsewhere(ctx, place.id, people) : new Set<string>();
  const byNumber = new Map(students.map((student) => [student.number, student]));
  const byPerson = new Map(students.map((student) => [student.personId, student]));
  const accepted: Found[] = [];
  let unchanged = 0;
  for (const one of found) {
    const { row, index, rowNumber } = one;
    const reject = (field: string, value: string, zh: string, en: string) => void faults.push({ row: rowNumber, field, value, zh, en }); // prettier-ignore
    const person = known.get(index.toString("hex"));
    if (person && person.name !== row.name) {
      reject("name", "", "姓名与证件号码不一致，请核对", "name and identity number do not belong together");
      continue;
    }
    if (row.student === null) {
      if (person && held.has(`${person.id} ${row.role}`)) unchanged++;
      else accepted.push(one);
      continue;
    }
    const owner = byNumber.get(row.student.number);
    if (owner && owner.personId !== person?.id) {
      reject(
        "studentNumber",
        row.student.number,
        "此学号已属于本校另一名学生",
        "the number belongs to another student of this school",
      );
      continue;
    }
    const enrols = row.student.state === "enrolled" || row.student.state === "suspended";
    if (person && enrols && elsewhere.has(person.id)) {
      reject(
        "identity",
        "",
        "暂不能在本校注册学籍，请与主管教育部门核对",
        "cannot be enrolled here at present; ask the education authority",
      );
      continue;
    }
    const now = person ? byPerson.get(person.id) : undefined;
    if (now && now.number === row.student.number && now.facts === factsOf(row.student)) unchanged++;
    else accepted.push(one);
  }
  return { accepted, unchanged };
}

async function stage(
  ctx: Context,
  id: string,
  accepted: readonly Found[],
  faults: readonly RowFault[],
): Promise<void> {
  const lines = [
    ...accepted.map(({ rowNumber, row }) => [rowNumber, "accepted", row] as const),
    ...faults.map((fault) => [fault.row, "rejected", fault] as const),
  ];
  if (lines.length === 0) return;
  await sql`insert into registry.roster_row (roster_id, row_number, outcome, sealed)
    select ${id}, * from unnest(${lines.map(([row]) => row)}::int[], ${lines.map(([, outcome]) => outcome)}::text[],
      ${lines.map(([, , value]) => ctx.vault.seal(ROSTER_PLACE, JSON.stringify(value)))}::bytea[])`.execute(
    ctx.tx,
  );
}

async function forgetOld(ctx: Context): Promise<void> {
  const before = new Date(ctx.now.getTime() - KEPT_HOURS * 3_600_000);
  await sql`delete from registry.roster_row where roster_id in (select id from registry.roster where created_at < ${before} and state <> 'running')`.execute(
    ctx.tx,
  );
}
