import { batchLines, pointsOf, scoreColumns } from "./columns.ts";
import { decimalOf, printComposed, printScore } from "./decimals.ts";
import { choicesOf, fileKey } from "./groups.ts";
import { membersOfGroups } from "./season.ts";
import { hasOwnLines, rankedIn, standingIn, VOID, Voids, type Standing } from "./standing.ts";
import type { GroupRound, RankList, Season, SeasonResult } from "./types.ts";

/** The same text in one piece: what is put together by `+` stays in pieces, and is copied piece by piece wherever it is used. */
const flat = (text: string): string => text.split("").join("");

/** Figures of somebody in a list, as JSON: `"last_rank":12,"last_score":"561.5"`. */
const figures = (list: RankList, c: number): string =>
  c < 0
    ? `"last_rank":null,"last_score":null`
    : `"last_rank":${list.place[c]!},"last_score":"${printComposed(list.score[c]!)}"`;

/**
 * The reasons of a season: a function that gives the line of reasons.ndjson for a candidate, without the line feed. The words
 * are those of docs/allocation.md. Texts that many share are made once. Time: linear in the entries of the candidate.
 */
export function explainer(season: Season, result: SeasonResult): (candidate: number) => string {
  const { rules, categories, units, candidates, filed } = season;
  const standings = new Map<number, Standing>();
  const standingOf = (batch: number): Standing => {
    const known = standings.get(batch) ?? standingIn(season, result.lists, batch);
    standings.set(batch, known);
    return known;
  };
  const unitNames = units.ids.map((id) => JSON.stringify(id));
  const categoryNames = categories.map((category) => JSON.stringify(category));
  const batchNames = rules.batches.map(({ id }) => JSON.stringify(id));
  const rounds = filed.map(
    (_, index) => new RoundReasons(season, result, index, standingOf(filed[index]!.batch), unitNames),
  );
  const { general } = result.lists;

  const admitted = (c: number): string => {
    const index = result.round[c]!;
    if (index < 0) return "null";
    const { batch, round } = filed[index]!;
    const quota = units.poolQuota[result.pool[c]!]!;
    const name = rules.quotas.length === 0 ? "" : `,"quota":${quota < 0 ? "null" : JSON.stringify(rules.quotas[quota]!.id)}`;
    const consent = result.consent?.[c] === 1 ? `,"assigned":"consent"` : "";
    return `{"unit_id":${unitNames[result.unit[c]!]!},"preference_no":${preferenceNo(season, index, c, result.entry[c]!)},"batch":${batchNames[batch]!},"round":${round}${name}${consent}}`;
  }; // prettier-ignore

  return (c) => {
    let line = `{"candidate_id":${JSON.stringify(candidates.id(c))},"category":${categoryNames[candidates.category[c]!]!},"score":"${printComposed(general.score[c]!)}","rank":${general.place[c]!},"admitted":${admitted(c)},"preferences":[`;
    let first = true;
    for (const round of rounds) {
      const part = round.preferencesOf(c);
      if (part === "") continue;
      line += first ? part : `,${part}`;
      first = false;
    }
    return `${line}]}`;
  };
}

/** preference_no of an entry. */
export function preferenceNo(season: Season, index: number, c: number, entry: number): number {
  const { no, start } = season.filed[index]!;
  return no ? no[entry]! : entry - start[c]! + 1;
}

const OUTCOMES = ["category", "batch", "repeated", "no-vacancy", "admitted-before", "admitted", "not-needed", "not-filed", "withdrawn", "full"]; // prettier-ignore
const OUTCOME = { category: 0, batch: 1, repeated: 2, noVacancy: 3, admittedBefore: 4, admitted: 5, notNeeded: 6, notFiled: 7, withdrawn: 8, full: 9 } as const; // prettier-ignore
/** Numbers of preferences whose heads are kept. */
const MANY = 1000;

/** What a candidate missed of the lines that all units of a batch share; kept while he is looked at. */
interface Missed {
  candidate: number;
  batch: number;
  quota: number;
  /** null: nothing, so that it is the unit's own line */
  ofBatch: string | null;
  had: string;
}

class RoundReasons {
  readonly #season: Season;
  readonly #result: SeasonResult;
  readonly #index: number;
  readonly #standing: Standing;
  readonly #unitNames: readonly string[];
  readonly #voids: Voids;
  /** the head of several entries in one, up to the number of the first of them */
  readonly #run: string;
  /** by number: the head of an entry that is the first, and of one behind another */
  readonly #first: string[] = [];
  readonly #further: string[] = [];
  /** by outcome and unit */
  readonly #tails: string[][] = OUTCOMES.map(() => []);
  readonly #columns: readonly string[];
  readonly #members: Int32Array[];
  #kinds = new Uint8Array(64);
  #missed: Missed = { candidate: -1, batch: -1, quota: -1, ofBatch: null, had: "" };
  /** by unit: its own line */
  readonly #least: string[] = [];

