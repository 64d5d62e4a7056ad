/** Candidates and units out of their files. */
import { asUtf8, placesOf, readFlag, readHeader, readRows, textAt } from "./csv.ts";
import { readScore, readWhole } from "./decimals.ts";
import { faultAt } from "./faults.ts";
import { IdCollector, grown, shared } from "./ids.ts";
import { listRuleFor } from "./lists.ts";
import { linesFor, type Rules } from "./rules.ts";
import type { Candidates, Units } from "./season.ts";

const CHINESE: Record<string, string[]> = { culture: ["文化"], skill: ["技能"], chinese: ["语文"], mathematics: ["数学"], english: ["英语"], theory: ["专业理论"] }; // prettier-ignore

const wrong = { zh: "有误", en: "is wrong" };

/** @param categories names, completed by those met here. @throws VerifierFault */
export function readCandidates(
  file: Uint8Array,
  rules: Rules,
  columns: string[],
  categories: string[],
): { candidates: Candidates; rows: number } {
  const name = "candidates.csv";
  const bytes = asUtf8(file);
  const header = readHeader(bytes);
  const wanted = [
    { name: "candidate_id", also: ["考生号"] },
    { name: "category", also: ["类别", "专业类别"] },
    ...columns.map((c) => ({ name: c, also: CHINESE[c] ?? [] })),
    ...rules.quotas.map((q) => ({ name: q.id, also: [] })),
  ];
  const places = placesOf(name, header.names, wanted);
  const ids = new IdCollector();
  const flagsAt = 2 + columns.length;
  let category = new Uint16Array(1024);
  let holds = new Uint32Array(1024);
  let scores = columns.map(() => new Float64Array(1024));
  const perCategory = new Map<string, ReturnType<typeof columnsIn>>();
  const fail = (line: number, slot: number, from: number, to: number, words = wrong): never =>
    faultAt(name, line + 2, wanted[slot]!.name, textAt(bytes, from, to), words);
  readRows(name, bytes, header.end, bytes.length, places, (starts, ends, line) => {
    const row = ids.count;
    if (starts[0] === ends[0]) fail(line, 0, starts[0]!, ends[0]!);
    ids.add(bytes, starts[0]!, ends[0]!);
    if (row === category.length) {
      category = grown(category, row + 1);
      holds = grown(holds, row + 1);
      scores = scores.map((s) => grown(s, row + 1));
    }
    const own = textAt(bytes, starts[1]!, ends[1]!);
    category[row] = numberOf(categories, own);
    let known = perCategory.get(own);
    if (!known) perCategory.set(own, (known = columnsIn(rules, columns, own)));
    for (let k = 0; k < columns.length; k++) {
      const slot = 2 + k;
      const empty = starts[slot] === ends[slot];
      if (empty && (rules.missingZero || !known[k]!.used)) continue;
      const value = readScore(bytes, starts[slot]!, ends[slot]!);
      if (Number.isNaN(value)) fail(line, slot, starts[slot]!, ends[slot]!);
      const { range } = known[k]!;
      if (range && (value < range[0] || value > range[1]))
        fail(line, slot, starts[slot]!, ends[slot]!, { zh: "超出范围", en: "is out of range" });
      scores[k]![row] = value;
    }
    for (let k = 0; k < rules.quotas.length; k++) {
      const slot = flagsAt + k;
      const flag = readFlag(bytes, starts[slot]!, ends[slot]!);
      if (flag < 0) fail(line, slot, starts[slot]!, ends[slot]!);
      holds[row] = holds[row]! | (flag << k);
    }
  });
  const { table, row, twice } = ids.finish();
  if (twice >= 0)
    faultAt(name, twice + 2, "candidate_id", "", { zh: "考生号重复", en: "a candidate_id occurs twice" });
  const { count } = table;
  const candidates: Candidates = {
    count,
    ids: table,
    category: shared(Uint16Array, count),
    holds: shared(Uint32Array, count),
    scores: columns.map(() => shared(Float64Array, count)),
  };
  for (let c = 0; c < count; c++) {
    candidates.category[c] = category[row[c]!]!;
    candidates.holds[c] = holds[row[c]!]!;
    for (let k = 0; k < columns.length; k++) candidates.scores[k]![c] = scores[k]![row[c]!]!;
  }
  return { candidates, rows: count };
}

/** For each column whether an empty score matters in the category, and the range of its scores. */
function columnsIn(rules: Rules, columns: string[], category: string) {
  const list = listRuleFor(rules, category);
  const used = new Set([...list.score.keys(), ...list.ties]);
  rules.batches.forEach((_, b) => linesFor(rules, b, category).min.forEach(([column]) => used.add(column)));
  for (const { score, ties } of rules.rankings.values())
    for (const column of [...score.keys(), ...ties]) used.add(column);
  for (const { score, ties, min } of rules.quotas)
    for (const column of [...(score?.keys() ?? []), ...(ties ?? []), ...min.map(([c]) => c)])
      used.add(column);
  const range = rules.categories.get(category)?.range ?? rules.range;
  return columns.map((column) => ({ used: used.has(column), range: range.get(column) }));
}

interface PlanRow {
  id: string;
  category: number;
  batch: number;
  capacity: number;
  school: string;
  least: number;
  quota: number;
  list: number;
  line: number;
}

