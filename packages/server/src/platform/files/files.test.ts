import { Readable } from "node:stream";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../context.ts";
import { NotFound } from "../http/problems.ts";
import { docx, pdf, phoneJpeg, png } from "../testing/samples.ts";
import {
  PUPIL,
  SCHOOL,
  begin,
  colleague,
  get,
  listed,
  officer,
  onDisk,
  teacher,
  until,
  upload,
  uploaded,
  world,
} from "../testing/school-files.ts";
import { attachFile } from "./attach-file.ts";
import { keepHouse } from "./keeper.ts";
import { removeFilesOf } from "./remove-file.ts";
import type { FileAnswer } from "./schemas.ts";

describe("files without a scanner", () => {
  beforeAll(() => begin());
  afterAll(() => world.close());

  test("an upload is kept, listed, shown and downloaded as it was", async () => {
    const content = await pdf("证明");
    const file = await uploaded(officer, content, "办学许可证.pdf");
    expect(file).toMatchObject({
      name: "办学许可证.pdf",
      mediaType: "application/pdf",
      bytes: content.length,
      state: "clean",
      scannedAt: null,
      mine: true,
      thumbnail: null,
    });
    expect(onDisk()).toContain(`uploads/${file.id}/original`);
    expect(await listed(officer, `school:${SCHOOL}`)).toContain(file.id);
    const answer = await get(officer, file.content!);
    expect(answer.statusCode).toBe(200);
    expect(answer.rawPayload.equals(content)).toBe(true);
    expect(answer.headers).toMatchObject({
      "content-type": "application/pdf",
      "content-length": String(content.length),
      "x-content-type-options": "nosniff",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
      "cross-origin-resource-policy": "same-origin",
    });
    expect(answer.headers["content-disposition"]).toBe(
      `attachment; filename="_____.pdf"; filename*=UTF-8''${encodeURIComponent("办学许可证.pdf")}`,
    );
    expect(answer.headers["cache-control"]).toMatch(/^private, /);
    expect(
      (await get(officer, file.content!, { "if-none-match": String(answer.headers["etag"]) })).statusCode,
    ).toBe(304);
  });

  test("a part of it may be asked for", async () => {
    const content = await pdf("range");
    const { content: address } = await uploaded(officer, content, "a.pdf");
    const part = async (range: string, more = {}) => {
      const answer = await get(officer, address!, { range, ...more });
      return [answer.statusCode, answer.headers["content-range"], answer.rawPayload.length] as const;
    };
    const size = content.length;
    expect(await part("bytes=0-99")).toEqual([206, `bytes 0-99/${size}`, 100]);
    expect(await part("bytes=10-")).toEqual([206, `bytes 10-${size - 1}/${size}`, size - 10]);
    expect(await part("bytes=-5")).toEqual([206, `bytes ${size - 5}-${size - 1}/${size}`, 5]);
    expect(await part(`bytes=5-${size * 9}`)).toEqual([206, `bytes 5-${size - 1}/${size}`, size - 5]);
    expect((await part(`bytes=${size}-`)).slice(0, 2)).toEqual([416, `bytes */${size}`]);
    expect(await part("bytes=5-2")).toEqual([200, undefined, size]);
    expect(await part("bytes=0-1,4-5")).toEqual([200, undefined, size]);
    expect(await part("bytes=0-1", { "if-range": '"older"' })).toEqual([200, undefined, size]);
    const head = await world.call(officer, { method: "HEAD", url: address! });
    expect([head.statusCode, head.headers["content-length"], head.rawPayload.length]).toEqual([
      200,
      String(size),
      0,
    ]);
  });

  test("a picture loses its place and gains a small one with the right side up", async () => {
    const file = await uploaded(
      officer,
      phoneJpeg(6, 800, 400),
      "校门.jpg",
      `purpose=picture&subject=school:${SCHOOL}`,
    );
    expect(file).toMatchObject({ width: 400, height: 800, state: "clean" });
    const picture = await get(officer, file.content!);
    expect(picture.headers["content-disposition"]).toMatch(/^inline; /);
    expect(picture.rawPayload.toString("latin1")).not.toMatch(/GPSPLACE|Phone X/);
    const { thumbnail } = await until(file.id, ({ thumbnail }) => thumbnail !== null);
    const small = await get(officer, thumbnail!);
    expect([small.statusCode, small.headers["content-type"]]).toEqual([200, "image/jpeg"]);
    expect(small.rawPayload.length).toBeLessThan(20_000);
    expect(small.headers["content-security-policy"]).toContain("sandbox");
  });

  test("a name that lies, a forbidden kind and a bomb are refused with the field; nothing is left behind", async () => {
    const before = onDisk();
    const attempts: [string | Buffer, string, RegExp][] = [
      [await pdf(), "照片.png", /内容却是PDF/],
      ["<svg onload=alert(1)>", "图.svg", /脚本/],
      [Buffer.from("MZ\0\0"), "a.pdf", /认不出/],
      ["学校,人数\n", "表.csv", /此处不收CSV 表格，可收PDF/],
      [png().subarray(0, 50), "a.png", /不完整/],
      ["", "a.pdf", /空的/],
    ];
    for (const [content, name, why] of attempts) {
      const response = await upload(officer, content, name);
      expect(response.statusCode, name).toBe(400);
      const { errors, detail } = response.json<{
        errors: { field: string; value: string }[];
        detail: string;
      }>();
      expect(errors).toEqual([
        { part: "body", field: "file", value: name, reason: expect.stringMatching(why) as string },
      ]);
      expect(detail).toMatch(why);
    }
    const none = await world.call(officer, {
      method: "POST",
      url: "/api/files?purpose=evidence",
      payload: {},
    });
    expect(none.statusCode).toBe(400);
    expect(onDisk()).toEqual(before);
    expect(await world.sql("select 1 from platform.stored_object where not wanted")).toEqual([]);
  });

  test("the name is a name: no path, no turned reading direction, no header", async () => {
    const content = await docx();
    const name = async (sent: string) => (await uploaded(teacher, content, sent, "purpose=report")).name;
    expect(await name("../../etc/证明.docx")).toMatch(/^[^/\\]*证明\.docx$/);
    expect(await name("C:\\temp\\x.docx")).toMatch(/^[^/\\]*x\.docx$/);
    expect(await name("harm\u202Excod.docx")).toBe("harmxcod.docx");
    expect(await name("a\u0007b.docx")).toBe("ab.docx");
    expect(await name(`${"长".repeat(300)}.docx`)).toMatch(/^长{145}\.docx$/);
    expect(await name(".docx")).toBe("docx.docx");
  });

  test("one that is too large is refused while it is read; one too many before", async () => {
    const large = await upload(
      officer,
      Buffer.alloc(15 * 2 ** 20 + 1, 1),
      "a.png",
      `purpose=picture&subject=school:${SCHOOL}`,
    );
    expect([large.statusCode, large.json<{ detail: string }>().detail]).toEqual([
      413,
      "文件超过上限 15 MB。",
    ]);
    for (let n = 0; n < 12; n++) await uploaded(teacher, png(8, 8), `${n}.png`, "purpose=picture");
    const tooMany = await upload(teacher, png(8, 8), "13.png", "purpose=picture");
    expect([tooMany.statusCode, tooMany.json<{ detail: string }>().detail]).toEqual([
      409,
      "此处最多 12 个文件，请先删除不需要的。",
    ]);
    // at once, for the last place
    const drafts = (await get(teacher, "/api/files")).json<{ items: FileAnswer[] }>().items;
    const picture = drafts.find(({ purpose }) => purpose === "picture");
    await world.call(teacher, { method: "DELETE", url: `/api/files/${picture!.id}` });
    const rest = await Promise.all(
      [1, 2, 3].map(() => upload(teacher, png(8, 8), "x.png", "purpose=picture")),
    );
    expect(rest.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409, 409]);
  });

  test("sent again with its Idempotency-Key it is one file, in the store too", async () => {
    const headers = { "idempotency-key": "an-upload-of-a-file" };
    const query = `purpose=evidence&subject=school:${SCHOOL}`;
    const content = png(20, 20);
    const first = await uploaded(officer, content, "a.png", query, headers);
    const again = await uploaded(officer, content, "a.png", query, headers);
    expect([again.id, again.sha256]).toEqual([first.id, first.sha256]);
    expect((await upload(officer, png(21, 21), "a.png", query, headers)).statusCode).toBe(409);
    const stored = await world.sql<{ file: string }>("select distinct o.file from platform.stored_object o left join platform.file f on f.id = o.file where f.id is null"); // prettier-ignore
    expect(stored).toEqual([]);
  });

  test("a draft becomes part of what is handed in, once, and only its maker's", async () => {
    const { id } = await uploaded(colleague, await pdf(), "申请.pdf", "purpose=evidence");
    expect(await listed(colleague, "draft:u-colleague")).toEqual([id]);
    const owner = { region: "370200", organisation: SCHOOL, person: null, minor: false };
    const attach = (actor: Actor, subject: string) =>
      world.as(actor, (ctx) => attachFile(ctx, { id, subject, owner }));
    await expect(attach(teacher, "application:1")).rejects.toThrow(NotFound);
    await attach(colleague, "application:1");
    await attach(colleague, "application:1");
    await expect(attach(colleague, "application:2")).rejects.toThrow(/belongs to something else/);
    expect(await listed(colleague, "draft:u-colleague")).toEqual([]);
    expect(await listed(officer, "application:1")).toEqual([id]);
  });

  test("removed, it is gone from lists, links, the store and its name from the table", async () => {
    const file = await uploaded(officer, png(400, 400), "a.png", `purpose=picture&subject=school:${SCHOOL}`);
    const { thumbnail } = await until(file.id, ({ thumbnail }) => thumbnail !== null);
    expect(onDisk().filter((name) => name.includes(file.id))).toHaveLength(2);
    const removal = await world.call(officer, { method: "DELETE", url: `/api/files/${file.id}` });
    expect(removal.statusCode).toBe(204);
    expect(onDisk().filter((name) => name.includes(file.id))).toEqual([]);
    for (const address of [file.content!, thumbnail!, `/api/files/${file.id}`])
      expect((await get(officer, address)).statusCode).toBe(404);
    expect(await listed(officer, `school:${SCHOOL}`)).not.toContain(file.id);
    expect(await world.sql("select state, name from platform.file where id = $1", [file.id])).toEqual([
      { state: "removed", name: "" },
    ]);
  });

  test("the files of a thing go with it; what no row stands for goes within the hour, drafts after a day", async () => {
    const pdfs = [
      await uploaded(officer, await pdf("1"), "1.pdf", `purpose=evidence&subject=pupil:${PUPIL}`),
    ];
    const draft = await uploaded(officer, await pdf("2"), "2.pdf", "purpose=evidence");
    const removed = await world.as(officer, (ctx) => removeFilesOf(ctx, `pupil:${PUPIL}`, "学籍注销"));
    expect(removed).toBeGreaterThanOrEqual(1);
    await world.sql("update platform.file set created_at = now() - interval '25 hours' where id = $1", [
      draft.id,
    ]);
    const lost = await world.platform.files.write(
      "uploads/0190f7a0-0000-7000-8000-0000000000ff/original",
      Readable.from([Buffer.from("x")]),
    );
    await world.sql(
      "insert into platform.stored_object (file, variant, path, created_at) values ('0190f7a0-0000-7000-8000-0000000000ff', 'original', $1, now() - interval '2 hours')",
      [`folder:${lost.path}`],
    );
    await keepHouse(world.platform);
    const left = onDisk();
    for (const id of [pdfs[0]!.id, draft.id, "0190f7a0-0000-7000-8000-0000000000ff"])
      expect(left.filter((name) => name.includes(id))).toEqual([]);
    expect((await get(officer, `/api/files/${draft.id}`)).statusCode).toBe(404);
    const audited = await world.sql<{ action: string }>(
      "select action from audit.entry where subject = $1 order by id",
      [`file:${draft.id}`],
    );
    expect(audited.map(({ action }) => action)).toEqual(["file.upload", "file.expire"]);
    expect(await world.sql("select 1 from platform.stored_object where not wanted")).toEqual([]);
  });
});
