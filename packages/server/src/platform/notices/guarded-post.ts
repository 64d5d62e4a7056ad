import { lookup as dnsLookup } from "node:dns/promises";
import http from "node:http";
import https from "node:https";
import { isIP, type BlockList, type LookupFunction } from "node:net";
import { mayReach } from "./networks.ts";

/** Why nothing was sent, or no answer came; a key that the pages have words for. */
export type PostFault = "address-refused" | "scheme-refused" | "name-unknown" | "timeout" | "connection";

export class PostFailed extends Error {
  override readonly name = "PostFailed";
  constructor(readonly fault: PostFault) {
    super(fault);
  }
}

export interface PostRules {
  /** http as well as https: for tests, and for offices that have nothing else */
  allowHttp: boolean;
  /** networks opened by a setting although they are not public */
  allowed: BlockList;
  /** addresses of a name; default the system's */
  resolve?: (name: string) => Promise<{ address: string; family: number }[]>;
  timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
const MOST_RESPONSE_BYTES = 64 * 1024;

const systemResolve = (name: string) => dnsLookup(name, { all: true, verbatim: true });

/** @throws PostFailed where the address itself cannot be a target: its scheme, its user, a forbidden literal */
export function requireTarget(text: string, rules: Pick<PostRules, "allowHttp" | "allowed">): URL {
  if (!URL.canParse(text)) throw new PostFailed("scheme-refused");
  const url = new URL(text);
  if (url.protocol !== "https:" && !(rules.allowHttp && url.protocol === "http:"))
    throw new PostFailed("scheme-refused");
  if (url.username !== "" || url.password !== "") throw new PostFailed("address-refused");
  const host = bare(url);
  if (isIP(host) && !mayReach(host, rules.allowed)) throw new PostFailed("address-refused");
  return url;
}

const bare = (url: URL): string => url.hostname.replace(/^\[|\]$/g, "");

/**
 * POSTs to an address that somebody typed. The name is resolved once; the connection goes to exactly what was checked,
 * so a name that answers differently a moment later gains nothing. No redirect is followed; the answer's body is read
 * to a limit and thrown away; everything together has a time limit.
 * @returns the status of the answer
 * @throws PostFailed
 */
export async function guardedPost(
  target: { url: string; headers: Record<string, string>; body: string },
  rules: PostRules,
): Promise<number> {
  const url = requireTarget(target.url, rules);
  const resolve = rules.resolve ?? systemResolve;
  const lookup: LookupFunction = (name, options, done) => {
    resolve(name).then(
      (found) => {
        if (found.length === 0) return done(new PostFailed("name-unknown"), []);
        // One forbidden address among others is a trap, not a mistake.
        if (!found.every(({ address }) => mayReach(address, rules.allowed)))
          return done(new PostFailed("address-refused"), []);
        if (options.all) return done(null, found);
        done(null, found[0]!.address, found[0]!.family);
      },
      () => done(new PostFailed("name-unknown"), []),
    );
  };
  return new Promise<number>((resolveStatus, reject) => {
    const client = url.protocol === "https:" ? https : http;
    const request = client.request(url, {
      method: "POST",
      headers: { ...target.headers, "content-length": String(Buffer.byteLength(target.body)) },
      lookup,
      agent: false,
    });
    const deadline = setTimeout(
      () => request.destroy(new PostFailed("timeout")),
      rules.timeoutMs ?? TIMEOUT_MS,
    );
    const end = (settle: () => void) => {
      clearTimeout(deadline);
      settle();
    };
    let status: number | null = null;
    request.on("response", (response) => {
      let bytes = 0;
      const said = (status = response.statusCode ?? 0);
      response.on("data", (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MOST_RESPONSE_BYTES) response.destroy();
      });
      // However the body ends: the status has been said.
      response.on("close", () => end(() => resolveStatus(said)));
      response.on("error", () => {});
    });
    request.on("error", (error) =>
      end(() => {
        if (status !== null) resolveStatus(status);
        else reject(error instanceof PostFailed ? error : new PostFailed("connection"));
      }),
    );
    request.end(target.body);
  });
}
