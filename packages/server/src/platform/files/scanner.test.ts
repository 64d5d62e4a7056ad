import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import net from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { eicar, TestClamd } from "../testing/clamd.ts";
import { Scanner, ScannerSilent } from "./scanner.ts";

let clamd: TestClamd;
beforeEach(async () => {
  clamd = await TestClamd.open();
});
afterEach(() => clamd.close());

const silence = (action: Promise<unknown>) =>
  action.then(
    () => "it answered",
    (error: unknown) => (error instanceof ScannerSilent ? error.message : `another error: ${String(error)}`),
  );

describe("a scanner", () => {
  test("gets every byte in order and says what it found", async () => {
    const scanner = new Scanner(clamd.address);
    const content = randomBytes(1_000_000);
    const pieces = [content.subarray(0, 10), content.subarray(10, 400_000), content.subarray(400_000)];
    expect(await scanner.scan(Readable.from(pieces))).toEqual({ clean: true });
    expect(clamd.scanned[0]!.equals(content)).toBe(true);
    expect(await scanner.scan(Readable.from([Buffer.from(eicar())]))).toEqual({
      clean: false,
      finding: "Eicar-Test-Signature",
    });
  });

  test("is reached by the path of its socket", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tixi-clamd-"));
    const local = await TestClamd.open(join(folder, "clamd.sock"));
    for (const address of [local.address, `unix:${local.address}`])
      expect(await new Scanner(address).scan(Readable.from([Buffer.from("x")]))).toEqual({ clean: true });
    await local.close();
    rmSync(folder, { recursive: true });
  });

  test("that refuses the length, is away, hangs up or babbles has said nothing of the file", async () => {
    clamd.longest = 100_000;
    const long = () => Readable.from([randomBytes(3_000_000)]);
    expect(await silence(new Scanner(clamd.address).scan(long()))).toMatch(
      /size limit exceeded|does not answer/,
    );
    expect(clamd.scanned).toEqual([]);
    const answering = async (answer: string | null) => {
      const server = net.createServer((socket) => {
        socket.on("error", () => {});
        socket.once("data", () => (answer === null ? socket.destroy() : socket.end(answer)));
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      const { port } = server.address() as net.AddressInfo;
      const said = await silence(new Scanner(`127.0.0.1:${port}`).scan(Readable.from([Buffer.from("x")])));
      await new Promise((resolve) => server.close(resolve));
      return said;
    };
    expect(await answering(null)).toMatch(/without a word|does not answer/);
    expect(await answering("")).toMatch(/without a word/);
    expect(await answering("stream: OKAY\0")).toBe("the scanner could not scan: OKAY");
    expect(await answering("HTTP/1.1 400 Bad Request\r\n\r\n")).toMatch(/could not scan/);
    const address = clamd.address;
    await clamd.close();
    expect(await silence(new Scanner(address).scan(Readable.from([Buffer.from("x")])))).toMatch(
      /does not answer/,
    );
    clamd = await TestClamd.open();
  });

  test("that is not waited for any longer", async () => {
    const mute = net.createServer(() => {});
    await new Promise<void>((resolve) => mute.listen(0, "127.0.0.1", resolve));
    const { port } = mute.address() as net.AddressInfo;
    const stop = AbortSignal.timeout(200);
    await expect(
      new Scanner(`127.0.0.1:${port}`).scan(Readable.from([Buffer.from("x")]), stop),
    ).rejects.toThrow();
    mute.close();
  });
});
