import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  clusterVacancies,
  employerKey,
  signature,
  SIGNATURE_BYTES,
  textResemblance,
  titleCore,
  titleResemblance,
  type DedupeColumns,
} from "./index.ts";
import { columnsOf, pairScores, plant, randomOf, type PlantedPosting } from "./testing/index.ts";

const sign = (title: string, description: string): Uint8Array => {
  const out = new Uint8Array(SIGNATURE_BYTES);
  signature(title, description, out, 0);
  return out;
};

const LONG = plant(1, 7)[0]!.description;

function posting(change: Partial<PlantedPosting>): PlantedPosting {
  return {
    title: "维修电工",
    description: LONG,
    company: "示例机械有限公司",
    city: 1,
    day: 20_000,
    headcount: 2,
    vacancy: 0,
    ...change,
  };
}

describe("employerKey", () => {
  it.each([
    ["武汉示例文化传媒有限公司", "武汉示例文化传媒 有限责任公司（急招）"],
    ["华润（武汉）电力有限公司", "华润(武汉)电力 有限公司"],
    ["示例人寿保险股份有限公司", "示例人寿保险股份有限公司武汉分公司"],
    ["Example Technology Co., Ltd.", "EXAMPLE TECHNOLOGY Co Limited"],
    ["ＡＢＣ科技有限公司", "abc科技"],
    ["示例科技有限公司-招聘部", "示例科技股份有限公司"],
  ])("%s is %s", (a, b) => expect(employerKey(a)).toBe(employerKey(b)));

  it.each([
    ["示例科技有限公司", "示例机械有限公司"],
    ["武汉示例科技有限公司", "宜昌示例科技有限公司"],
    ["示例集团", "示例商贸"],
  ])("%s is not %s", (a, b) => expect(employerKey(a)).not.toBe(employerKey(b)));

  it.each(["", "某公司", "某知名互联网公司", "武汉某餐饮公司", "保密", "公司保密", "个人", "-"])(
    "%j names nobody",
    (name) => expect(employerKey(name)).toBe(""),
  );

  it("is the credit code where there is a valid one", () => {
    expect(employerKey("示例科技有限公司", "91420100MA4K2X0Y1P")).toBe(employerKey("示例科技有限公司"));
    expect(employerKey("中国石油化工集团有限公司", " 911100001011190890 ".trim())).not.toBe("");
  });

  it("changes nothing when it is applied twice to a Chinese name", () => {
    const name = fc.string({
      unit: fc.constantFrom("示", "例", "科", "技", "有", "限", "公", "司", "（", "）", "A", " "),
      maxLength: 12,
    });
    fc.assert(
      fc.property(name, (text) => {
        const key = employerKey(text);
        expect(key).toBe(key.normalize("NFKC").toLowerCase().replace(/\s/g, ""));
      }),
      { seed: 5 },
    );
  });
});

describe("titleCore", () => {
  it.each([
    ["【急聘】维修电工（双休+五险一金）", "维修电工"],
    ["A2司机 10名", "a2司机"],
    ["高薪诚聘Java工程师(15k-20k)", "java工程师"],
    ["C++ 开发", "c++开发"],
    ["教师（语文）", "教师语文"],
    ["招聘", "招聘"],
  ])("%s → %s", (title, core) => expect(titleCore(title)).toBe(core));
});

describe("signature", () => {
  it("does not see spaces, signs, width, case and numbers", () => {
    expect(sign("【急聘】维修电工3名", "1、负责ＰＬＣ调试， 月薪8000；")).toEqual(
      sign("维修电工", "负责plc调试 月薪6000"),
    );
  });

  it("estimates the Jaccard similarity of descriptions and titles within its error", () => {
    const random = randomOf(3);
    let sum = 0;
    let square = 0;
    const tries = 200;
    for (let t = 0; t < tries; t++) {
      const [a, b] = [0, 1].map(() => plant(1, Math.floor(random() * 1e9))[0]!.description);
      const mixed = a! + b!.slice(0, Math.floor(random() * b!.length));
      const error = textResemblance(sign("x", a!), 0, sign("x", mixed), 0) - jaccard(a!, mixed);
      sum += error;
      square += error * error;
    }
    expect(Math.abs(sum / tries)).toBeLessThan(0.03);
    expect(Math.sqrt(square / tries)).toBeLessThan(0.1);
    expect(titleResemblance(sign("维修电工", ""), 0, sign("维修电工", ""), 0)).toBe(1);
    expect(titleResemblance(sign("维修电工", ""), 0, sign("会计", ""), 0)).toBeLessThan(0.4);
  });

  it("writes its 32 bytes and no others", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (title, text) => {
        const out = new Uint8Array(96).fill(170);
        signature(title, text, out, 32);
        expect(out.slice(32, 64)).toEqual(sign(title, text));
        expect(out.slice(0, 32).every((b) => b === 170) && out.slice(64).every((b) => b === 170)).toBe(true);
      }),
      { seed: 9 },
    );
  });
});

