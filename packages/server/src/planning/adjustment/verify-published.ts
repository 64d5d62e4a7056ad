import { sql } from "kysely";
import type { Context } from "../../platform/context.ts";
import { NotFound } from "../../platform/index.ts";
import type { AdjustmentFileRow } from "./adjustments.sql.ts";
import { DECISION, DECISIONS, decisionsCsv, type Decided, type DecisionManifest } from "./decision-files.ts";
import { alteredOf, computeAgain, newer } from "./verify-adjustment.ts";

/** How a published decision stands against its manifest. */
export interface PublicVerification {
  /** files whose bytes are not those of the manifest */
  altered: string[];
  /** facts and rules give the proposals that the decision began with */
  same: boolean;
  /** what is shown is what was decided */
  decisions: boolean;
  versions: string[];
}

/** What a check needs; read in one go, so that no connection waits while it is computed. */
export interface Kept {
  id: string;
  files: AdjustmentFileRow[];
  shown: (Omit<Decided, "proposed"> & { key: string })[];
}

const NONE = { zh: "可核对的已公布专业调整", en: "published programme adjustment with a manifest" };

/** @throws NotFound unless it was published with a manifest */
export async function keptOfPublished(ctx: Context, id: string): Promise<Kept> {
  const { rows: files } = await sql<AdjustmentFileRow>`select * from planning.published_run_files(${id})`.execute(ctx.tx); // prettier-ignore
  if (!files.some(({ name }) => name === DECISION)) throw new NotFound(NONE);
  const { rows: shown } = await sql<Kept["shown"][number]>`
    select offering_id as key, school_name as school, programme, level, city, decision, rules from planning.public_card
    where adjustment_id = ${id}`.execute(ctx.tx);
  return { id, files, shown };
}

/* Whoever asks while a check runs gets its answer: anybody may ask. */
const running = new Map<string, Promise<PublicVerification>>();

/** Computes a published decision again from what it kept, and compares it with the manifest and with what is shown. */
export function verifyPublished(kept: Kept): Promise<PublicVerification> {
  const known = running.get(kept.id);
  if (known) return known;
  const check = compare(kept).finally(() => running.delete(kept.id));
  running.set(kept.id, check);
  return check;
}

async function compare({ files, shown }: Kept): Promise<PublicVerification> {
  const own = files.find(({ name }) => name === DECISION)!;
  const altered = alteredOf(files, [own]);
  if (altered.length > 0) return { altered, same: false, decisions: false, versions: [] };
  const manifest = JSON.parse(own.content.toString("utf8")) as DecisionManifest;
  altered.push(...alteredOf(files, manifest.files));
  const again = await computeAgain(files);
  if (!again) return { altered, same: false, decisions: false, versions: [] };
  const text = (name: string) => files.find((file) => file.name === name)?.content.toString("utf8");
  const proposed = new Map(again.result.cards.map(({ key, decision }) => [key, decision]));
  const decided = shown.map(({ key, ...card }) => ({
    ...card,
    proposed: proposed.get(key) ?? card.decision,
  }));
  return {
    altered,
    same: again.cards === text("cards.csv"),
    decisions: decisionsCsv(decided) === text(DECISIONS),
    versions: newer({ engine: manifest.versions.adjustment }, again.result),
  };
}

/** A file of a published decision that anybody may have. @throws NotFound */
export async function publishedFile(ctx: Context, id: string, name: string): Promise<AdjustmentFileRow> {
  const { rows } = await sql<AdjustmentFileRow>`select name, media_type, sha256, content
    from planning.public_adjustment_file where adjustment_id = ${id} and name = ${name}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound(NONE);
  return rows[0];
}
