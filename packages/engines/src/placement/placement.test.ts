import { describe, expect, test } from "vitest";
import { placementFaultSentence, checkPlacementRules, placementLines, reasonLines, unlawfulLines, answers, ageOn } from "./index.ts"; // prettier-ignore
import {
  byDefinition,
  drawPlacement,
  isLawful,
  placed,
  read,
  shuffled,
  type DrawnPlacement,
} from "./testing/index.ts";
import type { TextRow } from "./types.ts";

const pairsOf = (given: DrawnPlacement): Map<string, string> =>
  new Map(
    [...answers(placed(given))].flatMap(({ student_id, placed: to }) =>
      to ? [[student_id, to.post_id]] : [],
    ),
  );

describe("the matching", () => {
  test("is the stable one that is best for the students, whatever the caps", () => {
    let full = 0;
    for (let seed = 1; seed <= 3000; seed++) {
      const given = drawPlacement(seed);
      expect(pairsOf(given), `seed ${seed}`).toEqual(byDefinition(given));
      full += [...answers(placed(given))].filter(({ preferences }) =>
        preferences.some((one) => one.outcome === "full" && one.cap !== "post"),
      ).length;
    }
    // caps above the posts decided often enough for the test to mean something
    expect(full).toBeGreaterThan(300);
  });

  test("gives nobody a reason to state other preferences than his own", () => {
    for (let seed = 1; seed <= 150; seed++) {
      const given = drawPlacement(seed, { students: 4, posts: 3 });
      const honest = pairsOf(given);
      for (const { student_id: s } of given.students) {
        const own = given.preferences.filter((row) => row["side"] === "student" && row["id"] === s);
        const rankOf = (post: string | undefined): number =>
          Number(own.find((row) => row["other_id"] === post)?.["rank"] ?? Infinity);
        for (const told of orders(own.map((row) => row["other_id"]!))) {
          const others = given.preferences.filter((row) => !own.includes(row));
          const lie = told.map((other_id, k) => ({ side: "student", id: s!, rank: String(k + 1), other_id }));
          const got = pairsOf({ ...given, preferences: [...others, ...lie] });
          expect(rankOf(honest.get(s!)), `seed ${seed}, ${s}: ${told.join()}`).toBeLessThanOrEqual(
            rankOf(got.get(s!)),
          );
        }
      }
    }
  });

  test("does not depend on the order of rows", () => {
    for (let seed = 1; seed <= 200; seed++) {
      const given = drawPlacement(seed, { students: 12, posts: 6 });
      const text = (of: DrawnPlacement): string => {
        const result = placed(of);
        return [...placementLines(result), ...unlawfulLines(result), ...reasonLines(result)].join("");
      };
      expect(text(shuffled(given, seed))).toBe(text(given));
    }
  });
});

