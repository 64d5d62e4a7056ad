import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { suspects } from "./find.ts";
import { findUnlawfulConditions, WORDING } from "./index.ts";
import { LAWFUL, postingWith, UNLAWFUL, WORDINGS_LAWFUL, WORDINGS_UNLAWFUL } from "./testing/index.ts";

const inDescription = (text: string, title = "岗位") => findUnlawfulConditions({ title, description: text });

describe("unlawful conditions are found with their words, their rule and a rewording", () => {
  it.each(UNLAWFUL.map((example) => [example.kind, example.severity, example.text, example] as const))(
    "%s %s: %s",
    (kind, severity, text, { words, title }) => {
      const found = inDescription(text, title).filter((breach) => breach.kind === kind);
      expect(found.map((breach) => breach.severity)).toEqual([severity]);
      const [breach] = found;
      const at = text.indexOf(words);
      expect(breach!.start).toBeLessThanOrEqual(at);
      expect(breach!.end).toBeGreaterThanOrEqual(at + words.length);
      expect(breach!.quote).toBe(text.slice(breach!.start, breach!.end));
      expect(breach!.quote.length).toBeLessThan(words.length + 16);
      expect(breach).toMatchObject({ field: "description", ...WORDING[kind] });
    },
  );
});

describe("nothing is found where the words set no condition", () => {
  it.each(LAWFUL.map(({ text, title }) => [text, title] as const))("%s", (text, title) => {
    expect(inDescription(text, title).map(({ kind, quote }) => `${kind}: ${quote}`)).toEqual([]);
  });
});

describe("short wordings among other demands", () => {
  it("are found where they set a condition", () => {
    expect(
      WORDINGS_UNLAWFUL.filter((wording) => findUnlawfulConditions(postingWith(wording)).length === 0),
    ).toEqual([]);
  });

  it("are left alone where they set none", () => {
    expect(
      WORDINGS_LAWFUL.filter((wording) => findUnlawfulConditions(postingWith(wording)).length > 0),
    ).toEqual([]);
  });
});

describe("fields", () => {
  it("reads the title, the source's own words on education, and the tags", () => {
    const found = findUnlawfulConditions({
      title: "女文员（35岁以下）",
      description: "负责归档",
      education: "全日制本科",
      tags: "五险一金;限男;深圳户口",
    });
    expect(found.map(({ field, kind, quote }) => `${field} ${kind} ${quote}`)).toEqual([
      "title sex 女文员",
      "title age 35岁以下",
      "education full-time 全日制本科",
      "tags sex 限男",
    ]);
  });

  it("does not take lawful words in a title for a condition", () => {
    for (const title of [
      "男装导购",
      "女鞋设计师",
      "妇女主任",
      "男科医生",
      "幼儿园老师（3-6岁班）",
      "985项目经理(J10985)",
      "女排教练",
    ])
      expect(findUnlawfulConditions({ title, description: "" })).toEqual([]);
  });

  it("names several conditions of one posting in their order", () => {
    const found = inDescription("要求：女性，18-30岁，未婚，本地户口优先，全日制大专");
    expect(found.map((breach) => breach.kind)).toEqual(["sex", "age", "marriage", "household", "full-time"]);
  });
});

describe("every breach is well-formed", () => {
  const word = fc.constantFrom(
    ..."男 女 性 限 不限 优先 35 岁 以下 ， 。 、 : （ ） \n 年龄 户籍 本地 985 /211 院校 全日制 本科 第一学历 已婚 未育 汉族 乙肝 残疾 属虎 勿扰 不要 18- 60 1. 要求 均可 无 宗教 信仰 座 上海 😀".split(
      " ",
    ),
  );

  it("quotes exactly the words between its offsets, without overlaps of one kind", () => {
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 30 }),
        fc.array(word, { maxLength: 5 }),
        (words, titleWords) => {
          const texts = { title: titleWords.join(""), description: words.join("") };
          const found = findUnlawfulConditions(texts);
          for (const { field, start, end, quote, kind, rule } of found) {
            expect(texts[field as "title" | "description"].slice(start, end)).toBe(quote);
            expect(quote.trim().length).toBeGreaterThan(0);
            expect(rule).toMatch(/^LEG-(18|19|20|21)$/);
            const others = found.filter((b) => b.kind === kind && b.field === field && b.start !== start);
            expect(others.every((other) => other.end <= start || other.start >= end)).toBe(true);
          }
        },
      ),
      { seed: 17, numRuns: 2000 },
    );
  });

  it("a text before it in another sentence does not change what is found", () => {
    fc.assert(
      fc.property(fc.constantFrom(...UNLAWFUL), (example) => {
        const before = "负责设备的日常点检与保养，做好记录。\n";
        const alone = inDescription(example.text, example.title).map(({ kind, quote }) => `${kind} ${quote}`);
        const behind = inDescription(before + example.text, example.title).map(
          ({ kind, quote }) => `${kind} ${quote}`,
        );
        expect(behind).toEqual(alone);
      }),
      { seed: 18, numRuns: 400 },
    );
  });

  it("is never kept from looking by the first sieve", () => {
    for (const { text } of UNLAWFUL) expect(suspects(text)).not.toBe(0);
    expect(suspects("负责设备的日常点检与保养，做好记录，能适应倒班，缴纳五险一金")).toBe(0);
  });
});
