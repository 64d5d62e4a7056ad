import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCoder, loadCoder, loadLexicon, MOST_CANDIDATES, Ranking, type CodingInput } from "./index.ts";

const coder = loadCoder();
const chosen = (posting: CodingInput) => coder.code(posting).chosen?.code ?? null;

/** Words that titles and descriptions are made of, so that random postings meet the lexicon. */
const WORDS = [
  ..."销售 工程师 急聘 五险一金 （双休） 普工/包装工 Java C++ 电工 主管 护士 助理 北京 8000-12000 数控 、 \n 😀 　".split(
    " ",
  ),
  ..."负责 客户 维护 设备 检修 教学 研发 质量 仓库 ； ， 1、".split(" "),
];
const text = fc.oneof(
  fc.array(fc.constantFrom(...WORDS), { maxLength: 40 }).map((words) => words.join("")),
  fc.string({ unit: "binary", maxLength: 400 }),
);
const posting = fc.record({ title: text, description: text, company: text, industry: text, education: text });

describe("titles as they are posted", () => {
  it.each([
    ["数控车工（包吃住，月薪7000+）", "6-18-01-01"],
    ["急聘 电焊工 5名", "6-18-02-04"],
    ["叉车司机-夜班", "6-30-05-01"],
    ["外卖骑手", "4-10-08-01"],
    ["养老院护理员", "4-10-01-05"],
    ["酒店前台接待", "4-03-01-01"],
    ["幼儿园主班老师", "2-08-03-00"],
    ["财务会计", "2-06-03-00"],
    ["网页平面设计师", "2-09-06-01"],
    ["高速收费员", "4-02-02-06"],
    ["光伏电站运维工程师", "6-28-01-10"],
    ["直播运营助理", "4-01-06-02"],
    ["ＵＩ設计师 / 平面设计", "2-09-06-01"],
    ["电 梯 维 保 工", "6-29-03-03"],
  ])("%s", (title, code) => {
    expect(chosen({ title })).toBe(code);
  });

  it("puts the head of the title before what stands in front of it", () => {
    expect(chosen({ title: "汽车销售" })).toBe("4-01-02-01");
    expect(chosen({ title: "汽车维修工" })).toBe("4-12-01-01");
    expect(chosen({ title: "销售会计" })).toBe("2-06-03-00");
  });

  it("isn't moved by benefits, pay, places and head counts", () => {
    const bare = coder.code({ title: "仓库管理员" }).chosen;
    const loud = coder.code({ title: "【急招】杭州仓库管理员（五险一金）6-8K 3名" }).chosen;
    expect(loud?.code).toBe(bare?.code);
  });

  it("lets the description decide where the title says little", () => {
    const title = "技术员";
    const software = coder.code({ title, description: "负责 Java 后端开发，数据库设计，接口编程" });
    const animals = coder.code({ title, description: "负责猪场生猪饲养管理、配种、防疫" });
    expect(software.candidates[0]?.code).not.toBe(animals.candidates[0]?.code);
  });

  it("abstains where nothing is said", () => {
    for (const title of ["", "诚聘", "？？？", "五险一金+双休", "急招"]) expect(chosen({ title })).toBeNull();
  });
});

describe("the whole answer", () => {
  it("quotes the words it rests on, as they stand in the posting", () => {
    const given = { title: "高级Ｊａｖａ开发工程师", description: "负责后端开发" };
    const { evidence } = coder.code(given);
    expect(evidence.length).toBeGreaterThan(0);
    for (const { field, text } of evidence) expect(given[field as "title"]).toContain(text);
  });

  it("names programmes that lead to the chosen occupation, strongest first", () => {
    const { chosen, programmes } = coder.code({ title: "护士" });
    expect(chosen?.code).toMatch(/^2-05-08/);
    expect(programmes.length).toBeGreaterThan(0);
    const weights = programmes.map(({ weight }) => weight);
    expect(weights).toEqual([...weights].sort((a, b) => b - a));
  });
});

describe("reviewed synonyms", () => {
  it("override the lexicon, change the version, and nothing else", () => {
    const taught = createCoder(loadLexicon(), [{ alias: "飞天小匠", codes: ["6-29-01-05"] }]);
    expect(chosen({ title: "飞天小匠" })).not.toBe("6-29-01-05");
    expect(taught.code({ title: "飞天小匠" }).chosen?.code).toBe("6-29-01-05");
    expect(taught.version).not.toBe(coder.version);
    expect(taught.code({ title: "电焊工" }).candidates).toEqual(coder.code({ title: "电焊工" }).candidates);
  });

  it("give one version whatever their order, and are ignored with codes that don't exist", () => {
    const a = { alias: "甲工", codes: ["6-18-01-01"] };
    const b = { alias: "乙工", codes: ["6-18-01-02"] };
    expect(createCoder(loadLexicon(), [a, b]).version).toBe(createCoder(loadLexicon(), [b, a]).version);
    const unknown = createCoder(loadLexicon(), [{ alias: "丙工", codes: ["9-99-99-99"] }]);
    expect(unknown.code({ title: "丙工" })).toEqual(coder.code({ title: "丙工" }));
  });
});

describe("for every posting", () => {
  it("answers at most five different occupations with falling confidence between 0 and 1", () => {
    fc.assert(
      fc.property(posting, (given) => {
        const { chosen, candidates } = coder.code(given);
        expect(candidates.length).toBeLessThanOrEqual(MOST_CANDIDATES);
        expect(new Set(candidates.map(({ code }) => code)).size).toBe(candidates.length);
        let before = 1;
        for (const { confidence } of candidates) {
          expect(confidence).toBeGreaterThanOrEqual(0);
          expect(confidence).toBeLessThanOrEqual(before);
          before = confidence;
        }
        if (chosen) expect(chosen).toEqual(candidates[0]);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("answers the same whatever came before it", () => {
    fc.assert(
      fc.property(posting, posting, (one, other) => {
        const alone = createdOnce.code(one);
        createdOnce.code(other);
        expect(createdOnce.code(one)).toEqual(alone);
      }),
      { seed: 2, numRuns: 200 },
    );
  });

  it("codeInto says in numbers what code says in words", () => {
    const into = new Ranking();
    fc.assert(
      fc.property(posting, (given) => {
        const { chosen, candidates } = coder.code(given);
        coder.codeInto(given, into);
        expect(into.count).toBe(candidates.length);
        expect(into.chosen).toBe(chosen !== null);
        candidates.forEach(({ code, confidence }, k) => {
          expect(coder.occupations[into.occupation[k]!]).toBe(code);
          expect(into.confidence[k]).toBeCloseTo(confidence, 3);
        });
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it("quotes evidence that stands in the field it names", () => {
    fc.assert(
      fc.property(posting, (given) => {
        const { evidence } = coder.code(given);
        for (const { field, text } of evidence) expect(given[field]).toContain(text);
      }),
      { seed: 4, numRuns: 200 },
    );
  });
});

const createdOnce = loadCoder();
