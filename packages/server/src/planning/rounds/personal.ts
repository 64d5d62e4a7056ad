import { sql } from "kysely";
import {
  actedBy,
  NotFound,
  type Context,
  type PersonalData,
  type PersonalField,
} from "../../platform/index.ts";

/** Kept so long after it was written: as long as complaints about the decision may still come. */
const OBJECTION_DAYS = 2 * 365;

const objector = { basis: 3, sensitive: false, kept: "sealed", retention: { from: "recorded", days: OBJECTION_DAYS }, law: { zh: "《中华人民共和国行政许可法》（听取利害关系人意见）、《信访工作条例》", en: "Administrative Licensing Law (those concerned are heard), Regulations on petitions" } } as const; // prettier-ignore

/** Columns of the procedure that hold personal data. */
export const roundPersonal: readonly PersonalField[] = [
  actedBy("planning.application.created_by_name"),
  actedBy("planning.application_action.by_name"),
  actedBy("planning.objection.answered_by_name"),
  {
    ...actedBy("planning.review.reviewer_name"),
    label: { zh: "评审专家姓名", en: "Name of the reviewer" },
    purpose: { zh: "记录由谁独立评分；不向学校和公众显示", en: "who gave the score; shown to neither school nor public" },
  },
  {
    ...objector,
    column: "planning.objection.name_sealed",
    kind: "name",
    label: { zh: "异议人姓名", en: "Name of the objector" },
    purpose: { zh: "核实公示期内的异议", en: "to look into an objection to a public notice" },
    mask: "name",
  },
  {
    ...objector,
    column: "planning.objection.phone_sealed",
    kind: "contact",
    label: { zh: "异议人联系电话", en: "Telephone of the objector" },
    purpose: { zh: "核实公示期内的异议", en: "to look into an objection to a public notice" },
    mask: "phone",
  },
]; // prettier-ignore

const PLACES: Record<string, "name_sealed" | "phone_sealed"> = {
  "planning.objection.name": "name_sealed",
  "planning.objection.phone": "phone_sealed",
};

/** What objectors left is shown to the office for a reason, and deleted when its term is over. */
export const roundPersonalData: PersonalData = {
  async expire({ tx, now }) {
    const before = new Date(now.getTime() - OBJECTION_DAYS * 86_400_000);
    const { numAffectedRows } = await sql`update planning.objection set name_sealed = null, phone_sealed = null
      where created_at < ${before} and (name_sealed is not null or phone_sealed is not null)`.execute(tx);
    return [{ table: "planning.objection", rows: Number(numAffectedRows ?? 0) }];
  },
  async sealed(ctx: Context, place: string, id: string) {
    const column = PLACES[place];
    if (!column || !/^[0-9a-f-]{36}$/i.test(id)) return null;
    // row-level security leaves the rows to the office of the province
    const { rows } = await sql<{ sealed: Buffer | null; application: string }>`select ${sql.ref(column)} as sealed, application_id as application
      from planning.objection where id = ${id}`.execute(ctx.tx);
    const row = rows[0];
    if (!row) throw new NotFound({ zh: "个人信息", en: "personal data" });
    return row.sealed ? { sealed: row.sealed, subject: `application:${row.application}` } : null;
  },
}; // prettier-ignore
