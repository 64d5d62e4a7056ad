/**
 * How things stood when each preference was looked at, as the published result says: places left before each round,
 * which preferences were void, and who came last in each pool at each stage (a round; under C a step of it).
 */
import type { Published } from "./published.ts";
import { CONSENT, UNIT } from "./preferences.ts";
import { OPEN, mayTakeGeneral, newSeats, seatsOf, type Season, type Seats } from "./season.ts";

export const VALID = 0;
export const CATEGORY = 1;
export const BATCH = 2;
export const REPEATED = 3;
export const LINE = 4;
export const NO_VACANCY = 5;

/** One preference as it is met on a walk. */
export interface Step {
  filing: number;
  no: number;
  unit: number;
  consent: boolean;
  /** VALID or why it is void; NO_VACANCY is last, so who was admitted before has another say */
  status: number;
  /** how many valid ones came before it in this round */
  valid: number;
  /** `group`: which choice of group it belongs to, from 0 */
  block: number;
}

/** Places left in each pool before each round: filing × pools. */
export function placesLeft(season: Season, published: Published): Int32Array {
  const { units, preferences } = season;
  const pools = units.pools.count;
  const left = new Int32Array(new SharedArrayBuffer(4 * pools * Math.max(1, preferences.filings.length)));
  const admitted = new Int32Array(left.length);
  for (let c = 0; c < published.unit.length; c++)
    if (published.unit[c]! >= 0) {
      const at = published.filing[c]! * pools + published.pool[c]!;
      admitted[at] = admitted[at]! + 1;
    }
  const taken = new Int32Array(pools);
  for (let f = 0; f < preferences.filings.length; f++)
    for (let p = 0; p < pools; p++) {
      left[f * pools + p] = Math.max(0, units.pools.capacity[p]! - taken[p]!);
      taken[p] = taken[p]! + admitted[f * pools + p]!;
    }
  return left;
}

/** Walks over preferences in their order. One walker serves one thread; its `step` is reused. */
export class Walker {
  readonly step: Step = { filing: 0, no: 0, unit: 0, consent: false, status: 0, valid: 0, block: 0 };
  readonly #season: Season;
  readonly #left: Int32Array;
  readonly #seats: Seats = newSeats();
  readonly #named: Uint32Array;
  readonly #groupNamed: Float64Array;
  #token = 0;

  constructor(season: Season, left: Int32Array) {
    this.#season = season;
    this.#left = left;
    this.#named = new Uint32Array(season.units.count);
    this.#groupNamed = new Float64Array(season.units.schools.length);
  }

