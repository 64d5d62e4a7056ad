import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fileInSteps, inOrder } from "./example.ts";

const units = ["x", "y", "z"].map((id) => ({ id, places: 1 }));
const candidate = fc.record({
  id: fc.string({ minLength: 1 }),
  score: fc.integer({ min: 0, max: 5 }),
  skill: fc.integer({ min: 0, max: 3 }),
  preferences: fc.shuffledSubarray(["x", "y", "z"]),
});
const candidates = fc.uniqueArray(candidate, { selector: ({ id }) => id, maxLength: 6 });
const settings = { seed: 20_261_127 };

describe("the worked example", () => {
  it("puts the equal in the order of skill", () => {
    const list = [
      { id: "1", score: 500, skill: 200, preferences: ["x"] },
      { id: "2", score: 500, skill: 210, preferences: ["x"] },
    ];
    expect(inOrder(list).map(({ id }) => id)).toEqual(["2", "1"]);
    expect(fileInSteps(list, units).map(({ admitted }) => admitted)).toEqual(["x", null]);
  });
  it("passes nobody over: whatever somebody wanted more is full of people before him", () => {
    fc.assert(
      fc.property(candidates, (list) => {
        const steps = fileInSteps(list, units);
        for (const [index, { candidate: who, admitted }] of steps.entries()) {
          const wanted = who.preferences.slice(0, admitted === null ? undefined : who.preferences.indexOf(admitted)); // prettier-ignore
          for (const unit of wanted)
            expect(steps.slice(0, index).filter((step) => step.admitted === unit)).toHaveLength(1);
        }
      }),
      settings,
    );
  });
  it("is the same whatever the order in which they are written", () => {
    fc.assert(
      fc.property(candidates, (list) => {
        expect(fileInSteps(list.toReversed(), units)).toEqual(fileInSteps(list, units));
      }),
      settings,
    );
  });
});
