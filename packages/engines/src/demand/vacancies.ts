/** Postings → one record for each vacancy and year in which it was published. */
import type { DemandInput, DemandOptions } from "./types.ts";

export const NONE = 65535;

/** Records of vacancies by year; the order of the records is of no meaning. */
export interface VacancyYears {
  count: number;
  /** years before the release year: 0 = the release year */
  back: Uint8Array;
  employer: Uint32Array;
  city: Uint16Array;
  occupation: Uint16Array;
  education: Uint8Array;
  industry: Uint8Array;
  hires: Float64Array;
  postings: Uint32Array;
  /** the posting that speaks for the vacancy */
  posting: Uint32Array;
  undated: number;
  beyondYear: number;
  outsideCities: number;
  withoutEducation: number;
  uncoded: number;
  uncodedHires: number;
  coded: number;
}

/** First day (since 1970-01-01) of the years from − `back` to + 1 around a year. */
function yearStarts(year: number, back: number): Int32Array {
  const starts = new Int32Array(back + 2);
  for (let k = 0; k < starts.length; k++) starts[k] = Date.UTC(year - back + k, 0, 1) / 86_400_000;
  return starts;
}

/**
 * One record per vacancy and year. Within a year the latest coded posting speaks for the vacancy; its head count is
 * the latest one stated, else "several" if any posting says so, else that of a posting without a number.
 * A posting without a date belongs to the release year. Later years and years before the history are left out.
 */
export function vacancyYears(input: DemandInput, options: DemandOptions): VacancyYears {
  const p = input.postings;
  const n = p.count;
  const back = options.maxYears - 1;
  const starts = yearStarts(input.year, back);
  const yearOf = (day: number): number => {
    if (day < 0) return 0;
    if (day >= starts[back + 1]!) return -1;
    for (let k = back; k >= 0; k--) if (day >= starts[k]!) return back - k;
    return -2;
  };

  const order = groupByVacancy(input.clusters.vacancyOf, input.clusters.count, n);
  const out: VacancyYears = {
    count: 0,
    back: new Uint8Array(n),
    employer: new Uint32Array(n),
    city: new Uint16Array(n),
    occupation: new Uint16Array(n),
    education: new Uint8Array(n),
    industry: new Uint8Array(n),
    hires: new Float64Array(n),
    postings: new Uint32Array(n),
    posting: new Uint32Array(n),
    undated: 0,
    beyondYear: 0,
    outsideCities: 0,
    withoutEducation: 0,
    uncoded: 0,
    uncodedHires: 0,
    coded: 0,
  };
  const isCoded = (i: number): boolean =>
    p.occupation[i] !== NONE && p.confidence[i]! >= options.minConfidence;
  /** Does posting a speak before posting b? Depends on content only. */
  const speaksBefore = (a: number, b: number): boolean => {
    const ca = isCoded(a);
    const cb = isCoded(b);
    if (ca !== cb) return ca;
    return later(a, b);
  };
  const later = (a: number, b: number): boolean => {
    if (p.day[a] !== p.day[b]) return p.day[a]! > p.day[b]!;
    if (p.key[2 * a] !== p.key[2 * b]) return p.key[2 * a]! > p.key[2 * b]!;
    return p.key[2 * a + 1]! > p.key[2 * b + 1]!;
  };
  const hiresOf = (headcount: number): number =>
    headcount === 0
      ? options.absent
      : headcount === NONE
        ? options.several
        : Math.min(headcount, options.maxHeadcount);
  const rank = (headcount: number): number => (headcount === 0 ? 0 : headcount === NONE ? 1 : 2);

  const { items, firsts } = order;
  for (let g = 0; g + 1 < firsts.length; g++) {
    const from = firsts[g]!;
    const to = firsts[g + 1]!;
    if (from === to) continue;
    let dated = false;
    for (let k = from; k < to; k++) if (p.day[items[k]!]! >= 0) dated = true;
    let seen = 0;
    for (let k = from; k < to; k++) {
      const i = items[k]!;
      const day = p.day[i]!;
      if (day < 0) {
        out.undated++;
        if (dated) continue;
      }
      const y = yearOf(day);
      if (y === -1) out.beyondYear++;
      if (y < 0 || (seen & (1 << y)) !== 0) continue;
      seen |= 1 << y;
      let speaker = i;
      let count = i;
      let postings = 0;
      for (let m = from; m < to; m++) {
        const j = items[m]!;
        if ((dated && p.day[j]! < 0) || yearOf(p.day[j]!) !== y) continue;
        postings++;
        if (j === i) continue;
        if (speaksBefore(j, speaker)) speaker = j;
        const better = rank(p.headcount[j]!) - rank(p.headcount[count]!);
        if (better > 0 || (better === 0 && later(j, count))) count = j;
      }
      const hires = hiresOf(p.headcount[count]!);
      if (p.city[speaker]! >= input.cities.length) {
        if (y === 0) out.outsideCities++;
        continue;
      }
      if (!isCoded(speaker)) {
        if (y === 0) {
          out.uncoded++;
          out.uncodedHires += hires;
        }
        continue;
      }
      let education = p.education[speaker]!;
      if (education === 255) {
        education = 0;
        if (y === 0) out.withoutEducation++;
      }
      if (y === 0) out.coded++;
      const at = out.count++;
      out.back[at] = y;
      out.employer[at] = p.employer[speaker]!;
      out.city[at] = p.city[speaker]!;
      out.occupation[at] = p.occupation[speaker]!;
      out.education[at] = education;
      out.industry[at] = p.industry[speaker]!;
      out.hires[at] = hires * options.graduateShare[education]!;
      out.postings[at] = postings;
      out.posting[at] = speaker;
    }
  }
  return out;
}

function groupByVacancy(
  vacancyOf: Uint32Array,
  vacancies: number,
  n: number,
): { items: Uint32Array; firsts: Uint32Array } {
  const firsts = new Uint32Array(vacancies + 1);
  for (let i = 0; i < n; i++) firsts[vacancyOf[i]! + 1]!++;
  for (let v = 0; v < vacancies; v++) firsts[v + 1]! += firsts[v]!;
  const next = firsts.slice(0, vacancies);
  const items = new Uint32Array(n);
  for (let i = 0; i < n; i++) items[next[vacancyOf[i]!]!++] = i;
  return { items, firsts };
}
