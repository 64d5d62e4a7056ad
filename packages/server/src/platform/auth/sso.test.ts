import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { actors } from "../testing/test-database.ts";
import { atProvider } from "../testing/at-provider.ts";
import { oidcServer, type OidcServer } from "../testing/oidc-server.ts";
import { cookiesIn, PASSWORD, signInWorld, type SignInWorld } from "../testing/sign-in-world.ts";
import { codeAt, stepOf } from "./totp.ts";
import { safeNext } from "./sso.ts";

/** What the provider says of the people whom it knows. */
const CLAIMS: Record<string, Record<string, unknown>> = {
  lina: { email: "lina@school.example", email_verified: true, name: "李娜" },
  unverified: { email: "lina@school.example", email_verified: false },
  stranger: { email: "nobody@school.example", email_verified: true, name: "陌生人" },
  phone: { phone_number: "13812345678", phone_number_verified: true },
  pupil: { student_number: "2026010101" },
};

let world: SignInWorld;
let server: OidcServer;
let issuer: string;

beforeAll(async () => {
  server = await oidcServer(CLAIMS);
  ({ issuer } = server);
});
afterAll(() => server.close());

beforeEach(async () => {
  world = await signInWorld();
  world.platform.config.sso = { allowHttp: true, networks: ["127.0.0.0/8"] };
  server.tamper = null;
});
afterEach(() => world.close());

const facts = {
  label: "云湖统一身份认证",
  clientId: "tixi",
  secret: "a secret of the provider",
  organisation: null as string | null,
  linkBy: "email",
  claim: "email",
  admits: false,
  active: true,
};
async function provider(change: object = {}): Promise<string> {
  await world.person({ username: "guanli", role: "administrator", name: "管理员" });
  const cookie = await world.signIn("guanli");
  const made = await world.post("/api/sso/providers", { ...facts, issuer, ...change }, cookie);
  expect(made.statusCode, made.body).toBe(200);
  const { id } = made.json();
  server.callbacks = [`http://localhost:3000/api/auth/sso/${id}/callback`];
  return id;
}
const known = async (mark: "email" | "phone", value: string, facts: { organisation?: string } = {}) => {
  const person = await world.person({ username: "lina", ...facts });
  await world.sql(`update registry.person set ${mark}_index = $1, ${mark}_confirmed = true where id = $2`, [
    world.platform.vault.index(`registry.person.${mark}`, value),
    person.personId,
  ]);
  return person;
};

interface Left {
  address: string;
  cookie: string;
}
async function leave(id: string, body: object = {}, cookie = ""): Promise<Left> {
  const answer = await world.post(`/api/auth/sso/${id}/start`, body, cookie);
  expect(answer.statusCode, answer.body).toBe(200);
  return { address: answer.json().address, cookie: [cookie, cookiesIn(answer)].filter(Boolean).join("; ") };
}

const comeBack = (address: string, cookie: string) =>
  world.get(address.replace("http://localhost:3000", ""), cookie);
async function through(id: string, login: string, body: object = {}, cookie = "") {
  const left = await leave(id, body, cookie);
  return comeBack(await atProvider(left.address, login), left.cookie);
}
const me = async (cookie: string) => (await world.get("/api/me", cookie)).json().user;

