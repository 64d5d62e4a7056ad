/** A server of its own process on a database, and people who are signed in to it: what the benches over HTTP begin with. */
import { spawn } from "node:child_process";
import { createHmac, randomBytes } from "node:crypto";
import { join } from "node:path";
import type { createPool } from "@tixi/server";

const SECRET = "a secret of the bench, long enough to be one";

/** The server's sources as a process; `stop` ends it and waits. */
export async function serve(dataDir: string, databaseUrl: string): Promise<{ address: string; stop(): Promise<void> }> {
  const main = join(import.meta.dirname, "..", "packages", "server", "src", "platform", "testing", "serve.ts");
  const child = spawn(process.execPath, ["--import", "tsx", main], {
    cwd: join(import.meta.dirname, ".."),
    env: { ...process.env, NODE_OPTIONS: "", DATA_DIR: join(dataDir, "server"), DATABASE_URL: databaseUrl, AUTH_SECRET: SECRET, PORT: "0", HOST: "localhost", TIXI_SAMPLE: "no", RATE_LIMIT: "off" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  let said = "";
  const address = await new Promise<string>((resolve, reject) => {
    const listen = (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-20_000);
      const found = /Tixi .*(http:\/\/localhost:\d+)/.exec(said)?.[1];
      if (found) resolve(found);
    };
    child.stdout.on("data", listen);
    child.stderr.on("data", listen);
    void ended.then(() => reject(new Error(`the server ended:\n${said}`)));
  });
  return {
    address,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
  };
} // prettier-ignore

/** Accounts `b0`, `b1` … with a session each. @returns the cookie of each */
export async function signedIn(pool: ReturnType<typeof createPool>, people: number, name: string): Promise<string[]> {
  const tokens = Array.from({ length: people }, () => randomBytes(24).toString("base64url"));
  const client = await pool.connect();
  try {
    await client.query("begin");
    await client.query("set local role tixi_auth");
    await client.query(
      `insert into auth.user (id, name, email, created_at, updated_at) select 'b' || n, $2 || n, 'b' || n || '@bench.invalid', now(), now()
       from generate_series(0, $1::int - 1) n`,
      [people, name],
    );
    await client.query(
      `insert into auth.session (id, token, user_id, expires_at, created_at, updated_at, seen_at, confirmed_at)
       select 's' || (n - 1), t, 'b' || (n - 1), now() + interval '12 hours', now(), now(), now(), now() from unnest($1::text[]) with ordinality u(t, n)`,
      [tokens],
    );
    await client.query("commit");
  } finally {
    client.release();
  }
  return tokens.map((token) => {
    const signature = createHmac("sha256", SECRET).update(token).digest("base64");
    return `tixi.session_token=${encodeURIComponent(`${token}.${signature}`)}`;
  });
} // prettier-ignore
