/** How personal data is shown to whoever has not given a reason to see it. */

/** 138****5678; a number that is no mobile number keeps its last four digits. */
export function maskPhone(phone: string): string {
  const text = phone.trim();
  const mobile = /^(\+?86[- ]?)?(1\d{2})[- ]?\d{4}[- ]?(\d{4})$/.exec(text);
  if (mobile) return `${mobile[1] ?? ""}${mobile[2]}****${mobile[3]}`;
  return text.length > 6 ? `${"*".repeat(text.length - 4)}${text.slice(-4)}` : "*".repeat(text.length);
}

/** 110105********002X: the region that issued it and the last four. Anything shorter keeps its last two. */
export function maskIdentity(identity: string): string {
  const text = identity.trim();
  if (text.length >= 15) return `${text.slice(0, 6)}${"*".repeat(text.length - 10)}${text.slice(-4)}`;
  return text.length > 4 ? `${"*".repeat(text.length - 2)}${text.slice(-2)}` : "*".repeat(text.length);
}

/** l***@example.cn */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf("@");
  return at > 0 ? `${[...email][0]}***${email.slice(at)}` : "***";
}

/** 张*、欧阳**: the first character alone. */
export function maskName(name: string): string {
  const letters = [...name.trim()];
  if (letters.length < 2) return letters.length === 0 ? "" : "*";
  // A name in letters: every word keeps its first.
  if (/^[\p{Script=Latin}\s.'-]+$/u.test(name))
    return name
      .trim()
      .split(/\s+/)
      .map((word) => `${word[0]}${"*".repeat(Math.max(1, Math.min(3, word.length - 1)))}`)
      .join(" ");
  return `${letters[0]}${"*".repeat(Math.min(2, letters.length - 1))}`;
}

export const MASKS = {
  phone: maskPhone,
  identity: maskIdentity,
  email: maskEmail,
  name: maskName,
  /** nothing of it is shown */
  hidden: (value: string) => (value === "" ? "" : "******"),
} as const;
export type Mask = keyof typeof MASKS;

const BY_KEY: readonly [RegExp, Mask][] = [
  [/phone|mobile|telephone/i, "phone"],
  [/e-?mail/i, "email"],
  [/identity|id_?(number|card)/i, "identity"],
  [/guardian_?name|person_?name/i, "name"],
  [/address|born|birth|guardian/i, "hidden"],
];

/** A copy in which what stands under the name of a personal field is masked: for audit entries and log lines. */
export function masked(value: unknown): unknown {
  return maskUnder(null, value);
}

function maskUnder(mask: Mask | null, value: unknown): unknown {
  if (typeof value === "string") return mask ? MASKS[mask](value) : value;
  if (typeof value === "number" && mask) return MASKS[mask](String(value));
  if (Array.isArray(value)) return value.map((item) => maskUnder(mask, item));
  if (value === null || typeof value !== "object" || value instanceof Date) return value;
  if (Buffer.isBuffer(value)) return "(sealed)";
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      maskUnder(mask ?? BY_KEY.find(([name]) => name.test(key))?.[1] ?? null, item),
    ]),
  );
}
