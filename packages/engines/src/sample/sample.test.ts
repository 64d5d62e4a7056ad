import { createHash } from "node:crypto";
import { standards } from "@tixi/standards";
import { describe, expect, it } from "vitest";
import { createRowChecker, detectKind, RegionIndex, recogniseColumns } from "../intake/index.ts";
import type { ConditionRow, IntakeKind, OfferingRow } from "../types/index.ts";
import {
  CONDITION_HEADERS, OFFERING_HEADERS, PLAN_HEADERS, POSTING_HEADERS, SAMPLE_JOBS, SAMPLE_PROVINCE, SAMPLE_REGIONS, SAMPLE_TILES, sampleConditions,
  sampleOfferings, samplePlan, samplePostings, sampleSurveys, SURVEY_HEADERS,
} from "./index.ts"; // prettier-ignore

const tables = standards();
const regions = new RegionIndex(
  [...tables.regions, ...SAMPLE_REGIONS].map(({ code, name, parent }) => ({
    code,
    name,
    parent: parent ?? "",
  })),
);

function checkerOf(kind: IntakeKind, headers: string[]) {
  const mapping = recogniseColumns(kind, headers);
  expect(mapping.columns.filter((c) => c.field === null).map((c) => c.column)).toEqual([]);
  return createRowChecker(kind, mapping, {
    regions,
    standards: tables,
    scopeRegion: SAMPLE_PROVINCE.code,
    sourceName: "示例",
  });
}

