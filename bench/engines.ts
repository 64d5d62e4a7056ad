/** The engines of a cycle, each beside what it could not do without, or beside the plain way of doing it. */
import { solveBalance } from "@tixi/engines/balance";
import { balanceProgramme } from "@tixi/engines/balance/testing";
import { computeCycle, defaultParameters, loadHighs } from "@tixi/engines/cycle";
import { inventInput, officialTables } from "@tixi/engines/cycle/testing";
import { estimateDemand } from "@tixi/engines/demand";
import { attack, suppress } from "@tixi/engines/disclosure";
import { cubeOf } from "@tixi/engines/disclosure/testing";
import { forecastSeries } from "@tixi/engines/forecast";
import { randomWalks } from "@tixi/engines/forecast/testing";
import { createIntake, recogniseColumns, RegionIndex } from "@tixi/engines/intake";
import { POSTING_HEADERS, SAMPLE_PROVINCE, SAMPLE_REGIONS, samplePostings } from "@tixi/engines/sample";
import { estimateSupply } from "@tixi/engines/supply";
import { EDUCATIONS } from "@tixi/engines/types";
import { standards } from "@tixi/standards";
import { parseCsv } from "../packages/server/src/platform/files/row-parser.ts";
import { format, timed, type Row } from "./row.ts";

export async function rows(): Promise<Row[]> {
  return [
    await intake(),
    await demand(),
    await supply(),
    ...(await forecast()),
    ...(await balance()),
    ...(await disclosure()),
  ];
}

/** Seconds of the quickest of three runs: other work on the machine only ever adds. */
async function best(work: () => unknown): Promise<number> {
  let seconds = Infinity;
  for (let run = 0; run < 3; run++) seconds = Math.min(seconds, (await timed(work)).seconds);
  return seconds;
}

async function intake(): Promise<Row> {
  const POSTINGS = 50_000;
  const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const lines: string[] = [];
  for (const { cells } of samplePostings(POSTINGS, 7)) lines.push(cells.map(quoted).join(","));
  const text = lines.join("\r\n");
  const regions = new RegionIndex(
    [...standards().regions, ...SAMPLE_REGIONS].map(({ code, name, parent }) => ({ code, name, parent: parent ?? "" })),
  ); // prettier-ignore
  const mapping = recogniseColumns("postings", POSTING_HEADERS);
  let told = "";
  const check = () => {
    const { counts, take } = createIntake("postings", mapping, {
      regions,
      standards: { programmes: [] },
      scopeRegion: SAMPLE_PROVINCE.code,
      sourceName: "",
    });
    let row = 0;
    parseCsv(text, ",", (values) => take(values, ++row));
    if (counts.read !== counts.accepted + counts.duplicate + counts.rejected)
      throw new Error("a row was lost");
    told = `${format(counts.accepted)} accepted, ${format(counts.duplicate)} duplicate, ${format(counts.rejected)} rejected`;
  };
  const bare = () => {
    let cells = 0;
    parseCsv(text, ",", (values) => (cells += values.length));
    return cells;
  };
  const ours = POSTINGS / (await best(check));
  const peer = POSTINGS / (await best(bare));
  return {
    what: `intake: rows of postings parsed, checked and compared with all before (${told})`,
    value: ours,
    unit: "rows/s",
    must: "≥ 100,000",
    peer: "the bare CSV parse",
    peerValue: peer,
    ratio: ours / peer,
    pass: ours >= 100_000,
  };
}

const { demand: demandOptions, balance: balanceOptions, forecast: forecastOptions } = defaultParameters;

