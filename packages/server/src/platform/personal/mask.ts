import { maskEmail, maskIdentity, maskName, maskPhone } from "@tixi/engines/identifiers";

/** How a kind of personal data is shown to whoever has not given a reason to see it. */
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
  [/phone|mobile/i, "phone"],
  [/e-?mail/i, "email"],
  [/identity|id_?(number|card)/i, "identity"],
  [/guardian_?name|person_?name/i, "name"],
  [/born|birth|guardian/i, "hidden"],
];

/** A copy in which what stands under the name of a personal field is masked, for the audit trail. */
export function masked(value: unknown): unknown {
  return maskUnder(null, value);
}

function maskUnder(mask: Mask | null, value: unknown): unknown {
  if (typeof value === "string") return mask ? MASKS[mask](value) : value;
  // a count of telephones is no telephone
  if (typeof value === "number" && mask && value > 1e6) return MASKS[mask](String(value));
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
