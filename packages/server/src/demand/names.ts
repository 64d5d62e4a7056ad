import { standards } from "@tixi/standards";
import { findRegion } from "../registry/index.ts";

/** Names beside codes; undefined where no table holds the code. */
export const occupationName = (code: string): string | undefined => standards().findOccupation(code)?.name;
export const programmeName = (code: string): string | undefined => standards().findProgramme(code)?.name;
export const cityName = (code: string): string | undefined => findRegion(code)?.name;

/** Occupations that a programme leads to by the official table or its own profile. */
export function occupationsOfProgramme(programme: string): string[] {
  return standards()
    .occupationsOf(programme)
    .filter((link) => link.kind !== "class")
    .map((link) => link.code);
}
