/** Real files of each kind that may be uploaded, made by the libraries that make them elsewhere, and hostile ones. */
import photon from "@silvia-odwyer/photon-node";
import { Document, Packer, Paragraph } from "docx";
import ExcelJS from "exceljs";
import PDFDocument from "pdfkit";
import { buffer } from "node:stream/consumers";

export async function pdf(text = "Evidence"): Promise<Buffer> {
  const document = new PDFDocument();
  document.text(text);
  document.end();
  return buffer(document);
}

export const docx = (text = "证明材料"): Promise<Buffer> =>
  Packer.toBuffer(new Document({ sections: [{ children: [new Paragraph(text)] }] }));

export async function xlsx(): Promise<Buffer> {
  const workbook = new ExcelJS.Workbook();
  workbook.addWorksheet("一").addRow(["学校", 1]);
  return Buffer.from(await workbook.xlsx.writeBuffer());
}

export type Colour = readonly [red: number, green: number, blue: number];

/** A picture of two halves, so that it shows which side is up. */
export function halves(width: number, height: number, left: Colour, right: Colour) {
  const pixels = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) pixels.set([...(x < width / 2 ? left : right), 255], (y * width + x) * 4);
  return new photon.PhotonImage(pixels, width, height);
}

const RED: Colour = [220, 20, 20];
const BLUE: Colour = [20, 20, 220];

export const jpeg = (width = 64, height = 32): Buffer =>
  Buffer.from(halves(width, height, RED, BLUE).get_bytes_jpeg(90));
export const png = (width = 64, height = 32): Buffer =>
  Buffer.from(halves(width, height, RED, BLUE).get_bytes());
export const webp = (width = 64, height = 32): Buffer =>
  Buffer.from(halves(width, height, RED, BLUE).get_bytes_webp());

/** What a phone writes beside a picture: which side is up, its maker, and where it was taken. */
export function exif(orientation: number): Buffer {
  const tiff = Buffer.alloc(8 + 2 + 3 * 12 + 4);
  tiff.write("II*\0", 0, "latin1");
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(3, 8);
  const entry = (at: number, tag: number, type: number, count: number, value: number) => {
    tiff.writeUInt16LE(tag, at);
    tiff.writeUInt16LE(type, at + 2);
    tiff.writeUInt32LE(count, at + 4);
    tiff.writeUInt32LE(value, at + 8);
  };
  const place = Buffer.from("Phone X\0GPSPLACE 36.6512N 117.1201E\0", "latin1");
  entry(10, 0x010f, 2, 8, tiff.length);
  entry(22, 0x0112, 3, 1, orientation);
  entry(34, 0x8825, 4, 1, tiff.length + 8);
  return Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff, place]);
}

/** A JPEG as a phone writes it. */
export function phoneJpeg(orientation = 1, width = 64, height = 32): Buffer {
  const plain = jpeg(width, height);
  const segment = (marker: number, body: Buffer) => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(body.length + 2, 2);
    return Buffer.concat([head, body]);
  };
  return Buffer.concat([
    plain.subarray(0, 2),
    segment(0xe1, exif(orientation)),
    segment(0xe1, Buffer.from("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>GPSPLACE</x:xmpmeta>", "latin1")),
    segment(0xfe, Buffer.from("taken by GPSPLACE", "latin1")),
    plain.subarray(2),
  ]);
}
