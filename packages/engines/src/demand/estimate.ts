/** Vacancies → yearly hires by occupation, city and minimum education, with bootstrap intervals. See README.md. */
import { calibrationWeights } from "./calibrate.ts";
import { poissonBootstrap, quantileInterval } from "./bootstrap.ts";
import type { Contributions, DemandInput, DemandOptions, DemandResult } from "./types.ts";
import { vacancyYears } from "./vacancies.ts";
import type { VacancyYears } from "./vacancies.ts";

const EDUCATION_LEVELS = 5;
const SECTIONS = 21;

/** Estimates the demand of the release year and of the years before it. The order of the postings changes nothing. */
export function estimateDemand(input: DemandInput, options: DemandOptions): DemandResult {
  const records = vacancyYears(input, options);
  const occupations = ranked(input.occupations);
  const cities = ranked(input.cities);
  const weights = weigh(input, options, records);

  const index = new Int32Array(occupations.codes.length * cities.codes.length * EDUCATION_LEVELS).fill(-1);
  const slot = (r: number): number =>
    (occupations.rank[records.occupation[r]!]! * cities.codes.length + cities.rank[records.city[r]!]!) *
      EDUCATION_LEVELS +
    records.education[r]!;
  for (let r = 0; r < records.count; r++) index[slot(r)] = 0;
  let cells = 0;
  for (let s = 0; s < index.length; s++) if (index[s] === 0) index[s] = cells++;

  let deepest = 0;
  for (let r = 0; r < records.count; r++) if (records.back[r]! > deepest) deepest = records.back[r]!;
  const years = Array.from({ length: deepest + 1 }, (_, k) => input.year - deepest + k);
  const result: DemandResult = {
    cells,
    occupation: new Uint16Array(cells),
    city: new Uint16Array(cells),
    education: new Uint8Array(cells),
    occupationCodes: occupations.codes,
    cityCodes: cities.codes,
    hires: new Float64Array(cells),
    low: new Float64Array(cells),
    high: new Float64Array(cells),
    postings: new Uint32Array(cells),
    vacancies: new Uint32Array(cells),
    employers: new Uint32Array(cells),
    topShare: new Float64Array(cells),
    calibrated: new Uint8Array(cells),
    years,
    history: new Float64Array(years.length * cells),
    replicates: new Float32Array(0),
    replicateCount: options.replicates,
    contributions: { employer: new Uint32Array(0), cell: new Uint32Array(0), hires: new Float64Array(0) },
    industryHires: new Float64Array(occupations.codes.length * SECTIONS),
    counts: {
      postings: input.postings.count,
      vacancies: 0,
      coded: records.coded,
      uncoded: records.uncoded,
      uncodedHires: records.uncodedHires,
      undated: records.undated,
      outsideCities: records.outsideCities,
      withoutEducation: records.withoutEducation,
      beyondYear: records.beyondYear,
      employers: 0,
      calibratedHires: 0,
    },
  };
  for (let s = 0; s < index.length; s++) {
    const c = index[s]!;
    if (c < 0) continue;
    result.occupation[c] = Math.floor(s / (cities.codes.length * EDUCATION_LEVELS));
    result.city[c] = Math.floor(s / EDUCATION_LEVELS) % cities.codes.length;
    result.education[c] = s % EDUCATION_LEVELS;
  }

  const parts = gather(input, records, (r) => index[slot(r)]!, weights);
  result.contributions = parts.contributions;
  result.counts.employers = parts.employers;
  result.counts.vacancies = parts.vacancies;
  result.calibrated.fill(1);
  for (let k = 0; k < parts.order.length; k++) {
    const r = parts.order[k]!;
    const c = index[slot(r)]!;
    result.postings[c]! += records.postings[r]!;
    result.vacancies[c]!++;
    if (Number.isNaN(weights.calibration[r])) result.calibrated[c] = 0;
    else result.counts.calibratedHires += weights.hires[r]!;
    result.industryHires[result.occupation[c]! * SECTIONS + records.industry[r]!]! += weights.hires[r]!;
  }
  const historyOrder = records.count === parts.order.length ? parts.order : inOrder(input, records);
  for (const r of historyOrder) {
    result.history[(deepest - records.back[r]!) * cells + index[slot(r)]!]! += weights.hires[r]!;
  }
  for (let c = 0; c < cells; c++) {
    result.hires[c] = result.history[deepest * cells + c]!;
    if (result.vacancies[c] === 0) result.calibrated[c] = 0;
  }
  shares(result);
  result.replicates = poissonBootstrap(parts.units, parts.unitKeys, result, options.replicates, options.seed);
  quantileInterval(
    result.replicates,
    options.replicates,
    result.hires,
    options.interval,
    result.low,
    result.high,
  );
  return result;
}

