/**
 * SHA-256 of a text's UTF-8 bytes, as 64 hexadecimal digits, computed in this browser; null where the browser keeps WebCrypto
 * from the page because it is served over plain HTTP.
 */
export async function sha256(text: string): Promise<string | null> {
  // missing over plain HTTP, whatever the types say
  const { subtle } = crypto as { subtle?: SubtleCrypto };
  if (!subtle) return null;
  return hexOf(await subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

export const hexOf = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
