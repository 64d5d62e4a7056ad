/** Cohorts → graduates of each programme, city and year who look for work in the region. See README.md. */
import type { Level, OfferingRow } from "../types/index.ts";
import type { SupplyKind } from "../cycle/types.ts";
import { PooledRate } from "./rates.ts";
import type { SupplyEstimate, SupplyFlag, SupplyInput, SupplyOptions, SupplyResult } from "./types.ts";

const KINDS: readonly SupplyKind[] = ["measured", "estimated", "pooled", "assumed"];

interface Offering {
  key: string;
  programme: string;
  level: Level;
  city: string;
  years: Map<number, OfferingRow>;
}

/** First and last year that the files have of a level. */
type Span = [number, number];

interface Rates {
  retention: PooledRate;
  completion: PooledRate;
  intake: PooledRate;
  admission: PooledRate;
  further: PooledRate;
  stay: PooledRate;
}

/** Supply of the release year and `horizon` years after it. The order of the rows changes nothing. */
export function estimateSupply(input: SupplyInput, options: SupplyOptions): SupplyResult {
  const { offerings, merged } = group(input.offerings);
  const rates = measure(offerings, options, input.year);
  const z = normalQuantile(0.5 + options.interval / 2);
  const span = spanOf(offerings);
  const byCell = new Map<string, SupplyEstimate[]>();
  const history = new Map<string, { year: number; city: string; programme: string; supply: number }>();
  for (const offering of offerings) {
    for (const [year, row] of offering.years) {
      if (year >= input.year || row.graduates === null) continue;
      const part = graduatesOf(offering, year, rates, options, z, span[offering.level]);
      if (!part) continue;
      const key = `${year} ${part.programme} ${part.city}`;
      const sum = history.get(key);
      if (sum) sum.supply += part.supply;
      else history.set(key, { year, city: part.city, programme: part.programme, supply: part.supply });
    }
    for (let h = 0; h <= input.horizon; h++) {
      const part = graduatesOf(offering, input.year + h, rates, options, z, span[offering.level]);
      if (!part) continue;
      const key = `${part.year} ${part.programme} ${part.city}`;
      const list = byCell.get(key);
      if (list) list.push(part);
      else byCell.set(key, [part]);
    }
  }
  const cells = [...byCell].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, parts]) => sumParts(parts));
  return {
    cells,
    history: [...history].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row),
    rates: {
      retention: rates.retention.byLevel(),
      completion: rates.completion.byLevel(),
      intake: rates.intake.byLevel(),
      furtherStudy: rates.further.byLevel(),
      stay: rates.stay.byLevel(),
    },
    merged,
  };
}

function spanOf(offerings: readonly Offering[]): Record<Level, Span> {
  const span: Record<Level, Span> = { secondary: [9999, 0], college: [9999, 0], bachelor: [9999, 0] };
  for (const offering of offerings) {
    const own = span[offering.level];
    for (const year of offering.years.keys()) {
      own[0] = Math.min(own[0], year);
      own[1] = Math.max(own[1], year);
    }
  }
  return span;
}

/** One record per school, programme and city, with its rows by year; rows of the same year are added up. */
function group(rows: readonly OfferingRow[]): { offerings: Offering[]; merged: number } {
  const byKey = new Map<string, Offering>();
  let merged = 0;
  for (const row of rows) {
    const key = `${row.programmeCode} ${row.city} ${row.schoolCode ?? ""} ${row.schoolName}`;
    let offering = byKey.get(key);
    if (!offering) {
      offering = { key, programme: row.programmeCode, level: row.level, city: row.city, years: new Map() };
      byKey.set(key, offering);
    }
    const before = offering.years.get(row.year);
    if (before) merged++;
    offering.years.set(row.year, before ? addRows(before, row) : row);
  }
  return { offerings: [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1)), merged };
}

