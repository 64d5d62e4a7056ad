import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { PRESETS } from "@tixi/engines/adjustment";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "../../platform/context.ts";
import { answerOf, csv, Office, type Answer } from "../../testing/office.ts";
import { postingsFile } from "../../testing/province.ts";
import { NOBODY } from "../../platform/context.ts";
import { partText } from "../../platform/testing/zip.ts";
import { actors } from "../../platform/testing/test-database.ts";
import { HEADINGS } from "../lists/fields.ts";
import { packTask, unpackTask } from "./pack-facts.ts";

/*
 * A province with three schools: one offering that nobody has entered for three years, one that few of its graduates
 * find work from two years running, and one that all is well with. The rules are the national ones.
 */
const SCHOOL = "01900000-0000-7000-8000-0000000000b1";
const officer: Actor = {
  ...NOBODY,
  userId: "test-officer",
  personId: "01900000-0000-7000-9000-0000000000b1",
  name: "学校管理员",
  role: "school-officer",
  region: "370200",
  organisation: SCHOOL,
};
const otherOfficer: Actor = {
  ...officer,
  userId: "test-officer-2",
  organisation: "01900000-0000-7000-8000-0000000000b9",
};
const administrator: Actor = actors.administrator;

const HEADERS = ["学校名称", "所在城市", "层次", "专业代码", "专业名称", "年份", "学制", "招生计划数", "报到数", "一年级在校生数", "二年级在校生数", "三年级在校生数", "毕业生数", "就业人数", "升学人数"]; // prettier-ignore
const YEARS = [2021, 2022, 2023, 2024, 2025, 2026];

function offeringRows(): (string | number)[][] {
  const rows: (string | number)[][] = [HEADERS];
  for (const year of YEARS) {
    const empty = year >= 2024;
    rows.push(["甲职业学院", "青岛市", "高职专科", "460103", "数控技术", year, 3, empty ? 0 : 40, empty ? 0 : 38, empty ? 0 : 38, year === 2026 ? 0 : 30, 20, 36, 30, 4]);
    rows.push(["甲职业学院", "青岛市", "高职专科", "530302", "大数据与会计", year, 3, 60, 55, 55, 54, 53, 50, year >= 2025 ? 12 : 40, 3]);
    rows.push(["乙职业学院", "济南市", "高职专科", "460301", "机电一体化技术", year, 3, 80, 78, 78, 76, 75, 74, 60, 12]);
  } // prettier-ignore
  return rows;
}

let office: Office;
let cycle: Answer;
let rules: Answer;
let round: string;
beforeAll(async () => {
  office = await Office.open();
  await office.world.sql(`insert into registry.organisation (id, created_at) values ($1, now())`, [SCHOOL]);
  await office.world.sql(
    `insert into registry.organisation_version (organisation_id, valid, kind, name, region, change, recorded_at)
     values ($1, daterange('1990-01-01', null), 'college', '甲职业学院', '370200', 'registered', now())`,
    [SCHOOL],
  );
  await office.bringIn(postingsFile(200));
  await office.bringIn(csv(offeringRows()));
  cycle = await office.cycle(2026);
  const [row] = await office.world.sql<{ id: string }>(
    `insert into planning.round (province, id, year, title, cycle_id, sample, created_by_name, created_at)
     values ('370000', gen_random_uuid(), 2027, '2027年专业调整', $1, false, '规划员', now()) returning id`,
    [cycle.id],
  );
  round = row!.id;
  rules = await adopted();
}, 90_000);
afterAll(() => office.close());

const national = () => PRESETS.find(({ jurisdiction, demo }) => jurisdiction === "000000" && !demo)!;

const step = async (path: string, thing: { etag: string }, payload: object = {}, actor?: Actor) =>
  office.call({ method: "POST", url: path, payload, headers: { "if-match": thing.etag } }, actor);

