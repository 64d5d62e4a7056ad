import { sql } from "kysely";
import { NotFound, type Context, type PersonalData, type PersonalField } from "../platform/index.ts";

/** Kept so long after it was written: as long as complaints about the admission may still come. */
const OBJECTION_DAYS = 2 * 365;

const objector = { basis: 3, sensitive: false, kept: "sealed", retention: { from: "recorded", days: OBJECTION_DAYS }, law: { zh: "《普通高等学校招生违规行为处理暂行办法》（受理举报和申诉）、《信访工作条例》", en: "Measures on breaches in university admission (complaints are heard), Regulations on petitions" } } as const; // prettier-ignore

/** Columns of objections that hold personal data. */
export const objectionPersonal: readonly PersonalField[] = [
  {
    ...objector,
    column: "admissions.objection.name_sealed",
    kind: "name",
    label: { zh: "异议人姓名", en: "Name of the objector" },
    purpose: { zh: "核实录取公示期内的异议", en: "to look into an objection to a result of admission" },
    mask: "name",
  },
  {
    ...objector,
    column: "admissions.objection.phone_sealed",
    kind: "contact",
    label: { zh: "异议人联系电话", en: "Telephone of the objector" },
    purpose: { zh: "核实录取公示期内的异议", en: "to look into an objection to a result of admission" },
    mask: "phone",
  },
]; // prettier-ignore

const PLACES: Record<string, "name_sealed" | "phone_sealed"> = {
  "admissions.objection.name": "name_sealed",
  "admissions.objection.phone": "phone_sealed",
};

/** What objectors left is shown to the office for a reason, and deleted when its term is over. */
export const objectionPersonalData = {
  async expire({ tx, now }) {
    const before = new Date(now.getTime() - OBJECTION_DAYS * 86_400_000);
    const { numAffectedRows } = await sql`update admissions.objection set name_sealed = null, phone_sealed = null
      where created_at < ${before} and (name_sealed is not null or phone_sealed is not null)`.execute(tx);
    return [{ table: "admissions.objection", rows: Number(numAffectedRows ?? 0) }];
  },
  async sealed(ctx: Context, place: string, id: string) {
    const column = PLACES[place];
    if (!column || !/^[0-9a-f-]{36}$/i.test(id)) return null;
    // row-level security leaves the rows to the office of the province
    const { rows } = await sql<{ sealed: Buffer | null; filing: string }>`select ${sql.ref(column)} as sealed, filing_id as filing
      from admissions.objection where id = ${id}`.execute(ctx.tx);
    const [row] = rows;
    if (!row) throw new NotFound({ zh: "个人信息", en: "personal data" });
    return row.sealed ? { sealed: row.sealed, subject: `filing:${row.filing}` } : null;
  },
} satisfies PersonalData; // prettier-ignore
