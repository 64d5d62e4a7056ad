import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { modules } from "../../modules.ts";
import { impersonal, namesIn, noticeKind, wordsOf, type NoticeKind } from "./kinds.ts";
import { mailMessage } from "./mail-message.ts";

const kinds = modules.flatMap((module) => module.notices ?? []) as NoticeKind[];

test("every module's kinds have names of their own, with its name before them", () => {
  expect(kinds.length).toBeGreaterThanOrEqual(7);
  expect(new Set(kinds.map(({ name }) => name)).size).toBe(kinds.length);
  for (const module of modules)
    for (const { name } of module.notices ?? []) expect(name).toMatch(new RegExp(`^${module.name}\\.[a-z-]+$`));
}); // prettier-ignore

describe.each(kinds.map((kind) => [kind.name, kind] as const))("%s", (_, kind) => {
  test("shows nothing personal in its subject, in either language", () => {
    for (const language of ["zh", "en"] as const)
      for (const name of namesIn(kind.subject[language]))
        expect(["number", "text", "words"], `${language}: ${name}`).toContain(kind.params[name]);
    // and what was filled in proves it: nothing of a personal parameter is there
    const filled = Object.fromEntries(
      Object.entries(kind.params).map(([name, type]) => [
        name,
        type === "number" ? 7 : type === "words" ? { zh: "词", en: "word" } : type === "personal" ? "张三13812345678" : "名称",
      ]),
    ); // prettier-ignore
    for (const locale of ["zh-CN", "en"] as const) {
      const { subject, body } = wordsOf(kind, filled, locale);
      expect(subject).not.toMatch(/张三|138|[{}]/);
      expect(body).not.toMatch(/[{}]/);
      expect(subject).not.toBe("");
    }
    expect(JSON.stringify(impersonal(kind, filled))).not.toMatch(/张三|138/);
  });

  test("says the same in both languages", () => {
    expect(namesIn(kind.subject.en).sort()).toEqual(namesIn(kind.subject.zh).sort());
    expect(namesIn(kind.body.en).sort()).toEqual(namesIn(kind.body.zh).sort());
    for (const sentence of [kind.title, kind.subject, kind.body]) {
      expect(sentence.zh).toMatch(/\p{Script=Han}/u);
      expect(sentence.en).not.toMatch(/\p{Script=Han}/u);
    }
  });
});

test("a kind with personal data in its subject, or a parameter that it does not declare, is refused", () => {
  const kind = {
    name: "x.y",
    title: { zh: "甲", en: "A" },
    params: { who: "personal" },
    subject: { zh: "甲", en: "A" },
    body: { zh: "{who}", en: "{who}" },
    mail: "none",
  } as const;
  expect(noticeKind(kind)).toEqual(kind);
  expect(() => noticeKind({ ...kind, subject: { zh: "{who}", en: "A" } })).toThrow(/x\.y .*"who", personal/);
  expect(() => noticeKind({ ...kind, subject: { zh: "甲", en: "{who}" } })).toThrow(/personal/);
  expect(() => noticeKind({ ...kind, body: { zh: "{whom}", en: "A" } })).toThrow(/"whom".*not declare/);
});

test("a mail's words are escaped in its HTML, and its subject is one line, whatever came in", () => {
  const kind: NoticeKind = {
    name: "x.y",
    title: { zh: "甲", en: "A" },
    params: { name: "text" },
    subject: { zh: "{name}", en: "{name}" },
    body: { zh: "正文 {name}", en: "Body {name}" },
    mail: "now",
  };
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), fc.boolean(), (name, digest) => {
      const words = wordsOf(kind, { name }, "zh-CN");

      expect(words.subject).not.toMatch(/[\u0000-\u001f\u007f]/);
      const mail = mailMessage(
        [{ ...words, link: "/a?b=1&c=2" }],
        digest,
        "zh-CN",
        "https://tixi.example.cn",
      );
      const inner = mail.html.replace(/<(\/?(?:html|body|h2|p|a|hr|br))\b[^<>]*>|<!doctype html>/g, "");
      expect(inner).not.toMatch(/[<>]/);
      expect(mail.html).toContain('href="https://tixi.example.cn/a?b=1&amp;c=2"');
    }),
    { seed: 8, numRuns: 150 },
  );
  const { html, text } = mailMessage(
    [{ subject: "s", body: `<img src=x onerror="alert(1)">`, link: "/" }],
    false,
    "en",
    "https://t.cn",
  );
  expect(html).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt;");
  expect(text).toContain(`<img src=x onerror="alert(1)">`);
});

test("a digest lists fifty and counts the rest", () => {
  const items = Array.from({ length: 53 }, (_, n) => ({ subject: `s${n}`, body: "b", link: `/x/${n}` }));
  const { subject, text } = mailMessage(items, true, "zh-CN", "https://t.cn");
  expect(subject).toBe("每日汇总：53 条通知");
  expect(text.match(/· s\d+/g)).toHaveLength(50);
  expect(text).toContain("另有 3 条");
});