  constructor(
    season: Season,
    result: SeasonResult,
    index: number,
    standing: Standing,
    unitNames: readonly string[],
  ) {
    this.#season = season;
    this.#result = result;
    this.#index = index;
    this.#standing = standing;
    this.#unitNames = unitNames;
    this.#voids = new Voids(season, standing, season.filed[index]!.round, result.rounds[index]!.left);
    this.#members = season.rules.structure === "group" ? membersOfGroups(season.units) : [];
    this.#columns = scoreColumns(season.rules);
    const { batch, round } = season.filed[index]!;
    this.#run = `{"batch":${JSON.stringify(season.rules.batches[batch]!.id)},"round":${round},"no":`;
  }

  /** All entries of a candidate in this round, with commas between them; several that were not needed as one. */
  preferencesOf(c: number): string {
    const { start, unit, no } = this.#season.filed[this.#index]!;
    const from = start[c]!;
    const to = start[c + 1]!;
    if (from === to) return "";
    if (this.#kinds.length < to - from) this.#kinds = new Uint8Array(2 * (to - from));
    const kinds = this.#kinds;
    this.#voids.tell(c, unit, from, to, kinds, 0);
    const { round, entry } = this.#result;
    const before = round[c]! >= 0 && round[c]! < this.#index;
    const met = round[c] === this.#index ? entry[c]! : -1;
    const group = this.#result.rounds[this.#index]!.group;
    const grouped = group && !before ? this.#inGroups(c, group, from, to) : null;
    const numberOf = (e: number): number => (no ? no[e]! : e - from + 1);
    // what was not needed, or comes after an admission, is told in one piece
    const isRun = (e: number): boolean => {
      const kind = kinds[e - from]!;
      if (before) return kind === VOID.counts || kind === VOID["no-vacancy"];
      if (kind !== VOID.counts) return false;
      return grouped ? grouped(e) === this.#tail(OUTCOME.notNeeded, unit[e]!) : met >= 0 && e > met;
    };
    let text = "";
    for (let e = from; e < to;) {
      const u = unit[e]!;
      const kind = kinds[e - from]!;
      if (isRun(e) && e + 1 < to && isRun(e + 1)) {
        let last = e + 1;
        while (last + 1 < to && isRun(last + 1)) last++;
        const outcome = OUTCOMES[before ? OUTCOME.admittedBefore : OUTCOME.notNeeded]!;
        text += `${e === from ? "" : ","}${this.#run}${numberOf(e)},"to":${numberOf(last)},"outcome":"${outcome}"}`;
        e = last + 1;
        continue;
      }
      let tail: string;
      if (kind === VOID.line) tail = this.#line(c, u);
      else if (kind === VOID.category) tail = this.#tail(OUTCOME.category, u);
      else if (kind === VOID.batch) tail = this.#tail(OUTCOME.batch, u);
      else if (kind === VOID.repeated) tail = this.#tail(OUTCOME.repeated, u);
      else if (before) tail = this.#tail(OUTCOME.admittedBefore, u);
      else if (kind !== VOID.counts) tail = this.#tail(OUTCOME.noVacancy, u);
      else if (grouped) tail = grouped(e);
      else if (e === met) tail = this.#tail(OUTCOME.admitted, u);
      else if (met >= 0 && e > met) tail = this.#tail(OUTCOME.notNeeded, u);
      else tail = this.#full(c, u);
      text += this.#head(numberOf(e), e === from);
      text += tail;
      e++;
    }
    return text;
  }

  #head(no: number, first: boolean): string {
    const heads = first ? this.#first : this.#further;
    const known = heads[no];
    if (known !== undefined) return known;
    const { batch, round } = this.#season.filed[this.#index]!;
    const name = JSON.stringify(this.#season.rules.batches[batch]!.id);
    const made = flat(`${first ? "" : ","}{"batch":${name},"round":${round},"no":${no},"unit":`);
    if (no < MANY) heads[no] = made;
    return made;
  }

  #tail(outcome: number, u: number): string {
    return (this.#tails[outcome]![u] ??= flat(`${this.#unitNames[u]!},"outcome":"${OUTCOMES[outcome]!}"}`));
  }

  /** `full`: with the last general place, and that of reserves whose quota he holds. */
  #full(c: number, u: number): string {
    const { units, rules, candidates } = this.#season;
    const known = this.#tails[OUTCOME.full]!;
    const last = this.#result.rounds[this.#index]!.last;
    const figuresOf = (p: number): string => {
      const one = last[p]!;
      if (one < 0) return figures(this.#result.lists.general, -1);
      return figures(rankedIn(this.#season, this.#result.lists, this.#standing, p, u, one).list, one);
    };
    let text = known[u];
    if (text === undefined) {
      let p = units.pools[u]!;
      while (units.poolQuota[p]! >= 0) p++;
      text = known[u] = flat(`${this.#unitNames[u]!},"outcome":"full",${figuresOf(p)}}`);
    }
    if (candidates.holds[c] === 0) return text;
    const quotas: string[] = [];
    for (const [q, { id }] of rules.quotas.entries()) {
      if (((candidates.holds[c]! >> q) & 1) === 0) continue;
      for (let p = units.pools[u]!; p < units.pools[u + 1]!; p++)
        if (units.poolQuota[p] === q) quotas.push(`{"quota":${JSON.stringify(id)},${figuresOf(p)}}`);
    }
    return quotas.length === 0 ? text : `${text.slice(0, -1)},"quotas":[${quotas.join(",")}]}`;
  }

  /** `line`: the first line missed of the first kind of seat that he could have. */
  #line(c: number, u: number): string {
    const { units, candidates } = this.#season;
    let p = units.pools[u]!;
    while (units.poolQuota[p]! >= 0 && ((candidates.holds[c]! >> units.poolQuota[p]!) & 1) === 0) p++;
    const missed = this.#missed;
    if (missed.candidate !== c || missed.quota !== units.poolQuota[p] || missed.batch !== units.batch[u])
      this.#missed = this.#lineOfBatch(c, units.batch[u]!, units.poolQuota[p]!);
    const { ofBatch, had } = this.#missed;
    if (ofBatch !== null) return `${this.#unitNames[u]!},${ofBatch}`;
    const needed = (this.#least[u] ??= printScore(units.minScore[u]!));
    return `${this.#unitNames[u]!},"outcome":"line","line":"unit","needed":"${needed}","had":"${had}"}`;
  }

  /** What is told of the lines of a batch, or of the quota's in their place: the same for all units. */
  #lineOfBatch(c: number, batch: number, q: number): Missed {
    const { rules, candidates, categories } = this.#season;
    const { general, quotas } = this.#result.lists;
    const quota = q < 0 ? null : rules.quotas[q]!;
    const own = quota && hasOwnLines(quota) ? quota : null;
    const lines = own ?? batchLines(rules.batches[batch]!, categories[candidates.category[c]!]!);
    const score = (own?.score ? quotas[q]! : general).score[c]!;
    const told = (line: string, needed: string, had: string): string =>
      flat(`"outcome":"line","line":${JSON.stringify(line)},"needed":"${needed}","had":"${had}"}`);
    const made = (ofBatch: string | null): Missed => ({ candidate: c, batch, quota: q, ofBatch, had: printComposed(general.score[c]!) }); // prettier-ignore
    if (lines.minScore !== undefined && score < decimalOf(lines.minScore) * 10_000)
      return made(told(own ? "quota" : "batch", printScore(decimalOf(lines.minScore)), printComposed(score)));
    for (const [column, lowest] of Object.entries(lines.min ?? {})) {
      const had = pointsOf(rules, this.#columns, candidates.scores, column, c);
      if (had < decimalOf(lowest)) return made(told(column, printScore(decimalOf(lowest)), printScore(had)));
    }
    return made(null);
  }

  /** The outcome of entries under `group`, where nothing voids them. */
  #inGroups(c: number, group: GroupRound, from: number, to: number): (entry: number) => string {
    const { rules, units, filed } = this.#season;
    const { round, entry, consent } = this.#result;
    const { unit, consent: consents } = filed[this.#index]!;
    const told = this.#result.rounds[this.#index]!;
    const { general } = this.#result.lists;
    const choice = group.choice[c]!;
    const admitted = round[c] === this.#index;
    const steps = new Map<number, number>();
    if (rules.engine === "sequential")
      choicesOf(
        { ...this.#standing, order: this.#result.lists.order, start: filed[this.#index]!.start, unit },
        { group: units.group, members: this.#members, consent: consents, counts: this.#kinds, supplementary: told.round > 1 },
        told.left,
        c,
        from,
      ).forEach(({ begin }, step) => steps.set(begin, step)); // prettier-ignore
    const begins = new Int32Array(to - from);
    for (let e = from; e < to; e++)
      begins[e - from] =
        e > from && units.group[unit[e]!] === units.group[unit[e - 1]!] ? begins[e - 1 - from]! : e;
    return (e) => {
      const u = unit[e]!;
      const begin = begins[e - from]!;
      if (group.withdrawn.has(begin)) return this.#tail(OUTCOME.withdrawn, u);
      if (choice >= 0 && begin > choice)
        return this.#tail(admitted ? OUTCOME.notNeeded : OUTCOME.notFiled, u);
      if (begin === choice) {
        if (admitted && consent?.[c] !== 1 && e >= entry[c]!)
          return this.#tail(e === entry[c] ? OUTCOME.admitted : OUTCOME.notNeeded, u);
        return `${this.#unitNames[u]!},"outcome":"full",${figures(general, told.last[u]!)}}`;
      }
      const last = group.lastFile.get(fileKey(units.group[u]!, steps.get(begin) ?? 0)) ?? -1;
      return `${this.#unitNames[u]!},"outcome":"full",${figures(general, last)}}`;
    };
  }
}