async function adopted(): Promise<Answer> {
  const draft = await office.post("/api/rule-sets", national());
  const reviewed = answerOf(await step(`/api/rule-sets/${draft.id}/review`, draft, {}, administrator));
  return answerOf(await step(`/api/rule-sets/${draft.id}/adopt`, reviewed));
}

async function run(body: object): Promise<Answer> {
  const { id, job } = await office.post("/api/adjustments", body);
  const ended = await office.jobEnded(job);
  expect(ended.message).toBeNull();
  return office.get(`/api/adjustments/${id}`);
}

test("rules are drafted by one, reviewed by another, and adopting a version supersedes the one before", async () => {
  const draft = await office.post("/api/rule-sets", { ...national(), key: "own-rules" });
  expect(draft).toMatchObject({ version: 1, state: "draft", next: ["review", "withdraw"] });
  const self = await step(`/api/rule-sets/${draft.id}/review`, draft);
  expect(self.statusCode).toBe(409);
  const reviewed = answerOf(await step(`/api/rule-sets/${draft.id}/review`, draft, {}, administrator));
  answerOf(await step(`/api/rule-sets/${draft.id}/adopt`, reviewed));
  const second = await office.post("/api/rule-sets", { ...national(), key: "own-rules" });
  expect(second.version).toBe(2);
  const again = answerOf(await step(`/api/rule-sets/${second.id}/review`, second, {}, administrator));
  answerOf(await step(`/api/rule-sets/${second.id}/adopt`, again));
  expect(await office.get(`/api/rule-sets/${draft.id}`)).toMatchObject({ state: "superseded" });
});

test("a rule that cannot be read is refused with its place", async () => {
  const broken = structuredClone(national()) as unknown as { rules: { when: unknown }[] };
  broken.rules[0]!.when = { indicator: "years-without-intak", op: ">=", value: 3 };
  const answer = await office.call({ method: "POST", url: "/api/rule-sets", payload: broken });
  expect(answer.statusCode).toBe(400);
  expect(answer.body).toContain("rules[0].when");
});

test("a run gives each offering its card, with the rules and figures, and can be computed again", async () => {
  const done = await run({ roundId: round, ruleSetId: rules.id });
  expect(done).toMatchObject({ state: "done", stage: "computed", year: 2026 });
  const { items } = await office.get(`/api/adjustments/${done.id}/cards`);
  expect(items).toHaveLength(3);
  const idle = items.find((card: Answer) => card.programme.code === "460103");
  expect(idle.decision).toBe("withdraw");
  const record = await office.get(`/api/adjustments/${done.id}/cards/${idle.offering}`);
  expect(record.explained.fired.length).toBeGreaterThan(0);
  expect(record.history.map((line: Answer) => line.year)).toEqual(YEARS);
  expect(record.indicators.length).toBeGreaterThan(20);
  const verified = () => office.post(`/api/adjustments/${done.id}/verify`);
  const good = { altered: [], same: true, cardsDiffer: 0, rules: true, decisions: null, versions: [] };
  expect(await verified()).toEqual(good);
  const card = "adjustment_id = $1 and offering_id = $2";
  const of = [done.id, idle.offering];
  // a figure that no decision hangs on is a figure nevertheless
  const figure = "content = jsonb_set(content, '{values,intake}', to_jsonb((coalesce((content #>> '{values,on-roll}')::float8, 0) + $3)::float8))";
  const [kept] = await office.world.sql<{ content: unknown }>(`select content from planning.card where ${card}`, of);
  await office.world.sql(`update planning.card set ${figure} where ${card}`, [...of, 7]);
  expect(await verified()).toEqual({ ...good, cardsDiffer: 1 });
  await office.world.sql(`update planning.card set content = $3 where ${card}`, [...of, JSON.stringify(kept!.content)]);
  expect(await verified()).toEqual(good);
  await office.world.sql(`update planning.card set decision = 'keep' where ${card}`, of);
  expect(await verified()).toEqual({ ...good, cardsDiffer: 1 });
}); // prettier-ignore