describe("single sign-on", () => {
  test("lets in whom the provider's verified e-mail tells, and where he wanted to go", async () => {
    const id = await provider();
    await known("email", "Lina@School.Example");
    const back = await through(id, "lina", { next: "/postings?city=370200" });
    expect(back.statusCode).toBe(302);
    expect(back.headers.location).toBe("/postings?city=370200");
    expect(await me(cookiesIn(back))).toMatchObject({ name: "李娜", role: "teacher" });
    const [row] = await world.sql("select after from audit.entry where action = 'sign-in.sso'");
    expect(row).toMatchObject({ after: { method: "sso" } });
    // each with the address that it came from
    expect(
      await world.sql("select action from audit.entry where action like '%sso%' and address is null"),
    ).toEqual([]);
    expect(await world.sql("select action from audit.entry where action = 'sso.link'")).toHaveLength(1);
    // from now on by the link, whatever the e-mail says
    await world.sql("update registry.person set email_index = null");
    expect(await me(cookiesIn(await through(id, "lina")))).toMatchObject({ name: "李娜" });
    expect((await world.get("/api/auth/sso/providers")).json()).toEqual({
      items: [{ id, label: facts.label }],
    });
  });

  test("or the phone, or the number at the school whose provider it is", async () => {
    const phones = await provider({ linkBy: "phone", claim: "phone_number" });
    const { personId } = await known("phone", "138 1234 5678", {});
    expect(await me(cookiesIn(await through(phones, "phone")))).toMatchObject({ name: "李娜" });
    const school = "0190a000-0000-7000-8000-000000000001";
    await world.sql("insert into registry.organisation (id, created_at) values ($1, now())", [school]);
    await world.sql(
      `insert into registry.student (person_id, school_id, region, student_number, programme_code, level, entry_year, state, updated_at)
       values ($1, $2, '370200', '2026010101', '460103', 'college', 2026, 'enrolled', now())`,
      [personId, school],
    );
    await world.sql(
      "update platform.sso_provider set link_by = 'student-number', claim = 'student_number', organisation = $1, updated_at = now()",
      [school],
    );
    // he holds a role elsewhere: the school does not answer for him
    expect((await through(phones, "pupil")).headers.location).toBe("/sign-in?sso=not-here");
    await world.sql(
      "update registry.membership set organisation_id = $1, role = 'student' where person_id = $2",
      [school, personId],
    );
    expect(await me(cookiesIn(await through(phones, "pupil")))).toMatchObject({ role: "student" });
  });

  test("lets in nobody else: unknown, unverified, deactivated", async () => {
    const id = await provider();
    const { personId } = await known("email", "lina@school.example");
    for (const login of ["stranger", "unverified"]) {
      const back = await through(id, login);
      expect(back.headers.location, login).toBe("/sign-in?sso=unknown-person");
      expect(cookiesIn(back), login).not.toContain("session_token");
    }
    await world.sql("update registry.person set state = 'deactivated' where id = $1", [personId]);
    expect((await through(id, "lina")).headers.location).toBe("/sign-in?sso=unknown-person");
    expect(await world.sql("select id from auth.session where method = 'sso'")).toEqual([]);
    expect(await world.sql(`select id from auth."user"`)).toHaveLength(2);
  });

  test("lets nobody in to the account of one who wrote down another's e-mail or phone", async () => {
    const id = await provider();
    const { userId, personId } = await world.person({ username: "wang", name: "王强" });
    const cookie = await world.signIn("wang");
    const own = { email: "lina@school.example", phone: "13812345678" };
    const written = await world.call(cookie, { method: "PUT", url: "/api/me/contact", payload: own });
    expect(written.statusCode, written.body).toBe(200);
    const refused = "/sign-in?sso=unknown-person";
    expect((await through(id, "lina")).headers.location).toBe(refused);
    // not even by one who gets at the table as himself
    const himself = { ...actors.public, role: "teacher" as const, userId, personId };
    await world.as(himself, ({ tx }) =>
      sql`update registry.person set email_confirmed = true, phone_confirmed = true where id = ${personId}`.execute(
        tx,
      ),
    );
    expect((await through(id, "lina")).headers.location).toBe(refused);
    await world.sql(
      "update platform.sso_provider set link_by = 'phone', claim = 'phone_number', updated_at = now()",
    );
    expect((await through(id, "phone")).headers.location).toBe(refused);
    // his number stays a name to sign in with, beside his password
    const byPhone = { username: own.phone, password: PASSWORD };
    expect((await world.post("/api/auth/sign-in/username", byPhone)).statusCode).toBe(200);
    // entered by those who answer for him, it tells; changed by himself, no more
    await world.sql("update registry.person set phone_confirmed = true where id = $1", [personId]);
    expect(await me(cookiesIn(await through(id, "phone")))).toMatchObject({ name: "王强" });
    await world.sql("delete from auth.account where provider_id <> 'credential'");
    await world.call(cookie, { method: "PUT", url: "/api/me/contact", payload: { phone: "13912345678" } });
    await world.call(cookie, { method: "PUT", url: "/api/me/contact", payload: { phone: own.phone } });
    expect((await through(id, "phone")).headers.location).toBe(refused);
  });

  test("where the administrator admits others they hold no role until somebody confirms one", async () => {
    const id = await provider({ admits: true });
    const back = await through(id, "stranger");
    expect([back.statusCode, back.headers.location, back.body]).toEqual([302, "/", ""]);
    expect(await me(cookiesIn(back))).toMatchObject({ name: "陌生人", role: "public", hats: [] });
    expect(await world.sql("select state from registry.person where name = '陌生人'")).toEqual([
      { state: "registered" },
    ]);
    expect((await world.get("/api/keys", cookiesIn(back))).statusCode).toBe(403);
    await through(id, "stranger");
    expect(await world.sql("select id from registry.person where name = '陌生人'")).toHaveLength(1);
  });

  test("asks for the second factor that the account has", async () => {
    const id = await provider();
    const { userId } = await known("email", "lina@school.example");
    const secret = Buffer.from("12345678901234567890");
    await world.sql(
      "insert into auth.second_factor (user_id, secret_sealed, confirmed_at, created_at) values ($1, $2, now(), now())",
      [userId, world.platform.vault.seal("auth.second_factor.secret", secret.toString("base64url"))],
    );
    const back = await through(id, "lina", { next: "/cycles" });
    expect(back.headers.location).toBe("/sign-in?step=2&next=%2Fcycles");
    expect(await me(cookiesIn(back))).toBeNull();
    const code = codeAt(secret, stepOf(world.at.now));
    const entered = await world.post("/api/auth/sign-in/second-step", { code }, cookiesIn(back));
    expect(await me(cookiesIn(entered))).toMatchObject({ name: "李娜" });
  });

  test("is linked by one who is signed in, to his account only, and taken away again", async () => {
    const id = await provider({ linkBy: "none" });
    await world.person({ username: "lina" });
    await world.person({ username: "wang", name: "王强" });
    expect((await through(id, "lina")).headers.location).toBe("/sign-in?sso=unknown-person");
    const cookie = await world.signIn("lina");
    const linked = await through(id, "lina", { link: true, next: "/account/security" }, cookie);
    expect(linked.headers.location).toBe("/account/security");
    expect(await me(cookiesIn(await through(id, "lina")))).toMatchObject({ name: "李娜" });
    const other = await world.signIn("wang");
    expect((await through(id, "lina", { link: true }, other)).headers.location).toBe(
      "/sign-in?sso=linked-elsewhere",
    );
    const { links } = (await world.get("/api/account/security", cookie)).json();
    expect(links).toMatchObject([{ label: facts.label }]);
    expect((await world.post(`/api/account/links/${links[0].id}/end`, {}, other)).statusCode).toBe(404);
    expect((await world.post(`/api/account/links/${links[0].id}/end`, {}, cookie)).statusCode).toBe(200);
    expect((await through(id, "lina")).headers.location).toBe("/sign-in?sso=unknown-person");
    expect((await world.post(`/api/auth/sso/${id}/start`, { link: true })).statusCode).toBe(401);
  });
});

