import { setTimeout as sleep } from "node:timers/promises";
import { identityCheck } from "@tixi/engines/identifiers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "../../../platform/context.ts";
import { actors } from "../../../platform/testing/test-database.ts";
import { fileOf, identityNumber, openTown, type Answer, type Town } from "../testing/town.ts";

let town: Town;
let officer: Actor;
let otherOfficer: Actor;
let teacher: Actor;
beforeAll(async () => {
  town = await openTown({ jobs: true, now: new Date() });
  officer = await town.somebody("周校长", { role: "school-officer", at: town.school });
  otherOfficer = await town.somebody("钱校长", { role: "school-officer", at: town.otherSchool });
  teacher = await town.somebody("吴老师", { role: "teacher", at: town.school });
}, 120_000);
afterAll(() => town.close());

const upload = async (actor: Actor, kind: string, lines: string[][]): Promise<Answer> => {
  const { payload, headers } = fileOf(lines.map((line) => line.join(",")).join("\n"), { kind });
  const response = await town.world.call(actor, { method: "POST", url: "/api/rosters", payload, headers });
  return { status: response.statusCode, body: response.json() };
};
const takeIn = async (actor: Actor, id: string) => {
  expect((await town.call(actor, "POST", `/rosters/${id}/take-in`)).status).toBe(200);
  for (;;) {
    const { body } = await town.call(actor, "GET", `/rosters/${id}`);
    if (body.state === "done") return body;
    const job = await town.call(actor, "GET", `/jobs/${body.jobId}`);
    if (["failed", "cancelled"].includes(job.body.state)) throw new Error(job.body.message);
    await sleep(50);
  }
};
const adult = identityNumber("1985-03-07", 991);
const child = identityNumber("2015-03-07", 992);
const pupil = identityNumber("2009-03-07", 993);
const STAFF = ["姓名", "公民身份号码", "角色", "手机号码"];
const STUDENTS = ["姓名", "身份证号", "学号", "专业代码", "入学年份", "班级", "监护人姓名", "监护人手机"];
const child14 = ["小明", child, "2026002", "660103", "2026", "一班", "明妈", "13900139000"];

describe("a roster of staff", () => {
  test("in = accepted + duplicate + rejected, and nothing personal comes back in clear", async () => {
    const wrong = adult.slice(0, 17) + (adult[17] === "1" ? "2" : "1");
    const { status, body } = await upload(officer, "staff", [
      STAFF,
      ["孙老师", adult, "教师", "13800138009"],
      ["孙老师", adult, "教师", ""],
      ["李老师", wrong, "教师", ""],
      ["王老师", identityNumber("1990-01-01", 990), "规划人员", ""],
      ["赵老师", identityNumber("1990-01-01", 995), "教师", "12345"],
    ]);
    expect(status).toBe(200);
    expect(body).toMatchObject({ read: 5, accepted: 1, duplicate: 1, rejected: 3, state: "checked" });
    expect(body.faults.map((fault: { row: number; field: string }) => [fault.row, fault.field])).toEqual([[3, "identity"], [4, "role"], [5, "phone"]]); // prettier-ignore
    const csv = await town.call(officer, "GET", `/rosters/${body.id}/rejected.csv`);
    for (const text of [JSON.stringify(body), csv.body]) {
      expect(text).not.toContain(wrong);
      expect(text).not.toContain("12345,");
    }
    expect(csv.body.trim().split("\r\n")).toHaveLength(4);
    const staged = await town.world.sql<{ sealed: Buffer }>(
      "select sealed from registry.roster_row where roster_id = $1",
      [body.id],
    );
    for (const { sealed } of staged) expect(sealed.toString("latin1")).not.toContain(adult);
    expect((await town.call(otherOfficer, "GET", `/rosters/${body.id}`)).status).toBe(404);
    expect((await upload(teacher, "staff", [STAFF])).status).toBe(403);
    await takeIn(officer, body.id);
    expect(
      await town.world.sql(
        "select 1 from registry.roster_row where roster_id = $1 and outcome = 'accepted'",
        [body.id],
      ),
    ).toEqual([]);
    expect((await town.call(officer, "POST", `/rosters/${body.id}/take-in`)).status).toBe(409);
  });

  test("finds one person again for another school, and tells neither of the other", async () => {
    const { body } = await upload(otherOfficer, "staff", [
      STAFF,
      ["孙老师", adult, "教师", ""],
      ["钱某", identityNumber("1991-05-05", 997), "教师", ""],
    ]);
    expect(body).toMatchObject({ accepted: 2, duplicate: 0, rejected: 0 });
    await takeIn(otherOfficer, body.id);
    const people = await town.world.sql("select id, kept_by from registry.person where name = '孙老师'");
    expect(people).toMatchObject([{ kept_by: town.school }]);
    const file = await town.call(otherOfficer, "GET", `/people/${people[0]!.id}`);
    expect(file.body).toMatchObject({ keptHere: false, contact: null, memberships: [{ role: "teacher" }] });
    expect(JSON.stringify(file.body)).not.toContain(town.school);
    const again = await upload(otherOfficer, "staff", [
      STAFF,
      ["孙老师", adult, "教师", ""],
      ["孙先生", adult, "导师", ""],
    ]);
    expect(again.body).toMatchObject({ accepted: 0, duplicate: 1, rejected: 1 });
    const open = await town.call(otherOfficer, "POST", "/invitations", {
      name: "孙老师",
      role: "teacher",
      personId: people[0]!.id,
    });
    expect(open.status).toBe(403);
    expect(
      (
        await town.call(officer, "POST", "/invitations", {
          name: "孙老师",
          role: "teacher",
          personId: people[0]!.id,
        })
      ).status,
    ).toBe(200);
  });
});