function ranked(codes: readonly string[]): { codes: string[]; rank: Uint16Array } {
  const order = [...codes.keys()].sort((a, b) => (codes[a]! < codes[b]! ? -1 : 1));
  const rank = new Uint16Array(codes.length);
  order.forEach((at, k) => (rank[at] = k));
  return { codes: order.map((at) => codes[at]!), rank };
}

/** Calibrated hires of each record; `calibration` is NaN where the stratum has no survey. */
function weigh(
  input: DemandInput,
  options: DemandOptions,
  records: VacancyYears,
): { hires: Float64Array; calibration: Float64Array } {
  const byCity = options.calibrateBy === "city";
  const strata = new Float64Array(byCity ? input.cities.length : SECTIONS);
  const stratum = (r: number): number => (byCity ? records.city[r]! : records.industry[r]!);
  for (let r = 0; r < records.count; r++) {
    if (records.back[r] === 0) strata[stratum(r)]! += records.hires[r]!;
  }
  const weights = calibrationWeights(options, input.cities, input.surveys, input.year, strata);
  const hires = new Float64Array(records.count);
  const calibration = new Float64Array(records.count);
  for (let r = 0; r < records.count; r++) {
    const weight = weights[stratum(r)] ?? null;
    hires[r] = records.hires[r]! * (weight ?? 1);
    calibration[r] = weight ?? NaN;
  }
  return { hires, calibration };
}

interface Gathered {
  /** records of the release year in canonical order: by employer, then cell, then posting */
  order: Uint32Array;
  contributions: Contributions;
  /** resampling unit (an employer; a vacancy where the employer is unknown) of each contribution */
  units: { unit: Uint32Array; cell: Uint32Array; hires: Float64Array };
  /** content key of each unit, two words */
  unitKeys: Uint32Array;
  employers: number;
  vacancies: number;
}

/** Rank of employers by the smallest key of their postings, so that file order does not matter. 0 stays 0 = unknown. */
function employerRanks(input: DemandInput): { rank: Uint32Array; keys: Uint32Array; count: number } {
  const p = input.postings;
  let most = 0;
  for (let i = 0; i < p.count; i++) if (p.employer[i]! > most) most = p.employer[i]!;
  const hi = new Uint32Array(most + 1).fill(0xffffffff);
  const lo = new Uint32Array(most + 1).fill(0xffffffff);
  const seen = new Uint8Array(most + 1);
  for (let i = 0; i < p.count; i++) {
    const e = p.employer[i]!;
    const h = p.key[2 * i]!;
    const l = p.key[2 * i + 1]!;
    seen[e] = 1;
    if (h < hi[e]! || (h === hi[e]! && l < lo[e]!)) {
      hi[e] = h;
      lo[e] = l;
    }
  }
  const ids: number[] = [];
  for (let e = 1; e <= most; e++) if (seen[e]) ids.push(e);
  const order = Uint32Array.from(ids).sort((a, b) => hi[a]! - hi[b]! || lo[a]! - lo[b]!);
  const rank = new Uint32Array(most + 1);
  const keys = new Uint32Array(2 * (order.length + 1));
  order.forEach((e, k) => {
    rank[e] = k + 1;
    keys[2 * k + 2] = hi[e]!;
    keys[2 * k + 3] = lo[e]!;
  });
  return { rank, keys, count: order.length };
}

