import fs from "node:fs";
import path from "node:path";
import type pg from "pg";
import type { Config } from "../config/config.ts";
import { compareSteps, appliedSteps, migrationSteps, type MigrationFolder } from "../db/migrate.ts";
import { KEEPER_SETTING, tablesClosedToBackups, unprotectedTables } from "../db/policies.ts";
import { sha256OfFile } from "../files/outputs.ts";
import type { Sentence } from "../http/problems.ts";
import type { StoredFiles } from "../module.ts";
import { freeBytes } from "./readiness.ts";

/** One thing that was looked at. `warning` does not stop anybody, `fault` must be seen to. */
export interface Finding {
  what: Sentence;
  state: "ok" | "warning" | "fault";
  detail: Sentence;
}

export interface Patient {
  config: Config;
  pool: pg.Pool;
  migrations: readonly MigrationFolder[];
  storedFiles: readonly StoredFiles[];
  progress?: (stage: string, done: number, total: number) => void;
}

/** Room for a week of an ordinary office beside what /readyz asks for. */
const COMFORTABLE = 4;
const CLOCKS_APART_MS = 2000;
const WAITING_TOO_LONG = "10 minutes";
const SILENT_TOO_LONG = "2 minutes";

type Examination = (patient: Patient) => Promise<Finding[]>;

/** Looks at everything on which an installation depends. What cannot be examined is a fault and hides nothing else. */
export async function examine(patient: Patient): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [what, look] of EXAMINATIONS) {
    try {
      findings.push(...(await look(patient)));
    } catch (error) {
      const { message } = error as Error;
      findings.push({ what, state: "fault", detail: { zh: `无法检查：${message}`, en: `could not be examined: ${message}` } }); // prettier-ignore
    }
  }
  return findings;
}

const WHAT = {
  settings: { zh: "设置", en: "settings" },
  secrets: { zh: "密钥文件", en: "key files" },
  database: { zh: "数据库", en: "database" },
  roles: { zh: "数据库角色", en: "database roles" },
  migrations: { zh: "数据库结构", en: "schema" },
  rows: { zh: "行级安全", en: "row-level security" },
  backup: { zh: "可备份", en: "backups" },
  disk: { zh: "磁盘空间", en: "disk" },
  files: { zh: "文件", en: "files" },
  clock: { zh: "时钟", en: "clock" },
  jobs: { zh: "任务", en: "jobs" },
} satisfies Record<string, Sentence>;

const EXAMINATIONS: readonly [Sentence, Examination][] = [
  [WHAT.settings, settings],
  [WHAT.secrets, secrets],
  [WHAT.database, database],
  [WHAT.roles, roles],
  [WHAT.migrations, schema],
  [WHAT.rows, rowLevelSecurity],
  [WHAT.backup, backups],
  [WHAT.disk, disk],
  [WHAT.clock, clock],
  [WHAT.jobs, jobs],
  [WHAT.files, files],
];

const finding = (what: Sentence, state: Finding["state"], zh: string, en: string): Finding => ({
  what,
  state,
  detail: { zh, en },
});
const list = (names: readonly string[]): string =>
  names.slice(0, 10).join(", ") + (names.length > 10 ? " …" : "");

async function settings({ config }: Patient): Promise<Finding[]> {
  const found: Finding[] = [];
  const tls = config.publicUrl?.startsWith("https:") ?? false;
  const elsewhere = !["localhost", "127.0.0.1", "::1"].includes(config.host);
  if (!tls && (elsewhere || config.publicUrl !== null))
    found.push(finding(WHAT.settings, "warning", "没有 TLS：PUBLIC_URL 不以 https 开头，口令和数据在网络上是明文", "no TLS: PUBLIC_URL does not begin with https, passwords and data cross the network in clear")); // prettier-ignore
  if (config.rateLimits === null)
    found.push(finding(WHAT.settings, "warning", "RATE_LIMIT=off：没有请求次数限制", "RATE_LIMIT=off: requests are not limited")); // prettier-ignore
  return found.length > 0 ? found : [finding(WHAT.settings, "ok", "可用", "usable")];
}

async function secrets({ config }: Patient): Promise<Finding[]> {
  if (process.platform === "win32") return [];
  const folder = path.join(config.dataDir, "secrets");
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  const open = names.filter((name) => (fs.statSync(path.join(folder, name)).mode & 0o077) !== 0);
  if (open.length > 0)
    return [finding(WHAT.secrets, "fault", `他人可读：${list(open)}（应为 0600）`, `readable by others: ${list(open)} (must be 0600)`)]; // prettier-ignore
  return [finding(WHAT.secrets, "ok", `${names.length} 个，只有本用户可读`, `${names.length}, for this user's eyes only`)]; // prettier-ignore
}

