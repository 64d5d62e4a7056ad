/** Writing what is seen to a file. */

export type Cell = string | number | null | undefined;

/** CSV as Excel in China opens it: UTF-8 with BOM, CRLF; a text that would be read as a formula is quoted off. */
export function toCsv(head: string[], rows: Cell[][]): string {
  const field = (value: Cell): string => {
    if (value === null || value === undefined) return "";
    if (typeof value === "number") return String(value);
    const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return "\uFEFF" + [head, ...rows].map((row) => row.map(field).join(",")).join("\r\n") + "\r\n";
}

export function download(name: string, type: string, content: string | Uint8Array): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content as BlobPart], { type }));
  link.download = name.replace(/[\\/:*?"<>|]/g, " ");
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
