import { lookup as dnsLookup } from "node:dns/promises";
import http from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";
import type { CustomFetch } from "openid-client";
import type { Platform } from "../platform.ts";
import { requireTarget } from "../notices/guarded-post.ts";
import { mayReach, networksOf } from "../notices/networks.ts";

const TIMEOUT_MS = 10_000;
const MOST_BYTES = 1024 * 1024;

/** Which addresses a provider of single sign-on may have here. */
export const providerRules = ({ config }: Pick<Platform, "config">) => ({
  allowHttp: config.sso.allowHttp,
  allowed: networksOf(config.sso.networks),
});

/**
 * Asks a provider: no redirect is followed, the name is resolved once and must lead outside, into no network that is
 * not public unless SSO_NETWORKS opens it, and the answer ends at a megabyte and after ten seconds. What the provider
 * says of itself (its discovery document) is typed by somebody too: every address of it goes this way.
 * @throws PostFailed (address-refused, name-unknown, timeout), or an error of the connection
 */
export function providerFetch(platform: Pick<Platform, "config">): CustomFetch {
  const rules = providerRules(platform);
  return (address, { method, headers, body, signal }) => {
    const url = requireTarget(address, rules);
    const lookup: LookupFunction = (name, options, done) => {
      dnsLookup(name, { all: true, verbatim: true }).then(
        (found) => {
          const refused = found.length === 0 || !found.every((one) => mayReach(one.address, rules.allowed));
          if (refused) return done(new Error(`${name} may not be reached`), []);
          if (options.all) return done(null, found);
          done(null, found[0]!.address, found[0]!.family);
        },
        (error: Error) => done(error, []),
      );
    };
    return new Promise((resolve, reject) => {
      const client = url.protocol === "https:" ? https : http;
      const request = client.request(url, {
        method,
        headers: Object.fromEntries(new Headers(headers)),
        lookup,
        agent: false,
        timeout: TIMEOUT_MS,
      });
      const deadline = AbortSignal.timeout(TIMEOUT_MS);
      for (const end of [deadline, signal])
        end?.addEventListener("abort", () => request.destroy(new Error("the provider does not answer")));
      request.on("error", reject);
      request.on("response", (response) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        response.on("data", (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > MOST_BYTES) response.destroy(new Error("the provider's answer is too long"));
          else chunks.push(chunk);
        });
        response.on("error", reject);
        response.on("end", () => {
          const status = response.statusCode ?? 502;
          const empty = [101, 204, 205, 304].includes(status);
          const said = new Headers();
          for (const [name, value] of Object.entries(response.headers))
            for (const one of [value ?? []].flat()) said.append(name, one);
          resolve(new Response(empty ? null : Buffer.concat(chunks), { status, headers: said }));
        });
      });
      // Forms come as URLSearchParams.
      if (body === null || body === undefined) request.end();
      else request.end(String(body));
    });
  };
}
