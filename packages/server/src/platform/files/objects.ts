/** What lies in the stores, and the book of it: written before, forgotten after, so that a crash leaves nothing unknown. */
import type { Platform } from "../platform.ts";
import type { LocalFile } from "./content-store.ts";
import type { Variant } from "./links.ts";

/**
 * Keeps the content of a file in the store of the installation and returns its path. It is taken out again within the
 * hour unless a row that wants it is committed: of platform.file with this id, or of a module that says so itself.
 * @throws StoreUnavailable
 */
export async function keepObject(
  platform: Platform,
  file: string,
  variant: Variant,
  local: LocalFile,
): Promise<string> {
  const { store } = platform.uploads;
  const name = `uploads/${file}/${variant}`;
  const path = `${store.scheme}:${name}`;
  await platform.pool.query(
    `insert into platform.stored_object (file, variant, path, created_at) values ($1, $2, $3, now())
     on conflict (file, variant) do update set path = excluded.path, created_at = now()`,
    [file, variant, path],
  );
  await store.keep(name, local);
  return path;
}

/** Takes out what belongs to a file that does not stand. Errors are logged; the next sweep tries again. */
export async function dropObjects(platform: Platform, file: string): Promise<void> {
  const { rows } = await platform.pool.query<{ variant: Variant; path: string }>(
    "select variant, path from platform.stored_object where file = $1 and not wanted",
    [file],
  );
  for (const { variant, path } of rows) {
    try {
      const { store, name } = platform.uploads.locate(path);
      await store.remove(name);
      await platform.pool.query("delete from platform.stored_object where file = $1 and variant = $2", [
        file,
        variant,
      ]);
    } catch (error) {
      platform.log.warn({ err: error, file }, "content of a file could not be taken out of its store");
    }
  }
}
