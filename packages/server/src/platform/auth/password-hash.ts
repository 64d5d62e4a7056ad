import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { verifyPassword as verifyEarlier } from "better-auth/crypto";
import { Busy } from "../http/problems.ts";

/**
 * scrypt with 32 MiB and three passes: N = 2¹⁵, r = 8, p = 3, one of the equal choices of the OWASP Password Storage
 * Cheat Sheet. The parameters stand in the hash, so that they can be raised; what was hashed with others is hashed
 * again at the next sign-in.
 */
const COST = { log2N: 15, r: 8, p: 3 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;
const FORM = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/;

/** `scrypt$15$8$3$salt$key`, both in base64url. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, salt, COST);
  return ["scrypt", COST.log2N, COST.r, COST.p, salt.toString("base64url"), key.toString("base64url")].join(
    "$",
  );
}

/**
 * Whether a password is the one that was hashed. Where there is no hash (nobody of that name, an account without a
 * password) the same work is done, so that the time of the answer tells nothing.
 */
export async function verifyPassword(hash: string | null, password: string): Promise<boolean> {
  const [, log2N, r, p, salt, key] = FORM.exec(hash ?? "") ?? [];
  if (salt !== undefined && key !== undefined) {
    const cost = { log2N: Number(log2N), r: Number(r), p: Number(p) };
    const expected = Buffer.from(key, "base64url");
    const found = await derive(password, Buffer.from(salt, "base64url"), cost);
    return found.length === expected.length && timingSafeEqual(found, expected);
  }
  // of before: the sign-in library's own form, salt:key
  if (hash !== null) return verifyEarlier({ hash, password });
  await derive(password, randomBytes(SALT_BYTES), COST);
  return false;
}

export const isOutdated = (hash: string): boolean =>
  !hash.startsWith(`scrypt$${COST.log2N}$${COST.r}$${COST.p}$`);

/** Counted, so that a test can see that an unknown name costs what a known one does, and how many ran at once. */
export const work = { derived: 0, most: 0 };

/**
 * Each takes 32 MiB and one of the four threads that also read files and look up names: two at a time, on a small
 * machine too, leave the others free. So many may wait as are done within some ten seconds.
 */
const AT_ONCE = 2;
const MOST_WAITING = 60;
const waiting: (() => void)[] = [];
let running = 0;

async function derive(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  if (running < AT_ONCE) running++;
  else {
    if (waiting.length >= MOST_WAITING) throw new Busy();
    // Whoever is done hands his place on, so that nobody slips in between.
    await new Promise<void>((resolve) => waiting.push(resolve));
  }
  work.most = Math.max(work.most, running);
  try {
    return await deriveNow(password, salt, cost);
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

function deriveNow(password: string, salt: Buffer, cost: typeof COST): Promise<Buffer> {
  work.derived++;
  const N = 2 ** cost.log2N;
  const options = { N, r: cost.r, p: cost.p, maxmem: 256 * N * cost.r };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}
