/**
 * What the reasons have to say of each candidate. Texts hold the bytes of their UTF-8, one character a byte, so that a line is
 * compared with a file as it is: putting flat texts together takes a third of the time that copying bytes does.
 */
import type { Lasts } from "./cutoffs.ts";
import { COMPOSED_PLACES, SCORE_PLACES, decimalText } from "./decimals.ts";
import { listIn, rankOf } from "./direct.ts";
import { choices, type Outcome } from "./groups.ts";
import { idText } from "./ids.ts";
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

const bytesOf = (text: string): string => Buffer.from(text).toString("latin1");
/** The same text in one piece: what is put together by `+` stays in pieces, and is copied piece by piece wherever it is used. */
const flat = (text: string): string => Buffer.from(text, "latin1").toString("latin1");
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
const UNIT = ',"unit":';
const END = bytesOf("]}");
/** Numbers of preferences whose beginnings are kept. */
const KEPT = 512;

export class ReasonWriter {
  readonly #standing: Standing;
  readonly #walker: Walker;
  /** `{"batch":…,"no":…,"unit":` for each round and small number, behind a comma or as the first */
  readonly #further: string[] = [];
  readonly #first: string[] = [];
  readonly #units: string[];
  readonly #full: (string | undefined)[] = [];
  readonly #members: number[][];
  /** by round and unit: the unit and what is told of it when it was full, to who holds no quota */
  readonly #named: (string | undefined)[] = [];
  #missed = { candidate: -1, batch: -1, text: "" };

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

  /** The line of a candidate, without its end. */
  line(c: number): string {
    const { season, published } = this.#standing;
    let line = bytesOf(this.#beginning(c));
    let begun = false;
    const filing = published.filing[c]!;
    const no = published.no[c]!;
    let met = -1; // round in which he has been admitted on the way
    const grouped = season.rules.group;
    const plain = season.candidates.holds[c] === 0;
    let valid = -1;
    let told: ReturnType<ReasonWriter["inGroups"]> | null = null;
    // one after the other without figures: from where, to where, which unit where it is only one
    const quiet = { filing: -1, from: 0, to: 0, unit: 0, end: "" };
    const close = () => {
      if (quiet.filing < 0) return;
      line += this.#head(quiet.filing, quiet.from, begun, quiet.to > quiet.from ? quiet.to : -1);
      if (quiet.to === quiet.from) line += this.#units[quiet.unit]!;
      line += quiet.end;
      begun = true;
      quiet.filing = -1;
    };
    const keep = (step: Step, end: string) => {
      if (quiet.filing !== step.filing || quiet.end !== end) {
        close();
        Object.assign(quiet, { filing: step.filing, from: step.no, unit: step.unit, end });
      }
      quiet.to = step.no;
    };
    this.#walker.walk(c, (step) => {
      const { unit, status } = step;
      const late = filing >= 0 && filing < step.filing;
      if (late && (status === VALID || status === NO_VACANCY)) {
        keep(step, BEFORE);
        return false;
      }
      if (status === VALID && grouped) {
        if (valid !== step.filing) {
          valid = step.filing;
          told = this.inGroups(c, step.filing);
        }
      }
      const inGroup = status === VALID && grouped ? told!(step) : null;
      if (inGroup === NOT_NEEDED || (status === VALID && met === step.filing)) {
        keep(step, NOT_NEEDED);
        return false;
      }
      close();
      line += this.#head(step.filing, step.no, begun);
      begun = true;
      if (inGroup !== null) line += this.#units[unit]! + inGroup;
      else if (status === VALID) {
        // the commonest ends are kept together with the unit
        if (step.filing === filing && step.no === no) {
          met = filing;
          line += this.#units[unit]! + ADMITTED;
        } else if (plain) line += this.#named[step.filing * this.#units.length + unit] ??= this.#together(c, step);
        else line += this.#units[unit]! + this.#fullAt(c, step.filing, unit);
      } else line += this.#units[unit]! + this.#voidOf(c, step);
      return false;
    });
    close();
    return line + END;
  } // prettier-ignore

  #voidOf(c: number, step: Step): string {
    if (step.status === CATEGORY) return CATEGORY_TOLD;
    if (step.status === BATCH) return BATCH_TOLD;
    if (step.status === REPEATED) return REPEATED_TOLD;
    return step.status === LINE ? this.#lineOf(c, step) : NO_PLACE;
  }

  /** The unit and what is told of it, in one piece; both are bytes already. */
  #together(c: number, { filing, unit }: Step): string {
    return flat(this.#units[unit]! + this.#fullAt(c, filing, unit));
  }

  /** What stands before the unit; with `to` the whole beginning of several in one. */
  #head(filing: number, no: number, begun: boolean, to = -1): string {
    if (to >= 0) return this.#head(filing, no, begun).slice(0, -UNIT.length) + `,"to":${to}`;
    const heads = begun ? this.#further : this.#first;
    const at = filing * KEPT + no;
    const kept = no < KEPT ? heads[at] : undefined;
    if (kept !== undefined) return kept;
    const { rules, preferences } = this.#standing.season;
    const { batch, round } = preferences.filings[filing]!;
    const made = bytesOf(`${begun ? "," : ""}{"batch":${JSON.stringify(rules.batches[batch]!.id)},"round":${round},"no":${no}${UNIT}`); // prettier-ignore
    if (no < KEPT) heads[at] = made;
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
  #fullAt(c: number, filing: number, unit: number): string {
    const { season } = this.#standing;
    const { units, candidates } = season;
    if (candidates.holds[c] !== 0) return this.#fullWithQuotas(c, filing, unit);
    return (this.#full[filing * units.count + unit] ??= bytesOf(`,"outcome":"full",${this.#figures(filing, units.poolStart[unit]!)}}`)); // prettier-ignore
  }

  #fullWithQuotas(c: number, filing: number, unit: number): string {
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
  #lineOf(c: number, step: Step): string {
    const { units } = this.#standing.season;
    const batch = units.batch[step.unit]!;
    if (this.#missed.candidate === c && this.#missed.batch === batch) return this.#missed.text;
    const text = bytesOf(this.#line(c, step));
    if (text.startsWith(BATCH_LINE) && units.poolStart.length === units.pools.count + 1)
      this.#missed = { candidate: c, batch, text };
    return text;
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
  inGroups(c: number, filing: number): (step: Step) => string {
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
}
