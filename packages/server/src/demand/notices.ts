import { jobNotice, noticeKind, type JobNotice } from "../platform/index.ts";
import type { ImportResult } from "./run-import.ts";

const importRejected = noticeKind({
  name: "demand.import-rejected",
  title: { zh: "导入完成，有未通过的行", en: "An import ended with rejected rows" },
  params: { accepted: "number", rejected: "number", duplicate: "number" },
  subject: { zh: "导入完成：{rejected} 行未通过", en: "Import done; rows rejected: {rejected}" },
  body: {
    zh: "入库 {accepted} 行，重复 {duplicate} 行，未通过 {rejected} 行。未通过的行可以下载，更正后再次导入。",
    en: "Accepted: {accepted}; duplicates: {duplicate}; rejected: {rejected}. The rejected rows can be downloaded, corrected and imported again.",
  },
  mail: "now",
});

export const demandKinds = [importRejected];

const usual = jobNotice<{ importId: string }, ImportResult>(
  { zh: "数据导入", en: "Data import" },
  ({ payload }) => `/imports/${payload.importId}`,
);

/** Rejected rows want somebody's hand; an import without any is told as other work is. */
export const importNotice: JobNotice<{ importId: string }, ImportResult> = (end): ReturnType<JobNotice> => {
  if (!end.result || end.result.rejected === 0) return usual(end);
  const { accepted, rejected, duplicate } = end.result;
  return {
    kind: importRejected,
    params: { accepted, rejected, duplicate },
    link: `/imports/${end.payload.importId}`,
  };
};