describe("an answer is refused", () => {
  const expired = "/sign-in?sso=expired";
  test("with another state, in another browser, a second time, and after ten minutes", async () => {
    const id = await provider();
    await known("email", "lina@school.example");
    const left = await leave(id);
    const address = await atProvider(left.address, "lina");
    const wrong = new URL(address);
    wrong.searchParams.set("state", "made-up");
    expect((await comeBack(wrong.href, left.cookie)).headers.location).toBe(expired);
    expect((await comeBack(address, "")).headers.location).toBe(expired);
    const other = await leave(id);
    expect((await comeBack(address, other.cookie)).headers.location).toBe(expired);
    expect(await me(cookiesIn(await comeBack(address, left.cookie)))).toMatchObject({ name: "李娜" });
    const asked = server.requests;
    expect((await comeBack(address, left.cookie)).headers.location).toBe(expired);
    expect(server.requests).toBe(asked); // the provider is not even asked
    const late = await leave(id);
    const lateAddress = await atProvider(late.address, "lina");
    world.at.now = new Date(world.at.now.getTime() + 601_000);
    expect((await comeBack(lateAddress, late.cookie)).headers.location).toBe(expired);
  });

  test("with the code of another attempt, which the provider has given out once already", async () => {
    const id = await provider();
    await known("email", "lina@school.example");
    const first = await leave(id);
    const used = await atProvider(first.address, "lina");
    await comeBack(used, first.cookie);
    const second = await leave(id);
    const answer = new URL(await atProvider(second.address, "lina"));
    answer.searchParams.set("code", new URL(used).searchParams.get("code")!);
    expect((await comeBack(answer.href, second.cookie)).headers.location).toBe("/sign-in?sso=refused");
  });

  test("with another nonce, or an ID token that somebody changed", async () => {
    const id = await provider();
    await known("email", "lina@school.example");
    const left = await leave(id);
    const address = await atProvider(left.address, "lina");
    await world.sql("update auth.sso_attempt set nonce = 'another'");
    expect((await comeBack(address, left.cookie)).headers.location).toBe("/sign-in?sso=refused");
    // A stranger's token says now that he is 李娜; all else is as it was, the signature too.
    const changes = (change: object) => (text: string) => {
      const answer = JSON.parse(text) as { id_token: string };
      const [head, body, signature] = answer.id_token.split(".");
      const claims = JSON.parse(Buffer.from(body!, "base64url").toString()) as object;
      const changed = Buffer.from(JSON.stringify({ ...claims, ...change })).toString("base64url");
      return JSON.stringify({ ...answer, id_token: [head, changed, signature].join(".") });
    };
    const refused = vi.spyOn(world.platform.log, "warn");
    server.tamper = changes(CLAIMS["lina"]!);
    const changed = await through(id, "stranger");
    expect(changed.headers.location).toBe("/sign-in?sso=refused");
    expect(cookiesIn(changed)).not.toContain("session_token");
    expect(refused.mock.lastCall?.[0]).toMatchObject({ fault: "JWT signature verification failed" });
    server.tamper = changes({ aud: "another client" });
    expect((await through(id, "lina")).headers.location).toBe("/sign-in?sso=refused");
    refused.mockRestore();
    server.tamper = null;
    expect(await me(cookiesIn(await through(id, "lina")))).toMatchObject({ name: "李娜" });
  });

  test("when the person did not agree", async () => {
    const id = await provider();
    const left = await leave(id);
    const state = new URL(left.address).searchParams.get("state");
    const said = `/api/auth/sso/${id}/callback?error=access_denied&state=${state}&iss=${encodeURIComponent(issuer)}`;
    expect((await world.get(said, left.cookie)).headers.location).toBe("/sign-in?sso=refused");
  });
});

