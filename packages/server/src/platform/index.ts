/** The names of the platform that modules use. */
export { serverFolder, packageFolder, projectFolder } from "./config/folders.ts";
export type { Config } from "./config/config.ts";
export { StartError } from "./config/start-error.ts";
export { NOBODY, ROLES } from "./context.ts";
export type { Actor, Context, CopyTarget, Jobs, Locale, Logger, Role } from "./context.ts";
export type { Database } from "./db/connect.ts";
export { transaction } from "./db/transaction.ts";
export { dayInChina } from "./day.ts";
export { define, inRegion, type AccessTable } from "./http/access.ts";
export type { App } from "./http/app.ts";
export { inTransaction, inUnkeptTransaction } from "./http/in-transaction.ts";
export { localeOf } from "./http/locale.ts";
export { decodeCursor, encodeCursor, pageOf, pageQuery, toPage } from "./http/paging.ts";
export * from "./http/problems.ts";
export { etagOf, requireMatch } from "./http/versions.ts";
export {
  defineJob,
  type JobDefinition,
  type JobHandler,
  type JobNotice,
  type JobProgress,
  type JobTransaction,
  wasCancelled,
} from "./jobs/define.ts";
export { job as jobSchema, findJob } from "./jobs/routes.ts";
export type { Mechanism, MechanismFigure, Module, OpenWork } from "./module.ts";
export { jobNotice } from "./notices/job-notice.ts";
export { noticeKind, type NoticeKind } from "./notices/kinds.ts";
export type { Recipient } from "./notices/kinds.ts";
export { notify, notifyAll } from "./notices/notify.ts";
export type { Addressee, Recipients, Where } from "./notices/recipients.ts";
export type { Platform } from "./platform.ts";
export * from "./procedure/index.ts";
export { csvCell } from "./files/csv-cell.ts";
export { FileStore, type StoredFile } from "./files/store.ts";
export { attachFile } from "./files/attach-file.ts";
export { listFiles } from "./files/read-file.ts";
export { removeFile, removeFilesOf } from "./files/remove-file.ts";
export type { FileOwner, FileSubject } from "./files/uploads.ts";
export type { FileRow } from "./files/rows.ts";
export { sendFile } from "./files/send-file.ts";
export { dropObjects, keepObject } from "./files/objects.ts";
export { receiveFile, type ReceivedFile } from "./files/receive-file.ts";
export { StoreUnavailable } from "./files/content-store.ts";
export { jsonText } from "./db/json.ts";
export { actedBy, type PersonalField } from "./personal/fields.ts";
export type { PersonalData } from "./personal/hooks.ts";
export type { Vault } from "./personal/vault.ts";
