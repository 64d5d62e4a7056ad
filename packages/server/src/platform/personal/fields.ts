import type { Sentence } from "../http/problems.ts";
import type { Mask } from "./mask.ts";

/** What a column says of somebody. `secret` is nothing about a person, but sealed with the same keys. */
export const KINDS = [
  "name",
  "contact",
  "identity",
  "birth",
  "education",
  "work",
  "guardian",
  "account",
  "network",
  "acts",
  "secret",
] as const;
export type FieldKind = (typeof KINDS)[number];

/**
 * Why it may be processed without asking: the items of article 13 of the Personal Information Protection Law.
 * 1 consent, 2 a contract or the management of staff, 3 a duty laid down by law, 7 other laws.
 */
export type LegalBasis = 1 | 2 | 3 | 7;

/** After what the term of keeping begins. */
export type RetentionEvent =
  | "leaves" // the last role in the organisation ended, or the student left the school
  | "erased" // the person was erased on request
  | "expires" // the thing itself has an end (an invitation, a session, a link)
  | "recorded" // it was written
  | "never"; // as long as the law obliges to keep it at all

/** One column that holds personal data, and why it may. */
export interface PersonalField {
  /** `schema.table.column` as in the database */
  column: string;
  kind: FieldKind;
  label: Sentence;
  purpose: Sentence;
  basis: LegalBasis;
  /** the law or rule that asks for it, where `basis` is 3 or 7 */
  law?: Sentence;
  /** PIPL article 28: identity, anything of a child under 14 */
  sensitive: boolean;
  kept: "sealed" | "index" | "hashed" | "plain";
  /** what `Vault.seal` was told, where it is not the column without `_sealed` */
  place?: string;
  /** why it stands there in clear, where it does */
  why?: Sentence;
  retention: { from: RetentionEvent; days: number | null };
  /** what is shown of it before a reason is given; null = it is shown to whoever may see the row at all */
  mask: Mask | null;
}

/** The place of a sealed column, as `Vault.seal` knows it: `registry.person.phone` of `registry.person.phone_sealed`. */
export const placeOf = ({ column, place }: Pick<PersonalField, "column" | "place">): string =>
  place ?? column.replace(/_(sealed|index)$/, "");

/** All of a list of modules, in their order. @throws Error where a column is named twice, or sealed under no fitting name */
export function registerOf(
  modules: readonly { name: string; personal?: readonly PersonalField[] }[],
): PersonalField[] {
  const fields = modules.flatMap(({ personal }) => personal ?? []);
  const seen = new Set<string>();
  for (const { column, kept } of fields) {
    if (seen.has(column)) throw new Error(`${column} stands twice in the register of personal data.`);
    seen.add(column);
    if ((kept === "sealed") !== /[._]sealed$/.test(column))
      throw new Error(`${column} is kept "${kept}": sealed columns, and no others, end in sealed.`);
  }
  return fields;
}

export interface SealedColumn {
  column: string;
  place: string;
}

/** The sealed columns: what a new key has to seal anew. */
export const sealedColumns = (fields: readonly PersonalField[]): SealedColumn[] =>
  fields
    .filter(({ kept }) => kept === "sealed")
    .map((field) => ({ column: field.column, place: placeOf(field) }));

/** What every record of an act has in common: it stays, because the law asks for logs and somebody answers for acts. */
export const trail = {
  kind: "acts",
  basis: 7,
  law: {
    zh: "《中华人民共和国网络安全法》（留存网络日志不少于六个月）、《网络数据安全管理条例》（记录处理活动）",
    en: "Cybersecurity Law (logs are kept for six months at least), Regulations on network data security (processing is recorded)",
  },
  sensitive: false,
  kept: "plain",
  mask: null,
} as const satisfies Partial<PersonalField>;

/** A column with the name of whoever did what the row records. */
export const actedBy = (column: string): PersonalField => ({
  ...trail,
  column,
  label: { zh: "办理人姓名", en: "Who did it" },
  purpose: { zh: "在记录旁显示由谁办理", en: "stands beside the record of what was done" },
  why: { zh: "须与记录一并显示", en: "is shown with the record" },
  retention: { from: "never", days: null },
});