async function demand(): Promise<Row> {
  const POSTINGS = 1_000_000;
  const { year, cities, occupations, postings, surveys } = inventInput({
    postings: POSTINGS,
    offerings: 1,
    cities: 16,
    occupations: 400,
  });
  const clusters = { vacancyOf: Uint32Array.from({ length: POSTINGS }, (_, i) => i), count: POSTINGS };
  const graduateShare = EDUCATIONS.map((level) => demandOptions.graduateShare[level]);
  const input = { year, cities, occupations, postings, clusters, surveys };
  const options = { ...demandOptions, graduateShare, maxYears: 8 };
  const ours = await best(() => estimateDemand(input, options));
  const columns = Object.values(postings)
    .filter((column): column is Uint8Array => ArrayBuffer.isView(column))
    .map(({ buffer, byteOffset, byteLength }) => new Uint32Array(buffer, byteOffset, byteLength >> 2));
  const bare = await best(() => {
    let sum = 0;
    for (const words of columns) for (let i = 0; i < words.length; i++) sum = (sum + words[i]!) | 0;
    return sum;
  });
  return {
    what: "demand: hires by cell with intervals of 100 resamples, 1,000,000 postings",
    value: ours,
    unit: "s",
    must: "≤ 6",
    peer: "reading the columns' bytes once",
    peerValue: bare,
    ratio: ours / bare,
    pass: ours <= 6,
  };
}

async function supply(): Promise<Row> {
  const { year, offerings } = inventInput({ postings: 10, offerings: 4_000, cities: 16, occupations: 400 });
  const options = {
    ...defaultParameters.supply,
    yearsOf: (programme: string) => officialTables.yearsOf(programme),
    interval: demandOptions.interval,
  };
  const ours = await best(() => estimateSupply({ year, horizon: 5, offerings }, options));
  const bare = await best(() => {
    let sum = 0;
    for (const row of offerings) {
      sum += (row.graduates ?? 0) + (row.registered ?? 0);
      for (const grade of row.enrolment) sum += grade;
    }
    return sum;
  });
  return {
    what: `supply: graduates of six years by programme and city, ${format(offerings.length)} rows of offerings`,
    value: ours,
    unit: "s",
    must: "≤ 2",
    peer: "adding up the rows once",
    peerValue: bare,
    ratio: ours / bare,
    pass: ours <= 2,
  };
}

async function forecast(): Promise<Row[]> {
  const KNOWN = 8;
  const all = randomWalks(1_600, KNOWN + 3, 11);
  const known = all.map((series) => ({ ...series, values: series.values.slice(0, KNOWN) }));
  const options = { ...forecastOptions, horizon: 3 };
  const found = forecastSeries(known, options);
  const values = new Map(all.map((series) => [series.key, series.values]));
  let inside = 0;
  let ours = 0;
  let naive = 0;
  for (const { key, growth, spread } of found.series)
    for (let h = 0; h < 3; h++) {
      const last = values.get(key)![KNOWN - 1]!;
      const actual = values.get(key)![KNOWN + h]!;
      const expected = last * growth[h]!;
      ours += Math.abs(actual - expected);
      naive += Math.abs(actual - last);
      if (Math.abs(Math.log((1 + actual) / (1 + expected))) <= spread[h]!) inside++;
    }
  const coverage = inside / (3 * found.series.length);
  const seconds = await best(() => forecastSeries(known, options));
  const pass = await best(() => known.reduce((sum, s) => s.values.reduce((a, b) => a + b, sum), 0));
  const mean = (error: number) => error / (3 * all.length);
  return [
    {
      what: "forecast: mean absolute error over three years nobody has seen, 1,600 invented series",
      value: mean(ours),
      unit: "hires",
      must: "≤ 0.9 × peer",
      peer: "every year as the last one",
      peerValue: mean(naive),
      ratio: ours / naive,
      pass: ours <= 0.9 * naive,
    },
    {
      what: "forecast: share of these years within the intervals",
      value: coverage,
      unit: "",
      must: "0.75 to 0.92",
      peer: "what the intervals say",
      peerValue: options.interval,
      ratio: coverage / options.interval,
      pass: coverage >= 0.75 && coverage <= 0.92,
    },
    {
      what: "forecast: 1,600 series of eight years, fitted and tested on their own past",
      value: seconds,
      unit: "s",
      must: "≤ 5",
      peer: "reading each value once",
      peerValue: pass,
      ratio: seconds / pass,
      pass: seconds <= 5,
    },
  ];
}

