import { standards } from "@tixi/standards";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../platform/context.ts";
import { actors } from "../../platform/testing/test-database.ts";
import type { Answer } from "../../testing/office.ts";
import { PathwayWorld } from "../testing/index.ts";
import { posting, publishedLine, publishedRelease, season, type UnitGiven } from "../testing/figures.ts";

let world: PathwayWorld;
beforeAll(async () => {
  world = await PathwayWorld.open();
});
afterAll(() => world.close());

const standing = { stage: "secondary", programme: "660301", status: "studying", yearOfStudy: 3 };
const search = (asked: object = {}, actor: Actor = actors.public): Promise<Answer> =>
  world.post("public/pathways/search", { ...standing, limit: 60, ...asked }, actor);
const stepOf = (answer: Answer, key: string) =>
  answer.routes.find((route: Answer) => route.key === key).steps.at(-1);
const wayOf = (step: Answer, move: string) => step.ways.find((way: Answer) => way.move === move);
const unit = (more: Partial<UnitGiven> = {}): UnitGiven => ({
  unit: "1001", school: world.college.organisation, schoolName: "甲市职业技术学院", programme: "460301", programmeName: "机电一体化技术",
  capacity: 60, tuition: 6000, ...more,
}); // prettier-ignore

test("balance and pay of an occupation come from the release and its postings; what is not shown says why", async () => {
  const [shown, withheld, silent] = standards().occupationsOf("460301").map(({ code }) => code);
  const careers = async () => {
    const { basis, routes } = await search();
    const of = routes.find((route: Answer) => route.key === "460301").careers;
    return { basis, of: (code: string | undefined) => of.find((one: Answer) => one.occupation === code) };
  };
  const before = await careers();
  expect(before.basis.release).toBeNull();
  expect(before.of(shown)).toMatchObject({ gap: null, gapMissing: "no-release", pay: null, payMissing: "no-release" });
  const { sql } = world.office.world;
  for (const [employer, pay] of [[1, 6000], [2, 6230], [3, 9000]] as const) await posting(sql, { occupation: shown!, employer, pay, day: "2026-03-01" });
  // two employers, and one of them says most of it: nobody's pay is told
  for (const employer of [1, 2]) await posting(sql, { occupation: withheld!, employer, pay: 7000, day: "2026-03-01" });
  const release = await publishedRelease(sql, 2026, { [shown!]: 120.4, [withheld!]: null });
  const after = await careers();
  expect(after.basis.release).toMatchObject({ id: release, year: 2026 });
  expect(after.of(shown)).toMatchObject({ gap: 120, gapMissing: null, pay: 6200, payMissing: null });
  expect(after.of(withheld)).toMatchObject({ gap: null, gapMissing: "withheld", pay: null, payMissing: "few-employers" });
  expect(after.of(silent)).toMatchObject({ gap: null, gapMissing: "not-advertised", pay: null, payMissing: "not-advertised" });
}); // prettier-ignore

