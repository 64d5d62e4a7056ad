import type { Sentence } from "./problems.ts";

/** What a schema found in one place, as zod says it: its code, and with it the bound, the format or the choices. */
export interface SchemaFault {
  keyword: string;
  message?: string | undefined;
  params: Record<string, unknown>;
}

const UNITS: Record<string, Sentence> = {
  string: { zh: "个字", en: "characters" },
  array: { zh: "项", en: "items" },
  set: { zh: "项", en: "items" },
  file: { zh: "字节", en: "bytes" },
};
const FORMATS: Record<string, Sentence> = {
  uuid: { zh: "编号", en: "an id" },
  email: { zh: "电子邮箱", en: "an e-mail address" },
  url: { zh: "网址", en: "a web address" },
  date: { zh: "日期（年-月-日）", en: "a date (yyyy-mm-dd)" },
  datetime: { zh: "日期和时间", en: "a date and time" },
};
const TYPES: Record<string, Sentence> = {
  number: { zh: "数", en: "a number" },
  int: { zh: "整数", en: "a whole number" },
  string: { zh: "文字", en: "a text" },
  boolean: { zh: "是或否", en: "yes or no" },
  array: { zh: "列表", en: "a list" },
  object: { zh: "一组字段", en: "a group of fields" },
};
const CHOICES_SHOWN = 12;

/** What is wrong with a value, in both languages. A sentence that a schema brought itself is left as it is. */
export function faultWords({ keyword, message, params }: SchemaFault): string {
  if (message !== undefined && /\p{Script=Han}/u.test(message)) return message;
  const found = wordsOf(keyword, params);
  return found ? `${found.zh} / ${found.en}` : (message ?? "无效 / invalid");
}

function wordsOf(keyword: string, params: Record<string, unknown>): Sentence | null {
  const text = (key: string) => String(params[key]);
  switch (keyword) {
    case "too_big":
      return bound(
        text("maximum"),
        text("origin"),
        { zh: "不能多于", en: "at most" },
        { zh: "不能大于", en: "at most" },
      );
    case "too_small":
      return bound(
        text("minimum"),
        text("origin"),
        { zh: "不能少于", en: "at least" },
        { zh: "不能小于", en: "at least" },
      );
    case "invalid_type": {
      const type = TYPES[text("expected")];
      return type ? { zh: `须填写${type.zh}`, en: `expected ${type.en}` } : null;
    }
    case "invalid_value": {
      const values = Array.isArray(params["values"]) ? params["values"].map(String) : [];
      if (values.length === 0) return null;
      const shown = values.slice(0, CHOICES_SHOWN);
      const more = values.length > CHOICES_SHOWN ? "…" : "";
      return { zh: `只能是 ${shown.join("、")}${more}`, en: `must be one of ${shown.join(", ")}${more}` };
    }
    case "invalid_format": {
      const format = FORMATS[text("format")];
      return format
        ? { zh: `不是${format.zh}`, en: `not ${format.en}` }
        : { zh: "格式不对", en: "not in the right form" };
    }
    case "not_multiple_of":
      return { zh: `须是 ${text("divisor")} 的倍数`, en: `must be a multiple of ${text("divisor")}` };
    case "unrecognized_keys": {
      const keys = Array.isArray(params["keys"]) ? params["keys"].map(String).join(", ") : "";
      return { zh: `没有这些字段：${keys}`, en: `no such fields: ${keys}` };
    }
    default:
      return null;
  }
}

function bound(value: string, origin: string, counted: Sentence, measured: Sentence): Sentence {
  const unit = UNITS[origin];
  return unit
    ? { zh: `${counted.zh} ${value} ${unit.zh}`, en: `${counted.en} ${value} ${unit.en}` }
    : { zh: `${measured.zh} ${value}`, en: `${measured.en} ${value}` };
}
