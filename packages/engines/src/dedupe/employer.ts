/** One name for one employer, however boards write it. */
import { isCreditCode } from "../identifiers/index.ts";

/** What stands in the place of a name without being one. */
const NO_NAME =
  /^(?:.{0,6}某.{0,10}(?:公司|企业|集团|单位|工厂|厂|店)|.{0,6}(?:保密|匿名)|个人|个体|个体户|个体经营|暂无|未知|无|null|none|nan|n\/?a|undefined|-+|企业|公司|知名(?:企业|公司)|用人单位|雇主)$/;
/** Notes in brackets that belong to the advertisement, not to the name. */
const BRACKET_NOISE =
  /[([【]([^)\]】]*(?:招|聘|急|hr|人事|官方|认证|个人|直签|外包|派遣|五险|双休|原名|简称|曾用名)[^)\]】]*)[)\]】]/g;
const BRANCH = /(?<=公司|集团|银行|企业)[^公司]{0,14}(?:分公司|办事处|营业部|分部|项目部|营销部|经营部)$/;
const DEPARTMENT = /[-—_·]?(?:人力资源部|人事部|招聘部|招聘中心|招聘组|hr部?|行政部)$/;
const LEGAL_FORM =
  /(?:股份有限责任公司|有限责任公司|股份有限公司|集团有限公司|有限公司|股份公司|总公司|公司|\(?普通合伙\)?|\(?有限合伙\)?)$/;
const ENGLISH_FORM =
  /[\s,.]*\b(?:co|company|ltd|limited|inc|incorporated|corp|corporation|llc|gmbh|plc)\b\.?(?=[\s,.]*(?:\b(?:co|ltd|limited|inc)\b[\s,.]*)*$)/g;

const memo = new Map<string, string>();
const MEMO_LIMIT = 65_536;

/**
 * The key of an employer: its unified social credit code where there is a valid one, else its name without legal form,
 * branch, spaces, signs, width and case; "" where no employer is named (某公司, 保密, 个人).
 */
export function employerKey(name: string, creditCode?: string | null): string {
  if (creditCode) {
    const code = creditCode.trim().toUpperCase();
    if (isCreditCode(code)) return code;
  }
  const known = memo.get(name);
  if (known !== undefined) return known;
  const key = nameKey(name);
  if (memo.size >= MEMO_LIMIT) memo.clear();
  memo.set(name, key);
  return key;
}

function nameKey(name: string): string {
  const text = name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
  const tight = text.replace(/(?<=[^\x20-\x7e]) | (?=[^\x20-\x7e])/g, "");
  if (tight === "" || NO_NAME.test(tight)) return "";
  let key = tight.replace(BRACKET_NOISE, "").replace(DEPARTMENT, "");
  key = key.replace(BRANCH, "");
  key = /[^\x20-\x7e]/.test(key) ? key.replace(LEGAL_FORM, "") : key.replace(ENGLISH_FORM, "");
  key = bare(key);
  // "集团公司" or "Company" alone is no employer, but a short name is better kept whole than lost.
  return key.length >= 2 ? key : bare(tight);
}

function bare(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, "");
}
