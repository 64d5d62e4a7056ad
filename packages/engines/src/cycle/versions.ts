import type { EngineVersions } from "./types.ts";

/** Raised by hand whenever an engine's answers change; stored with every cycle, compared by `tixi cycle verify`. */
export const engineVersions: EngineVersions = {
  cycle: "1",
  dedupe: "1",
  demand: "1",
  supply: "1",
  forecast: "1",
  balance: "1",
  disclosure: "1",
};
