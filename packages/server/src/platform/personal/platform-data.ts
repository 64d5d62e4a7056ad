import { sql } from "kysely";
import type { Db } from "../db/connect.ts";
import type { ErasureResult, Expired, ExportSection, PersonalData, PersonScope } from "./hooks.ts";

/** In the role that alone sees the tables of the sign-in, within the transaction. */
async function asSignIn<T>(tx: Db, action: () => Promise<T>): Promise<T> {
  await sql`select set_config('role', 'tixi_auth', true)`.execute(tx);
  const result = await action();
  await sql`select set_config('role', 'none', true)`.execute(tx);
  return result;
}

type Cells = (string | number | null)[];
async function cells(
  tx: Db,
  query: ReturnType<typeof sql<Record<string, string | number | null>>>,
): Promise<Cells[]> {
  return (await query.execute(tx)).rows.map((row) => Object.values(row));
}

async function exportOf({ tx, personId, userId }: PersonScope): Promise<ExportSection[]> {
  const account = await asSignIn(tx, () =>
    cells(
      tx,
      sql`select username, name, to_char(created_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') from auth."user" where id = ${userId}`,
    ),
  );
  const sessions = await asSignIn(tx, () =>
    cells(
      tx,
      sql`select to_char(created_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'), device, place from auth.session where user_id = ${userId}`,
    ),
  );
  const requests = await cells(
    tx,
    sql`select kind, state, to_char(asked_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'), reason, decision
      from platform.personal_request where person_id = ${personId} order by id`,
  );
  const notices = await cells(
    tx,
    sql`select to_char(created_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'), kind, params::text from platform.notice
      where user_id = ${userId} or person_id = ${personId} order by id desc limit 10000`,
  );
  const files = await cells(
    tx,
    sql`select name, purpose, to_char(created_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') from platform.file
      where person = ${personId} and state <> 'removed' order by id`,
  );
  // Who looked is told by his role: his name is another's personal data.
  const looked = await cells(
    tx,
    sql`select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'), actor_role, action, coalesce(why, '') from audit.entry
      where subject = ${`person:${personId}`} and kind = 'read' order by id desc limit 10000`,
  );
  const acts = await cells(
    tx,
    sql`select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'), action, subject, coalesce(address, '') from audit.entry
      where actor_id = ${userId} order by id desc limit 10000`,
  );
  const time = { zh: "时间", en: "Time" };
  return [
    { title: { zh: "账号", en: "Account" }, columns: [{ zh: "用户名", en: "Username" }, { zh: "姓名", en: "Name" }, { zh: "创建", en: "Created" }], rows: account },
    { title: { zh: "登录", en: "Sessions" }, columns: [time, { zh: "设备", en: "Device" }, { zh: "网段", en: "Network" }], rows: sessions },
    { title: { zh: "个人信息请求", en: "Requests about personal data" }, columns: [{ zh: "类型", en: "Kind" }, { zh: "状态", en: "State" }, time, { zh: "说明", en: "Reason" }, { zh: "答复", en: "Decision" }], rows: requests },
    { title: { zh: "通知", en: "Notices" }, columns: [time, { zh: "类型", en: "Kind" }, { zh: "内容", en: "Content" }], rows: notices },
    { title: { zh: "文件", en: "Files" }, columns: [{ zh: "名称", en: "Name" }, { zh: "用途", en: "Purpose" }, time], rows: files },
    { title: { zh: "谁查看过", en: "Who looked at it" }, columns: [time, { zh: "角色", en: "Role" }, { zh: "操作", en: "Action" }, { zh: "原因", en: "Reason" }], rows: looked },
    { title: { zh: "本人办理记录", en: "What I did" }, columns: [time, { zh: "操作", en: "Action" }, { zh: "对象", en: "Subject" }, { zh: "网络地址", en: "Address" }], rows: acts },
  ]; // prettier-ignore
}

async function erase({ tx, personId, userId, now }: PersonScope): Promise<ErasureResult> {
  await asSignIn(tx, () => sql`delete from auth."user" where id = ${userId}`.execute(tx));
  await sql`delete from platform.delivery where user_id = ${userId} or person_id = ${personId}`.execute(tx);
  await sql`delete from platform.notice where user_id = ${userId} or person_id = ${personId}`.execute(tx);
  await sql`delete from platform.notice_preference where user_id = ${userId}`.execute(tx);
  await sql`delete from platform.request where actor_id = ${userId}`.execute(tx);
  await sql`update platform.job set actor = jsonb_set(actor, '{name}', '"已注销"') where actor ->> 'userId' = ${userId}`.execute(tx);
  await sql`update platform.stored_object set wanted = false where file in
    (select id from platform.file where person = ${personId})`.execute(tx);
  await sql`update platform.file set state = 'removed', removed_at = ${now}, name = '已注销' where person = ${personId} and state <> 'removed'`.execute(tx);
  return {
    erased: ["auth.user", "auth.account", "auth.session", "platform.notice", "platform.file"],
    kept: [
      {
        what: { zh: "审计记录与办理记录（以编号指明本人）", en: "The audit trail and records of acts (which name the person by an id)" },
        law: {
          zh: "《中华人民共和国网络安全法》留存网络日志的义务；《中华人民共和国个人信息保护法》第四十七条第二款",
          en: "The duty to keep logs of the Cybersecurity Law; Personal Information Protection Law article 47 paragraph 2",
        },
      },
    ],
  };
} // prettier-ignore

async function expire({ tx, now }: Pick<PersonScope, "tx" | "now">): Promise<Expired[]> {
  const before = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const sessions = await asSignIn(tx, () =>
    sql`delete from auth.session where expires_at < ${now}`.execute(tx),
  );
  const notices = await sql`delete from platform.notice where created_at < ${before(365)}`.execute(tx);
  const jobs = await sql`update platform.job set actor = actor - 'name' where finished_at < ${before(365)} and actor ? 'name'`.execute(tx);
  const rows = (result: { numAffectedRows?: bigint }) => Number(result.numAffectedRows ?? 0);
  return [
    { table: "auth.session", rows: rows(sessions) },
    { table: "platform.notice", rows: rows(notices) },
    { table: "platform.job", rows: rows(jobs) },
  ];
} // prettier-ignore

/** What the platform does with the data of one person. */
export const platformData: PersonalData = { exportOf, erase, expire };
