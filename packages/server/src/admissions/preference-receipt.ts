import { createHash } from "node:crypto";

/** What a receipt is made over. */
export interface Receipted {
  season: { id: string; year: number; channel: string };
  number: string;
  batch: string;
  round: number;
  version: number;
  choices: readonly { unit: string; consent: boolean }[];
  savedAt: Date;
}

const CHINA = 8 * 3_600_000;

/** A moment in China to the millisecond: 2026-05-14T16:59:03.120+08:00. */
export const inChina = (at: Date): string =>
  new Date(at.getTime() + CHINA).toISOString().replace("Z", "+08:00");

/**
 * The text that a candidate is shown and whose SHA-256 (of its UTF-8 bytes, lines ended by a line feed) is his receipt. Names
 * of schools are not in it, for they may be corrected; ids of units are what counts.
 */
export function receiptText({ season, number, batch, round, version, choices, savedAt }: Receipted): string {
  const lines = [
    "志愿填报回执 Receipt of preferences",
    `招生季 season: ${season.year} ${season.channel} ${season.id}`,
    `考生号 candidate: ${number}`,
    `批次 batch: ${batch}`,
    `轮次 round: ${round}`,
    `第几次保存 version: ${version}`,
    `保存时间 saved: ${inChina(savedAt)}`,
    `志愿数 preferences: ${choices.length}`,
    ...choices.map(({ unit, consent }, i) => `${i + 1} ${unit}${consent ? " 服从调剂 consent" : ""}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** 64 hexadecimal digits. */
export const receiptOf = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");
