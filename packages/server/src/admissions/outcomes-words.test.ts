import { expect, test } from "vitest";
import { eachPreference, type PreferenceOutcome } from "./outcomes-store.ts";
import { outcomeInWords } from "./outcomes-words.ts";

const names = new Map([
  ["veteran", "退役士兵"],
  ["skill", "职业技能"],
]);
const say = (outcome: PreferenceOutcome["outcome"], more: Partial<PreferenceOutcome> = {}, ownList = false) =>
  outcomeInWords(
    { batch: "专科", round: 1, no: 1, unit: "C01", outcome, ...more },
    { rank: 10_411, ownList, names },
  );

test("a unit that is full says who was last there, and where the candidate stands", () => {
  expect(say("full", { last_rank: 10_230, last_score: "421.5" })).toEqual({
    zh: "该志愿已录满，最后一名位次 10\u00a0230，你的位次 10\u00a0411。",
    en: "It is full: the last admitted has place 10\u00a0230, yours is 10\u00a0411.",
  });
  expect(say("full", { last_rank: 7, last_score: "1" }, true).zh).toBe(
    "该志愿已录满，最后一名位次 7（按该志愿自己的排序）。",
  );
  expect(
    say("full", { last_rank: null, quotas: [{ quota: "veteran", last_rank: 30, last_score: "1" }] }).zh,
  ).toBe("该志愿在本轮没有普通计划录取；“退役士兵”专项计划最后一名位次 30。");
});

test("a line that was missed says which, what it asks for and what he has", () => {
  expect(say("line", { line: "batch", needed: "430", had: "421.5" }).zh).toBe(
    "未达到批次线：要求 430，你的成绩 421.5。",
  );
  expect(say("line", { line: "skill", needed: "180", had: "120" }).zh).toBe(
    "未达到职业技能的最低要求：要求 180，你的成绩 120。",
  );
});

test("every outcome has its words in both languages", () => {
  const all = ["admitted", "category", "batch", "repeated", "no-vacancy", "not-needed", "admitted-before", "not-filed", "withdrawn"] as const; // prettier-ignore
  const said = all.map((one) => say(one));
  expect(new Set(said.map(({ zh }) => zh)).size).toBe(all.length);
  expect(new Set(said.map(({ en }) => en)).size).toBe(all.length);
});

test("what a file tells of several in one is told of each again, with the unit that stands there in the list", () => {
  const told = [
    { batch: "专科", round: 1, no: 1, unit: "u1", outcome: "admitted" as const },
    { batch: "专科", round: 1, no: 2, to: 4, outcome: "not-needed" as const },
  ];
  const list = ["u1", "u2", undefined, "u4"];
  const unitAt = (batch: string, round: number, no: number) =>
    batch === "专科" && round === 1 ? list[no - 1] : undefined;
  expect(eachPreference(told, unitAt).map(({ no, unit, outcome }) => [no, unit, outcome])).toEqual([
    [1, "u1", "admitted"],
    [2, "u2", "not-needed"],
    [4, "u4", "not-needed"],
  ]);
});
