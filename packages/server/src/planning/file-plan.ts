/** An enrolment plan from files to files: what `tixi plan` writes. */
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { defaultParameters, type CycleParameters } from "@tixi/engines/cycle";
import {
  CARDS,
  conflictSentence,
  defaultLimits,
  openQuota,
  reasonsSentence,
  type Card,
  type Limit,
  type QuotaInput,
  type QuotaOffering,
} from "@tixi/engines/quota";
import { EDUCATIONS, LEVELS, type Level, type OfferingRow } from "@tixi/engines/types";
import { standards } from "@tixi/standards";
import { readCycleFiles, type ColumnDecisions, type FilesRead } from "../demand/index.ts";
import { parseCsv } from "../platform/files/row-parser.ts";
import { regionName } from "../registry/index.ts";
import { version } from "../version.ts";
import { cycleTables } from "./cycle-tables.ts";
import { programmeName } from "./names.ts";

/** What a limits file may hold; everything that is left out is as by default, or not limited. */
export interface PlanLimits {
  limits?: Partial<QuotaInput["limits"]>;
  /** by name of the school */
  schools?: QuotaInput["schools"];
  cityFloors?: QuotaInput["cityFloors"];
  shortageFloors?: QuotaInput["shortageFloors"];
  programmeCaps?: QuotaInput["programmeCaps"];
  /** codes of the programmes that count as short */
  shortageProgrammes?: string[];
  classSizes?: Partial<Record<Level, { min: number; max: number } | null>>;
  /** by key of the offering */
  proposals?: Record<string, { min: number; max: number }>;
}

export interface FilePlanOptions {
  /** folder that `tixi cycle` wrote, with its `internal` figures */
  cycle: string;
  offerings: readonly string[];
  /** cards.csv as `tixi adjust` writes it: columns offering, decision */
  cards?: string | undefined;
  limits?: PlanLimits | undefined;
  scale: Partial<Record<Level, number>>;
  year: number;
  /** columns offering, seats */
  lock?: string | undefined;
  out: string;
  map?: ColumnDecisions | undefined;
}

export interface FilePlanOutcome {
  kind: "plan" | "conflict";
  files: FilesRead["files"];
  written: string[];
  summary: string;
}

/** A class, where the limits file does not say: 50 is the usual most, half of it the least worth a teacher. A judgement. */
const CLASS = { min: 25, max: 50 };
/** Persons that a programme's own share of work-seekers must rest on; else its level's is used. */
const ENOUGH = 60;

/**
 * Reads the cycle's folder and the offerings, plans, and writes plan.csv, reasons.ndjson and manifest.json; in a conflict
 * conflict.json instead of the first two. The same input gives the same bytes.
 * @throws Error naming the file, the offering or the year that is at fault
 */
