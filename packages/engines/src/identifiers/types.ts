/** What is wrong, or only doubtful, with an identifier: said in both languages, with a code for programs. */
export interface Finding {
  code: string;
  zh: string;
  en: string;
}

/** An identifier in its normal form, with what is doubtful about it; or the one fault that stops it. */
export type Checked<T = string> =
  { ok: true; value: T; doubt: Finding | null } | { ok: false; fault: Finding };

export const sound = <T>(value: T, doubt: Finding | null = null): Checked<T> => ({ ok: true, value, doubt });
export const faulty = (code: string, zh: string, en: string): { ok: false; fault: Finding } => ({
  ok: false,
  fault: { code, zh, en },
});

/** Half-width capitals without spaces, hyphens of any kind and invisible characters. */
export function compact(text: string): string {
  return text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[\s\u200b-\u200f\u2060\ufeff\p{Pd}\u2212]/gu, "");
}
