import type { Platform } from "./platform/platform.ts";
import { transaction } from "./platform/db/transaction.ts";
import { installation } from "./registry/index.ts";

/**
 * The region of those who work for the whole installation: its province, "" until one has been chosen. It is chosen
 * once, so it is asked for only until then.
 */
export function homeRegion(platform: Platform): () => Promise<string> {
  let known = "";
  const nobody = { userId: null, name: "", role: "public", region: "" } as const;
  return async () => {
    if (known === "") known = (await transaction(platform, nobody, {}, installation)).province;
    return known;
  };
}
