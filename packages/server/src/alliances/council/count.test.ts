import { describe, expect, test } from "vitest";
import { baseOf, carried, fewest, isThere, quorate, type Seat } from "./count.ts";

const seat = (member: string, attendance = "present", proxyTo: string | null = null, kind = "director"): Seat => ({ member, seat: kind, attendance, proxyTo }); // prettier-ignore

describe("a quorum is counted in whole seats", () => {
  test.each([
    [2, 3, true],
    [1, 3, false],
    // two thirds of four are three seats, of five are four
    [2, 4, false],
    [3, 4, true],
    [3, 5, false],
    [4, 5, true],
    [0, 0, false],
  ])("%i of %i seats, where two thirds are asked for: %s", (present, seats, enough) => {
    expect(quorate(present, seats, { part: 2, of: 3 })).toBe(enough);
  });

  test("the fewest seats that are enough are enough, and one less is not", () => {
    for (let seats = 1; seats <= 40; seats++)
      for (const [part, of] of [
        [1, 2],
        [2, 3],
        [3, 4],
        [1, 1],
      ] as const) {
        const needed = fewest(seats, { part, of });
        expect(quorate(needed, seats, { part, of })).toBe(true);
        expect(quorate(needed - 1, seats, { part, of })).toBe(needed - 1 > 0 && (needed - 1) / seats >= part / of); // prettier-ignore
      }
  });
});

describe("a majority", () => {
  test("is more than half, not half; or two thirds and not less", () => {
    expect([carried(2, 4, "simple"), carried(3, 4, "simple"), carried(2, 3, "simple")]).toEqual([false, true, true]); // prettier-ignore
    expect([carried(2, 3, "two-thirds"), carried(3, 5, "two-thirds"), carried(4, 6, "two-thirds")]).toEqual([true, false, true]); // prettier-ignore
    expect(carried(0, 0, "simple")).toBe(false);
  });

  test("of those who are there leaves out who is not, and who stands aside; of all leaves out only the latter", () => {
    const roll = [seat("a"), seat("b", "proxy", "a"), seat("c", "excused"), seat("d"), seat("e", "silent")];
    const of = (base: "present" | "all", recused: string[] = []) =>
      baseOf(roll, { voters: ["director"], base }, new Set(recused)).map(({ member }) => member);
    expect(of("present")).toEqual(["a", "b", "d"]);
    expect(of("present", ["d"])).toEqual(["a", "b"]);
    expect(of("all")).toEqual(["a", "b", "c", "d", "e"]);
    expect(of("all", ["a"])).toEqual(["b", "c", "d", "e"]);
  });

  test("only of the kinds of seats that vote on the item", () => {
    const roll = [seat("a", "present", null, "chair"), seat("b", "present", null, "director")];
    expect(baseOf(roll, { voters: ["chair"], base: "all" }, new Set()).map(({ member }) => member)).toEqual(["a"]); // prettier-ignore
  });
});

test("a proxy who is not there represents nobody", () => {
  const away = [seat("a", "excused"), seat("b", "proxy", "a")];
  expect(isThere(away[1]!, away)).toBe(false);
  // and one who sent a proxy himself is not there either
  const chain = [seat("a", "proxy", "c"), seat("b", "proxy", "a"), seat("c")];
  expect(isThere(chain[1]!, chain)).toBe(false);
});
