/** What is planted in the sample so that the rules of programme adjustment find something. */
import { standards, type Level, type Programme } from "@tixi/standards";

/**
 * idle: nobody taken in since 2024 · jobless: few placed in 2025 and 2026 · crowded: classes of more than sixty, few
 * teachers · complained: complaints found true in 2025 and 2026 · growing: a fifth more each year since 2024 ·
 * controlled: a programme under the State's control (国家控制专业).
 */
export type Situation = "idle" | "jobless" | "crowded" | "complained" | "growing" | "controlled";

/** One offering of so many is in each situation; a prime, so that they fall on different schools. */
const EVERY = 181;
const AT: Readonly<Record<number, Situation>> = {
  7: "idle",
  23: "jobless",
  41: "crowded",
  67: "complained",
  89: "growing",
};
/** Nine numbers running: one of them at least is a college's, since schools take turns. */
const CONTROLLED_FROM = 110;
const CONTROLLED_TO = 118;
const CONTROLLED = ["520101K", "520102K", "520401K", "520703K", "570102K", "570103K"];

/** @param number of the offering in the order in which they are made */
export function situationOf(number: number, level: Level): Situation | null {
  const place = number % EVERY;
  if (place >= CONTROLLED_FROM && place <= CONTROLLED_TO)
    return level === "college" && number % 3 === 0 ? "controlled" : null;
  return AT[place] ?? null;
}

export function controlledProgramme(number: number): Programme {
  const code = CONTROLLED[Math.floor(number / 3) % CONTROLLED.length];
  return standards().programmes.find((p) => p.code === code)!;
}

/** thin: too few teachers in 2025 and 2026 · poor: too few teachers and too little room · unlearned: too few with a postgraduate degree, three years running. */
export type SchoolSituation = "thin" | "poor" | "unlearned";

const SCHOOLS_EVERY = 37;

/** @param number of the college or vocational university among those of the province */
export function schoolSituationOf(number: number): SchoolSituation | null {
  const situations: Readonly<Record<number, SchoolSituation>> = { 2: "thin", 4: "poor", 6: "unlearned" };
  return situations[number % SCHOOLS_EVERY] ?? null;
}
