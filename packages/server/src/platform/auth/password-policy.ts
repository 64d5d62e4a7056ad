import { BadInput, type Sentence } from "../http/problems.ts";
import { isBreached } from "./breached.ts";

export const SHORTEST_PASSWORD = 10;
export const LONGEST_PASSWORD = 128;

/** Whose password it is to be: what others know of him is no secret. */
export interface PasswordOwner {
  username?: string | null;
  name?: string | null;
  organisation?: string | null;
  phone?: string | null;
}

/** So many characters must remain that neither the one before nor anything known foretells. */
const FEWEST_FREE = 5;
/** What everybody would try here first. */
const COMMON_HERE = ["tixi", "体系", "职业教育", "zhiyejiaoyu", "password", "密码", "admin", "mima"];
const KEYBOARD = ["1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"];

/**
 * What is wrong with a password: too short, known, guessable from its owner, a walk over the keyboard, digits only (a
 * phone number, a date), or in the list of breached ones, also with a few digits or signs around. No rule asks for
 * kinds of characters (NIST SP 800-63B-4, 3.1.1.2).
 * @returns null where it will do
 */
export function passwordFault(password: string, owner: PasswordOwner): Sentence | null {
  const folded = password.normalize("NFKC").toLowerCase();
  const { length } = Array.from(folded);
  if (length < SHORTEST_PASSWORD)
    return { zh: `至少 ${SHORTEST_PASSWORD} 个字符`, en: `at least ${SHORTEST_PASSWORD} characters` };
  if (password.length > LONGEST_PASSWORD)
    return { zh: `至多 ${LONGEST_PASSWORD} 个字符`, en: `at most ${LONGEST_PASSWORD} characters` };
  if (/^[\d\s./_-]*$/.test(folded) && folded.replace(/\D/g, "").length < 20)
    return {
      zh: "只有数字：像日期、电话或证件号，容易被猜中",
      en: "digits only: it reads like a date, a phone or a number of a card",
    };
  for (const known of knownOf(owner)) {
    if (!folded.includes(known)) continue;
    if (freeCharacters(bare(folded.replaceAll(known, ""))) < FEWEST_FREE)
      return {
        zh: "由用户名、姓名、单位、电话或常用词加少量字符组成，容易被猜中",
        en: "little more than the user name, the name, the organisation, the phone or a word that everybody tries",
      };
  }
  if (freeCharacters(folded) < FEWEST_FREE)
    return {
      zh: "是重复、连续或键盘上相邻的字符",
      en: "characters repeated, in sequence or beside each other on the keyboard",
    };
  if (variants(folded).some(isBreached))
    return {
      zh: "是已泄露的常用密码，或只在其前后加了数字、符号",
      en: "a password known from breaches, or one with a few digits or signs around it",
    };
  return null;
}

/**
 * @param field of the request's body
 * @throws BadInput naming the field and the reason, never the password
 */
export function checkPassword(password: string, owner: PasswordOwner, field = "password"): void {
  const fault = passwordFault(password, owner);
  if (!fault) return;
  throw new BadInput([{ part: "body", field, reason: `${fault.zh} / ${fault.en}` }], {
    zh: `此密码不能使用：${fault.zh}。`,
    en: `This password cannot be used: ${fault.en}.`,
  });
}

/** Without years and signs, which everybody adds. */
const bare = (text: string): string => text.replace(/(19|20)\d\d|[^\p{L}\d]/gu, "");

function knownOf({ username, name, organisation, phone }: PasswordOwner): string[] {
  const known = [username, name, organisation, phone, ...COMMON_HERE]
    .map((word) => word?.normalize("NFKC").toLowerCase().replace(/\s/g, "") ?? "")
    .filter((word) => word.length >= (/^[\x20-\x7e]*$/.test(word) ? 3 : 2));
  return [...new Set(known)].sort((a, b) => b.length - a.length);
}

/** How many characters are neither the same as the one before, nor its neighbour in the alphabet or on the keyboard. */
function freeCharacters(text: string): number {
  const unit = /^(.+?)\1+$/su.exec(text)?.[1] ?? text;
  const letters = Array.from(unit);
  return letters.filter((letter, at) => at === 0 || !isStep(letters[at - 1]!, letter)).length;
}

function isStep(from: string, to: string): boolean {
  if (Math.abs(from.codePointAt(0)! - to.codePointAt(0)!) <= 1) return true;
  const a = keyOf(from);
  const b = keyOf(to);
  return a !== null && b !== null && Math.abs(a.row - b.row) <= 1 && Math.abs(a.column - b.column) <= 1;
}

function keyOf(letter: string): { row: number; column: number } | null {
  const row = KEYBOARD.findIndex((keys) => keys.includes(letter));
  return row < 0 ? null : { row, column: KEYBOARD[row]!.indexOf(letter) };
}

/** The password, what is left of it without digits and signs around, once undone of look-alikes, and its repeated part. */
function variants(folded: string): string[] {
  const plain = folded.replace(/[@4031$5!7]/g, (sign) => LOOK_ALIKE[sign]!);
  const found = [folded, folded.replace(/[^\p{L}\d]+$/u, ""), plain];
  for (const one of [folded, plain]) {
    const core = one.replace(/^[^\p{L}]{0,6}|[^\p{L}]{0,8}$/gu, "");
    if (core.length >= 4) found.push(core);
  }
  const unit = /^(.{3,}?)\1+$/su.exec(folded)?.[1];
  if (unit !== undefined) found.push(unit);
  return [...new Set(found)];
}

const LOOK_ALIKE: Record<string, string> = {
  "@": "a",
  "4": "a",
  "0": "o",
  "3": "e",
  "1": "l",
  $: "s",
  "5": "s",
  "!": "i",
  "7": "t",
};
