import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actors } from "../../platform/testing/test-database.ts";
import { answerOf, type Answer } from "../../testing/office.ts";
import { AllianceWorld } from "../testing/index.ts";
import { evaluate, type Measured, type Statement } from "./evaluate.ts";
import { indicatorsOf } from "./indicators.ts";

describe("the evaluation", () => {
  const whole = (): Map<string, Measured> =>
    new Map<string, Measured>(indicatorsOf("consortium").filter(({ stated }) => !stated).map(({ key, target, group }) => [key, { value: group === "negative" ? 0 : target, evidence: [] }])); // prettier-ignore
  const rank = { value: 20, words: "", proof: "统计年鉴" };
  const stated = new Map<string, Statement>([["park-rank", rank], ["services", { value: 10, words: "", proof: "合同台账" }]]); // prettier-ignore

  test("the points of the substantive indicators of each kind are 100", () => {
    for (const kind of ["consortium", "community"] as const)
      expect(
        indicatorsOf(kind).reduce((sum, { weight }) => sum + weight, 0),
        kind,
      ).toBe(100);
  });

  test("what reaches every target is met, with 100 points and no gap", () => {
    const { outcome, score, unknown, results } = evaluate("consortium", whole(), stated);
    expect({ outcome, score, unknown, gaps: results.filter(({ gap }) => gap) }).toEqual({ outcome: "met", score: 100, unknown: 0, gaps: [] }); // prettier-ignore
  });

  test("every indicator: at its target, just short of it or over it", () => {
    for (const { key, group, target, weight, stated: told } of indicatorsOf("consortium")) {
      const step = target === 1 ? 1 : 0.1;
      const at = (value: number | null) => {
        const measures = whole();
        if (!told) measures.set(key, { value, evidence: [] });
        const words = new Map<string, Statement>(stated);
        if (told) words.set(key, { value, words: "", proof: "某文" });
        return evaluate("consortium", measures, words).results.find((one) => one.key === key)!;
      };
      const worse = group === "negative" || key === "park-rank" ? target + step : target - step;
      expect(at(target).verdict, key).toBe(group === "negative" ? "clear" : "reached");
      expect(at(worse).verdict, key).toBe(group === "negative" ? "hit" : "short");
      expect(at(worse).gap, key).not.toBeNull();
      expect(at(null).verdict, key).toBe("unknown");
      if (group === "substantive") {
        expect(at(target * 3).points, key).toBe(weight);
        expect(at(worse).points!, key).toBeLessThanOrEqual(weight);
        expect(at(0).points, key).toBe(0);
      }
    }
  });

  test("a negative indicator stands over everything, a base one over what cannot be told; what cannot be told gives no points", () => {
    const of = (change: Record<string, number | null>) => {
      const measures = whole();
      for (const [key, value] of Object.entries(change)) measures.set(key, { value, evidence: [] });
      const { outcome, score, unknown } = evaluate("consortium", measures, stated);
      return [outcome, score, unknown];
    };
    expect(of({ "placed-unlawful": 1, meetings: 1 })).toEqual(["negative-hit", 100, 0]);
    expect(of({ meetings: 1, composition: null })).toEqual(["base-short", 100, 0]);
    expect(of({ agreements: null })).toEqual(["unknown", 100, 0]);
    expect(of({ matched: null, trainees: 50 })).toEqual(["met", 82.5, 10]);
  });

  test("a statement never takes the place of what the work tells", () => {
    const { results } = evaluate("consortium", whole(), new Map([["trainees", { value: 5000, words: "说明", proof: "某文" }]])); // prettier-ignore
    expect(results.find(({ key }) => key === "trainees")).toMatchObject({ value: 100, source: "computed", words: "说明", proof: "" }); // prettier-ignore
  });
});

