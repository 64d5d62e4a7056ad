import { sql } from "kysely";
import type { Context } from "../platform/context.ts";
import { BadInput, Conflict } from "../platform/http/problems.ts";
import { access } from "./access.ts";
import { findRegion, isSampleProvince, regionName } from "./regions.ts";

export interface Installation {
  province: string;
  provinceName: string;
  /** holds the generated sample province, and says so on every page */
  sample: boolean;
  /** the office in whose name releases are published */
  publisher: string;
  sampleLoaded: boolean;
}

/** What is asked of an installation whose province nobody has chosen yet. */
const EMPTY: Installation = {
  province: "",
  provinceName: "",
  sample: false,
  publisher: "",
  sampleLoaded: false,
};

/** The installation; its province is "" until one has been chosen. */
export async function installation(ctx: Pick<Context, "tx">): Promise<Installation> {
  const { rows } = await sql<{ province: string; sample: boolean; publisher: string; loaded: boolean }>`
    select province, sample, publisher, sample_loaded_at is not null as loaded from registry.installation`.execute(
    ctx.tx,
  );
  const row = rows[0];
  if (!row) return EMPTY;
  const { loaded, ...rest } = row;
  return { ...rest, provinceName: regionName(row.province), sampleLoaded: loaded };
}

/**
 * Chooses the province of the installation, once.
 * @throws BadInput if the code is no province; Conflict if one has been chosen
 */
export async function chooseProvince(
  ctx: Context,
  input: { province: string; publisher?: string | undefined },
): Promise<Installation> {
  access.authorize(ctx.actor, "install", { region: ctx.actor.region });
  const region = findRegion(input.province);
  if (region?.rank !== "province")
    throw new BadInput([
      { part: "body", field: "province", reason: `${input.province} 不是省级行政区划代码` },
    ]);
  const sample = isSampleProvince(region.code);
  const publisher =
    input.publisher?.trim() || (sample ? `${region.name}教育厅（示例）` : `${region.name}教育行政部门`);
  const { rows } = await sql`insert into registry.installation (province, sample, publisher, created_at)
    values (${region.code}, ${sample}, ${publisher}, ${ctx.now}) on conflict do nothing returning province`.execute(
    ctx.tx,
  );
  if (rows.length === 0)
    throw new Conflict({
      zh: "本系统的省份已经选定，不能更改。",
      en: "The province of this installation has been chosen already.",
    });
  await ctx.audit("installation.choose", `installation:${region.code}`, null, {
    province: region.code,
    sample,
    publisher,
  });
  return installation(ctx);
}

/** Marks the sample province as loaded and published. */
export async function completeSample(ctx: Context): Promise<void> {
  access.authorize(ctx.actor, "install", { region: ctx.actor.region });
  await sql`update registry.installation set sample_loaded_at = ${ctx.now} where sample`.execute(ctx.tx);
  await ctx.audit("installation.sample-loaded", "installation:sample");
}
