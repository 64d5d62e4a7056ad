import { describe, expect, it } from "vitest";
import { decide } from "./api.ts";
import { commandOf, nextOpen } from "./queue.ts";

const candidates = ["6-18-01-01", "6-18-01-02"].map((code) => ({ code, name: code, confidence: 0.5 }));

describe("keys of the review page", () => {
  it("takes the first candidate with Enter or 1 and the others with their number", () => {
    expect(commandOf("Enter", candidates)).toEqual({ do: "code", code: "6-18-01-01" });
    expect(commandOf("1", candidates)).toEqual({ do: "code", code: "6-18-01-01" });
    expect(commandOf("2", candidates)).toEqual({ do: "code", code: "6-18-01-02" });
  });
  it("does nothing for a candidate that is not there, and leaves the frame's keys alone", () => {
    for (const key of ["3", "6", "/", "?", "g", "a"]) expect(commandOf(key, candidates)).toBeNull();
    expect(commandOf("Enter", [])).toBeNull();
  });
  it("confirms the present code, corrects to any other, abstains from all", () => {
    const posting = { id: "7", occupation: { code: "6-18-01-01", name: "车工" } };
    expect(decide(posting, "6-18-01-01").action).toBe("confirm");
    expect(decide(posting, "6-18-01-02")).toEqual({
      id: "7",
      occupationCode: "6-18-01-02",
      action: "correct",
    });
    expect(decide(posting, null).action).toBe("abstain");
    expect(decide({ id: "7", occupation: null }, "6-18-01-01").action).toBe("correct");
  });
});

describe("the next posting to review", () => {
  const ids = ["a", "b", "c"];
  it("is the next one that is not decided, going round at the end", () => {
    expect(nextOpen(ids, new Set(["b"]), "a")).toBe("c");
    expect(nextOpen(ids, new Set(["c"]), "c")).toBe("a");
    expect(nextOpen(ids, new Set(), null)).toBe("a");
  });
  it("is none when all are decided", () => {
    expect(nextOpen(ids, new Set(ids), "c")).toBeNull();
    expect(nextOpen([], new Set(), null)).toBeNull();
  });
});
