import { afterAll, beforeAll, expect, test } from "vitest";
import { actors } from "../../platform/testing/test-database.ts";
import type { Actor } from "../../platform/context.ts";
import { answerOf, Office, type Answer } from "../../testing/office.ts";

let office: Office;
let school: Actor;
let enterprise: Actor;
let agreement: string;
const ORGANISATIONS = {
  school: "01900000-0000-7000-8000-0000000000b1",
  enterprise: "01900000-0000-7000-8000-0000000000c1",
};

beforeAll(async () => {
  office = await Office.open();
  const { sql } = office.world;
  await sql(
    "insert into registry.installation (province, sample, publisher, created_at) values ('370000', false, '甲省教育厅', now())",
  );
  for (const [kind, id] of Object.entries(ORGANISATIONS)) {
    await sql("insert into registry.organisation (id, created_at) values ($1, now())", [id]);
    await sql(
      `insert into registry.organisation_version (organisation_id, valid, name, kind, region, change, recorded_at) values ($1, '[2020-01-01,)', $2, $3, '370200', 'registered', now())`,
      [
        id,
        kind === "school" ? "乙市职业学校" : "乙市机械有限公司",
        kind === "school" ? "secondary-school" : "enterprise",
      ],
    );
  }
  school = {
    ...actors.planner,
    userId: "officer",
    role: "school-officer",
    organisation: ORGANISATIONS.school,
    region: "370200",
  };
  enterprise = {
    ...school,
    userId: "works",
    role: "enterprise-officer",
    organisation: ORGANISATIONS.enterprise,
  };
  const [row] = await sql<{ id: string }>(
    `insert into cotraining.agreement (province, id, kind, title, school, school_name, enterprise, enterprise_name, region, programme, cohort_year, people, from_on, to_on, sample, created_by_name, created_at)
     values ('370000', gen_random_uuid(), 'order-class', '订单班', $1, '校', $2, '企', '370200', '460103', 2026, 30, '2026-09-01', '2029-07-01', false, '某人', now()) returning id`,
    [ORGANISATIONS.school, ORGANISATIONS.enterprise],
  );
  agreement = row!.id;
  await sql(
    "insert into cotraining.agreement_action (province, agreement_id, seq, action, by_name, at) values ('370000', $1, 1, 'in-force', '某人', now())",
    [agreement],
  );
});
afterAll(() => office.close());

const needs = [
  { key: "教学", places: ["学校"], weeks: 2 },
  { key: "岗位", places: ["车间"], weeks: 2, minRun: 2 },
];
const SETUP = (more: object = {}) => ({
  title: "秋季工学交替", startsOn: "2026-09-07",
  input: {
    weeks: 4,
    places: [{ id: "学校", kind: "school", capacity: null }, { id: "车间", kind: "enterprise", capacity: 30, organisation: ORGANISATIONS.enterprise }],
    cohorts: [{ id: "数控1班", people: 30, needs, agreement }, { id: "数控2班", people: 30, needs }],
    ...more,
  },
}); // prettier-ignore
const call = (method: "POST" | "PUT", url: string, payload: object, etag = "*", actor = school) =>
  office.call({ method, url: `/api/${url}`, payload, headers: { "if-match": etag } }, actor);
const read = (id: string, actor = school): Promise<Answer> => office.get(`/api/timetables/${id}`, actor);
async function solved(id: string, near = false): Promise<Answer> {
  const { job } = answerOf(await call("POST", `timetables/${id}/solve`, { near }));
  await office.jobEnded(job);
  return read(id);
}
const made = async (more: object = {}): Promise<string> =>
  answerOf(await call("POST", "timetables", SETUP(more))).id;
const weeksAt = ({ cells }: Answer, cohort: number): string[] =>
  cells[cohort].map((cell: Answer) => cell?.place ?? "");

test("faults of the limits are named by their place, and nothing is written", async () => {
  const { input } = SETUP();
  const bad = await call("POST", "timetables", {
    ...SETUP(),
    input: {
      ...input,
      cohorts: [{ ...input.cohorts[0]!, needs: [{ key: "岗位", places: ["没有的地方"], weeks: 2 }] }],
    },
  });
  expect(bad.statusCode).toBe(400);
  expect(bad.json().errors[0]).toMatchObject({
    field: "cohorts[数控1班].needs[岗位].places[0]",
    reason: expect.stringContaining("没有地点"),
  });
  expect(
    (await call("POST", "timetables", { ...SETUP(), startsOn: "2026-09-08" })).json().errors[0].field,
  ).toBe("startsOn");
  expect((await call("POST", "timetables", SETUP(), "*", enterprise)).statusCode).toBe(403);
  expect((await office.get("/api/timetables", school)).items).toEqual([]);
});

