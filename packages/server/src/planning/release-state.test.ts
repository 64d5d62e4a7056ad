import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { requireStep, stateOf, type ReleaseStep } from "./release-state.ts";

const steps: ReleaseStep[] = ["review", "return", "publish", "supersede", "withdraw"];

/** Takes each step that is admitted, leaves out the others. */
function walk(wanted: ReleaseStep[]): ReleaseStep[] {
  const taken: ReleaseStep[] = ["draft"];
  for (const step of wanted) {
    try {
      requireStep(stateOf(taken.map((action) => ({ action }))), step);
      taken.push(step);
    } catch {
      // not admitted here
    }
  }
  return taken;
}

describe("the procedure of a release", () => {
  it("reads draft → reviewed → published → superseded", () => {
    expect(walk(["review", "publish", "supersede"])).toEqual(["draft", "review", "publish", "supersede"]);
    expect(stateOf([{ action: "draft" }, { action: "review" }, { action: "publish" }])).toBe("published");
  });

  it("says in words why a step is not admitted", () => {
    expect(() => requireStep("draft", "publish")).toThrow("The release is a draft");
  });

  it("publishes nothing that was not reviewed right before, whatever is tried", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...steps), { maxLength: 30 }), (wanted) => {
        const taken = walk(wanted);
        taken.forEach((step, i) => step === "publish" && expect(taken[i - 1]).toBe("review"));
        expect(taken.filter((s) => s === "publish").length).toBeLessThanOrEqual(1);
      }),
      { seed: 20261123 },
    );
  });
});
