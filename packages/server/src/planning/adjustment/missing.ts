import type { MissingProgramme } from "@tixi/engines/adjustment";
import { sql } from "kysely";
import type { Context } from "../../platform/context.ts";
import { regionName } from "../../registry/index.ts";
import { occupationName, programmeName } from "../names.ts";
import { requireAdjustment } from "./decide-adjustment.ts";

/** Programmes that the balance asks for and nobody offers there, the greatest shortage first. */
export async function missingProgrammes(ctx: Context, adjustment: string) {
  await requireAdjustment(ctx, adjustment);
  const { rows } = await sql<{ content: MissingProgramme }>`select content from planning.missing_programme
    where adjustment_id = ${adjustment} order by rank`.execute(ctx.tx);
  return {
    items: rows.map(({ content }) => ({
      ...content,
      programme: { code: content.programme, name: programmeName(content.programme) },
      city: { code: content.city, name: content.city === "" ? "" : regionName(content.city) },
      occupations: content.occupations.map((one) => ({
        ...one,
        occupation: { code: one.occupation, name: occupationName(one.occupation) },
      })),
    })),
  };
}
