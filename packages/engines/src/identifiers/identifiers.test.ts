import { standards } from "@tixi/standards";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  checkCreditCode,
  checkIdentity,
  checkOrganisationCode,
  checkPhone,
  checkSchoolCode,
  composeCreditCode,
  identityCheck,
  isCreditCode,
  maskEmail,
  maskIdentity,
  maskName,
  maskPhone,
  organisationCheck,
  type Checked,
} from "./index.ts";

// The same instances in every run; another seed is another test.
fc.configureGlobal({ seed: 32100 });

const CREDIT = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const today = "2026-11-26";
const fault = (checked: Checked<unknown>) => (checked.ok ? null : checked.fault.code);
const value = <T>(checked: Checked<T>) => (checked.ok ? checked.value : null);

const letters = (alphabet: string, length: number) =>
  fc.array(fc.constantFrom(...alphabet), { minLength: length, maxLength: length }).map((all) => all.join(""));
const creditCode = fc
  .tuple(fc.constantFrom("91", "12", "52", "MA"), letters("0123456789", 6), letters(CREDIT, 8))
  .map(([start, region, eight]) => composeCreditCode(start + region, eight));
/** One character replaced by another of the alphabet. */
const changed = (code: string, at: number, by: number, alphabet: string) => {
  const letter = alphabet[(alphabet.indexOf(code[at]!) + by) % alphabet.length]!;
  return code.slice(0, at) + letter + code.slice(at + 1);
};

describe("unified social credit code", () => {
  it("knows the vectors of the standard", () => {
    expect(checkCreditCode("91350100M000100Y43")).toEqual({
      ok: true,
      value: "91350100M000100Y43",
      doubt: null,
    });
    expect(fault(checkCreditCode("91350100M000100Y44"))).toBe("check");
    expect(organisationCheck("M000100Y")).toBe("4");
    expect(organisationCheck("D2143569")).toBe("X");
  });

  it("is taken as people write it", () => {
    expect(value(checkCreditCode(" 9135 0100-m000100y43 "))).toBe("91350100M000100Y43");
    expect(value(checkCreditCode("９１３５０１００Ｍ０００１００Ｙ４３"))).toBe("91350100M000100Y43");
  });

  it("says what is wrong, in both languages", () => {
    expect(fault(checkCreditCode(""))).toBe("length");
    const letter = checkCreditCode("91350100MO00100Y43");
    expect(letter).toMatchObject({ ok: false, fault: { code: "alphabet" } });
    if (letter.ok) throw new Error("taken");
    expect(letter.fault.zh).toContain("第 10 位“O”");
    expect(letter.fault.en).toContain("Character 10, “O”");
    expect(fault(checkCreditCode("91A50100M000100Y43"))).toBe("region");
    // an outer check character made to fit over a wrong organisation code
    expect(fault(checkCreditCode("91350100M000100Y53"))).toBe("organisation-check");
  });

  it("takes every code that it composes, and none with one character changed", () => {
    fc.assert(
      fc.property(creditCode, fc.nat(17), fc.integer({ min: 1, max: 30 }), (code, at, by) => {
        expect(value(checkCreditCode(code.toLowerCase()))).toBe(code);
        expect(checkCreditCode(changed(code, at, by, CREDIT)).ok).toBe(false);
      }),
    );
  });

  it("agrees with checks computed anew, and finds a slip of one sign", () => {
    const signs = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
    // GB 32100: the check digit is 31 − Σ weight · value mod 31, computed here anew.
    const whole = (body: string) => {
      const sum = [...body].reduce((s, sign, i) => s + signs.indexOf(sign) * weights[i]!, 0);
      return body + signs[(31 - (sum % 31)) % 31]!;
    };
    // GB 11714: the organisation code inside has a check character of its own.
    const inner = (eight: string) =>
      "0123456789X0"[
        11 - ([...eight].reduce((s, sign, i) => s + Number(sign) * [3, 7, 9, 10, 5, 8, 4, 2][i]!, 0) % 11)
      ]!;
    const bodies = fc
      .array(fc.nat(9), { minLength: 8, maxLength: 8 })
      .map((digits) => `91320100${digits.join("")}${inner(digits.join(""))}`);
    fc.assert(
      fc.property(
        bodies,
        fc.integer({ min: 8, max: 16 }),
        fc.integer({ min: 1, max: 30 }),
        (body, at, by) => {
          const code = whole(body);
          const other = signs[(signs.indexOf(code[at]!) + by) % 31]!;
          expect(isCreditCode(code)).toBe(true);
          expect(isCreditCode(code.slice(0, at) + other + code.slice(at + 1))).toBe(false);
        },
      ),
    );
  });
});

describe("organisation code", () => {
  it("is taken with and without its hyphen", () => {
    expect(value(checkOrganisationCode("D2143569-X"))).toBe("D2143569X");
    expect(value(checkOrganisationCode("d2143569x"))).toBe("D2143569X");
    expect(fault(checkOrganisationCode("D2143569-1"))).toBe("check");
    expect(fault(checkOrganisationCode("D214356-X"))).toBe("form");
  });
});

describe("school identifier", () => {
  it("takes all codes of the State's list in their provinces without doubt", () => {
    const coded = standards().schools.filter((school) => school.code !== null);
    expect(coded.length).toBeGreaterThan(2300);
    for (const school of coded)
      expect(checkSchoolCode(school.code!, school.provinceCode), school.name).toEqual({
        ok: true,
        value: school.code,
        doubt: null,
      });
  });

  it("doubts a province that is not the school's, and refuses what has not ten digits", () => {
    expect(checkSchoolCode("4145014684", "330100")).toMatchObject({ ok: true, doubt: { code: "province" } });
    expect(checkSchoolCode("4145014684")).toMatchObject({ ok: true, doubt: null });
    expect(fault(checkSchoolCode("414501468"))).toBe("form");
    expect(fault(checkSchoolCode("41450146X4"))).toBe("form");
  });
});

