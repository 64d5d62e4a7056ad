import type pg from "pg";
import type { Vault } from "../personal/vault.ts";
import { CheckpointFolder } from "./checkpoints.ts";
import {
  digestOf,
  ENTRY_TEXT,
  hashOf,
  macOf,
  signatureOf,
  type Checkpoint,
  type EntryText,
} from "./digest.ts";

/** One thing that is wrong with the trail, named as well as what is left of it allows. */
export interface Break {
  what:
    | "changed" // an entry does not say any more what it said
    | "deleted" // an entry of the chain is gone
    | "inserted" // an entry that the process did not write
    | "reordered" // a link that does not follow the one before it
    | "missing-links" // numbers of the chain that are gone
    | "cut" // the chain ends before where it once ended
    | "rewritten" // the chain is another one than a signed checkpoint says
    | "forged-checkpoint"; // a checkpoint without our signature
  seq: number | null;
  id: string | null;
  /** ISO time of the entry; of one that is gone, from its id */
  at: string | null;
  action: string | null;
  detail: string;
}

export interface AuditReport {
  /** entries of the chain that were looked at */
  checked: number;
  /** entries that were committed a moment ago and wait to be sealed */
  waiting: number;
  checkpoints: number;
  /** where the chain ends */
  head: { seq: number; hash: string } | null;
  /** all breaks that were found, the first of them first; at most `most` */
  broken: Break[];
  /** how many there are in all */
  breaks: number;
  seconds: number;
}

interface Row extends EntryText {
  seq: number;
  entry_id: string;
  link_action: string;
  digest: Buffer;
  previous: Buffer;
  hash: Buffer;
  sealed_at: string;
}

const BATCH = 2000;
const HEAD_OF_EMPTY = Buffer.alloc(0);

export interface VerifyOptions {
  vault: Vault;
  dataDir: string;
  progress?: (done: number, total: number) => void;
  signal?: AbortSignal;
  /** how many breaks are named */
  most?: number;
}

/**
 * Reads the whole trail as the login role, in one snapshot and a few thousand rows at a time, and computes every hash
 * and signature again. Nothing that the database computes is believed.
 */
export async function verifyAudit(pool: pg.Pool, options: VerifyOptions): Promise<AuditReport> {
  const { vault } = options;
  const began = performance.now();
  const folder = CheckpointFolder.of(options.dataDir, vault);
  const client = await pool.connect();
  const report: AuditReport = {
    checked: 0,
    waiting: 0,
    checkpoints: 0,
    head: null,
    broken: [],
    breaks: 0,
    seconds: 0,
  };
  const found = (one: Break) => {
    report.breaks++;
    if (report.broken.length < (options.most ?? 1000)) report.broken.push(one);
  };
  try {
    await client.query("begin isolation level repeatable read read only");
    const points = await checkpointsOf(client, folder, vault, found);
    report.checkpoints = points.length;
    const unsigned = points[0]?.unsigned ?? null;
    const total = (await client.query<{ n: number }>("select coalesce(max(seq), 0) as n from audit.link"))
      .rows[0]!.n;
    const due = new Map(points.map((point) => [point.seq, point]));
    let [seq, hash] = [0, HEAD_OF_EMPTY as Buffer];
    for (;;) {
      options.signal?.throwIfAborted();
      const { rows } = await client.query<Row>(
        `select l.seq, l.entry_id::text as entry_id, l.action as link_action, l.digest, l.previous, l.hash,
           to_char(l.sealed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as sealed_at, ${ENTRY_TEXT}
         from audit.link l left join audit.entry e on e.id = l.entry_id where l.seq > $1 order by l.seq limit ${BATCH}`,
        [seq],
      );
      for (const row of rows) {
        checkLink(row, seq, hash, found);
        checkEntry(row, unsigned, vault, found);
        const point = due.get(row.seq);
        if (point && !point.hash.equals(row.hash)) found(rewritten(row, point));
        due.delete(row.seq);
        [seq, hash] = [row.seq, row.hash];
      }
      report.checked += rows.length;
      options.progress?.(report.checked, total);
      if (rows.length < BATCH) break;
    }
    report.head = seq === 0 ? null : { seq, hash: hash.toString("hex") };
    for (const point of due.values()) if (point.seq > seq) found(cut(seq, point));
    report.waiting = await checkWaiting(client, found);
    await checkOutside(client, found);
  } finally {
    await client.query("rollback").catch(() => {});
    client.release();
  }
  report.broken.sort((a, b) => (a.seq ?? Infinity) - (b.seq ?? Infinity));
  report.seconds = (performance.now() - began) / 1000;
  return report;
}

