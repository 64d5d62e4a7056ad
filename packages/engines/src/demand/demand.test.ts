import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inventInput } from "../cycle/testing/index.ts";
import { clusterVacancies } from "../dedupe/index.ts";
import type { PostingColumns, SurveyRow } from "../types/index.ts";
import { quantileInterval } from "./bootstrap.ts";
import { estimateDemand, sectionOf, type DemandInput, type DemandOptions } from "./index.ts";

// The same instances in every run; another seed is another test.
fc.configureGlobal({ seed: 20221221 });

const options: DemandOptions = {
  several: 3,
  absent: 1,
  maxHeadcount: 200,
  graduateShare: [1, 1, 1, 1, 1],
  minConfidence: 0.25,
  replicates: 100,
  seed: 7,
  interval: 0.8,
  calibrateBy: "none",
  calibrationBounds: [0.5, 2],
  maxYears: 8,
};
const DAY = Date.UTC(2026, 5, 1) / 86_400_000;

interface Post {
  employer?: number;
  city?: number;
  occupation?: number;
  confidence?: number;
  education?: number;
  headcount?: number;
  day?: number;
  industry?: number;
  vacancy?: number;
}

/** Postings written out by hand, every one a vacancy of its own unless it names another's number. */
function inputOf(posts: Post[], surveys: SurveyRow[] = []): DemandInput {
  const n = posts.length;
  const postings: PostingColumns = {
    count: n,
    key: Uint32Array.from({ length: 2 * n }, (_, k) => 1 + k),
    employer: Uint32Array.from(posts, (p, i) => p.employer ?? i + 1),
    city: Uint16Array.from(posts, (p) => p.city ?? 0),
    occupation: Uint16Array.from(posts, (p) => p.occupation ?? 0),
    confidence: Float32Array.from(posts, (p) => p.confidence ?? 0.9),
    education: Uint8Array.from(posts, (p) => p.education ?? 2),
    headcount: Uint16Array.from(posts, (p) => p.headcount ?? 0),
    day: Int32Array.from(posts, (p) => p.day ?? DAY),
    industry: Uint8Array.from(posts, (p) => p.industry ?? 3),
    signature: new Uint8Array(32 * n),
  };
  const vacancyOf = Uint32Array.from(posts, (p, i) => p.vacancy ?? i);
  return {
    year: 2026,
    cities: ["990100", "990200"],
    occupations: ["6-18-01-01", "4-02-02-09"],
    postings,
    clusters: { vacancyOf, count: n },
    surveys,
  };
}
const total = (values: Float64Array): number => values.reduce((sum, v) => sum + v, 0);

