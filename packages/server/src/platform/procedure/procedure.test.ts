import fc from "fast-check";
import { expect, test } from "vitest";
import { defineProcedure } from "./procedure.ts";

type State = "asked" | "checked" | "granted" | "refused";
type Action = "ask" | "check" | "grant" | "refuse";
/** A permit: it is asked for, checked, and granted with a number once two have agreed. */
const permit = defineProcedure<State, Action, { agreed: number }, { number?: string }>({
  what: { zh: "该许可", en: "The permit" },
  states: {
    asked: { zh: "已申请", en: "asked for" },
    checked: { zh: "已核对", en: "checked" },
    granted: { zh: "已批准", en: "granted" },
    refused: { zh: "未批准", en: "refused" },
  },
  steps: {
    ask: { from: [], to: "asked", right: "ask", words: { zh: "申请", en: "ask" } },
    check: { from: ["asked"], to: "checked", right: "check", words: { zh: "核对", en: "check" } },
    grant: {
      from: ["checked"],
      to: "granted",
      right: "grant",
      words: { zh: "批准", en: "grant" },
      guard: ({ agreed }) => (agreed < 2 ? { zh: "同意者不足两人。", en: "Fewer than two agree." } : null),
      evidence: ({ number }) => (number ? [] : [{ field: "number", reason: "required" }]),
    },
    refuse: { from: ["asked", "checked"], to: "refused", right: "grant", words: { zh: "不批准", en: "refuse" } }, // prettier-ignore
  },
});
const ACTIONS: Action[] = ["ask", "check", "grant", "refuse"];

test("says in words why an action may not follow, why not yet, and which evidence is missing", () => {
  expect(() => permit.require("asked", "grant", { agreed: 2 })).toThrow("The permit is asked for; it cannot be taken through the step “grant”."); // prettier-ignore
  expect(() => permit.require("checked", "grant", { agreed: 1 }, {})).toThrow("Fewer than two agree.");
  expect(() => permit.require("checked", "grant", { agreed: 2 }, {})).toThrow("number");
  expect(() => permit.require("checked", "grant", { agreed: 2 }, { number: "1" })).not.toThrow();
});

test("what waits for a right is what stands in its states, found by the last action alone", () => {
  expect(permit.waitingOn(["grant"])).toEqual(["asked", "checked"]);
  expect(permit.leadingTo(permit.waitingOn(["check"]))).toEqual(["ask"]);
  expect(permit.open("checked", ["grant"])).toEqual(["grant", "refuse"]);
  expect(() => permit.stateOf([])).toThrow();
  expect(() => permit.stateOf([{ action: "grant" }])).toThrow();
});

test("whatever is tried, only a chain of the table comes to be, and its end is its state", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...ACTIONS), { maxLength: 20 }), (wanted) => {
      const taken: { action: Action }[] = [{ action: "ask" }];
      for (const action of wanted) {
        const state = permit.stateOf(taken);
        try {
          permit.require(state, action, { agreed: 2 }, { number: "1" });
        } catch {
          continue;
        }
        expect(permit.steps[action].from).toContain(state);
        taken.push({ action });
      }
      expect(permit.steps[taken.at(-1)!.action].to).toBe(permit.stateOf(taken));
      // nothing begins twice, nothing goes on after its end
      expect(taken.filter(({ action }) => action === "ask")).toHaveLength(1);
      expect(taken.length).toBeLessThanOrEqual(3);
    }),
    { seed: 20261127 },
  );
});
