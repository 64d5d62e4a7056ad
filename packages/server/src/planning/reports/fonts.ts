import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { inflateSync } from "node:zlib";

const require = createRequire(import.meta.url);
const cache = new Map<string, Buffer>();

export type FontName = "sans" | "sans-bold" | "serif" | "serif-bold";

const FILES: Record<FontName, string> = {
  sans: "@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff",
  "sans-bold": "@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-700-normal.woff",
  serif: "@fontsource/noto-serif-sc/files/noto-serif-sc-chinese-simplified-400-normal.woff",
  "serif-bold": "@fontsource/noto-serif-sc/files/noto-serif-sc-chinese-simplified-700-normal.woff",
};

/**
 * An open Chinese font as SFNT bytes. The packages hold WOFF; PDF and SVG renderers given WOFF directly
 * inflate it lazily and take seconds, so it is unpacked once here.
 */
export function font(name: FontName): Buffer {
  let bytes = cache.get(name);
  if (!bytes) {
    bytes = woffToSfnt(readFileSync(require.resolve(FILES[name])));
    cache.set(name, bytes);
  }
  return bytes;
}

/** WOFF 1.0 → SFNT (W3C WOFF File Format 1.0, sections 3 to 5). @throws if it is not a WOFF file */
export function woffToSfnt(woff: Buffer): Buffer {
  if (woff.toString("latin1", 0, 4) !== "wOFF") throw new Error("not a WOFF 1.0 font");
  const count = woff.readUInt16BE(12);
  const tables = Array.from({ length: count }, (_, i) => {
    const at = 44 + i * 20;
    const offset = woff.readUInt32BE(at + 4);
    const packed = woff.readUInt32BE(at + 8);
    const size = woff.readUInt32BE(at + 12);
    const raw = woff.subarray(offset, offset + packed);
    return {
      tag: woff.subarray(at, at + 4),
      checksum: woff.readUInt32BE(at + 16),
      data: packed < size ? inflateSync(raw) : raw,
    };
  });
  const power = 2 ** Math.floor(Math.log2(count));
  const header = Buffer.alloc(12 + count * 16);
  woff.copy(header, 0, 4, 8);
  header.writeUInt16BE(count, 4);
  header.writeUInt16BE(power * 16, 6);
  header.writeUInt16BE(Math.log2(power), 8);
  header.writeUInt16BE(count * 16 - power * 16, 10);
  const parts: Buffer[] = [header];
  let offset = header.length;
  tables.forEach(({ tag, checksum, data }, i) => {
    const at = 12 + i * 16;
    tag.copy(header, at);
    header.writeUInt32BE(checksum, at + 4);
    header.writeUInt32BE(offset, at + 8);
    header.writeUInt32BE(data.length, at + 12);
    const padding = (4 - (data.length % 4)) % 4;
    parts.push(data, Buffer.alloc(padding));
    offset += data.length + padding;
  });
  return Buffer.concat(parts);
}
