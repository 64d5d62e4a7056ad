import { expect, test } from "vitest";
import { placementLines, reasonLines, unlawfulLines } from "../placement/index.ts";
import { drawPlacement, placed, type DrawnPlacement } from "../placement/testing/index.ts";
import { Random } from "../sample/random.ts";
import { verifyPlacement, type PublishedRows } from "./index.ts";

const rowsOf = (lines: readonly string[]): Record<string, string>[] => {
  const [head, ...rest] = lines.map((line) => line.trimEnd().split(","));
  return rest.map((cells) => Object.fromEntries(head!.map((name, k) => [name, cells[k]!])));
};

function published(given: DrawnPlacement): PublishedRows & { placement: Record<string, string>[]; unlawful: Record<string, string>[]; reasons: string[] } {
  const result = placed(given);
  return {
    placement: rowsOf([...placementLines(result)]),
    unlawful: rowsOf([...unlawfulLines(result)]),
    reasons: [...reasonLines(result)].map((line) => line.trimEnd()),
  };
} // prettier-ignore

const sizes = { students: 14, posts: 6 };

test("finds nothing in what the engine made", () => {
  for (let seed = 1; seed <= 1500; seed++) {
    const given = drawPlacement(seed, sizes);
    expect(verifyPlacement(given, published(given)), `seed ${seed}`).toEqual([]);
  }
});

test("finds every change of who is placed where", () => {
  let changed = 0;
  for (let seed = 1; seed <= 2400; seed++) {
    const given = drawPlacement(seed, sizes);
    const random = new Random(seed);
    const result = published(given);
    if (result.placement.length < 2) continue;
    const [i, j] = [random.below(result.placement.length), random.below(result.placement.length)];
    const [a, b] = [result.placement[i]!, result.placement[j]!];
    const kind = seed % 4;
    if (kind === 0) [a["post_id"], b["post_id"]] = [b["post_id"]!, a["post_id"]!];
    if (kind === 1) a["post_id"] = given.posts[random.below(given.posts.length)]!["post_id"]!;
    if (kind === 2) result.placement.splice(i, 1);
    if (kind === 3) result.placement.push({ ...a });
    if (JSON.stringify(result.placement) === JSON.stringify(published(given).placement)) continue;
    changed++;
    expect(verifyPlacement(given, result), `seed ${seed}`).not.toEqual([]);
  }
  expect(changed).toBeGreaterThan(300);
});

test("finds a stable result that is not the best for the students", () => {
  const like = { enterprise_id: "e", capacity: "1", staff_like: "9", monthly_pay: "1", like_pay: "1", starts_on: "2026-09-01" };
  const person = { birth_date: "2008-01-01", year_of_study: "3", programme_code: "460104" };
  const list = (side: string, id: string, ...others: string[]) => others.map((other_id, k) => ({ side, id, rank: String(k + 1), other_id }));
  const given: DrawnPlacement = {
    rules: {},
    students: [{ student_id: "a", ...person }, { student_id: "b", ...person }],
    enterprises: [{ enterprise_id: "e", staff: "90" }],
    posts: [{ post_id: "j", ...like }, { post_id: "k", ...like }],
    preferences: [...list("student", "a", "j", "k"), ...list("student", "b", "k", "j"), ...list("post", "j", "b", "a"), ...list("post", "k", "a", "b")],
  };
  const result = published(given);
  expect(result.placement).toEqual([{ student_id: "a", post_id: "j" }, { student_id: "b", post_id: "k" }]);
  const posts = [{ student_id: "a", post_id: "k" }, { student_id: "b", post_id: "j" }];
  expect(verifyPlacement(given, { ...result, placement: posts, reasons: null }).map(({ rule }) => rule)).toEqual(["best", "best"]);
}); // prettier-ignore

test("finds another cap, another law, another reason", () => {
  let found = 0;
  for (let seed = 1; seed <= 300; seed++) {
    const given = drawPlacement(seed, sizes);
    const result = published(given);
    const tighter = { ...given, rules: { ...given.rules, enterpriseShare: 0.05 } };
    if (JSON.stringify(published(tighter).placement) !== JSON.stringify(result.placement)) {
      found++;
      expect(verifyPlacement(tighter, result), `seed ${seed}`).not.toEqual([]);
    }
    const older = { ...given, rules: { ...given.rules, minAge: 17 } };
    if (published(older).unlawful.length !== result.unlawful.length)
      expect(verifyPlacement(older, result), `seed ${seed}`).not.toEqual([]);
    const line = result.reasons.findIndex((text) => text.includes('"full"'));
    if (line >= 0) {
      const reasons = result.reasons.with(line, result.reasons[line]!.replace(/"rank":\d+/, '"rank":99'));
      expect(verifyPlacement(given, { ...result, reasons }).map(({ rule }) => rule)).toEqual(["reasons"]);
    }
  }
  expect(found).toBeGreaterThan(30);
});