export async function runFilePlan(options: FilePlanOptions): Promise<FilePlanOutcome> {
  const cycle = await readCycle(options.cycle);
  const read = await readCycleFiles(
    { region: cycle.region, year: options.year, postings: [], offerings: options.offerings, surveys: [], industryPlan: [], map: options.map },
    () => undefined,
  ); // prettier-ignore
  const input = inputOf(options, cycle, read.input.offerings, {
    cards: await table(options.cards),
    locks: await table(options.lock),
  });
  const session = openQuota(input, cycleTables());
  const answer = await session.solve({ milliseconds: 300_000 });
  const nameOf = (limit: Limit): string =>
    limit.kind === "city"
      ? regionName(limit.of)
      : limit.kind === "programme"
        ? programmeName(limit.of)
        : limit.of;
  const files: { name: string; text: string }[] = [];
  let summary: string;
  if (answer.kind === "conflict") {
    summary = conflictSentence(answer.conflict, "zh-CN", nameOf);
    const text = { ...answer.conflict, zh: summary, en: conflictSentence(answer.conflict, "en", nameOf) };
    files.push({ name: "conflict.json", text: `${JSON.stringify(text, null, 1)}\n` });
  } else {
    const { plan } = answer;
    const reasons = session.explain(plan.seats, undefined, plan.warm);
    const order = [...input.offerings.keys()].sort((a, b) =>
      input.offerings[a]!.key < input.offerings[b]!.key ? -1 : 1,
    );
    files.push({
      name: "plan.csv",
      text: csv(
        ["offering", "school", "programme_code", "programme", "level", "city_code", "city", "card", "last", "seats", "classes", "change", "marginal", "why"],
        order.map((row) => {
          const o = input.offerings[row]!;
          const seats = plan.seats[row]!;
          return [
            o.key, o.school, o.programme, programmeName(o.programme), o.level, o.city, regionName(o.city), o.card, o.last, seats,
            plan.classes[row] ?? "", seats - o.last, round(plan.marginal[row]!), reasonsSentence(reasons[row]!, "zh-CN", nameOf),
          ];
        }),
      ),
    }); // prettier-ignore
    files.push({
      name: "reasons.ndjson",
      text: order
        .map((row) => `${JSON.stringify({ ...reasons[row]!, en: reasonsSentence(reasons[row]!, "en", nameOf) })}\n`)
        .join(""),
    }); // prettier-ignore
    const value = (n: number): string => n.toFixed(1);
    summary = `${options.year} 年计划 ${plan.seats.reduce((a, b) => a + b, 0)} 人，${plan.seats.filter((s) => s > 0).length} 个专业点；平衡价值 ${value(plan.value)}，上界 ${value(plan.bound)}，差距 ${(100 * plan.gap).toFixed(2)} %${plan.proven ? "" : "（时限内未能证明）"}；上年计划按同一口径为 ${value(session.valueOf(input.offerings.map((o) => o.last)))}。`;
  }
  await mkdir(options.out, { recursive: true });
  const written: string[] = [];
  const write = async (name: string, text: string): Promise<void> => {
    const target = path.join(options.out, name);
    // a file appears under its name only when it is complete
    await writeFile(`${target}.unfinished`, text, { flush: true });
    await rename(`${target}.unfinished`, target);
    written.push(target);
  };
  for (const { name, text } of files) await write(name, text);
  const out = path.resolve(options.out);
  const manifest = {
    kind: "tixi-plan",
    region: cycle.region,
    year: options.year,
    sample: cycle.sample,
    cycle: { year: cycle.year, path: path.relative(out, path.resolve(options.cycle)), inputs: cycle.inputs },
    inputs: read.files.map(({ name, kind, sha256, counts }) => ({ name, kind, sha256, counts })),
    scale: options.scale,
    limits: options.limits ?? null,
    offerings: input.offerings.length,
    answer:
      answer.kind === "plan"
        ? { kind: "plan", value: round(answer.plan.value), bound: round(answer.plan.bound), gap: round(answer.plan.gap), tight: answer.plan.tight }
        : { kind: "conflict", limits: answer.conflict.limits.length },
    versions: { standards: standards().version, tixi: version },
    outputs: files.map(({ name, text }) => ({ name, bytes: Buffer.byteLength(text), sha256: hash(text) })),
  }; // prettier-ignore
  await write("manifest.json", `${JSON.stringify(manifest, null, 1)}\n`);
  return { kind: answer.kind, files: read.files, written, summary };
}

type Table = Record<string, string>[];

interface CycleFolder {
  region: string;
  year: number;
  sample: boolean;
  parameters: CycleParameters;
  cells: Table;
  programmes: Table;
  inputs: { name: string; sha256: string }[];
}

