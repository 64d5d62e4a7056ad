import { crc32 } from "node:zlib";
import fc from "fast-check";
import photon from "@silvia-odwyer/photon-node";
import { describe, expect, test } from "vitest";
import { exif, jpeg, phoneJpeg, png, webp } from "../testing/samples.ts";
import { FileRefused, type MediaType } from "./media-types.ts";
import { turn } from "./orientation.ts";
import { cleanPicture } from "./picture.ts";
import { makeThumbnail } from "./thumbnail.ts";

const SAID = /GPSPLACE|Phone X/;
const textOf = (content: Uint8Array) => Buffer.from(content).toString("latin1");
const pixelsOf = (content: Uint8Array) => photon.PhotonImage.new_from_byteslice(content).get_raw_pixels();

function pngWith(...chunks: [type: string, body: Buffer][]): Buffer {
  const plain = png();
  const made = chunks.map(([type, body]) => {
    const chunk = Buffer.alloc(12 + body.length);
    chunk.writeUInt32BE(body.length, 0);
    chunk.write(type, 4, "latin1");
    body.copy(chunk, 8);
    chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + body.length)), 8 + body.length);
    return chunk;
  });
  return Buffer.concat([plain.subarray(0, 33), ...made, plain.subarray(33)]);
}

/** The extended form, with a place and a page behind the picture. */
function phoneWebp(flags = 0x0c): Buffer {
  const plain = webp();
  const extended = Buffer.alloc(18);
  extended.write("VP8X", 0, "latin1");
  extended.writeUInt32LE(10, 4);
  extended.writeUInt8(flags, 8);
  extended.writeUIntLE(63, 12, 3);
  extended.writeUIntLE(31, 15, 3);
  const chunk = (type: string, body: Buffer) => {
    const head = Buffer.alloc(8);
    head.write(type, 0, "latin1");
    head.writeUInt32LE(body.length, 4);
    return Buffer.concat([head, body, Buffer.alloc(body.length & 1)]);
  };
  const body = Buffer.concat([
    extended,
    plain.subarray(12),
    chunk("EXIF", exif(1)),
    chunk("XMP ", Buffer.from("GPSPLACE")),
  ]);
  const head = Buffer.from("RIFF\0\0\0\0WEBP", "latin1");
  head.writeUInt32LE(4 + body.length, 4);
  return Buffer.concat([head, body]);
}

describe("a picture tells nothing but itself", () => {
  const cases: [MediaType, Buffer, Buffer][] = [
    ["image/jpeg", phoneJpeg(), jpeg()],
    ["image/png", pngWith(["tEXt", Buffer.from("Comment\0GPSPLACE")], ["eXIf", exif(6).subarray(6)]), png()],
    ["image/webp", phoneWebp(), webp()],
  ];
  test.each(cases)("%s: place, device and comments are gone, every pixel stays", (type, taken, plain) => {
    expect(textOf(taken)).toMatch(SAID);
    const { content, width, height } = cleanPicture(type, taken);
    expect(textOf(content)).not.toMatch(SAID);
    expect([width, height]).toEqual([64, 32]);
    expect(pixelsOf(content)).toEqual(pixelsOf(plain));
    expect(cleanPicture(type, content).content, "clean already").toEqual(content);
  });

  test.each(cases)("%s: nothing travels behind it", (type, taken) => {
    const behind = Buffer.concat([taken, Buffer.from("PK\x03\x04 <script>alert(1)</script>")]);
    expect(cleanPicture(type, behind).content).toEqual(cleanPicture(type, taken).content);
  });

  test("which side is up stays", () => {
    const cleaned = cleanPicture("image/jpeg", phoneJpeg(6));
    expect(cleaned.orientation).toBe(6);
    expect(cleanPicture("image/jpeg", cleaned.content).orientation).toBe(6);
    expect(textOf(cleaned.content)).not.toMatch(SAID);
  });
});

