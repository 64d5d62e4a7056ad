import { describe, expect, it } from "vitest";
import {
  accounted,
  applySaved,
  assign,
  doubtful,
  missingFields,
  progressShare,
  sameMapping,
} from "./mapping.ts";

const columns = [
  { column: "岗位", field: "title", confidence: 1, how: "exact" },
  { column: "薪资待遇", field: "salary", confidence: 0.78, how: "fuzzy" },
  { column: "备注", field: null, confidence: 0, how: "none" },
];
const fields = ["title", "company"].map((field) => ({
  field,
  label: { zh: field, en: field },
  required: true,
  type: "text",
}));

describe("which column is which field", () => {
  it("gives a field to one column only", () => {
    const next = assign(columns, "备注", "title");
    expect(next.find((item) => item.column === "备注")?.field).toBe("title");
    expect(next.find((item) => item.column === "岗位")?.field).toBeNull();
  });
  it("names what is required and missing", () => {
    expect(missingFields(columns, fields).map((info) => info.field)).toEqual(["company"]);
  });
  it("asks to look at what was found by likeness, until a person has chosen", () => {
    expect(doubtful(columns).map((item) => item.column)).toEqual(["薪资待遇"]);
    expect(doubtful(assign(columns, "薪资待遇", "salary"))).toEqual([]);
  });
  it("takes over a saved mapping for the columns it knows", () => {
    const saved = [{ column: "备注", field: "salary", confidence: 1, how: "user" }];
    const next = applySaved(columns, saved);
    expect(next.map((item) => item.field)).toEqual(["title", null, "salary"]);
    expect(sameMapping(next, columns)).toBe(false);
  });
});

describe("progress of an import", () => {
  it("is unknown without an estimate and never full before the end", () => {
    expect(progressShare(10, null)).toBeNull();
    expect(progressShare(200, 100)).toBeLessThan(1);
  });
  it("accounts for every row", () => {
    expect(accounted({ rowsRead: 10, accepted: 7, duplicate: 2, rejected: 1 })).toBe(true);
    expect(accounted({ rowsRead: 10, accepted: 7, duplicate: 2, rejected: 0 })).toBe(false);
  });
});
