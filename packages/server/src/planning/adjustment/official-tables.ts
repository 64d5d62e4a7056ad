import type { AdjustmentInput, MissingInput } from "@tixi/engines/adjustment";
import { standards } from "@tixi/standards";

/** What judging asks of the official tables. A link that nothing in a programme's profile supports counts for little. */
export function officialTables(): Pick<AdjustmentInput, "programme"> &
  Pick<MissingInput, "programmes" | "occupationsOf"> {
  const tables = standards();
  return {
    programme: (code) => tables.findProgramme(code),
    programmes: tables.programmes,
    occupationsOf: (programme) => tables.occupationsOf(programme).filter(({ doubtful }) => !doubtful),
  };
}
