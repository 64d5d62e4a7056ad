/** One line of the table that `npm run bench` prints. `peer` is what was measured beside it in the same run. */
export interface Row {
  what: string;
  value: number;
  unit: string;
  /** the bound that must hold, in words: "≥ 40,000" */
  must: string;
  peer: string;
  peerValue: number | null;
  ratio: number | null;
  pass: boolean;
}

/** Prints rows as one table that can be pasted into a README. Returns how many miss their bound. */
export function printTable(rows: Row[]): number {
  const cells = rows.map((r) => [
    r.what,
    `${format(r.value)} ${r.unit}`.trim(),
    r.must,
    r.peer,
    r.peerValue === null ? "" : format(r.peerValue),
    r.ratio === null ? "" : `${format(r.ratio)} ×`,
    r.pass ? "yes" : "NO",
  ]);
  const head = ["what", "measured", "must", "peer", "peer measured", "ratio", "met"];
  const line = (row: string[]) => `| ${row.join(" | ")} |`;
  console.log([line(head), line(head.map(() => "---")), ...cells.map(line)].join("\n"));
  return rows.filter((r) => !r.pass).length;
}

export function format(value: number): string {
  if (!Number.isFinite(value)) return "—";
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
  return value.toLocaleString("en-US", { maximumFractionDigits: digits });
}

/** Runs `work` once and returns its seconds with its result. */
export async function timed<T>(work: () => T | Promise<T>): Promise<{ seconds: number; result: T }> {
  const start = performance.now();
  const result = await work();
  return { seconds: (performance.now() - start) / 1000, result };
}