function addRows(a: OfferingRow, b: OfferingRow): OfferingRow {
  const sum = (x: number | null, y: number | null): number | null =>
    x === null ? y : y === null ? x : x + y;
  const grades = Math.max(a.enrolment.length, b.enrolment.length);
  return {
    ...a,
    duration:
      a.duration === null ? b.duration : b.duration === null ? a.duration : Math.max(a.duration, b.duration),
    plan: sum(a.plan, b.plan),
    admitted: sum(a.admitted, b.admitted),
    registered: sum(a.registered, b.registered),
    enrolment: Array.from({ length: grades }, (_, g) => (a.enrolment[g] ?? 0) + (b.enrolment[g] ?? 0)),
    graduates: sum(a.graduates, b.graduates),
    employed: sum(a.employed, b.employed),
    matchedEmployed: sum(a.matchedEmployed, b.matchedEmployed),
    furtherStudy: sum(a.furtherStudy, b.furtherStudy),
    stayed: sum(a.stayed, b.stayed),
  };
}

function durationOf(offering: Offering, options: SupplyOptions): { years: number; assumed: boolean } {
  const years = [...offering.years.keys()].sort((a, b) => b - a);
  for (const year of years) {
    const stated = offering.years.get(year)!.duration;
    if (stated !== null && stated >= 1) return { years: Math.round(stated), assumed: false };
  }
  const official = options.yearsOf(offering.programme);
  if (official !== null) return { years: Math.max(1, Math.round(official)), assumed: false };
  return { years: options.duration[offering.level], assumed: true };
}

function measure(offerings: readonly Offering[], options: SupplyOptions, releaseYear: number): Rates {
  const rates: Rates = {
    retention: new PooledRate(1.1),
    completion: new PooledRate(1.1),
    intake: new PooledRate(1.5),
    admission: new PooledRate(1.5),
    further: new PooledRate(),
    stay: new PooledRate(),
  };
  for (const offering of offerings) {
    const { level, programme, years } = offering;
    const duration = durationOf(offering, options).years;
    for (const [year, row] of years) {
      if (year > releaseYear) continue;
      if (row.registered !== null && row.plan !== null)
        rates.intake.add(level, programme, row.registered, row.plan);
      if (row.registered !== null && row.admitted !== null) {
        rates.admission.add(level, programme, row.registered, row.admitted);
      }
      if (row.graduates !== null && row.graduates > 0) {
        if (row.furtherStudy !== null) rates.further.add(level, programme, row.furtherStudy, row.graduates);
        // Those who go on studying do not look for work, so that the share that stays is one of the others.
        if (row.stayed !== null) {
          rates.stay.add(level, programme, row.stayed, row.graduates - (row.furtherStudy ?? 0));
        }
      }
      const next = years.get(year + 1);
      if (!next || year + 1 > releaseYear) continue;
      for (let g = 0; g + 1 < duration; g++) {
        const now = row.enrolment[g];
        const then = next.enrolment[g + 1];
        if (now !== undefined && then !== undefined) rates.retention.add(level, programme, then, now);
      }
      const last = row.enrolment[duration - 1];
      if (last !== undefined && next.graduates !== null)
        rates.completion.add(level, programme, next.graduates, last);
    }
  }
  return rates;
}

interface Cohort {
  persons: number;
  /** grade (0 = first) that the figure is of; `duration` = already graduated */
  grade: number;
  flag: SupplyFlag;
  kind: number;
}

/**
 * The best figure about those who graduate in `year`: stated graduates, else their latest enrolment by grade, else
 * their intake, else (nothing about this cohort) the intake of the nearest known year.
 */
