import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { jsonText } from "../../platform/db/json.ts";
import { openTable, TableUnreadable, type TableRow } from "../../platform/files/tabular.ts";
import { dayInChina, BadInput, inRegion, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { checkFacts } from "./check-facts.ts";
import { IMPORT_COLUMNS, recogniseHeaders, type ImportColumn } from "./import-columns.ts";
import { keeperOf } from "./keep.ts";
import { KIND_WORDS, KINDS, type Kind } from "./kinds.ts";
import { insertOrganisations, lockOrganisations, type Facts, type NewVersion } from "./organisations.sql.ts";
import { readPlace } from "./read-place.ts";
import type { importReport } from "./schemas.ts";

export interface ImportFile {
  fileName: string;
  /** absolute path of the stored file */
  path: string;
  sha256: string;
  /** tell what would happen, and change nothing */
  dry: boolean;
}

type Report = z.infer<typeof importReport>;
type Rejection = Report["rejected"][number]["reasons"][number];

/** One row that can be, before the register was asked. */
interface Candidate {
  row: number;
  values: string[];
  id: string;
  facts: Facts;
  since: string | null;
  note: string;
  parentText: string;
}

const MOST_ROWS = 5000;

/**
 * Takes a spreadsheet of organisations into the register: rows read = added + there already + rejected. Rows about
 * organisations that are registered change nothing; a rejected row names its field, value and reason.
 * @throws BadInput if the file can't be read as a table, or lacks a column
 */
export async function importOrganisations(ctx: Context, file: ImportFile): Promise<Report> {
  access.authorize(ctx.actor, "keepOrganisations", { region: ctx.actor.region });
  const say = (zh: string, en: string) => (ctx.locale === "en" ? en : zh);
  const { headers, rows } = await readRows(file, say);
  const { at, unknown, missing } = recogniseHeaders(headers);
  if (missing.length > 0)
    throw new BadInput(
      missing.map((column) => ({
        part: "file",
        field: say(column.zh, column.en),
        reason: say("表头中没有这一列", "the header has no such column"),
      })),
    );
  await lockOrganisations(ctx, ["import"]);
  const rejected: Report["rejected"] = [];
  const doubts: Report["doubts"] = [];
  const candidates: Candidate[] = [];
  const read = await rowReader(ctx, at, say);
  for (const row of rows) {
    const { candidate, reasons, odd } = read(row);
    if (candidate) candidates.push(candidate);
    else rejected.push({ row: row.rowNumber, values: row.values, reasons });
    for (const one of odd) doubts.push({ row: row.rowNumber, ...one });
  }
  const { fresh, there } = await compare(ctx, candidates, { rejected, doubts, say });
  const added = await placeParents(ctx, fresh, { rejected, say });
  if (!file.dry) {
    await insertOrganisations(ctx, added);
    await ctx.audit("organisation.import", `file:${file.sha256}`, null, {
      fileName: file.fileName,
      read: rows.length,
      added: added.length,
      there,
      rejected: rejected.length,
    });
  }
  rejected.sort((a, b) => a.row - b.row);
  doubts.sort((a, b) => a.row - b.row);
  return {
    fileName: file.fileName,
    dry: file.dry,
    headers,
    unknown,
    read: rows.length,
    added: added.length,
    there,
    rejected,
    doubts,
  };
}

type Say = (zh: string, en: string) => string;

async function readRows(file: ImportFile, say: Say): Promise<{ headers: string[]; rows: TableRow[] }> {
  const unreadable = (reason: string) => new BadInput([{ part: "file", field: file.fileName, reason }]);
  try {
    const table = await openTable(file.path);
    const rows: TableRow[] = [];
    for await (const batch of table.rows()) {
      rows.push(...batch);
      if (rows.length > MOST_ROWS)
        throw unreadable(
          say(
            `一次最多 ${MOST_ROWS} 行，请分成几个文件`,
            `at most ${MOST_ROWS} rows at once; please divide the file`,
          ),
        );
    }
    return { headers: table.headers, rows };
  } catch (error) {
    if (error instanceof TableUnreadable) throw unreadable(error.message);
    throw error;
  }
}

/** Reads what a row says, without asking the register. */
async function rowReader(ctx: Context, at: ReadonlyMap<ImportColumn["field"], number>, say: Say) {
  const keeper = await keeperOf(ctx);
  const label = (field: string) => {
    const column = IMPORT_COLUMNS.find((one) => one.field === field);
    return column ? say(column.zh, column.en) : field;
  };
  return (row: TableRow) => {
    const cell = (field: ImportColumn["field"]) => (row.values[at.get(field) ?? -1] ?? "").trim();
    const reasons: Rejection[] = [];
    const reject = (field: ImportColumn["field"], zh: string, en: string) =>
      reasons.push({ field: label(field), value: cell(field).slice(0, 200), reason: say(zh, en) });
    for (const { field, required } of IMPORT_COLUMNS)
      if (required && cell(field) === "") reject(field, "必填，没有内容", "needed, and empty");
    const kind = readKind(cell("kind"));
    if (!kind && cell("kind") !== "")
      reject("kind", "不是机构类别，见模板中的列表", "no kind of organisation; see the list in the template");
    const place = readPlace(cell("region"), ctx.actor.region);
    if (place.code === null && cell("region") !== "")
      if (place.choices.length > 0)
        reject(
          "region",
          `有几个地区叫这个名称，请写代码：${place.choices.join("、")}`,
          `several regions bear this name, write the code: ${place.choices.join(", ")}`,
        );
      else reject("region", "不是行政区划代码或名称", "neither the code nor the name of a region");
    if (place.code !== null && !inRegion(keeper(place.code), ctx.actor.region))
      reject("region", "不在您负责的地区内", "outside the region that your office keeps");
    const since = readDay(cell("since"));
    if (since === undefined)
      reject("since", "不是真实的日期，请写成 2019-09-01", "no real date; write it as 2019-09-01");
    else if (since !== null && since > dayInChina(ctx.now))
      reject("since", "日期在今天以后", "the day is yet to come");
    if (!kind || place.code === null || since === undefined || reasons.length > 0)
      return { candidate: null, reasons, odd: [] };
    const { facts, faults, doubts } = checkFacts({
      name: cell("name"),
      kind,
      region: place.code,
      creditCode: cell("creditCode") || null,
      schoolCode: cell("schoolCode") || null,
      parent: null,
      country: cell("country") || null,
      address: cell("address"),
      website: cell("website"),
    });
    for (const fault of faults) reject(fault.field, fault.zh, fault.en);
    if (reasons.length > 0) return { candidate: null, reasons, odd: [] };
    const candidate: Candidate = {
      row: row.rowNumber,
      values: row.values,
      id: uuidv7(),
      facts,
      since,
      note: cell("note").slice(0, 500),
      parentText: cell("parent"),
    };
    return {
      candidate,
      reasons,
      odd: doubts.map((one) => ({ field: label(one.field), text: say(one.zh, one.en) })),
    };
  };
}

/** A word from the list, one of its usual other names, or the code. */
function readKind(text: string): Kind | undefined {
  const wanted = text.normalize("NFKC").toLowerCase();
  return KINDS.find((kind) => kind === wanted || KIND_WORDS[kind].includes(wanted));
}

/** @returns null where nothing is said, undefined where it is no day */
function readDay(text: string): string | null | undefined {
  if (text === "") return null;
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?(?:\.0+)?Z?)?$/.exec(
    text.normalize("NFKC"),
  );
  if (!match) return undefined;
  const day = `${match[1]}-${match[2]!.padStart(2, "0")}-${match[3]!.padStart(2, "0")}`;
  const time = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== day ? undefined : day;
}

