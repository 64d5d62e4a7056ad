/** An enrolment plan from files to files: what `tixi plan` writes. */
import { createHash } from "node:crypto";
import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { conflictSentence, limitPhrase, openQuota, reasonsSentence, type Limit } from "@tixi/engines/quota";
import type { Level } from "@tixi/engines/types";
import { standards } from "@tixi/standards";
import { readCycleFiles, RejectedRows, type ColumnDecisions, type FilesRead } from "../demand/index.ts";
import { regionName } from "../registry/index.ts";
import { version } from "../version.ts";
import { cycleTables } from "./cycle-tables.ts";
import { inputOf, readCards, readCycle, readLocks } from "./file-plan-input.ts";
import { limitsOf } from "./file-plan-limits.ts";
import { programmeName } from "./names.ts";

export interface FilePlanOptions {
  /** folder that `tixi cycle` wrote, with its `internal` figures */
  cycle: string;
  offerings: readonly string[];
  /** cards.csv as `tixi adjust` writes it: columns offering, decision */
  cards?: string | undefined;
  /** what a limits file holds, not looked at yet */
  limits?: Record<string, unknown> | undefined;
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

/**
 * Reads the cycle's folder and the offerings, plans, and writes plan.csv, reasons.ndjson, rejected.csv and manifest.json; in a
 * conflict conflict.json instead of the first two. The same input gives the same bytes.
 * @throws Error naming the file with its line, the place in the limits, the offering or the year that is at fault
 */
export async function runFilePlan(options: FilePlanOptions): Promise<FilePlanOutcome> {
  const limits = limitsOf(options.limits ?? {});
  const cycle = await readCycle(options.cycle);
  const rejected = new RejectedRows();
  const read = await readCycleFiles(
    { region: cycle.region, year: options.year, postings: [], offerings: options.offerings, surveys: [], industryPlan: [], map: options.map },
    (file, rejections) => rejected.add(file, rejections),
  ); // prettier-ignore
  const input = inputOf({ ...options, limits }, cycle, read.input.offerings, {
    cards: await readCards(options.cards),
    locks: await readLocks(options.lock),
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
    const said = answer.conflict.limits.map((limit, i) => ({
      ...limit,
      nearest: answer.conflict.nearest?.[i] ?? null,
      zh: limitPhrase(limit, "zh-CN", nameOf),
      en: limitPhrase(limit, "en", nameOf),
    }));
    const text = {
      single: answer.conflict.single,
      limits: said,
      zh: summary,
      en: conflictSentence(answer.conflict, "en", nameOf),
    };
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
  const refused = { name: "rejected.csv", text: rejected.text() };
  await write(refused.name, refused.text);
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
    openings: input.offerings.filter(({ last }) => last === 0).length,
    answer:
      answer.kind === "plan"
        ? { kind: "plan", value: round(answer.plan.value), bound: round(answer.plan.bound), gap: round(answer.plan.gap), tight: answer.plan.tight }
        : { kind: "conflict", limits: answer.conflict.limits.length },
    versions: { standards: standards().version, tixi: version },
    outputs: [...files, refused].map(({ name, text }) => ({ name, bytes: Buffer.byteLength(text), sha256: hash(text) })),
  }; // prettier-ignore
  await write("manifest.json", `${JSON.stringify(manifest, null, 1)}\n`);
  return { kind: answer.kind, files: read.files, written, summary };
}

function csv(columns: readonly string[], rows: readonly (string | number)[][]): string {
  const line = (cells: readonly (string | number)[]): string =>
    cells.map((c) => (/[",\r\n]/.test(String(c)) ? `"${String(c).replaceAll('"', '""')}"` : c)).join(",");
  return `\uFEFF${[columns, ...rows].map(line).join("\r\n")}\r\n`;
}

const round = (value: number): number => Math.round(value * 1e6) / 1e6;
const hash = (content: string): string => createHash("sha256").update(content).digest("hex");
