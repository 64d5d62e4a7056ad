import { describe, expect, it } from "vitest";
import { canAsk, hashOf, NOTHING, readAsked, readRoutes, writeAsked } from "./asked.ts";
import type { Asked } from "./api.ts";

const somebody: Asked = {
  ...NOTHING,
  stage: "secondary",
  programme: "660301",
  status: "studying",
  yearOfStudy: 2,
  year: 2027,
  region: "429900",
  score: 512.5,
  award: "provincial",
  certificate: "senior",
  veteran: true,
  working: true,
  categories: ["61", "66"],
  programmes: ["460301", "普通本科:机械工程"],
  occupations: ["6-18-01-01"],
  ends: ["college", "university"],
};

describe("what somebody says of himself, in the address", () => {
  it("comes back as it was written", () => {
    for (const asked of [NOTHING, somebody]) expect(readAsked(writeAsked(asked))).toEqual(asked);
  });

  it("keeps chosen routes beside it, four at the most and each once", () => {
    const hash = hashOf(somebody, ["a>b", "c&d=1", "a>b", "e", "f", "g"]);
    const params = new URLSearchParams(hash.slice(1));
    expect(readAsked(params)).toEqual(somebody);
    expect(readRoutes(params)).toEqual(["a>b", "c&d=1", "e", "f"]);
  });

  it("leaves out what cannot be", () => {
    const read = readAsked(
      new URLSearchParams("at=junior&programme=660301&study=9&score=-1&year=20x7&award=gold&end=moon"),
    );
    expect(read).toEqual(NOTHING);
    expect(readAsked(new URLSearchParams("at=kindergarten"))).toBeNull();
  });

  it("is enough to look for ways once a programme is named where there are programmes", () => {
    expect(canAsk(null)).toBe(false);
    expect(canAsk(NOTHING)).toBe(true);
    expect(canAsk({ ...NOTHING, stage: "college" })).toBe(false);
    expect(canAsk(somebody)).toBe(true);
  });
});
