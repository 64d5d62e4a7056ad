import { standards } from "@tixi/standards";
import { sql } from "kysely";
import type { z } from "zod";
import { NotFound, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { installation } from "../installation.ts";
import { citiesOf, findRegion, isSampleProvince, provinces } from "../regions.ts";
import type { Kind } from "./kinds.ts";
import type { regionCounts } from "./schemas.ts";

/**
 * A region with those below it (provinces of the country, cities of a province, counties of a city) and how many
 * organisations of each kind hold in each, what lies below included. `direct` counts those of the region itself.
 * @throws NotFound if there is no such region
 */
export async function countRegions(
  ctx: Context,
  parent: string | null,
): Promise<z.infer<typeof regionCounts>> {
  access.authorize(ctx.actor, "look", {});
  const { province } = await installation(ctx);
  const region = parent === null ? null : findRegion(parent);
  if (region === undefined) throw new NotFound({ zh: "地区", en: "region" });
  const below = childrenOf(parent, province);
  const { rows } = await sql<{ region: string; kind: Kind; count: number }>`
    select region, kind, count(*)::int as count from registry.organisation_version where upper_inf(valid)
      ${parent === null ? sql`` : sql`and starts_with(region, platform.region_prefix(${parent}))`}
    group by region, kind`.execute(ctx.tx);
  const sum = (takes: (code: string) => boolean) => {
    const kinds = new Map<Kind, number>();
    for (const row of rows)
      if (takes(row.region)) kinds.set(row.kind, (kinds.get(row.kind) ?? 0) + row.count);
    return [...kinds].map(([kind, count]) => ({ kind, count }));
  };
  const prefix = (code: string) => code.replace(/(00){1,2}$/, "");
  return {
    region: region && { code: region.code, name: region.name, rank: region.rank },
    path: pathTo(parent),
    kinds: sum(() => true),
    direct: parent === null ? [] : sum((code) => code === parent),
    below: below.map(({ code, name, rank }) => ({
      code,
      name,
      rank,
      below: childrenOf(code, province).length,
      kinds: sum((one) => one.startsWith(prefix(code))),
    })),
  };
}

/** Regions directly below; a sample province stands beside the official ones where it is the installation's. */
function childrenOf(parent: string | null, province: string) {
  if (parent === null) {
    const own = isSampleProvince(province) ? findRegion(province) : undefined;
    return own ? [own, ...provinces()] : provinces();
  }
  if (isSampleProvince(parent)) return citiesOf(parent);
  return standards().regions.filter((region) => region.parent === parent);
}

function pathTo(code: string | null): { code: string; name: string }[] {
  const path: { code: string; name: string }[] = [];
  for (
    let at = code === null ? undefined : findRegion(code);
    at;
    at = at.parent ? findRegion(at.parent) : undefined
  )
    path.unshift({ code: at.code, name: at.name });
  return path;
}
