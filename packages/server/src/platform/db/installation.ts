import fs from "node:fs";
import type pg from "pg";
import { readConfig, type Config } from "../config/config.ts";
import { StartError } from "../config/start-error.ts";
import { openVault, type Vault } from "../personal/vault.ts";
import { checkServer, createPool } from "./connect.ts";
import { runningEmbedded, startEmbedded } from "./embedded/supervisor.ts";

/** An installation as a command at the terminal sees it, whether its server runs or not. */
export interface OpenInstallation {
  config: Config;
  /** as the login role */
  pool: pg.Pool;
  vault: Vault;
  /** whether a server works on the bundled database at this moment */
  beside: boolean;
  close(): Promise<void>;
}

/**
 * Opens the installation that the settings name (DATA_DIR, DATABASE_URL): beside its running server, or with the
 * bundled database started for as long as it is open. Changes nothing in it.
 * @throws StartError with one sentence for the person at the terminal
 */
export async function openInstallation(env: NodeJS.ProcessEnv = process.env): Promise<OpenInstallation> {
  const config = readConfig(env);
  if (!fs.existsSync(config.dataDir))
    throw new StartError(
      "data-folder",
      `There is no installation in ${config.dataDir}: set DATA_DIR to its data folder.`,
    );
  const running = config.databaseUrl ?? (await runningEmbedded(config.dataDir));
  const own = running === null ? await startEmbedded({ dataDir: config.dataDir }) : null;
  const pool = createPool(running ?? own!.url, { max: 4 });
  const close = async () => {
    await pool.end();
    await own?.stop();
  };
  try {
    await checkServer(pool);
    return {
      config,
      pool,
      vault: openVault(config),
      beside: config.databaseUrl === null && own === null,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
