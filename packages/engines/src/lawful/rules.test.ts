import { describe, expect, test } from "vitest";
import { checkRuleSet, columnsOf, findingsOf, findPreset, gate, PRESETS, verdictOf } from "./index.ts";
import type { PlacementInput, State } from "./index.ts";
import { one, placement, post, student } from "./testing/index.ts";

const NATIONAL = findPreset("national-2021")!;

function stateIn(input: PlacementInput, rule: string, ruleSet = NATIONAL): State {
  const result = gate(columnsOf(input), ruleSet);
  return findingsOf(result, input.placements.length - 1).find((finding) => finding.rule === rule)!.state;
}

/** So many further students of other schools at the same enterprise, in like posts or in others. */
function beside(changes: Parameters<typeof one>[0], others: number, like: boolean): PlacementInput {
  const base = one({ ...changes, post: { like: "turning", ...changes.post } });
  return {
    ...base,
    students: [...base.students, ...Array.from({ length: others }, (_, i) => student({ id: `s${i}` }))],
    posts: [...base.posts, post({ id: "q", like: like ? "turning" : "milling" })],
    placements: [
      ...Array.from({ length: others }, (_, i) =>
        placement({ id: `x${i}`, student: `s${i}`, post: "q", mentor: `m${i}` }),
      ),
      ...base.placements,
    ],
  };
}

interface Case {
  article: string;
  passing: PlacementInput;
  failing: PlacementInput;
  /** on the limit itself, or with the deciding fact missing */
  borderline: [PlacementInput, State];
}

const of = (
  article: string,
  passing: PlacementInput,
  failing: PlacementInput,
  borderline: PlacementInput,
  state: State = "passed",
): Case => ({ article, passing, failing, borderline: [borderline, state] });

/** A yes-or-no rule: its borderline is that nobody knows. */
const flag = (
  article: string,
  where: keyof Parameters<typeof one>[0],
  fact: string,
  wanted: boolean,
): Case =>
  of(article, one({ [where]: { [fact]: wanted } }), one({ [where]: { [fact]: !wanted } }), one({ [where]: { [fact]: null } }), "unknown"); // prettier-ignore