test("cards come the gravest first, page by page without loss, and a programme is found by its name", async () => {
  const done = await run({ roundId: round, ruleSetId: rules.id });
  const gravity = ["withdraw", "suspend", "warn", "expand", "keep"];
  const whole = (await office.get(`/api/adjustments/${done.id}/cards`)).items as Answer[];
  const ranks = whole.map(({ decision }) => gravity.indexOf(decision));
  expect(ranks).toEqual([...ranks].sort((a, b) => a - b));
  expect(new Set(ranks).size).toBeGreaterThan(1);
  const paged: string[] = [];
  for (let cursor: string | null = ""; cursor !== null;) {
    const page: Answer = await office.get(
      `/api/adjustments/${done.id}/cards?limit=1${cursor && `&cursor=${cursor}`}`,
    );
    paged.push(...page.items.map(({ offering }: Answer) => offering));
    cursor = page.next;
  }
  expect(paged).toEqual(whole.map(({ offering }) => offering));
  const named = await office.get(`/api/adjustments/${done.id}/cards?q=${encodeURIComponent("机电一体化")}`);
  expect(named.items.map(({ programme }: Answer) => programme.code)).toEqual(["460301"]);
});

test("a school sees its own cards once they are open to it, objects, and is answered before the run is decided", async () => {
  const done = await run({ roundId: round, ruleSetId: rules.id });
  expect((await office.call({ url: `/api/adjustments/${done.id}/cards` }, officer)).statusCode).toBe(404);
  const opened = answerOf(await step(`/api/adjustments/${done.id}/open`, done));
  const own = await office.get(`/api/adjustments/${done.id}/cards`, officer);
  expect(own.items.map((card: Answer) => card.programme.code).sort()).toEqual(["460103", "530302"]);
  expect((await office.get(`/api/adjustments/${done.id}/cards`, otherOfficer)).items).toEqual([]);
  const [card] = own.items;
  const at = `/api/adjustments/${done.id}/cards/${card.offering}`;
  const seen = await office.get(at, officer);
  expect(seen.may).toEqual(["object"]);
  const objected = answerOf(await step(`${at}/object`, seen, { reason: "明年与企业合办订单班" }, officer));
  expect(objected.objected).toBe(true);
  const notice = await office.call(
    { url: `/api/adjustments/${done.id}/schools/${SCHOOL}/notice.docx` },
    officer,
  );
  expect(notice.statusCode).toBe(200);
  expect(partText(notice.rawPayload, "word/document.xml")).toContain("连续三年");
  const others = await office.call(
    { url: `/api/adjustments/${done.id}/schools/${SCHOOL}/notice.docx` },
    otherOfficer,
  );
  expect(others.statusCode).toBe(404);
  const early = await step(`/api/adjustments/${done.id}/decide`, opened);
  expect(early.statusCode).toBe(409);
  const stale = await step(`${at}/decide`, seen, { decision: "warn", reason: "同意限招，不停招" });
  expect(stale.statusCode).toBe(412);
  const answered = answerOf(
    await step(`${at}/decide`, objected, { decision: "warn", reason: "同意限招，不停招" }),
  );
  expect(answered).toMatchObject({ decision: "warn", objected: false });
  const decided = answerOf(await step(`/api/adjustments/${done.id}/decide`, opened));
  expect(decided).toMatchObject({ stage: "decided", changed: 1 });
  expect((await step(`${at}/object`, answered, { reason: "还有意见要提出" }, officer)).statusCode).toBe(409);
  answerOf(await step(`/api/adjustments/${done.id}/publish`, decided));
  const result = await office.call({ url: `/api/adjustments/${done.id}/result.docx` });
  expect(partText(result.rawPayload, "word/document.xml")).toContain("主管部门另行决定");
  const open = await office.get(
    `/api/public/decisions/${done.id}/cards?decision=warn&q=${encodeURIComponent("甲职业学院")}`,
    actors.public,
  );
  expect(open.items).toMatchObject([{ school: "甲职业学院", decision: "warn", byOffice: true }]);
  expect(JSON.stringify(open)).not.toContain("订单班");
  const told = await office.get(`/api/adjustments/${done.id}`);
  expect(told.counts.decisions).toMatchObject({ withdraw: 1, warn: 0, keep: 2 });
  expect(told).toMatchObject({ decisions: { withdraw: 0, warn: 1, keep: 2 }, changes: [{ from: "withdraw", to: "warn", count: 1 }] });
  const shown = await office.get(`/api/public/decisions/${done.id}`, actors.public);
  expect(shown).toMatchObject({ counts: { warn: 1, keep: 2 }, ruleSetId: rules.id });
  expect(shown.files.map(({ name }: Answer) => name)).toEqual(["decision.json", "decisions.csv"]);
  const document = partText(result.rawPayload, "word/document.xml");
  expect(document).toContain("1个");
  await checkByAnybody(done.id, card.offering);
}); // prettier-ignore