async function database({ pool, config }: Patient): Promise<Finding[]> {
  const { rows } = await pool.query<{ version: string; number: number; encoding: string }>(
    "select current_setting('server_version') as version, current_setting('server_version_num')::int as number, current_setting('server_encoding') as encoding",
  );
  const { version, number, encoding } = rows[0]!;
  const where = config.databaseUrl === null ? { zh: "内置", en: "bundled" } : { zh: "外部", en: "external" };
  const good = number >= 150_000 && encoding === "UTF8";
  return [
    finding(WHAT.database, good ? "ok" : "fault", `${where.zh} PostgreSQL ${version}，${encoding}`, `${where.en} PostgreSQL ${version}, ${encoding}`),
  ]; // prettier-ignore
}

async function roles({ pool }: Patient): Promise<Finding[]> {
  const { rows } = await pool.query<{ name: string; faults: string[] }>(`
    select wanted.name, array_remove(array[
        case when r.oid is null then 'missing' end,
        case when r.rolsuper then 'superuser' end,
        case when r.rolbypassrls then 'bypassrls' end,
        case when r.rolcanlogin then 'login' end,
        case when r.oid is not null and not pg_has_role(current_user, r.oid, 'member') then 'not granted' end], null) as faults
    from unnest(array['tixi_app', 'tixi_auth']) wanted(name) left join pg_roles r on r.rolname = wanted.name
    order by 1`);
  const found = rows
    .filter(({ faults }) => faults.length > 0)
    .map(({ name, faults }) => finding(WHAT.roles, "fault", `${name}：${faults.join("、")}`, `${name}: ${faults.join(", ")}`)); // prettier-ignore
  const login = await pool.query<{ name: string; beyond: boolean }>(
    "select rolname as name, rolsuper or rolbypassrls as beyond from pg_roles where rolname = current_user",
  );
  const { name, beyond } = login.rows[0]!;
  if (beyond)
    found.push(finding(WHAT.roles, "warning", `登录角色 ${name} 不受行级安全约束：请用普通角色（CREATEROLE 即可）`, `the login role ${name} is above row-level security: use an ordinary one (CREATEROLE is enough)`)); // prettier-ignore
  return found.length > 0 ? found : [finding(WHAT.roles, "ok", `tixi_app、tixi_auth，登录 ${name}`, `tixi_app, tixi_auth, login ${name}`)]; // prettier-ignore
}

async function schema({ pool, migrations }: Patient): Promise<Finding[]> {
  const { pending, changed, unknown } = compareSteps(migrationSteps(migrations), await appliedSteps(pool));
  const found: Finding[] = [];
  if (pending.length > 0)
    found.push(finding(WHAT.migrations, "fault", `尚未应用：${list(pending)}（启动服务即可）`, `not yet applied: ${list(pending)} (start the server)`)); // prettier-ignore
  if (changed.length > 0)
    found.push(finding(WHAT.migrations, "fault", `应用后被改：${list(changed)}`, `changed since applied: ${list(changed)}`)); // prettier-ignore
  if (unknown.length > 0)
    found.push(finding(WHAT.migrations, "fault", `来自较新的版本：${list(unknown)}`, `of a newer version: ${list(unknown)}`)); // prettier-ignore
  return found.length > 0 ? found : [finding(WHAT.migrations, "ok", "与此版本一致", "that of this version")];
}

async function rowLevelSecurity({ pool }: Patient): Promise<Finding[]> {
  const open = await unprotectedTables(pool);
  return [
    open.length > 0
      ? finding(WHAT.rows, "fault", `没有强制：${list(open)}`, `not forced on ${list(open)}`)
      : finding(WHAT.rows, "ok", "每张表都已强制", "forced on every table"),
  ];
}

async function backups({ pool }: Patient): Promise<Finding[]> {
  const closed = await tablesClosedToBackups(pool);
  return [
    closed.length > 0
      ? finding(WHAT.backup, "fault", `备份看不到：${list(closed)}（启动服务即可补上）`, `a backup would not see ${list(closed)} (starting the server mends it)`)
      : finding(WHAT.backup, "ok", "tixi backup 看得到每一行", "tixi backup sees every row"),
  ]; // prettier-ignore
}

async function disk({ config }: Patient): Promise<Finding[]> {
  const free = await freeBytes(config.dataDir);
  const gigabytes = (free / 2 ** 30).toFixed(1);
  const state =
    free < config.minFreeBytes ? "fault" : free < config.minFreeBytes * COMFORTABLE ? "warning" : "ok";
  return [finding(WHAT.disk, state, `${config.dataDir} 剩余 ${gigabytes} GiB`, `${gigabytes} GiB free at ${config.dataDir}`)]; // prettier-ignore
}

