import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NOBODY, type Actor } from "../../platform/context.ts";
import { actors } from "../../platform/testing/test-database.ts";
import { partText } from "../../platform/testing/zip.ts";
import { answerOf, csv, Office, type Answer } from "../../testing/office.ts";
import { offeringsFile, postingsFile } from "../../testing/province.ts";

const ENTERPRISE = "01900000-0000-7000-8000-00000000e001";
const OTHER = "01900000-0000-7000-8000-00000000e002";
const SCHOOL = "01900000-0000-7000-8000-00000000e003";
const WELDER = "6-18-02-04";
const officer = (organisation: string, role: Actor["role"]): Actor => ({
  ...NOBODY,
  userId: `user-${organisation.slice(-4)}`,
  personId: null,
  name: "专员",
  role,
  region: "370100",
  organisation,
});
const enterprise = officer(ENTERPRISE, "enterprise-officer");
const other = officer(OTHER, "enterprise-officer");
const school = officer(SCHOOL, "school-officer");

let office: Office;
let top: Answer;
beforeAll(async () => {
  office = await Office.open();
  await office.bringIn(postingsFile(600));
  await office.bringIn(offeringsFile());
  const plan = csv([["行业代码", "所在城市", "年份", "年均增长率"], ["34", "济南市", 2026, "5%"], ["C", "", 2027, "3%"]]); // prettier-ignore
  await office.bringIn(plan, { kind: "industry-plan" });
  const cycle = await office.cycle(2026);
  for (const [id, name, kind] of [[ENTERPRISE, "甲机械有限公司", "enterprise"], [OTHER, "乙机械有限公司", "enterprise"], [SCHOOL, "甲职业学校", "secondary-school"]]) {
    await office.world.sql("insert into registry.organisation (id, created_at) values ($1, now())", [id]);
    await office.world.sql(
      "insert into registry.organisation_version (organisation_id, valid, name, kind, region, change, recorded_at) values ($1, daterange(null, null), $2, $3, '370100', 'registered', now())",
      [id, name, kind],
    );
  } // prettier-ignore
  const refused = await office.call({ method: "POST", url: "/api/lists/versions", payload: { kind: "demand", title: "未发布先列" } }); // prettier-ignore
  expect(refused.statusCode).toBe(409);
  await office.published(cycle.id);
}, 120_000);
afterAll(() => office.close());

const draft = (kind: string, title = `${kind} 清单`): Promise<Answer> =>
  office.post("/api/lists/versions", { kind, title });
const step = async (id: string, name: string, etag?: string) => {
  const read = etag ?? (await office.get(`/api/lists/versions/${id}`)).etag;
  return office.call({ method: "POST", url: `/api/lists/versions/${id}/${name}`, payload: { note: "" }, headers: { "if-match": read } }); // prettier-ignore
};
const publish = async (kind: string): Promise<Answer> => {
  const { id } = await draft(kind);
  answerOf(await step(id, "review"));
  return answerOf(await step(id, "publish"));
};
const entriesOf = async (id: string, query = ""): Promise<Answer[]> =>
  (await office.get(`/api/public/lists/${id}/entries?limit=500${query}`, actors.public)).items;
const change = (url: string, payload: object, etag: string, actor?: Actor, method: "POST" | "PUT" = "POST") =>
  office.call({ method, url, payload, headers: { "if-match": etag } }, actor);
const need = { kind: "demand", post: "机器人焊工", occupation: WELDER, level: "secondary", city: "370100", industry: "34", now: 24, publish: true }; // prettier-ignore

