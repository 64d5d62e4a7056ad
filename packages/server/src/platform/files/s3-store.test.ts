import { createHash, createHmac, randomBytes } from "node:crypto";
import dns from "node:dns";
import { mkdtempSync, rmSync, existsSync } from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { S3Settings } from "../config/s3-settings.ts";
import { StoreUnavailable } from "./content-store.ts";
import { S3Store } from "./s3-store.ts";
import { FileStore } from "./store.ts";

const folder = mkdtempSync(join(tmpdir(), "tixi-s3-"));
afterAll(() => rmSync(folder, { recursive: true }));
const files = new FileStore(folder);

let bucket: Bucket;
let settings: S3Settings;
let store: S3Store;
beforeEach(async () => {
  await files.open();
  bucket = await Bucket.open("a-secret/key+of=tests");
  settings = {
    endpoint: bucket.address,
    bucket: "tixi-files",
    region: "cn-north-1",
    accessKey: "AKTEST",
    secretKey: "a-secret/key+of=tests",
    addressing: "path",
  };
  store = new S3Store(settings);
});
afterEach(async () => {
  store.close();
  await bucket.close();
});

const NAME = "uploads/0190f7a0-0000-7000-8000-000000000001/original";
const received = (content: Uint8Array) => files.receive(Readable.from([Buffer.from(content)]));
const refusal = (action: Promise<unknown>) =>
  action.then(
    () => "it went through",
    (error: unknown) => (error instanceof StoreUnavailable ? error.message : String(error)),
  );

describe("a bucket", () => {
  test("gives back what was put in, whole and in part, and forgets it", async () => {
    const content = randomBytes(3 * 2 ** 20);
    const local = await received(content);
    await store.keep(NAME, local);
    expect(existsSync(local.path)).toBe(false);
    expect([...bucket.objects.keys()]).toEqual([`/tixi-files/${NAME}`]);
    expect((await buffer(await store.fetch(NAME))).equals(content)).toBe(true);
    const part = await buffer(await store.fetch(NAME, { start: 1000, end: 1999 }));
    expect(part.equals(content.subarray(1000, 2000))).toBe(true);
    await store.remove(NAME);
    await store.remove(NAME);
    expect(bucket.objects.size).toBe(0);
    expect(await refusal(store.fetch(NAME))).toBe(`the S3 store answered 404 NoSuchKey to GET ${NAME}`);
  });

  test("every request was signed for what it does", async () => {
    await store.keep(NAME, await received(Buffer.from("甲")));
    await buffer(await store.fetch(NAME, { start: 0, end: 0 }));
    await store.remove(NAME);
    expect(bucket.verified).toBe(3);
    expect(bucket.refused).toEqual([]);
  });

  test("names beyond ASCII and with signs are signed as they are sent", async () => {
    const name = "uploads/证明 (1)+a&b='c'!*.pdf";
    await store.keep(name, await received(Buffer.from("x")));
    expect((await buffer(await store.fetch(name))).toString()).toBe("x");
    expect(bucket.refused).toEqual([]);
  });

  test("is refused with another key, and says why", async () => {
    const other = new S3Store({ ...settings, secretKey: "another" });
    const said = await refusal(other.keep(NAME, await received(Buffer.from("x"))));
    expect(said).toBe(`the S3 store answered 403 SignatureDoesNotMatch to PUT ${NAME}`);
    expect(bucket.objects.size).toBe(0);
    other.close();
  });

  test("takes nothing whose content is not what was announced", async () => {
    const local = await received(Buffer.from("what was looked through"));
    const forged = { ...local, sha256: createHash("sha256").update("something else").digest("hex") };
    expect(await refusal(store.keep(NAME, forged))).toContain("400 XAmzContentSHA256Mismatch");
    expect(existsSync(local.path)).toBe(false);
    expect(bucket.objects.size).toBe(0);
  });

  test("whose service is away, or closes in the middle, is unavailable", async () => {
    bucket.hangUp = true;
    expect(await refusal(store.keep(NAME, await received(randomBytes(2 ** 20))))).toContain(
      "did not answer PUT",
    );
    await bucket.close();
    expect(await refusal(store.fetch(NAME))).toBe(`the S3 store did not answer GET ${NAME}`);
  });

  test("is named in the host where the service wants it so", async () => {
    const port = new URL(bucket.address).port;
    const real = dns.lookup.bind(dns) as (...all: unknown[]) => void;
    const everythingHere = vi
      .spyOn(dns, "lookup")
      .mockImplementation(((_name: string, ...rest: unknown[]) => real("localhost", ...rest)) as never);
    const byHost = new S3Store({ ...settings, addressing: "host", endpoint: `http://localhost:${port}` });
    await byHost.keep(NAME, await received(Buffer.from("x")));
    expect([...bucket.objects.keys()]).toEqual([`/${NAME}`]);
    expect(bucket.hosts.at(-1)).toBe(`tixi-files.localhost:${port}`);
    byHost.close();
    everythingHere.mockRestore();
  });
});

