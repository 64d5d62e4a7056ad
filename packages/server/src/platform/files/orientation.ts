export interface Pixels {
  width: number;
  height: number;
  /** red, green, blue, alpha */
  pixels: Uint8Array;
}

/**
 * Turns and mirrors a picture the way its camera was held, so that its upper side is up.
 * @param orientation 1–8 as in EXIF (tag 0x0112): where the first row and the first column of the picture belong
 */
export function turn({ width, height, pixels }: Pixels, orientation: number): Pixels {
  const sideways = orientation >= 5;
  const mirroredX = [2, 3, 7, 8].includes(orientation);
  const mirroredY = [3, 4, 6, 7].includes(orientation);
  const turned = { width: sideways ? height : width, height: sideways ? width : height };
  const from = new Uint32Array(pixels.buffer, pixels.byteOffset, width * height);
  const to = new Uint32Array(width * height);
  for (let y = 0; y < turned.height; y++) {
    for (let x = 0; x < turned.width; x++) {
      const column = sideways ? y : x;
      const row = sideways ? x : y;
      const sourceX = mirroredX ? width - 1 - column : column;
      const sourceY = mirroredY ? height - 1 - row : row;
      to[y * turned.width + x] = from[sourceY * width + sourceX]!;
    }
  }
  return { ...turned, pixels: new Uint8Array(to.buffer) };
}
