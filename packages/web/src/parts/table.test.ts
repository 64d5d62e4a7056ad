import { describe, expect, it } from "vitest";
import { sortRows } from "./DataTable.tsx";

const rows = [{ n: 3 }, { n: null }, { n: 12 }, { n: 1 }];
const columns = [{ key: "n", title: "n", value: (row: { n: number | null }) => row.n }];

describe("sorting a table", () => {
  it("puts missing values last either way", () => {
    expect(sortRows(rows, columns, "n").map((row) => row.n)).toEqual([1, 3, 12, null]);
    expect(sortRows(rows, columns, "-n").map((row) => row.n)).toEqual([12, 3, 1, null]);
  });
  it("keeps the order for a column it does not know", () => {
    expect(sortRows(rows, columns, "other")).toEqual(rows);
    expect(sortRows(rows, columns, null)).toBe(rows);
  });
});