test("the solver fills the timetable within the capacities", async () => {
  const found = await solved(await made());
  expect(found.outcome).toMatchObject({ kind: "plan", moved: 8 });
  expect(weeksAt(found, 0).filter((place) => place === "车间")).toHaveLength(2);
  for (let week = 0; week < 4; week++)
    expect([0, 1].filter((c) => weeksAt(found, c)[week] === "车间").length).toBeLessThanOrEqual(1);
});

test("where there is none the limits that clash are told, with a certificate that was checked", async () => {
  const id = await made({
    places: [
      { id: "学校", kind: "school", capacity: null },
      { id: "车间", kind: "enterprise", capacity: 30, closed: [3] },
    ],
  });
  const found = await solved(id);
  expect(found.outcome).toMatchObject({ kind: "conflict", minimal: true });
  expect(found.outcome.sentences.zh.join()).toContain("车间");
  expect(found.outcome.limits.map(({ kind }: Answer) => kind)).toContain("closed");
  const proof = await office.get(`/api/timetables/${id}/proof`, school);
  expect(proof.limits).toEqual(found.outcome.limits);
  expect(found.cells.flat().every((cell: Answer) => cell === null)).toBe(true);
});

test("a block moved by hand is kept and locked with its lock; repair leaves it and heals the rest", async () => {
  const id = await made();
  const plan = await solved(id);
  // of the cohort that is in the workshop first: a week of school there instead
  const c = weeksAt(plan, 0)[0] === "车间" ? 0 : 1;
  const cohort = plan.input.cohorts[c].id;
  const first = weeksAt(plan, c).indexOf("车间");
  const moved = answerOf(
    await call(
      "PUT",
      `timetables/${id}/cells`,
      { changes: [{ cohort, week: first, cell: { need: "教学", place: "学校" }, lock: true }] },
      plan.etag,
    ),
  );
  expect(moved.cells[c][first].place).toBe("学校");
  expect(moved.input.cohorts[c].fixed).toEqual([{ week: first, place: "学校" }]);
  const refused = await call("POST", `timetables/${id}/publish`, { note: "" });
  expect(refused.statusCode).toBe(409);
  expect(refused.json().detail).toContain(cohort);
  const repaired = await solved(id, true);
  expect(repaired.outcome.kind).toBe("plan");
  expect(weeksAt(repaired, c)[first]).toBe("学校");
  answerOf(await call("POST", `timetables/${id}/publish`, { note: "第一版" }));
});

test("two at once: the second is told, and neither he nor the solver overwrites the first", async () => {
  const id = await made();
  const { etag, cells } = await read(id);
  const change = (week: number) => ({
    changes: [{ cohort: "数控1班", week, cell: { need: "教学", place: "学校" } }],
  });
  answerOf(await call("PUT", `timetables/${id}/cells`, change(0), etag));
  expect((await call("PUT", `timetables/${id}/cells`, change(1), etag)).statusCode).toBe(412);
  expect(cells[0][0]).toBeNull();
  expect(weeksAt(await read(id), 0)).toEqual(["学校", "", "", ""]);
  const { job } = answerOf(await call("POST", `timetables/${id}/solve`, { near: false }));
  answerOf(await call("PUT", `timetables/${id}/cells`, change(3)));
  await office.jobEnded(job);
  const after = await read(id);
  if (after.outcome.kind === "overtaken") expect(weeksAt(after, 0)).toEqual(["学校", "", "", "学校"]);
  // the solver may have begun after the change, and then it planned with it
  else expect(after.outcome.kind).toBe("plan");
  const bad = await call("PUT", `timetables/${id}/cells`, {
    changes: [{ cohort: "数控1班", week: 1, cell: { need: "教学", place: "月球" } }],
  });
  expect(bad.json().errors[0].field).toBe("changes[0].cell.place");
});

