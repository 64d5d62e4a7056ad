import { expect, test } from "vitest";
import { buildGraph, findRoutes, type PathwayQuery } from "./index.ts";
import { agreement, query, small } from "./testing/index.ts";

test("each way has the places of its own channel, the plan's only where the season says nothing, and the document says which", () => {
  const [college] = small.offerings;
  const places = (
    seats: object,
    asked: Partial<PathwayQuery> = { stage: "secondary", programme: "660301" },
  ) =>
    Object.fromEntries(
      findRoutes(
        buildGraph({ ...small, offerings: [{ ...college!, seats }] }),
        query({ limit: 500, ...asked }),
      )
        .routes.find(({ key }) => key === "460301")!
        .steps[0]!.ways.map((way) => [way.move, [way.places, way.placesFrom]]),
    );
  expect(places({ "entrance-exam": 60, separate: 25 })).toMatchObject({ "entrance-exam": [60, "season"], separate: [25, "season"], exempt: [100, "plan"], adult: [null, null] }); // prettier-ignore
  expect(places({ separate: 25 })).toMatchObject({
    "entrance-exam": [100, "plan"],
    separate: [25, "season"],
  });
  // who works after general school may take adult education; who is still there may not, and the rule says so
  const adult = (asked: Partial<PathwayQuery>) =>
    findRoutes(buildGraph(small), query({ stage: "general", limit: 500, ...asked }))
      .routes.find(({ key }) => key === "460301")!
      .steps[0]!.ways.find(({ move }) => move === "adult");
  expect(adult({ working: true })).toMatchObject({ open: true });
  expect(adult({ status: "studying", yearOfStudy: 3 })).toMatchObject({
    open: false,
    rules: [{ rule: "adult", state: "broken" }],
  });
});

test("an undergraduate programme, a senior class of a technician school and five years in one go say what they cost", () => {
  const offers = (programme: string, schoolKind: string, fee: number) => ({ ...small.offerings[0]!, programme, school: programme, schoolKind, tuition: { from: fee, to: fee + 500 } }); // prettier-ignore
  const graph = buildGraph({
    ...small,
    offerings: [
      { ...offers("460301", "technician-school", 4000), lines: [{ year: 2026, season: "2026", category: "", score: 400, rank: 1, listed: null, vacancies: 0 }] },
      offers("普通本科:机械电子工程", "university", 5500),
      offers("520201", "college", 9000),
    ],
    agreements: [agreement({ id: "five", kind: "five-year", lowerProgramme: "520201", upperProgramme: "520201", lowerTuition: 2000, upperTuition: 5000 })],
  }); // prettier-ignore
  const steps = (key: string, asked: Partial<PathwayQuery>) =>
    findRoutes(graph, query({ limit: 500, ...asked })).routes.find((route) => route.key === key)!.steps;
  const [college, university] = steps("460301>普通本科:机械电子工程", {
    stage: "secondary",
    programme: "660301",
  });
  expect(college!.ways.find(({ move }) => move === "technician")).toMatchObject({ open: true, places: 100 });
  expect([college!.tuition, university!.tuition]).toEqual([
    { from: 4000, to: 4500 },
    { from: 5500, to: 6000 },
  ]);
  // the college's own fee is for those who come by examination, and so is its line
  expect(steps("520201", {})[0]!.tuition).toEqual({ from: 2000, to: 5000 });
  expect(college!.offerings[0]!.lines).toHaveLength(1);
  expect(steps("general>460301", {})[1]!.offerings[0]!.lines).toEqual([]);
});
