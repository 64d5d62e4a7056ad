import net from "node:net";
import type { Readable } from "node:stream";

export type Verdict = { clean: true } | { clean: false; finding: string };

/** The scanner does not answer, or says that it could not scan. Nothing is known of the file. */
export class ScannerSilent extends Error {
  override readonly name = "ScannerSilent";
}

const IDLE_MS = 120_000;
const LONGEST_ANSWER = 4096;
const PIECE_BYTES = 64 * 1024;

/** A virus scanner that speaks the protocol of clamd (`man clamd`: zINSTREAM), over TCP or a Unix socket. */
export class Scanner {
  readonly #address: net.NetConnectOpts;

  /** @param address `host:port`, or the path of a Unix socket */
  constructor(address: string) {
    const tcp = /^\[?([^/\]]+)\]?:(\d{1,5})$/.exec(address);
    this.#address = tcp ? { host: tcp[1]!, port: Number(tcp[2]) } : { path: address.replace(/^unix:/, "") };
  }

  /** @throws ScannerSilent; errors of reading `content` as they are */
  async scan(content: Readable, signal?: AbortSignal): Promise<Verdict> {
    const socket = net.connect({ ...this.#address, ...(signal ? { signal } : {}) });
    socket.setTimeout(IDLE_MS, () => socket.destroy(new Error(`silent for ${IDLE_MS / 1000} s`)));
    const answer = answerOf(socket);
    answer.catch(() => undefined);
    try {
      await this.#send(socket, content);
      return verdictOf(await answer);
    } finally {
      socket.destroy();
      content.destroy();
    }
  }

  /** Sends the content in pieces, each after its length; a scanner that has heard enough answers and closes. */
  async #send(socket: net.Socket, content: Readable): Promise<void> {
    const open = () => socket.writable && !socket.destroyed;
    const write = (bytes: Uint8Array) =>
      new Promise<void>((resolve) => {
        if (!open()) return resolve();
        socket.write(bytes, () => resolve());
      });
    await write(Buffer.from("zINSTREAM\0"));
    for await (const chunk of content) {
      const bytes = chunk as Buffer;
      for (let at = 0; at < bytes.length; at += PIECE_BYTES) {
        const piece = bytes.subarray(at, at + PIECE_BYTES);
        const length = Buffer.alloc(4);
        length.writeUInt32BE(piece.length);
        await write(Buffer.concat([length, piece]));
      }
      if (!open()) return;
    }
    await write(Buffer.alloc(4));
  }
}

function answerOf(socket: net.Socket): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    socket.on("data", (bytes: Buffer) => {
      text += bytes.toString("utf8");
      if (text.includes("\0") || text.length > LONGEST_ANSWER) resolve(text);
    });
    socket.on("end", () =>
      text ? resolve(text) : reject(new ScannerSilent("the scanner closed without a word")),
    );
    socket.on("error", (cause) =>
      reject(new ScannerSilent(`the scanner does not answer: ${cause.message}`, { cause })),
    );
    socket.on("close", () => reject(new ScannerSilent("the scanner closed without a word")));
  });
}

/** `stream: OK`, `stream: Eicar-Test-Signature FOUND`, or `… ERROR`. */
function verdictOf(answer: string): Verdict {
  const text = answer.replace(/[\0\r\n]+$/, "").replace(/^stream:\s*/, "");
  if (text === "OK") return { clean: true };
  const finding = /^(.{1,200}) FOUND$/.exec(text)?.[1];
  if (finding) return { clean: false, finding };
  throw new ScannerSilent(`the scanner could not scan: ${text.slice(0, 200)}`);
}