test("partners read what is published and not before; others do not; calendars follow the edition", async () => {
  const id = await made();
  expect((await office.call({ url: `/api/timetables/${id}` }, enterprise)).statusCode).toBe(404);
  await solved(id);
  answerOf(await call("POST", `timetables/${id}/publish`, { note: "" }));
  expect((await read(id, enterprise)).mayKeep).toBe(false);
  expect(
    (
      await call(
        "PUT",
        `timetables/${id}/cells`,
        { changes: [{ cohort: "数控1班", week: 0, lock: true }] },
        "*",
        enterprise,
      )
    ).statusCode,
  ).toBe(403);
  const stranger = { ...enterprise, userId: "other", organisation: "01900000-0000-7000-8000-0000000000c9" };
  expect((await office.call({ url: `/api/timetables/${id}` }, stranger)).statusCode).toBe(404);

  const feed = answerOf(await call("POST", `timetables/${id}/feeds`, { kind: "place", key: "车间" }));
  const open = (path: string) => office.call({ url: path }, actors.public);
  const calendar = await open(feed.path);
  expect(calendar.headers["content-type"]).toBe("text/calendar; charset=utf-8");
  expect(calendar.body.match(/BEGIN:VEVENT/g)).toHaveLength(4);
  const { feeds } = await read(id);
  expect(JSON.stringify(feeds)).not.toContain(feed.path.split("/").at(-1));
  // one and the same week keeps its uid and counts its change
  const own = answerOf(await call("POST", `timetables/${id}/feeds`, { kind: "cohort", key: "数控1班" }));
  const before = eventsOf((await open(own.path)).body);
  const { cells } = await read(id);
  const swap = [0, 1].flatMap((c) =>
    [0, 1, 2, 3].map((week) => ({ cohort: `数控${c + 1}班`, week, cell: cells[1 - c][week] })),
  );
  answerOf(await call("PUT", `timetables/${id}/cells`, { changes: swap }));
  expect(eventsOf((await open(own.path)).body)).toEqual(before);
  answerOf(await call("POST", `timetables/${id}/publish`, { note: "对调" }));
  const after = eventsOf((await open(own.path)).body);
  expect(after.map(({ UID }) => UID)).toEqual(before.map(({ UID }) => UID));
  after.forEach((event, k) =>
    expect(Number(event["SEQUENCE"])).toBe(event["LOCATION"] === before[k]!["LOCATION"] ? 0 : 1),
  );

  answerOf(await call("POST", `calendar-feeds/${feed.id}/revoke`, {}));
  expect((await open(feed.path)).statusCode).toBe(404);
  expect((await open("/api/calendars/" + "A".repeat(32))).statusCode).toBe(404);
});

test("somebody of a cohort finds his own weeks, in a calendar of his own, without a name", async () => {
  const { sql } = office.world;
  const person = "01900000-0000-7000-9000-0000000000f1";
  const student: Actor = { ...school, userId: "pupil", personId: person, role: "student", name: "张小明" };
  await sql(
    "insert into cotraining.trainee (province, agreement_id, person, name, since) values ('370000', $1, $2, '张小明', '2026-09-01')",
    [agreement, person],
  );
  const mine = await office.get("/api/my-rotation", student);
  expect(mine.cohorts.map(({ cohort }: Answer) => cohort)).toEqual(["数控1班", "数控1班"]);
  expect(mine.cohorts[0].stays[0].from).toBe("2026-09-07");
  const feed = answerOf(await call("POST", "my-rotation/feed", {}, "*", student));
  const text = (await office.call({ url: feed.path }, actors.public)).body;
  expect(eventsOf(text)).toHaveLength(8);
  expect(text).not.toContain("张小明");
  expect(
    (
      await office.call(
        { method: "POST", url: `/api/calendar-feeds/${feed.id}/revoke`, payload: {} },
        { ...student, personId: "01900000-0000-7000-9000-0000000000f2" },
      )
    ).statusCode,
  ).toBe(404);
  await sql("update cotraining.trainee set until = '2026-10-01' where person = $1", [person]);
  expect((await office.get("/api/my-rotation", student)).cohorts).toEqual([]);
  expect(eventsOf((await office.call({ url: feed.path }, actors.public)).body)).toEqual([]);
});

/** Events by the names of their lines, unfolded. */
function eventsOf(text: string): Record<string, string>[] {
  const lines = text.replaceAll("\r\n ", "").split("\r\n");
  const events: Record<string, string>[] = [];
  for (const line of lines) {
    if (line === "BEGIN:VEVENT") events.push({});
    const [, name, value] = /^([A-Z-]+)[^:]*:(.*)$/.exec(line) ?? [];
    if (name && events.length > 0) events.at(-1)![name] ??= value!;
  }
  return events;
}