describe("the law", () => {
  const student: TextRow = {
    student_id: "s",
    birth_date: "2010-09-01",
    year_of_study: "2",
    programme_code: "460104",
  };
  const post: TextRow = {
    post_id: "j",
    enterprise_id: "e",
    capacity: "9",
    staff_like: "45",
    monthly_pay: "3200",
    like_pay: "4000",
    starts_on: "2026-09-01",
    lowest_grade: "",
    night: "",
    hazardous: "",
    filing_no: "",
    programme_codes: "",
  };
  const enterprise: TextRow = { enterprise_id: "e", staff: "100" };
  const given = (s: TextRow, p: TextRow, rules = {}): DrawnPlacement => ({
    rules,
    students: [{ ...student, ...s }],
    enterprises: [enterprise],
    posts: [{ ...post, ...p }],
    preferences: [
      { side: "student", id: "s", rank: "1", other_id: "j" },
      { side: "post", id: "j", rank: "1", other_id: "s" },
    ],
  });
  const found = (s: TextRow, p: TextRow, rules = {}): string[] =>
    [...unlawfulLines(placed(given(s, p, rules)))].slice(1).map((line) => line.trim());

  test("each rule has a side on which a post or a pair passes, and one on which it does not", () => {
    // INT-02, age: sixteen on the day is enough, a day later is not; also by 29 February
    expect(found({}, {})).toEqual([]);
    expect(found({ birth_date: "2010-09-02" }, {})).toEqual(["j,s,INT-02,15,16"]);
    expect(ageOn("2012-02-29", "2028-02-28")).toBe(15);
    expect(ageOn("2012-02-29", "2029-03-01")).toBe(17);
    // INT-02, year of study
    expect(found({ year_of_study: "1" }, {})).toEqual(["j,s,INT-02,year 1,year 2"]);
    // INT-04, pay: 80 % to the fen, or the lowest grade
    expect(found({}, { monthly_pay: "3199.99" })).toEqual(["j,,INT-04,3199.99,3200.00"]);
    expect(found({}, { monthly_pay: "3199.99", lowest_grade: "3199.99" })).toEqual([]);
    expect(found({}, { monthly_pay: "3199.98", lowest_grade: "3199.99" })).toEqual([
      "j,,INT-04,3199.98,3199.99",
    ]);
    expect(found({}, { monthly_pay: "0" }, { payShare: 0 })).toEqual([]);
    // INT-02, INT-03: danger and night need a filing, and then one who is grown up
    expect(found({}, { hazardous: "1" })).toEqual(["j,,INT-02,hazardous,filing_no"]);
    expect(found({}, { night: "1" })).toEqual(["j,,INT-03,night,filing_no"]);
    expect(found({}, { night: "1", filing_no: "x" })).toEqual(["j,s,INT-17,16,18"]);
    expect(found({ birth_date: "2008-09-01" }, { night: "1", filing_no: "x" })).toEqual([]);
    // INT-07, programme: by class and by code
    expect(found({}, { programme_codes: "4601|52" })).toEqual([]);
    expect(found({}, { programme_codes: "4602|52" })).toEqual(["j,s,INT-07,460104,4602|52"]);
  });

  test("places nobody unlawfully, whatever is drawn", () => {
    for (let seed = 1; seed <= 500; seed++) {
      const drawn = drawPlacement(seed, { students: 20, posts: 8 });
      for (const [s, p] of pairsOf(drawn))
        expect(
          isLawful(
            drawn.students.find((row) => row["student_id"] === s)!,
            drawn.posts.find((row) => row["post_id"] === p)!,
          ),
        ).toBe(true);
    }
  });

  test("a tenth of the staff and a fifth of the like staff, rounded down; who is there already counts", () => {
    const crowd = (staff: string, like: string, rules = {}): number => {
      const students = Array.from({ length: 12 }, (_, i) => ({ ...student, student_id: `s${i}` }));
      const preferences = students.flatMap(({ student_id }, i) => [
        { side: "student", id: student_id, rank: "1", other_id: "j" },
        { side: "post", id: "j", rank: String(i + 1), other_id: student_id },
      ]);
      return pairsOf({
        rules,
        students,
        enterprises: [{ enterprise_id: "e", staff }],
        posts: [{ ...post, staff_like: like }],
        preferences,
      }).size;
    };
    expect(crowd("50", "100")).toBe(5);
    expect(crowd("49", "100")).toBe(4);
    expect(crowd("500", "15")).toBe(3);
    expect(crowd("500", "14")).toBe(2);
    expect(crowd("50", "100", { running: { e: 2, j: 1 } })).toBe(2);
    expect(crowd("9", "100")).toBe(0);
  });
});

