/**
 * Pictures without what their makers did not mean to tell: where and when they were taken, with which device, by whom.
 * The picture itself is kept bit by bit; of what surrounds it only what it needs to look right stays (colours,
 * resolution, which side is up). What follows the end of the picture is cut off, so nothing travels behind it.
 */
import { FileRefused, type MediaType } from "./media-types.ts";

export interface Picture {
  /** as it is stored, before it is turned */
  width: number;
  height: number;
  /** which side is up: 1–8 as in EXIF */
  orientation: number;
  /** the cleaned file */
  content: Buffer;
}

/** More would fill the memory when it is decoded: 4 bytes each, several times over. */
const MOST_PIXELS = 40_000_000;

/** @throws FileRefused if it is cut short, broken, moving or too large to decode */
export function cleanPicture(type: MediaType, content: Buffer): Picture {
  let picture: Picture;
  try {
    if (type === "image/jpeg") picture = cleanJpeg(content);
    else if (type === "image/png") picture = cleanPng(content);
    else picture = cleanWebp(content);
  } catch (error) {
    // reading beyond the end
    if (error instanceof RangeError) throw broken();
    throw error;
  }
  const { width, height } = picture;
  if (width < 1 || height < 1) throw broken();
  if (width * height > MOST_PIXELS)
    throw new FileRefused(
      `图片有 ${width}×${height} 像素，超过上限 ${MOST_PIXELS / 10_000} 万像素`,
      `the picture has ${width}×${height} pixels, more than the limit of ${MOST_PIXELS / 1e6} million`,
    );
  return picture;
}

const broken = (): FileRefused => new FileRefused("图片不完整或已损坏", "the picture is cut short or broken");

// JPEG (ITU-T T.81): segments, each a marker and its length; then the scans.
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;
const EXIF = "Exif\0\0";

function cleanJpeg(content: Buffer): Picture {
  const kept: Buffer[] = [];
  let orientation = 1;
  let size: { width: number; height: number } | null = null;
  let at = 2;
  for (;;) {
    if (content.readUInt8(at) !== 0xff) throw broken();
    while (content.readUInt8(at) === 0xff) at++;
    const marker = content.readUInt8(at++);
    if (marker === END_OF_IMAGE) break;
    const segment = content.subarray(at - 2, at + content.readUInt16BE(at));
    const body = segment.subarray(4);
    // Fill bytes before a marker are dropped with this.
    const whole = Buffer.concat([Buffer.from([0xff, marker]), segment.subarray(2)]);
    at += content.readUInt16BE(at);
    if (at > content.length) throw broken();
    if (isFrame(marker)) size ??= { height: body.readUInt16BE(1), width: body.readUInt16BE(3) };
    if (marker === 0xe1 && startsWith(body, EXIF)) orientation = exifOrientation(body.subarray(EXIF.length));
    if (staysInJpeg(marker, body)) kept.push(whole);
    if (marker === START_OF_SCAN) {
      const end = endOfScan(content, at);
      kept.push(content.subarray(at, end));
      at = end;
    }
  }
  if (!size || kept.length === 0) throw broken();
  const parts = [Buffer.from([0xff, 0xd8]), ...kept, Buffer.from([0xff, END_OF_IMAGE])];
  if (orientation !== 1) parts.splice(startsWithJfif(kept[0]!) ? 2 : 1, 0, orientationSegment(orientation));
  return { ...size, orientation, content: Buffer.concat(parts) };
}

const startsWith = (bytes: Buffer, text: string): boolean =>
  bytes.toString("latin1", 0, text.length) === text;
const startsWithJfif = (segment: Buffer): boolean => startsWith(segment.subarray(4), "JFIF\0");

