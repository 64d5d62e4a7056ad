/** What `tixi plan` is asked, from files: the cycle's folder, offerings, cards, locks and limits. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { defaultParameters, type CycleParameters } from "@tixi/engines/cycle";
import {
  CARDS,
  classSizeOf,
  defaultLimits,
  type Card,
  type QuotaInput,
  type QuotaOffering,
} from "@tixi/engines/quota";
import { EDUCATIONS, LEVELS, type Level, type OfferingRow } from "@tixi/engines/types";
import { standards } from "@tixi/standards";
import { parseCsv } from "../platform/files/row-parser.ts";
import { cycleTables } from "./cycle-tables.ts";
import type { PlanLimits } from "./file-plan-limits.ts";

/** A class, where the limits file does not say: 50 is the usual most, half of it the least worth a teacher. A judgement. */
const CLASS = { min: 25, max: 50 };
/** Persons that a programme's own share of work-seekers must rest on; else its level's is used. */
const ENOUGH = 60;

const keyOf = (row: OfferingRow): string => `${row.schoolName}|${row.programmeCode}|${row.city}`;
const hash = (content: string): string => createHash("sha256").update(content).digest("hex");

type Table = Record<string, string>[];

export interface CycleFolder {
  region: string;
  year: number;
  sample: boolean;
  parameters: CycleParameters;
  cells: Table;
  programmes: Table;
  inputs: { name: string; sha256: string }[];
}

/** @throws Error for a folder that `tixi cycle` did not write */
export async function readCycle(folder: string): Promise<CycleFolder> {
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
export function inputOf(
  options: { year: number; scale: Partial<Record<Level, number>>; limits: PlanLimits },
  cycle: CycleFolder,
  rows: readonly OfferingRow[],
  { cards, locks }: { cards: ReadonlyMap<string, Card>; locks: readonly Lock[] },
): QuotaInput {
  const said = options.limits;
  const { yearsOf } = cycleTables();
  const past = rows.filter((row) => row.year < options.year);
  const lastYear = past.reduce((year, row) => Math.max(year, row.year), 0);
  const short = new Set(said.shortageProgrammes ?? []);
  const conversion = conversions(past, cycle);
  const latest = new Map<string, OfferingRow>();
  for (const row of past) if (row.year === lastYear) latest.set(keyOf(row), row);
  const openings = openingsOf(rows, cards, options.year, new Set(latest.keys()));
  const lock = new Map<string, number>();
  for (const { place, key, seats } of locks) {
    if (!latest.has(key) && !openings.has(key)) throw new Error(`${place}：没有专业点 ${key}`);
    if (lock.has(key)) throw new Error(`${place}：专业点 ${key} 重复`);
    lock.set(key, seats);
  }
  const offering = (key: string, of: Candidate, last: number, wish: number | null): QuotaOffering => {
    const duration = Math.round(
      of.duration ?? yearsOf(of.programmeCode) ?? cycle.parameters.supply.duration[of.level],
    );
    const size = said.classSizes?.[of.level] === undefined ? CLASS : said.classSizes[of.level]!;
    return {
      key,
      school: of.schoolName,
      programme: of.programmeCode,
      level: of.level,
      city: of.city,
      duration,
      last,
      card: cards.get(key) ?? "keep",
      classSize: size && classSizeOf(last, size),
      proposal: said.proposals?.[key] ?? (wish === null ? null : { min: 0, max: wish }),
      locked: lock.get(key) ?? null,
      conversion: conversion(of.programmeCode, of.level, duration),
      shortage: short.has(of.programmeCode),
    };
  };
  const offerings = [
    ...[...latest].map(([key, row]) =>
      offering(key, row, Math.round(row.plan ?? row.registered ?? row.admitted ?? 0), null),
    ),
    ...[...openings].map(([key, row]) => offering(key, row, 0, row.wish)),
  ];
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
    limits: {
      ...defaultLimits,
      ...said.limits,
      cards: { ...defaultLimits.cards, ...said.limits?.cards },
      change: { ...defaultLimits.change, ...said.limits?.change },
    },
    markets,
    balance: { weights, moveCost, cityCosts, levels },
  }; // prettier-ignore
}

type Candidate = Pick<OfferingRow, "schoolName" | "programmeCode" | "level" | "city" | "duration">;

/**
 * What may be opened: offerings that the files name for the year itself and for no year before, within the seats that stand
 * there, and those whose card says "add". Whether they may have seats the limits say.
 * @throws Error for a card whose offering cannot be told from its key
 */
function openingsOf(
  rows: readonly OfferingRow[],
  cards: ReadonlyMap<string, Card>,
  year: number,
  running: ReadonlySet<string>,
): Map<string, Candidate & { wish: number | null }> {
  const earlier = new Set(rows.filter((row) => row.year < year).map(keyOf));
  const found = new Map<string, Candidate & { wish: number | null }>();
  for (const row of rows) {
    const key = keyOf(row);
    if (row.year === year && !earlier.has(key)) found.set(key, { ...row, wish: row.plan === null ? null : Math.round(row.plan) });
  }
  for (const [key, card] of cards) {
    if (card !== "add" || running.has(key) || found.has(key)) continue;
    const [schoolName = "", programmeCode = "", city = ""] = key.split("|");
    const level = standards().findProgramme(programmeCode)?.level;
    if (schoolName === "" || !level || !/^\d{6}$/.test(city))
      throw new Error(`“增设”的专业点应写成“学校|专业代码|城市代码”，而不是 ${key}`);
    found.set(key, { schoolName, programmeCode, level, city, duration: null, wish: null });
  }
  return found;
} // prettier-ignore

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

/** Cards by key of the offering, from a file as `tixi adjust` writes it. @throws Error naming the line */
export async function readCards(file: string | undefined): Promise<Map<string, Card>> {
  const cards = new Map<string, Card>();
  for (const { place, row } of await linesOf(file, ["offering", "decision"])) {
    const card = CARDS.find((one) => one === row["decision"]);
    if (!card) throw new Error(`${place}：结论应为 ${CARDS.join("、")} 之一，而不是“${row["decision"]}”`);
    cards.set(row["offering"]!, card);
  }
  return cards;
}

export interface Lock {
  /** file and line, for who has to correct it */
  place: string;
  key: string;
  seats: number;
}

/** @throws Error naming the line */
export async function readLocks(file: string | undefined): Promise<Lock[]> {
  return (await linesOf(file, ["offering", "seats"])).map(({ place, row }) => {
    const said = row["seats"]!.trim();
    if (!/^\d{1,6}$/.test(said)) throw new Error(`${place}：计划数应为不小于 0 的整数，而不是“${said}”`);
    return { place, key: row["offering"]!, seats: Number(said) };
  });
}

/** Rows of a small CSV file, one a line, each with its place. @throws Error where a column is missing */
async function linesOf(
  file: string | undefined,
  columns: readonly string[],
): Promise<{ place: string; row: Record<string, string> }[]> {
  if (!file) return [];
  let header: string[] | undefined;
  const found: { place: string; row: Record<string, string> }[] = [];
  for (const [i, line] of (await readFile(file, "utf8"))
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .entries())
    parseCsv(line, ",", (values) => {
      if (!header) {
        header = [...values];
        for (const column of columns)
          if (!header.includes(column)) throw new Error(`${path.basename(file)}：没有 ${column} 列`);
      } else
        found.push({
          place: `${path.basename(file)} 第 ${i + 1} 行`,
          row: Object.fromEntries(header.map((name, at) => [name, values[at] ?? ""])),
        });
    });
  return found;
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
