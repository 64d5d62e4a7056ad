import type { PersonalData } from "../platform/index.ts";
import { logPersonalData } from "./logbook/person.ts";
import { traineePersonalData } from "./rounds/personal.ts";

const PARTS: readonly PersonalData[] = [traineePersonalData, logPersonalData];

/** What joint training does with the data of one person: rounds, assessments and outcomes, and the logbook. */
export const personalData: PersonalData = {
  exportOf: async (scope) => (await Promise.all(PARTS.map((part) => part.exportOf?.(scope) ?? []))).flat(),
  erase: async (scope) => {
    const results = [];
    for (const part of PARTS) if (part.erase) results.push(await part.erase(scope));
    return {
      erased: results.flatMap(({ erased }) => erased),
      kept: results.flatMap(({ kept }) => kept),
    };
  },
};