async function balance(): Promise<Row[]> {
  const input = inventInput({ postings: 60_000, offerings: 500, cities: 8, occupations: 150 });
  const result = computeCycle(input, defaultParameters, officialTables);
  const { unitsPerPerson } = balanceOptions;
  // The engine works in parts of a person; the reference gets the same numbers.
  const whole = (amount: number) => Math.round(amount * unitsPerPerson) / unitsPerPerson;
  const asked = {
    cities: result.cities,
    supply: result.supply.filter((cell) => cell.year === result.year).map(({ programme, level, city, supply }) => ({ programme, level, city, amount: whole(supply) })),
    demand: result.demand.filter((cell) => cell.year === result.year).map(({ occupation, city, level, demand }) => ({ occupation, city, level, amount: whole(demand) })),
    crosswalk: officialTables.crosswalk,
  }; // prettier-ignore
  const found = solveBalance(asked, balanceOptions);
  const ours = await best(() => solveBalance(asked, balanceOptions));
  const programme = balanceProgramme(asked, balanceOptions);
  const solve = await loadHighs();
  const { seconds, result: reference } = await timed(() => solve(programme.text));
  const size = `${format(asked.supply.length)} × ${format(asked.demand.length)} cells, ${format(programme.edges)} edges`;
  const gap = Math.abs(found.objective - reference.objective) / reference.objective;
  return [
    {
      what: `balance: optimum, even shares, price ranges and flows (${size})`,
      value: ours,
      unit: "s",
      must: "≤ peer",
      peer: "one bare HiGHS solve of the same programme",
      peerValue: seconds,
      ratio: ours / seconds,
      pass: ours <= seconds,
    },
    {
      what: "balance: value of the optimum, relative difference from HiGHS",
      value: gap,
      unit: "",
      must: "≤ 1e-6, status Optimal",
      peer: `HiGHS (${reference.status}): value`,
      peerValue: reference.objective,
      ratio: null,
      pass: reference.status === "Optimal" && gap <= 1e-6,
    },
  ];
}

async function disclosure(): Promise<Row[]> {
  const [groups, codes, cities] = [6, 6, 10];
  const values = randomWalks(groups * codes * cities, 1, 5).map((series) => Math.min(400, series.values[0]!));
  const table = cubeOf(groups, codes, cities, values, (at) => values[at]! > 0 && values[at]! < 12);
  const { protection } = defaultParameters.disclosure;
  const found = suppress(table, { protection });
  const ours = await best(() => suppress(table, { protection }));
  const hidden = [...table.primary.keys()].filter((cell) => table.primary[cell] === 1);
  const solve = await loadHighs();
  const told = (list: Awaited<ReturnType<typeof attack>>) =>
    list.filter(({ value, low, high }) => high - low < protection * value - 1e-6).length;
  const { seconds, result } = await timed(() => attack(table, found.status, hidden, solve));
  const unprotected = told(await attack(table, table.primary, hidden, solve));
  return [
    {
      what: `disclosure: ${found.secondary} cells withheld beside ${found.primary} primary ones, of ${format(table.cells)}`,
      value: ours,
      unit: "s",
      must: "≤ peer",
      peer: "one pass of linear programmes over the primary cells",
      peerValue: seconds,
      ratio: ours / seconds,
      pass: ours <= seconds,
    },
    {
      what: "disclosure: primary cells that the attack works out to within a tenth",
      value: told(result),
      unit: "",
      must: "0",
      peer: "without complementary suppression",
      peerValue: unprotected,
      ratio: null,
      pass: told(result) === 0 && unprotected > 0,
    },
  ];
}
