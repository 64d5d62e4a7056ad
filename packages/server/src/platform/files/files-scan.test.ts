import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { eicar, TestClamd } from "../testing/clamd.ts";
import { pdf, png } from "../testing/samples.ts";
import {
  SCHOOL,
  begin,
  get,
  now,
  officer,
  onDisk,
  show,
  teacher,
  until,
  uploaded,
  world,
} from "../testing/school-files.ts";
import { attachFile } from "./attach-file.ts";
import { keepHouse } from "./keeper.ts";

describe("with a scanner", () => {
  let clamd: TestClamd;
  beforeEach(async () => {
    clamd = await TestClamd.open();
    await begin({ clamd: clamd.address });
  });
  afterEach(async () => {
    await world.close();
    await clamd.close().catch(() => {});
  });

  test("a file is served when it was found clean, not before", async () => {
    const { address } = clamd;
    await clamd.close();
    const sent = png(400, 300);
    const file = await uploaded(officer, sent, "a.png");
    expect(file).toMatchObject({ state: "pending", content: null, thumbnail: null });
    // a link that was made anyway opens nothing
    const { links } = world.platform.uploads;
    const { token } = links.sign({ file: file.id, variant: "original" }, officer.userId!, now.at);
    expect((await get(officer, `/api/files/content/${token}`)).statusCode).toBe(409);
    await sleep(300);
    expect((await show(officer, file.id)).state).toBe("pending");
    // it comes back, and is asked again
    clamd = await TestClamd.open(Number(address.split(":")[1]));
    const clean = await until(file.id, ({ state, thumbnail }) => state === "clean" && thumbnail !== null);
    expect(clean.scannedAt).not.toBeNull();
    expect(clamd.scanned).toHaveLength(1);
    expect((await get(officer, clean.content!)).statusCode).toBe(200);
  });

  test("an infected one is said to be so, never served, and its content is gone", async () => {
    const file = await uploaded(teacher, `名单\n${eicar()}\n`, "名单.txt", "purpose=report");
    const found = await until(file.id, ({ state }) => state !== "pending", teacher);
    expect(found).toMatchObject({ state: "infected", finding: "Eicar-Test-Signature", content: null });
    const { links } = world.platform.uploads;
    const { token } = links.sign({ file: file.id, variant: "original" }, teacher.userId!, now.at);
    expect((await get(teacher, `/api/files/content/${token}`)).statusCode).toBe(404);
    for (let n = 0; n < 100 && onDisk().some((name) => name.includes(file.id)); n++) await sleep(20);
    expect(onDisk().filter((name) => name.includes(file.id))).toEqual([]);
    const trace = await world.sql<{ action: string; after: unknown }>(
      "select action, after from audit.entry where subject = $1 order by id",
      [`file:${file.id}`],
    );
    expect(trace[1]).toEqual({
      action: "file.scan",
      after: { state: "infected", finding: "Eicar-Test-Signature" },
    });
    const owner = { region: "370200", organisation: SCHOOL, person: null, minor: false };
    await expect(world.as(teacher, (ctx) => attachFile(ctx, { id: file.id, subject: "application:1", owner }))).rejects.toThrow(/virus/); // prettier-ignore
  });

  test("a scan whose job was given up is begun again by the keeper", async () => {
    await world.jobs!.stop();
    const file = await uploaded(officer, await pdf(), "a.pdf");
    await world.sql("update platform.job set state = 'failed', finished_at = now() - interval '20 minutes'");
    await keepHouse(world.platform);
    await keepHouse(world.platform);
    const jobs = await world.sql<{ state: string }>(
      "select state from platform.job where payload ->> 'file' = $1 order by created_at",
      [file.id],
    );
    expect(jobs.map(({ state }) => state)).toEqual(["failed", "waiting"]);
  });
});
