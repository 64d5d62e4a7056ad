import { describe, expect, test } from "vitest";
import { allocateNaively, type CandidateRow, type Instance, type PlanRow, type PreferenceRow, type World } from "./testing/naive.ts"; // prettier-ignore
import { drawInstance } from "./testing/draw.ts";
import { inputFiles, judge, resultFiles } from "./testing/files.ts";
import { MUTATIONS } from "./testing/mutate.ts";
import { Random } from "../sample/random.ts";

describe("a correct result", () => {
  test("passes, on 300 small instances with every feature", () => {
    for (let seed = 1; seed <= 300; seed++) {
      const instance = drawInstance(seed);
      const inputs = inputFiles(instance);
      const findings = judge(inputs, resultFiles(allocateNaively(instance), inputs), 1 + (seed % 3));
      expect(findings.told, `seed ${seed}`).toEqual([]);
    }
  });
});

describe("a wrong result is caught and named by its rule", () => {
  for (const [name, mutate] of Object.entries(MUTATIONS))
    test(name, () => {
      let caught = 0;
      for (let seed = 1; seed <= 2000 && caught < 25; seed++) {
        const instance = drawInstance(seed);
        const inputs = inputFiles(instance);
        const world = allocateNaively(instance);
        const right = resultFiles(world, inputs);
        const mutated = mutate(world, right, new Random(seed));
        if (!mutated) continue;
        const { files, rules, candidate } = mutated;
        const same = (["allocation", "cutoffs", "reasons", "report"] as const).every(
          (k) => files[k] === right[k],
        );
        const findings = judge(inputs, files);
        if (same) {
          expect(findings.told, `seed ${seed} is correct by chance`).toEqual([]);
          continue;
        }
        const told = findings.told.filter((b) => rules.includes(b.rule));
        expect(
          told.map((b) => b.rule),
          `seed ${seed}: ${JSON.stringify(findings.told)}`,
        ).not.toEqual([]);
        if (candidate)
          expect(
            told.map((b) => b.candidate),
            `seed ${seed}`,
          ).toContain(candidate);
        caught++;
      }
      expect(caught).toBeGreaterThan(5);
    });
});

describe("what only one of many wrong results shows", () => {
  const person = (id: string, culture: string, skill: string): CandidateRow => ({ id, category: "it", scores: { culture, skill, english: "0" }, quotas: [] }); // prettier-ignore
  const unit = (id: string, capacity: number, ranking = ""): PlanRow => ({ unit: id, category: "it", batch: "college", capacity, school: "s", least: "", quota: "", ranking }); // prettier-ignore
  const wish = (id: string, no: number, to: string): PreferenceRow => ({ id, batch: "college", round: 1, no, unit: to, consent: false }); // prettier-ignore
  const judged = (instance: Instance, change: (world: World) => void) => {
    const world = allocateNaively(instance);
    change(world);
    return judge(inputFiles(instance), resultFiles(world));
  };

  test("a stable result that is best for the units, not for the candidates", () => {
    const instance: Instance = {
      rules: {
        engine: "matching",
        score: { culture: 1 },
        batches: [{ id: "college" }],
        rankings: { skilled: { score: { skill: 1 }, ties: [] } },
      },
      plans: [unit("x", 1), unit("y", 1, "skilled")],
      candidates: [person("a", "1", "2"), person("b", "2", "1")],
      preferences: [wish("a", 1, "x"), wish("a", 2, "y"), wish("b", 1, "y"), wish("b", 2, "x")],
    };
    expect(judged(instance, () => undefined).told).toEqual([]);
    const findings = judged(instance, (world) => {
      const seat = { quota: "", no: 2, batch: "college", round: 1, by: "choice" as const };
      world.admitted.set("a", { ...seat, unit: "y" });
      world.admitted.set("b", { ...seat, unit: "x" });
    });
    const seats = findings.told.filter((b) => b.rule !== "reasons" && b.rule !== "figures");
    expect(seats.map((b) => [b.rule, b.candidate, b.unit])).toEqual([["best", "a", "x"], ["best", "b", "y"]]); // prettier-ignore
  });

  test("one of two equals is cut off where all are to be taken, or the last place is drawn otherwise", () => {
    const instance: Instance = {
      rules: {
        engine: "parallel",
        score: { culture: 1 },
        batches: [{ id: "college" }],
        lastPlaceTies: "all",
      },
      plans: [unit("x", 1)],
      candidates: [person("a", "2", "1"), person("b", "2", "1"), person("c", "1", "1")],
      preferences: [wish("a", 1, "x"), wish("b", 1, "x"), wish("c", 1, "x")],
    };
    const cut = judged(instance, (world) => world.admitted.delete("b"));
    expect(cut.told[0]).toMatchObject({ rule: "ties", candidate: "b", unit: "x" });
    const over = judged(instance, (world) => world.admitted.set("c", world.admitted.get("a")!));
    expect(over.told[0]).toMatchObject({ rule: "capacity", unit: "x" });
    const drawn: Instance = {
      ...instance,
      rules: { ...instance.rules, lastPlaceTies: "draw", seed: "2026" },
    };
    const other = judged(drawn, (world) => {
      const [winner] = world.admitted.keys();
      const seat = world.admitted.get(winner!)!;
      world.admitted.delete(winner!);
      world.admitted.set(winner === "a" ? "b" : "a", seat);
    });
    expect(other.told[0]).toMatchObject({ rule: "ties", unit: "x" });
    expect(other.told[0]!.words.zh).toContain("批次 college 第 1 轮");
    expect(other.told[0]!.words.en).toContain("did not take him");
  });
});

