import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { uuidv7 } from "uuidv7";
import type { Actor } from "../../platform/index.ts";
import { jpeg, phoneJpeg, png } from "../../platform/testing/samples.ts";
import { answerOf, type Answer } from "../../testing/office.ts";
import { logPersonalData } from "./person.ts";
import { LogbookWorld } from "./testing/index.ts";

let world: LogbookWorld;
beforeAll(async () => {
  world = await LogbookWorld.open();
});
afterAll(() => world.close());

async function day(on: string): Promise<string> {
  const entry = world.entry(on);
  expect((await world.send([entry])).accepted).toBe(1);
  return entry.id;
}
const send = (entry: string, id: string, content: Buffer = phoneJpeg(), actor: Actor = world.student) => {
  const edge = "a-photo";
  const payload = Buffer.concat([Buffer.from(`--${edge}\r\nContent-Disposition: form-data; name="file"; filename="photo.jpg"\r\nContent-Type: image/jpeg\r\n\r\n`), content, Buffer.from(`\r\n--${edge}--\r\n`)]);
  return world.office.call({ method: "POST", url: `/api/logbook/entries/${entry}/photos/${id}`, payload, headers: { "content-type": `multipart/form-data; boundary=${edge}` } }, actor);
}; // prettier-ignore
const look = (id: string, actor: Actor) => world.office.call({ url: `/api/logbook-photos/${id}` }, actor);
const shown = async (on: string): Promise<string[]> =>
  (await world.book()).entries.find((one: Answer) => one.day === on).photos.map(({ id }: Answer) => id);
const stored = () =>
  world.office.world.sql<{ file: string; wanted: boolean }>(
    "select file, wanted from platform.stored_object",
  );

test("a photo goes with its entry: sent twice it is one, what tells where it was taken is gone, four are enough", async () => {
  const entry = await day("2026-11-20");
  const ids = Array.from({ length: 5 }, () => uuidv7());
  // eight times at once, as after broken connections
  const answers = await Promise.all(Array.from({ length: 8 }, () => send(entry, ids[0]!)));
  expect(answers.map((one) => answerOf(one).result).sort()).toEqual(["accepted", ...Array<string>(7).fill("duplicate")]);
  for (const id of ids.slice(1, 4)) expect(answerOf(await send(entry, id)).result).toBe("accepted");
  expect((await send(entry, ids[4]!)).statusCode).toBe(409);
  // one that is there is known, also where there is no room
  expect(answerOf(await send(entry, ids[2]!)).result).toBe("duplicate");
  expect(await shown("2026-11-20")).toEqual(ids.slice(0, 4));
  const content = (await look(ids[0]!, world.mentor)).rawPayload;
  expect(phoneJpeg().includes("Exif")).toBe(true);
  expect(content.includes("Exif")).toBe(false);
  // nothing lies in the store that no row wants
  expect((await stored()).map(({ wanted }) => wanted)).toEqual([true, true, true, true]);
  // a correction keeps the photos of its day, and its own go to the same four
  const other = world.entry("2026-11-20", { did: "更正", replaces: entry });
  expect((await world.send([other])).accepted).toBe(1);
  expect(await shown("2026-11-20")).toHaveLength(4);
  expect((await send(other.id, ids[4]!)).statusCode).toBe(409);
}); // prettier-ignore

test("what is no JPEG of a phone's size is refused, and nothing of it is kept", async () => {
  const entry = await day("2026-11-19");
  const before = (await stored()).length;
  for (const content of [png(), Buffer.from("no picture"), jpeg(1601, 4), jpeg().subarray(0, 300)])
    expect((await send(entry, uuidv7(), content)).json().errors[0].field).toBe("file");
  expect(await stored()).toHaveLength(before);
  expect(await shown("2026-11-19")).toEqual([]);
});