describe("refused", () => {
  test("more pixels than can be decoded, said in a file of a few bytes", () => {
    const bomb = png();
    bomb.writeUInt32BE(60_000, 16);
    bomb.writeUInt32BE(60_000, 20);
    expect(() => cleanPicture("image/png", bomb)).toThrow(/60000×60000 pixels/);
    const wide = jpeg();
    const frame = wide.indexOf(Buffer.from([0xff, 0xc0]));
    wide.writeUInt16BE(65_000, frame + 5);
    wide.writeUInt16BE(65_000, frame + 7);
    expect(() => cleanPicture("image/jpeg", wide)).toThrow(/65000×65000/);
  });

  test("moving pictures, and those that end too early", () => {
    expect(() => cleanPicture("image/webp", phoneWebp(0x02))).toThrow(/moving/);
    expect(() => cleanPicture("image/jpeg", jpeg().subarray(0, 300))).toThrow(FileRefused);
    expect(() => cleanPicture("image/png", png().subarray(0, 60))).toThrow(FileRefused);
    expect(() => cleanPicture("image/webp", webp().subarray(0, 60))).toThrow(FileRefused);
  });

  test("whatever is broken in it: cleaned or one sentence, never worse", () => {
    const sources: [MediaType, Buffer][] = [
      ["image/jpeg", phoneJpeg(6)],
      ["image/png", pngWith(["tEXt", Buffer.from("x")])],
      ["image/webp", phoneWebp()],
    ];
    const change = fc.record({
      at: fc.double({ min: 0, max: 0.999, noNaN: true }),
      to: fc.integer({ min: 0, max: 255 }),
    });
    fc.assert(
      fc.property(
        fc.constantFrom(...sources),
        fc.array(change, { minLength: 1, maxLength: 6 }),
        ([type, plain], changes) => {
          const content = Buffer.from(plain);
          for (const { at, to } of changes) content[Math.floor(at * content.length)] = to;
          try {
            cleanPicture(type, content);
          } catch (error) {
            expect(error).toBeInstanceOf(FileRefused);
          }
        },
      ),
      { seed: 20261126, numRuns: 2000 },
    );
  });
});

describe("a small picture", () => {
  const never = new AbortController().signal;
  const colourAt = (content: Uint8Array, x: number, y: number) => {
    const picture = photon.PhotonImage.new_from_byteslice(content);
    const at = (y * picture.get_width() + x) * 4;
    const [red = 0, , blue = 0] = picture.get_raw_pixels().slice(at, at + 3);
    return red > blue ? "red" : "blue";
  };

  test("is 320 pixels on its longer side and has the right side up", async () => {
    const made = await makeThumbnail(cleanPicture("image/jpeg", phoneJpeg(1, 800, 400)), never);
    expect(made).toMatchObject({ width: 320, height: 160 });
    expect([colourAt(made!.content, 10, 80), colourAt(made!.content, 310, 80)]).toEqual(["red", "blue"]);
    // held upright: what was left is up
    const upright = await makeThumbnail(cleanPicture("image/jpeg", phoneJpeg(6, 800, 400)), never);
    expect(upright).toMatchObject({ width: 160, height: 320 });
    expect([colourAt(upright!.content, 80, 10), colourAt(upright!.content, 80, 310)]).toEqual([
      "red",
      "blue",
    ]);
    for (const [type, content] of [
      ["image/png", png(800, 400)],
      ["image/webp", webp(800, 400)],
    ] as const)
      expect(await makeThumbnail(cleanPicture(type, content), never)).toMatchObject({
        width: 320,
        height: 160,
      });
  });

  test("that cannot be decoded is none", async () => {
    const broken = png(800, 400);
    broken.fill(7, 60, 200);
    expect(await makeThumbnail(cleanPicture("image/png", broken), never)).toBeNull();
  });

  test("each way a camera can be held, and back, is the same picture", () => {
    const picture = { width: 3, height: 2, pixels: Uint8Array.from({ length: 24 }, (_, n) => n) };
    const back = [0, 1, 2, 3, 4, 5, 8, 7, 6];
    const seen = new Set<string>();
    for (let orientation = 1; orientation <= 8; orientation++) {
      const turned = turn(picture, orientation);
      seen.add(JSON.stringify([turned.width, ...turned.pixels]));
      expect(turn(turned, back[orientation]!)).toEqual(picture);
    }
    expect(seen.size).toBe(8);
  });
});
