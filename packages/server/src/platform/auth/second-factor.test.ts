import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { cookiesIn, PASSWORD, signInWorld, type SignInWorld } from "../testing/sign-in-world.ts";
import { base32, codeAt, matchingStep, stepOf, totpAddress } from "./totp.ts";

let world: SignInWorld;
beforeEach(async () => {
  world = await signInWorld({ roles: ["administrator"] });
});
afterEach(() => world.close());

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
/** As an app reads what was typed or scanned. */
const bytesOf = (secret: string) => {
  const bits = [...secret].map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from(bits.match(/.{8}/g)!.map((byte) => parseInt(byte, 2)));
};
/** The code that the app shows now, or some steps later. */
const shown = (secret: string, later = 0) => codeAt(bytesOf(secret), stepOf(world.at.now) + later);
const wait = (seconds: number) => (world.at.now = new Date(world.at.now.getTime() + seconds * 1000));

async function add(cookie: string): Promise<{ secret: string; codes: string[] }> {
  const prepared = await world.post("/api/account/second-factor/prepare", { password: PASSWORD }, cookie);
  const { secret, address } = prepared.json();
  expect(address).toBe(
    `otpauth://totp/Tixi%3A${"lina"}?secret=${secret}&issuer=Tixi&algorithm=SHA1&digits=6&period=30`,
  );
  const confirmed = await world.post("/api/account/second-factor/confirm", { code: shown(secret) }, cookie);
  expect(confirmed.statusCode).toBe(200);
  wait(31);
  return { secret, codes: confirmed.json().recoveryCodes };
}
const firstStep = async () => {
  const answer = await world.post("/api/auth/sign-in/username", { username: "lina", password: PASSWORD });
  expect(answer.json()).toEqual({ user: null });
  return cookiesIn(answer);
};
const secondStep = (cookie: string, code: string) =>
  world.post("/api/auth/sign-in/second-step", { code }, cookie);

describe("the codes", () => {
  test("are those of RFC 6238, appendix B, cut to six digits", () => {
    const secret = Buffer.from("12345678901234567890");
    for (const [seconds, code] of [
      [59, "287082"],
      [1111111109, "081804"],
      [1111111111, "050471"],
      [1234567890, "005924"],
      [2000000000, "279037"],
      [20000000000, "353130"],
    ] as const)
      expect(codeAt(secret, stepOf(new Date(seconds * 1000)))).toBe(code);
    expect(base32(secret)).toBe("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    expect(bytesOf(base32(secret))).toEqual(secret);
    expect(totpAddress("ABC", "体系", "李娜")).toContain(
      "otpauth://totp/%E4%BD%93%E7%B3%BB%3A%E6%9D%8E%E5%A8%9C?secret=ABC",
    );
  });
  test("hold one step around, and never twice nor backwards", () => {
    const secret = Buffer.from("12345678901234567890");
    const now = new Date(1_700_000_000_000);
    const step = stepOf(now);
    for (const [later, taken] of [
      [-2, null],
      [-1, step - 1],
      [0, step],
      [1, step + 1],
      [2, null],
    ] as const)
      expect(matchingStep(secret, codeAt(secret, step + later), now, 0)).toBe(taken);
    expect(matchingStep(secret, codeAt(secret, step), now, step)).toBeNull();
    expect(matchingStep(secret, codeAt(secret, step - 1), now, step)).toBeNull();
  });
});

describe("signing in with a second factor", () => {
  test("takes the password, then a code, each code once", async () => {
    await world.person({ username: "lina" });
    const cookie = await world.signIn("lina");
    const { secret } = await add(cookie);
    const waiting = await firstStep();
    // what was given for the first step opens nothing
    expect((await world.get("/api/account/sessions", waiting)).statusCode).toBe(401);
    const entered = await secondStep(waiting, shown(secret));
    expect(entered.json()).toMatchObject({ user: { name: "李娜" } });
    expect((await world.get("/api/account/sessions", cookiesIn(entered))).json().items).toHaveLength(2);
    // the same code again: in the same step, in a new one, by two at once
    expect((await secondStep(waiting, shown(secret))).statusCode).toBe(401);
    expect((await secondStep(await firstStep(), shown(secret))).statusCode).toBe(401);
    wait(30);
    const [one, two] = [await firstStep(), await firstStep()];
    const both = await Promise.all([secondStep(one, shown(secret)), secondStep(two, shown(secret))]);
    expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 401]);
  });

  test("or takes a recovery code, each once, however it is typed", async () => {
    await world.person({ username: "lina" });
    const { codes } = await add(await world.signIn("lina"));
    expect(new Set(codes).size).toBe(10);
    expect(
      (await secondStep(await firstStep(), codes[3]!.toUpperCase().replaceAll("-", " "))).statusCode,
    ).toBe(200);
    expect((await secondStep(await firstStep(), codes[3]!)).statusCode).toBe(401);
    const rows = await world.sql<{ action: string }>("select action from audit.entry order by id");
    expect(rows.map(({ action }) => action)).toContain("sign-in.recovery");
    const stored = JSON.stringify(await world.sql("select * from auth.recovery_code"));
    for (const code of codes) expect(stored).not.toContain(code);
  });

  test("makes one wait after five wrong codes, over all tries", async () => {
    await world.person({ username: "lina" });
    const { secret } = await add(await world.signIn("lina"));
    for (let n = 0; n < 5; n++) expect((await secondStep(await firstStep(), "000000")).statusCode).toBe(401);
    expect((await secondStep(await firstStep(), shown(secret))).statusCode).toBe(429);
    wait(31);
    expect((await secondStep(await firstStep(), shown(secret))).statusCode).toBe(200);
  });

  test("ends the first step after five tries and after five minutes", async () => {
    await world.person({ username: "lina" });
    const { secret } = await add(await world.signIn("lina"));
    const late = await firstStep();
    wait(301);
    expect((await secondStep(late, shown(secret))).statusCode).toBe(401);
    const tried = await firstStep();
    await world.sql("update auth.challenge set tries = 5");
    expect((await secondStep(tried, shown(secret))).statusCode).toBe(401);
    expect((await secondStep("", shown(secret))).statusCode).toBe(401);
  });

  test("keeps the secret sealed", async () => {
    await world.person({ username: "lina" });
    const { secret } = await add(await world.signIn("lina"));
    const [row] = await world.sql<{ secret_sealed: Buffer }>("select secret_sealed from auth.second_factor");
    expect(row!.secret_sealed.includes(bytesOf(secret))).toBe(false);
    expect(row!.secret_sealed.includes(Buffer.from(secret))).toBe(false);
    expect(JSON.stringify(await world.sql("select * from platform.request"))).not.toContain(secret);
  });
});

