/** `tixi backup`, `tixi restore`: all of an installation in one file, and back. */
import { readFileSync } from "node:fs";
import { defineCommand, text, WrongUsage, type Words } from "./command.ts";
import { InputFault } from "./faults.ts";
import { progressOn } from "./progress.ts";

const PASSPHRASE = "TIXI_BACKUP_PASSPHRASE";

export const backup = defineCommand({
  name: "backup",
  usage: "FILE [--passphrase-file FILE]",
  about:
    "把数据库、文件写入一个压缩包，服务无需停止；给出口令（或 TIXI_BACKUP_PASSPHRASE）时连同加密后的密钥。 Writes database and files into one archive while the server runs; with a passphrase the sealed keys too.",
  options: { "passphrase-file": { type: "string" } },
  positionals: { min: 1, max: 1 },
  run: async (words) => {
    const maintenance = await import("@tixi/server/maintenance");
    const passphrase = passphraseOf(words, maintenance.SHORTEST_PASSPHRASE);
    const progress = progressOn();
    const target = words.positionals[0]!;
    const { manifest, bytes, sha256 } = await maintenance
      .backUp({ target, passphrase, progress })
      .catch(inWords(maintenance));
    progress.end();
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    process.stdout.write(
      `${target}\n表 tables ${manifest.tables.length}，行 rows ${rows}，文件 files ${manifest.files.length}，${(bytes / 2 ** 20).toFixed(1)} MiB\nSHA-256 ${sha256}\n`,
    );
    if (manifest.secrets === null)
      process.stdout.write(
        "未含密钥：没有原来的 DATA_DIR/secrets（或 DATA_KEYS），加密的个人信息将无法打开。 Without the keys: what is sealed cannot be opened unless DATA_DIR/secrets (or DATA_KEYS) is kept elsewhere.\n",
      );
    return 0;
  },
});

export const restore = defineCommand({
  name: "restore",
  usage: "FILE [--passphrase-file FILE] [--check]",
  about:
    "把备份恢复到空的安装（新的 DATA_DIR 或空库），逐表核对；--check 只核对备份本身。 Restores into an empty installation and compares every table; --check only compares the archive with its manifest.",
  options: { "passphrase-file": { type: "string" }, check: { type: "boolean" } },
  positionals: { min: 1, max: 1 },
  run: async (words) => {
    const maintenance = await import("@tixi/server/maintenance");
    const source = words.positionals[0]!;
    if (words.values["check"]) {
      const manifest = await maintenance.checkBackupFile(source).catch(inWords(maintenance));
      process.stdout.write(
        `完好 intact：${manifest.createdAt}，版本 version ${manifest.version}，表 tables ${manifest.tables.length}，文件 files ${manifest.files.length}，${manifest.secrets ? "含密钥 with keys" : "未含密钥 without keys"}\n`,
      );
      return 0;
    }
    const passphrase = passphraseOf(words, maintenance.SHORTEST_PASSPHRASE);
    const progress = progressOn();
    const { manifest, secrets, migrated } = await maintenance
      .restore({ source, passphrase, progress })
      .catch(inWords(maintenance));
    progress.end();
    const rows = manifest.tables.reduce((sum, table) => sum + table.rows, 0);
    process.stdout.write(
      `已恢复 ${manifest.createdAt} 的备份，逐表核对一致。 Restored and compared.\n表 tables ${manifest.tables.length}，行 rows ${rows}，文件 files ${manifest.files.length}，密钥 keys ${secrets.length}${migrated > 0 ? `，升级 migrations ${migrated}` : ""}\n`,
    );
    if (secrets.length === 0)
      process.stdout.write(
        "密钥未恢复：启动前请把原来的 secrets 放回 DATA_DIR，或设 DATA_KEYS、AUTH_SECRET。 Keys were not restored: put the old secrets into DATA_DIR, or set DATA_KEYS and AUTH_SECRET, before the start.\n",
      );
    return 0;
  },
});

/** From a file or the environment: the words of a command are seen by everybody on the machine. */
function passphraseOf(words: Words, shortest: number): string | null {
  const file = text(words, "passphrase-file");
  const passphrase = file === undefined ? process.env[PASSPHRASE] : readFileSync(file, "utf8").trim();
  if (passphrase === undefined || (file === undefined && passphrase === "")) return null;
  if (passphrase.length < shortest)
    throw new WrongUsage(`口令至少 ${shortest} 个字符。 The passphrase needs ${shortest} characters.`);
  return passphrase;
}

/** What a person at the terminal can do something about is one sentence. */
const inWords =
  ({ StartError, BackupFault }: typeof import("@tixi/server/maintenance")) =>
  (error: unknown): never => {
    throw error instanceof StartError || error instanceof BackupFault ? new InputFault(error.message) : error;
  };