describe("clusterVacancies", () => {
  const same = (...postings: PlantedPosting[]): boolean => {
    const { count } = clusterVacancies(columnsOf(postings));
    return count === 1;
  };

  it("puts copies with other days, head counts, noise and employers' names together", () => {
    expect(
      same(
        posting({}),
        posting({ title: "急聘维修电工（包吃住）5名", day: 20_050, headcount: 5 }),
        posting({ company: "示例机械有限责任公司（直招）", description: LONG.replaceAll("。", " ") }),
      ),
    ).toBe(true);
  });

  it("keeps the latest head count that is stated, and both ends of the time", () => {
    const vacancies = clusterVacancies(
      columnsOf([
        posting({ day: 20_030, headcount: 0 }),
        posting({ day: 20_020, headcount: 4 }),
        posting({ day: 20_010, headcount: 9 }),
        posting({ day: -1, headcount: 65_535 }),
      ]),
    );
    expect(vacancies).toMatchObject({ count: 1 });
    expect([
      vacancies.headcount[0],
      vacancies.firstDay[0],
      vacancies.lastDay[0],
      vacancies.latest[0],
    ]).toEqual([4, 20_010, 20_030, 0]);
  });

  it("finds a cut copy again", () => {
    expect(same(posting({}), posting({ description: LONG.slice(0, Math.floor(LONG.length * 0.45)) }))).toBe(
      true,
    );
  });

  it("keeps other posts, employers and cities apart, however alike the texts are", () => {
    expect(same(posting({}), posting({ title: "会计" }))).toBe(false);
    expect(same(posting({}), posting({ company: "另一机械有限公司" }))).toBe(false);
    expect(same(posting({}), posting({ city: 2 }))).toBe(false);
    expect(same(posting({ title: "初级焊工" }), posting({ title: "高级焊工" }))).toBe(false);
  });

  it("keeps the same title with other duties apart", () => {
    expect(same(posting({}), posting({ description: plant(30, 99).at(-1)!.description }))).toBe(false);
  });

  it("is careful where no employer is named", () => {
    expect(
      same(posting({ company: "某公司", description: "" }), posting({ company: "保密", description: "" })),
    ).toBe(false);
    expect(same(posting({ company: "某公司" }), posting({ company: "保密", day: 20_100 }))).toBe(true);
  });

  it("lets a posting without a description join the vacancy of its title", () => {
    expect(same(posting({}), posting({ description: "" }), posting({ description: "包吃住" }))).toBe(true);
  });

  it("reaches the stated precision and recall on planted duplicates", () => {
    const postings = plant(3000, 42);
    const { vacancyOf } = clusterVacancies(columnsOf(postings));
    const { precision, recall } = pairScores(
      vacancyOf,
      postings.map((p) => p.vacancy),
    );
    expect(precision).toBeGreaterThan(0.985);
    expect(recall).toBeGreaterThan(0.95);
  });

  it("reaches them as well where one employer has thousands of postings", () => {
    const postings = plant(3000, 43).map((p) => ({ ...p, company: "示例人力资源有限公司" }));
    const { vacancyOf } = clusterVacancies(columnsOf(postings));
    const { recall } = pairScores(
      vacancyOf,
      postings.map((p) => p.vacancy),
    );
    expect(recall).toBeGreaterThan(0.95);
  });

  it("gives the same partition and the same numbers in any order", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 5, max: 120 }), (seed, vacancies) => {
        const postings = plant(vacancies, seed);
        const order = shuffled(postings.length, randomOf(seed + 1));
        const straight = clusterVacancies(columnsOf(postings));
        const mixed = clusterVacancies(columnsOf(order.map((i) => postings[i]!)));
        expect(mixed.count).toBe(straight.count);
        order.forEach((i, at) => expect(mixed.vacancyOf[at]).toBe(straight.vacancyOf[i]));
        expect(mixed.headcount).toEqual(straight.headcount);
        expect(mixed.lastDay).toEqual(straight.lastDay);
      }),
      { seed: 21, numRuns: 25 },
    );
  });

  it("numbers every posting, and counts each once", () => {
    const columns: DedupeColumns = columnsOf(plant(200, 5));
    const { vacancyOf, count, postings } = clusterVacancies(columns);
    expect(new Set(vacancyOf).size).toBe(count);
    expect(Math.max(...vacancyOf)).toBe(count - 1);
    expect(postings.reduce((sum, n) => sum + n, 0)).toBe(columns.count);
    expect(clusterVacancies(columnsOf([])).count).toBe(0);
  });
});

function shuffled(n: number, random: () => number): number[] {
  const order = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

/** Exact, over the triples of letters that the signature sees. */
function jaccard(a: string, b: string): number {
  const triples = (text: string): Set<string> => {
    const bare = text
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[^\p{L}]/gu, "");
    return new Set(Array.from({ length: Math.max(0, bare.length - 2) }, (_, i) => bare.slice(i, i + 3)));
  };
  const x = triples(a);
  const y = triples(b);
  const common = [...x].filter((t) => y.has(t)).length;
  return common / (x.size + y.size - common);
}
