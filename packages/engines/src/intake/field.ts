/** One field that a table may have, and how tables name it. */

export type FieldType =
  | "text"
  | "longtext"
  | "count"
  | "headcount"
  | "salary"
  | "education"
  | "experience"
  | "date"
  | "year"
  | "region"
  | "level"
  | "programme"
  | "occupation"
  | "industry"
  | "credit-code"
  | "duration"
  | "percent"
  | "school-type"
  | "area"
  | "money"
  | "quantity";

export interface Field {
  field: string;
  label: { zh: string; en: string };
  required: boolean;
  type: FieldType;
  /** further headers, Chinese and English; compared without case, spaces and signs */
  aliases: readonly string[];
}

export const field = (
  name: string,
  zh: string,
  en: string,
  type: FieldType,
  aliases: string,
  required = false,
): Field => ({
  field: name,
  label: { zh, en },
  required,
  type,
  aliases: aliases.split(/\s*,\s*/).filter((a) => a !== ""),
});
