/** Rows of enterprise demand surveys (企业用工需求调查). */
import type { SurveyRow } from "../types/index.ts";
import { cell, fail, type Cells, type CheckerParts, type RowParser } from "./cells.ts";
import { readCount, readYear } from "./counts.ts";
import { checkCreditCode } from "../identifiers/index.ts";
import { readEducation } from "./education.ts";
import { note } from "./reasons.ts";
import { isNation } from "./regions.ts";
import { isBlank } from "./text.ts";

export function surveyChecker(parts: CheckerParts): RowParser<SurveyRow> {
  const { codes } = parts;
  const at = {
    company: parts.at("company"),
    companyCode: parts.at("companyCode"),
    city: parts.at("city"),
    industry: parts.at("industry"),
    postTitle: parts.at("postTitle"),
    occupation: parts.at("occupation"),
    education: parts.at("education"),
    wanted: parts.at("wanted"),
    employed: parts.at("employed"),
    year: parts.at("year"),
  };
  return (cells) => {
    const company = cell(cells, at.company);
    if (isBlank(company)) fail(cells, "company", company, "required-missing");
    const code = cell(cells, at.companyCode);
    const companyCode = isBlank(code) ? null : checkCreditCode(code);
    if (companyCode?.ok === false) fail(cells, "companyCode", code, "credit-code-invalid");
    const city = cityOf(cells, parts, cell(cells, at.city));

    const industryText = cell(cells, at.industry);
    const industryCode = isBlank(industryText) ? null : codes.industry(industryText);
    if (!isBlank(industryText) && industryCode === null)
      fail(cells, "industry", industryText, "industry-unknown");

    const occupationText = cell(cells, at.occupation);
    const occupationCode = isBlank(occupationText) ? null : codes.occupation(occupationText);
    let postTitle = cell(cells, at.postTitle);
    if (!isBlank(occupationText) && occupationCode === null) {
      // A mistyped code is an error; a name that is not official is a post name, and is coded like one.
      if (/^[\d-]+$/.test(occupationText)) fail(cells, "occupation", occupationText, "occupation-unknown");
      else {
        if (isBlank(postTitle)) postTitle = occupationText;
        (cells.notes ??= []).push(note(cells.row, "occupation", occupationText, "occupation-not-official"));
      }
    }
    if (isBlank(postTitle) && occupationCode === null && cells.rejections === null)
      fail(cells, "postTitle", postTitle, "required-missing");

    const educationText = cell(cells, at.education);
    const education = readEducation(educationText);
    if (education.kind === "unreadable") fail(cells, "education", educationText, "education-unreadable");
    const count = (field: "wanted" | "employed", required: boolean): number | null => {
      const text = cell(cells, at[field]);
      const read = readCount(text);
      if (!read.ok) return fail(cells, field, text, read.code);
      return read.value === null && required ? fail(cells, field, text, "required-missing") : read.value;
    };
    const wanted = count("wanted", true);
    const employed = count("employed", false);
    const year = yearOf(cells, parts, cell(cells, at.year));
    if (cells.rejections !== null || wanted === null || year === null || city === null) return null;
    return {
      company,
      companyCode: companyCode?.ok ? companyCode.value : null,
      city,
      industryCode,
      occupationCode,
      postTitle: isBlank(postTitle) ? "" : postTitle,
      education: education.kind === "stated" ? education.education : null,
      wanted,
      employed,
      year,
    };
  };
}

/** The city a cell names; it must name one. */
function cityOf(cells: Cells, parts: CheckerParts, text: string): string | null {
  const reading = parts.regions.read(text, isNation(parts.scope) ? null : parts.scope);
  if (reading.kind === "absent") return fail(cells, "city", text, "region-missing");
  if (reading.kind === "unknown") return fail(cells, "city", text, "region-unknown");
  if (reading.kind === "ambiguous") {
    const names = reading.candidates.map((c) => `${parts.regions.nameOf(c.province)}${c.name}`);
    return fail(cells, "city", text, "region-ambiguous", names);
  }
  if (!parts.regions.within(reading.region.code, parts.scope))
    return fail(cells, "city", text, "outside-scope");
  return reading.region.level === "city"
    ? reading.region.code
    : fail(cells, "city", text, "region-not-a-city");
}

/** The year a cell tells, or the year of the cycle where it tells none. */
export function yearOf(cells: Cells, parts: CheckerParts, text: string): number | null {
  const read = readYear(text);
  if (!read.ok) return fail(cells, "year", text, read.code);
  if (read.value !== null) return read.value;
  if (parts.year === null) return fail(cells, "year", text, "required-missing");
  (cells.notes ??= []).push(note(cells.row, "year", "", "year-assumed"));
  return parts.year;
}