interface Like {
  at: number;
  key: string;
  id: string | null;
  name: string;
  byCode: boolean;
}

/** Tells rows about organisations that are registered, or stand in the file before, from new ones. */
async function compare(
  ctx: Context,
  candidates: readonly Candidate[],
  { rejected, doubts, say }: { rejected: Report["rejected"]; doubts: Report["doubts"]; say: Say },
): Promise<{ fresh: Candidate[]; there: number }> {
  const asked = candidates.map(({ facts }, at) => ({ ...facts, at }));
  const { rows } = await sql<Like>`
    select r.at, registry.name_key(r.name) as key, v.organisation_id as id, coalesce(v.name, '') as name,
      coalesce(v.credit_code = r."creditCode" or v.school_code = r."schoolCode", false) as "byCode"
    from jsonb_to_recordset(${jsonText(asked)}::jsonb) as r (at int, name text, region text, "creditCode" text, "schoolCode" text)
      left join registry.organisation_version v on upper_inf(v.valid) and (v.credit_code = r."creditCode"
        or v.school_code = r."schoolCode" or v.name_key = registry.name_key(r.name) and left(v.region, 2) = left(r.region, 2))
    order by r.at, "byCode" desc, v.name = r.name desc`.execute(ctx.tx);
  const likes = new Map<number, Like[]>();
  for (const row of rows) likes.set(row.at, [...(likes.get(row.at) ?? []), row]);
  const inFile = new Map<string, number>();
  const fresh: Candidate[] = [];
  let there = 0;
  candidates.forEach((one, at) => {
    const { facts } = one;
    const alike = likes.get(at) ?? [];
    const registered = alike.filter((like) => like.id !== null);
    const same = registered.find(
      (like) => like.name === facts.name && (like.byCode || !registered[0]!.byCode),
    );
    const holder = registered.find((like) => like.byCode);
    if (same) return void there++;
    const refuse = (field: string, value: string, reason: string) =>
      rejected.push({ row: one.row, values: one.values, reasons: [{ field, value, reason }] });
    const code = facts.creditCode ?? facts.schoolCode ?? "";
    const codeLabel = facts.creditCode
      ? say("统一社会信用代码", "Credit code")
      : say("学校标识码", "School identifier");
    if (holder)
      return void refuse(
        codeLabel,
        code,
        say(
          `已属于“${holder.name}”；改名请在机构页面办理`,
          `belongs to “${holder.name}”; a rename is done on its page`,
        ),
      );
    const marks = [facts.creditCode, facts.schoolCode].filter((mark) => mark !== null);
    const taken = marks.find((mark) => inFile.has(mark));
    if (taken)
      return void refuse(
        codeLabel,
        taken,
        say(`与第 ${inFile.get(taken)} 行的代码相同`, `the same code as in row ${inFile.get(taken)}`),
      );
    const key = `${facts.region.slice(0, 2)} ${alike[0]?.key ?? facts.name}`;
    const earlier = inFile.get(key);
    if (earlier !== undefined)
      return void refuse(
        say("机构名称", "Name"),
        facts.name,
        say(`与第 ${earlier} 行是同一名称`, `the same name as in row ${earlier}`),
      );
    for (const mark of [...marks, key]) inFile.set(mark, one.row);
    for (const like of registered)
      doubts.push({
        row: one.row,
        field: say("机构名称", "Name"),
        text: say(`与已登记的“${like.name}”相近`, `like “${like.name}”, which is registered`),
      });
    fresh.push(one);
  });
  return { fresh, there };
}