describe("a role that asks for a second factor", () => {
  test("lets nothing else be done before", async () => {
    await world.person({ username: "lina", role: "administrator" });
    const cookie = await world.signIn("lina");
    expect((await world.get("/api/keys", cookie)).json()).toMatchObject({
      type: "/problems/second-factor-required",
      status: 403,
    });
    expect((await world.get("/api/me", cookie)).json().user).toMatchObject({ mustAddSecondFactor: true });
    await add(cookie);
    expect((await world.get("/api/keys", cookie)).statusCode).toBe(200);
    expect((await world.get("/api/me", cookie)).json().user).toMatchObject({ mustAddSecondFactor: false });
  });

  test("does not let it be taken away; another administrator resets it, with a reason, and all sessions end", async () => {
    const { personId } = await world.person({ username: "lina", role: "administrator" });
    const cookie = await world.signIn("lina");
    const { secret } = await add(cookie);
    const away = { password: PASSWORD, code: shown(secret) };
    expect((await world.post("/api/account/second-factor/remove", away, cookie)).statusCode).toBe(409);
    const reset = (reason: string) =>
      world.post(`/api/people/${personId}/second-factor/reset`, { reason }, cookie);
    expect((await reset("")).statusCode).toBe(400);
    expect((await reset("手机遗失，当面核对身份")).statusCode).toBe(200);
    expect((await world.get("/api/keys", cookie)).statusCode).toBe(401);
    const [row] = await world.sql("select subject, why from audit.entry where action = 'second-factor.end'");
    expect(row).toMatchObject({ why: "手机遗失，当面核对身份" });
  });

  test("asks nothing in the sample province", async () => {
    await world.sql(
      "insert into registry.installation (province, sample, publisher, created_at) values ('990000', true, '示例', now())",
    );
    await world.person({ username: "lina", role: "administrator" });
    expect((await world.get("/api/keys", await world.signIn("lina"))).statusCode).toBe(200);
  });
});

test("whoever is not asked for one may take it away, with his password and a code", async () => {
  await world.person({ username: "lina" });
  const cookie = await world.signIn("lina");
  const { secret } = await add(cookie);
  const remove = (password: string, code: string) =>
    world.post("/api/account/second-factor/remove", { password, code }, cookie);
  expect((await remove("不是这个密码吧", shown(secret))).statusCode).toBe(400);
  expect((await remove(PASSWORD, "000000")).statusCode).toBe(401);
  expect((await remove(PASSWORD, shown(secret))).statusCode).toBe(200);
  expect((await world.get("/api/account/security", cookie)).json()).toMatchObject({
    secondFactor: { since: null, recoveryLeft: 0, required: false },
  });
});