test("where a scanner is set it is asked first: what it finds is refused, and while it is silent the phone tries again", async () => {
  const entry = await day("2026-11-23");
  const { uploads } = world.office.world.platform;
  const before = (await stored()).length;
  const under = async (scan: () => Promise<unknown>) => {
    Object.defineProperty(uploads, "scanner", { value: { scan }, configurable: true });
    return send(entry, uuidv7());
  };
  try {
    expect((await under(() => Promise.resolve({ clean: false, finding: "x" }))).json().errors[0].reason).toContain("病毒");
    expect((await under(() => Promise.reject(new Error("silent")))).statusCode).toBe(503);
    expect(await stored()).toHaveLength(before);
    expect(answerOf(await under(() => Promise.resolve({ clean: true }))).result).toBe("accepted");
  } finally {
    Object.defineProperty(uploads, "scanner", { value: null, configurable: true });
  }
}); // prettier-ignore

test("it is added by the student alone, to an entry of his own, until the teacher has signed the month", async () => {
  const entry = await day("2026-11-18");
  const [id, other] = [uuidv7(), await world.other("student", world.school, "学生乙")];
  expect((await send(entry, id, jpeg(), other)).statusCode).toBe(404);
  expect((await send(uuidv7(), id)).statusCode).toBe(404);
  for (const actor of [world.mentor, world.teacher, world.school, world.enterprise]) expect((await send(entry, id, jpeg(), actor)).statusCode).toBe(403);
  answerOf(await send(entry, id));
  // the id of one photo is not another's
  expect((await send(await day("2026-11-17"), id)).statusCode).toBe(409);
  for (const actor of [world.student, world.mentor, world.teacher]) await world.post(`logbooks/${world.placement}/months`, { month: "2026-11", words: "小结" }, actor);
  expect((await send(entry, uuidv7())).statusCode).toBe(409);
  expect(answerOf(await send(entry, id)).result).toBe("duplicate");
}); // prettier-ignore

test("it is read as the entry is, by no office; the database says the same, and that it was looked at is written down", async () => {
  const [id] = await shown("2026-11-18");
  const reads = () => world.office.world.sql<{ n: number }>("select count(*)::int as n from audit.entry where subject = $1", [`person:${world.student.personId}`]); // prettier-ignore
  const [before] = await reads();
  const readers = [world.student, world.mentor, world.teacher, world.school, world.enterprise];
  for (const actor of readers) {
    const answer = await look(id!, actor);
    expect([answer.statusCode, answer.headers["content-type"], answer.headers["x-content-type-options"]]).toEqual([200, "image/jpeg", "nosniff"]);
  }
  expect((await reads())[0]!.n).toBe(before!.n + readers.length - 1);
  expect((await look(id!, await world.other("student", world.school, "学生丙"))).statusCode).toBe(404);
  expect((await look(id!, await world.other("mentor", world.enterprise, "别的师傅"))).statusCode).toBe(404);
  const planner = world.office.actor;
  expect((await look(id!, planner)).statusCode).toBe(403);
  const seen = (actor: Actor) => world.office.world.as(actor, ({ tx }) => sql`select 1 from cotraining.log_photo where id = ${id}`.execute(tx));
  expect((await seen(planner)).rows).toHaveLength(0);
  expect((await seen(world.mentor)).rows).toHaveLength(1);
}); // prettier-ignore

test("photos are named to whom they show the days of, and erased with what he wrote: nothing wants their content any more", async () => {
  const { platform } = world.office.world;
  const scope = { tx: platform.db, vault: platform.vault, personId: world.student.personId!, userId: null, now: platform.clock() }; // prettier-ignore
  const sections = await logPersonalData.exportOf!(scope);
  expect(sections.find(({ title }) => title.zh === "实习日志照片")!.rows).toHaveLength(6);
  expect((await logPersonalData.erase!(scope)).erased).toContain("cotraining.log_photo");
  expect((await world.office.world.sql<{ n: number }>("select count(*)::int as n from cotraining.log_photo"))[0]!.n).toBe(0); // prettier-ignore
  expect((await stored()).map(({ wanted }) => wanted)).toEqual(Array(6).fill(false));
});
