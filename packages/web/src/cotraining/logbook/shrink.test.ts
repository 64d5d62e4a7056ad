import { expect, test } from "vitest";
import { reduced } from "./shrink.ts";

test("the longer side is at most 1600, the shape stays, nothing is made larger, nothing vanishes", () => {
  expect(reduced(4000, 3000)).toEqual({ width: 1600, height: 1200 });
  expect(reduced(3024, 4032)).toEqual({ width: 1200, height: 1600 });
  expect(reduced(1600, 900)).toEqual({ width: 1600, height: 900 });
  expect(reduced(640, 480)).toEqual({ width: 640, height: 480 });
  expect(reduced(12_000, 2)).toEqual({ width: 1600, height: 1 });
});
