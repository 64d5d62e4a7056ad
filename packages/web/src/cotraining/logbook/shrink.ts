/** A photo of a phone, made small enough to be kept there and sent over a weak connection. */

/** The same as the server takes (server: cotraining/logbook/photos.ts). */
export const MOST_PHOTOS = 4;
const LONGEST_SIDE = 1600;
const QUALITY = 0.82;

export interface Small {
  /** JPEG */
  content: ArrayBuffer;
  width: number;
  height: number;
}

/** Size with the longer side at most 1600, in the same shape; never larger than it was. */
export function reduced(width: number, height: number): { width: number; height: number } {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/**
 * Drawn anew with the right side up: what the camera wrote beside the picture (place, time, device) is not copied.
 * @throws Error where the browser cannot read the picture
 */
export async function shrink(file: Blob): Promise<Small> {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  try {
    const size = reduced(picture.width, picture.height);
    const canvas = document.createElement("canvas");
    Object.assign(canvas, size);
    const brush = canvas.getContext("2d");
    if (!brush) throw new Error("canvas");
    // JPEG knows no transparency
    brush.fillStyle = "#fff";
    brush.fillRect(0, 0, size.width, size.height);
    brush.imageSmoothingQuality = "high";
    brush.drawImage(picture, 0, 0, size.width, size.height);
    const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
    if (made?.type !== "image/jpeg") throw new Error("JPEG");
    return { content: await made.arrayBuffer(), ...size };
  } finally {
    picture.close();
  }
}
