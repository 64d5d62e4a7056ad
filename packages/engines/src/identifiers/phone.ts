/** Telephone numbers of the mainland. */
import { compact, faulty, sound, type Checked } from "./types.ts";

export interface PhoneOptions {
  /** take a landline, with an extension, and service numbers (400, 800) too; text messages do not reach them */
  landline?: boolean;
}

/**
 * Normalises a telephone number: a mobile to its eleven digits, a landline to 0571-88886666 or 010-88886666-801. The
 * country code (+86, 0086) is taken off. No message repeats the number.
 */
export function checkPhone(text: string, { landline = false }: PhoneOptions = {}): Checked {
  const trimmed = text.normalize("NFKC").trim();
  const extension = landline ? /(?:转|ext\.?|x|#|-)\s*(\d{1,6})$/i.exec(trimmed) : null;
  const whole = withoutCountry(compact(trimmed).replace(/[().]/g, ""));
  if (/^1[3-9]\d{9}$/.test(whole)) return sound(whole);
  if (landline) {
    const plain = fixedLine(whole);
    if (plain) return sound(plain);
    const before = extension ? trimmed.slice(0, extension.index) : "";
    const main = fixedLine(withoutCountry(compact(before).replace(/[().]/g, "")));
    if (extension && main) return sound(`${main}-${extension[1]}`);
    return faulty(
      "form",
      "不是中国内地的手机号码（11 位，以 13–19 开头），也不是带区号的固定电话（如 0571-88886666）",
      "Neither a mobile number of the mainland (11 digits from 13 to 19) nor a landline with its area code (such as 0571-88886666)",
    );
  }
  if (/^\+(?!86)/.test(compact(trimmed)))
    return faulty(
      "foreign",
      "只能使用中国内地的手机号码（+86）",
      "Only mobile numbers of the mainland (+86) can be used",
    );
  if (fixedLine(whole))
    return faulty(
      "landline",
      "这是固定电话或服务号码，这里需要能收短信的手机号码",
      "This is a landline or service number; a mobile number that receives messages is needed",
    );
  return faulty(
    "form",
    `手机号码为 11 位数字，以 13–19 开头，这里有 ${whole.length} 位`,
    `A mobile number has 11 digits and begins with 13 to 19, this one has ${whole.length}`,
  );
}

const withoutCountry = (text: string) => text.replace(/^(?:\+86|0086|86(?=1[3-9]\d{9}$))/, "");

/** 010 and 02x have three digits of area code, all others four. */
function fixedLine(digits: string): string | null {
  if (/^[48]00\d{7}$/.test(digits)) return digits.replace(/^(\d{3})(\d{3})/, "$1-$2-");
  const match = /^(010|02\d)([2-9]\d{7})$/.exec(digits) ?? /^(0[3-9]\d{2})([2-9]\d{6,7})$/.exec(digits);
  return match ? `${match[1]}-${match[2]}` : null;
}