describe("the demand list", () => {
  test("holds what the release lets anybody see and nothing withheld; nothing skips a step; published it is anybody's", async () => {
    const version = await draft("demand");
    expect(version.state).toBe("draft");
    expect((await step(version.id, "publish")).statusCode).toBe(409);
    expect((await step(version.id, "review", '"stale"')).statusCode).toBe(412);
    expect((await office.call({ url: `/api/public/lists/${version.id}` }, actors.public)).statusCode).toBe(
      404,
    );
    answerOf(await step(version.id, "review"));
    const published = answerOf(await step(version.id, "publish"));
    expect(published.files.map((file: Answer) => file.name)).toEqual(["list.csv", "list.docx", "list.xlsx", "manifest.json"]); // prettier-ignore
    const rows = await entriesOf(version.id);
    const computed = rows.filter((row) => row.source === "computed");
    expect(computed.length).toBeGreaterThan(5);
    const withheld = await office.world.sql<{ key: string }>(
      `select code || ' ' || level || ' ' || city as key from planning.demand_total where scope = 'occupation' and year = 2026 and status <> 'open'`,
    );
    expect(withheld.length).toBeGreaterThan(0);
    const hidden = new Set(withheld.map(({ key }) => key));
    for (const { content } of computed)
      expect(hidden.has(`${content.occupation.code} ${content.level} ${content.city}`)).toBe(false);
    top = computed.find((row) => row.city === "" && row.content.programmes.length > 0);
    expect(top.content.now.low).toBeLessThanOrEqual(top.content.now.value);
    expect(top.content.courses.length).toBeGreaterThan(0);
    expect(top.content.in3).not.toBeNull();
    const page = await office.get(`/api/public/lists/${version.id}/entries?limit=1`, actors.public);
    expect(page).toMatchObject({ total: rows.length, definitions: { now: "demand", shortage: "shortage" } });
    // the first version adds everything, and says so to whoever may read it
    const first = await office.get(`/api/public/lists/${version.id}/differences`, actors.public);
    expect(first).toMatchObject({ from: null, removed: [], changed: [], unchanged: 0 });
    expect(first.added.map((one: Answer) => one.itemId)).toEqual(rows.map(({ itemId }) => itemId));
  });

  test("takes an enterprise's statement in once the office accepted it; a changed word is looked at again", async () => {
    const stated = await office.post("/api/lists/statements", need, enterprise);
    expect(stated).toMatchObject({
      state: "proposed",
      source: "stated",
      organisation: { name: "甲机械有限公司" },
    });
    expect((await office.get("/api/lists/statements", other)).items).toEqual([]);
    const theft = await change(
      `/api/lists/statements/${stated.id}`,
      { ...need, now: 1 },
      stated.etag,
      other,
      "PUT",
    );
    expect(theft.statusCode).toBe(404);
    expect(
      (await change(`/api/lists/items/${stated.id}/decide`, { accept: false }, stated.etag)).statusCode,
    ).toBe(400);
    const before = await publish("demand");
    expect((await entriesOf(before.id)).some((row) => row.itemId === stated.id)).toBe(false);
    answerOf(await change(`/api/lists/items/${stated.id}/decide`, { accept: true }, stated.etag));
    const raced = await change(
      `/api/lists/items/${stated.id}/decide`,
      { accept: false, note: "晚了" },
      stated.etag,
    );
    expect(raced.statusCode).toBe(412);

    const after = await publish("demand");
    const row = (await entriesOf(after.id, "&source=stated"))[0];
    expect(row).toMatchObject({ itemId: stated.id, sourceName: "甲机械有限公司", source: "stated" });
    const found = await office.get(`/api/public/lists/${after.id}/differences`, actors.public);
    expect(found.from.id).toBe(before.id);
    expect(found.added.map((one: Answer) => one.itemId)).toEqual([stated.id]);
    expect(found.removed).toEqual([]);
    expect((await office.get(`/api/public/lists/${before.id}`, actors.public)).state).toBe("superseded");

    const mine = (await office.get("/api/lists/statements", enterprise)).items[0];
    const changed = answerOf(await change(`/api/lists/statements/${stated.id}`, { ...need, now: 30 }, mine.etag, enterprise, "PUT")); // prettier-ignore
    expect(changed.state).toBe("proposed");
    const next = await publish("demand");
    const gone = await office.get(`/api/public/lists/${next.id}/differences`, actors.public);
    expect(gone.removed.map((one: Answer) => one.itemId)).toEqual([stated.id]);
    answerOf(await change(`/api/lists/items/${stated.id}/decide`, { accept: true }, changed.etag));
    const last = await publish("demand");
    const old = await office.get(`/api/public/lists/${last.id}/differences?from=${after.id}`, actors.public);
    const fields = old.changed.find((one: Answer) => one.itemId === stated.id).fields;
    expect(fields).toEqual([{ field: "now", from: 24, to: 30 }]);
    const record = await office.get(`/api/public/lists/${last.id}/entries/${stated.id}`, actors.public);
    expect(record.history.map((one: Answer) => one.fields.now)).toEqual([24, 30]);
  });

  test("sums what enterprises state only where three stand behind it, and never names one that did not agree", async () => {
    const secret = { ...need, post: "不公开的岗位", publish: false, now: 7 };
    const one = await office.post("/api/lists/statements", secret, other);
    answerOf(await change(`/api/lists/items/${one.id}/decide`, { accept: true }, one.etag));
    const version = await publish("demand");
    const rows = await entriesOf(version.id);
    expect(JSON.stringify(rows)).not.toContain("不公开的岗位");
    expect(JSON.stringify(rows)).not.toContain("乙机械有限公司");
    const welder = rows.find(
      (row) => row.content.occupation?.code === WELDER && row.city === "" && row.source === "computed",
    );
    expect(welder?.content.stated ?? null).toBeNull();
    for (const suffix of ["csv", "xlsx", "docx"]) {
      const file = await office.call(
        { url: `/api/public/lists/${version.id}/files/list.${suffix}` },
        actors.public,
      );
      expect(file.statusCode).toBe(200);
      expect(file.rawPayload.length).toBeGreaterThan(500);
    }
    const csvFile = await office.call(
      { url: `/api/public/lists/${version.id}/files/list.csv` },
      actors.public,
    );
    expect(csvFile.body).toContain("企业填报：甲机械有限公司");
    expect(csvFile.body).not.toContain("乙机械");
  });
});