const START = "2026-03-01";
const ALL_FIELDS = placement().agreementFields!;
const CASES: Record<string, Case> = {
  "INT-01": flag("第二条", "enterprise", "registered", true),
  "INT-13.1": flag("INT-13", "enterprise", "dishonest", false),
  "INT-13.2": of("INT-13", one({}), one({ placement: { inspected: "2026-03-02" } }), one({ placement: { inspected: START } })),
  "INT-13.3": flag("INT-13", "placement", "decided", true),
  "INT-12": flag("INT-12", "placement", "imposed", false),
  "INT-15": of("第二条", one({ placement: { selfFound: true, schoolApproved: true } }), one({ placement: { selfFound: true, schoolApproved: false } }), one({ placement: { selfFound: false, schoolApproved: null } }), "outside"),
  "INT-02.1": of("第十六条（一）", one({ student: { year: 3 } }), one({ student: { year: 1 } }), one({ student: { year: 2 } })),
  "INT-02.2": of("第十六条（二）", one({}), one({ student: { birth: "2010-03-02" } }), one({ student: { birth: "2010-03-01" } })),
  "INT-02.3": of("第十六条（三）", one({ student: { birth: "2008-03-02" }, post: { hazards: [] } }), one({ student: { birth: "2008-03-02" }, post: { hazards: ["posture"] } }), one({ student: { birth: "2008-03-01" }, post: { hazards: ["posture"] } }), "outside"),
  "INT-02.4": of("第十六条（四）", one({ post: { hazards: ["posture"] } }), one({ post: { hazards: ["load"] } }), one({ student: { female: false }, post: { hazards: ["load"] } }), "outside"),
  "INT-02.5": of("第十六条（五）", one({}), one({ enterprise: { industries: ["C3611", "R9011"] } }), one({ enterprise: { industries: ["R"] } }), "unknown"),
  "INT-02.6": flag("第十六条（六）", "placement", "agent", false),
  "INT-02.7": of("第十六条（七）", one({ post: { labourLevel: 1 } }), one({ post: { labourLevel: 3 } }), one({ post: { labourLevel: 2 } })),
  "INT-17": of("第六十五条", one({ student: { birth: "2009-01-01" } }), one({ student: { birth: "2009-01-01", healthChecked: "2026-03-02" } }), one({ student: { birth: "2009-01-01", healthChecked: START } })),
  "TIXI-one-place": of("Tixi", one({}), twice("2026-08-31"), twice("2026-09-01")),
  "INT-03.1": of("第十七条", one({}), one({ post: { hazards: ["risk"] } }), one({ post: { hazards: null } }), "unknown"),
  "INT-03.2": flag("第十七条", "post", "holidayWork", false),
  "INT-03.3": flag("第十七条", "post", "overtime", false),
  "INT-03.4": flag("第十七条", "post", "night", false),
  "INT-03.5": of("第十七条", one({ post: { hoursDay: 6 } }), one({ post: { hoursDay: 8.5 } }), one({ post: { hoursDay: 8 } })),
  "INT-03.6": of("第十七条", one({ post: { hoursWeek: 30 } }), one({ post: { hoursWeek: 41 } }), one({ post: { hoursWeek: 40 } })),
  "INT-03.7": of("第三十八条", one({ post: { restDays: 2 } }), one({ post: { restDays: 0 } }), one({ post: { restDays: 1 } })),
  "INT-07.1": of("第五十条", one({}), one({ post: { programmes: ["610102"] } }), one({ post: { programmes: ["46"] } })),
  "INT-07.2": flag("INT-07", "post", "simpleOnly", false),
  "INT-05.1": of("INT-05", beside({}, 18, false), beside({}, 20, false), beside({}, 19, false)),
  "INT-05.2": of("INT-05", beside({}, 8, true), beside({}, 10, true), beside({}, 9, true)),
  "INT-06.1": of("INT-06", one({}), one({ placement: { to: "2026-08-30" } }), one({ placement: { to: "2026-08-31" } })),
  "INT-06.2": of("INT-06", one({}), one({ placement: { to: "2026-09-01" } }), one({ placement: { to: "2026-08-31" } })),
  "INT-04.1": of("第五十条", one({}), one({ placement: { pay: 0 } }), one({ placement: { pay: 1 } })),
  "INT-04.2": of("第十八条", one({}), one({ post: { lowestPay: 410_000 }, placement: { pay: 399_999 } }), one({ post: { lowestPay: 410_000 }, placement: { pay: 400_000 } })),
  "INT-04.3": of("第十八条", one({ placement: { payCycle: 0.5 } }), one({ placement: { payCycle: 3 } }), one({ placement: { payCycle: 1 } })),
  "INT-04.4": flag("第十八条", "placement", "paidInMoney", true),
  "INT-04.5": flag("第十八条", "placement", "paidToStudent", true),
  "INT-10.1": of("第四十二条", one({ placement: { fees: 0 } }), one({ placement: { fees: 1 } }), one({ placement: { fees: null } }), "unknown"),
  "INT-10.2": flag("INT-10", "placement", "guarantee", false),
  "INT-10.3": flag("INT-10", "placement", "papersHeld", false),
  "INT-11.1": of("第五十条", one({ placement: { insuredFrom: "2026-01-01", insuredTo: "2026-12-31" } }), one({ placement: { insuredTo: "2026-08-30" } }), one({ placement: { insuredTo: "2026-08-31" } })),
  "INT-11.2": flag("INT-11", "placement", "insuranceChargedToStudent", false),
  "INT-11.3": of("第九条", one({}), one({ placement: { accidentFrom: "2026-03-02" } }), one({ placement: { accidentFrom: null } }), "unknown"),
  "INT-08.1": of("INT-08", one({}), one({ placement: { signatures: ["school", "enterprise"] } }), one({ placement: { signatures: null } }), "unknown"),
  "INT-08.2": of("INT-08", one({}), one({ placement: { signed: "2026-03-02" } }), one({ placement: { signed: START } })),
  "INT-08.3": flag("INT-08", "placement", "officialTemplate", true),
  "INT-08.4": of("INT-08", one({}), one({ placement: { agreementFields: ALL_FIELDS.slice(1) } }), one({ placement: { agreementFields: null } }), "unknown"),
  "INT-08.5": of("第五十条", one({}), one({ placement: { mentor: "" } }), one({ placement: { mentor: null } }), "unknown"),
  "TIXI-mentor": of("Tixi", mentored(3), mentored(6), mentored(5)),
  "INT-09.1": flag("INT-09", "placement", "studentConsent", true),
  "INT-09.2": flag("INT-09", "placement", "guardianConsent", true),
  "INT-14": flag("INT-14", "placement", "ownAssessment", true),
  "INT-18": of("第三十条", one({ placement: { jointEnrolment: true, apprenticeAgreement: true } }), one({ placement: { jointEnrolment: true, apprenticeAgreement: false } }), one({ placement: { jointEnrolment: true, apprenticeAgreement: null } }), "unknown"),
}; // prettier-ignore