/** SOF0–SOF15 but DHT, JPG and DAC. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

function staysInJpeg(marker: number, body: Buffer): boolean {
  if (marker === 0xe0) return startsWith(body, "JFIF\0");
  if (marker === 0xe2) return startsWith(body, "ICC_PROFILE\0");
  if (marker === 0xee) return startsWith(body, "Adobe");
  return (marker & 0xf0) !== 0xe0 && marker !== 0xfe;
}

/** Offset of the marker that ends the coded data; FF 00 and restart markers belong to it. */
function endOfScan(content: Buffer, from: number): number {
  for (let at = from; ; at++) {
    at = content.indexOf(0xff, at);
    if (at < 0) throw broken();
    const next = content.readUInt8(at + 1);
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
}

const ORIENTATION_TAG = 0x0112;

/** The orientation in the first directory of a TIFF structure; 1 where there is none. */
function exifOrientation(tiff: Buffer): number {
  if (tiff.length < 14) return 1;
  const little = startsWith(tiff, "II");
  const u16 = (at: number) => (little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at));
  const u32 = (at: number) => (little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at));
  const directory = u32(4);
  if (directory + 2 > tiff.length) return 1;
  const entries = u16(directory);
  for (let at = directory + 2, n = 0; n < entries && at + 12 <= tiff.length; n++, at += 12) {
    if (u16(at) !== ORIENTATION_TAG) continue;
    const value = u16(at + 8);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** An EXIF segment that says which side is up and nothing else. */
function orientationSegment(orientation: number): Buffer {
  const tiff = Buffer.alloc(26);
  tiff.write("MM\0*", 0, "latin1");
  tiff.writeUInt32BE(8, 4);
  tiff.writeUInt16BE(1, 8);
  tiff.writeUInt16BE(ORIENTATION_TAG, 10);
  tiff.writeUInt16BE(3, 12);
  tiff.writeUInt32BE(1, 14);
  tiff.writeUInt16BE(orientation, 18);
  const head = Buffer.from([0xff, 0xe1, 0, 2 + EXIF.length + tiff.length]);
  return Buffer.concat([head, Buffer.from(EXIF, "latin1"), tiff]);
}

// PNG (ISO/IEC 15948): chunks of length, type, data and check sum.
const PNG_KEPT = new Set(
  "IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB bKGD hIST pHYs cICP mDCv cLLi".split(" "),
);

function cleanPng(content: Buffer): Picture {
  const kept: Buffer[] = [content.subarray(0, 8)];
  for (let at = 8; ;) {
    const length = content.readUInt32BE(at);
    const type = content.toString("latin1", at + 4, at + 8);
    const end = at + 12 + length;
    if (end > content.length || (at === 8 && type !== "IHDR")) throw broken();
    if (PNG_KEPT.has(type)) kept.push(content.subarray(at, end));
    if (type === "IEND") break;
    at = end;
  }
  const size = { width: content.readUInt32BE(16), height: content.readUInt32BE(20) };
  return { ...size, orientation: 1, content: Buffer.concat(kept) };
}

// WebP: a RIFF file; https://developers.google.com/speed/webp/docs/riff_container
const WEBP_KEPT = new Set(["VP8 ", "VP8L", "VP8X", "ALPH", "ICCP"]);
const [ANIMATED, HAS_EXIF, HAS_XMP] = [0x02, 0x08, 0x04];

function cleanWebp(content: Buffer): Picture {
  const kept: Buffer[] = [];
  let size: { width: number; height: number } | null = null;
  const end = 8 + content.readUInt32LE(4);
  if (end > content.length) throw broken();
  for (let at = 12; at + 8 <= end;) {
    const type = content.toString("latin1", at, at + 4);
    const length = content.readUInt32LE(at + 4);
    const next = at + 8 + length + (length & 1);
    if (at + 8 + length > end) throw broken();
    const chunk = Buffer.from(content.subarray(at, Math.min(next, end)));
    if (type === "VP8X") {
      const flags = chunk.readUInt8(8);
      if ((flags & ANIMATED) !== 0)
        throw new FileRefused(
          "动图不收，请上传静止的图片",
          "moving pictures are not taken: upload a still one",
        );
      chunk.writeUInt8(flags & ~HAS_EXIF & ~HAS_XMP, 8);
    }
    size ??= webpSize(type, chunk.subarray(8));
    if (WEBP_KEPT.has(type)) kept.push(chunk);
    at = next;
  }
  if (!size) throw broken();
  const body = Buffer.concat(kept);
  const head = Buffer.from("RIFF\0\0\0\0WEBP", "latin1");
  head.writeUInt32LE(4 + body.length, 4);
  return { ...size, orientation: 1, content: Buffer.concat([head, body]) };
}

function webpSize(type: string, body: Buffer): { width: number; height: number } | null {
  if (type === "VP8X") return { width: body.readUIntLE(4, 3) + 1, height: body.readUIntLE(7, 3) + 1 };
  if (type === "VP8L") {
    const bits = body.readUInt32LE(1);
    return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
  }
  if (type === "VP8 ") return { width: body.readUInt16LE(6) & 0x3fff, height: body.readUInt16LE(8) & 0x3fff };
  return null;
}