async function readCycle(folder: string): Promise<CycleFolder> {
  const manifest = JSON.parse(await readFile(path.join(folder, "manifest.json"), "utf8")) as
    (Pick<CycleFolder, "region" | "year" | "sample"> & { kind: string; parameters?: CycleParameters }) | null;
  if (manifest?.kind !== "tixi-cycle") throw new Error(`${folder}：不是 tixi cycle 写的文件夹`);
  const inputs: CycleFolder["inputs"] = [];
  const own = async (name: string): Promise<Table> => {
    const text = await readFile(path.join(folder, "internal", name), "utf8");
    inputs.push({ name: `internal/${name}`, sha256: hash(text) });
    return rowsOf(text);
  };
  return {
    ...manifest,
    parameters: manifest.parameters ?? defaultParameters,
    cells: await own("cells.csv"),
    programmes: await own("programmes.csv"),
    inputs,
  };
}

/** @throws Error when the cycle does not reach a year in which those who enter graduate */
function inputOf(
  options: FilePlanOptions,
  cycle: CycleFolder,
  rows: readonly OfferingRow[],
  { cards, locks }: { cards: Table; locks: Table },
): QuotaInput {
  const said = options.limits ?? {};
  const { yearsOf } = cycleTables();
  const keyOf = (row: OfferingRow): string => `${row.schoolName}|${row.programmeCode}|${row.city}`;
  const past = rows.filter((row) => row.year < options.year);
  const lastYear = past.reduce((year, row) => Math.max(year, row.year), 0);
  const card = new Map(cards.map((row) => [row["offering"] ?? "", row["decision"] ?? ""]));
  const lock = new Map(locks.map((row) => [row["offering"] ?? "", Number(row["seats"])]));
  const short = new Set(said.shortageProgrammes ?? []);
  const conversion = conversions(past, cycle);
  const latest = new Map<string, OfferingRow>();
  for (const row of past) if (row.year === lastYear) latest.set(keyOf(row), row);
  const offerings = [...latest].map(([key, row]): QuotaOffering => {
    const duration = Math.round(
      row.duration ?? yearsOf(row.programmeCode) ?? cycle.parameters.supply.duration[row.level],
    );
    const decision = card.get(key);
    const locked = lock.get(key);
    if (locked !== undefined && !(Number.isInteger(locked) && locked >= 0))
      throw new Error(`锁定文件：${key} 的计划数应为不小于 0 的整数`);
    return {
      key,
      school: row.schoolName,
      programme: row.programmeCode,
      level: row.level,
      city: row.city,
      duration,
      last: Math.round(row.plan ?? row.registered ?? row.admitted ?? 0),
      card: CARDS.find((c): c is Card => c === decision) ?? "keep",
      classSize: said.classSizes?.[row.level] === undefined ? CLASS : said.classSizes[row.level]!,
      proposal: said.proposals?.[key] ?? null,
      locked: locked ?? null,
      conversion: conversion(row.programmeCode, row.level, duration),
      shortage: short.has(row.programmeCode),
    };
  });
  for (const key of lock.keys()) if (!latest.has(key)) throw new Error(`锁定文件：没有专业点 ${key}`);
  // Cells of the graduation year that offerings of this plan fill are the plan's to decide; the others are in the pipeline.
  const planned = new Set(offerings.map((o) => `${options.year + o.duration} ${o.programme} ${o.city}`));
  const years = [...new Set(offerings.map((o) => options.year + o.duration))].sort((a, b) => a - b);
  const markets = years.map((year): QuotaInput["markets"][number] => {
    const demand = cycle.cells.flatMap((c) => {
      const level = EDUCATIONS.find((e) => e === c["level"]);
      return c["side"] === "demand" && Number(c["year"]) === year && level
        ? [
            {
              occupation: c["code"] ?? "",
              city: c["city_code"] ?? "",
              level,
              amount: Number(c["value"] ?? 0),
            },
          ]
        : [];
    });
    if (demand.length === 0) throw new Error(`测算没有 ${year} 年的需求，预测年限不够`);
    const other = cycle.programmes.flatMap((p) => {
      const [code, city] = [p["programme_code"] ?? "", p["city_code"] ?? ""];
      const level = standards().findProgramme(code)?.level;
      return city && level && Number(p["year"]) === year && !planned.has(`${year} ${code} ${city}`)
        ? [{ programme: code, level, city, amount: Number(p["supply"] ?? 0) }]
        : [];
    });
    return { year, demand, other };
  });
  const { weights, moveCost, cityCosts, levels } = cycle.parameters.balance;
  return {
    year: options.year,
    cities: [...new Set([...offerings.map((o) => o.city), ...markets.flatMap((m) => m.demand.map((d) => d.city))])].sort(),
    offerings,
    schools: said.schools ?? [],
    scale: options.scale,
    cityFloors: said.cityFloors ?? [],
    shortageFloors: said.shortageFloors ?? [],
    programmeCaps: said.programmeCaps ?? [],
    limits: { ...defaultLimits, ...said.limits },
    markets,
    balance: { weights, moveCost, cityCosts, levels },
  }; // prettier-ignore
}

