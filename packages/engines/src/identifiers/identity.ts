/** Citizen identity number, GB 11643-1999 (rules STD-02). */
import { compact, faulty, sound, type Checked } from "./types.ts";

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = "10X98765432";

/**
 * First two digits of the places that issue numbers. Counties come and go and a number is kept for life, so that the
 * county is not looked up. 83 stands on the residence permits of people from Taiwan.
 */
const PROVINCES = new Set(
  "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83".split(
    " ",
  ),
);

export interface Identity {
  number: string;
  /** the six digits of the place that first issued it */
  region: string;
  /** YYYY-MM-DD */
  bornOn: string;
  sex: "male" | "female";
}

export interface IdentityOptions {
  /** a birth date after it is a fault: YYYY-MM-DD */
  today: string;
  /** first two digits of an invented province whose numbers are taken too: "99" of the sample province */
  alsoProvince?: string;
}

/** Check character of the first seventeen digits. */
export function identityCheck(seventeen: string): string {
  let sum = 0;
  for (let i = 0; i < 17; i++) sum += Number(seventeen[i]) * WEIGHTS[i]!;
  return CHECKS[sum % 11]!;
}

/**
 * Normalises and checks an identity number: form, place of issue, a real date of birth, check character. Numbers of the
 * first generation (15 digits) are refused: they have been invalid since 2013. The number of a foreign permanent
 * resident (a 9 before the province) is taken. No message repeats the number.
 */
export function checkIdentity(text: string, { today, alsoProvince }: IdentityOptions): Checked<Identity> {
  const number = compact(text);
  if (/^\d{15}$/.test(number))
    return faulty(
      "first-generation",
      "15 位是第一代居民身份证的号码，2013 年 1 月 1 日起停止使用；请填 18 位号码",
      "Fifteen digits are a number of the first generation, invalid since 1 January 2013; the number of 18 characters is needed",
    );
  if (!/^\d{17}[\dX]$/.test(number))
    return faulty(
      "form",
      number.length === 18
        ? "公民身份号码前 17 位为数字，末位为数字或 X"
        : `公民身份号码为 18 位，这里有 ${number.length} 位`,
      number.length === 18
        ? "An identity number has 17 digits and then a digit or X"
        : `An identity number has 18 characters, this one has ${number.length}`,
    );
  const province = number.slice(0, 2);
  const known = (code: string) => PROVINCES.has(code) || code === alsoProvince;
  if (!known(province) && !(number[0] === "9" && PROVINCES.has(number.slice(1, 3))))
    return faulty(
      "region",
      `前两位 ${province} 不是省级行政区划代码`,
      `The first two digits, ${province}, are no province`,
    );
  const bornOn = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  if (!isDay(bornOn) || bornOn < "1850-01-01")
    return faulty(
      "date",
      "第 7–14 位的出生日期不是真实的日期",
      "The date of birth in digits 7 to 14 does not exist",
    );
  if (bornOn > today)
    return faulty(
      "future",
      "第 7–14 位的出生日期在今天以后",
      "The date of birth in digits 7 to 14 is yet to come",
    );
  if (identityCheck(number) !== number[17])
    return faulty(
      "check",
      "校验码不符：号码中至少有一位填错",
      "The check character does not agree: at least one character is wrong",
    );
  const sex = Number(number[16]) % 2 === 1 ? "male" : "female";
  return sound({ number, region: number.slice(0, 6), bornOn, sex });
}

function isDay(day: string): boolean {
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === day;
}
