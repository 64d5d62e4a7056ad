import type { FastifyRequest } from "fastify";
import { createReadStream } from "node:fs";
import fs from "node:fs/promises";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  BadInput,
  Conflict,
  dropObjects,
  inUnkeptTransaction,
  keepObject,
  NotFound,
  receiveFile,
  StoreUnavailable,
  type Context,
  type ReceivedFile,
} from "../../platform/index.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

/** Of a day with its corrections; and what a phone has made of a photo before it sends it. */
const MOST = 4;
const LONGEST_SIDE = 1600;
const MOST_BYTES = 3 * 1024 * 1024;
const PHOTO = { zh: "照片", en: "photo" };

export type Photo = z.infer<typeof s.photo>;
type Sent = z.infer<typeof s.photoResult>;

interface Ground {
  province: string;
  placement_id: string;
  person: string;
  day: string;
  signed: boolean;
}

/**
 * Whether a photo may still be added to an entry of the student who acts, asked before its content is read.
 * @returns null where it is kept already
 * @throws NotFound if the entry is not his; Conflict where its month is signed, it has enough, or the id is another photo's
 */
async function groundOf(ctx: Context, { entry, id }: { entry: string; id: string }): Promise<(Ground & { slot: number }) | null> {
  const { rows } = await sql<Ground>`select e.province, e.placement_id, e.person, to_char(e.day, 'YYYY-MM-DD') as day,
    exists (select from cotraining.log_month m where m.province = e.province and m.placement_id = e.placement_id and m.month = date_trunc('month', e.day)::date and m.side = 'teacher') as signed
    from cotraining.log_entry e where e.id = ${entry} and e.person = ${ctx.actor.personId}`.execute(ctx.tx);
  const ground = rows[0];
  if (!ground) throw new NotFound({ zh: "实习日志", en: "entry" });
  // two sendings at once must neither double a photo nor both take the last place
  await sql`select pg_advisory_xact_lock(hashtextextended(${`log photos ${ground.placement_id} ${ground.day}`}, 0))`.execute(ctx.tx);
  const known = await sql<{ placement_id: string; day: string }>`select placement_id, to_char(day, 'YYYY-MM-DD') as day from cotraining.log_photo where id = ${id}`.execute(ctx.tx);
  if (known.rows[0]) {
    if (known.rows[0].placement_id === ground.placement_id && known.rows[0].day === ground.day) return null;
    throw new Conflict({ zh: "这一编号已属于另一张照片。", en: "This id is another photo's." });
  }
  if (ground.signed) throw new Conflict({ zh: "该月小结已由指导教师签署，不能再加照片。", en: "The teacher has signed that month; no photo is added." });
  const { rows: taken } = await sql<{ slot: number }>`select slot from cotraining.log_photo where province = ${ground.province} and placement_id = ${ground.placement_id} and day = ${ground.day}::date`.execute(ctx.tx);
  const slot = Array.from({ length: MOST }, (_, n) => n + 1).find((one) => !taken.some((other) => other.slot === one));
  if (slot === undefined) throw new Conflict({ zh: `一天的日志最多 ${MOST} 张照片。`, en: `A day has ${MOST} photos at most.` });
  return { ...ground, slot };
} // prettier-ignore

/**
 * Takes a photo of an entry: looked through, without what tells where, when and with what it was taken, read as the entry is.
 * Its id is made on the phone, so that one whose answer was lost may be sent again.
 */
export async function sendPhoto(request: FastifyRequest, of: { entry: string; id: string }): Promise<Sent> {
  const duplicate: Sent = { id: of.id, result: "duplicate" };
  if ((await inUnkeptTransaction(request, (ctx) => groundOf(ctx, of))) === null) return duplicate;
  const { platform } = request.server;
  const file = await received(request);
  const object = uuidv7();
  try {
    await requireClean(request, file);
    const path = await keepObject(platform, object, "original", file.local);
    return await inUnkeptTransaction(request, async (ctx) => {
      const ground = await groundOf(ctx, of);
      if (ground === null) return duplicate;
      await keep(ctx, of, ground, { file, object, path });
      return { id: of.id, result: "accepted" };
    });
  } finally {
    await fs.rm(file.local.path, { force: true });
    // refused, or another sending was quicker: what no row was committed for is taken out again
    await dropObjects(platform, object);
  }
} // prettier-ignore

