/** Decodes one picture and makes it small. A thread of its own: what a broken picture does to the decoder ends here. */
import { parentPort, workerData } from "node:worker_threads";
import photon from "@silvia-odwyer/photon-node";
import { turn } from "./orientation.ts";

const { content, longest, orientation } = workerData as {
  content: Uint8Array;
  longest: number;
  orientation: number;
};
const LANCZOS3 = 5;
const JPEG_QUALITY = 80;

const picture = photon.PhotonImage.new_from_byteslice(content);
const width = picture.get_width();
const height = picture.get_height();
const scale = Math.min(1, longest / Math.max(width, height));
const size = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))] as const;
const small = photon.resize(picture, size[0], size[1], LANCZOS3);
picture.free();
const turned = turn({ width: size[0], height: size[1], pixels: small.get_raw_pixels() }, orientation);
onWhite(turned.pixels);
const result = new photon.PhotonImage(turned.pixels, turned.width, turned.height).get_bytes_jpeg(
  JPEG_QUALITY,
);
parentPort!.postMessage({ content: result, width: turned.width, height: turned.height });

/** JPEG knows no transparency. */
function onWhite(pixels: Uint8Array): void {
  for (let at = 0; at < pixels.length; at += 4) {
    const alpha = pixels[at + 3]! / 255;
    for (let c = at; c < at + 3; c++) pixels[c] = Math.round(pixels[c]! * alpha + 255 * (1 - alpha));
    pixels[at + 3] = 255;
  }
}
