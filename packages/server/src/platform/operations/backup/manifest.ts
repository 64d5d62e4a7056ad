import { z } from "zod";

export const FORMAT = 1;
export const HEAD_NAME = "tixi-backup.json";
export const MANIFEST_NAME = "manifest.json";
export const SECRETS_NAME = "secrets.sealed";

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const identifier = z.string().min(1).max(63);
const step = z.object({ module: z.string(), name: z.string(), checksum: sha256 });

/** First in the archive: whether this Tixi can read the rest. */
export const head = z.object({
  product: z.literal("tixi"),
  format: z.literal(FORMAT),
  version: z.string(),
  createdAt: z.string(),
});

const table = z.object({
  schema: identifier,
  name: identifier,
  columns: z.array(identifier),
  rows: z.number().int().min(0),
  /** sum over all rows of the first 64 bits of the MD5 of their text: does not depend on their order */
  digest: z.string(),
  /** of the rows as `COPY … TO STDOUT` gave them */
  bytes: z.number().int().min(0),
  sha256,
});
export type TableRecord = z.infer<typeof table>;

const partition = z.object({
  schema: identifier,
  name: identifier,
  parent: identifier,
  // Becomes part of a statement: values in quotes and nothing else.
  bound: z.string().regex(/^(DEFAULT|FOR VALUES IN \('[\w.-]+'(, '[\w.-]+')*\))$/),
});
export type Partition = z.infer<typeof partition>;

const sequence = z.object({
  schema: identifier,
  name: identifier,
  value: z.string().regex(/^-?\d+$/),
  called: z.boolean(),
});
export type Sequence = z.infer<typeof sequence>;

const file = z.object({
  /** relative to its folder */
  path: z
    .string()
    .refine((path) => !path.split("/").some((part) => part === "" || part === "." || part === "..")),
  bytes: z.number().int().min(0),
  sha256,
});
export type FileRecord = z.infer<typeof file>;

/** Last in the archive: what everything before it must be. */
export const manifest = head.extend({
  /** of the server that the rows come from */
  postgresql: z.string(),
  migrations: z.array(step),
  partitions: z.array(partition),
  tables: z.array(table),
  sequences: z.array(sequence),
  /** the folder of the files where the backup was made: some rows hold absolute paths */
  filesRoot: z.string(),
  files: z.array(file),
  /** the signed heads of the audit trail outside the database (audit/checkpoints.ts), in `DATA_DIR/audit` */
  audit: z.array(file),
  /** null where the backup was made without a passphrase */
  secrets: z.object({ bytes: z.number(), sha256 }).nullable(),
});
export type Manifest = z.infer<typeof manifest>;

/** Why there is no backup or no restore, in both languages, for the person at the terminal. */
export class BackupFault extends Error {
  override readonly name = "BackupFault";
  constructor(zh: string, en: string, options?: ErrorOptions) {
    super(`${zh} ${en}`, options);
  }
}
