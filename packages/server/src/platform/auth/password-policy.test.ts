import fc from "fast-check";
import { randomBytes } from "node:crypto";
import { describe, expect, test } from "vitest";
import { BadInput } from "../http/problems.ts";
import { hashPassword as hashEarlier } from "better-auth/crypto";
import { hashPassword, isOutdated, verifyPassword, work } from "./password-hash.ts";
import { checkPassword, passwordFault } from "./password-policy.ts";
import { oneTimePassword } from "./secret.ts";

const owner = { username: "lina", name: "李娜", organisation: "云湖职业技术学院", phone: "13812345678" };

describe("a password is refused that is", () => {
  test.each([
    ["short", "k7mq-p3xw", "至少 10"],
    ["breached", "woaini1314", "已泄露"],
    ["breached, in other letters", "WoAiNi1314", "已泄露"],
    ["breached, with a tail", "woaini1314!!", "已泄露"],
    ["breached, with a year", "liverpool1990", "已泄露"],
    ["breached, with signs for letters", "p@ssw0rd2026", "已泄露"],
    ["breached, twice", "dragondragon", "重复"],
    ["a walk on the keyboard", "qwertyuiop", "键盘"],
    ["several walks", "1qaz2wsx3edc", "键盘"],
    ["a sequence", "abcdefghijkl", "键盘"],
    ["one character", "aaaaaaaaaaaa", "键盘"],
    ["a phone number", "138-1234-5678", "只有数字"],
    ["a date", "1990/01/01 2026", "只有数字"],
    ["the user name and little else", "lina-lina-2026", "用户名"],
    ["the name and little else", "李娜李娜李娜李娜2026", "用户名"],
    ["the organisation", "云湖职业技术学院2026", "用户名"],
    ["the own phone and little else", "a13812345678b", "用户名"],
    ["the system's name and little else", "TixiTixi2026", "用户名"],
  ])("%s", (_, password, reason) => {
    expect(passwordFault(password, owner)?.zh).toContain(reason);
  });

  test("and is never said back", () => {
    const attempt = () => checkPassword("woaini1314", owner, "newPassword");
    expect(attempt).toThrow(BadInput);
    try {
      attempt();
    } catch (error) {
      const document = (error as BadInput).toDocument("zh-CN");
      expect(document).toMatchObject({ errors: [{ field: "newPassword" }] });
      expect(JSON.stringify(document)).not.toContain("woaini");
    }
  });
});

test("long phrases, and whatever was drawn at random, will do", () => {
  for (const good of [
    "一个更长的密码2026",
    "三只猫坐在云湖的桥上",
    "correct horse battery staple",
    "Ki9-vlak-Rumpf-02",
  ])
    expect(passwordFault(good, owner), good).toBeNull();
  for (let n = 0; n < 500; n++) {
    expect(passwordFault(oneTimePassword(), owner)).toBeNull();
    expect(passwordFault(`k${randomBytes(12).toString("base64url")}z`, owner)).toBeNull();
  }
});

test("no text whatever makes the check fail", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 140 }), (text) => {
      passwordFault(text, owner);
    }),
    { seed: 5 },
  );
});

test("a hash is salted, names its parameters, and one of before still opens", async () => {
  const [one, two] = await Promise.all([hashPassword("三只猫坐在桥上"), hashPassword("三只猫坐在桥上")]);
  expect(one).toMatch(/^scrypt\$15\$8\$3\$/);
  expect(one).not.toBe(two);
  expect(await verifyPassword(one!, "三只猫坐在桥上")).toBe(true);
  expect(await verifyPassword(one!, "三只猫坐在桥下")).toBe(false);
  expect(isOutdated(one!)).toBe(false);
  const earlier = await hashEarlier("三只猫坐在桥上");
  expect(isOutdated(earlier)).toBe(true);
  expect(await verifyPassword(earlier, "三只猫坐在桥上")).toBe(true);
  expect(await verifyPassword(earlier, "三只猫坐在桥下")).toBe(false);
});

test("where there is no hash the same work is done", async () => {
  const before = work.derived;
  expect(await verifyPassword(null, "三只猫坐在桥上")).toBe(false);
  expect(work.derived).toBe(before + 1);
});