/** Work-seekers per seat: graduates per seat planned so many years before, by level, times the share that seeks work. */
function conversions(
  rows: readonly OfferingRow[],
  cycle: CycleFolder,
): (programme: string, level: Level, duration: number) => number {
  const planned = new Map<string, number>();
  for (const row of rows)
    if (row.plan !== null)
      planned.set(`${row.schoolName}|${row.programmeCode}|${row.city} ${row.year}`, row.plan);
  const finish = new Map(
    LEVELS.map((level) => {
      let seats = 0;
      let graduates = 0;
      for (const row of rows) {
        if (row.level !== level || row.graduates === null || row.duration === null) continue;
        const entered = planned.get(`${row.schoolName}|${row.programmeCode}|${row.city} ${row.year - row.duration}`);
        if (entered === undefined) continue;
        seats += entered;
        graduates += row.graduates;
      }
      return [level, seats > 0 ? Math.min(1, graduates / seats) : 1];
    }),
  ); // prettier-ignore
  const share = new Map<string, { graduates: number; supply: number }>();
  for (const p of cycle.programmes) {
    if (Number(p["year"]) !== cycle.year) continue;
    const level = standards().findProgramme(p["programme_code"] ?? "")?.level ?? "";
    for (const key of [p["programme_code"] ?? "", level]) {
      const sum = share.get(key) ?? { graduates: 0, supply: 0 };
      sum.graduates += Number(p["graduates"] ?? 0);
      sum.supply += Number(p["supply"] ?? 0);
      share.set(key, sum);
    }
  }
  return (programme, level) => {
    const own = share.get(programme);
    const from = own && own.graduates >= ENOUGH ? own : share.get(level);
    const seek = from && from.graduates > 0 ? Math.min(1, from.supply / from.graduates) : 1;
    return Math.round(1000 * finish.get(level)! * seek) / 1000;
  };
}

async function table(file: string | undefined): Promise<Table> {
  return file ? rowsOf(await readFile(file, "utf8")) : [];
}

function rowsOf(text: string): Table {
  let header: string[] | undefined;
  const rows: Table = [];
  parseCsv(text.replace(/^\uFEFF/, ""), ",", (values) => {
    if (!header) header = [...values];
    else rows.push(Object.fromEntries(header.map((name, i) => [name, values[i] ?? ""])));
  });
  return rows;
}

function csv(columns: readonly string[], rows: readonly (string | number)[][]): string {
  const line = (cells: readonly (string | number)[]): string =>
    cells.map((c) => (/[",\r\n]/.test(String(c)) ? `"${String(c).replaceAll('"', '""')}"` : c)).join(",");
  return `\uFEFF${[columns, ...rows].map(line).join("\r\n")}\r\n`;
}

const round = (value: number): number => Math.round(value * 1e6) / 1e6;
const hash = (content: string): string => createHash("sha256").update(content).digest("hex");
