import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { moved } from "../../parts/moved.ts";
import { parseDraft, sameChoices } from "./draft.ts";

const choice = (unit: string, consent = false) => ({ unit, consent, schoolName: "", programmeName: "" });

describe("a list of preferences", () => {
  it("moves one and keeps the order of the others", () => {
    expect(moved(["a", "b", "c", "d"], 3, 1)).toEqual(["a", "d", "b", "c"]);
    expect(moved(["a", "b", "c", "d"], 0, 2)).toEqual(["b", "c", "a", "d"]);
  });
  it("stays as it is where there is no such place", () => {
    expect(moved(["a", "b"], 0, -1)).toEqual(["a", "b"]);
    expect(moved(["a", "b"], 2, 0)).toEqual(["a", "b"]);
  });
  it("loses nothing and doubles nothing, and comes back when moved back", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 1, maxLength: 12 }), fc.nat(), fc.nat(), (list, a, b) => {
        const [from, to] = [a % list.length, b % list.length];
        const next = moved(list, from, to);
        expect(next[to]).toBe(list[from]);
        expect([...next].sort()).toEqual([...list].sort());
        expect(moved(next, to, from)).toEqual(list);
      }),
      { seed: 20_261_127 },
    ); // prettier-ignore
  });
  it("is the same by its units, their order and consents, not by names", () => {
    expect(sameChoices([choice("a")], [{ ...choice("a"), schoolName: "x" }])).toBe(true);
    expect(sameChoices([choice("a"), choice("b")], [choice("b"), choice("a")])).toBe(false);
    expect(sameChoices([choice("a")], [choice("a", true)])).toBe(false);
  });
});

describe("what the browser kept", () => {
  const draft = { version: 2, etag: '"2"', choices: [choice("a")], at: "2026-05-10T01:00:00.000Z" };
  it("is read back", () => expect(parseDraft(JSON.stringify(draft))).toEqual(draft));
  it.each([
    null,
    "",
    "null",
    "{",
    "[]",
    '{"version":1}',
    JSON.stringify({ ...draft, choices: [{ unit: 3 }] }),
  ])("is nothing where it has another shape: %s", (text) => expect(parseDraft(text)).toBeNull());
});
