/** Rows of postings (招聘信息). */
import type { Education, PostingRow } from "../types/index.ts";
import { cell, fail, type Cells, type CheckerParts, type RowParser } from "./cells.ts";
import { headcountInText, readHeadcount } from "./counts.ts";
import { checkCreditCode } from "../identifiers/index.ts";
import { readDate } from "./dates.ts";
import { readEducation } from "./education.ts";
import { postingId } from "./hash.ts";
import { note } from "./reasons.ts";
import { isNation } from "./regions.ts";
import { readSalary, type SalaryHints, type SalaryReading } from "./salary.ts";
import { isBlank, remembered } from "./text.ts";

const LONGEST_TITLE = 300;
const LETTER = /[a-zA-Z一-鿿㐀-䶿]/;

export function postingChecker(parts: CheckerParts): RowParser<PostingRow> {
  const { regions, scope } = parts;
  const at = {
    id: parts.at("id"),
    title: parts.at("title"),
    company: parts.at("company"),
    companyCode: parts.at("companyCode"),
    region: parts.at("regionText"),
    city: parts.at("city"),
    province: parts.at("province"),
    salary: parts.at("salary"),
    salaryMin: parts.at("salaryMin"),
    salaryMax: parts.at("salaryMax"),
    education: parts.at("education"),
    experience: parts.at("experience"),
    headcount: parts.at("headcount"),
    description: parts.at("description"),
    publishedAt: parts.at("publishedAt"),
    industry: parts.at("industry"),
    source: parts.at("source"),
  };
  const hints = salaryHints(parts.header("salary") || parts.header("salaryMin"));
  const salaryOf = remembered((text) => readSalary(text, hints));
  const educationOf = remembered(readEducation);
  const headcountOf = remembered(readHeadcount);
  const dateOf = remembered(readDate);
  const within = isNation(scope) ? null : scope;

  /** @returns the city's code, null if not told, undefined if refused */
  function regionOf(cells: Cells): string | null | undefined {
    const region = cell(cells, at.region);
    const city = cell(cells, at.city);
    const province = cell(cells, at.province);
    let reading = regions.read(region, within);
    let text = region;
    let field = "regionText";
    // The wider columns help where the first tells nothing, not a city, or several places.
    if (reading.kind !== "found" || reading.region.level === "province") {
      const wider = `${province} ${city} ${region}`.trim();
      if (wider !== region) {
        const joined = regions.read(wider, within);
        if (joined.kind === "found" || reading.kind === "absent") {
          reading = joined;
          if (region === "") [field, text] = city === "" ? ["province", province] : ["city", city];
        }
      }
    }
    if (reading.kind === "absent") return null;
    if (reading.kind === "unknown") {
      fail(cells, field, text, "region-unknown");
      return undefined;
    }
    if (reading.kind === "ambiguous") {
      fail(
        cells,
        field,
        text,
        "region-ambiguous",
        reading.candidates.map((c) => `${regions.nameOf(c.province)}${c.name}`),
      );
      return undefined;
    }
    if (!regions.within(reading.region.code, scope)) {
      fail(cells, field, text, "outside-scope");
      return undefined;
    }
    return reading.region.level === "city" ? reading.region.code : null;
  }

  function salaryOfRow(cells: Cells): PostingRow["salary"] {
    const text = cell(cells, at.salary);
    let reading: SalaryReading = salaryOf(text);
    let shownText = text;
    if (reading.kind === "absent" && (at.salaryMin >= 0 || at.salaryMax >= 0)) {
      const low = cell(cells, at.salaryMin);
      const high = cell(cells, at.salaryMax);
      shownText = isBlank(low) ? high : isBlank(high) ? low : `${low}-${high}`;
      reading = salaryOf(shownText);
    }
    if (reading.kind === "unreadable") fail(cells, "salary", shownText, "salary-unreadable");
    return reading.kind === "stated" ? reading.salary : null;
  }

  return (cells) => {
    const title = cell(cells, at.title);
    if (isBlank(title)) fail(cells, "title", title, "required-missing");
    else if (title.length > LONGEST_TITLE) fail(cells, "title", title, "title-too-long");
    else if (!LETTER.test(title)) fail(cells, "title", title, "title-unreadable");

    const city = regionOf(cells);
    const salary = salaryOfRow(cells);

    const educationText = cell(cells, at.education);
    const educationReading = educationOf(educationText);
    let education: Education | null = null;
    if (educationReading.kind === "stated") education = educationReading.education;
    else if (educationReading.kind === "unreadable")
      fail(cells, "education", educationText, "education-unreadable");

    const description = cell(cells, at.description);
    const headcountText = cell(cells, at.headcount);
    let headcount: number | null = null;
    let headcountKind: PostingRow["headcountKind"] = "absent";
    const counted = headcountOf(headcountText);
    if ("code" in counted) fail(cells, "headcount", headcountText, counted.code);
    else {
      headcount = counted.n;
      headcountKind = counted.kind;
      if (headcountKind === "absent") {
        headcount = headcountInText(title, description);
        if (headcount !== null) headcountKind = "stated";
      }
    }

    const dateText = cell(cells, at.publishedAt);
    const date = dateOf(dateText);
    if (date.kind === "impossible") fail(cells, "publishedAt", dateText, "date-impossible");
    else if (date.kind === "unreadable") fail(cells, "publishedAt", dateText, "date-unreadable");
    else if (date.kind === "absent" && date.note === "no-year") {
      (cells.notes ??= []).push(note(cells.row, "publishedAt", dateText, "date-without-year"));
    }

    const code = cell(cells, at.companyCode);
    const companyCode = isBlank(code) ? null : checkCreditCode(code);
    if (companyCode?.ok === false) fail(cells, "companyCode", code, "credit-code-invalid");
    if (cells.rejections !== null || city === undefined) return null;

    const id = cell(cells, at.id);
    const regionText = cell(cells, at.region);
    return {
      id: id === "" ? postingId(cells.values) : id,
      title,
      company: cell(cells, at.company),
      companyCode: companyCode?.ok ? companyCode.value : null,
      city,
      regionText: regionText === "" ? cell(cells, at.city) : regionText,
      salary,
      education,
      experienceText: cell(cells, at.experience),
      headcount,
      headcountKind,
      description,
      publishedAt: date.kind === "stated" ? date.iso : null,
      industryText: cell(cells, at.industry),
      source: cell(cells, at.source) || parts.sourceName,
    };
  };
}

/** Units told by the header: "月薪（千元）", "年薪(万)". A bare "15-25" is otherwise in thousands: no one earns 25 yuan a month. */
function salaryHints(header: string): SalaryHints {
  const s = header.normalize("NFKC").toLowerCase();
  const bareUnit = /万|\bw\b/.test(s) ? 10_000 : 1000;
  return /年薪|annual|\/年/.test(s)
    ? { bareUnit: /万|\bw\b/.test(s) ? bareUnit : 10_000, bareMonths: 12 }
    : { bareUnit };
}
