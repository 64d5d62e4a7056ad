import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { modules } from "../../modules.ts";
import { createPool } from "../db/connect.ts";
import { startEmbedded } from "../db/embedded/supervisor.ts";
import { migrate } from "../db/migrate.ts";
import { migrationFolders } from "../db/folders.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** address of the superuser with `%s` in place of the database; `tixi` is the migrated template */
    postgres: string;
  }
}

/** One PostgreSQL for the whole run; every test database is a copy of the migrated template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "tixi-test-"));
  const database = await startEmbedded({ dataDir, disposable: true });
  const pool = createPool(database.url, { max: 1 });
  await migrate(pool, migrationFolders(modules));
  await pool.end();
  project.provide("postgres", database.adminUrl("%s"));
  return async () => {
    await database.stop();
    fs.rmSync(dataDir, { recursive: true, force: true });
  };
}
