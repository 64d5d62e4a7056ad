import { checkIdentity, maskIdentity } from "@tixi/engines/identifiers";
import { SAMPLE_PROVINCE } from "@tixi/engines/sample";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { BadInput, csvCell, dayInChina, jsonText, NotFound, type Context } from "../platform/index.ts";
import { openTable, TableUnreadable, type TableRow } from "../platform/files/tabular.ts";
import { identityIndex, installation } from "../registry/index.ts";
import { access } from "./access.ts";
import { allBars, formFaults, missingIn } from "./candidate-checks.ts";
import { FIELDS, readRow, recogniseColumns, type ImportField } from "./candidate-columns.ts";
import type * as s from "./candidate-schemas.ts";
import { factsOf, recordActions, type PersonFacts } from "./candidates.sql.ts";
import { declaredOf, requireOpen } from "./register.ts";
import { findSeason, type Season } from "./season.sql.ts";
import { tellOfRegistration } from "./told.ts"; // prettier-ignore

const STEP = 1000;
const SHOWN = 100;

interface Fault {
  row: number;
  field: string;
  value: string;
  zh: string;
  en: string;
}

interface Read {
  row: number;
  name: string;
  index: Buffer;
  form: s.Form;
}

/**
 * Takes in a list of candidates: a school's own, or the office's. People are found in the register by identity number
 * and name; each accepted one is registered and handed in, and waits to be confirmed like any other. Who is in the season
 * already is a duplicate.
 * @param path of the received file, removed by the caller
 * @throws BadInput if the file is no table or lacks a column; Conflict where registration is closed
 */
