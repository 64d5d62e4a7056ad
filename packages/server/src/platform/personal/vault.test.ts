import fc from "fast-check";
import { execFile } from "node:child_process";
import { createPublicKey, verify } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, test } from "vitest";
import { StartError } from "../config/start-error.ts";
import {
  formatKeyRing,
  givenKeys,
  keptKeys,
  newKeyRing,
  parseKeyRing,
  withNewKey,
  withoutKey,
} from "./keyring.ts";
import { normalised, SealBroken, Vault } from "./vault.ts";

const folders: string[] = [];
const folder = () => {
  folders.push(fs.mkdtempSync(path.join(os.tmpdir(), "tixi-vault-")));
  return folders.at(-1)!;
};
afterAll(() => folders.forEach((one) => fs.rmSync(one, { recursive: true, force: true })));

const PHONE = "registry.person.phone";
const vaultOf = () => new Vault(givenKeys(formatKeyRing(newKeyRing())));

describe("what is sealed", () => {
  test("opens to the same text, whatever it is; twice the same text is never twice the same bytes", () => {
    const vault = vaultOf();
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (value) => {
        const [one, two] = [vault.seal(PHONE, value), vault.seal(PHONE, value)];
        expect(vault.open(PHONE, one)).toBe(value);
        expect(one.equals(two)).toBe(false);
        expect(vault.keyOf(one)).toBe(1);
      }),
      { seed: 3 },
    );
  });

  test("opens nowhere else, and not at all once any byte of it was changed", () => {
    const vault = vaultOf();
    const sealed = vault.seal(PHONE, "13812345678");
    expect(() => vault.open("registry.person.identity", sealed)).toThrow(SealBroken);
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      expect(() => vault.open(PHONE, changed), `byte ${at}`).toThrow(SealBroken);
    }
    for (let length = 0; length < sealed.length; length++)
      expect(() => vault.open(PHONE, sealed.subarray(0, length)), `${length} bytes`).toThrow(SealBroken);
  });

  test("does not open with other keys, and the error holds nothing of it", () => {
    const sealed = vaultOf().seal(PHONE, "13812345678");
    expect(() => vaultOf().open(PHONE, sealed)).toThrow(
      /^registry\.person\.phone: the value sealed with data key 1 /,
    );
  });
});

test("the blind index finds a value however it was typed, and tells places and installations apart", () => {
  const vault = vaultOf();
  const written = [
    "13812345678",
    "138 1234 5678",
    "138-1234-5678",
    "+8613812345678",
    "８６１３８１２３４５６７８",
  ];
  for (const one of written) expect(normalised(one), one).toBe("13812345678");
  for (const one of written) expect(vault.index(PHONE, one)).toEqual(vault.index(PHONE, "13812345678"));
  expect(normalised("11010519491231002x")).toBe("11010519491231002X");
  expect(normalised(" Li-Na@Example.CN ")).toBe("li-na@example.cn");
  expect(vault.index(PHONE, "13812345678")).not.toEqual(vault.index("registry.person.email", "13812345678"));
  expect(vault.index(PHONE, "13812345678")).not.toEqual(vaultOf().index(PHONE, "13812345678"));
});

test("an open signature is the same for the same words, and anybody checks it by the key of its purpose alone", () => {
  const vault = vaultOf();
  const signature = vault.signOpenly("record", "甲 1");
  expect(vault.signOpenly("record", "甲 1")).toEqual(signature);
  const x = vault.openKey("record").toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  expect(verify(null, Buffer.from("甲 1"), key, signature)).toBe(true);
  expect(verify(null, Buffer.from("甲 2"), key, signature)).toBe(false);
  expect(vault.openKey("record")).not.toEqual(vault.openKey("another"));
  expect(vault.openKey("record")).not.toEqual(vaultOf().openKey("record"));
});

describe("the keys", () => {
  test("are kept for their owner's eyes only, and the same at the next start", () => {
    const dataDir = folder();
    const sealed = new Vault(keptKeys(dataDir)).seal(PHONE, "13812345678");
    expect(new Vault(keptKeys(dataDir)).open(PHONE, sealed)).toBe("13812345678");
    expect(fs.statSync(path.join(dataDir, "secrets", "data-keys")).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(path.join(dataDir, "secrets"))).toEqual(["data-keys"]);
  });

  test("are one set, however many processes start at once", async () => {
    const dataDir = folder();
    const module = JSON.stringify(path.join(import.meta.dirname, "keyring.ts"));
    const script = `import(${module}).then((m) => console.log(m.formatKeyRing(m.keptKeys(${JSON.stringify(dataDir)}).read())))`;
    const runs = Array.from({ length: 4 }, () =>
      promisify(execFile)(process.execPath, ["--import", "tsx", "-e", script]),
    );
    expect(new Set((await Promise.all(runs)).map(({ stdout }) => stdout)).size).toBe(1);
  });

  test("one more seals from now on in every process that runs; one that is gone is named", async () => {
    const dataDir = folder();
    const [here, there] = [new Vault(keptKeys(dataDir)), new Vault(keptKeys(dataDir))];
    const old = there.seal(PHONE, "13812345678");
    here.keep!(withNewKey(here.ring()));
    const fresh = here.ring(true).current === 2 ? here.seal(PHONE, "13900000000") : null;
    // a key that is not known yet is looked for at once
    expect(there.open(PHONE, fresh!)).toBe("13900000000");
    await expect.poll(() => there.keyOf(there.seal(PHONE, "1"))).toBe(2);
    expect(there.open(PHONE, old)).toBe("13812345678");
    here.keep!(withoutKey(here.ring(true), 1));
    await expect.poll(() => there.ring().keys.size).toBe(1);
    expect(() => there.open(PHONE, old)).toThrow("registry.person.phone: data key 1 is not known here");
    expect(() => withoutKey(here.ring(true), 2)).toThrow("in use");
  });

  test("can be given by a setting; what is wrong with it is said without saying the secret", () => {
    const ring = withNewKey(newKeyRing());
    expect(parseKeyRing(formatKeyRing(ring).replaceAll("\n", ","), "DATA_KEYS")).toEqual(ring);
    const secret = ring.index.toString("base64url");
    for (const text of [
      "",
      `1:${secret}`,
      `index:${secret}`,
      `index:${secret},1:${secret.slice(2)}`,
      secret,
    ]) {
      const attempt = () => givenKeys(text);
      expect(attempt, text).toThrow(StartError);
      expect(attempt).not.toThrow(secret.slice(2, 12));
    }
  });
});
