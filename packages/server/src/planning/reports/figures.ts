import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { initWasm, Resvg } from "@resvg/resvg-wasm";
import { font } from "./fonts.ts";
import {
  figure,
  type OccupationLine,
  type ProgrammeLine,
  type ReportModel,
  type TrendPoint,
} from "./model.ts";

const require = createRequire(import.meta.url);
const INK = "#1f2933";
const BLUE = "#1F4E79";
const ORANGE = "#C55A11";
const GREY = "#8a94a0";
let ready: Promise<void> | undefined;

export interface Figure {
  caption: string;
  png: Buffer;
  /** pixels at 1×; the PNG holds twice as many */
  width: number;
  height: number;
}

/** The figures of a printed release, drawn as SVG and rasterised at 2× with the embedded open font. */
export async function drawFigures(
  model: ReportModel,
): Promise<Record<"shortages" | "surpluses" | "trend", Figure>> {
  return {
    shortages: await rasterise(bars(model.shortages, "shortage", ORANGE), "短缺最多的十个职业（人）"),
    surpluses: await rasterise(bars(model.surpluses, "surplus", BLUE), "过剩最多的十个专业（人）"),
    trend: await rasterise(trendLines(model.trend), "需求与供给：已有年份与五年预测（人，阴影为区间）"),
  };
}

async function rasterise(
  svg: { text: string; width: number; height: number },
  caption: string,
): Promise<Figure> {
  ready ??= initWasm(readFileSync(require.resolve("@resvg/resvg-wasm/index_bg.wasm")));
  await ready;
  const renderer = new Resvg(svg.text, {
    fitTo: { mode: "zoom", value: 2 },
    font: { fontBuffers: [font("sans")], defaultFontFamily: "Noto Sans SC", sansSerifFamily: "Noto Sans SC" },
  });
  const image = renderer.render();
  const png = Buffer.from(image.asPng());
  image.free();
  renderer.free();
  return { caption, png, width: svg.width, height: svg.height };
}

function escape(text: string): string {
  return text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c] ?? c);
}

function document(
  width: number,
  height: number,
  body: string,
): { text: string; width: number; height: number } {
  return {
    text: `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="Noto Sans SC" font-size="13">
<rect width="${width}" height="${height}" fill="#fff"/>${body}</svg>`,
    width,
    height,
  };
}

function bars<K extends "shortage" | "surplus">(
  lines: (OccupationLine | ProgrammeLine)[],
  key: K,
  colour: string,
): { text: string; width: number; height: number } {
  const width = 640;
  const row = 26;
  const left = 210;
  const shown = lines.map((l) => ({
    name: l.name,
    value: (l as Record<K, number | null> & { name: string })[key] ?? 0,
  }));
  const top = Math.max(1, ...shown.map((l) => l.value));
  const body = shown
    .map(({ name, value }, i) => {
      const y = 8 + i * row;
      const length = (value / top) * (width - left - 80);
      const label = name.length > 14 ? `${name.slice(0, 13)}…` : name;
      return (
        `<text x="${left - 8}" y="${y + 16}" text-anchor="end" fill="${INK}">${escape(label)}</text>` +
        `<rect x="${left}" y="${y + 4}" width="${Math.max(1, length).toFixed(1)}" height="16" fill="${colour}"/>` +
        `<text x="${(left + length + 6).toFixed(1)}" y="${y + 16}" fill="${INK}">${figure(value)}</text>`
      );
    })
    .join("");
  return document(width, 16 + Math.max(1, shown.length) * row, body);
}

function trendLines(points: TrendPoint[]): { text: string; width: number; height: number } {
  const width = 640;
  const height = 280;
  const box = { left: 64, right: width - 90, top: 16, bottom: height - 34 };
  const years = points.map((p) => p.year);
  const first = Math.min(...years);
  const span = Math.max(1, Math.max(...years) - first);
  const top =
    Math.max(1, ...points.flatMap((p) => [p.demand.high, p.supply.high, p.demand.value, p.supply.value])) *
    1.05;
  const x = (year: number) => box.left + ((year - first) / span) * (box.right - box.left);
  const y = (value: number) => box.bottom - (value / top) * (box.bottom - box.top);
  const at = (year: number, value: number) => `${x(year).toFixed(1)},${y(value).toFixed(1)}`;
  const grid = [0, 0.25, 0.5, 0.75, 1]
    .map((share) => {
      const value = top * share;
      return (
        `<line x1="${box.left}" x2="${box.right}" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}" stroke="#e3e7eb"/>` +
        `<text x="${box.left - 6}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end" fill="${GREY}" font-size="11">${figure(Math.round(value))}</text>`
      );
    })
    .join("");
  const axis = points
    .map(
      (p) =>
        `<text x="${x(p.year).toFixed(1)}" y="${box.bottom + 18}" text-anchor="middle" fill="${GREY}" font-size="11">${p.year}${p.kind === "forecast" ? "＊" : ""}</text>`,
    )
    .join("");
  const series = (key: "demand" | "supply", name: string, colour: string) => {
    const band =
      points.map((p) => at(p.year, p[key].high)).join(" ") +
      " " +
      [...points]
        .reverse()
        .map((p) => at(p.year, p[key].low))
        .join(" ");
    const measured = points.filter((p) => p.kind === "measured");
    const ahead = points.filter((p) => p.kind === "forecast" || p === measured.at(-1));
    const line = (part: TrendPoint[], dash: string) =>
      `<polyline fill="none" stroke="${colour}" stroke-width="2"${dash} points="${part.map((p) => at(p.year, p[key].value)).join(" ")}"/>`;
    const last = points.at(-1);
    return (
      `<polygon points="${band}" fill="${colour}" opacity="0.14"/>` +
      line(measured, "") +
      line(ahead, ' stroke-dasharray="5 4"') +
      (last
        ? `<text x="${box.right + 6}" y="${(y(last[key].value) + 4).toFixed(1)}" fill="${colour}">${name}</text>`
        : "")
    );
  };
  return document(
    width,
    height,
    grid + axis + series("demand", "用人需求", ORANGE) + series("supply", "毕业生供给", BLUE),
  );
}