/** All records in an order that depends on content only. */
function inOrder(input: DemandInput, records: VacancyYears): Uint32Array {
  const key = input.postings.key;
  return Uint32Array.from({ length: records.count }, (_, r) => r).sort((a, b) => {
    const pa = 2 * records.posting[a]!;
    const pb = 2 * records.posting[b]!;
    return records.back[a]! - records.back[b]! || key[pa]! - key[pb]! || key[pa + 1]! - key[pb + 1]!;
  });
}

function gather(
  input: DemandInput,
  records: VacancyYears,
  cellOf: (record: number) => number,
  weights: { hires: Float64Array },
): Gathered {
  const employers = employerRanks(input);
  const rankOf = (r: number): number => employers.rank[records.employer[r]!]!;
  const starts = new Uint32Array(employers.count + 2);
  let current = 0;
  for (let r = 0; r < records.count; r++) {
    if (records.back[r] !== 0) continue;
    starts[rankOf(r) + 1]!++;
    current++;
  }
  for (let e = 0; e <= employers.count; e++) starts[e + 1]! += starts[e]!;
  const next = starts.slice(0, employers.count + 1);
  const order = new Uint32Array(current);
  for (let r = 0; r < records.count; r++) if (records.back[r] === 0) order[next[rankOf(r)]!++] = r;
  const key = input.postings.key;
  const compare = (a: number, b: number): number => {
    const pa = 2 * records.posting[a]!;
    const pb = 2 * records.posting[b]!;
    return cellOf(a) - cellOf(b) || key[pa]! - key[pb]! || key[pa + 1]! - key[pb + 1]!;
  };
  const employer = new Uint32Array(current);
  const cell = new Uint32Array(current);
  const hires = new Float64Array(current);
  const unit = new Uint32Array(current);
  const unitCell = new Uint32Array(current);
  const unitHires = new Float64Array(current);
  const unitKeys: number[] = [];
  let parts = 0;
  let pieces = 0;
  let units = 0;
  let seen = 0;
  for (let e = 0; e <= employers.count; e++) {
    const from = starts[e]!;
    const to = starts[e + 1]!;
    if (from === to) continue;
    if (e > 0) seen++;
    const group = order.subarray(from, to);
    if (group.length > 1) group.sort(compare);
    for (let k = 0; k < group.length; k++) {
      const r = group[k]!;
      const c = cellOf(r);
      if (k > 0 && cell[parts - 1] === c) hires[parts - 1]! += weights.hires[r]!;
      else {
        employer[parts] = e;
        cell[parts] = c;
        hires[parts++] = weights.hires[r]!;
      }
      const ownUnit = e === 0;
      if (ownUnit || k === 0) {
        units++;
        const at = ownUnit ? 2 * records.posting[r]! : 2 * e;
        const source = ownUnit ? key : employers.keys;
        unitKeys.push(source[at]!, source[at + 1]!);
      }
      if (!ownUnit && k > 0 && unitCell[pieces - 1] === c) unitHires[pieces - 1]! += weights.hires[r]!;
      else {
        unit[pieces] = units - 1;
        unitCell[pieces] = c;
        unitHires[pieces++] = weights.hires[r]!;
      }
    }
  }
  return {
    order,
    contributions: {
      employer: employer.slice(0, parts),
      cell: cell.slice(0, parts),
      hires: hires.slice(0, parts),
    },
    units: {
      unit: unit.slice(0, pieces),
      cell: unitCell.slice(0, pieces),
      hires: unitHires.slice(0, pieces),
    },
    unitKeys: Uint32Array.from(unitKeys),
    employers: seen,
    vacancies: current,
  };
}

/** Employers and the largest employer's share by cell. */
function shares(result: DemandResult): void {
  const { cell, hires } = result.contributions;
  for (let k = 0; k < cell.length; k++) {
    const c = cell[k]!;
    result.employers[c]!++;
    if (hires[k]! > result.topShare[c]!) result.topShare[c] = hires[k]!;
  }
  for (let c = 0; c < result.cells; c++) if (result.hires[c]! > 0) result.topShare[c]! /= result.hires[c]!;
}
