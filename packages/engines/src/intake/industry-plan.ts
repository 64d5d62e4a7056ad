/** Rows of industry plans (产业规划): how much an industry is expected to grow, where and by when. */
import type { IndustryPlanRow } from "../types/index.ts";
import { cell, fail, type CheckerParts, type RowParser } from "./cells.ts";
import { readCount, readGrowth } from "./counts.ts";
import { isNation } from "./regions.ts";
import { yearOf } from "./surveys.ts";
import { isBlank } from "./text.ts";

export function industryPlanChecker(parts: CheckerParts): RowParser<IndustryPlanRow> {
  const { regions, codes, scope } = parts;
  const at = {
    industry: parts.at("industry"),
    city: parts.at("city"),
    year: parts.at("year"),
    growth: parts.at("growth"),
    newPosts: parts.at("newPosts"),
    document: parts.at("document"),
  };
  const percentHeader = /[%％]/.test(parts.header("growth"));
  return (cells) => {
    const industryText = cell(cells, at.industry);
    const industryCode = isBlank(industryText) ? null : codes.industry(industryText);
    if (isBlank(industryText)) fail(cells, "industry", industryText, "required-missing");
    else if (industryCode === null) fail(cells, "industry", industryText, "industry-unknown");

    const cityText = cell(cells, at.city);
    let city: string | null = null;
    const reading = regions.read(cityText, isNation(scope) ? null : scope);
    if (reading.kind === "unknown") fail(cells, "city", cityText, "region-unknown");
    else if (reading.kind === "ambiguous") {
      fail(
        cells,
        "city",
        cityText,
        "region-ambiguous",
        reading.candidates.map((c) => `${regions.nameOf(c.province)}${c.name}`),
      );
    } else if (reading.kind === "found") {
      if (!regions.within(reading.region.code, scope)) fail(cells, "city", cityText, "outside-scope");
      else if (reading.region.level === "city") city = reading.region.code;
    }

    const year = yearOf(cells, parts, cell(cells, at.year));
    const growthText = cell(cells, at.growth);
    const growth = readGrowth(growthText, percentHeader);
    if (!growth.ok) fail(cells, "growth", growthText, growth.code);
    else if (growth.value === null) fail(cells, "growth", growthText, "required-missing");
    const postsText = cell(cells, at.newPosts);
    const newPosts = readCount(postsText, 10_000_000);
    if (!newPosts.ok) fail(cells, "newPosts", postsText, newPosts.code);
    if (
      cells.rejections !== null ||
      industryCode === null ||
      year === null ||
      !growth.ok ||
      growth.value === null
    )
      return null;
    return {
      industryCode,
      city,
      year,
      growth: growth.value,
      newPosts: newPosts.ok ? newPosts.value : null,
      document: cell(cells, at.document),
    };
  };
}