describe("the answer to a student", () => {
  test("says which cap was full, what it took last and where he stood", () => {
    const students = ["a", "b", "c"].map((student_id) => ({
      student_id,
      birth_date: "2008-01-01",
      year_of_study: "3",
      programme_code: "460104",
    }));
    const posts = ["j", "k"].map((post_id) => ({
      post_id,
      enterprise_id: "e",
      capacity: "5",
      staff_like: "50",
      monthly_pay: "4000",
      like_pay: "4000",
      starts_on: "2026-09-01",
    }));
    const lists = { j: ["a", "b"], k: ["b", "a", "c"] };
    const preferences = [
      ...Object.entries(lists).flatMap(([id, others]) =>
        others.map((other_id, i) => ({ side: "post", id, rank: String(i + 1), other_id })),
      ),
      ...["a", "b", "c"].flatMap((id) =>
        ["j", "k"].map((other_id, i) => ({ side: "student", id, rank: String(10 * (i + 1)), other_id })),
      ),
    ];
    const [a, b, c] = [
      ...answers(
        placed({
          rules: {},
          students,
          enterprises: [{ enterprise_id: "e", staff: "20" }],
          posts,
          preferences,
        }),
      ),
    ];
    expect(a!.placed).toEqual({ post_id: "j", preference: 10 });
    expect(a!.preferences[1]!.outcome).toBe("not-needed");
    expect(b!.placed).toEqual({ post_id: "j", preference: 10 });
    expect(c).toEqual({
      student_id: "c",
      placed: null,
      preferences: [
        { preference: 10, post_id: "j", outcome: "not-listed" },
        {
          preference: 20,
          post_id: "k",
          outcome: "full",
          cap: "enterprise",
          of: "e",
          max: 2,
          last: 2,
          rank: 3,
        },
      ],
    });
  });
});

describe("bad input", () => {
  const sentences = (change: (given: DrawnPlacement) => void): string[] => {
    const given = structuredClone(drawPlacement(5));
    change(given);
    const rows = read(given);
    expect(rows.end()).toBeNull();
    return rows.faults.map((fault) => placementFaultSentence(fault, `${fault.table}.csv`));
  };
  const set = (rows: TextRow[], i: number, column: string, value: string): void =>
    void (rows[i] = { ...rows[i], [column]: value });

  test.each<[string, (given: DrawnPlacement) => void, RegExp]>([
    [
      "a student twice",
      (g) => void g.students.push(g.students[0]!),
      /students\.csv 第 \d+ 行 student_id “s0”：重复，已见于第 2 行/,
    ],
    ["no day", (g) => set(g.students, 0, "birth_date", "2010-02-30"), /第 2 行 birth_date “2010-02-30”/],
    ["no number", (g) => set(g.posts, 0, "capacity", "many"), /posts\.csv 第 2 行 capacity “many”/],
    [
      "an unknown enterprise",
      (g) => set(g.posts, 0, "enterprise_id", "zz"),
      /enterprise_id “zz”：没有这家企业/,
    ],
    [
      "an unknown post",
      (g) => void g.preferences.push({ side: "student", id: "s0", rank: "99", other_id: "zz" }),
      /other_id “zz”：没有这个岗位/,
    ],
    [
      "a rank twice",
      (g) => {
        g.preferences = ["j0", "j1"].map((other_id) => ({ side: "student", id: "s0", rank: "1", other_id }));
      },
      /第 3 行 rank “1”：重复，已见于第 2 行/,
    ],
    ["neither side", (g) => set(g.preferences, 0, "side", "both"), /side “both”：应为 student 或 post/],
  ])("%s is told with its line", (_, change, words) => {
    expect(sentences(change).join("\n")).toMatch(words);
  });

  test("rules: every fault by its path; caps that cross are named", () => {
    expect(
      checkPlacementRules({
        postShare: 2,
        cap: [],
        minAge: -1,
        parks: [],
        caps: [{ id: "", max: 1.5, posts: "j" }],
      }).faults.map(({ path }) => path),
    ).toEqual(["cap", "postShare", "minAge", "parks", "caps.0.id", "caps.0.max", "caps.0.posts"]);
    const given = drawPlacement(1, { students: 3, posts: 3 });
    const posts = ["a", "b", "c"].map((post_id) => ({ ...given.posts[0]!, post_id, enterprise_id: "e0" }));
    const rules = {
      caps: [
        { id: "x", max: 1, posts: ["a", "b"] },
        { id: "y", max: 1, posts: ["b", "c"] },
      ],
    };
    expect(() => placed({ ...given, rules, posts, preferences: [] })).toThrow("the caps y and x cross");
  });
});

/** All orders of all parts of a list. */
function orders(list: readonly string[]): string[][] {
  const found: string[][] = [[]];
  for (const first of list)
    for (const rest of orders(list.filter((one) => one !== first))) found.push([first, ...rest]);
  return found;
}
