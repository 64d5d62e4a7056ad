import { describe, expect, test } from "vitest";
import type { Course, PlanDocument } from "./api.ts";
import { mergePlans, mergeRows } from "./merge.ts";

const course = (key: string, more: Partial<Course> = {}): Course => ({ key, name: key, kind: "core", elective: false, hours: 64, practice: 32, credits: 4, term: 1, place: "school", taughtBy: "school", competences: ["turning"], ...more }); // prettier-ignore
const WAS: PlanDocument = {
  partners: [{ organisation: "a", name: "甲厂" }],
  years: 3,
  clauses: [{ key: "entry", title: "入学要求", text: "" }, { key: "aims", title: "培养目标", text: "" }],
  competences: [{ key: "turning", name: "车削", posts: [] }, { key: "measuring", name: "测量", posts: [] }],
  courses: [course("k1"), course("k2")],
  assessment: [],
  passMark: 60,
}; // prettier-ignore
const clause = (key: string, text: string) => WAS.clauses.map((one) => (one.key === key ? { ...one, text } : one)); // prettier-ignore

describe("two wrote on the same version", () => {
  test("what each changed is kept, also in one course", () => {
    const theirs = { ...WAS, clauses: clause("entry", "初中毕业"), courses: [course("k1", { hours: 96, competences: ["turning", "measuring"] }), course("k2"), course("course-1", { name: "他们的课" })], years: 4 }; // prettier-ignore
    const mine = { ...WAS, clauses: clause("aims", "操作工"), courses: [course("k1", { term: 2, competences: [] }), course("course-1", { name: "我的课" })] }; // prettier-ignore
    const { document, clashes } = mergePlans(WAS, theirs, mine);
    expect(clashes).toEqual([]);
    expect(document.years).toBe(4);
    expect(document.clauses.map(({ text }) => text)).toEqual(["初中毕业", "操作工"]);
    expect(document.courses.map(({ key, name, hours, term, competences }) => [key, name, hours, term, competences])).toEqual([
      ["k1", "k1", 96, 2, ["measuring"]],
      ["course-2", "我的课", 64, 1, ["turning"]],
      ["course-1", "他们的课", 64, 1, ["turning"]],
    ]); // prettier-ignore
  });

  test("what both changed is mine, and theirs is told", () => {
    const theirs = { ...WAS, clauses: clause("aims", "他们写的"), courses: [course("k2")], passMark: 70 };
    const mine = { ...WAS, clauses: clause("aims", "我写的"), courses: [course("k1", { hours: 80 }), course("k2")], passMark: 65 }; // prettier-ignore
    const { document, clashes } = mergePlans(WAS, theirs, mine);
    expect(document).toEqual(mine);
    expect(clashes).toEqual([
      { line: "", name: "", field: "passMark", theirs: 70 },
      { line: "clause-aims", name: "培养目标", field: "text", theirs: "他们写的" },
      { line: "course-k1", name: "k1", field: null, theirs: null },
    ]);
  });

  test("a competence that goes leaves no course behind, a new one of each side is its own", () => {
    const theirs = { ...WAS, competences: [{ key: "measuring", name: "测量", posts: [] }, { key: "competence-1", name: "焊接", posts: [] }], courses: [course("k1", { competences: [] }), course("k2", { competences: [] })] }; // prettier-ignore
    const mine = { ...WAS, competences: [...WAS.competences, { key: "competence-1", name: "编程", posts: [] }], courses: [course("k1", { competences: ["turning", "competence-1"] }), course("k2"), course("k3")] }; // prettier-ignore
    const { document, clashes } = mergePlans(WAS, theirs, mine);
    expect(clashes).toEqual([]);
    expect(document.competences.map(({ key, name }) => [key, name])).toEqual([["measuring", "测量"], ["competence-2", "编程"], ["competence-1", "焊接"]]); // prettier-ignore
    expect(document.courses.map(({ competences }) => competences)).toEqual([["competence-2"], [], []]);
  });

  test("rows without keys are merged as what was added and what was taken out", () => {
    const key = (row: { name: string }) => JSON.stringify(row);
    const rows = (...names: string[]) => names.map((name) => ({ name }));
    expect(mergeRows(rows("a", "b"), rows("b", "c"), rows("a", "b", "d"), key)).toEqual(rows("b", "d", "c"));
  });
});
