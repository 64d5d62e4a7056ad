/** Media types of the files of a cycle and of a release. */
const MEDIA_TYPES: Record<string, string> = {
  csv: "text/csv; charset=utf-8",
  json: "application/json; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  pdf: "application/pdf",
};

export function mediaTypeOf(name: string): string {
  return MEDIA_TYPES[name.split(".").at(-1) ?? ""] ?? "application/octet-stream";
}
