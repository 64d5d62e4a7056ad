import { standards } from "@tixi/standards";
import type { Level } from "@tixi/engines/types";

/** Names beside codes. A code that the tables don't hold (an older edition) keeps itself as name rather than failing a page. */
export const occupationName = (code: string): string => standards().findOccupation(code)?.name ?? code;
export const programmeName = (code: string): string => standards().findProgramme(code)?.name ?? code;
/** Codes of the programmes whose name holds the text: what a search for a programme means. */
export const programmesNamed = (text: string | undefined): string[] =>
  text
    ? standards()
        .programmes.filter(({ name }) => name.includes(text))
        .map(({ code }) => code)
    : [];
/** 专业大类 of a programme; its first two digits where the tables don't hold it. */
export const categoryOf = (code: string): { code: string; name: string } => {
  const found = standards().findProgramme(code);
  return { code: code.slice(0, 2), name: found?.categoryName ?? code.slice(0, 2) };
};
export const className = (code: string): string => standards().findClass(code)?.name ?? code;

/** Level by the first digit of the code: 中职 6–7, 高职专科 4–5, 职业本科 2–3 (programme catalogue 2021). */
export function levelOf(programmeCode: string): Level {
  const digit = programmeCode.charCodeAt(0) - 48;
  return digit >= 6 ? "secondary" : digit >= 4 ? "college" : "bachelor";
}
