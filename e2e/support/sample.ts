import { startServer } from "./server.ts";

/**
 * One sample province for all journeys; its address and its data folder go to them by the environment. Where TIXI_E2E_ADDRESS names one
 * that runs already, that is used.
 */
export default async function sampleProvince(): Promise<(() => Promise<void>) | undefined> {
  if (process.env["TIXI_E2E_ADDRESS"]) return undefined;
  const server = await startServer(process.env["TIXI_E2E_SAMPLE"] ?? "3000");
  await server.says("The sample province is ready", 600_000);
  process.env["TIXI_E2E_ADDRESS"] = server.address;
  process.env["TIXI_E2E_DATA"] = server.dataDir;
  return server.stop;
}