describe("industry and policy", () => {
  const chain = { kind: "industry", chain: "装备制造产业链", industries: ["34"], enterprises: [{ id: ENTERPRISE, name: "甲机械有限公司" }], year: 2026 }; // prettier-ignore
  let chainId: string;

  test("an industry names the talent that it needs, or says why none", async () => {
    const refused = await office.call({ method: "POST", url: "/api/lists/items", payload: chain });
    expect(refused.statusCode).toBe(400);
    expect(refused.json().errors[0].field).toBe("occupations");
    chainId = (
      await office.post("/api/lists/items", { ...chain, occupations: [top.content.occupation.code] })
    ).id;
    const version = await publish("industry");
    const rows = await entriesOf(version.id);
    const found = rows.find((row) => row.itemId === chainId);
    expect(found.content.talents[0].id).toBe(top.itemId);
    expect(found.content.growth).toContainEqual(expect.objectContaining({ industry: "34", growth: 0.05 }));
    for (const { content } of rows)
      expect(content.talents.length > 0 || content.noTalent !== "", content.chain).toBe(true);
    expect(rows.some((row) => row.source === "computed" && row.content.chain === "制造业")).toBe(true);
  });

  test("support names what it serves; amounts are exact; who is eligible sees it with the reason", async () => {
    const policy = { kind: "policy", title: "实训设备贴息", instrument: "finance", basis: "省产教融合办法", objects: ["enterprise"], eligibility: "建实训基地的企业", industries: ["34"], amount: { kind: "share", share: "0.015", of: "贷款本金" }, office: "省财政厅", from: "2026-01-01", serves: [chainId] }; // prettier-ignore
    const backwards = await office.call({ method: "POST", url: "/api/lists/items", payload: { ...policy, to: "2025-01-01" } }); // prettier-ignore
    expect(backwards.statusCode).toBe(400);
    await office.post("/api/lists/items", policy);
    await office.post("/api/lists/items", { ...policy, title: "学校专项", objects: ["school"], serves: [] });
    const version = await publish("policy");
    const rows = await entriesOf(version.id);
    expect(rows.find((row) => row.title === "实训设备贴息").content.serves).toEqual([{ id: chainId, kind: "industry", title: "装备制造产业链" }]); // prettier-ignore
    const file = await office.call({ url: `/api/public/lists/${version.id}/files/list.csv` }, actors.public);
    expect(file.body).toContain("贷款本金的1.5%");
    const mine = await office.get("/api/lists/mine", enterprise);
    expect(mine.policy.map((one: Answer) => one.entry.title)).toEqual(["实训设备贴息"]);
    expect(mine.industry.find((one: Answer) => one.entry.itemId === chainId).because).toContainEqual({ key: "named", name: "甲机械有限公司" }); // prettier-ignore
    expect(
      mine.demand.some((one: Answer) => one.because.some(({ key }: Answer) => key === "statement")),
    ).toBe(true);
    const record = await office.get(`/api/public/lists/${(await office.get("/api/public/lists?kind=industry")).items[0].id}/entries/${chainId}`); // prettier-ignore
    expect(record.linked.map((one: Answer) => one.kind).sort()).toEqual(["demand", "policy"]);
  });
});

