/** The engines that the posting pipeline runs, bound to one region and one mapping. One set per worker thread. */
import type { PostingRow, Rejection } from "@tixi/engines/types";
import type { StoredFlag } from "./posting-batch.ts";

export interface CodedPosting {
  /** null = the coder abstains */
  occupation: string | null;
  confidence: number;
  /** at most five, best first */
  candidates: { code: string; confidence: number }[];
}

export interface PostingEngines {
  check(values: string[], row: number): { ok: true; row: PostingRow } | { ok: false; rejections: Rejection[] };
  code(row: PostingRow): CodedPosting;
  flags(row: PostingRow): StoredFlag[];
  /** writes the 32-byte signature at `at` */
  sign(row: PostingRow, out: Uint8Array, at: number): void;
  /** normalised employer, "" if none is named */
  employer(row: PostingRow): string;
  /** 0 = unknown, else 1 + index of the GB/T 4754 section letter */
  industry(row: PostingRow): number;
  /** the object that `tixi code` writes for a posting */
  line(row: PostingRow, coded: CodedPosting, flags: readonly StoredFlag[]): unknown;
}