describe("a roster of students", () => {
  test("knows the programmes, asks for guardians under 14, and updates who is here already", async () => {
    const { body } = await upload(officer, "students", [
      STUDENTS,
      ["小红", pupil, "2026001", "460103", "2026", "数控2601", "", ""],
      child14,
      ["小刚", identityNumber("2015-04-04", 996), "2026003", "660103", "2026", "", "", ""],
      ["小李", identityNumber("2008-04-04", 998), "2026004", "999999", "2026", "", "", ""],
      ["小张", identityNumber("2008-04-05", 998), "2026001", "460103", "2026", "", "", ""],
    ]);
    expect(body).toMatchObject({ read: 5, accepted: 2, duplicate: 0, rejected: 3 });
    expect(body.faults.map((fault: { field: string }) => fault.field)).toEqual([
      "guardianName",
      "programme",
      "studentNumber",
    ]);
    await takeIn(officer, body.id);
    const list = await town.call(officer, "GET", "/students");
    expect(list.body).toMatchObject({ enrolled: 2, withoutConsent: 1 });
    expect(list.body.items).toMatchObject([
      { name: "小红", programme: { name: "数控技术" }, level: "college", minor: true, consent: "none" },
      { name: "小明", minor: true, consent: "asked" },
    ]);
    expect((await upload(officer, "students", [STUDENTS, child14])).body).toMatchObject({
      duplicate: 1,
      accepted: 0,
    });
    const elsewhere = await upload(otherOfficer, "students", [
      STUDENTS,
      ["小红", pupil, "X1", "460103", "2026", "", "", ""],
    ]);
    expect(elsewhere.body).toMatchObject({ rejected: 1, faults: [{ field: "identity" }] });
    expect(JSON.stringify(elsewhere.body)).not.toMatch(/青岛示例职业学院/);
  });

  test("is seen by the school alone, and by nobody in public", async () => {
    const names = async (actor: Actor) =>
      (await town.call(actor, "GET", "/students")).body.items?.map((item: { name: string }) => item.name);
    expect(await names(teacher)).toEqual(["小红", "小明"]);
    expect(await names(otherOfficer)).toEqual([]);
    const { body } = await town.call(officer, "GET", "/students");
    const id = body.items[1].id;
    expect((await town.call(otherOfficer, "GET", `/students/${id}`)).status).toBe(404);
    expect((await town.call(actors.planner, "GET", `/students/${id}`)).status).not.toBe(200);
    expect((await town.call(teacher, "GET", `/students/${id}`)).body).toMatchObject({
      contact: null,
      guardians: null,
    });
    const seen = await town.call(officer, "GET", `/students/${id}`);
    expect(seen.body.guardians).toMatchObject([{ name: "明*", phone: "139****9000", consent: "asked" }]);
    expect(JSON.stringify(seen.body)).not.toContain(child);
    const change = (etag: string) =>
      town.call(
        officer,
        "PUT",
        `/students/${id}`,
        { programme: "660103", className: "二班", state: "enrolled", reason: "分班" },
        { "if-match": etag },
      );
    expect((await change('"old"')).status).toBe(412);
    expect((await change(seen.body.etag)).body.className).toBe("二班");
  });
});