/** @param categories names, completed by those met here. @throws VerifierFault */
export function readPlans(
  file: Uint8Array,
  rules: Rules,
  categories: string[],
): { units: Units; rows: number } {
  const name = "plans.csv";
  const bytes = asUtf8(file);
  const header = readHeader(bytes);
  const wanted = [
    { name: "unit_id", also: ["投档单位", "志愿代码"] },
    { name: "category", also: ["类别", "专业类别"] },
    { name: "batch", also: ["批次"] },
    { name: "capacity", also: ["计划数"] },
    { name: "school_id", also: ["院校代码"], optional: !rules.group },
    { name: "min_score", also: ["最低分"], optional: true },
    { name: "quota", also: ["专项"], optional: true },
    { name: "ranking", also: ["排序"], optional: true },
  ];
  const places = placesOf(name, header.names, wanted);
  const rankings = [...rules.rankings.keys()];
  const rows: PlanRow[] = [];
  readRows(name, bytes, header.end, bytes.length, places, (starts, ends, line) => {
    const value = (slot: number) => textAt(bytes, starts[slot]!, ends[slot]!);
    const at = (slot: number): never => faultAt(name, line + 2, wanted[slot]!.name, value(slot), wrong);
    const batch = rules.batches.findIndex((b) => b.id === value(2));
    if (batch < 0) at(2);
    const capacity = readWhole(bytes, starts[3]!, ends[3]!);
    if (capacity < 0) at(3);
    const least = starts[5] === ends[5] ? -1 : readScore(bytes, starts[5]!, ends[5]!) * 10_000;
    if (Number.isNaN(least)) at(5);
    const quota = value(6) === "" ? -1 : rules.quotas.findIndex((q) => q.id === value(6));
    if (quota < 0 && value(6) !== "") at(6);
    const list = value(7) === "" ? 0 : 1 + rankings.indexOf(value(7));
    if (list === 0 && value(7) !== "") at(7);
    if (rules.group && value(4) === "") at(4);
    if (value(0) === "") at(0);
    rows.push({ id: value(0), category: numberOf(categories, value(1)), batch, capacity, school: value(4), least, quota, list, line: line + 2 }); // prettier-ignore
  });
  return { units: unitsOf(name, rows, rules), rows: rows.length };
}

function unitsOf(name: string, rows: PlanRow[], rules: Rules): Units {
  const byUnit = new Map<string, PlanRow[]>();
  for (const row of rows) byUnit.set(row.id, [...(byUnit.get(row.id) ?? []), row]);
  const sorted = [...byUnit].map(([id, own]) => ({ bytes: Buffer.from(id), own }));
  sorted.sort((a, b) => Buffer.compare(a.bytes, b.bytes));
  const collector = new IdCollector();
  const pools: { unit: number; quota: number; capacity: number }[] = [];
  const count = sorted.length;
  const units = {
    category: shared(Uint16Array, count),
    batch: shared(Uint16Array, count),
    least: shared(Float64Array, count),
    list: shared(Uint16Array, count),
    group: shared(Int32Array, count).fill(-1),
    poolStart: shared(Uint32Array, count + 1),
  };
  const groups = new Map<string, number>();
  const schools: string[] = [];
  sorted.forEach(({ bytes, own }, u) => {
    collector.add(bytes, 0, bytes.length);
    const first = own[0]!;
    for (const row of own)
      for (const key of ["category", "batch", "school", "least", "list"] as const)
        if (row[key] !== first[key])
          faultAt(name, row.line, key, row.id, { zh: "同一单位前后不一", en: "rows of one unit differ" });
    units.category[u] = first.category;
    units.batch[u] = first.batch;
    units.least[u] = first.least;
    units.list[u] = first.list;
    if (rules.group) {
      const key = `${first.category} ${first.batch} ${first.school}`;
      if (!groups.has(key)) groups.set(key, schools.push(first.school) - 1);
      units.group[u] = groups.get(key)!;
    }
    for (let quota = -1; quota < rules.quotas.length; quota++) {
      const rowsOf = own.filter((row) => row.quota === quota);
      if (rowsOf.length > 1)
        faultAt(name, rowsOf[1]!.line, "quota", first.id, { zh: "同一单位同一专项重复", en: "a unit has this quota twice" }); // prettier-ignore
      if (rowsOf.length === 1 || quota < 0)
        pools.push({ unit: u, quota, capacity: rowsOf[0]?.capacity ?? 0 });
    }
    units.poolStart[u + 1] = pools.length;
  });
  const table = {
    unit: shared(Uint32Array, pools.length),
    quota: shared(Int32Array, pools.length),
    capacity: shared(Int32Array, pools.length),
  };
  pools.forEach((pool, p) => {
    table.unit[p] = pool.unit;
    table.quota[p] = pool.quota;
    table.capacity[p] = pool.capacity;
  });
  const { table: ids } = collector.finish();
  return { count, ids, ...units, schools, pools: { count: pools.length, ...table } };
}

/** Place of a name in a list of names, put at its end where it is new. */
function numberOf(names: string[], name: string): number {
  const found = names.indexOf(name);
  return found >= 0 ? found : names.push(name) - 1;
}
