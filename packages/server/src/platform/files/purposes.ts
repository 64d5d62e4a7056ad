import type { MediaType } from "./media-types.ts";

/** What a file is uploaded for; decides what it may be. */
export const PURPOSES = ["evidence", "report", "picture"] as const;
export type Purpose = (typeof PURPOSES)[number];

export interface PurposeRule {
  mediaTypes: readonly MediaType[];
  /** of one file */
  bytes: number;
  /** of one subject */
  count: number;
}

const MB = 1024 * 1024;
const PICTURES = ["image/png", "image/jpeg", "image/webp"] as const;
const OFFICE = [
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation",
] as const;

export const PURPOSE_RULES: Readonly<Record<Purpose, PurposeRule>> = {
  evidence: { mediaTypes: ["application/pdf", ...PICTURES, ...OFFICE], bytes: 20 * MB, count: 20 },
  report: {
    mediaTypes: ["application/pdf", ...OFFICE, "text/csv", "text/plain"],
    bytes: 50 * MB,
    count: 20,
  },
  picture: { mediaTypes: PICTURES, bytes: 15 * MB, count: 12 },
};