describe("the sample province", () => {
  it("is nowhere on the map", () => {
    const real = new Set(tables.regions.map((region) => region.name));
    for (const { name, code } of SAMPLE_REGIONS) {
      expect(real.has(name), name).toBe(false);
      expect(tables.findRegion(code)).toBeUndefined();
    }
    expect(SAMPLE_REGIONS).toHaveLength(17);
    const places = Object.values(SAMPLE_TILES).map(({ x, y }) => `${x},${y}`);
    expect(new Set(places).size).toBe(16);
  });

  it("hires for official occupations that mostly have programmes", () => {
    expect(SAMPLE_JOBS.length).toBeGreaterThan(100);
    const linked = SAMPLE_JOBS.filter((job) => tables.programmesOf(job.code).length > 0);
    expect(linked.length / SAMPLE_JOBS.length).toBeGreaterThan(0.85);
  });

  it("comes out the same from the same seed, and different from another", () => {
    const hash = (seed: number) => {
      const sum = createHash("sha256");
      for (const { cells } of samplePostings(2000, seed)) sum.update(cells.join("\t"));
      for (const row of sampleOfferings(100, seed)) sum.update(row.join("\t"));
      return sum.digest("hex");
    };
    expect(hash(7)).toBe(hash(7));
    expect(hash(7)).not.toBe(hash(8));
  });

  it("finds names for the schools of a province with 12,000 offerings", () => {
    const rows = [...sampleOfferings(12_000, 1)];
    expect(rows).toHaveLength(60_000);
    // 571 schools, one of which was renamed in 2025
    expect(new Set(rows.map((row) => row[0])).size).toBe(572);
    expect(new Set(rows.map((row) => `${row[0]} ${row[3]} ${row[5]}`)).size).toBe(rows.length);
  });

  it("has postings that the intake accepts, but for those broken on purpose", () => {
    const checker = checkerOf("postings", POSTING_HEADERS);
    let broken = 0;
    let copies = 0;
    let unlawful = 0;
    const vacancies = new Set<number>();
    const rows = [...samplePostings(8000, 3)];
    expect(rows).toHaveLength(8000);
    rows.forEach(({ cells, truth }, i) => {
      expect(cells.some((cell) => cell.includes("示例"))).toBe(true);
      const found = checker.check(cells, i + 1);
      if (truth.broken) broken++;
      else expect(found.ok, `${cells.join(" | ")} ${JSON.stringify(found)}`).toBe(true);
      if (vacancies.has(truth.vacancy)) copies++;
      vacancies.add(truth.vacancy);
      if (truth.unlawful) unlawful++;
    });
    expect(broken / rows.length).toBeLessThan(0.01);
    expect(copies / rows.length).toBeGreaterThan(0.05);
    expect(copies / rows.length).toBeLessThan(0.15);
    expect(unlawful / rows.length).toBeGreaterThan(0.02);
    expect(unlawful / rows.length).toBeLessThan(0.07);
  });

  it.each([
    ["offerings", OFFERING_HEADERS, () => sampleOfferings(300, 3), 1500],
    ["surveys", SURVEY_HEADERS, () => sampleSurveys(100, 3), 100],
    ["industry-plan", PLAN_HEADERS, () => samplePlan(3), 90],
    ["conditions", CONDITION_HEADERS, () => sampleConditions(300, 3), 100],
  ] as const)("has %s that the intake accepts", (kind, headers, rowsOf, least) => {
    expect(detectKind(headers)?.kind).toBe(kind);
    const checker = checkerOf(kind, [...headers]);
    const rows = [...rowsOf()];
    expect(rows.length).toBeGreaterThanOrEqual(least);
    rows.forEach((row, i) => {
      const found = checker.check(row, i + 1);
      expect(found.ok, `${row.join(" | ")} ${JSON.stringify(found)}`).toBe(true);
    });
  });

  const read = <Row>(kind: IntakeKind, headers: string[], rows: Iterable<string[]>): Row[] => {
    const checker = checkerOf(kind, headers);
    return [...rows].map((row, i) => {
      const found = checker.check(row, i + 1);
      if (!found.ok) throw new Error(JSON.stringify(found));
      return found.row as Row;
    });
  };

  it("has offerings that the rules of programme adjustment must find, and not many", () => {
    const rows = read<OfferingRow>("offerings", OFFERING_HEADERS, sampleOfferings(2500, 1));
    const runs = new Map<string, OfferingRow[]>();
    for (const row of rows) {
      const key = `${row.schoolName} ${row.programmeCode}`;
      runs.set(key, [...(runs.get(key) ?? []), row]);
    }
    const whole = [...runs.values()].filter((run) => run.length === 5);
    const share = (fits: (run: OfferingRow[]) => boolean) => whole.filter(fits).length / whole.length;
    const placed = (row: OfferingRow) => (row.employed! + row.furtherStudy!) / row.graduates!;
    const students = (row: OfferingRow) => row.enrolment.reduce((sum, n) => sum + n, 0);
    const shares = {
      idle: share((run) => run.slice(-3).every((row) => row.registered === 0 && row.plan === 0)),
      jobless: share((run) => run.slice(-2).every((row) => placed(row) < 0.6)),
      crowded: share((run) => students(run[4]!) / run[4]!.classes! > 55),
      complained: share((run) => run.slice(-2).every((row) => row.complaints! > 0)),
      growing: share((run) => run[4]!.plan! > run[1]!.plan! * 1.4),
    };
    for (const [name, value] of Object.entries(shares)) {
      expect(value, name).toBeGreaterThan(0.002);
      expect(value, name).toBeLessThan(0.03);
    }
    const controlled = new Set(rows.map((row) => row.programmeCode).filter((code) => code.endsWith("K")));
    expect(controlled.size).toBeGreaterThanOrEqual(3);
    for (const row of rows) expect(row.registered! <= row.admitted! && row.admitted! <= row.plan!).toBe(true);
  });

  it("has schools under the limit line in one item and in two, whose students are those of their offerings", () => {
    const rows = read<ConditionRow>("conditions", CONDITION_HEADERS, sampleConditions(2500, 1, 1));
    expect(rows).toHaveLength(119 * 5);
    const now = rows.filter(
      (row) => row.year === 2026 && !["secondary", "technical"].includes(row.schoolType!),
    );
    // limit lines of colleges (rules IND-07): 22 students a teacher, 8 m² a student; 17 and 9 or more elsewhere
    const thin = now.filter((row) => row.studentsFull! / row.teachersFull! > 22);
    const small = now.filter((row) => row.teachingArea! / row.studentsFull! < 8);
    expect(thin.length).toBeGreaterThan(small.length);
    expect(small.length).toBeGreaterThan(0);
    expect(thin.length).toBeLessThan(now.length / 8);
    for (const row of small) expect(thin).toContain(row);
    for (const row of now) {
      if (thin.includes(row)) continue;
      expect(row.studentsFull! / row.teachersFull!).toBeLessThan(18);
      expect(row.equipmentValue! / 100 / row.studentsFull!).toBeGreaterThan(4000);
    }
    const sums = new Map<string, number>();
    for (const row of read<OfferingRow>("offerings", OFFERING_HEADERS, sampleOfferings(2500, 1))) {
      const key = `${row.schoolName} ${row.year}`;
      sums.set(key, (sums.get(key) ?? 0) + row.enrolment.reduce((sum, n) => sum + n, 0));
    }
    expect(new Map(rows.map((row) => [`${row.schoolName} ${row.year}`, row.studentsFull]))).toEqual(sums);
  });
});
