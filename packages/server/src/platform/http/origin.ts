import type { FastifyRequest } from "fastify";
import { Forbidden } from "./problems.ts";

const READS = new Set(["GET", "HEAD", "OPTIONS"]);

/** Types that a form of any site may send; for all others a browser first asks the server, which never agrees. */
const FORM_TYPES = /^(application\/x-www-form-urlencoded|multipart\/form-data|text\/plain)\b/i;

const otherSite = {
  zh: "请求来自其他网站，已拒绝。",
  en: "The request comes from another site and was refused.",
};
const unknownSite = {
  zh: "带有登录凭据的写入须说明来源（Origin 或 Sec-Fetch-Site 头），或以 application/json 发送。",
  en: "A write with a session must say where it comes from (header Origin or Sec-Fetch-Site), or be sent as application/json.",
};

/**
 * A page of another site may not make a signed-in browser change anything here. Cookies are SameSite=Lax; beyond
 * that a write is refused whose `Origin` is not ours, which `Sec-Fetch-Site` calls foreign, or which carries a cookie
 * and says nothing of its origin although a form could have sent it. Programs carry a key or JSON and are not
 * concerned. (OWASP Cross-Site Request Forgery Prevention: verifying origin with standard headers, Fetch Metadata.)
 * @throws Forbidden
 */
export function refuseForeignWrite(request: FastifyRequest): void {
  if (READS.has(request.method)) return;
  const { origin, cookie, "sec-fetch-site": site, "content-type": type } = request.headers;
  if (origin !== undefined) {
    if (!isOurs(request, origin)) throw new Forbidden(otherSite);
    return;
  }
  if (site !== undefined) {
    if (site !== "same-origin" && site !== "none") throw new Forbidden(otherSite);
    return;
  }
  if (cookie !== undefined && (type === undefined || FORM_TYPES.test(type))) throw new Forbidden(unknownSite);
}

function isOurs(request: FastifyRequest, origin: string): boolean {
  const from = URL.canParse(origin) ? new URL(origin).host : null;
  const { publicUrl } = request.server.platform.config;
  return from !== null && (from === request.host || (publicUrl !== null && from === new URL(publicUrl).host));
}
