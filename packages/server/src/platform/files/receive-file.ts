import fs from "node:fs/promises";
import { Readable } from "node:stream";
import { BadInput } from "../http/problems.ts";
import type { Platform } from "../platform.ts";
import type { LocalFile } from "./content-store.ts";
import { FileRefused, isPicture, MEDIA_TYPES, type MediaType } from "./media-types.ts";
import { cleanPicture } from "./picture.ts";
import { PURPOSE_RULES, type Purpose } from "./purposes.ts";
import { sniff, withEnding } from "./sniff.ts";

/** An upload that was looked through and may be kept. */
export interface ReceivedFile {
  local: LocalFile;
  name: string;
  mediaType: MediaType;
  /** of pictures, the way they are seen */
  width: number | null;
  height: number | null;
  /** of what was sent, before a picture was cleaned */
  sentSha256: string;
}

const LONGEST_NAME = 150;

/**
 * Streams an upload to the disk and looks through it: what it is, whether its name fits, whether it is safe to hand on.
 * Pictures lose what tells where, when and by whom they were taken (picture.ts). The caller keeps or removes it.
 * @throws TooLarge, and BadInput that names the field `file` with the reason
 */
export async function receiveFile(
  platform: Platform,
  source: Readable,
  input: { name: string; purpose: Purpose },
): Promise<ReceivedFile> {
  const rule = PURPOSE_RULES[input.purpose];
  const limit = Math.min(rule.bytes, platform.config.uploadLimitBytes);
  const sent = await platform.files.receive(source, limit);
  const name = tidyName(input.name);
  try {
    const mediaType = await sniff(sent.path, name);
    if (!rule.mediaTypes.includes(mediaType)) throw wrongType(mediaType, rule.mediaTypes);
    const facts = { name: withEnding(name, mediaType), mediaType, sentSha256: sent.sha256 };
    if (!isPicture(mediaType)) return { ...facts, local: sent, width: null, height: null };
    const picture = cleanPicture(mediaType, await fs.readFile(sent.path));
    const local = await platform.files.receive(Readable.from([picture.content]));
    await fs.rm(sent.path, { force: true });
    const sideways = picture.orientation >= 5;
    return {
      ...facts,
      local,
      width: sideways ? picture.height : picture.width,
      height: sideways ? picture.width : picture.height,
    };
  } catch (error) {
    await fs.rm(sent.path, { force: true });
    if (!(error instanceof FileRefused)) throw error;
    const { zh, en } = error.sentence;
    throw new BadInput([{ part: "body", field: "file", value: name, reason: `${zh} / ${en}` }], {
      zh: `“${name}”：${zh}。`,
      en: `“${name}”: ${en}.`,
    });
  }
}

/** What a person called it, without paths, control characters and marks that turn the reading direction. */
function tidyName(name: string): string {
  const tidy = name
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu, "")
    .replace(/[\\/:*?"<>|]/g, "_")
    .replace(/\s+/g, " ")
    .replace(/^[.\s]+|[.\s]+$/g, "");
  return tidy === "" ? "file" : [...tidy].slice(-LONGEST_NAME).join("");
}

function wrongType(found: MediaType, wanted: readonly MediaType[]): FileRefused {
  const say = (locale: "zh" | "en") => wanted.map((type) => MEDIA_TYPES[type].name[locale]);
  return new FileRefused(
    `此处不收${MEDIA_TYPES[found].name.zh}，可收${say("zh").join("、")}`,
    `a ${MEDIA_TYPES[found].name.en} is not taken here; these are: ${say("en").join(", ")}`,
  );
}
