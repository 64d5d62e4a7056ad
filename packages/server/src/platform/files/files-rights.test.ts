import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../context.ts";
import { pdf } from "../testing/samples.ts";
import {
  OTHER_SCHOOL,
  PUPIL,
  SCHOOL,
  begin,
  colleague,
  get,
  listed,
  now,
  officer,
  otherOfficer,
  pupil,
  show,
  teacher,
  upload,
  uploaded,
  world,
} from "../testing/school-files.ts";
import { actors } from "../testing/test-database.ts";

describe("whose a file is", () => {
  beforeAll(() => begin());
  afterAll(() => world.close());
  afterEach(() => {
    now.at = new Date("2026-11-26T08:00:00+08:00");
  });

  test("a link is for one file, one person and a quarter of an hour", async () => {
    const file = await uploaded(officer, await pdf(), "a.pdf");
    const other = await uploaded(officer, await pdf("other"), "b.pdf");
    const address = file.content!;
    expect((await get(actors.public, address)).statusCode).toBe(401);
    expect((await get(otherOfficer, address)).statusCode).toBe(404);
    // a colleague who may see the file still needs a link of his own
    expect((await get(actors.planner, address)).statusCode).toBe(404);
    expect((await get(actors.planner, (await show(actors.planner, file.id)).content!)).statusCode).toBe(200);
    const token = address.split("/").at(-1)!;
    const [body = "", mark = ""] = token.split(".");
    const swapped = other.id.replaceAll("-", "") + body.slice(32);
    const later = body.slice(0, 33) + (parseInt(body.slice(33), 36) + 9999).toString(36);
    for (const forged of [`${swapped}.${mark}`, `${later}.${mark}`, `${body.replace("o", "t")}.${mark}`, `${body}.${"A".repeat(43)}`, body, `${token}x`, "..%2f..%2fetc%2fpasswd", "%00", "x".repeat(150)])
      expect((await get(officer, `/api/files/content/${forged}`)).statusCode, forged).toBe(404); // prettier-ignore
    now.at = new Date(now.at.getTime() + 14 * 60_000);
    expect((await get(officer, address)).statusCode).toBe(200);
    now.at = new Date(now.at.getTime() + 3 * 60_000);
    const expired = await get(officer, address);
    expect([expired.statusCode, expired.json<{ detail: string }>().detail]).toEqual([
      403,
      "链接已过期，请刷新页面后重试。",
    ]);
  });

  test("is seen by its maker, the officers of its organisation and the offices of its region, by nobody else", async () => {
    const { id } = await uploaded(teacher, await pdf(), "a.pdf");
    const sees = async (actor: Actor) => {
      const [one, list] = [await get(actor, `/api/files/${id}`), await listed(actor, `school:${SCHOOL}`)];
      expect(list.includes(id), actor.name).toBe(one.statusCode === 200);
      const inDatabase = await world.as(actor, ({ tx }) =>
        sql`select 1 from platform.file where id = ${id}`.execute(tx),
      );
      expect(inDatabase.rows.length === 1, actor.name).toBe(one.statusCode === 200);
      const removal =
        one.statusCode === 200
          ? 0
          : (await world.call(actor, { method: "DELETE", url: `/api/files/${id}` })).statusCode;
      return [one.statusCode, removal];
    };
    for (const actor of [teacher, officer, actors.planner, actors.administrator, actors.cityPlanner])
      expect(await sees(actor), actor.name).toEqual([200, 0]);
    for (const actor of [colleague, otherOfficer, pupil, actors.stranger, actors.auditor])
      expect(await sees(actor), actor.name).toEqual([404, 404]);
    expect((await get(actors.public, `/api/files/${id}`)).statusCode).toBe(401);
    expect((await upload(actors.public, await pdf(), "a.pdf")).statusCode).toBe(401);
    const nobody = await world.as(actors.public, ({ tx }) => sql`select 1 from platform.file`.execute(tx));
    expect(nobody.rows).toEqual([]);
  });

  test("whom it is about may read it and not remove it; every reading by another leaves its trace", async () => {
    const { id, content } = await uploaded(
      officer,
      await pdf(),
      "处分决定.pdf",
      `purpose=evidence&subject=pupil:${PUPIL}`,
    );
    const seen = await show(pupil, id);
    expect((await get(pupil, seen.content!)).statusCode).toBe(200);
    expect((await world.call(pupil, { method: "DELETE", url: `/api/files/${id}` })).statusCode).toBe(404);
    await show(actors.planner, id);
    await get(officer, content!);
    await listed(actors.planner, `pupil:${PUPIL}`);
    const trace = await world.sql<{ action: string; actor_id: string }>(
      "select action, actor_id from audit.entry where subject in ($1, $2) order by id",
      [`file:${id}`, `pupil:${PUPIL}`],
    );
    expect(trace.map(({ action, actor_id }) => `${action} ${actor_id}`)).toEqual([
      "file.upload u-officer",
      "file.show test-planner",
      "file.open u-officer",
      "file.list test-planner",
    ]);
    const [kept] = await world.sql<{ n: number }>(
      "select count(*)::int as n from audit.entry where after::text like '%处分%' or before::text like '%处分%'",
    );
    expect(kept!.n).toBe(0);
  });

  test("nothing can be written for another organisation or region, nor a verdict taken back", async () => {
    const insert = (organisation: string, region: string) =>
      sql`insert into platform.file (id, purpose, subject, name, media_type, bytes, sha256, path, state, organisation, region, created_at)
        values (gen_random_uuid(), 'evidence', 'school:x', 'x', 'text/plain', 1, ${"0".repeat(64)}, 'x', 'clean', ${organisation}, ${region}, now())`;
    await expect(world.as(officer, ({ tx }) => insert(OTHER_SCHOOL, "370200").execute(tx))).rejects.toThrow(
      /row-level security/,
    );
    await expect(world.as(actors.planner, ({ tx }) => insert(SCHOOL, "330000").execute(tx))).rejects.toThrow(
      /row-level security/,
    );
    const { id } = await uploaded(officer, await pdf(), "a.pdf");
    for (const change of ["path = 'folder:../secrets/session-key'", "created_by = 'u-other'", "media_type = 'text/html'", "bytes = 1"])
      await expect(world.as(officer, ({ tx }) => sql`update platform.file set ${sql.raw(change)} where id = ${id}`.execute(tx))).rejects.toThrow(/permission denied/); // prettier-ignore
    const step = (state: string) =>
      world.as(officer, ({ tx }) =>
        sql`update platform.file set state = ${state} where id = ${id}`.execute(tx),
      );
    await step("infected");
    await expect(step("clean")).rejects.toThrow(/does not go/);
    await expect(
      world.as(officer, ({ tx }) => sql`select 1 from platform.stored_object`.execute(tx)),
    ).rejects.toThrow(/permission denied/);
    await expect(world.as(officer, ({ tx }) => sql`delete from platform.file`.execute(tx))).rejects.toThrow(
      /permission denied/,
    );
  });

  test("what nobody declared has no files, nor a purpose that it does not have, nor somebody else's draft", async () => {
    const content = await pdf();
    for (const [query, status] of [
      ["purpose=evidence&subject=nothing:1", 400],
      [`purpose=report&subject=school:${SCHOOL}`, 400],
      ["purpose=evidence&subject=draft:u-officer", 404],
      [`purpose=evidence&subject=school:${OTHER_SCHOOL}`, 404],
      ["purpose=passport", 400],
      ["purpose=evidence&subject=school:a:b", 400],
    ] as const)
      expect((await upload(teacher, content, "a.pdf", query)).statusCode, query).toBe(status);
    expect((await upload(otherOfficer, content, "a.pdf")).statusCode).toBe(404);
  });
});
