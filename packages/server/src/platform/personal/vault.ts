import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  randomBytes,
  sign,
  type KeyObject,
} from "node:crypto";
import type { Config } from "../config/config.ts";
import { givenKeys, keptKeys, type KeyRing, type KeySource } from "./keyring.ts";

const FORMAT = 1;
const NONCE = 12;
const TAG = 16;
/** format, number of the key, nonce */
const HEAD = 1 + 4 + NONCE;
/** What stands before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410). */
const ED25519_PRIVATE = Buffer.from("302e020100300506032b657004220420", "hex");
/** How old what a process knows of its keys may be; `tixi keys rotate` waits much longer before it retires one. */
const FRESH_MS = 100;

/** What was sealed cannot be opened: its key is gone, it was changed, or it belongs to another place. */
export class SealBroken extends Error {
  override readonly name = "SealBroken";
  constructor(
    readonly place: string,
    what: string,
  ) {
    super(`${place}: ${what}`);
  }
}

/**
 * Seals personal data before it goes into the database and opens it again: AES-256-GCM with a fresh nonce, bound to
 * its place (`registry.person.phone` for the column `phone_sealed`), so that what stands in one column cannot be
 * passed off as another's. A sealed value is
 * `1 format | 4 number of the key | 12 nonce | ciphertext | 16 tag`.
 */
export class Vault {
  readonly #source: KeySource;
  #ring: KeyRing;
  #stamp: string;
  #checkedAt: number;

  constructor(source: KeySource) {
    this.#source = source;
    this.#stamp = source.stamp();
    this.#ring = source.read();
    this.#checkedAt = performance.now();
  }

  /** The keys as they are now: another process may have added one a moment ago. */
  ring(now = false): KeyRing {
    if (now || performance.now() - this.#checkedAt > FRESH_MS) {
      const stamp = this.#source.stamp();
      if (stamp !== this.#stamp) this.#ring = this.#source.read();
      this.#stamp = stamp;
      this.#checkedAt = performance.now();
    }
    return this.#ring;
  }

  /** null where the keys are given by DATA_KEYS and so cannot be changed from here */
  get keep(): ((ring: KeyRing) => void) | null {
    return this.#source.write;
  }

  /** @param place `module.table.column` of the register of personal data (fields.ts), without `_sealed` */
  seal(place: string, value: string): Buffer {
    const { keys, current } = this.ring();
    const head = Buffer.alloc(HEAD);
    head.writeUInt8(FORMAT, 0);
    head.writeUInt32BE(current, 1);
    randomBytes(NONCE).copy(head, HEAD - NONCE);
    const cipher = createCipheriv("aes-256-gcm", keys.get(current)!, head.subarray(HEAD - NONCE));
    cipher.setAAD(bound(head, place));
    return Buffer.concat([head, cipher.update(value, "utf8"), cipher.final(), cipher.getAuthTag()]);
  }

  /** @throws SealBroken naming the place, never the value */
  open(place: string, sealed: Buffer): string {
    const id = keyOf(sealed);
    if (id === null) throw new SealBroken(place, "not a sealed value");
    const key = this.ring().keys.get(id) ?? this.ring(true).keys.get(id);
    if (!key) throw new SealBroken(place, `data key ${id} is not known here`);
    const end = sealed.length - TAG;
    const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(HEAD - NONCE, HEAD));
    decipher.setAAD(bound(sealed, place));
    decipher.setAuthTag(sealed.subarray(end));
    try {
      return Buffer.concat([decipher.update(sealed.subarray(HEAD, end)), decipher.final()]).toString("utf8");
    } catch {
      throw new SealBroken(place, `the value sealed with data key ${id} was changed or belongs elsewhere`);
    }
  }

  /**
   * Finds a sealed value again without opening any: equal values of one place give equal indexes, whatever way they
   * were typed (`normalised`). Whoever has the database but not the key cannot try numbers against it.
   */
  index(place: string, value: string): Buffer {
    return createHmac("sha256", this.ring().index)
      .update(`${place}\0${normalised(value)}`)
      .digest();
  }

  /**
   * Signs what the database holds for the process, so that whoever has the database alone cannot make it up. The same
   * for ever: the key behind it is not rotated.
   */
  sign(purpose: string, data: string): Buffer {
    const key = createHmac("sha256", this.ring().index).update(`sign\0${purpose}`).digest();
    return createHmac("sha256", key).update(data).digest();
  }

  /** Signs so that anybody can check it by `openKey`: Ed25519 (RFC 8032). The key is for ever, like that of `sign`. */
  signOpenly(purpose: string, data: string): Buffer {
    return sign(null, Buffer.from(data), this.#openPair(purpose));
  }

  /** The public key of `signOpenly`, its 32 bytes. */
  openKey(purpose: string): Buffer {
    const { x } = createPublicKey(this.#openPair(purpose)).export({ format: "jwk" });
    return Buffer.from(x!, "base64url");
  }

  #openPair(purpose: string): KeyObject {
    const seed = createHmac("sha256", this.ring().index).update(`sign openly\0${purpose}`).digest();
    return createPrivateKey({ key: Buffer.concat([ED25519_PRIVATE, seed]), format: "der", type: "pkcs8" });
  }

  /** Number of the key that seals now. */
  get current(): number {
    return this.ring().current;
  }

  /** Number of the key that a value was sealed with; null where it is not a sealed value. */
  keyOf(sealed: Buffer): number | null {
    return keyOf(sealed);
  }
}

/**
 * The vault of this installation, over the keys of the setting DATA_KEYS or of its data folder.
 * @throws StartError where the keys cannot be read
 */
export const openVault = (config: Pick<Config, "dataDir" | "dataKeys">): Vault =>
  new Vault(config.dataKeys === null ? keptKeys(config.dataDir) : givenKeys(config.dataKeys));

function keyOf(sealed: Buffer): number | null {
  return sealed.length >= HEAD + TAG && sealed[0] === FORMAT ? sealed.readUInt32BE(1) : null;
}

/** What the seal vouches for besides the value: format, key and place. */
const bound = (head: Buffer, place: string): Buffer =>
  Buffer.concat([head.subarray(0, HEAD - NONCE), Buffer.from(place, "utf8")]);

/**
 * One spelling of a value for the blind index: full width becomes half width, an address is in lower case, everything
 * else loses blanks and hyphens, a mobile number its country code, and letters are capitals (identity number … X).
 */
export function normalised(value: string): string {
  const text = value.normalize("NFKC").trim();
  if (text.includes("@")) return text.toLowerCase();
  return text
    .replace(/[\s\p{Pd}]/gu, "")
    .replace(/^(\+|00)?86(?=1\d{10}$)/, "")
    .toUpperCase();
}
