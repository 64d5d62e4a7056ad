import { sql } from "kysely";
import type { PersonalData } from "../../platform/index.ts";

const DAY = { zh: "日期", en: "Day" };

/** What the logbook does with the data of one person. */
export const logPersonalData: PersonalData = {
  async exportOf({ tx, personId }) {
    const entries = await sql<{ day: string; presence: string; minutes: number; words: string }>`select to_char(day, 'YYYY-MM-DD') as day, presence, minutes, did || reason as words
      from cotraining.log_entry where person = ${personId} order by day, version`.execute(tx);
    const photos = await sql<{ day: string; at: string; size: string }>`select to_char(day, 'YYYY-MM-DD') as day, to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as at,
      width || '×' || height as size from cotraining.log_photo where person = ${personId} order by day, slot`.execute(tx);
    const pay = await sql<{ month: string; amount: string; paid_on: string }>`select to_char(x.month, 'YYYY-MM') as month, x.amount::text, to_char(x.paid_on, 'YYYY-MM-DD') as paid_on
      from cotraining.pay_proof x join cotraining.placement p on p.province = x.province and p.id = x.placement_id where p.person = ${personId} order by x.month`.execute(tx);
    const incidents = await sql<{ at: string; words: string }>`select to_char(i.happened_at, 'YYYY-MM-DD') as at, i.words
      from cotraining.incident i join cotraining.placement p on p.province = i.province and p.id = i.placement_id where p.person = ${personId} order by i.happened_at`.execute(tx);
    return [
      { title: { zh: "实习日志", en: "Logbook" }, columns: [DAY, { zh: "出勤", en: "Attendance" }, { zh: "分钟", en: "Minutes" }, { zh: "内容", en: "Words" }],
        rows: entries.rows.map((row) => [row.day, row.presence, row.minutes, row.words]) },
      { title: { zh: "实习日志照片", en: "Photos in the logbook" }, columns: [DAY, { zh: "收到", en: "Received" }, { zh: "像素", en: "Pixels" }], rows: photos.rows.map((row) => [row.day, row.at, row.size]) },
      { title: { zh: "实习报酬", en: "Pay of placements" }, columns: [{ zh: "月份", en: "Month" }, { zh: "金额（分）", en: "Amount (fen)" }, { zh: "发放日期", en: "Paid on" }],
        rows: pay.rows.map((row) => [row.month, row.amount, row.paid_on]) },
      { title: { zh: "实习事件", en: "Incidents" }, columns: [DAY, { zh: "经过", en: "Words" }], rows: incidents.rows.map((row) => [row.at, row.words]) },
    ].filter(({ rows }) => rows.length > 0);
  },
  /** What he wrote freely goes; attendance, pay and incidents stay in the file of the placement. */
  async erase({ tx, personId }) {
    await sql`delete from cotraining.log_photo where person = ${personId}`.execute(tx);
    await sql`update cotraining.log_entry set did = '', reason = case when presence = 'absent' then '已删除 / erased' else '' end, at_place = null where person = ${personId}`.execute(tx);
    const { rows } = await sql<{ there: boolean }>`select exists (select from cotraining.placement where person = ${personId}) as there`.execute(tx);
    return {
      erased: ["cotraining.log_photo", "cotraining.log_entry.did", "cotraining.log_entry.reason", "cotraining.log_entry.at_place"],
      kept: !rows[0]!.there ? [] : [{ what: { zh: "实习考勤、报酬和事件记录", en: "attendance, pay and incidents of placements" }, law: { zh: "《职业学校学生实习管理规定》（实习材料归档）", en: "Rules on placements of vocational students (2021): the file of a placement is kept" } }],
    };
  },
}; // prettier-ignore