describe("those whom it concerns", () => {
  test("a school sees what its programmes lead to and answers; the latest answer counts, and the list shows how many, not who", async () => {
    const programme = top.content.programmes[0].code.slice(0, 6);
    await office.world.sql(
      `insert into planning.offering (province, id, school, school_name, programme, level, city, first_year, last_year)
       values ('370000', gen_random_uuid(), $1, '甲职业学校', $2, 'college', '370100', 2022, 2026)`,
      [SCHOOL, programme],
    );
    const mine = await office.get("/api/lists/mine", school);
    const item = mine.demand.find((one: Answer) => one.entry.itemId === top.itemId);
    expect(item.because[0].key).toBe("programme");
    expect(mine.unanswered).toBeGreaterThan(0);
    const say = (answer: string, more: object = {}, actor = school) =>
      office.call(
        { method: "POST", url: "/api/lists/answers", payload: { itemId: top.itemId, answer, ...more } },
        actor,
      );
    expect((await say("cannot")).statusCode).toBe(400);
    expect((await say("confirm")).statusCode).toBe(400);
    answerOf(await say("cannot", { reason: "缺少实训条件" }));
    answerOf(await say("expand", { number: 40 }));
    answerOf(await say("take-part", {}, enterprise));
    const [list] = (await office.get("/api/public/lists?kind=demand", actors.public)).items.filter((one: Answer) => one.state === "published"); // prettier-ignore
    const entry = (await entriesOf(list.id, "&answered=yes"))[0];
    expect(entry).toMatchObject({ itemId: top.itemId, answered: 2, answers: { expand: 1, "take-part": 1 } });
    expect((await entriesOf(list.id, "&answered=no")).some((row) => row.itemId === top.itemId)).toBe(false);
    const seen = (await office.get(`/api/lists/answers?itemId=${top.itemId}`)).items;
    expect(seen.map((one: Answer) => one.organisation.name)).toEqual([
      "甲机械有限公司",
      "甲职业学校",
      "甲职业学校",
    ]);
    expect((await office.call({ url: "/api/lists/answers" }, school)).statusCode).toBe(403);
    expect((await office.get("/api/lists/mine", school)).demand.find((one: Answer) => one.entry.itemId === top.itemId).mine.answer).toBe("expand"); // prettier-ignore
  });

  test("a subscriber hears of a new version only where it changes what he named", async () => {
    const filter = (industry: string) => ({ kind: "policy", industry });
    await office.post("/api/lists/subscriptions", filter("34"), enterprise);
    await office.post("/api/lists/subscriptions", filter("34"), enterprise);
    await office.post("/api/lists/subscriptions", filter("A"), other);
    const [own] = (await office.get("/api/lists/subscriptions", enterprise)).items;
    expect(own.words.zh).toBe("通用设备制造业");
    const told = async () =>
      (await office.world.sql<{ recipients: unknown; params: Answer }>(
        "select recipients, params from platform.announcement where kind = 'planning.list-changed' order by at",
      )) as { recipients: { userId: string }[]; params: Answer }[];
    await publish("policy");
    expect(await told()).toEqual([]);
    const policy = { kind: "policy", title: "信用激励", instrument: "credit", basis: "省办法", objects: ["enterprise"], eligibility: "守约企业", industries: ["34"], amount: { kind: "text", text: "守信名单" }, office: "省发改委", from: "2026-01-01" }; // prettier-ignore
    await office.post("/api/lists/items", policy);
    await publish("policy");
    const notices = await told();
    expect(notices).toHaveLength(1);
    expect(notices[0]!.recipients).toEqual([{ userId: enterprise.userId }]);
    expect(notices[0]!.params).toMatchObject({ added: 1, removed: 0, changed: 0 });
    const stolen = await office.call({ method: "DELETE", url: `/api/lists/subscriptions/${own.id}` }, other);
    expect(stolen.statusCode).toBe(404);
    answerOf(await office.call({ method: "DELETE", url: `/api/lists/subscriptions/${own.id}` }, enterprise));
    expect((await office.get("/api/lists/subscriptions", enterprise)).items).toEqual([]);
  });

  test("a measure under another name has changed, and the printed list names each", async () => {
    const { items } = await office.get("/api/lists/items?kind=policy&limit=50");
    const measure = items.find((one: Answer) => one.title === "信用激励");
    const title = "守信企业激励";
    answerOf(await change(`/api/lists/items/${measure.id}`, { ...measure.content, title }, measure.etag, undefined, "PUT")); // prettier-ignore
    const version = await publish("policy");
    const found = await office.get(`/api/public/lists/${version.id}/differences`, actors.public);
    expect(found.changed).toEqual([{ itemId: measure.id, title, city: "全省", fields: [{ field: "title", from: "信用激励", to: title }] }]); // prettier-ignore
    expect(found.unchanged).toBe(version.entries - 1);
    expect(await office.get(`/api/public/lists/${version.id}/differences`, actors.public)).toEqual(found);
    const draftOfTomorrow = await draft("policy");
    const hidden = `/api/public/lists/${version.id}/differences?from=${draftOfTomorrow.id}`;
    expect((await office.call({ url: hidden }, actors.public)).statusCode).toBe(404);
    const file = await office.call({ url: `/api/public/lists/${version.id}/files/list.docx` }, actors.public);
    const text = partText(file.rawPayload, "word/document.xml");
    expect(text).toContain("名称");
    expect(text).toContain(title);
  });

  test("every project of a growth plan is kept, in the order in which it was entered", async () => {
    const projects = [1, 2, 3].map((n) => ({ name: `项目${n}`, investmentFen: n * 1_000_000, stage: n === 3 ? "在建" : "" })); // prettier-ignore
    const plan = { kind: "industry", chain: "船舶产业链", industries: ["37"], projects, year: 2026, noTalent: "由现有职工承担" }; // prettier-ignore
    const entered = await office.post("/api/lists/items", plan);
    const version = await publish("industry");
    const row = (await entriesOf(version.id)).find((one) => one.itemId === entered.id);
    expect(row.content.projects).toEqual(projects);
  });

  test("what was published stays as it is, in the database too", async () => {
    const [list] = (await office.get("/api/public/lists?kind=policy", actors.public)).items;
    const late = office.world.as(office.actor, ({ tx }) =>
      tx.insertInto("planning.list_file" as never).values({ province: "370000", version_id: list.id, name: "late.csv", media_type: "text/csv", bytes: 0, sha256: "", content: Buffer.alloc(0) } as never).execute(),
    ); // prettier-ignore
    await expect(late).rejects.toThrow(/row-level security/);
    const [overview] = (await office.get("/api/public/lists/overview", actors.public)).lists;
    expect(overview.top.length).toBeGreaterThan(0);
    expect(overview.unanswered).toBeGreaterThan(0);
  });
});
