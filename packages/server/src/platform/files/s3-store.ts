import { AwsV4Signer } from "aws4fetch";
import { createReadStream } from "node:fs";
import fs from "node:fs/promises";
import http from "node:http";
import https from "node:https";
import { pipeline } from "node:stream/promises";
import type { Readable } from "node:stream";
import type { S3Settings } from "../config/s3-settings.ts";
import { StoreUnavailable, type ByteRange, type ContentStore, type LocalFile } from "./content-store.ts";

/** SHA-256 of nothing: the body of every request but PUT. */
const EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const IDLE_MS = 30_000;
const LONGEST_ANSWER = 64 * 1024;

interface Answer {
  status: number;
  body: http.IncomingMessage;
}

/**
 * A bucket of any S3-compatible service. Every request is signed (AWS Signature Version 4) with the hash of its
 * content, so that what arrives is what was sent; content is streamed in both directions.
 */
export class S3Store implements ContentStore {
  readonly scheme = "s3";
  readonly #settings: S3Settings;
  readonly #agent: http.Agent;

  constructor(settings: S3Settings) {
    this.#settings = settings;
    const options = { keepAlive: true, maxSockets: 32 };
    this.#agent = settings.endpoint.startsWith("https:") ? new https.Agent(options) : new http.Agent(options);
  }

  async keep(name: string, file: LocalFile): Promise<void> {
    try {
      const answer = await this.#send("PUT", name, { "content-length": String(file.bytes) }, file);
      await this.#expect(answer, [200, 201, 204], `PUT ${name}`);
    } finally {
      await fs.rm(file.path, { force: true });
    }
  }

  async fetch(name: string, range?: ByteRange): Promise<Readable> {
    const headers: Record<string, string> = range ? { range: `bytes=${range.start}-${range.end}` } : {};
    const answer = await this.#send("GET", name, headers);
    if (answer.status === (range ? 206 : 200)) return answer.body;
    return this.#refuse(answer, `GET ${name}`);
  }

  async remove(name: string): Promise<void> {
    await this.#expect(await this.#send("DELETE", name), [200, 202, 204, 404], `DELETE ${name}`);
  }

  /** Ends the connections that are kept open. */
  close(): void {
    this.#agent.destroy();
  }

  #address(name: string): URL {
    const { endpoint, bucket, addressing } = this.#settings;
    const url = new URL(endpoint);
    if (addressing === "host") url.hostname = `${bucket}.${url.hostname}`;
    const folder = url.pathname.replace(/\/$/, "") + (addressing === "path" ? `/${bucket}` : "");
    url.pathname = `${folder}/${name.split("/").map(encodeURIComponent).join("/")}`;
    return url;
  }

  async #send(
    method: string,
    name: string,
    headers: Record<string, string> = {},
    file?: LocalFile,
  ): Promise<Answer> {
    const { accessKey, secretKey, region } = this.#settings;
    const signer = new AwsV4Signer({
      method,
      url: this.#address(name).href,
      headers: { ...headers, "x-amz-content-sha256": file?.sha256 ?? EMPTY },
      accessKeyId: accessKey,
      secretAccessKey: secretKey,
      service: "s3",
      region,
    });
    const signed = await signer.sign();
    try {
      return await this.#request(method, signed.url, Object.fromEntries(signed.headers), file);
    } catch (error) {
      throw new StoreUnavailable(`the S3 store did not answer ${method} ${name}`, error);
    }
  }

  async #request(
    method: string,
    url: URL,
    headers: Record<string, string>,
    file?: LocalFile,
  ): Promise<Answer> {
    const client = url.protocol === "https:" ? https : http;
    const request = client.request(url, { method, headers, agent: this.#agent, timeout: IDLE_MS });
    request.on("timeout", () => request.destroy(new Error(`silent for ${IDLE_MS / 1000} s`)));
    const answered = new Promise<Answer>((resolve, reject) => {
      request.on("error", reject);
      request.on("response", (body) => resolve({ status: body.statusCode ?? 0, body }));
    });
    if (file) {
      // A store that refuses closes early; its answer says why, a broken pipe does not. Other failures of sending
      // are errors of the request as well.
      pipeline(createReadStream(file.path), request).catch(() => undefined);
    } else request.end();
    return answered;
  }

  async #expect(answer: Answer, wanted: readonly number[], what: string): Promise<void> {
    if (!wanted.includes(answer.status)) return this.#refuse(answer, what);
    answer.body.resume();
  }

  async #refuse(answer: Answer, what: string): Promise<never> {
    let text = "";
    for await (const chunk of answer.body) {
      text += String(chunk);
      if (text.length > LONGEST_ANSWER) break;
    }
    const code = /<Code>([^<]{1,80})<\/Code>/.exec(text)?.[1] ?? "";
    throw new StoreUnavailable(
      `the S3 store answered ${answer.status} ${code} to ${what}`.replace("  ", " "),
    );
  }
}
