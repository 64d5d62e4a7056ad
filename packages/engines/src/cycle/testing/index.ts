/** Invented input of a cycle, from a seed: for tests and benches only. */
import { standards } from "@tixi/standards";
import { LEVELS, type CycleInput, type OfferingRow, type PostingColumns } from "../../types/index.ts";
import type { CycleTables } from "../compute.ts";

/** Small, fast, good enough for inventing (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

export const officialTables: CycleTables = {
  crosswalk: {
    links: (programme) => standards().occupationsOf(programme).map(({ code, kind, doubtful }) => ({ occupation: code, kind: doubtful ? "class" : kind })), // prettier-ignore
  },
  yearsOf: (programme) => standards().findProgramme(programme)?.years ?? null,
};

export interface InventedSize {
  postings: number;
  offerings: number;
  cities?: number;
  occupations?: number;
  seed?: number;
}

/** Postings of three years by employers of very different size, and offerings of programmes linked to the occupations. */
export function inventInput({
  postings,
  offerings,
  cities = 5,
  occupations = 60,
  seed = 1,
}: InventedSize): CycleInput {
  const random = randomOf(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const linked = standards().occupations.filter((o) =>
    standards()
      .programmesOf(o.code)
      .some((l) => l.kind === "official"),
  );
  const step = Math.max(1, Math.floor(linked.length / occupations));
  const codes = linked.filter((_, i) => i % step === 0).slice(0, occupations).map((o) => o.code); // prettier-ignore
  const cityCodes = Array.from({ length: cities }, (_, i) => String(990_100 + i * 100));
  const columns = inventPostings(postings, codes.length, cities, random);
  const programmes = [
    ...new Set(
      codes.flatMap((code) =>
        standards()
          .programmesOf(code)
          .slice(0, 3)
          .map((link) => link.code),
      ),
    ),
  ];
  const rows: OfferingRow[] = [];
  for (let i = 0; i < offerings; i++) {
    const programmeCode = pick(programmes);
    const found = standards().findProgramme(programmeCode)!;
    const size = 20 + Math.floor(random() * 120);
    const duration = found.years ?? 3;
    const city = pick(cityCodes);
    for (let year = 2024; year <= 2026; year++)
      rows.push({
        schoolCode: null,
        schoolName: `学校${i}`,
        programmeCode: found.code,
        level: LEVELS.includes(found.level) ? found.level : "college",
        city,
        year,
        duration,
        plan: size,
        admitted: size,
        registered: Math.round(size * (0.85 + 0.1 * random())),
        enrolment: Array.from({ length: duration }, (_, g) => Math.round(size * 0.9 * 0.97 ** g)),
        graduates: Math.round(size * 0.8),
        employed: Math.round(size * 0.7),
        matchedEmployed: Math.round(size * 0.5),
        furtherStudy: Math.round(size * 0.1),
        stayed: Math.round(size * 0.55),
      });
  }
  return {
    region: "990000",
    year: 2026,
    cities: cityCodes,
    occupations: codes,
    postings: columns,
    offerings: rows,
    surveys: [],
    industryPlan: [],
  };
}

function inventPostings(
  count: number,
  occupations: number,
  cities: number,
  random: () => number,
): PostingColumns {
  const columns: PostingColumns = {
    count,
    key: new Uint32Array(count * 2),
    employer: new Uint32Array(count),
    city: new Uint16Array(count),
    occupation: new Uint16Array(count),
    confidence: new Float32Array(count),
    education: new Uint8Array(count),
    headcount: new Uint16Array(count),
    day: new Int32Array(count),
    industry: new Uint8Array(count),
    signature: new Uint8Array(count * 32),
  };
  const employers = Math.max(3, Math.floor(count / 12));
  for (let i = 0; i < count; i++) {
    columns.key[i * 2] = Math.floor(random() * 2 ** 32);
    columns.key[i * 2 + 1] = Math.floor(random() * 2 ** 32);
    columns.employer[i] = 1 + Math.floor(random() ** 3 * employers);
    columns.city[i] = Math.floor(random() ** 1.5 * cities);
    columns.occupation[i] = random() < 0.02 ? 65535 : Math.floor(random() ** 1.4 * occupations);
    columns.confidence[i] = 0.3 + 0.7 * random();
    columns.education[i] = random() < 0.1 ? 255 : Math.floor(random() * 4);
    columns.headcount[i] = random() < 0.5 ? 0 : 1 + Math.floor(random() * 6);
    columns.day[i] = 19723 + Math.floor(random() * 1030); // 2024-01-01 … 2026-10-26
    columns.industry[i] = Math.floor(random() * 21);
    for (let b = 0; b < 32; b++) columns.signature[i * 32 + b] = Math.floor(random() * 256);
  }
  return columns;
}
