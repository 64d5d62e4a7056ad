import { KINDS, QUESTIONS, type CandidateKind, type Question } from "./eligibility.ts";
import type { Form } from "./candidate-schemas.ts";

export type ImportField =
  "name" | "identity" | "kind" | "category" | "programme" | "city" | "quotas" | Question;

export interface ImportColumn {
  field: ImportField;
  zh: string;
  en: string;
  also: readonly string[];
  required: boolean;
}

/** The columns of a list of candidates, known in both languages. */
export const FIELDS: readonly ImportColumn[] = [
  { field: "name", zh: "姓名", en: "Name", also: [], required: true },
  { field: "identity", zh: "公民身份号码", en: "Identity number", also: ["身份证号", "身份证号码", "证件号码"], required: true }, // prettier-ignore
  { field: "kind", zh: "考生类别", en: "Kind", also: ["考生身份", "应往届"], required: true },
  { field: "category", zh: "报考类别", en: "Category", also: ["专业类别", "类别"], required: true },
  {
    field: "programme",
    zh: "所学专业代码",
    en: "Programme code",
    also: ["专业代码", "专业"],
    required: false,
  },
  { field: "city", zh: "测试地市代码", en: "City of the test", also: ["测试城市"], required: false },
  { field: "quotas", zh: "专项", en: "Quotas", also: ["专项计划"], required: false },
  { field: "finalYear", zh: "应届毕业年级", en: "Final year", also: ["是否应届"], required: false },
  { field: "oneYear", zh: "一年制毕业", en: "One-year course", also: [], required: false },
  { field: "collegeStudent", zh: "高校在读", en: "College student", also: [], required: false },
  { field: "placeReserved", zh: "保留入学资格", en: "Reserved place", also: [], required: false },
  { field: "examBan", zh: "停考期内", en: "Exam ban", also: [], required: false },
  { field: "criminalMeasures", zh: "强制措施或服刑", en: "Criminal measures", also: [], required: false },
];

const plain = (text: string) =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s*_（）()'’-]/g, "");

/** Which column of a file holds which field; the first that fits. */
export function recogniseColumns(headers: readonly string[]) {
  const at = new Map<ImportField, number>();
  headers.forEach((header, i) => {
    const found = FIELDS.find((one) =>
      [one.zh, one.en, one.field, ...one.also].some((word) => plain(word) === plain(header)),
    );
    if (found && !at.has(found.field)) at.set(found.field, i);
  });
  return { at, missing: FIELDS.filter((one) => one.required && !at.has(one.field)) };
}

const KIND_WORDS: Record<string, CandidateKind> = {
  应届: "current", 应届生: "current", 往届: "earlier", 往届生: "earlier", 社会人员: "social", 退役军人: "veteran", 退役士兵: "veteran",
}; // prettier-ignore
const YES = ["是", "1", "true", "yes", "y"];
const NO = ["否", "0", "false", "no", "n", ""];

type Read =
  | { ok: true; name: string; form: Form }
  | { ok: false; fault: { field: string; value: string; zh: string; en: string } };

/** What a row says of a candidate. The questions that it leaves open count as answered with no; the final year as yes for 应届. */
export function readRow(
  get: (field: ImportField) => string,
  categories: readonly { key: string; name: string }[],
): Read {
  const bad = (field: string, value: string, zh: string, en: string): Read => ({ ok: false, fault: { field, value: value.slice(0, 40), zh, en } }); // prettier-ignore
  const name = get("name").replace(/\s+/g, " ");
  if (name === "") return bad("name", "", "没有姓名", "no name");
  const kindText = get("kind");
  const kind = KIND_WORDS[kindText] ?? KINDS.find((one) => one === kindText.toLowerCase());
  if (!kind) return bad("kind", kindText, "应为 应届、往届、社会人员、退役军人", "current, earlier, social or veteran"); // prettier-ignore
  const categoryText = get("category");
  const category = categories.find((one) => one.key === categoryText || one.name === categoryText);
  if (!category)
    return bad("category", categoryText, "本招生季没有这个类别", "the season has no such category");
  const programme = get("programme").toUpperCase();
  if (programme !== "" && !/^\d{6}K?$/.test(programme)) return bad("programme", programme, "应为六位专业代码", "six digits of the catalogue"); // prettier-ignore
  const city = get("city");
  if (city !== "" && !/^\d{6}$/.test(city)) return bad("city", city, "应为六位行政区划代码", "six digits of a region"); // prettier-ignore
  const answers: Form["answers"] = {};
  for (const question of QUESTIONS) {
    const text = get(question).toLowerCase();
    if (!YES.includes(text) && !NO.includes(text)) return bad(question, text, "应为 是 或 否", "yes or no");
    answers[question] = text === "" ? question === "finalYear" && kind === "current" : YES.includes(text);
  }
  return {
    ok: true,
    name,
    form: {
      kind,
      category: category.key,
      programme: programme || null,
      answers,
      city: city || null,
      quotas: get("quotas")
        .split(/[,，、;；\s]+/)
        .filter(Boolean),
      // who claims an exemption hands in its evidence himself
      exemption: null,
      throughSchool: true,
      // the school or the office answers for its list
      truthful: true,
    },
  };
}
