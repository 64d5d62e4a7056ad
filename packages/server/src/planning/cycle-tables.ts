import type { CycleTables, Names } from "@tixi/engines/cycle";
import { standards } from "@tixi/standards";
import { occupationName, programmeName } from "./names.ts";

/**
 * The links that the balance may use. A row of the relation table that nothing in the programme's profile supports
 * counts no more than a link by class.
 */
export function cycleTables(): CycleTables {
  const tables = standards();
  return {
    crosswalk: {
      links: (programme) =>
        tables
          .occupationsOf(programme)
          .map(({ code, kind, doubtful }) => ({ occupation: code, kind: doubtful ? "class" : kind })),
    },
    yearsOf: (programme) => tables.findProgramme(programme)?.years ?? null,
  };
}

export function namesWith(regionNames: Record<string, string>): Names {
  return {
    occupation: occupationName,
    programme: programmeName,
    region: (code) => regionNames[code] ?? code,
  };
}
