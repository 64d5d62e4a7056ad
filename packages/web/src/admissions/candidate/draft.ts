/** A list of preferences that is being written: its order, and what of it is kept in the browser until the server has it. */
import type { NamedChoice } from "../shapes.ts";

export interface Draft {
  /** version of the saved list that it was begun from */
  version: number;
  etag: string;
  choices: NamedChoice[];
  /** ISO time of the last change */
  at: string;
}

export const draftKey = (candidate: string, batch: string, round: number): string =>
  `tixi.preferences.${candidate}.${batch}.${round}`;

export const sameChoices = (a: readonly NamedChoice[], b: readonly NamedChoice[]): boolean =>
  a.length === b.length &&
  a.every(({ unit, consent }, i) => unit === b[i]!.unit && consent === b[i]!.consent);

/** What was left here unsaved; null where there is nothing, or the browser keeps nothing. */
export function readDraft(key: string): Draft | null {
  try {
    return parseDraft(window.localStorage.getItem(key));
  } catch {
    return null;
  }
}

/** Kept text may be of an older page, or another's: what does not have the shape is nothing. */
export function parseDraft(text: string | null): Draft | null {
  if (text === null) return null;
  try {
    const draft = JSON.parse(text) as Partial<Draft> | null;
    if (!draft || typeof draft.version !== "number" || typeof draft.etag !== "string") return null;
    if (typeof draft.at !== "string" || !Array.isArray(draft.choices)) return null;
    const whole = draft.choices.every(
      (choice) => typeof choice?.unit === "string" && typeof choice.consent === "boolean",
    );
    return whole ? (draft as Draft) : null;
  } catch {
    return null;
  }
}

/** @returns whether the browser kept it */
export function writeDraft(key: string, draft: Draft): boolean {
  try {
    window.localStorage.setItem(key, JSON.stringify(draft));
    return true;
  } catch {
    return false;
  }
}

export function dropDraft(key: string): void {
  try {
    window.localStorage.removeItem(key);
  } catch {
    /* nothing was kept */
  }
}
