/** What the reasons have to say of each candidate, as bytes. */
import type { Lasts } from "./cutoffs.ts";
import { COMPOSED_PLACES, SCORE_PLACES, decimalText } from "./decimals.ts";
import { listIn, rankOf } from "./direct.ts";
import { choices, type Outcome } from "./groups.ts";
import { grown, idText } from "./ids.ts";
import type { Published } from "./published.ts";
import { linesFor } from "./rules.ts";
import { counted, type Season } from "./season.ts";
import { BATCH, CATEGORY, LINE, NO_VACANCY, REPEATED, VALID, Walker, type Step } from "./standing.ts";

/** All that was found out about a result; plain data, so that threads can share it. */
export interface Standing {
  season: Season;
  published: Published;
  /** places left before each round: filing × pools */
  left: Int32Array;
  lasts: Lasts;
  /** `group`: what the rules give in each round, else empty */
  outcomes: Outcome[];
}

const encoder = new TextEncoder();
const bytesOf = (text: string) => encoder.encode(text);
const told = (outcome: string) => bytesOf(`,"outcome":"${outcome}"}`);
const CATEGORY_TOLD = told("category");
const BATCH_TOLD = told("batch");
const REPEATED_TOLD = told("repeated");
const NOT_NEEDED = told("not-needed");
const BEFORE = told("admitted-before");
const NO_PLACE = told("no-vacancy");
const ADMITTED = told("admitted");
const WITHDRAWN = told("withdrawn");
const NOT_FILED = told("not-filed");
const BATCH_LINE = ',"outcome":"line","line":"batch"';
const END = bytesOf("]}");
/** Numbers of preferences whose beginnings are kept. */
const KEPT = 512;

export class ReasonWriter {
  bytes = new Uint8Array(1 << 16);
  length = 0;
  readonly #standing: Standing;
  readonly #walker: Walker;
  /** `,{"batch":…,"no":…,"unit":` for each round and small number */
  readonly #heads: Uint8Array[] = [];
  readonly #units: Uint8Array[];
  readonly #full: (Uint8Array | undefined)[] = [];
  readonly #members: number[][];
  readonly #needless: (Uint8Array | undefined)[] = [];
  /** by round and unit: the unit and what is told of it when it was full, to who holds no quota */
  readonly #named: (Uint8Array | undefined)[] = [];
  #missed = { candidate: -1, batch: -1, bytes: new Uint8Array() };

