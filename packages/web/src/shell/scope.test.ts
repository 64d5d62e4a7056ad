import { describe, expect, it } from "vitest";
import { readScope, withScope, writeScope } from "./scope.ts";

describe("the scope in the address", () => {
  it("is read, and what cannot be is as if not given", () => {
    expect(readScope(new URLSearchParams("city=370200&level=college&year=2026&cycle=abc"))).toEqual({
      city: "370200",
      level: "college",
      year: 2026,
      cycle: "abc",
    });
    expect(readScope(new URLSearchParams("city=x&level=phd&year=12&cycle=../.."))).toEqual({
      city: null,
      level: null,
      year: null,
      cycle: null,
    });
  });
  it("is written without touching other parameters", () => {
    expect(writeScope(new URLSearchParams("q=a&city=370200"), { city: null, year: 2027 }).toString()).toBe(
      "q=a&year=2027",
    );
  });
  it("is carried by a link, whose own parameters win", () => {
    const scope = { city: "370200", level: null, year: 2026, cycle: null };
    expect(withScope("/balance?year=2028", scope)).toBe("/balance?year=2028&city=370200");
    expect(withScope("/", { city: null, level: null, year: null, cycle: null })).toBe("/");
  });
});
