import { sql, type RawBuilder } from "kysely";
import { attachFile, Conflict, NotFound, removeFile, type Context, type FileRow } from "../platform/index.ts";
import type { AllianceRow, FoundingDocument } from "./alliance.sql.ts";

/** A file as it is named beside what it belongs to. */
export interface Paper {
  id: string;
  name: string;
  bytes: number;
  state: "pending" | "clean" | "infected" | "removed";
}

/** Files of the founding documents that the actor may open. */
export async function papersOf(ctx: Context, alliance: string): Promise<Paper[]> {
  const { rows } = await sql<Paper>`select id, name, bytes::float8 as bytes, state from alliances.papers_of(${alliance}) order by id`.execute(ctx.tx); // prettier-ignore
  return rows;
}

/**
 * Takes up the files that founding documents name, and takes away those that none names any more.
 * @throws NotFound for a file that is not the actor's; Conflict where it belongs to something else or is infected
 */
export async function keepPapers(ctx: Context, { id, region }: Pick<AllianceRow, "id" | "region">, documents: readonly FoundingDocument[]): Promise<void> {
  const named = documents.flatMap(({ file }) => (file ? [file] : []));
  // first away, so that there is room
  for (const paper of await papersOf(ctx, id)) if (!named.includes(paper.id)) await removeFile(ctx, paper.id);
  for (const file of named) await attachFile(ctx, { id: file, subject: `alliance:${id}`, owner: { region, organisation: id, person: null, minor: false } });
} // prettier-ignore

/** Hands drafts over to a task as what proves its report; they stay the member's own. @throws NotFound; Conflict */
export async function keepEvidence(ctx: Context, task: { id: string; organisation: string }, files: readonly string[]): Promise<void> {
  for (const file of files)
    await attachFile(ctx, { id: file, subject: `alliance-task:${task.id}`, owner: { region: ctx.actor.region, organisation: task.organisation, person: null, minor: false } });
} // prettier-ignore

const COLUMNS = sql`id, purpose, subject, name, media_type as "mediaType", bytes::float8 as bytes, sha256, path, thumbnail, width, height, state, finding,
  scanned_at as "scannedAt", organisation, region, person, minor, created_by as "createdBy", created_at as "createdAt"`;

async function served(ctx: Context, from: RawBuilder<unknown>, file: string): Promise<FileRow> {
  const { rows } = await sql<FileRow>`select ${COLUMNS} from ${from} f where f.id = ${file}`.execute(ctx.tx);
  const [found] = rows;
  if (!found || found.state === "infected" || found.state === "removed")
    throw new NotFound({ zh: "文件", en: "file" });
  if (found.state === "pending")
    throw new Conflict({
      zh: "文件尚未查毒，暂不能打开。",
      en: "The file has not been scanned yet and cannot be opened.",
    });
  return found;
}

/** A founding document's file, to be served. @param open as anybody may: the charter where it is open @throws NotFound; Conflict while it is not scanned */
export function paperOf(ctx: Context, row: AllianceRow, file: string, open: boolean): Promise<FileRow> {
  const named = row.documents.some((one) => one.file === file && (!open || isOpen(one)));
  if (!named) throw new NotFound({ zh: "文件", en: "file" });
  return served(ctx, sql`alliances.papers_of(${row.id})`, file);
}
export const evidenceOf = (ctx: Context, task: string, file: string): Promise<FileRow> => served(ctx, sql`alliances.evidence_of(${task})`, file); // prettier-ignore

/** The charter may be open to the public; nothing else may. */
export const isOpen = ({ kind, open }: FoundingDocument): boolean => kind === "charter" && open === true;
