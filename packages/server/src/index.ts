/** The server as a library: what the command line, the bench and the tests of the whole use. */
export { buildApp, type AppOptions } from "./app.ts";
export { serve, start, type Running } from "./main.ts";
export { modules } from "./modules.ts";
export { version } from "./version.ts";
export { startEmbedded, type EmbeddedDatabase } from "./platform/db/embedded/supervisor.ts";
export { createPool } from "./platform/db/connect.ts";
export { migrate } from "./platform/db/migrate.ts";
export { migrationFolders } from "./platform/db/folders.ts";
export { StartError } from "./platform/config/start-error.ts";
