import { Forbidden, inRegion, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { installation } from "../installation.ts";
import { regionName } from "../regions.ts";

/**
 * The region whose offices keep an organisation: its own, but the installation's province for what lies outside of
 * it. The policies ask registry.keeper_region for the same.
 */
export async function keeperOf(ctx: Pick<Context, "tx">): Promise<(region: string) => string> {
  const { province } = await installation(ctx);
  return (region) => (province === "" || region.startsWith(province.slice(0, 2)) ? region : province);
}

/**
 * The register is public, so that an organisation elsewhere is refused rather than hidden.
 * @throws Forbidden if the actor's office does not keep organisations of these regions
 */
export async function authorizeKeep(ctx: Context, ...regions: string[]): Promise<void> {
  access.authorize(ctx.actor, "keepOrganisations", { region: ctx.actor.region });
  const keeper = await keeperOf(ctx);
  for (const region of regions)
    if (!inRegion(keeper(region), ctx.actor.region)) throw new Forbidden(elsewhere(keeper(region)));
}

const elsewhere = (region: string) => ({
  zh: `该机构由${regionName(region)}的主管部门维护，您所在地区可以查看、不能更改。`,
  en: `This organisation is kept by the office of ${regionName(region)}; yours may read it.`,
});
