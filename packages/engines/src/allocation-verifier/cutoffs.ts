/** cutoffs.csv against the allocation: numbers, vacancies, last scores and ranks of every pool. */
import { asUtf8, placesOf, readHeader, readRows, textAt } from "./csv.ts";
import { decimalText } from "./decimals.ts";
import { listIn, namer, rankOf } from "./direct.ts";
import { nobody, type Findings } from "./findings.ts";
import { findId, shared } from "./ids.ts";
import type { Published } from "./published.ts";
import type { Season } from "./season.ts";

/** Who came last in each pool in each round: filing × pools; −1 = nobody. */
export interface Lasts {
  who: Int32Array;
  key: Int32Array;
}

export function lastsOf(season: Season, published: Published, key: Int32Array): Lasts {
  const pools = season.units.pools.count;
  const size = Math.max(1, pools * season.preferences.filings.length);
  const out = { who: shared(Int32Array, size).fill(-1), key: shared(Int32Array, size) };
  for (let c = 0; c < key.length; c++) {
    if (published.unit[c]! < 0) continue;
    const at = published.filing[c]! * pools + published.pool[c]!;
    if (out.who[at]! >= 0 && key[c]! <= out.key[at]!) continue;
    out.who[at] = c;
    out.key[at] = key[c]!;
  }
  return out;
}

/** @throws VerifierFault where a column is missing */
export function checkCutoffs(
  file: Uint8Array,
  season: Season,
  published: Published,
  lasts: Lasts,
  findings: Findings,
): void {
  const { units, rules, preferences } = season;
  const file_ = "cutoffs.csv";
  const pools = units.pools.count;
  const name = namer(season);
  const admitted = new Int32Array(pools);
  for (const pool of published.pool) if (pool >= 0) admitted[pool] = admitted[pool]! + 1;
  const last = Int32Array.from({ length: pools }, (_, p) => {
    let best = -1;
    for (let f = 0; f < preferences.filings.length; f++) {
      const at = f * pools + p;
      if (lasts.who[at]! >= 0 && (best < 0 || lasts.key[at]! > lasts.key[best]!)) best = at;
    }
    return best;
  });
  const bytes = asUtf8(file);
  const header = readHeader(bytes);
  const wanted = ["unit_id", "admitted", "vacancies", "last_score", "last_rank"];
  if (rules.quotas.length > 0) wanted.push("quota");
  const places = placesOf(file_, header.names, wanted.map((w) => ({ name: w, also: [] }))); // prettier-ignore
  if (header.names.join() !== wanted.join())
    findings.add("form", nobody, nobody, () => ({ zh: `${file_} 的列应为 ${wanted.join()}`, en: `${file_} should have the columns ${wanted.join()}` })); // prettier-ignore
  const seen = new Uint8Array(pools);
  // those of a unit stand as its seats do: reserves first, general, reserves behind it
  const seatOf = (pool: number): number => {
    const quota = units.pools.quota[pool]!;
    if (quota < 0) return rules.quotas.length;
    return rules.quotas[quota]!.generalFirst ? rules.quotas.length + 1 + quota : quota;
  };
  let previous = -1;
  let before = -1;
  let rows = 0;
  readRows(file_, bytes, header.end, bytes.length, places, (starts, ends, line) => {
    rows++;
    const value = (slot: number) => textAt(bytes, starts[slot]!, ends[slot]!);
    const unit = findId(units.ids, bytes, starts[0]!, ends[0]!);
    const quota = rules.quotas.length === 0 || value(5) === "" ? -1 : rules.quotas.findIndex((q) => q.id === value(5)); // prettier-ignore
    let pool = unit < 0 ? 0 : units.poolStart[unit]!;
    while (unit >= 0 && pool < units.poolStart[unit + 1]! && units.pools.quota[pool] !== quota) pool++;
    const known = unit >= 0 && pool < units.poolStart[unit + 1]! && (quota >= 0 || rules.quotas.length === 0 || value(5) === ""); // prettier-ignore
    if (!known)
      return findings.add("known", nobody, () => value(0), () => ({ zh: `${file_}:${line + 2} 没有投档单位 ${value(0)} ${value(5 % wanted.length)}`, en: `${file_}:${line + 2} there is no unit ${value(0)}` })); // prettier-ignore
    const say = (rule: "form" | "vacancies" | "cutoff", zh: string, en: string) =>
      findings.add(rule, nobody, () => name.unit(unit), () => ({ zh: `${file_}:${line + 2} ${name.pool(pool)} ${zh}`, en: `${file_}:${line + 2} ${name.pool(pool)}: ${en}` })); // prettier-ignore
    if (seen[pool] === 1) say("form", "重复", "occurs twice");
    if (unit < previous) say("form", "未按升序排列", "is not in ascending order");
    else if (unit === previous && seen[pool] === 0 && seatOf(pool) < before)
      say("form", "未按专项与普通计划的次序排列", "is not in the order of the unit's seats");
    previous = unit;
    before = seatOf(pool);
    seen[pool] = 1;
    const at = last[pool]!;
    const who = at < 0 ? -1 : lasts.who[at]!;
    const expected = [
      String(admitted[pool]!),
      String(Math.max(0, units.pools.capacity[pool]! - admitted[pool]!)),
      who < 0 ? "" : decimalText(listIn(season, pool, lasts.key[at]!).score[who]!),
      who < 0 ? "" : String(rankOf(lasts.key[at]!)),
    ];
    expected.forEach((right, k) => {
      const is = value(k + 1);
      if (is !== right)
        say(k < 2 ? "vacancies" : "cutoff", `${wanted[k + 1]!} 为 “${is}”，应为 “${right}”`, `${wanted[k + 1]!} is "${is}", should be "${right}"`); // prettier-ignore
    });
  });
  for (let p = 0; p < pools; p++)
    if (seen[p] === 0)
      findings.add("vacancies", nobody, () => name.unit(units.pools.unit[p]!), () => ({ zh: `${file_} 缺少 ${name.pool(p)}`, en: `${file_}: ${name.pool(p)} is missing` })); // prettier-ignore
  for (const rule of ["vacancies", "cutoff"] as const) findings.examine(rule, rows);
}