export async function importCandidates(ctx: Context, seasonId: string, file: { path: string; name: string }): Promise<z.infer<typeof s.imported>> {
  const season = await findSeason(ctx, seasonId);
  const school = ctx.actor.role === "school-officer" ? ctx.actor.organisation : null;
  access.authorize(ctx.actor, "importCandidates", { region: season.province, organisation: school });
  requireOpen(season, ctx.now);
  const { sample } = await installation(ctx);
  const rules = { today: dayInChina(ctx.now), ...(sample ? { alsoProvince: SAMPLE_PROVINCE.code.slice(0, 2) } : {}) };
  const counts = { read: 0, accepted: 0, duplicate: 0 };
  const faults: Fault[] = [];
  const seen = new Set<string>();
  try {
    const table = await openTable(file.path);
    const { at, missing } = recogniseColumns(table.headers);
    if (missing.length > 0)
      throw new BadInput(missing.map(({ zh, en }) => ({ part: file.name, field: zh, reason: `缺少此列 / column missing: ${en}` })));
    for await (const batch of steps(table.rows())) {
      const found: Read[] = [];
      for (const { rowNumber, values } of batch) {
        counts.read++;
        const get = (field: ImportField) => (values[at.get(field) ?? -1] ?? "").normalize("NFKC").trim();
        const identity = checkIdentity(get("identity"), rules);
        const read = readRow(get, season.categories);
        if (!identity.ok) faults.push({ row: rowNumber, field: "identity", value: maskIdentity(get("identity")), ...identity.fault });
        else if (!read.ok) faults.push({ row: rowNumber, ...read.fault });
        else if (seen.has(identity.value.number)) counts.duplicate++;
        else {
          seen.add(identity.value.number);
          found.push({ row: rowNumber, name: read.name, index: identityIndex(ctx, { identity: identity.value.number }), form: read.form });
        }
      }
      const taken = await takeRows(ctx, season, school, found, faults);
      counts.accepted += taken.accepted;
      counts.duplicate += taken.duplicate;
    }
  } catch (error) {
    if (error instanceof TableUnreadable) throw new BadInput([{ part: file.name, field: "file", reason: error.message }]);
    throw error;
  }
  const id = uuidv7();
  await sql`insert into admissions.candidate_import (province, id, season_id, school, file_name, rows_read, accepted, duplicate, rejected, faults,
      created_by, created_by_name, created_at)
    values (${season.province}, ${id}, ${seasonId}, ${school}, ${file.name}, ${counts.read}, ${counts.accepted}, ${counts.duplicate}, ${faults.length},
      ${jsonText(faults)}::jsonb, ${ctx.actor.userId}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  await ctx.audit("candidate.import", `candidate-import:${id}`, null, { season: seasonId, school, ...counts, rejected: faults.length });
  return showCandidateImport(ctx, id);
} // prettier-ignore

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

/** Rows that can be read, against the register and the season's rules. */
async function takeRows(ctx: Context, season: Season, school: string | null, read: readonly Read[], faults: Fault[]): Promise<{ accepted: number; duplicate: number }> {
  const facts = await factsOf(ctx, season, [], read.map(({ index }) => index));
  const byIndex = new Map([...facts.values()].map((one) => [one.identity, one]));
  const good: { form: s.Form; facts: PersonFacts; row: number }[] = [];
  let duplicate = 0;
  for (const { row, name, index, form } of read) {
    const known = byIndex.get(index.toString("hex"));
    const reject = (field: string, value: string, zh: string, en: string) => void faults.push({ row, field, value, zh, en });
    // whether a number is known and under which name it is, nobody is told
    if (!known || known.name !== name) reject("identity", "", "登记册中没有这个姓名和证件号码的人，请先导入学生名册或由本人注册", "the register has nobody of this name and number: take him in with a roster, or let him register himself");
    else if (school !== null && known.school !== school) reject("identity", "", "登记册中不是本校学生", "not a student of this school in the register");
    else if (known.seasons.some((one) => one.season === season.id)) duplicate++;
    else {
      const full = { ...form, programme: form.programme ?? known.programme };
      const [fault] = [...formFaults(season, full), ...missingIn(season, full)];
      const [bar] = allBars(season, full, known);
      if (fault) reject(fault.field, "", ...halves(fault.reason));
      else if (bar) reject("kind", bar.code, `${bar.words.zh}（${bar.source}）`, `${bar.words.en} (${bar.source})`);
      else good.push({ form: full, facts: known, row });
    }
  }
  const taken = await insertCandidates(ctx, season, school, good);
  return { accepted: taken, duplicate: duplicate + good.length - taken };
} // prettier-ignore

const halves = (reason: string): [string, string] => {
  const at = reason.lastIndexOf(" / ");
  return at < 0 ? [reason, reason] : [reason.slice(0, at), reason.slice(at + 3)];
};

/** @returns how many were new; who came in meanwhile stays as he is */
async function insertCandidates(ctx: Context, season: Season, school: string | null, good: readonly { form: s.Form; facts: PersonFacts }[]): Promise<number> {
  if (good.length === 0) return 0;
  const { rows } = await sql<{ id: string; person: string; school: string | null }>`insert into admissions.candidate (id, person, kind, category, school, region, declared,
      province, season_id, sample, created_at)
    select u.*, ${season.province}, ${season.id}::uuid, ${season.sample}::boolean, ${ctx.now}::timestamptz
    from unnest(${good.map(() => uuidv7())}::uuid[], ${good.map(({ facts }) => facts.person)}::uuid[], ${good.map(({ form }) => form.kind)}::text[],
      ${good.map(({ form }) => form.category)}::text[], ${good.map(({ facts }) => school ?? facts.school)}::uuid[],
      ${good.map(({ facts }) => facts.region ?? ctx.actor.region)}::text[],
      ${good.map(({ form }) => jsonText(declaredOf(form)))}::jsonb[]) u
    on conflict do nothing returning id, person, school`.execute(ctx.tx);
  for (const [seq, action] of (["register", "submit"] as const).entries())
    await recordActions(ctx, rows.map(({ id }) => ({ province: season.province, candidate: id, seq: seq + 1, action, note: "", payload: { imported: true } })));
  await tellOfRegistration(ctx, season, "submit", rows.map(({ person, school: of }) => ({ person, school: of, note: "" })));
  return rows.length;
} // prettier-ignore

interface ImportRow {
  id: string;
  season_id: string;
  file_name: string;
  rows_read: number;
  accepted: number;
  duplicate: number;
  rejected: number;
  faults: Fault[];
  created_by_name: string;
  created_at: Date;
}

const present = (row: ImportRow) => ({
  id: row.id,
  seasonId: row.season_id,
  fileName: row.file_name,
  read: row.rows_read,
  accepted: row.accepted,
  duplicate: row.duplicate,
  rejected: row.rejected,
  createdBy: row.created_by_name,
  createdAt: row.created_at.toISOString(),
});

async function findImport(ctx: Context, id: string): Promise<ImportRow> {
  const { rows } = await sql<ImportRow & { province: string; school: string | null }>`select * from admissions.candidate_import where id = ${id}`.execute(ctx.tx); // prettier-ignore
  const row = rows[0];
  // the office of a city sees no candidates: its province's does
  if (!row && access.reach(ctx.actor.role, "importCandidates") === "office")
    access.authorize(ctx.actor, "importCandidates", { region: `${ctx.actor.region.slice(0, 2)}0000` });
  if (!row) throw new NotFound({ zh: "考生名单", en: "list of candidates" });
  access.authorize(ctx.actor, "importCandidates", { region: row.province, organisation: row.school });
  return row;
}

export async function showCandidateImport(ctx: Context, id: string): Promise<z.infer<typeof s.imported>> {
  const row = await findImport(ctx, id);
  return { ...present(row), faults: row.faults.slice(0, SHOWN) };
}

/** Lists that were handed in, the newest first. */
export async function listCandidateImports(ctx: Context, seasonId: string): Promise<z.infer<typeof s.importPage>> {
  const season = await findSeason(ctx, seasonId);
  access.authorize(ctx.actor, "importCandidates", { region: season.province, organisation: ctx.actor.organisation });
  const { rows } = await sql<ImportRow>`select * from admissions.candidate_import where province = ${season.province} and season_id = ${seasonId}
    order by id desc limit 200`.execute(ctx.tx);
  return { items: rows.map(present), next: null };
} // prettier-ignore

/** What was rejected, as CSV. */
export async function rejectedCandidates(ctx: Context, id: string): Promise<string> {
  const { faults } = await findImport(ctx, id);
  const english = ctx.locale === "en";
  const names = new Map(FIELDS.map(({ field, zh, en }) => [field as string, english ? en : zh]));
  const head = english ? ["Row", "Column", "Value", "Reason"] : ["行号", "列", "值", "原因"];
  const lines = faults.map((fault) => [String(fault.row), names.get(fault.field) ?? fault.field, fault.value, english ? fault.en : fault.zh]); // prettier-ignore
  return "\ufeff" + [head, ...lines].map((line) => line.map(csvCell).join(",") + "\r\n").join("");
}