/* A published decision is checked by anybody, and whatever was changed afterwards is told. */
async function checkByAnybody(id: string, offering: string): Promise<void> {
  const at = `/api/public/decisions/${id}`;
  const verified = async () => answerOf(await office.call({ method: "POST", url: `${at}/verify`, payload: {} }, actors.public)); // prettier-ignore
  const good = { altered: [], same: true, decisions: true, versions: [] };
  expect(await verified()).toEqual(good);
  const manifest = answerOf(await office.call({ url: `${at}/files/decision.json` }, actors.public));
  expect(manifest).toMatchObject({
    kind: "tixi-decision",
    counts: { changed: 1 },
    ruleSet: { id: rules.id },
  });
  expect(manifest.ruleSet.content.rules).toEqual(national().rules);
  const facts = await office.call({ url: `${at}/files/facts.json.gz` }, actors.public);
  expect(facts.statusCode).toBe(400);
  const { sql } = office.world;
  const altered = async (update: string, back: string, expected: object) => {
    await sql(update, [id, offering]);
    expect(await verified()).toMatchObject(expected);
    await sql(back, [id, offering]);
    expect(await verified()).toEqual(good);
  };
  const step = "planning.card_step set decision";
  const where = "where adjustment_id = $1 and offering_id = $2 and decision is not null";
  await altered(`update ${step} = 'keep' ${where}`, `update ${step} = 'warn' ${where}`, { decisions: false });
  const file = (name: string, content: string) =>
    `update planning.adjustment_file set content = ${content} where adjustment_id = $1 and name = '${name}' and $2::text <> ''`;
  await altered(
    file("decisions.csv", "content || convert_to(' ', 'UTF8')"),
    file("decisions.csv", "substr(content, 1, length(content) - 1)"),
    { altered: ["decisions.csv"], decisions: false },
  );
  const task = unpackTask((await sql<{ content: Buffer }>(`select content from planning.adjustment_file where adjustment_id = $1 and name = 'facts.json.gz'`, [id]))[0]!.content); // prettier-ignore
  task.facts.offerings.registered.fill(30);
  const mutated = packTask(task);
  const hash = createHash("sha256").update(mutated).digest("hex");
  // even where whoever changes a figure changes its hash in the manifest as well
  const text = JSON.stringify({ ...manifest, files: manifest.files.map((one: Answer) => (one.name === "facts.json.gz" ? { ...one, sha256: hash } : one)) }); // prettier-ignore
  const put =
    "update planning.adjustment_file set content = $2, sha256 = $3 where adjustment_id = $1 and name = $4";
  await sql(put, [id, mutated, hash, "facts.json.gz"]);
  await sql(put, [id, Buffer.from(text), createHash("sha256").update(text).digest("hex"), "decision.json"]);
  expect(await verified()).toMatchObject({ altered: [], same: false });
}

