import type pg from "pg";
import type { Logger } from "../context.ts";
import type { Vault } from "../personal/vault.ts";
import { CheckpointFolder } from "./checkpoints.ts";
import { signatureOf, type Checkpoint } from "./digest.ts";

/** How long after a commit its entries are sealed, and how often we look for what others left. */
const AFTER_MS = 200;
const SWEEP_MS = 5000;
/** Entries of one step: the lock on the chain is held for about a second at most. */
const STEP = 5000;
/** A signed checkpoint is kept for good at least so often, in entries and in time. */
const KEEP_ENTRIES = 10_000;
const KEEP_MS = 60_000;

export interface Sealer {
  /** Seals what is left from before, and from then on whatever it is told of or finds. */
  start(): void;
  /** Entries were committed: seal them soon. */
  nudge(): void;
  /** Seals what waits now. @returns how many entries */
  seal(): Promise<number>;
  /** Seals what is left. */
  stop(): Promise<void>;
}

interface SealerSource {
  pool: pg.Pool;
  vault: Vault;
  log: Logger;
  clock: () => Date;
  config: { dataDir: string };
}

/**
 * Seals committed entries into the chain (`audit.seal`) and signs where it ends: into the database, and into the data
 * folder, which whoever manipulates the database does not see. Several processes take turns.
 */
export function createSealer({ pool, vault, log, clock, config }: SealerSource): Sealer {
  const folder = CheckpointFolder.of(config.dataDir, vault);
  const head = folder.head();
  let known: Checkpoint | null = head === "forged" ? null : head;
  let kept: Checkpoint | null = null;
  let timer: NodeJS.Timeout | null = null;
  let running: Promise<number> = Promise.resolve(0);
  let stopped = false;
  let alarmed = false;

  /** The chain must still go through where we left it; if not, its end is not signed over what we know. */
  const continues = async (): Promise<boolean> => {
    if (!known && head !== "forged") return true;
    const { rows } = await pool.query<{ hash: Buffer }>("select hash from audit.link where seq = $1", [
      known?.seq ?? 0,
    ]);
    if (known && rows[0]?.hash.equals(known.hash)) return true;
    if (!alarmed)
      log.error({ seq: known?.seq ?? null }, "the audit chain was changed or cut: run tixi doctor audit");
    alarmed = true;
    return false;
  };

  const step = async (): Promise<number> => {
    const { rows } = await pool.query<{ seq: number; hash: Buffer; sealed: number }>(
      "select seq, hash, sealed from audit.seal($1)",
      [STEP],
    );
    const [end] = rows;
    if (!end || end.seq === 0 || (known && end.hash.equals(known.hash)) || !(await continues()))
      return end?.sealed ?? 0;
    kept ??= await lastCheckpoint(pool);
    const point = {
      seq: end.seq,
      hash: end.hash,
      unsigned: kept?.unsigned ?? (await unsignedEntries(pool)),
      at: clock(),
    };
    folder.keepHead(point);
    known = point;
    const due =
      !kept || point.seq - kept.seq >= KEEP_ENTRIES || point.at.getTime() - kept.at.getTime() >= KEEP_MS;
    if (due) {
      await pool.query(
        "insert into audit.checkpoint (seq, hash, unsigned, at, mac) values ($1, $2, $3, $4, $5) on conflict do nothing",
        [point.seq, point.hash, point.unsigned, point.at, signatureOf(vault, point)],
      );
      folder.keep(point);
      kept = point;
    }
    return end.sealed;
  };

  const seal = (): Promise<number> => {
    running = running
      .catch(() => 0)
      .then(async () => {
        let total = 0;
        for (;;) {
          const sealed = await step();
          total += sealed;
          if (sealed < STEP) return total;
        }
      });
    return running;
  };
  const soon = (ms: number) => {
    if (timer || stopped) return;
    timer = setTimeout(() => {
      timer = null;
      void seal().catch((error: unknown) => log.warn({ err: error }, "sealing the audit trail"));
    }, ms);
    timer.unref();
  };
  let sweep: NodeJS.Timeout | undefined;
  return {
    start: () => {
      sweep = setInterval(() => soon(0), SWEEP_MS).unref();
      soon(0);
    },
    nudge: () => soon(AFTER_MS),
    seal,
    stop: async () => {
      stopped = true;
      clearInterval(sweep);
      if (timer) clearTimeout(timer);
      await seal();
    },
  };
}

async function lastCheckpoint(pool: pg.Pool): Promise<Checkpoint | null> {
  const { rows } = await pool.query<Checkpoint>(
    "select seq, hash, unsigned, at from audit.checkpoint order by seq desc limit 1",
  );
  return rows[0] ?? null;
}

/** How far the entries go that were written before entries were signed. */
async function unsignedEntries(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ seq: number }>(
    `select coalesce(max(l.seq), 0) as seq from audit.link l join audit.entry e on e.id = l.entry_id where e.mac is null`,
  );
  return rows[0]?.seq ?? 0;
}