describe("the demand", () => {
  it("counts hires, not postings: stated, several, absent, and no more than the bound", () => {
    const found = estimateDemand(
      inputOf([{ headcount: 12 }, { headcount: 65535 }, { headcount: 0 }, { headcount: 9999 }]),
      options,
    );
    expect(total(found.hires)).toBe(12 + 3 + 1 + 200);
    expect([...found.postings]).toEqual([4]);
  });

  it("counts a vacancy once, by its latest stated head count", () => {
    const found = estimateDemand(
      inputOf([
        { employer: 1, headcount: 5, day: DAY, vacancy: 0 },
        { employer: 1, headcount: 8, day: DAY + 20, vacancy: 0 },
        { employer: 1, headcount: 0, day: DAY + 30, vacancy: 0 },
      ]),
      options,
    );
    expect([...found.hires]).toEqual([8]);
    expect([...found.vacancies]).toEqual([1]);
    expect([...found.postings]).toEqual([3]);
  });

  it("tells what it left out, and counts it nowhere", () => {
    const found = estimateDemand(
      inputOf([
        { occupation: 65535, headcount: 4 },
        { confidence: 0.1, headcount: 2 },
        { city: 65535 },
        { day: DAY + 400 },
        { day: -1, headcount: 6 },
        { education: 255, headcount: 2 },
      ]),
      options,
    );
    expect(found.counts).toMatchObject({
      uncoded: 2, uncodedHires: 6, outsideCities: 1, beyondYear: 1, undated: 1, withoutEducation: 1, coded: 2,
    }); // prettier-ignore
    expect(total(found.hires)).toBe(6 + 2);
  });

  it("keeps earlier years as history", () => {
    const found = estimateDemand(
      inputOf([{ day: DAY - 730, headcount: 2 }, { day: DAY - 365, headcount: 3 }, { headcount: 5 }]),
      options,
    );
    expect(found.years).toEqual([2024, 2025, 2026]);
    expect([...found.history]).toEqual([2, 3, 5]);
    expect([...found.hires]).toEqual([5]);
  });

  it("knows how many employers stand behind a figure, and the largest one's share", () => {
    const found = estimateDemand(
      inputOf([
        { employer: 1, headcount: 6 },
        { employer: 1, headcount: 2 },
        { employer: 2, headcount: 2 },
      ]),
      options,
    );
    expect([...found.employers]).toEqual([2]);
    expect(found.topShare[0]).toBeCloseTo(0.8, 12);
  });

  it("weights the surveyed sections to the survey's division and keeps their sum", () => {
    const posts = [
      ...Array.from({ length: 30 }, () => ({ industry: 3, headcount: 2 })),
      ...Array.from({ length: 10 }, () => ({ industry: 6, headcount: 2, occupation: 1 })),
      ...Array.from({ length: 5 }, () => ({ industry: 0, headcount: 1, city: 1 })),
    ];
    const answer = (industryCode: string, wanted: number): SurveyRow => ({
      company: "示例", companyCode: null, city: "990100", industryCode, occupationCode: null, postTitle: "", education: null,
      wanted, employed: null, year: 2026,
    }); // prettier-ignore
    const surveys = [
      ...Array.from({ length: 5 }, () => answer("C", 10)),
      ...Array.from({ length: 5 }, () => answer("F", 10)),
    ];
    const found = estimateDemand(inputOf(posts, surveys), { ...options, calibrateBy: "industry" });
    const of = (occupation: string, city: number) =>
      [...found.hires].filter((_, c) => found.occupationCodes[found.occupation[c]!] === occupation && found.city[c] === city).reduce((a, b) => a + b, 0); // prettier-ignore
    expect(of("6-18-01-01", 0)).toBeCloseTo(40, 9);
    expect(of("4-02-02-09", 0)).toBeCloseTo(40, 9);
    expect(of("6-18-01-01", 1)).toBe(5);
    expect(total(found.hires)).toBeCloseTo(85, 9);
    expect(found.counts.calibratedHires).toBeCloseTo(80, 9);
    const uncalibrated = found.calibrated[[...found.city].indexOf(1)];
    expect(uncalibrated).toBe(0);
  });

  it("gives an interval around the estimate that widens where few employers hire much", () => {
    const even = estimateDemand(inputOf(Array.from({ length: 100 }, () => ({ headcount: 2 }))), options);
    const skewed = estimateDemand(
      inputOf([{ headcount: 101 }, ...Array.from({ length: 99 }, () => ({ headcount: 1 }))]),
      options,
    );
    for (const found of [even, skewed]) {
      expect(total(found.hires)).toBe(200);
      expect(found.low[0]).toBeLessThanOrEqual(200);
      expect(found.high[0]).toBeGreaterThanOrEqual(200);
    }
    expect(skewed.high[0]! - skewed.low[0]!).toBeGreaterThan(3 * (even.high[0]! - even.low[0]!));
  });

  it("takes the percentiles of the replicates: of 1 … 100 the 10th and the 91st for 80 %", () => {
    const found = [new Float64Array(1), new Float64Array(1)] as const;
    const replicates = Float32Array.from({ length: 100 }, (_, b) => ((b * 37) % 100) + 1);
    quantileInterval(replicates, 100, Float64Array.of(50), 0.8, ...found);
    expect([found[0][0], found[1][0]]).toEqual([10, 91]);
  });

  it("covers the truth about as often as it says, when employers are drawn from many", () => {
    const input = inventInput({ postings: 4000, offerings: 0, cities: 2, occupations: 6, seed: 4 });
    const clusters = clusterVacancies(input.postings);
    const whole = estimateDemand({ ...input, clusters }, { ...options, seed: 1 });
    let inside = 0;
    let tried = 0;
    // Half of the employers, each time other ones, stand for all: their doubled figure against the true one.
    for (let draw = 0; draw < 40; draw++) {
      const kept = input.postings.employer.map((e) =>
        (Math.imul(e + draw * 7919, 2654435761) >>> 16) & 1 ? e : 0,
      );
      const rows = [...kept.keys()].filter((i) => kept[i] !== 0);
      const half = estimateDemand(
        { ...input, postings: subset(input.postings, rows), clusters: { vacancyOf: Uint32Array.from(rows, (i) => clusters.vacancyOf[i]!), count: clusters.count } },
        { ...options, seed: draw },
      ); // prettier-ignore
      for (let c = 0; c < half.cells; c++) {
        const at = [...Array(whole.cells).keys()].find((w) => whole.occupation[w] === half.occupation[c] && whole.city[w] === half.city[c] && whole.education[w] === half.education[c]); // prettier-ignore
        if (at === undefined || half.employers[c]! < 12) continue;
        tried++;
        if (2 * half.low[c]! <= whole.hires[at]! && whole.hires[at]! <= 2 * half.high[c]!) inside++;
      }
    }
    expect(tried).toBeGreaterThan(200);
    // Sampling half of a finite population varies less than the bootstrap assumes: never below the nominal share.
    expect(inside / tried).toBeGreaterThan(0.75);
  });

  it("does not depend on the order of postings or the numbering of employers", () => {
    const input = inventInput({ postings: 600, offerings: 0, cities: 3, occupations: 8, seed: 11 });
    const first = estimateDemand({ ...input, clusters: clusterVacancies(input.postings) }, options);
    fc.assert(
      fc.property(fc.shuffledSubarray([...Array(600).keys()], { minLength: 600 }), fc.integer({ min: 1, max: 999 }), (order, add) => {
        const postings = subset(input.postings, order);
        postings.employer = postings.employer.map((e) => 1 + ((e * 37 + add) % 1009));
        const again = estimateDemand({ ...input, postings, clusters: clusterVacancies(postings) }, options);
        expect(again.hires).toEqual(first.hires);
        expect(again.low).toEqual(first.low);
        expect(again.high).toEqual(first.high);
        expect(again.topShare).toEqual(first.topShare);
      }),
      { numRuns: 15 },
    ); // prettier-ignore
  });

  it("finds the section of an industry code", () => {
    expect([sectionOf("C"), sectionOf("35"), sectionOf("3911"), sectionOf("F"), sectionOf(null), sectionOf("??")]).toEqual([3, 3, 3, 6, 0, 0]); // prettier-ignore
  });

  it("answers nothing for nothing", () => {
    const found = estimateDemand(inputOf([]), options);
    expect(found).toMatchObject({ cells: 0, years: [2026] });
  });
});

function subset(p: PostingColumns, rows: readonly number[]): PostingColumns {
  const pick = <T extends { length: number }>(column: T, width: number): T => {
    const out = new (column.constructor as new (n: number) => T)(rows.length * width);
    const from = column as unknown as number[];
    const into = out as unknown as number[];
    rows.forEach((row, at) => {
      for (let k = 0; k < width; k++) into[at * width + k] = from[row * width + k]!;
    });
    return out;
  };
  return {
    count: rows.length,
    key: pick(p.key, 2),
    employer: pick(p.employer, 1),
    city: pick(p.city, 1),
    occupation: pick(p.occupation, 1),
    confidence: pick(p.confidence, 1),
    education: pick(p.education, 1),
    headcount: pick(p.headcount, 1),
    day: pick(p.day, 1),
    industry: pick(p.industry, 1),
    signature: pick(p.signature, 32),
  };
}
