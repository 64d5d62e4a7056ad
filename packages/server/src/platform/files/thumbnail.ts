import { startWorker } from "../worker-thread.ts";

/** Pixels of the longer side: twice what a list shows, for fine screens. */
const LONGEST = 320;
const PATIENCE_MS = 60_000;

export interface Thumbnail {
  /** JPEG */
  content: Buffer;
  width: number;
  height: number;
}

/**
 * A small JPEG of a picture that `cleanPicture` has measured, with the right side up. Decoded by WebAssembly in a
 * thread of its own, which is given up after a minute.
 * @returns null where the picture can't be decoded
 */
export async function makeThumbnail(
  picture: { content: Buffer; orientation: number },
  signal: AbortSignal,
): Promise<Thumbnail | null> {
  const content = new Uint8Array(picture.content);
  const worker = await startWorker(import.meta.url, "thumbnail-worker", {
    workerData: { content, longest: LONGEST, orientation: picture.orientation },
    transferList: [content.buffer],
    // what the decoder says of a broken picture is no news for the terminal
    stderr: true,
  });
  let timer: NodeJS.Timeout | undefined;
  const stop = () => void worker.terminate();
  signal.addEventListener("abort", stop, { once: true });
  try {
    return await new Promise<Thumbnail | null>((resolve) => {
      timer = setTimeout(() => resolve(null), PATIENCE_MS);
      worker.once("message", (made: { content: Uint8Array; width: number; height: number }) =>
        resolve({ ...made, content: Buffer.from(made.content) }),
      );
      worker.once("error", () => resolve(null));
      worker.once("exit", () => resolve(null));
    });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", stop);
    await worker.terminate();
  }
}
