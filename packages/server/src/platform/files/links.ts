import { createHmac, hkdfSync, timingSafeEqual } from "node:crypto";
import { Forbidden, NotFound } from "../http/problems.ts";

export type Variant = "original" | "thumbnail";

export interface Link {
  file: string;
  variant: Variant;
}

/** A link stays good for so long; a page that is open longer asks for new ones. */
const LIFE_SECONDS = 15 * 60;
const VARIANTS: Readonly<Record<string, Variant>> = { o: "original", t: "thumbnail" };
const TOKEN = /^([0-9a-f]{32})([ot])([0-9a-z]{1,9})\.([A-Za-z0-9_-]{43})$/;

/**
 * Makes and reads the tokens by which content is asked for. Each is signed for one file, one variant, one moment of
 * expiry and one person: whoever else follows it finds nothing.
 */
export class Links {
  readonly #key: Buffer;

  /** @param secret that of the installation, the same in all its processes */
  constructor(secret: string) {
    this.#key = Buffer.from(hkdfSync("sha256", secret, "", "tixi links to files", 32));
  }

  /** @param user account of the one who may follow it; "" for a system without one */
  sign(link: Link, user: string, now: Date): { token: string; expiresAt: Date } {
    // Whole minutes: a page that asks twice gets the same address, and the browser its cached picture.
    const expires = (Math.floor(now.getTime() / 60_000) + 1) * 60 + LIFE_SECONDS;
    const body = link.file.replaceAll("-", "") + link.variant[0]! + expires.toString(36);
    return { token: `${body}.${this.#mark(body, user)}`, expiresAt: new Date(expires * 1000) };
  }

  /**
   * @throws NotFound if it was changed, made elsewhere or for somebody else
   * @throws Forbidden if it has expired
   */
  read(token: string, user: string, now: Date): Link & { secondsLeft: number } {
    const parts = TOKEN.exec(token);
    if (!parts) throw new NotFound({ zh: "文件", en: "file" });
    const [, id, variant, expires, mark] = parts as unknown as [string, string, string, string, string];
    const right = Buffer.from(this.#mark(id + variant + expires, user));
    if (!timingSafeEqual(right, Buffer.from(mark))) throw new NotFound({ zh: "文件", en: "file" });
    const secondsLeft = parseInt(expires, 36) - Math.floor(now.getTime() / 1000);
    if (secondsLeft <= 0)
      throw new Forbidden({
        zh: "链接已过期，请刷新页面后重试。",
        en: "The link has expired; reload the page and try again.",
      });
    const file = id.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    return { file, variant: VARIANTS[variant]!, secondsLeft };
  }

  #mark(body: string, user: string): string {
    return createHmac("sha256", this.#key).update(`${body}\n${user}`).digest("base64url");
  }
}
