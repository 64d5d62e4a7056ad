import { SAMPLE_PROVINCE, sampleRegister } from "@tixi/engines/sample";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import type { Kind } from "./kinds.ts";
import {
  closeVersion,
  insertOrganisations,
  lockOrganisations,
  type NewVersion,
} from "./organisations.sql.ts";
import { recordSuccession } from "./merge-organisations.ts";

const SOURCE = "示例数据";

/** The sample province as writeSample makes it when it is not told otherwise, and as sample.ts loads it. */
const SAMPLE = { postings: 60_000, offerings: 2_500, seed: 1 };

/**
 * Registers the organisations of the sample province, once: with one school that was renamed in 2025 and two that were
 * merged into another in 2023.
 */
export async function loadSampleRegister(ctx: Context): Promise<void> {
  access.authorize(ctx.actor, "keepOrganisations", { region: SAMPLE_PROVINCE.code });
  await lockOrganisations(ctx, ["sample"]);
  const { rows: known } =
    await sql`select 1 from registry.organisation_version where source = ${SOURCE} limit 1`.execute(ctx.tx);
  if (known.length > 0) return;
  const { organisations, mergers } = sampleRegister(SAMPLE);
  const ids = new Map(organisations.map((one) => [one.key, uuidv7()]));
  const rows = organisations.flatMap(({ key, parent, former, kind, since, ...facts }): NewVersion[] => {
    const version: NewVersion = {
      ...facts,
      kind: kind as Kind,
      id: ids.get(key)!,
      parent: parent === null ? null : ids.get(parent)!,
      website: "",
      since: former ? former.until : since,
      change: former ? "renamed" : "registered",
      note: former ? "示例省人民政府批复（示例）" : "",
      source: SOURCE,
    };
    const before: NewVersion[] = former
      ? [{ ...version, name: former.name, since, until: former.until, change: "registered", note: "" }]
      : [];
    return [...before, version];
  });
  await insertOrganisations(ctx, rows);
  for (const { predecessors, into, day } of mergers)
    for (const key of predecessors) {
      await closeVersion(ctx, ids.get(key)!, day);
      await recordSuccession(ctx, {
        from: ids.get(key)!,
        to: ids.get(into)!,
        kind: "merged",
        day,
        note: "示例省教育厅批复（示例）",
      });
    }
  await ctx.audit("organisation.load-sample", `region:${SAMPLE_PROVINCE.code}`, null, {
    added: organisations.length,
  });
}