/**
 * A small S3 service that believes nobody: it computes the signature of every request anew, as the specification of
 * AWS Signature Version 4 says, and the hash of what arrives.
 */
class Bucket {
  readonly objects = new Map<string, Buffer>();
  readonly refused: string[] = [];
  readonly hosts: string[] = [];
  verified = 0;
  hangUp = false;
  readonly #server: http.Server;
  readonly #secret: string;

  private constructor(secret: string) {
    this.#secret = secret;
    this.#server = http.createServer((request, response) => void this.#answer(request, response));
  }

  static async open(secret: string): Promise<Bucket> {
    const bucket = new Bucket(secret);
    await new Promise<void>((resolve) => bucket.#server.listen(0, resolve));
    return bucket;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    if (this.hangUp) return void request.socket.destroy();
    const body = await buffer(request);
    const say = (status: number, code: string) => {
      this.refused.push(code);
      response.writeHead(status, { "content-type": "application/xml" });
      response.end(`<?xml version="1.0"?><Error><Code>${code}</Code></Error>`);
    };
    this.hosts.push(request.headers.host!);
    if (!this.#isSigned(request)) return say(403, "SignatureDoesNotMatch");
    if (createHash("sha256").update(body).digest("hex") !== request.headers["x-amz-content-sha256"])
      return say(400, "XAmzContentSHA256Mismatch");
    this.verified++;
    const key = decodeURIComponent(request.url!);
    if (request.method === "PUT") {
      this.objects.set(key, body);
      return void response.end();
    }
    if (request.method === "DELETE") {
      this.objects.delete(key);
      return void response.writeHead(204).end();
    }
    const found = this.objects.get(key);
    if (!found) return say(404, "NoSuchKey");
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
    if (!range) return void response.end(found);
    response.writeHead(206).end(found.subarray(Number(range[1]), Number(range[2]) + 1));
  }

  #isSigned(request: http.IncomingMessage): boolean {
    const { headers } = request;
    const parts = /^AWS4-HMAC-SHA256 Credential=AKTEST\/(\d{8})\/([^/]+)\/s3\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})$/.exec(headers.authorization ?? ""); // prettier-ignore
    if (!parts) return false;
    const [, day, region, names, signature] = parts as unknown as [string, string, string, string, string];
    if (!["host", "x-amz-content-sha256", "x-amz-date"].every((name) => names.split(";").includes(name)))
      return false;
    if (Math.abs(Date.now() - amzTime(String(headers["x-amz-date"]))) > 15 * 60_000) return false;
    // Each segment encoded once, as S3 does it.
    const path = request.url!.split("/").map((part) => encode(decodeURIComponent(part))).join("/"); // prettier-ignore
    const canonical = [
      request.method,
      path,
      "",
      ...names.split(";").map((name) => `${name}:${String(headers[name]).trim()}`),
      "",
      names,
      headers["x-amz-content-sha256"],
    ].join("\n");
    const scope = `${day}/${region}/s3/aws4_request`;
    const hash = createHash("sha256").update(canonical).digest("hex");
    const text = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, hash].join("\n");
    const hmac = (key: string | Buffer, value: string) => createHmac("sha256", key).update(value).digest();
    const key = [day, region, "s3", "aws4_request"].reduce<string | Buffer>(hmac, `AWS4${this.#secret}`);
    return createHmac("sha256", key).update(text).digest("hex") === signature;
  }
}

const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** 20261126T060000Z */
const amzTime = (text: string): number =>
  Date.parse(text.replace(/^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/, "$1-$2-$3T$4:$5:$6Z"));