function checkLink(row: Row, before: number, previous: Buffer, found: (one: Break) => void): void {
  const named = {
    seq: row.seq,
    id: row.entry_id,
    at: row.at ?? timeOf(row.entry_id),
    action: row.link_action,
  };
  if (row.seq !== before + 1)
    found({
      what: "missing-links", seq: before + 1, id: null, at: null, action: null,
      detail: row.seq === before + 2 ? `link ${before + 1} is gone` : `links ${before + 1} to ${row.seq - 1} are gone`,
    }); // prettier-ignore
  else if (!row.previous.equals(previous))
    found({ ...named, what: "reordered", detail: `link ${row.seq} does not follow link ${before}` });
  const link = {
    seq: row.seq,
    entryId: row.entry_id,
    action: row.link_action,
    digest: row.digest,
    previous: row.previous,
    sealedAt: row.sealed_at,
  };
  if (!hashOf(link).equals(row.hash))
    found({
      ...named,
      what: "reordered",
      detail: `link ${row.seq} is not what was sealed under this number`,
    });
}

function checkEntry(row: Row, unsigned: number | null, vault: Vault, found: (one: Break) => void): void {
  const named = { seq: row.seq, id: row.entry_id, action: row.link_action };
  if (row.id === null) {
    const at = timeOf(row.entry_id);
    found({ ...named, what: "deleted", at, detail: `the entry of link ${row.seq} is gone` });
    return;
  }
  if (!digestOf(row).equals(row.digest)) {
    found({
      ...named,
      what: "changed",
      at: row.at,
      detail: `the entry does not say what was sealed: ${row.subject}`,
    });
    return;
  }
  if (row.mac === null ? unsigned !== null && row.seq > unsigned : !signed(row, row.mac, vault))
    found({
      ...named,
      what: "inserted",
      at: row.at,
      detail: "the entry does not bear the installation's signature",
    });
}

const signed = (row: EntryText, mac: string, vault: Vault): boolean =>
  macOf(vault, row).equals(Buffer.from(mac, "hex"));

/** Entries that wait to be sealed: each must still be what it was when it was written. */
async function checkWaiting(client: pg.PoolClient, found: (one: Break) => void): Promise<number> {
  const { rows } = await client.query<Row>(
    `select p.entry_id::text as entry_id, p.action as link_action, p.digest, ${ENTRY_TEXT}
     from audit.pending p left join audit.entry e on e.id = p.entry_id order by p.entry_id`,
  );
  for (const row of rows) {
    const named = { seq: null, id: row.entry_id, action: row.link_action };
    if (row.id === null)
      found({
        ...named,
        what: "deleted",
        at: timeOf(row.entry_id),
        detail: "the entry is gone; it was not sealed yet",
      });
    else if (!digestOf(row).equals(row.digest))
      found({
        ...named,
        what: "changed",
        at: row.at,
        detail: `the entry was changed before it was sealed: ${row.subject}`,
      });
  }
  return rows.length;
}

/** Entries that neither stand in the chain nor wait for it. */
async function checkOutside(client: pg.PoolClient, found: (one: Break) => void): Promise<void> {
  const { rows } = await client.query<{ id: string; at: Date; action: string; subject: string }>(
    `select e.id, e.at, e.action, e.subject from audit.entry e
     where not exists (select from audit.link l where l.entry_id = e.id)
       and not exists (select from audit.pending p where p.entry_id = e.id) order by e.id`,
  );
  for (const { id, at, action, subject } of rows)
    found({
      what: "inserted",
      seq: null,
      id,
      at: at.toISOString(),
      action,
      detail: `the entry stands outside the chain: ${subject}`,
    });
}

/** Checkpoints of the database and of the data folder whose signature is ours, in their order. */
async function checkpointsOf(
  client: pg.PoolClient,
  folder: CheckpointFolder,
  vault: Vault,
  found: (one: Break) => void,
): Promise<Checkpoint[]> {
  const { rows } = await client.query<Checkpoint & { mac: Buffer }>(
    "select seq, hash, unsigned, at, mac from audit.checkpoint order by seq",
  );
  const points: Checkpoint[] = [];
  for (const row of rows) {
    if (signatureOf(vault, row).equals(row.mac)) points.push(row);
    else found(forged(row.seq, row.at.toISOString(), "in the database"));
  }
  for (const point of folder.checkpoints()) {
    if (point) points.push(point);
    else found(forged(null, null, "in the data folder"));
  }
  const head = folder.head();
  if (head === "forged") found(forged(null, null, "in the data folder (head)"));
  else if (head) points.push(head);
  return points.sort((a, b) => a.seq - b.seq);
}

const forged = (seq: number | null, at: string | null, where: string): Break => ({
  what: "forged-checkpoint",
  seq,
  id: null,
  at,
  action: null,
  detail: `a checkpoint ${where} does not bear the installation's signature`,
});

const rewritten = (row: Row, point: Checkpoint): Break => ({
  what: "rewritten",
  seq: row.seq,
  id: row.entry_id,
  at: row.at ?? timeOf(row.entry_id),
  action: row.link_action,
  detail: `at link ${row.seq} the chain is not the one that was signed on ${point.at.toISOString()}`,
});

const cut = (end: number, point: Checkpoint): Break => ({
  what: "cut",
  seq: end + 1,
  id: null,
  at: point.at.toISOString(),
  action: null,
  detail: `the chain ends at ${end}, but went to ${point.seq} on ${point.at.toISOString()}`,
});

/** When a UUIDv7 was made. */
function timeOf(id: string): string | null {
  if (id[14] !== "7") return null;
  return new Date(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toISOString();
}
