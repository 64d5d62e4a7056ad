/** Who comes to a school: those admitted to its units, for the school itself. */
import { sql } from "kysely";
import type { z } from "zod";
import { csvCell, dayInChina, decodeCursor, toPage, type Context, type Sentence } from "../platform/index.ts";
import { officialDocx } from "../planning/index.ts";
import { access } from "./access.ts";
import type * as s from "./filing-schemas.ts";

interface ReceivedRow {
  season_id: string;
  season_name: string;
  year: number;
  sample: boolean;
  number: string;
  name: string;
  kind: keyof typeof KIND_WORDS;
  category_name: string;
  from_school: string;
  unit_id: string;
  programme: string;
  programme_name: string;
  quota: string;
  award: string;
  award_words: Sentence | null;
  admitted_at: Date;
}

const KIND_WORDS = { current: "应届", earlier: "往届", social: "社会人员", veteran: "退役军人" };

async function rowsOf(ctx: Context, season: string | null, after: readonly [string, string] | null, limit: number | null): Promise<ReceivedRow[]> {
  access.authorize(ctx.actor, "readReceived", { organisation: ctx.actor.organisation });
  const { rows } = await sql<ReceivedRow>`select * from admissions.received(${season}::uuid) r
    where true ${after ? sql`and (r.season_id, r.number) > (${after[0]}::uuid, ${after[1]})` : sql``}
    order by r.season_id, r.number ${limit === null ? sql`` : sql`limit ${limit}`}`.execute(ctx.tx);
  await ctx.auditRead(`organisation:${ctx.actor.organisation}`, ["registry.person.name", "admissions.admission.unit_id"]);
  return rows;
} // prettier-ignore

/** How many by programme; the whole list is counted, not a page of it. */
async function byProgramme(ctx: Context, season: string | null): Promise<z.infer<typeof s.receivedPage>["programmes"]> {
  const { rows } = await sql<{ season: string; unit: string; programme: string; programmeName: string; persons: number; exempt: number }>`select r.season_id as season,
      r.unit_id as unit, r.programme, r.programme_name as "programmeName", count(*)::int as persons, count(*) filter (where r.award <> '')::int as exempt
    from admissions.received(${season}::uuid) r group by 1, 2, 3, 4 order by 5 desc, 2`.execute(ctx.tx);
  return rows;
} // prettier-ignore

/** Those admitted to the actor's school, by season and number, with how many come by programme. Reading leaves a trace. */
export async function receivedList(ctx: Context, query: z.infer<typeof s.admittedQuery>): Promise<z.infer<typeof s.receivedPage>> {
  const after = decodeCursor(query.cursor, 2);
  const season = query.season ?? null;
  const rows = await rowsOf(ctx, season, after && [String(after[0]), String(after[1])], query.limit + 1);
  const page = toPage(rows, query.limit, (row) => [row.season_id, row.number], (row) => ({
    season: row.season_id,
    seasonName: row.season_name,
    year: row.year,
    number: row.number,
    name: row.name,
    kind: row.kind,
    category: row.category_name,
    fromSchool: row.from_school,
    unit: row.unit_id,
    programme: row.programme,
    programmeName: row.programme_name,
    quota: row.quota,
    award: row.award,
    admittedAt: row.admitted_at.toISOString(),
  }));
  return { ...page, programmes: after ? [] : await byProgramme(ctx, season) };
} // prettier-ignore

/** The same as CSV. */
export async function receivedCsv(ctx: Context, season: string | undefined): Promise<string> {
  const rows = await rowsOf(ctx, season ?? null, null, null);
  const english = ctx.locale === "en";
  const head = english
    ? ["Season", "Number", "Name", "Kind", "Category", "From", "Unit", "Programme code", "Programme", "Quota", "Exempt by", "Admitted"]
    : ["招生季", "考生号", "姓名", "考生类别", "报考类别", "毕业学校", "志愿代码", "专业代码", "专业", "专项", "免试依据", "录取日期"];
  const lines = rows.map((row) => [row.season_name, row.number, row.name, english ? row.kind : KIND_WORDS[row.kind], row.category_name, row.from_school, row.unit_id, row.programme, row.programme_name, row.quota, row.award_words?.[english ? "en" : "zh"] ?? row.award, dayOf(row)]);
  return "\ufeff" + [head, ...lines].map((line) => line.map(csvCell).join(",") + "\r\n").join("");
} // prettier-ignore

const dayOf = ({ admitted_at }: ReceivedRow): string => dayInChina(admitted_at);

/** The same as a document in the official layout, with the sums by programme. */
export async function receivedDocx(ctx: Context, season: string | undefined): Promise<Buffer> {
  const rows = await rowsOf(ctx, season ?? null, null, null);
  const { rows: names } = await sql<{ name: string }>`select name from registry.organisation_version
    where organisation_id = ${ctx.actor.organisation} and upper_inf(valid)`.execute(ctx.tx);
  const school = names[0]?.name ?? "";
  const programmes = await byProgramme(ctx, season ?? null);
  return officialDocx({
    title: `${school}录取名单`,
    blocks: [
      { kind: "paragraph", text: `${[...new Set(rows.map((row) => row.season_name))].join("、")}共录取到本校 ${rows.length} 人，分专业人数和名单如下。本名单含个人信息，仅供办理入学使用，不得公开。` },
      { kind: "heading", text: "一、分专业人数" },
      { kind: "table", caption: "分专业录取人数", head: ["志愿代码", "专业代码", "专业", "录取数", "其中免试"], align: ["left", "left", "left", "right", "right"], widths: [0.2, 0.16, 0.36, 0.14, 0.14], rows: programmes.map((one) => [one.unit, one.programme, one.programmeName, String(one.persons), String(one.exempt)]) },
      { kind: "heading", text: "二、录取名单" },
      { kind: "table", caption: "录取名单", head: ["考生号", "姓名", "毕业学校", "专业", "专项"], align: ["left", "left", "left", "left", "left"], widths: [0.18, 0.14, 0.3, 0.26, 0.12], rows: rows.map((row) => [row.number, row.name, row.from_school, row.programme_name, row.award === "" ? row.quota : "免试"]) },
    ],
    attachments: [],
    office: school,
    date: dayInChina(ctx.now),
    sample: rows.some(({ sample }) => sample),
  });
} // prettier-ignore
