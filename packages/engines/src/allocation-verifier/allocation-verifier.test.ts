import { describe, expect, test } from "vitest";
import { allocateNaively } from "./testing/naive.ts";
import { drawInstance } from "./testing/draw.ts";
import { inputFiles, judge, resultFiles } from "./testing/files.ts";

describe("a correct result", () => {
  test("passes, on 600 small instances with every feature", () => {
    for (let seed = 1; seed <= 600; seed++) {
      const instance = drawInstance(seed);
      const inputs = inputFiles(instance);
      const findings = judge(inputs, resultFiles(allocateNaively(instance), inputs), 1 + (seed % 3));
      expect(findings.told, `seed ${seed}`).toEqual([]);
    }
  });
});
