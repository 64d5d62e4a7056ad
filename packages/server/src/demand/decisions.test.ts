import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { csv, Office, type Answer } from "../testing/office.ts";

let office: Office;
beforeAll(async () => {
  office = await Office.open();
});
afterAll(() => office.close());

const HEADERS = ["岗位名称", "单位名称", "工作地点", "岗位描述"];
const LATHE = "6-18-01-01";

describe("what people decide about codes", () => {
  test("a correction becomes a proposed alias, an accepted alias the coder's, and re-coding shows what changed", async () => {
    // given three postings with a word of one firm that the coder can't know, and one that it knows
    const rows = [1, 2, 3].map((n) => ["飞毛工", `示例厂${n}`, "济南市", "详见面谈"]);
    await office.bringIn(csv([HEADERS, ...rows, ["会计", "示例厂", "济南市", "记账"]]));
    const [first, second] = (await office.postings()).filter((row) => row.title === "飞毛工");
    expect(first.occupation?.code).not.toBe(LATHE);
    // when a person corrects the first
    const corrected = await office.post(`/api/postings/${first.id}/code`, {
      action: "correct",
      occupationCode: LATHE,
    });
    expect(corrected).toMatchObject({ occupation: { code: LATHE }, reviewed: "corrected", confidence: 1 });
    expect(corrected.history).toMatchObject([{ action: "correct", to: { code: LATHE }, by: "规划员" }]);
    // then its word waits as an alias, which another look accepts, once
    const { items } = await office.get("/api/aliases?state=proposed");
    expect(items).toMatchObject([{ alias: "飞毛工", occupation: { code: LATHE }, state: "proposed" }]);
    const review = `/api/aliases/${items[0].id}/review`;
    expect(await office.post(review, { decision: "accept" })).toMatchObject({
      state: "accepted",
      reviewedBy: "规划员",
    });
    expect(
      (await office.call({ method: "POST", url: review, payload: { decision: "reject" } })).statusCode,
    ).toBe(409);
    // and re-coding shows the other two, and leaves alone what was decided
    const job = await office.post("/api/recodings");
    expect(await office.jobEnded(job.id)).toMatchObject({ state: "done", result: { changed: 2 } });
    const recoding = await office.get(`/api/recodings/${job.recodingId}`);
    expect(recoding).toMatchObject({ state: "done", changed: 2, aliases: 1, checked: 3 });
    expect(recoding.before).not.toBe(recoding.after);
    expect(recoding.items.map((item: Answer) => [item.title, item.to.code])).toEqual([["飞毛工", LATHE], ["飞毛工", LATHE]]); // prettier-ignore
    expect((await office.get(`/api/postings/${second.id}`)).occupation.code).toBe(LATHE);
    // and a new file is coded with it
    const next = await office.bringIn(csv([HEADERS, ["飞毛工", "示例厂9", "青岛市", "详见面谈"]]));
    expect(await office.postings(`&importId=${next.id}`)).toMatchObject([{ occupation: { code: LATHE } }]);
  });

  test("confirming keeps the code, abstaining takes it away, and an unknown code is refused by its value", async () => {
    const done = await office.bringIn(csv([HEADERS, ["出纳", "示例厂", "济南市", "收付款项"]]));
    const [row] = await office.postings(`&importId=${done.id}`);
    const decide = (payload: object) =>
      office.call({ method: "POST", url: `/api/postings/${row.id}/code`, payload });
    expect((await decide({ action: "confirm" })).json()).toMatchObject({
      reviewed: "confirmed",
      occupation: row.occupation,
    });
    expect((await decide({ action: "abstain" })).json()).toMatchObject({
      reviewed: "abstained",
      occupation: null,
    });
    expect((await decide({ action: "confirm" })).json()).toMatchObject({
      errors: [{ field: "occupationCode" }],
    });
    const unknown = await decide({ action: "correct", occupationCode: "1-99-99-99" });
    expect([unknown.statusCode, unknown.json().errors[0].value]).toEqual([400, "1-99-99-99"]);
    expect((await office.call({ url: "/api/postings/1" })).statusCode).toBe(404);
  });
});

describe("fair hiring", () => {
  test("a breach carries the quoted words, the rule, its basis and a lawful rewording; 性别不限 is none", async () => {
    // given
    const texts: [string, string | null][] = [
      ["限男性，能吃苦。", "LEG-19"],
      ["性别不限，能吃苦。", null],
      ["要求985、211院校毕业。", "LEG-20"],
      ["不招收职业院校毕业生。", "LEG-18"],
      ["第一学历须为统招本科。", "LEG-21"],
    ];
    const file = csv([HEADERS, ...texts.map(([text], i) => ["仓库管理员", `公平示例${i}`, "济南市", text])]);
    const done = await office.bringIn(file);
    // then
    const flagged = new Map((await office.postings(`&importId=${done.id}`)).map((row) => [row.company, row]));
    for (const [i, [text, rule]] of texts.entries()) {
      const detail = await office.get(`/api/postings/${flagged.get(`公平示例${i}`).id}`);
      expect(
        detail.flags.map((flag: Answer) => flag.rule),
        text,
      ).toEqual(rule ? expect.arrayContaining([rule]) : []);
      for (const flag of detail.flags) {
        expect(text).toContain(flag.quote);
        expect(detail.description.slice(flag.start, flag.end)).toBe(flag.quote);
        expect(flag.rewording.length * flag.basis.length).toBeGreaterThan(0);
      }
    }
    const list = await office.get("/api/fair-hiring");
    expect(list.breaching).toBe(4);
    const rules = list.byRule.map((line: Answer) => [line.rule, line.count]);
    expect(rules).toEqual(expect.arrayContaining([["LEG-18", 1], ["LEG-19", 1]])); // prettier-ignore
    expect(await office.postings("&flag=any")).toHaveLength(4);
    expect(await office.postings("&flag=LEG-19")).toMatchObject([{ company: "公平示例0" }]);
  });
});
