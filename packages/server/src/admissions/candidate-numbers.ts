const CHANNEL_DIGIT: Record<string, string> = { "entrance-exam": "1", separate: "2", upgrade: "3" };
const SERIAL = 6;

/** The check digit by Luhn: a digit typed wrong, or two that changed places (but 09 and 90), is noticed. */
function checkDigit(digits: string): string {
  let sum = 0;
  for (let i = digits.length - 1, double = true; i >= 0; i--, double = !double) {
    const value = Number(digits[i]) * (double ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return String((10 - (sum % 10)) % 10);
}

/**
 * The next numbers of candidates (考生号): two digits of the year, one of the channel, a serial in the order of
 * confirmation, a check digit. They tell nothing of whom they name, and their order as text is that of the serial.
 * @param last the highest number given so far, "" = none
 * @throws Error once a channel's million numbers of a year are used up
 */
export function nextNumbers(last: string, year: number, channel: string, count: number): string[] {
  const head = String(year % 100).padStart(2, "0") + (CHANNEL_DIGIT[channel] ?? "9");
  const from = last === "" ? 0 : Number(last.slice(head.length, head.length + SERIAL));
  if (from + count >= 10 ** SERIAL) throw new Error("the numbers of this channel and year are used up");
  return Array.from({ length: count }, (_, i) => {
    const digits = head + String(from + i + 1).padStart(SERIAL, "0");
    return digits + checkDigit(digits);
  });
}

/** Whether a text could be a number of a candidate, its check digit included. */
export const isNumber = (text: string): boolean =>
  /^\d{10}$/.test(text) && checkDigit(text.slice(0, -1)) === text.at(-1);
