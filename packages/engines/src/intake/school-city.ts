/** Where a school of a row is: told by its city and province, else by what is known of the school or by its name. */
import { cell, fail, type Cells, type CheckerParts } from "./cells.ts";
import { note } from "./reasons.ts";
import { isNation } from "./regions.ts";

/** @returns the city's code; the province's where no more is told; "" where nothing is. */
export function schoolCityReader(parts: CheckerParts): (cells: Cells, schoolName: string) => string {
  const { regions, codes, scope } = parts;
  const at = { city: parts.at("city"), province: parts.at("province") };
  const within = isNation(scope) ? null : scope;
  return (cells, schoolName) => {
    const city = cell(cells, at.city);
    const province = cell(cells, at.province);
    const text = `${province} ${city}`.trim();
    const reading = regions.read(text, within);
    if (
      reading.kind === "unknown" ||
      (reading.kind === "found" && city !== "" && regions.read(city, within).kind === "unknown")
    ) {
      fail(cells, "city", city || text, "region-unknown");
      return "";
    }
    if (reading.kind === "ambiguous") {
      fail(
        cells,
        "city",
        text,
        "region-ambiguous",
        reading.candidates.map((c) => `${regions.nameOf(c.province)}${c.name}`),
      );
      return "";
    }
    let code = reading.kind === "found" ? reading.region.code : "";
    if (reading.kind === "absent" || reading.region.level === "province") {
      const known = codes.schoolCity(schoolName);
      const named = known ? regions.get(known) : regions.find(schoolName, within);
      const agrees = named && (code === "" || named.province === code);
      if (named && agrees && named.level === "city") {
        code = named.code;
        (cells.notes ??= []).push(note(cells.row, "city", schoolName, "city-from-school"));
      } else (cells.notes ??= []).push(note(cells.row, "city", text, "city-missing"));
    }
    if (code !== "" && !regions.within(code, scope)) fail(cells, "city", text, "outside-scope");
    return code;
  };
}
