/**
 * Coding: quality on labelled postings beside search engines over the same official texts, and its cost. The labelled
 * postings and the texts are not part of the project; without them only the cost is measured, on planted postings.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { standards } from "@tixi/standards";
import { evaluate, loadCoder, Ranking, type Quality } from "@tixi/engines/coding";
import { plant } from "@tixi/engines/dedupe/testing";
import { crossValidated } from "../packages/engines/build/cross-validate.ts";
import { readGold, type Labelled } from "../packages/engines/build/gold.ts";
import { readTable } from "../packages/engines/build/standards.ts";
import { miniSearch, orama, trigrams, type Finder, type OccupationText } from "./coding-peers.ts";
import { timed, type Row } from "./row.ts";

const ROOT = join(import.meta.dirname, "..");
const DESCRIPTION = 300;
const POSTINGS = 60_000;
/** Postings a peer is timed on: it is slow, and its speed does not depend on their number. */
const PEER_POSTINGS = 300;

export async function rows(): Promise<Row[]> {
  const texts = occupationTexts();
  const gold = readGold(ROOT);
  return [...(gold ? await quality(gold, texts) : []), ...(await cost(gold, texts))];
}

async function quality(gold: Labelled[], texts: OccupationText[]): Promise<Row[]> {
  const accepted = gold.map((g) => g.accepted);
  // Weights and calibration of each answer were fitted on the other four fifths.
  const ours = evaluate(accepted, crossValidated(ROOT));
  const ask = async (find: Finder) => {
    const answers = [];
    for (const g of gold) {
      const codes = await find(g.title, g.description.slice(0, DESCRIPTION));
      answers.push({ candidates: codes.map((code) => ({ code, confidence: 0 })), chosen: codes.length > 0 });
    }
    return evaluate(accepted, answers);
  };
  const database = await trigrams(texts);
  const peers: [string, Quality][] = [
    ["MiniSearch", await ask(miniSearch(texts))],
    ["Orama", await ask(await orama(texts))],
    ["pg_trgm", await ask(database.find)],
  ];
  await database.close();

  const best = (figure: "hit1" | "hit5" | "group1") =>
    peers.reduce((a, b) => (b[1][figure] > a[1][figure] ? b : a));
  const hit = (what: string, figure: "hit1" | "hit5" | "group1", bound: number): Row => {
    const [name, peer] = best(figure);
    const all = peers.map(([n, q]) => `${n} ${q[figure].toFixed(2)}`).join(", ");
    return {
      what: `coding: ${what}, cross-validated on ${ours.postings} labelled postings`,
      value: ours[figure],
      unit: "",
      must: `≥ ${bound}, ≥ 0.15 above every peer`,
      peer: `${name} (${all})`,
      peerValue: peer[figure],
      ratio: ours[figure] / peer[figure],
      pass: ours[figure] >= bound && ours[figure] >= peer[figure] + 0.15,
    };
  };
  const alone = (what: string, value: number, bound: number): Row => {
    return { what: `coding: ${what}`, value, unit: "", must: `≤ ${bound}`, peer: "", peerValue: null, ratio: null, pass: value <= bound }; // prettier-ignore
  };
  return [
    hit("minor group hit@1", "group1", 0.75),
    hit("occupation hit@1", "hit1", 0.6),
    hit("occupation hit@5", "hit5", 0.8),
    alone("abstention", ours.abstention, 0.1),
    alone("calibration error of the first answer, ten bins", ours.calibrationError, 0.08),
  ];
}

async function cost(gold: Labelled[] | null, texts: OccupationText[]): Promise<Row[]> {
  const source = gold ?? plant(2000, 7);
  const postings = Array.from({ length: POSTINGS }, (_, i) => {
    const { title, description } = source[i % source.length]!;
    return { title, description: description.slice(0, DESCRIPTION) };
  });
  const coder = loadCoder();
  const into = new Ranking();
  const pass = () => {
    for (const posting of postings) coder.codeInto(posting, into);
  };
  pass();
  const before = memory();
  let fastest = Infinity;
  for (let i = 0; i < 5; i++) fastest = Math.min(fastest, (await timed(pass)).seconds);
  const grown = memory() - before;
  const speed = postings.length / fastest;

  const find = miniSearch(texts);
  const few = postings.slice(0, PEER_POSTINGS);
  const peer = few.length / (await timed(async () => { for (const p of few) await find(p.title, p.description); })).seconds; // prettier-ignore
  return [
    {
      what: `coding: postings a second on one core (title + ${DESCRIPTION} characters)`,
      value: speed,
      unit: "/s",
      must: "≥ 40,000, ≥ 20 × MiniSearch",
      peer: "MiniSearch",
      peerValue: peer,
      ratio: speed / peer,
      pass: speed >= 40_000 && speed >= 20 * peer,
    },
    {
      what: `coding: memory grown over ${(5 * POSTINGS).toLocaleString("en-US")} postings`,
      value: Math.max(0, grown),
      unit: "MiB",
      must: "≤ 16",
      peer: "",
      peerValue: null,
      ratio: null,
      pass: grown <= 16,
    },
  ];
}

function memory(): number {
  globalThis.gc?.();
  return process.memoryUsage().rss / 2 ** 20;
}

/** The official texts where they were collected, else what the project carries: names and work types. */
function occupationTexts(): OccupationText[] {
  const path = join(ROOT, "../shared/data/standards/occupation.tsv");
  if (!existsSync(path))
    return standards().occupations.map(({ code, name, workTypes }) => {
      return { code, name, workTypes: workTypes.join(" "), definition: "", tasks: "" };
    });
  const rows = new Map<string, OccupationText>();
  for (const row of readTable(path)) {
    if ((row.status ?? "").startsWith("draft") || rows.has(row.code ?? "")) continue;
    rows.set(row.code ?? "", {
      code: row.code ?? "",
      name: row.name ?? "",
      workTypes: (row.work_types ?? "").replaceAll("|", " "),
      definition: row.definition ?? "",
      tasks: row.main_tasks ?? "",
    });
  }
  return [...rows.values()];
}