test("nobody is sent elsewhere after signing in", async () => {
  const id = await provider();
  await known("email", "lina@school.example");
  for (const next of [
    "//elsewhere.example",
    "/\\elsewhere.example",
    "https://elsewhere.example",
    "/\t/elsewhere.example",
    "javascript:alert(1)",
    "/a\\..\\b",
  ])
    expect(safeNext(next), next).toBe("/");
  expect(safeNext("/postings?city=370200#x")).toBe("/postings?city=370200#x");
  const back = await through(id, "lina", { next: "//elsewhere.example/x" });
  expect(back.headers.location).toBe("/");
});

test("a provider that is down is said to be down", async () => {
  const id = await provider({ issuer: "http://127.0.0.1:9" });
  expect((await world.post(`/api/auth/sso/${id}/start`)).json()).toMatchObject({
    type: "/problems/provider-down",
  });
  const cookie = await world.signIn("guanli");
  expect((await world.post(`/api/sso/providers/${id}/check`, {}, cookie)).json()).toEqual({ answers: false });
});

describe("its settings", () => {
  test("name no address inside, unless whoever runs the installation opened it", async () => {
    const id = await provider();
    const cookie = await world.signIn("guanli");
    expect((await world.post(`/api/sso/providers/${id}/check`, {}, cookie)).json()).toEqual({
      answers: true,
    });
    for (const bad of [
      "http://10.0.0.1",
      "http://169.254.169.254/latest",
      "http://[::1]:8080",
      "file:///etc/passwd",
      "http://u:p@127.0.0.1",
      "http://127.0.0.1/?a=b",
    ])
      expect(
        (await world.post("/api/sso/providers", { ...facts, issuer: bad }, cookie)).statusCode,
        bad,
      ).toBe(400);
    // a name that leads inside is found out when it is asked
    world.platform.config.sso.networks = [];
    await world.sql(
      "update platform.sso_provider set issuer = replace(issuer, '127.0.0.1', 'localhost'), updated_at = now()",
    );
    const asked = server.requests;
    expect((await world.post(`/api/sso/providers/${id}/check`, {}, cookie)).json()).toEqual({
      answers: false,
    });
    expect(server.requests).toBe(asked);
  });

  test("are the administrator's; the secret is sealed and never read back", async () => {
    const id = await provider();
    await world.person({ username: "lina", role: "planner" });
    expect((await world.get("/api/sso/providers", await world.signIn("lina"))).statusCode).toBe(403);
    const cookie = await world.signIn("guanli");
    const { items } = (await world.get("/api/sso/providers", cookie)).json();
    expect(items).toMatchObject([{ id, hasSecret: true, callback: server.callbacks[0] }]);
    const everywhere = JSON.stringify([
      items,
      await world.sql("select * from audit.entry"),
      await world.sql("select * from platform.sso_provider"),
    ]);
    expect(everywhere).not.toContain(facts.secret);
    const change = { ...facts, issuer, secret: "", label: "新名称" };
    const put = (etag: string) =>
      world.call(cookie, {
        method: "PUT",
        url: `/api/sso/providers/${id}`,
        payload: change,
        headers: { "if-match": etag },
      });
    expect((await put('"old"')).statusCode).toBe(412);
    expect((await put(items[0].etag)).statusCode).toBe(200);
    expect((await world.get("/api/sso/providers", cookie)).json().items).toMatchObject([
      { label: "新名称", hasSecret: true },
    ]);
  });
});