async function keep(ctx: Context, of: { entry: string; id: string }, ground: Ground & { slot: number }, { file, object, path }: { file: ReceivedFile; object: string; path: string }): Promise<void> {
  const { bytes, sha256 } = file.local;
  await sql`insert into cotraining.log_photo (province, id, entry_id, placement_id, person, day, slot, object, path, bytes, sha256, sent_sha256, width, height, at)
    values (${ground.province}, ${of.id}, ${of.entry}, ${ground.placement_id}, ${ground.person}, ${ground.day}::date, ${ground.slot}, ${object}, ${path}, ${bytes}, ${sha256},
      ${file.sentSha256}, ${file.width}, ${file.height}, ${ctx.now})`.execute(ctx.tx);
  await ctx.audit("cotraining.add-log-photo", `placement:${ground.placement_id}`, undefined, { photo: of.id, day: ground.day, bytes, sha256 });
} // prettier-ignore

const refused = (reason: string): BadInput => new BadInput([{ part: "body", field: "file", reason }]);

async function received(request: FastifyRequest): Promise<ReceivedFile> {
  const upload = await request.file({ limits: { fileSize: MOST_BYTES, files: 1, fields: 0 } });
  if (!upload) throw refused("没有收到照片 / no photo was sent");
  const file = await receiveFile(request.server.platform, upload.file, { name: upload.filename, purpose: "picture" }); // prettier-ignore
  const why = file.mediaType !== "image/jpeg" ? "照片应为 JPEG / a photo is a JPEG"
    : file.local.bytes > MOST_BYTES || Math.max(file.width!, file.height!) > LONGEST_SIDE ? `照片长边最多 ${LONGEST_SIDE} 像素 / the longer side of a photo has ${LONGEST_SIDE} pixels at most`
    : null; // prettier-ignore
  if (why === null) return file;
  await fs.rm(file.local.path, { force: true });
  throw refused(why);
}

/** Where a scanner is set, nothing is kept before it has answered; the phone tries again. @throws BadInput, StoreUnavailable */
async function requireClean(request: FastifyRequest, { local }: ReceivedFile): Promise<void> {
  const { scanner } = request.server.platform.uploads;
  if (!scanner) return;
  const verdict = await scanner.scan(createReadStream(local.path)).catch((error: unknown) => {
    throw new StoreUnavailable("the scanner does not answer", error);
  });
  if (!verdict.clean) throw refused("照片中查出病毒 / a virus was found in the photo");
}

/** Photos of the days of a placement, by day. */
export async function photosOf(ctx: Context, { province, id }: { province: string; id: string }): Promise<Map<string, Photo[]>> {
  const { rows } = await sql<Photo & { day: string }>`select id, width, height, to_char(day, 'YYYY-MM-DD') as day from cotraining.log_photo
    where province = ${province} and placement_id = ${id} order by day, slot`.execute(ctx.tx);
  const found = new Map<string, Photo[]>();
  for (const { day, ...photo } of rows) found.set(day, [...(found.get(day) ?? []), photo]);
  return found;
} // prettier-ignore

interface Stored {
  person: string;
  path: string;
  bytes: number;
  sha256: string;
}

/** The photo whose content is asked for; that another one looked at it is written down. @throws NotFound */
export async function openPhoto(ctx: Context, id: string): Promise<Stored> {
  const { rows } = await sql<Stored>`select person, path, bytes, sha256 from cotraining.log_photo where id = ${id}`.execute(ctx.tx); // prettier-ignore
  if (!rows[0]) throw new NotFound(PHOTO);
  if (ctx.actor.role !== "student") await ctx.auditRead(`person:${rows[0].person}`, ["cotraining.log_photo.path"]); // prettier-ignore
  return rows[0];
}