describe("under 14", () => {
  test("no account is opened before a guardian agrees, and it closes when he withdraws", async () => {
    const { body } = await town.call(officer, "GET", "/students?q=小明");
    const id = body.items[0].id as string;
    const invite = () =>
      town.call(officer, "POST", "/invitations", { name: "小明", role: "student", personId: id });
    expect((await invite()).status).toBe(409);
    await expect(
      town.world.sql("update registry.person set user_id = 'u-child' where id = $1", [id]),
    ).rejects.toThrow(/consent of a guardian/);
    const record = await town.call(officer, "GET", `/students/${id}`);
    const link = await town.call(officer, "POST", `/guardians/${record.body.guardians[0].id}/link`);
    const token = link.body.path.split("/").at(-1);
    expect((await town.call(teacher, "POST", `/guardians/${record.body.guardians[0].id}/link`)).status).toBe(
      404,
    );
    const page = await town.call(actors.public, "GET", `/open/consents/${token}`);
    expect(page.body).toMatchObject({ child: "小*", school: "青岛示例职业学院", consent: "asked" });
    const answer = (text: string, notice = page.body.notice.version) =>
      town.call(actors.public, "POST", `/open/consents/${token}`, { answer: text, notice });
    expect((await answer("given", "old")).status).toBe(409);
    expect((await answer("withdrawn")).status).toBe(409);
    expect((await answer("given")).body.consent).toBe("given");
    const made = await invite();
    expect(made.status).toBe(200);
    const opened = await town.call(actors.public, "POST", `/open/invitations/${made.body.path.split("/").at(-1)}/accept`, { account: { username: "xiaoming", password: "纸飞机慢慢飞过旧屋顶73" } }); // prettier-ignore
    expect(opened.body).toEqual({ signIn: true });
    const [child] = await town.world.sql<{ user_id: string }>(
      "select user_id from registry.person where id = $1",
      [id],
    );
    expect((await town.world.platform.people.of(child!.user_id))!.hats).toMatchObject([{ role: "student" }]);
    expect((await answer("withdrawn")).body.consent).toBe("withdrawn");
    expect(await town.world.platform.people.of(child!.user_id)).toBeNull();
    expect((await town.call(actors.public, "GET", `/open/consents/${"y".repeat(32)}`)).status).toBe(404);
  });
});

describe("many", () => {
  test("10,000 students go in with progress", async () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => {
      const born = new Date(Date.UTC(2005, 0, 1 + (i % 1400))).toISOString().slice(0, 10).replaceAll("-", "");
      const body = `370203${born}${String(100 + Math.floor(i / 1400)).padStart(3, "0")}`;
      return [
        `学生${i}`,
        body + identityCheck(body),
        `N${100_000 + i}`,
        "460103",
        "2025",
        `${i % 200}班`,
        "",
        "",
      ];
    });
    const started = performance.now();
    const { body } = await upload(otherOfficer, "students", [STUDENTS, ...lines]);
    const checked = performance.now();
    expect(body).toMatchObject({ read: 10_000, accepted: 10_000 });
    await takeIn(otherOfficer, body.id);
    console.log(`10,000 students: checked ${Math.round(checked - started)} ms, taken in ${Math.round(performance.now() - checked)} ms`); // prettier-ignore
    expect((await town.call(otherOfficer, "GET", "/students?limit=1")).body.enrolled).toBe(10_000);
  }, 120_000);
});
