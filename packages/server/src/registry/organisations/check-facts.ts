import { checkCreditCode, checkSchoolCode, type Checked, type Finding } from "@tixi/engines/identifiers";
import { BadInput, type InputFault, type Locale } from "../../platform/index.ts";
import { storable } from "../../platform/db/json.ts";
import { findRegion } from "../regions.ts";
import { IMPORT_COLUMNS } from "./import-columns.ts";
import { SCHOOLS } from "./kinds.ts";
import type { Facts } from "./organisations.sql.ts";

export interface CheckedFacts {
  facts: Facts;
  /** what is odd and may stay */
  doubts: (Finding & { field: keyof Facts })[];
  faults: (Finding & { field: keyof Facts })[];
}

const finding = (field: keyof Facts, code: string, zh: string, en: string) => ({ field, code, zh, en });

/** Brings what is said of an organisation to its normal form and tells what cannot be and what is odd. */
export function checkFacts(input: Facts): CheckedFacts {
  const faults: CheckedFacts["faults"] = [];
  const doubts: CheckedFacts["doubts"] = [];
  const facts: Facts = {
    ...input,
    name: tidy(input.name),
    address: tidy(input.address),
    website: input.website.trim(),
    country: input.country ? input.country.trim().toUpperCase() : null,
  };
  if (facts.name.length < 2 || facts.name.length > 100)
    faults.push(finding("name", "length", "名称为 2–100 个字", "A name has 2 to 100 characters"));
  if (!findRegion(facts.region))
    faults.push(
      finding("region", "unknown", `${facts.region} 不是行政区划代码`, `${facts.region} is no region's code`),
    );
  const code = (field: "creditCode" | "schoolCode", check: (text: string) => Checked) => {
    const text = facts[field];
    if (text === null || text.trim() === "") return (facts[field] = null);
    const checked = check(text);
    if (!checked.ok) return faults.push({ ...checked.fault, field });
    facts[field] = checked.value;
    if (checked.doubt) doubts.push({ ...checked.doubt, field });
  };
  code("creditCode", checkCreditCode);
  code("schoolCode", (text) => checkSchoolCode(text, facts.region));
  if (facts.schoolCode !== null && !SCHOOLS.has(facts.kind))
    faults.push(
      finding("schoolCode", "no-school", "只有学校有学校标识码", "Only schools bear a school identifier"),
    );
  if (facts.country !== null && facts.kind !== "overseas-partner")
    faults.push(
      finding("country", "at-home", "只有境外合作机构填国家", "Only an overseas partner has a country"),
    );
  if (facts.country !== null && !/^[A-Z]{3}$/.test(facts.country))
    faults.push(
      finding(
        "country",
        "form",
        "国家用 ISO 3166-1 三位字母代码，如 THA",
        "A country is its three letters of ISO 3166-1, such as THA",
      ),
    );
  if (facts.website !== "" && !isWebsite(facts.website))
    faults.push(
      finding(
        "website",
        "form",
        "网址以 http:// 或 https:// 开头",
        "A website begins with http:// or https://",
      ),
    );
  if (facts.address.length > 200)
    faults.push(finding("address", "length", "地址最多 200 个字", "An address has at most 200 characters"));
  return { facts, doubts, faults };
}

/** @throws BadInput naming every field that cannot be */
export function requireFacts(input: Facts, locale: Locale): Facts {
  const { facts, faults } = checkFacts(input);
  const [first] = faults;
  if (first) {
    const column = IMPORT_COLUMNS.find((one) => one.field === first.field);
    throw new BadInput(
      faults.map(({ field, zh, en }): InputFault => ({
        part: "body",
        field,
        value: input[field],
        reason: locale === "en" ? en : zh,
      })),
      { zh: `${column?.zh ?? first.field}：${first.zh}。`, en: `${column?.en ?? first.field}: ${first.en}.` },
    );
  }
  return facts;
}

const tidy = (text: string) => storable(text.normalize("NFC")).replace(/\s+/g, " ").trim();

function isWebsite(text: string): boolean {
  try {
    const url = new URL(text);
    return /^https?:$/.test(url.protocol) && url.hostname.includes(".") && text.length <= 300;
  } catch {
    return false;
  }
}