async function clock({ pool }: Patient): Promise<Finding[]> {
  const before = Date.now();
  const { rows } = await pool.query<{ now: Date; latest: Date | null }>(
    "select clock_timestamp() as now, (select max(created_at) from platform.job) as latest",
  );
  const apart = rows[0]!.now.getTime() - (before + Date.now()) / 2;
  const ahead = rows[0]!.latest === null ? 0 : rows[0]!.latest.getTime() - Date.now();
  if (Math.abs(apart) > CLOCKS_APART_MS)
    return [finding(WHAT.clock, "fault", `与数据库相差 ${(apart / 1000).toFixed(1)} 秒：请校时（NTP）`, `${(apart / 1000).toFixed(1)} s apart from the database: set it (NTP)`)]; // prettier-ignore
  if (ahead > CLOCKS_APART_MS)
    return [finding(WHAT.clock, "fault", `比最近的记录早 ${(ahead / 1000).toFixed(0)} 秒：时钟被拨回过`, `${(ahead / 1000).toFixed(0)} s before the latest record: it was set back`)]; // prettier-ignore
  return [finding(WHAT.clock, "ok", `与数据库相差 ${Math.round(Math.abs(apart))} 毫秒`, `${Math.round(Math.abs(apart))} ms apart from the database`)]; // prettier-ignore
}

async function jobs({ pool }: Patient): Promise<Finding[]> {
  const { rows } = await pool.query<{ open: number; waiting: number; silent: number; failed: number }>(`
    select count(*) filter (where state in ('waiting', 'running')) as open,
      count(*) filter (where state = 'waiting' and created_at < now() - interval '${WAITING_TOO_LONG}') as waiting,
      count(*) filter (where state = 'running' and beat_at < now() - interval '${SILENT_TOO_LONG}') as silent,
      count(*) filter (where state = 'failed' and finished_at > now() - interval '7 days') as failed
    from platform.job`);
  const { open, waiting, silent, failed } = rows[0]!;
  const found: Finding[] = [];
  if (waiting > 0)
    found.push(finding(WHAT.jobs, "warning", `${waiting} 个等待超过 10 分钟：服务是否在运行？`, `${waiting} have waited for over 10 minutes: does the server run?`)); // prettier-ignore
  if (silent > 0)
    found.push(finding(WHAT.jobs, "warning", `${silent} 个运行中却没有消息：下次启动会接着做`, `${silent} are marked as running and say nothing: the next start goes on with them`)); // prettier-ignore
  if (failed > 0)
    found.push(finding(WHAT.jobs, "warning", `最近七天失败 ${failed} 个`, `${failed} failed in the last seven days`)); // prettier-ignore
  return found.length > 0 ? found : [finding(WHAT.jobs, "ok", `未完成 ${open} 个`, `${open} under way`)];
}

async function files(patient: Patient): Promise<Finding[]> {
  const root = path.join(patient.config.dataDir, "files");
  const wanted = await namedFiles(patient);
  const missing: string[] = [];
  const changed: string[] = [];
  let elsewhere = 0;
  for (const [at, { name, sha256, where }] of wanted.entries()) {
    patient.progress?.("files", at, wanted.length);
    const file = locate(root, name);
    if (file === null) elsewhere++;
    else if (!fs.existsSync(file)) missing.push(`${where} ${path.relative(root, file)}`);
    else if ((await sha256OfFile(file)) !== sha256) changed.push(`${where} ${path.relative(root, file)}`);
  }
  const found: Finding[] = [];
  if (missing.length > 0)
    found.push(finding(WHAT.files, "fault", `缺 ${missing.length} 个：${list(missing)}`, `${missing.length} missing: ${list(missing)}`)); // prettier-ignore
  if (changed.length > 0)
    found.push(finding(WHAT.files, "fault", `${changed.length} 个内容被改：${list(changed)}`, `${changed.length} changed: ${list(changed)}`)); // prettier-ignore
  if (found.length > 0) return found;
  const [zh, en] = elsewhere > 0 ? [`，另有 ${elsewhere} 个在外部存储，未检查`, `; ${elsewhere} in another store were not looked at`] : ["", ""]; // prettier-ignore
  return [finding(WHAT.files, "ok", `${wanted.length - elsewhere} 个都在，内容无误${zh}`, `${wanted.length - elsewhere} present and unchanged${en}`)]; // prettier-ignore
}

/** What the rows say that there is. Read as a backup reads them, past the policies. */
async function namedFiles({
  pool,
  storedFiles,
}: Patient): Promise<{ name: string; sha256: string; where: string }[]> {
  const client = await pool.connect();
  try {
    await client.query("begin read only");
    await client.query("select set_config($1, 'backup', true)", [KEEPER_SETTING]);
    const found = [];
    for (const { table, path: column, sha256, where } of storedFiles) {
      const { rows } = await client.query<{ name: string; sha256: string }>(
        `select ${column} as name, ${sha256} as sha256 from ${table} where ${where ?? "true"} order by 1`,
      );
      found.push(...rows.map((row) => ({ ...row, where: table })));
    }
    return found;
  } finally {
    await client.query("rollback").catch(() => {});
    client.release();
  }
}

/** @returns null for what lies in another store */
function locate(root: string, name: string): string | null {
  if (path.isAbsolute(name)) return name;
  const scheme = /^([a-z0-9]+):/.exec(name)?.[1];
  if (scheme !== undefined && scheme !== "folder") return null;
  return path.join(root, name.replace(/^folder:/, ""));
}