describe("reading", () => {
  const instance = drawInstance(12);
  const inputs = inputFiles(instance);
  const right = resultFiles(allocateNaively(instance), inputs);

  test("marks, quotes and line ends change nothing but the hashes", () => {
    const quoted = (text: string) =>
      text.split("\n").map((line) => line && line.split(",").map((cell) => `"${cell}"`).join()).join("\r\n"); // prettier-ignore
    const other = { ...inputs, plans: `\ufeff${quoted(inputs.plans)}`, candidates: quoted(inputs.candidates), preferences: `\ufeff${quoted(inputs.preferences)}` }; // prettier-ignore
    const findings = judge(other, right, 2);
    expect(findings.told.filter((b) => b.rule !== "report")).toEqual([]);
  });

  test("the keys of the rules in the report may stand in another order", () => {
    const report = JSON.parse(right.report) as { rules: object };
    report.rules = Object.fromEntries(Object.entries(report.rules).reverse());
    expect(judge(inputs, { ...right, report: JSON.stringify(report) }).told).toEqual([]);
  });

  test("input that cannot be read is told with its place", () => {
    const bad = (name: keyof typeof inputs, change: (text: string) => string) => () =>
      judge({ ...inputs, [name]: change(inputs[name]) }, right);
    const again = (text: string) => text + text.split("\n")[1]! + "\n";
    expect(bad("candidates", again)).toThrow(/candidates.csv:\d+ candidate_id.*重复/);
    expect(bad("plans", again)).toThrow(/plans.csv:\d+ quota.*重复/);
    expect(bad("preferences", again)).toThrow(/志愿序号 \d+ 重复/);
    expect(bad("preferences", (text) => `${text}nobody,${instance.rules.batches[0]!.id},1,1,u0,\n`)).toThrow(/没有这名考生/); // prettier-ignore
    expect(bad("preferences", (text) => text.replace("unit_id", "school"))).toThrow(/缺少列 unit_id/);
    // a line break within quotes, which the page does not allow
    const broken = (text: string) => `${text}"a\nb",${text.split("\n")[1]!.split(",").slice(1).join()}\n`;
    expect(bad("preferences", broken)).toThrow(/preferences.csv:\d+ .*引号没有在同一行内结束/);
    expect(bad("candidates", broken)).toThrow(/candidates.csv:\d+ .*引号没有在同一行内结束/);
    expect(bad("plans", broken)).toThrow(/plans.csv:\d+ .*引号没有在同一行内结束/);
    expect(bad("rules", (text) => text.replace('"engine"', '"motor"'))).toThrow(/rules.json.*motor/);
  });
});
