import fs from "node:fs";
import path from "node:path";
import { SAMPLE_YEAR, writeSample } from "@tixi/engines/sample";
import { projectFolder } from "./server.ts";

export interface GivenFile {
  path: string;
  /** rows below the header */
  rows: number;
  /** said where something else than intended had to be used */
  note?: string;
}

const SHARED = path.join(projectFolder, "..", "shared", "data", "postings", "postings.ndjson");
const PLANS = path.join(projectFolder, "..", "shared", "data", "supply", "hubei_2026_zhuanke_plan.csv");
const IN_SHORT = 8_000;

/**
 * Real postings, or generated ones where there are none beside the project. Short of TIXI_E2E_ALL only the first
 * 8,000, so that the journey stays quick.
 */
export async function realPostings(folder: string): Promise<GivenFile> {
  if (!fs.existsSync(SHARED)) {
    const { postings } = await writeSample(path.join(folder, "generated"), { postings: IN_SHORT, seed: 7 });
    return {
      path: postings,
      rows: IN_SHORT,
      note: "no real postings beside the project (../shared/data/postings): generated ones are imported instead",
    };
  }
  const lines = fs
    .readFileSync(SHARED, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  const taken = process.env["TIXI_E2E_ALL"] ? lines : lines.slice(0, IN_SHORT);
  const file = path.join(folder, "postings.ndjson");
  fs.writeFileSync(file, taken.join("\n") + "\n");
  return { path: file, rows: taken.length };
}

/**
 * Real postings of Wuhan (with TIXI_E2E_ALL of the whole country) and the real enrolment plans offered in Hubei, or null
 * where they do not lie beside the project.
 */
export function realProvince(folder: string): { postings: GivenFile; plans: string } | null {
  if (!fs.existsSync(SHARED) || !fs.existsSync(PLANS)) return null;
  const lines = fs
    .readFileSync(SHARED, "utf8")
    .split("\n")
    .filter((line) => line !== "");
  const taken = process.env["TIXI_E2E_ALL"] ? lines : lines.filter((line) => line.includes('"武汉市"'));
  const file = path.join(folder, "招聘信息.ndjson");
  fs.writeFileSync(file, taken.join("\n") + "\n");
  return { postings: { path: file, rows: taken.length }, plans: PLANS };
}

/** What a labour office really sends: a header nobody knows, one row twice, and two rows that cannot be right. */
export function officeTable(folder: string): GivenFile & { rejected: number; duplicate: number } {
  const head = ["活儿", "单位", "城市", "工资", "学历", "人数", "具体要求", "发布日期"];
  const day = `${SAMPLE_YEAR}-03-0`;
  const rows = [
    [
      "数控车床操作工",
      "云湖精工",
      "云湖市",
      "6-8千/月",
      "中专",
      "招3人",
      "会看图纸，限男性，35岁以下",
      `${day}1`,
    ],
    ["养老护理员", "福寿之家", "云湖市", "5000-6500", "不限", "若干", "照料老人起居，性别不限", `${day}2`],
    ["养老护理员", "福寿之家", "云湖市", "5000-6500", "不限", "若干", "照料老人起居，性别不限", `${day}2`],
    ["电工", "云湖供电", "云湖市", "8千", "大专", "2", "持电工证", "去年冬天"],
    ["", "无名公司", "云湖市", "面议", "本科", "1", "文案", `${day}4`],
  ];
  const file = path.join(folder, "招工登记.csv");
  const quoted = (cells: string[]): string => cells.map((cell) => `"${cell}"`).join(",");
  fs.writeFileSync(file, "\uFEFF" + [head, ...rows].map(quoted).join("\r\n") + "\r\n");
  return { path: file, rows: rows.length, rejected: 2, duplicate: 1 };
}

/** Two more tables, dropped together: a survey and an industry plan of the sample province. */
export async function moreTables(folder: string): Promise<string[]> {
  const made = await writeSample(path.join(folder, "more"), { postings: 1000, enterprises: 40, seed: 11 });
  return [made.surveys, made.industryPlan];
}