/** The student is elsewhere from a day on. */
function twice(from: string): PlacementInput {
  const base = one({});
  return { ...base, placements: [placement({ id: "y", from, to: "2027-01-31", mentor: "n" }), ...base.placements] }; // prettier-ignore
}

/** So many students with one mentor. */
function mentored(students: number): PlacementInput {
  const input = beside({}, students - 1, false);
  return { ...input, placements: input.placements.map((row) => ({ ...row, mentor: "m" })) };
}

describe("the national rules", () => {
  test("each of them has its cases", () => {
    expect(Object.keys(CASES).sort()).toEqual(NATIONAL.rules.map(({ id }) => id).sort());
  });

  test("the lawful placement of the builders is clear", () => {
    const result = gate(columnsOf(one({})), NATIONAL);
    expect(findingsOf(result, 0).filter(({ state }) => state !== "passed" && state !== "outside")).toEqual(
      [],
    );
    expect(verdictOf(result, 0)).toBe("clear");
  });

  test.each(NATIONAL.rules)("$id $name.zh", (rule) => {
    const { article, passing, failing, borderline } = CASES[rule.id]!;
    expect(rule.basis.article).toContain(article);
    expect(stateIn(passing, rule.id)).toBe("passed");
    expect(stateIn(failing, rule.id)).toBe(rule.kind === "block" ? "broken" : "warned");
    expect(stateIn(borderline[0], rule.id)).toBe(borderline[1]);
    // What nobody knows is never passed.
    const nothing: PlacementInput = {
      students: [{ id: "s" }],
      enterprises: [{ id: "e" }],
      posts: [{ id: "p", enterprise: "e" }],
      placements: [{ id: "x", student: "s", post: "p", from: START, to: "2026-08-31" }],
    };
    const known = ["TIXI-one-place", "INT-06.1", "INT-06.2"].includes(rule.id);
    expect(stateIn(nothing, rule.id)).toBe(known ? "passed" : "unknown");
  });

  test("only what may be passed by a filing or an approval is, and only if all of it is told", () => {
    const given = { reason: "理由", person: "王某", record: "备〔2026〕1号", on: "2026-02-25" };
    for (const rule of NATIONAL.rules) {
      const { failing } = CASES[rule.id]!;
      const last = failing.placements.at(-1)!;
      const withException = (changes: Partial<typeof given>): PlacementInput => ({
        ...failing,
        placements: [
          ...failing.placements.slice(0, -1),
          { ...last, exceptions: [{ ...given, ...changes, rule: rule.id }] },
        ],
      });
      const fails: State = rule.kind === "block" ? "broken" : "warned";
      expect(stateIn(withException({}), rule.id)).toBe(rule.exemption === "none" ? fails : "excepted");
      for (const missing of ["reason", "person", "record", "on"])
        expect(stateIn(withException({ [missing]: " " }), rule.id)).toBe(fails);
      // A filing is made beforehand; a reason may be given later.
      const late = rule.exemption === "approval" ? "excepted" : fails;
      expect(stateIn(withException({ on: "2026-03-02" }), rule.id)).toBe(late);
    }
  });

  test("the alternative of the lowest grade is enough, and who only helps is not meant", () => {
    const low = { pay: 390_000 };
    expect(stateIn(one({ placement: low }), "INT-04.2")).toBe("warned");
    expect(stateIn(one({ placement: low, post: { lowestPay: 390_000 } }), "INT-04.2")).toBe("passed");
    expect(stateIn(one({ placement: { ...low, independent: false } }), "INT-04.2")).toBe("outside");
    expect(stateIn(one({ placement: low, post: { lowestPay: null } }), "INT-04.2")).toBe("unknown");
  });

  test("a visit (认识实习) is not held to the rules of posts, but to those of units, agents and fees", () => {
    const visit = { onPost: false, pay: 0, guardianConsent: null, agent: true };
    const states = Object.fromEntries(findingsOf(gate(columnsOf(one({ student: { year: 1 }, placement: visit })), NATIONAL), 0).map(({ rule, state }) => [rule, state])); // prettier-ignore
    expect(states["INT-02.1"]).toBe("outside");
    expect(states["INT-04.1"]).toBe("outside");
    expect(states["INT-09.2"]).toBe("outside");
    expect(states["INT-02.6"]).toBe("broken");
    expect(states["INT-01"]).toBe("passed");
  });
});