  constructor(standing: Standing) {
    const { season, left } = standing;
    const { units, rules } = season;
    this.#standing = standing;
    this.#walker = new Walker(season, left);
    this.#units = Array.from({ length: units.count }, (_, u) =>
      bytesOf(JSON.stringify(idText(units.ids, u))),
    );
    this.#members = units.schools.map((): number[] => []);
    if (rules.group) for (let u = 0; u < units.count; u++) this.#members[units.group[u]!]!.push(u);
  }

  /** Writes the line of a candidate, without its end, into `bytes` [0, length). */
  write(c: number): void {
    const { season, published } = this.#standing;
    this.length = 0;
    this.#text(this.#beginning(c));
    const start = this.length;
    const filing = published.filing[c]!;
    const no = published.no[c]!;
    let met = -1; // round in which he has been admitted on the way
    const grouped = season.rules.group;
    const plain = season.candidates.holds[c] === 0;
    let valid = -1;
    let told: ReturnType<ReasonWriter["inGroups"]> | null = null;
    this.#walker.walk(c, (step) => {
      this.#put(this.#head(step.filing, step.no));
      if (step.status === VALID && !grouped && !(filing >= 0 && filing < step.filing)) {
        // The commonest ends are kept together with the unit.
        if (met === step.filing)
          this.#put((this.#needless[step.unit] ??= joined(this.#units[step.unit]!, NOT_NEEDED)));
        else if (step.filing === filing && step.no === no) {
          met = filing;
          this.#put(this.#units[step.unit]!);
          this.#put(ADMITTED);
        } else if (plain) {
          const at = step.filing * this.#units.length + step.unit;
          this.#put(
            (this.#named[at] ??= joined(this.#units[step.unit]!, this.#fullAt(c, step.filing, step.unit))),
          );
        } else {
          this.#put(this.#units[step.unit]!);
          this.#put(this.#fullAt(c, step.filing, step.unit));
        }
        return false;
      }
      this.#put(this.#units[step.unit]!);
      if (step.status === CATEGORY) this.#put(CATEGORY_TOLD);
      else if (step.status === BATCH) this.#put(BATCH_TOLD);
      else if (step.status === REPEATED) this.#put(REPEATED_TOLD);
      else if (step.status === LINE) this.#put(this.#lineOf(c, step));
      else if (filing >= 0 && filing < step.filing) this.#put(BEFORE);
      else if (step.status === NO_VACANCY) this.#put(NO_PLACE);
      else {
        if (valid !== step.filing) {
          valid = step.filing;
          told = this.inGroups(c, step.filing);
        }
        this.#put(told!(step));
      }
      return false;
    });
    // The first preference has no comma before it.
    if (this.length > start) this.bytes.copyWithin(start, start + 1, this.length--);
    this.#put(END);
  }

  #head(filing: number, no: number): Uint8Array {
    const at = filing * KEPT + no;
    const kept = no < KEPT ? this.#heads[at] : undefined;
    if (kept) return kept;
    const { rules, preferences } = this.#standing.season;
    const { batch, round } = preferences.filings[filing]!;
    const made = bytesOf(`,{"batch":${JSON.stringify(rules.batches[batch]!.id)},"round":${round},"no":${no},"unit":`); // prettier-ignore
    if (no < KEPT) this.#heads[at] = made;
    return made;
  }

  #beginning(c: number): string {
    const { season, published } = this.#standing;
    const { candidates, categories, lists, units, rules, preferences } = season;
    const unit = published.unit[c]!;
    let admitted = "null";
    if (unit >= 0) {
      const { batch, round } = preferences.filings[published.filing[c]!]!;
      admitted = `{"unit_id":${JSON.stringify(idText(units.ids, unit))},"preference_no":${published.no[c]},"batch":${JSON.stringify(rules.batches[batch]!.id)},"round":${round}`;
      if (rules.quotas.length > 0) {
        const quota = units.pools.quota[published.pool[c]!]!;
        admitted += `,"quota":${quota < 0 ? "null" : JSON.stringify(rules.quotas[quota]!.id)}`;
      }
      admitted += published.byConsent[c] === 1 ? ',"assigned":"consent"}' : "}";
    }
    return `{"candidate_id":${JSON.stringify(idText(candidates.ids, c))},"category":${JSON.stringify(categories[candidates.category[c]!])},"score":"${decimalText(lists[0]!.score[c]!)}","rank":${lists[0]!.rank[c]},"admitted":${admitted},"preferences":[`;
  }

  /** The figures of a unit that was full, with those of the quotas that he holds. */
  #fullAt(c: number, filing: number, unit: number): Uint8Array {
    const { season } = this.#standing;
    const { units, candidates } = season;
    if (candidates.holds[c] !== 0) return this.#fullWithQuotas(c, filing, unit);
    return (this.#full[filing * units.count + unit] ??= bytesOf(`,"outcome":"full",${this.#figures(filing, units.poolStart[unit]!)}}`)); // prettier-ignore
  }

  #fullWithQuotas(c: number, filing: number, unit: number): Uint8Array {
    const { units, rules, candidates } = this.#standing.season;
    const first = units.poolStart[unit]!;
    const end = units.poolStart[unit + 1]!;
    const quotas: string[] = [];
    if (candidates.holds[c] !== 0)
      for (let p = first + 1; p < end; p++) {
        const quota = units.pools.quota[p]!;
        if ((candidates.holds[c]! >>> quota) & 1)
          quotas.push(`{"quota":${JSON.stringify(rules.quotas[quota]!.id)},${this.#figures(filing, p)}}`);
      }
    const further = quotas.length > 0 ? `,"quotas":[${quotas.join()}]` : "";
    return bytesOf(`,"outcome":"full",${this.#figures(filing, first)}${further}}`);
  }

  #figures(filing: number, pool: number): string {
    const { season, lasts } = this.#standing;
    const at = filing * season.units.pools.count + pool;
    const who = lasts.who[at]!;
    if (who < 0) return '"last_rank":null,"last_score":null';
    const key = lasts.key[at]!;
    return `"last_rank":${rankOf(key)},"last_score":"${decimalText(listIn(season, pool, key).score[who]!)}"`;
  }

  /** The batch's own line is the same for all its units: it is kept for the candidate. */
  #lineOf(c: number, step: Step): Uint8Array {
    const { units } = this.#standing.season;
    const batch = units.batch[step.unit]!;
    if (this.#missed.candidate === c && this.#missed.batch === batch) return this.#missed.bytes;
    const text = this.#line(c, step);
    const bytes = bytesOf(text);
    if (text.startsWith(BATCH_LINE) && units.poolStart.length === units.pools.count + 1)
      this.#missed = { candidate: c, batch, bytes };
    return bytes;
  }

  /** Which line he missed: of the first kind of seat that he could have, flow-back left out. */
  #line(c: number, { unit }: Step): string {
    const { season } = this.#standing;
    const { units, rules, candidates, categories, columns, lists, quotaList } = season;
    const held: number[] = [];
    for (let p = units.poolStart[unit]! + 1; p < units.poolStart[unit + 1]!; p++)
      if ((candidates.holds[c]! >>> units.pools.quota[p]!) & 1) held.push(units.pools.quota[p]!);
    const quota = held.find((q) => !rules.quotas[q]!.generalFirst) ?? -1;
    const own = quota < 0 ? null : rules.quotas[quota]!;
    const replaced = own !== null && (own.minScore !== null || own.min.length > 0);
    const lines = replaced ? own : linesFor(rules, units.batch[unit]!, categories[candidates.category[c]!]!);
    const general = lists[0]!.score[c]!;
    const list = quota < 0 || !replaced ? -1 : quotaList[quota]!;
    const composed = list < 0 || own!.score === null ? general : lists[list]!.score[c]!;
    const say = (line: string, needed: number, had: number, places: number) =>
      `,"outcome":"line","line":${JSON.stringify(line)},"needed":"${decimalText(needed, places)}","had":"${decimalText(had, places)}"}`;
    if (lines.minScore !== null && composed < lines.minScore)
      return say(replaced ? "quota" : "batch", lines.minScore, composed, COMPOSED_PLACES);
    for (const [column, least] of lines.min) {
      const had = counted(rules, columns, candidates, column, c);
      if (had < least) return say(column, least, had, SCORE_PLACES);
    }
    return say("unit", units.least[unit]!, general, COMPOSED_PLACES);
  }

  /** What to tell of the valid preferences of a round under `group`. */
  inGroups(c: number, filing: number): (step: Step) => Uint8Array {
    const { season, published, left, outcomes } = this.#standing;
    const { units, rules, lists } = season;
    const groups = units.schools.length;
    const outcome = outcomes[filing]!;
    const rank = lists[0]!.rank;
    const before = left.subarray(filing * units.pools.count, (filing + 1) * units.pools.count);
    const walker = new Walker(season, left);
    const told = new Map<number, "full" | "withdrawn" | "taken" | "not-filed" | "not-needed">();
    const last = new Map<number, number>();
    let done: "not-filed" | "not-needed" | null = null;
    let step = 0;
    for (const choice of choices(season, c, filing, before, this.#members, walker)) {
      if (!choice.eligible) continue;
      const at = Math.min(step, outcome.steps - 1);
      const file = outcome.lastFile[(rules.engine === "sequential" ? at : 0) * groups + choice.group]!;
      const over = rules.engine === "sequential" && step >= outcome.steps;
      step++;
      if (done) told.set(choice.group, done);
      else if (over || file < 0 || rank[c]! > rank[file]!) {
        told.set(choice.group, "full");
        last.set(choice.group, over ? -1 : file);
      } else if (published.filing[c] === filing && units.group[published.unit[c]!] === choice.group) {
        told.set(choice.group, "taken");
        done = "not-needed";
      } else {
        told.set(choice.group, "withdrawn");
        if (rules.engine !== "sequential") done = "not-filed";
      }
    }
    let met = false;
    return (step) => {
      const group = units.group[step.unit]!;
      switch (told.get(group)) {
        case "withdrawn":
          return WITHDRAWN;
        case "not-filed":
          return NOT_FILED;
        case "not-needed":
          return NOT_NEEDED;
        case "taken": {
          if (met) return NOT_NEEDED;
          met = published.byConsent[c] === 0 && step.no === published.no[c];
          return met ? ADMITTED : this.#fullAt(c, step.filing, step.unit);
        }
        default: {
          const file = last.get(group) ?? -1;
          return bytesOf(
            file < 0
              ? ',"outcome":"full","last_rank":null,"last_score":null}'
              : `,"outcome":"full","last_rank":${rank[file]!},"last_score":"${decimalText(lists[0]!.score[file]!)}"}`,
          );
        }
      }
    };
  }

  #text(text: string): void {
    this.#put(bytesOf(text));
  }

  #put(piece: Uint8Array): void {
    const { length } = piece;
    const at = this.length;
    if (at + length > this.bytes.length) this.bytes = grown(this.bytes, at + length);
    const { bytes } = this;
    bytes.set(piece, at);
    this.length = at + length;
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