function cohortOf(
  offering: Offering,
  year: number,
  duration: number,
  rates: Rates,
  span: Span,
): Cohort | null {
  const { years, level, programme } = offering;
  const own = years.get(year);
  if (own && own.graduates !== null) {
    return { persons: own.graduates, grade: duration, flag: "graduates-stated", kind: 0 };
  }
  for (let grade = duration - 1; grade >= 0; grade--) {
    const persons = years.get(year - duration + grade)?.enrolment[grade];
    if (persons !== undefined) return { persons, grade, flag: "from-enrolment", kind: 1 };
  }
  const intake = intakeOf(years.get(year - duration), level, programme, rates);
  if (intake) return intake;
  // An offering that the files leave out of their first or last years was not yet, or is no longer, run in them.
  const entry = year - duration;
  const last = Math.max(...years.keys());
  const first = Math.min(...years.keys());
  if ((entry > last && last < span[1]) || (entry < first && first > span[0])) return null;
  const known = [...years.keys()].sort((a, b) => Math.abs(a - entry) - Math.abs(b - entry) || b - a);
  for (const near of known) {
    const row = years.get(near)!;
    const freshmen = row.enrolment[0];
    const found: Cohort | null =
      freshmen !== undefined
        ? { persons: freshmen, grade: 0, flag: "from-enrolment", kind: 3 }
        : intakeOf(row, level, programme, rates);
    if (found) return { ...found, flag: "intake-carried", kind: 3 };
    if (row.graduates !== null)
      return { persons: row.graduates, grade: duration, flag: "intake-carried", kind: 3 };
    const grade = row.enrolment.findIndex((persons) => persons > 0);
    if (grade >= 0) return { persons: row.enrolment[grade]!, grade, flag: "intake-carried", kind: 3 };
  }
  return null;
}

function intakeOf(
  row: OfferingRow | undefined,
  level: Level,
  programme: string,
  rates: Rates,
): Cohort | null {
  if (!row) return null;
  if (row.enrolment[0] !== undefined)
    return { persons: row.enrolment[0], grade: 0, flag: "from-enrolment", kind: 1 };
  if (row.registered !== null) return { persons: row.registered, grade: 0, flag: "from-registered", kind: 1 };
  if (row.admitted !== null) {
    const share = rates.admission.rate(level, programme)?.value ?? 1;
    return { persons: row.admitted * share, grade: 0, flag: "from-admitted", kind: 2 };
  }
  if (row.plan !== null) {
    const share = rates.intake.rate(level, programme)?.value ?? 1;
    return { persons: row.plan * share, grade: 0, flag: "from-plan", kind: 2 };
  }
  return null;
}