test("an offering is found by school, programme, place and card, page by page; a school finds its own", async () => {
  await run({ roundId: round, ruleSetId: rules.id });
  const list = async (query: string, actor?: Actor) =>
    (await office.get(`/api/offering-records${query}`, actor)) as { items: Answer[]; next: string | null };
  const codes = ({ items }: { items: Answer[] }) => items.map(({ programme }) => programme.code).sort();
  const all = await list("");
  expect(codes(all)).toEqual(["460103", "460301", "530302"]);
  const first = await list("?limit=2");
  const second = await list(`?limit=2&cursor=${first.next}`);
  expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(all.items.map(({ id }) => id));
  expect(codes(await list(`?q=${encodeURIComponent("机电一体化")}`))).toEqual(["460301"]);
  expect(codes(await list(`?q=${encodeURIComponent("乙职业")}`))).toEqual(["460301"]);
  expect(codes(await list("?city=370200"))).toEqual(["460103", "530302"]);
  expect(codes(await list("?decision=withdraw"))).toEqual(["460103"]);
  expect(codes(await list("?decision=none"))).toEqual([]);
  expect(codes(await list("?level=secondary"))).toEqual([]);
  expect(codes(await list("", officer))).toEqual(["460103", "530302"]);
  expect(codes(await list("", otherOfficer))).toEqual([]);
});

test("every column that a list or report is said to show is there", async () => {
  const { items } = await office.get("/api/indicators");
  const shown = items.flatMap((one: Answer) => one.shownIn) as { in: string; as: string }[];
  expect(shown.length).toBeGreaterThan(15);
  const columns = new Set(Object.keys(HEADINGS));
  expect(shown.filter((one) => one.in !== "release-report" && !columns.has(one.as))).toEqual([]);
  const report = readFileSync(new URL("../reports/content.ts", import.meta.url), "utf8");
  expect(shown.filter((one) => one.in === "release-report" && !report.includes(`"${one.as}"`))).toEqual([]);
  expect(items.find((one: Answer) => one.key === "urgency")).toMatchObject({ judges: false, usedBy: [] });
});

test("a back-dated run sees only what was known then, decides nothing, and is told what happened since", async () => {
  const past = await run({ ruleSetId: rules.id, cycleId: cycle.id, year: 2023 });
  const { items } = await office.get(`/api/adjustments/${past.id}/cards`);
  expect(items.find((card: Answer) => card.programme.code === "460103").decision).not.toBe("withdraw");
  expect((await step(`/api/adjustments/${past.id}/open`, past)).statusCode).toBe(409);
  const since = await office.get(`/api/adjustments/${past.id}/aftermath`);
  const stopped = since.items.reduce((sum: number, one: Answer) => sum + one.intake.stopped, 0);
  expect(stopped).toBe(1);
});

test("an offering keeps its id through a rename of its school", async () => {
  const before = await office.world.sql<{ id: string }>("select id from planning.offering where school = $1 order by id", [SCHOOL]);
  await office.world.sql(
    "update registry.organisation_version set valid = daterange('1990-01-01', '2026-01-01') where organisation_id = $1",
    [SCHOOL],
  );
  await office.world.sql(
    `insert into registry.organisation_version (organisation_id, valid, kind, name, region, change, recorded_at)
     values ($1, daterange('2026-01-01', null), 'college', '甲职业技术大学', '370200', 'renamed', now())`,
    [SCHOOL],
  );
  await run({ roundId: round, ruleSetId: rules.id });
  const after = await office.world.sql<{ id: string; school_name: string }>(
    "select id, school_name from planning.offering where school = $1 order by id",
    [SCHOOL],
  );
  expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id));
  expect(new Set(after.map((one) => one.school_name))).toEqual(new Set(["甲职业技术大学"]));
}); // prettier-ignore