test("a season's units say places and tuition, earlier seasons their last places, and only what is published counts, whoever asks", async () => {
  const { sql } = world.office.world;
  const bare = stepOf(await search(), "460301");
  expect(bare).toMatchObject({ tuition: null, offeringCount: 1, offerings: [{ places: null, seats: {}, lines: [] }] });
  expect(wayOf(bare, "entrance-exam")).toMatchObject({ places: null, placesFrom: null });
  const other = unit({ unit: "2001", school: null, schoolName: "乙市职业学院", capacity: 40, tuition: 5500 });
  const university = standards().profile("460301").onward.find(({ level }) => level === "university")!.name;
  const degree = unit({ unit: "3001", school: null, schoolName: "乙省理工大学", programme: "080204", programmeName: university, level: "undergraduate", capacity: 20, tuition: 5800 });
  await season(sql, { year: 2024, step: "announced", units: [unit({ line: { score: 380, rank: 800 } })] });
  await season(sql, { year: 2025, step: "withdrawn", units: [unit({ line: { score: 1, rank: 1 } })] });
  // the same unit by the school's name alone, and with the State's suffix left to the file
  await season(sql, { year: 2026, step: "announced", units: [unit({ school: null, tuition: 5900, line: { score: 431.5, rank: 900, vacancies: 2 } })] });
  await season(sql, { year: 2027, step: "published", units: [unit(), other, degree] });
  await season(sql, { year: 2027, step: "published", channel: "separate", units: [unit({ capacity: 30 })] });
  await season(sql, { year: 2028, step: "drawn-up", units: [unit({ capacity: 999, tuition: 1 })] });

  const answer = await search({ score: 440 });
  expect(answer.basis).toMatchObject({ lineYears: [2026, 2024], offerings: 4 });
  const step = stepOf(answer, "460301");
  // seats of all quotas: 60 + 5 and 40 + 5; 30 + 5
  expect(wayOf(step, "entrance-exam")).toMatchObject({ places: 110, placesFrom: "season" });
  expect(wayOf(step, "separate")).toMatchObject({ places: 35, placesFrom: "season" });
  expect(step).toMatchObject({ tuition: { from: 5500, to: 6000 }, offeringCount: 2 });
  expect(answer.routes.find((route: Answer) => route.key === "460301").cost).toEqual({ from: 16_500, to: 18_000, complete: true });
  const offering = step.offerings.find((one: Answer) => one.schoolName === "甲市职业技术学院");
  expect(offering).toMatchObject({ tuition: { from: 6000, to: 6000 }, seats: { "entrance-exam": 65, separate: 35 } });
  expect(offering.lines).toEqual([
    { year: 2026, season: "2026年entrance-examannounced", category: "装备制造类", score: 431.5, rank: 900, listed: 4000, vacancies: 2 },
    { year: 2024, season: "2024年entrance-examannounced", category: "装备制造类", score: 380, rank: 800, listed: 4000, vacancies: 0 },
  ]);
  const line = wayOf(step, "entrance-exam").rules.find(({ rule }: Answer) => rule === "cutoff");
  expect(line).toMatchObject({ state: "met", figures: { score: 440, of: 1, reached: 1, lowest: 431.5, year: 2026 } });
  expect(line.text.zh).toContain("431.5");
  expect(wayOf(stepOf(await search({ score: 400 }), "460301"), "entrance-exam").rules.find(({ rule }: Answer) => rule === "cutoff").state).toBe("must");
  // an undergraduate programme is on offer by its name
  const grown = stepOf(await search({ programmes: [`普通本科:${university}`] }), `460301>普通本科:${university}`);
  expect(grown).toMatchObject({ tuition: { from: 5800, to: 5800 }, offerings: [{ schoolName: "乙省理工大学" }] });
  // aid has its source
  expect(step.aid).toMatchObject([{ rule: "FIN-11", trust: "M" }]);
  expect(step.aid[0].source.zh).toContain("资助");
  const { basis, routes } = await search({ score: 440 }, actors.planner);
  expect({ basis, routes }).toEqual({ basis: answer.basis, routes: answer.routes });
}); // prettier-ignore

test("lines that were published elsewhere stand beside those of seasons filed here, by the programme's code or name", async () => {
  const { sql } = world.office.world;
  const at = { schoolName: "甲市职业技术学院", rank: 700 };
  await publishedLine(sql, { ...at, year: 2025, programme: "机电一体化技术", score: 402 });
  // 2026 was filed here, 2023 is too long ago
  await publishedLine(sql, { ...at, year: 2026, programme: "460301", score: 1 });
  await publishedLine(sql, { ...at, year: 2023, programme: "460301", score: 2 });
  const answer = await search();
  expect(answer.basis.lineYears).toEqual([2026, 2025, 2024]);
  const { lines } = stepOf(answer, "460301").offerings.find((one: Answer) => one.schoolName === at.schoolName);
  expect(lines.map(({ year, score }: Answer) => [year, score])).toEqual([[2026, 431.5], [2025, 402], [2024, 380]]);
  expect(lines[1]).toMatchObject({ season: "2025年投档线", rank: 700, listed: 5000 });
}); // prettier-ignore

test("the register's comprehensive high schools open a way of their own, and where there is none the rule says so", async () => {
  const way = async () => {
    const { items } = await world.post(
      "public/pathways/compare",
      { query: { stage: "junior" }, routes: ["general"] },
      actors.public,
    );
    return wayOf(items[0].route.steps[0], "comprehensive").rules.map(({ rule }: Answer) => rule);
  };
  expect(await way()).toEqual(["POL-9-comprehensive", "no-comprehensive"]);
  await world.organisation("comprehensive-high-school", "甲市综合高中");
  expect(await way()).toEqual(["POL-9-comprehensive"]);
});
