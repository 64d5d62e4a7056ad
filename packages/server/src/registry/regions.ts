/** Regions by code: the official table, and the sample province beside it. */
import { SAMPLE_PROVINCE, SAMPLE_REGIONS, SAMPLE_TILES } from "@tixi/engines/sample";
import { standards, type Region } from "@tixi/standards";

const sampleRegions = new Map(SAMPLE_REGIONS.map((region) => [region.code, region]));

/** A region of the official table or of the sample province. */
export function findRegion(code: string): Region | undefined {
  return sampleRegions.get(code) ?? standards().findRegion(code);
}

/** Its name; a code that no table holds stands for itself. */
export function regionName(code: string): string {
  return findRegion(code)?.name ?? code;
}

export function isSampleProvince(code: string): boolean {
  return code === SAMPLE_PROVINCE.code;
}

export function provinces(): Region[] {
  return standards().regions.filter((region) => region.rank === "province");
}

/**
 * The cities of a province in the order of their codes: prefectures and counties governed by the province itself; a
 * municipality is its own only city.
 */
export function citiesOf(province: string): Region[] {
  if (isSampleProvince(province)) return SAMPLE_REGIONS.filter((region) => region.rank === "city");
  const below = standards().regions.filter((region) => region.parent === province);
  if (below.every((region) => region.rank === "county")) {
    const own = standards().findRegion(province);
    return own ? [own] : [];
  }
  return below;
}

/** Every region of the official table and of the sample province, for reading places out of texts. */
export function allRegions(): Region[] {
  return [...standards().regions, ...SAMPLE_REGIONS];
}

export interface Tile {
  code: string;
  name: string;
  x: number;
  y: number;
}

/**
 * Places of a province's cities on a tile map. The sample province has a drawn layout; for the others no approved map
 * is carried, so the tiles stand in the order of the codes, as near to a square as fits.
 */
export function tiles(province: string): Tile[] {
  const cities = citiesOf(province);
  if (isSampleProvince(province))
    return cities.map(({ code, name }) => ({ code, name, ...SAMPLE_TILES[code]! }));
  const width = Math.ceil(Math.sqrt(cities.length));
  return cities.map(({ code, name }, i) => ({ code, name, x: i % width, y: Math.floor(i / width) }));
}
