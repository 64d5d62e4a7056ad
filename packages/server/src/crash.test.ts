import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { addressIn, killAll, post, serve } from "./platform/testing/server-process.ts";

const POSTINGS = "3000";
let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "tixi-crash-"));
});
afterEach(killAll);
afterAll(() => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

interface Import {
  kind: string;
  state: string;
  rowsRead: number;
  accepted: number;
  duplicate: number;
  rejected: number;
}

class Office {
  readonly address: string;
  private cookie = "";
  constructor(address: string) {
    this.address = address;
  }
  async signIn(): Promise<void> {
    const response = await post(this.address, "/api/demo/sign-in", {});
    expect(response.status).toBe(200);
    this.cookie = response.headers.getSetCookie().map((line) => line.split(";")[0]).join("; "); // prettier-ignore
  }
  async get<T>(url: string): Promise<T> {
    const response = await fetch(this.address + url, { headers: { cookie: this.cookie } });
    const text = await response.text();
    expect(response.status, text).toBe(200);
    return JSON.parse(text) as T;
  }
  async post<T>(url: string, body: object): Promise<T> {
    const response = await post(this.address, url, body, this.cookie);
    const text = await response.text();
    expect(response.status, text).toBe(200);
    return JSON.parse(text) as T;
  }
  imports = async () => (await this.get<{ items: Import[] }>("/api/imports")).items;
}

/** Asks again and again until the answer fits. */
async function until<T>(
  what: string,
  ask: () => Promise<T>,
  fits: (answer: T) => boolean,
  seconds = 400,
): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (fits(answer)) return answer;
    if (Date.now() > end)
      throw new Error(
        `${what} did not happen within ${seconds} s; last: ${JSON.stringify(answer).slice(0, 500)}`,
      );
    await sleep(50);
  }
}

test(
  "a server that is killed during an import and during a cycle finds everything consistent",
  { timeout: 1_200_000 },
  async () => {
    const env = { DATA_DIR: path.join(folder, "data"), TIXI_SAMPLE: POSTINGS };
    const start = async () => {
      const server = serve(env);
      const office = new Office(addressIn(await server.ready));
      await office.signIn();
      return { server, office };
    };

    // given a server that is killed while rows go in
    const first = await start();
    await until("an import under way", first.office.imports, (all) =>
      all.some((one) => one.state === "running"),
    );
    await first.server.kill("SIGKILL");

    // when it starts again, then it goes on, every row is accounted for once, and the release is published
    const second = await start();
    const me = () =>
      second.office.get<{ installation: { loading: boolean; currentReleaseId: string | null } }>("/api/me");
    await until("the sample province", me, ({ installation }) => !installation.loading);
    expect((await me()).installation.currentReleaseId).not.toBeNull();
    const imports = await second.office.imports();
    for (const one of imports) {
      expect(one.state).toBe("done");
      expect(one.rowsRead).toBe(one.accepted + one.duplicate + one.rejected);
    }
    expect(new Set(imports.map(({ kind }) => kind)).size).toBe(imports.length);
    const { items, total } = await second.office.get<{ items: unknown[]; total: number | null }>(
      "/api/postings?limit=1",
    );
    expect(items, JSON.stringify(imports)).toHaveLength(1);
    expect(total).toBe(imports.find(({ kind }) => kind === "postings")?.accepted);

    // given a cycle under way when it is killed again
    const { items: cycles } = await second.office.get<{ items: { year: number }[] }>("/api/cycles");
    const cycle = await second.office.post<{ id: string }>("/api/cycles", { year: cycles[0]!.year });
    const state = (office: Office) =>
      office.get<{ state: string; counts: unknown }>(`/api/cycles/${cycle.id}`);
    await until(
      "the cycle under way",
      () => state(second.office),
      (one) => one.state !== "waiting",
    );
    await second.server.kill("SIGKILL");

    // then it is computed after the next start, with the figures of the one before
    const third = await start();
    await until(
      "the cycle",
      () => state(third.office),
      (one) => one.state === "done" || one.state === "failed",
    );
    const all = await third.office.get<{ items: { year: number; state: string; counts: unknown }[] }>(
      "/api/cycles",
    );
    expect(all.items.map((one) => one.state)).toEqual(all.items.map(() => "done"));
    const same = all.items.filter(({ year }) => year === cycles[0]!.year);
    expect(same).toHaveLength(2);
    expect(new Set(same.map((one) => JSON.stringify(one.counts))).size).toBe(1);
    expect(await third.server.kill("SIGTERM")).toBe(0);
  },
);
