/** Regions as the pipeline needs them: what columns of codes index into, and where places are looked up. */
import type { Division } from "@tixi/engines/intake";
import { standards } from "@tixi/standards";
import { allRegions, citiesOf } from "../registry/index.ts";

/** City and occupation codes in the order that columns index into them. */
export function regionTables(province: string): { cities: string[]; occupations: string[] } {
  return {
    cities: citiesOf(province).map((city) => city.code),
    occupations: standards().occupations.map((occupation) => occupation.code),
  };
}

/** Every region with its parent, for finding places in texts. */
export function divisions(): Division[] {
  return allRegions().map(({ code, name, parent }) => ({ code, name, parent: parent ?? "" }));
}
