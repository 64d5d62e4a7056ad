import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import type { Vault } from "../personal/vault.ts";
import { signatureOf, type Checkpoint } from "./digest.ts";

/**
 * What the process keeps of the chain outside the database, in `DATA_DIR/audit`: where it ended when it was last
 * sealed (`head`, replaced every time) and signed checkpoints (`checkpoints`, one a line, only ever added to). Whoever
 * cuts the end off in the database, or writes the chain anew, does not change these.
 */
export class CheckpointFolder {
  constructor(
    private readonly folder: string,
    private readonly vault: Vault,
  ) {}

  static of(dataDir: string, vault: Vault): CheckpointFolder {
    return new CheckpointFolder(path.join(dataDir, "audit"), vault);
  }

  /** null where nothing was sealed from this data folder yet; `forged` where it does not bear our signature */
  head(): Checkpoint | "forged" | null {
    const file = path.join(this.folder, "head");
    if (!fs.existsSync(file)) return null;
    return this.parse(fs.readFileSync(file, "utf8").trim()) ?? "forged";
  }

  /** All that were kept; `null` for a line that does not bear our signature. */
  *checkpoints(): Generator<Checkpoint | null> {
    const file = path.join(this.folder, "checkpoints");
    if (!fs.existsSync(file)) return;
    for (const line of fs.readFileSync(file, "utf8").split("\n")) if (line !== "") yield this.parse(line);
  }

  keepHead(point: Checkpoint): void {
    const file = path.join(this.folder, "head");
    const made = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
    fs.mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    fs.writeFileSync(made, `${this.format(point)}\n`, { mode: 0o600, flush: true });
    fs.renameSync(made, file);
  }

  keep(point: Checkpoint): void {
    fs.mkdirSync(this.folder, { recursive: true, mode: 0o700 });
    fs.appendFileSync(path.join(this.folder, "checkpoints"), `${this.format(point)}\n`, {
      mode: 0o600,
      flush: true,
    });
  }

  private format(point: Checkpoint): string {
    const { seq, hash, unsigned, at } = point;
    const mac = signatureOf(this.vault, point).toString("hex");
    return `${seq} ${hash.toString("hex")} ${unsigned} ${at.toISOString()} ${mac}`;
  }

  private parse(line: string): Checkpoint | null {
    const [seq, hash, unsigned, at, mac] = line.split(" ");
    const point = {
      seq: Number(seq),
      hash: Buffer.from(hash ?? "", "hex"),
      unsigned: Number(unsigned),
      at: new Date(at ?? ""),
    };
    if (!mac || !Number.isSafeInteger(point.seq) || Number.isNaN(point.at.getTime())) return null;
    return signatureOf(this.vault, point).equals(Buffer.from(mac, "hex")) ? point : null;
  }
}