function graduatesOf(
  offering: Offering,
  year: number,
  rates: Rates,
  options: SupplyOptions,
  z: number,
  span: Span,
): SupplyEstimate | null {
  const { level, programme } = offering;
  const duration = durationOf(offering, options);
  const cohort = cohortOf(offering, year, duration.years, rates, span);
  if (!cohort) return null;
  const flags = new Set<SupplyFlag>([cohort.flag]);
  if (duration.assumed) flags.add("duration-assumed");
  let kind = cohort.kind;
  let graduates = cohort.persons;
  let spread = 0;
  const steps = duration.years - cohort.grade;
  for (let step = 0; step < steps; step++) {
    const rate = (step === steps - 1 ? rates.completion : rates.retention).rate(level, programme);
    const value = rate?.value ?? (step === steps - 1 ? null : options.retention[level]);
    if (value === null) flags.add("retention-missing");
    else if (!rate?.own) flags.add("retention-pooled");
    if (value === null || !rate?.own) kind = Math.max(kind, value === null ? 3 : 2);
    graduates *= value ?? 1;
    const p = Math.min(0.995, Math.max(0.5, value ?? 0.95));
    // Twice the binomial variance: cohorts of one school leave together more often than independent persons do.
    spread += (2 * (1 - p)) / p / Math.max(1, cohort.persons);
  }
  if (cohort.kind >= 2 || cohort.flag === "intake-carried") {
    const gap = Math.min(5, Math.abs(year - duration.years - nearestYear(offering, year - duration.years)));
    spread += cohort.flag === "intake-carried" ? 0.1 ** 2 * Math.max(1, gap) : 0.05 ** 2;
  }

  const own = offering.years.get(year);
  let furtherStudy: number;
  if (cohort.flag === "graduates-stated" && own?.furtherStudy != null) {
    furtherStudy = Math.min(own.furtherStudy, graduates);
  } else {
    const rate = rates.further.rate(level, programme);
    const share = rate?.value ?? options.furtherStudyShare[level];
    furtherStudy = graduates * (share ?? 0);
    flags.add(
      rate ? "further-study-pooled" : share === null ? "further-study-missing" : "further-study-parameter",
    );
    if (!rate?.own) kind = Math.max(kind, rate ? 1 : 2);
  }
  const seekers = graduates - furtherStudy;
  let leaving: number;
  if (cohort.flag === "graduates-stated" && own?.stayed != null) {
    leaving = Math.max(0, seekers - own.stayed);
  } else {
    const rate = rates.stay.rate(level, programme);
    const share = rate?.value ?? options.stayShare[level];
    leaving = seekers * (1 - (share ?? 1));
    flags.add(rate ? "stay-pooled" : share === null ? "stay-missing" : "stay-parameter");
    if (!rate?.own) kind = Math.max(kind, rate ? 1 : 2);
  }
  const supply = seekers - leaving;
  if (flags.has("further-study-pooled") || flags.has("stay-pooled")) {
    const p = graduates > 0 ? Math.min(0.98, Math.max(0.02, supply / graduates)) : 0.5;
    spread += (2 * (1 - p)) / p / Math.max(1, graduates);
  }
  const half = z * supply * Math.sqrt(spread);
  return {
    year,
    city: offering.city,
    programme,
    level,
    schools: 1,
    entrants: entrantsOf(offering.years.get(year)),
    graduates,
    furtherStudy,
    leaving,
    supply,
    low: half,
    high: half,
    kind: KINDS[kind]!,
    flags: [...flags],
  };
}

function nearestYear(offering: Offering, year: number): number {
  let best = Number.POSITIVE_INFINITY;
  for (const known of offering.years.keys()) {
    const closer = Math.abs(known - year) - Math.abs(best - year);
    if (closer < 0 || (closer === 0 && known > best)) best = known;
  }
  return best;
}

function entrantsOf(row: OfferingRow | undefined): number | null {
  return row ? (row.enrolment[0] ?? row.registered ?? row.admitted ?? row.plan) : null;
}

/** Adds the schools of a cell; `low` and `high` of the parts hold half widths, which add in quadrature. */
function sumParts(parts: readonly SupplyEstimate[]): SupplyEstimate {
  const first = parts[0]!;
  const sum: SupplyEstimate = { ...first, schools: parts.length, flags: [] };
  let entrants: number | null = null;
  let variance = 0;
  let kind = 0;
  const flags = new Set<SupplyFlag>();
  sum.graduates = sum.furtherStudy = sum.leaving = sum.supply = 0;
  for (const part of parts) {
    sum.graduates += part.graduates;
    sum.furtherStudy += part.furtherStudy;
    sum.leaving += part.leaving;
    sum.supply += part.supply;
    variance += part.low * part.low;
    if (part.entrants !== null) entrants = (entrants ?? 0) + part.entrants;
    kind = Math.max(kind, KINDS.indexOf(part.kind));
    for (const flag of part.flags) flags.add(flag);
  }
  const half = Math.sqrt(variance);
  sum.low = Math.max(0, sum.supply - half);
  sum.high = sum.supply + half;
  sum.entrants = entrants;
  sum.kind = KINDS[kind]!;
  sum.flags = [...flags].sort();
  return sum;
}

/** Acklam's rational approximation would be finer; four digits are enough for an interval. Abramowitz–Stegun 26.2.23. */
function normalQuantile(p: number): number {
  const t = Math.sqrt(-2 * Math.log(1 - p));
  return (
    t -
    (2.515517 + 0.802853 * t + 0.010328 * t * t) /
      (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t)
  );
}