  /** Calls `visit` for each preference of the candidate until it answers true. @param only one round, −1 = all */
  walk(candidate: number, visit: (step: Step) => boolean, only = -1): void {
    const { preferences, units, rules, candidates } = this.#season;
    const { run, rows, runStart, filings } = preferences;
    const { step } = this;
    const category = candidates.category[candidate]!;
    const last = runStart[candidate + 1]!;
    let filing = -1;
    let group = -1;
    let first = 0; // block whose groups count from here on
    for (let r = runStart[candidate]!; r < last; r++) {
      const here = run.filing[r]!;
      if (only >= 0 && here !== only) continue;
      if (here !== filing) {
        filing = here;
        step.filing = here;
        step.valid = 0;
        step.block = -1;
        group = -1;
        first = ++this.#token * 65_536;
      }
      const { batch, round } = filings[here]!;
      const end = run.start[r]! + run.length[r]!;
      for (let i = run.start[r]!, no = run.no[r]!; i < end; i++, no++) {
        const row = rows[i]!;
        const unit = row & UNIT;
        step.no = no;
        step.unit = unit;
        step.consent = (row & CONSENT) !== 0;
        let repeated = this.#named[unit] === this.#token;
        this.#named[unit] = this.#token;
        if (rules.group) {
          const next = units.group[unit]!;
          if (next !== group) {
            group = next;
            step.block++;
          }
          if (this.#groupNamed[next]! < first) this.#groupNamed[next] = first + step.block;
          else repeated ||= this.#groupNamed[next] !== first + step.block;
        }
        if (units.category[unit] !== category) step.status = CATEGORY;
        else if (units.batch[unit] !== batch) step.status = BATCH;
        else if (repeated) step.status = REPEATED;
        else if (!this.#mayTakeAny(candidate, unit)) step.status = LINE;
        else if (round > 1 && !this.hasPlace(here, unit)) step.status = NO_VACANCY;
        else step.status = VALID;
        if (visit(step)) return;
        if (step.status === VALID) step.valid++;
      }
    }
  }

  /** Has any pool of the unit a place left before the round? */
  hasPlace(filing: number, unit: number): boolean {
    const { poolStart, pools } = this.#season.units;
    const base = filing * pools.count;
    for (let p = poolStart[unit]!; p < poolStart[unit + 1]!; p++) if (this.#left[base + p]! > 0) return true;
    return false;
  }

  #mayTakeAny(candidate: number, unit: number): boolean {
    if (mayTakeGeneral(this.#season, candidate, unit)) return true;
    if (this.#season.rules.quotas.length === 0) return false;
    return seatsOf(this.#season, candidate, unit, this.#seats).count > 0;
  }
}

/** What a pool looked like at a stage. All arrays: stage × pools. */
export interface Stages {
  /** where each round's stages begin; one more at the end. Under A and B a round is one stage, under C each step is one. */
  begin: Int32Array;
  left: Int32Array;
  admitted: Int32Array;
  /** the last admitted: his rank key, and who; 0 and −1 where nobody is */
  worst: Int32Array;
  who: Int32Array;
  /** how many of them are strictly before the last */
  better: Int32Array;
  /** by candidate: the stage at which he was admitted; −1 = none, or by no valid preference */
  stage: Int32Array;
  /** by candidate: his rank key in the pool that has him */
  key: Int32Array;
}

/** Complexity: one walk over the preferences of those admitted. */
export function stagesOf(season: Season, published: Published, left: Int32Array, walker: Walker): Stages {
  const { units, preferences, candidates } = season;
  const stepwise = inSteps(season);
  const pools = units.pools.count;
  const filings = preferences.filings.length;
  const { count } = candidates;
  const stage = new Int32Array(new SharedArrayBuffer(4 * count)).fill(-1);
  const key = new Int32Array(new SharedArrayBuffer(4 * count));
  const steps = new Int32Array(filings).fill(1);
  const valid = new Int32Array(count).fill(-1);
  const seats = newSeats();
  for (let c = 0; c < count; c++) {
    const unit = published.unit[c]!;
    if (unit < 0) continue;
    seatsOf(season, c, unit, seats);
    for (let k = 0; k < seats.count; k++) if (seats.pool[k] === published.pool[c]) key[c] = seats.key[k]!;
    walker.walk(c, (step) => {
      if (step.no !== published.no[c]) return false;
      if (step.unit === unit && step.status === VALID) valid[c] = step.valid;
      return true;
    }, published.filing[c]!); // prettier-ignore
    if (stepwise) steps[published.filing[c]!] = Math.max(steps[published.filing[c]!]!, valid[c]! + 1);
  }
  const begin = new Int32Array(filings + 1);
  // Under C one stage more: what is left for the steps at which nobody was admitted.
  const more = stepwise ? 1 : 0;
  for (let f = 0; f < filings; f++) begin[f + 1] = begin[f]! + steps[f]! + more;
  const size = begin[filings]! * pools;
  const made = () => new Int32Array(new SharedArrayBuffer(4 * Math.max(1, size)));
  const out: Stages = { begin, left: made(), admitted: made(), worst: made(), who: made().fill(-1), better: made(), stage, key }; // prettier-ignore
  for (let c = 0; c < count; c++) {
    if (published.unit[c]! < 0) continue;
    const f = published.filing[c]!;
    // Who has no valid preference there (a breach of its own) counts at the round's first stage.
    stage[c] = begin[f]! + (stepwise ? Math.max(0, valid[c]!) : 0);
    const at = stage[c]! * pools + published.pool[c]!;
    out.admitted[at] = out.admitted[at]! + 1;
    if (valid[c]! < 0) stage[c] = -1;
    if (key[c]! > out.worst[at]!) {
      out.worst[at] = key[c]!;
      out.who[at] = c;
    }
  }
  for (let c = 0; c < count; c++) {
    if (stage[c]! < 0) continue;
    const at = stage[c]! * pools + published.pool[c]!;
    if (key[c]! < out.worst[at]!) out.better[at] = out.better[at]! + 1;
  }
  for (let f = 0; f < filings; f++)
    for (let p = 0; p < pools; p++) {
      let room = left[f * pools + p]!;
      for (let s = begin[f]!; s < begin[f + 1]!; s++) {
        out.left[s * pools + p] = room;
        room = Math.max(0, room - out.admitted[s * pools + p]!);
      }
    }
  return out;
}

/** Is a round filed in steps whose pools are all that counts? (Groups are filed anew in `groups.ts`.) */
const inSteps = ({ rules }: Season): boolean => rules.engine === "sequential" && !rules.group;

/** The stage at which the valid preference with that many before it was looked at. */
export function stageAt(season: Season, stages: Stages, filing: number, valid: number): number {
  const first = stages.begin[filing]!;
  if (!inSteps(season)) return first;
  return Math.min(first + valid, stages.begin[filing + 1]! - 1);
}

/**
 * What a rank key must be to have a right to a place at a stage: OPEN where one stayed empty, else that of the last
 * admitted. Who is before it (under `all`: or equal to it) was passed over.
 */
export function threshold(stages: Stages, at: number): number {
  return stages.left[at]! > stages.admitted[at]! ? OPEN : stages.worst[at]!;
}
