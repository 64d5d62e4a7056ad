import type { Platform } from "./platform/platform.ts";
import { NOBODY } from "./platform/context.ts";
import { transaction } from "./platform/db/transaction.ts";
import { installation } from "./registry/index.ts";

/**
 * The region of those who work for the whole installation: its province, "" until one has been chosen. It is chosen
 * once, so it is asked for only until then.
 */
export function homeRegion(platform: Platform): () => Promise<string> {
  let known = "";
  return async () => {
    if (known === "") known = (await transaction(platform, NOBODY, {}, installation)).province;
    return known;
  };
}
