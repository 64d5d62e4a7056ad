import type { Module } from "../module.ts";
import type { MigrationFolder } from "./migrate.ts";

/** The modules' migrations in the order of the modules. */
export function migrationFolders(modules: readonly Module[]): MigrationFolder[] {
  return modules.flatMap(({ name, migrations }) =>
    migrations ? [{ module: name, folder: migrations }] : [],
  );
}