const birth = fc.date({ min: new Date("1900-01-01"), max: new Date("2026-11-26"), noInvalidDate: true });
const identity = fc
  .tuple(fc.constantFrom("110105", "330106", "659001"), birth, letters("0123456789", 3))
  .map(([region, date, order]) => {
    const bornOn = date.toISOString().slice(0, 10);
    const seventeen = region + bornOn.replaceAll("-", "") + order;
    return { number: seventeen + identityCheck(seventeen), bornOn, order };
  });

describe("identity number", () => {
  it("knows the vector of the standard", () => {
    expect(identityCheck("11010519491231002")).toBe("X");
    expect(value(checkIdentity("11010519491231002x", { today }))).toEqual({
      number: "11010519491231002X",
      region: "110105",
      bornOn: "1949-12-31",
      sex: "female",
    });
  });

  it("tells birth date and sex, and finds every single wrong digit", () => {
    fc.assert(
      fc.property(
        identity,
        fc.nat(16),
        fc.integer({ min: 1, max: 9 }),
        ({ number, bornOn, order }, at, by) => {
          expect(value(checkIdentity(number, { today }))).toMatchObject({
            bornOn,
            sex: Number(order[2]) % 2 ? "male" : "female",
          });
          expect(checkIdentity(changed(number, at, by, "0123456789"), { today }).ok).toBe(false);
        },
      ),
    );
  });

  it("finds two neighbours exchanged", () => {
    fc.assert(
      fc.property(identity, fc.nat(15), ({ number }, at) => {
        const swapped = number.slice(0, at) + number[at + 1]! + number[at]! + number.slice(at + 2);
        expect(checkIdentity(swapped, { today }).ok).toBe(swapped === number);
      }),
    );
  });

  it("refuses with the reason, and never repeats the number", () => {
    const with18 = (seventeen: string) => seventeen + identityCheck(seventeen);
    const cases: [string, string][] = [
      ["110105491231002", "first-generation"],
      ["1101051949123100", "form"],
      [with18("00010519491231002"), "region"],
      [with18("11010520230229002"), "date"],
      [with18("11010517991231002"), "date"],
      [with18("11010520261127002"), "future"],
      ["110105194912310021", "check"],
      [with18("99010019900101002"), "region"],
    ];
    for (const [number, code] of cases) {
      const checked = checkIdentity(number, { today });
      expect(fault(checked), number).toBe(code);
      if (!checked.ok) expect(checked.fault.zh + checked.fault.en).not.toContain(number.slice(6, 14));
    }
    expect(checkIdentity(with18("99010019900101002"), { today, alsoProvince: "99" }).ok).toBe(true);
    expect(checkIdentity(with18("93308419850101002"), { today }).ok).toBe(true);
  });
});

describe("telephone number", () => {
  it("is brought to one form", () => {
    for (const text of [
      "13812345678",
      "+86 138-1234-5678",
      "0086 13812345678",
      "8613812345678",
      "１３８１２３４５６７８",
    ])
      expect(value(checkPhone(text)), text).toBe("13812345678");
  });

  it("must be a mobile of the mainland unless a landline is asked for", () => {
    expect(fault(checkPhone("12812345678"))).toBe("form");
    expect(fault(checkPhone("1381234567"))).toBe("form");
    expect(fault(checkPhone("+852 51234567"))).toBe("foreign");
    expect(fault(checkPhone("0571-88886666"))).toBe("landline");
    const landline = { landline: true };
    expect(value(checkPhone("(0571) 88886666", landline))).toBe("0571-88886666");
    expect(value(checkPhone("+86 010 8888 6666 转 801", landline))).toBe("010-88886666-801");
    expect(value(checkPhone("021-58886666", landline))).toBe("021-58886666");
    expect(value(checkPhone("4008001234", landline))).toBe("400-800-1234");
    expect(value(checkPhone("13812345678", landline))).toBe("13812345678");
    expect(fault(checkPhone("88886666", landline))).toBe("form");
  });

  it("is taken in any spacing", () => {
    fc.assert(
      fc.property(
        letters("0123456789", 9),
        fc.constantFrom("3", "5", "7", "9"),
        fc.nat(10),
        (rest, second, at) => {
          const number = `1${second}${rest}`;
          expect(value(checkPhone(`+86${number.slice(0, at)} ${number.slice(at)}`))).toBe(number);
        },
      ),
    );
  });
});

describe("masks", () => {
  it("show what is needed and no more", () => {
    expect(maskPhone("13812345678")).toBe("138****5678");
    expect(maskPhone("0571-88886666-801")).toBe("0571-****6666");
    expect(maskIdentity("11010519491231002X")).toBe("110105********002X");
    expect(maskName("张三")).toBe("张*");
    expect(maskName("张三丰")).toBe("张**");
    expect(maskName("李")).toBe("李*");
    expect(maskName("John Smith")).toBe("J***");
    expect(maskName(" ")).toBe("");
    expect(maskEmail("zhang@example.cn")).toBe("z***@example.cn");
    expect(maskEmail("nothing")).toBe("***");
  });

  it("hide everything of what is not in a known form", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 5, maxLength: 10 }), (text) => {
        expect(maskIdentity(text)).toBe("********");
        if (!/^\d{11}$|^\d{3,4}-\d{7}/.test(text)) expect(maskPhone(text)).toBe("****");
      }),
    );
  });
});