describe("presets", () => {
  test.each(PRESETS)("$key is valid", (preset) => {
    expect(checkRuleSet(preset)).toEqual([]);
    expect(checkRuleSet(JSON.parse(JSON.stringify(preset)))).toEqual([]);
  });

  test("Shaanxi knows no filing across categories, Ningbo asks for accident insurance", () => {
    const filed = { rule: "INT-07.1", reason: "理由", person: "王某", record: "1", on: "2026-02-01" };
    const across = one({ post: { programmes: ["61"] }, placement: { exceptions: [filed] } });
    expect(stateIn(across, "INT-07.1")).toBe("excepted");
    expect(stateIn(across, "INT-07.1", findPreset("shaanxi-2022"))).toBe("broken");
    const bare = one({ placement: { accidentTo: "2026-08-30" } });
    expect(stateIn(bare, "INT-11.3")).toBe("warned");
    expect(stateIn(bare, "INT-11.3", findPreset("ningbo-2020"))).toBe("broken");
  });

  test("a rule set from outside is checked to its last condition", () => {
    const set = {
      ...NATIONAL,
      trust: "hearsay",
      rules: [
        {
          ...NATIONAL.rules[0],
          holds: {
            all: [
              { fact: "agee", op: ">=", value: 16 },
              { set: "hazards", none: ["fire"] },
            ],
          },
        },
        { ...NATIONAL.rules[1], kind: "warn", exemption: "none", when: { industries: ["9011"] } },
        {
          ...NATIONAL.rules[1],
          holds: { any: [{ fact: "peak", op: "=<", parts: [0, 100], of: "onPost" }] },
        },
      ],
    };
    expect(checkRuleSet(set).map(({ path }) => path)).toEqual([
      "trust",
      "rules[0].holds.all[0].fact",
      "rules[0].holds.all[1].none[0]",
      "rules[1].exemption",
      "rules[1].when.industries",
      "rules[2].id",
      "rules[2].holds.any[0].op",
      "rules[2].holds.any[0].parts",
      "rules[2].holds.any[0].of",
    ]);
  });
});
