import { describe, expect, it } from "vitest";
import { evidenceSpans, placeOf, segments } from "./highlight.ts";

const text = "限男性，会数控车削，数控优先";

describe("marking words in a posting", () => {
  it("marks every place of a word, the longer one where two overlap", () => {
    expect(evidenceSpans(text, ["数控", "数控车削"]).map((span) => text.slice(span.start, span.end))).toEqual(
      ["数控车削", "数控"],
    );
  });
  it("ignores single characters, which would mark half the text", () => {
    expect(evidenceSpans(text, ["车"])).toEqual([]);
  });
  it("puts the segments together to the same text", () => {
    const cut = segments(text, [
      { start: 0, end: 3, kind: "breach", index: 0 },
      ...evidenceSpans(text, ["数控", "男性"]),
    ]);
    expect(cut.map((segment) => segment.text).join("")).toBe(text);
    expect(cut[0]).toEqual({ text: "限男性", kind: "breach", index: 0 });
  });
  it("lets a breach win over evidence at the same place", () => {
    expect(
      segments("限男性", [
        { start: 1, end: 3, kind: "evidence" },
        { start: 0, end: 3, kind: "breach" },
      ]),
    ).toEqual([{ text: "限男性", kind: "breach" }]);
  });
  it("leaves out what lies outside the text", () => {
    expect(segments("短", [{ start: 0, end: 9, kind: "breach" }])).toEqual([{ text: "短", kind: null }]);
  });
  it("finds a quote that does not stand where it was said to", () => {
    expect(placeOf(text, "数控优先", 0, 4)).toEqual({ start: 10, end: 14 });
    expect(placeOf(text, "女性", 0, 2)).toBeNull();
  });
});