describe("of a living alliance", () => {
  let world: AllianceWorld;
  beforeAll(async () => {
    world = await AllianceWorld.open();
    const { sql } = world.office.world;
    const [school, enterprise] = [world.school.organisation, world.enterprise.organisation];
    const agreement = "01900000-0000-7000-b000-000000000001";
    const insert = (id: string, alliance: string | null) =>
      sql(
        `insert into cotraining.agreement (province, id, kind, title, school, school_name, enterprise, enterprise_name, region, programme, cohort_year, people, from_on, to_on, alliance, sample, created_by_name, created_at)
         values ('370000', $1, 'order-class', $2, $3, '甲', $4, '乙', '370200', '460103', 2026, 30, '2026-03-01', '2027-07-01', $5, false, '某人', now())`,
        [id, alliance ? "联合体订单班" : "别的订单班", school, enterprise, alliance],
      );
    await insert(agreement, world.id);
    await insert("01900000-0000-7000-b000-000000000002", null);
    for (const id of [agreement, "01900000-0000-7000-b000-000000000002"])
      await sql("insert into cotraining.agreement_action (province, agreement_id, seq, action, by_name, at) values ('370000', $1, 1, 'draft', '某人', now()), ('370000', $1, 2, 'in-force', '某人', now())", [id]); // prettier-ignore
    const { id, agenda } = await world.inSession([{ title: "年度计划", words: "" }]);
    answerOf(await world.put(id, agenda[0].id));
    for (const one of world.council) answerOf(await world.vote(id, agenda[0].id, one, "yes"));
    answerOf(await world.end(id, agenda[0].id));
    answerOf(await world.try("POST", `council-meetings/${id}/close`, {}, world.secretariat));
  });
  afterAll(() => world.close());

  const at = (query = "?year=2026") => `alliances/${world.id}/evaluation${query}`;
  const one = (answer: Answer, key: string): Answer => answer.results.find((it: Answer) => it.key === key);

  test("is computed from its work, with what proves it; what another alliance does is not in it", async () => {
    const shown = await world.get(at(), world.school);
    expect(shown).toMatchObject({ year: 2026, running: true, outcome: "base-short", mayKeep: false });
    expect(one(shown, "meetings")).toMatchObject({ value: 1, verdict: "short", gap: { zh: "现为 1，还差 1。" }, evidence: [{ kind: "meeting" }] }); // prettier-ignore
    expect(one(shown, "agreements")).toMatchObject({ value: 1, evidence: [{ title: "联合体订单班" }] });
    expect(one(shown, "park-rank")).toMatchObject({ value: null, source: "none", verdict: "unknown" });
    expect(one(shown, "no-meeting").verdict).toBe("unknown");
    expect(one(await world.get(at("?year=2025"), world.secretariat), "no-meeting")).toMatchObject({ value: 1, verdict: "hit" }); // prettier-ignore
  });

  test("outside of the alliance nobody reads it", async () => {
    const outside = await world.other("enterprise-officer", "enterprise", "丙市机械有限公司");
    for (const actor of [outside, actors.stranger, actors.public])
      expect([401, 403, 404]).toContain((await world.office.call({ url: `/api/${at()}` }, actor)).statusCode);
    expect(one(await world.get(at(), world.planner), "agreements").value).toBe(1);
  });

  test("the secretariat states with proof what the work does not tell, and nothing else", async () => {
    const say = (given: object, actor = world.secretariat) =>
      world.try("PUT", `alliances/${world.id}/evaluation/statements`, { year: 2026, indicator: "park-rank", value: 12, words: "", proof: "统计年鉴", ...given }, actor); // prettier-ignore
    expect((await say({}, world.school)).statusCode).toBe(403);
    expect((await say({ proof: "" })).json().errors[0].field).toBe("proof");
    expect((await say({ indicator: "trainees" })).json().errors[0].field).toBe("value");
    expect((await say({ indicator: "none" })).json().errors[0].field).toBe("indicator");
    expect(one(answerOf(await say({})), "park-rank")).toMatchObject({ value: 12, source: "stated", verdict: "reached", proof: "统计年鉴" }); // prettier-ignore
    expect(one(answerOf(await say({ indicator: "trainees", value: null, words: "以学籍为准", proof: "" })), "trainees")).toMatchObject({ words: "以学籍为准", source: "computed" }); // prettier-ignore
  });

  test("an edition is the year as it stood; a later change is another one", async () => {
    const keep = () => world.try("POST", `alliances/${world.id}/evaluation/editions`, { year: 2026 }, world.secretariat); // prettier-ignore
    expect(answerOf(await keep()).editions).toMatchObject([{ year: 2026, no: 1, outcome: "base-short" }]);
    await world.office.world.sql("update cotraining.agreement set alliance = null");
    expect(one(await world.get(at(), world.school), "agreements")).toMatchObject({ value: 0, verdict: "short" }); // prettier-ignore
    expect(answerOf(await keep()).editions.map(({ no }: Answer) => no)).toEqual([2, 1]);
    for (const no of ["", "&no=1"]) {
      const docx = await world.office.call({ url: `/api/alliances/${world.id}/evaluation/report.docx?year=2026${no}` }, world.secretariat); // prettier-ignore
      expect(docx.rawPayload.subarray(0, 2).toString()).toBe("PK");
    }
    expect((await world.office.call({ url: `/api/alliances/${world.id}/evaluation/report.docx?year=2026&no=9` }, world.secretariat)).statusCode).toBe(404); // prettier-ignore
  });
});
