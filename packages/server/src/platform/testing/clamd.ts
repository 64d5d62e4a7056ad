import net from "node:net";
import type { AddressInfo } from "node:net";

const EICAR = "EICAR-STANDARD-ANTIVIRUS-TEST-FILE";

/** A scanner that speaks clamd's zINSTREAM and finds one thing, the EICAR test file. */
export class TestClamd {
  /** the contents that it has seen */
  readonly scanned: Buffer[] = [];
  /** as clamd does it: refuses longer streams while they are sent */
  longest = Infinity;
  readonly #server: net.Server;
  readonly #connections = new Set<net.Socket>();

  private constructor() {
    this.#server = net.createServer((socket) => {
      this.#connections.add(socket);
      socket.on("close", () => this.#connections.delete(socket));
      socket.on("error", () => {});
      this.#serve(socket);
    });
  }

  /** @param at a port (0 = any), or the path of a Unix socket */
  static async open(at: number | string = 0): Promise<TestClamd> {
    const clamd = new TestClamd();
    await new Promise<void>((resolve, reject) => {
      clamd.#server.once("error", reject);
      if (typeof at === "number") clamd.#server.listen(at, "127.0.0.1", resolve);
      else clamd.#server.listen(at, resolve);
    });
    return clamd;
  }

  /** as CLAMD_ADDRESS */
  get address(): string {
    const address = this.#server.address() as AddressInfo | string;
    return typeof address === "string" ? address : `127.0.0.1:${address.port}`;
  }

  async close(): Promise<void> {
    for (const socket of this.#connections) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #serve(socket: net.Socket): void {
    let pending = Buffer.alloc(0);
    let greeted = false;
    const content: Buffer[] = [];
    let length = 0;
    socket.on("data", (bytes: Buffer) => {
      pending = Buffer.concat([pending, bytes]);
      if (!greeted) {
        if (pending.length < 10) return;
        if (pending.toString("latin1", 0, 10) !== "zINSTREAM\0") return void socket.end("UNKNOWN COMMAND\0");
        greeted = true;
        pending = pending.subarray(10);
      }
      while (pending.length >= 4) {
        const size = pending.readUInt32BE(0);
        if (size === 0) {
          const whole = Buffer.concat(content);
          this.scanned.push(whole);
          const found = whole.includes(EICAR);
          return void socket.end(found ? "stream: Eicar-Test-Signature FOUND\0" : "stream: OK\0");
        }
        if (pending.length < 4 + size) return;
        content.push(pending.subarray(4, 4 + size));
        length += size;
        pending = pending.subarray(4 + size);
        if (length > this.longest) return void socket.end("INSTREAM size limit exceeded. ERROR\0");
      }
    });
  }
}

/** The harmless string that every scanner takes for a virus; put together here so that none takes this file for one. */
export const eicar = (): string => `X5O!P%@AP[4\\PZX54(P^)7CC)7}$${EICAR}!$H+H*`;
