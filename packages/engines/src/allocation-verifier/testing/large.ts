/** A season of any size with its correct result, written piece by piece: one list, one batch, no quotas. For measuring. */
import { createHash } from "node:crypto";
import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { Random } from "../../sample/random.ts";

export interface LargeSeason {
  candidates: number;
  preferences: number;
  units: number;
  /** also write reasons.ndjson */
  reasons: boolean;
}

class Sink {
  readonly #file: number;
  readonly #hash = createHash("sha256");
  readonly #buffer = Buffer.allocUnsafe(1 << 22);
  #length = 0;
  rows = -1;

  constructor(path: string) {
    this.#file = openSync(path, "w");
  }
  line(text: string): void {
    if (this.#length + text.length + 1 > this.#buffer.length) this.#flush();
    this.#length += this.#buffer.write(text, this.#length, "latin1");
    this.#buffer[this.#length++] = 10;
    this.rows++;
  }
  #flush(): void {
    const piece = this.#buffer.subarray(0, this.#length);
    this.#hash.update(piece);
    writeSync(this.#file, piece);
    this.#length = 0;
  }
  end(): string {
    this.#flush();
    closeSync(this.#file);
    return this.#hash.digest("hex");
  }
}

/**
 * Writes rules.json, plans.csv, candidates.csv, preferences.csv and the result into a folder. Places are nine for ten
 * candidates; everybody names units near his rank and some far above it, so that many preferences are full.
 */
export function writeLargeSeason(folder: string, size: LargeSeason, seed = 1): void {
  const random = new Random(seed);
  const at = (name: string) => join(folder, name);
  const inputs: Record<string, { sha256: string; rows?: number }> = {};
  const outputs: Record<string, string> = {};
  const written = (name: string, sink: Sink) => (inputs[name] = { sha256: sink.end(), rows: sink.rows });
  const rules = { engine: "parallel", score: { culture: 1, skill: 1 }, ties: ["skill"], batches: [{ id: "college", minScore: 100 }] }; // prettier-ignore
  const rulesFile = new Sink(at("rules.json"));
  rulesFile.line(JSON.stringify(rules));
  inputs.rules = { sha256: rulesFile.end() };

  const unitName = (u: number) => `U${String(u).padStart(6, "0")}`;
  const candidateName = (c: number) => String(2_600_000_000 + c);
  const capacity = Math.max(1, Math.round((0.9 * size.candidates) / size.units));
  const left = new Int32Array(size.units).fill(capacity);
  const plans = new Sink(at("plans.csv"));
  plans.line("unit_id,category,batch,capacity");
  for (let u = 0; u < size.units; u++) plans.line(`${unitName(u)},it,college,${capacity}`);
  written("plans", plans);

  const culture = new Int32Array(size.candidates);
  const skill = new Int32Array(size.candidates);
  const people = new Sink(at("candidates.csv"));
  people.line("candidate_id,category,culture,skill");
  for (let c = 0; c < size.candidates; c++) {
    culture[c] = 100 + random.below(2001);
    skill[c] = 100 + random.below(3401);
    people.line(`${candidateName(c)},it,${culture[c]! / 10},${skill[c]! / 10}`);
  }
  written("candidates", people);

  const total = (c: number) => culture[c]! + skill[c]!;
  const order = Uint32Array.from({ length: size.candidates }, (_, c) => c);
  order.sort((a, b) => total(b) - total(a) || skill[b]! - skill[a]! || a - b);
  const rank = new Uint32Array(size.candidates);
  order.forEach((c, i) => (rank[c] = i + 1));

  const wishes = new Uint32Array(size.candidates * size.preferences);
  const preferences = new Sink(at("preferences.csv"));
  preferences.line("candidate_id,batch,round,preference_no,unit_id");
  const seen = new Uint32Array(size.units);
  for (let c = 0; c < size.candidates; c++) {
    const about = (rank[c]! / size.candidates) * size.units;
    const width = size.units * 0.2 + 2 * size.preferences;
    for (let k = 0; k < size.preferences; k++) {
      let unit = -1;
      while (unit < 0 || seen[unit] === c + 1) {
        const near = about - width * 0.7 + random.next() * width + (k * width * 0.5) / size.preferences;
        unit = Math.max(0, Math.min(size.units - 1, Math.floor(near)));
        if (seen[unit] === c + 1) unit = random.below(size.units);
      }
      seen[unit] = c + 1;
      wishes[c * size.preferences + k] = unit;
      preferences.line(`${candidateName(c)},college,1,${k + 1},${unitName(unit)}`);
    }
  }
  written("preferences", preferences);

  const got = new Int32Array(size.candidates).fill(-1);
  const last = new Int32Array(size.units).fill(-1);
  for (const c of order) {
    if (total(c) < 1000) continue; // below the line of the batch
    for (let k = 0; k < size.preferences; k++) {
      const unit = wishes[c * size.preferences + k]!;
      if (left[unit] === 0) continue;
      left[unit] = left[unit]! - 1;
      got[c] = k;
      last[unit] = c;
      break;
    }
  }
  const allocation = new Sink(at("allocation.csv"));
  allocation.line("candidate_id,unit_id,preference_no,round");
  let admitted = 0;
  for (let c = 0; c < size.candidates; c++)
    if (got[c]! >= 0) {
      admitted++;
      allocation.line(
        `${candidateName(c)},${unitName(wishes[c * size.preferences + got[c]!]!)},${got[c]! + 1},1`,
      );
    }
  outputs["allocation.csv"] = allocation.end();
  const cutoffs = new Sink(at("cutoffs.csv"));
  cutoffs.line("unit_id,admitted,vacancies,last_score,last_rank");
  for (let u = 0; u < size.units; u++)
    cutoffs.line(`${unitName(u)},${capacity - left[u]!},${left[u]},${last[u]! < 0 ? "," : `${total(last[u]!) / 10},${rank[last[u]!]}`}`); // prettier-ignore
  outputs["cutoffs.csv"] = cutoffs.end();
  if (size.reasons) outputs["reasons.ndjson"] = writeReasons();
  const rounds = [{ batch: "college", round: 1, candidates: size.candidates, preferences: size.candidates * size.preferences, admitted, places: capacity * size.units }]; // prettier-ignore
  const report = new Sink(at("report.json"));
  report.line(JSON.stringify({ version: "large", inputs, rules, rounds, outputs }));
  report.end();

  function writeReasons(): string {
    const reasons = new Sink(at("reasons.ndjson"));
    for (let c = 0; c < size.candidates; c++) {
      const mine = `{"candidate_id":"${candidateName(c)}","category":"it","score":"${total(c) / 10}","rank":${rank[c]}`;
      const parts: string[] = [];
      for (let k = 0; k < size.preferences; k++) {
        const unit = wishes[c * size.preferences + k]!;
        let outcome = `"full","last_rank":${last[unit]! < 0 ? null : rank[last[unit]!]},"last_score":${last[unit]! < 0 ? null : `"${total(last[unit]!) / 10}"`}`; // prettier-ignore
        if (total(c) < 1000) outcome = `"line","line":"batch","needed":"100","had":"${total(c) / 10}"`;
        else if (k === got[c]) outcome = '"admitted"';
        else if (got[c]! >= 0 && k > got[c]!) {
          const several = size.preferences - k > 1;
          parts.push(`{"batch":"college","round":1,"no":${k + 1},${several ? `"to":${size.preferences}` : `"unit":"${unitName(unit)}"`},"outcome":"not-needed"}`); // prettier-ignore
          break;
        }
        parts.push(
          `{"batch":"college","round":1,"no":${k + 1},"unit":"${unitName(unit)}","outcome":${outcome}}`,
        );
      }
      const seat = got[c]! < 0 ? "null" : `{"unit_id":"${unitName(wishes[c * size.preferences + got[c]!]!)}","preference_no":${got[c]! + 1},"batch":"college","round":1}`; // prettier-ignore
      reasons.line(`${mine},"admitted":${seat},"preferences":[${parts.join()}]}`);
    }
    return reasons.end();
  }
}