/** Finds the organisations above: registered ones, or rows of the same file. */
async function placeParents(
  ctx: Context,
  fresh: readonly Candidate[],
  { rejected, say }: { rejected: Report["rejected"]; say: Say },
): Promise<NewVersion[]> {
  const wanted = [...new Set(fresh.flatMap((one) => one.parentText || []))];
  const { rows } = await sql<{ text: string; id: string; count: number }>`
    select w as text, min(v.organisation_id::text) as id, count(*)::int as count from unnest(${wanted}::text[]) w
      join registry.organisation_version v on upper_inf(v.valid) and (v.name = w or v.credit_code = upper(w))
    group by w`.execute(ctx.tx);
  const registered = new Map(rows.map((row) => [row.text, row]));
  // a row that is refused for its parent is no parent of another
  let rest = [...fresh];
  for (;;) {
    const inFile = new Map(
      rest.flatMap(
        (one) =>
          [
            [one.facts.name, one.id],
            [one.facts.creditCode ?? one.facts.name, one.id],
          ] as const,
      ),
    );
    const lost = rest.filter((one) => {
      if (one.parentText === "") return false;
      const found = registered.get(one.parentText);
      const own = inFile.get(one.parentText);
      one.facts.parent = found?.count === 1 ? found.id : own !== undefined && own !== one.id ? own : null;
      return one.facts.parent === null;
    });
    if (lost.length === 0) break;
    for (const one of lost) {
      const several = (registered.get(one.parentText)?.count ?? 0) > 1;
      const reason = several
        ? say(
            "有几个机构叫这个名称，请写统一社会信用代码",
            "several organisations bear this name; write the credit code",
          )
        : say("没有登记这个机构", "no such organisation is registered");
      rejected.push({
        row: one.row,
        values: one.values,
        reasons: [{ field: say("上级机构", "Parent"), value: one.parentText, reason }],
      });
    }
    rest = rest.filter((one) => !lost.includes(one));
  }
  return rest.map(({ id, facts, since, note }) => ({
    ...facts,
    id,
    since,
    note,
    change: "registered",
    source: "",
  }));
}
