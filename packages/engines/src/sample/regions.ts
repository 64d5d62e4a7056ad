/** 示例省: an invented province of sixteen invented cities. Its codes lie outside the official table (99…). */
import type { Region } from "@tixi/standards";

export const SAMPLE_PROVINCE: Region = { code: "990000", name: "示例省", rank: "province", parent: null };

/** How strong each kind of industry is in a city, 0 to 9; see jobs.ts for the kinds. */
export interface City {
  code: string;
  name: string;
  /** column and row on the tile map */
  x: number;
  y: number;
  /** relative size of its labour market */
  size: number;
  strong: Partial<Record<Kind, number>>;
}

export type Kind =
  | "mech" | "auto" | "elec" | "it" | "chem" | "textile" | "build" | "logi" | "retail" | "fin" | "office" | "media" | "hotel"
  | "care" | "edu" | "energy" | "agri" | "rail"; // prettier-ignore

const city = (n: number, name: string, x: number, y: number, size: number, strong: City["strong"]): City => ({
  code: String(990_000 + n * 100),
  name,
  x,
  y,
  size,
  strong,
});

export const CITIES: readonly City[] = [
  city(1, "云湖市", 3, 2, 22, {
    it: 9,
    fin: 8,
    media: 7,
    office: 7,
    retail: 6,
    edu: 6,
    care: 5,
    hotel: 5,
    rail: 4,
    elec: 4,
  }),
  city(2, "临澜市", 5, 2, 15, { logi: 8, chem: 6, elec: 6, it: 5, hotel: 6, retail: 5, fin: 5, rail: 3 }),
  city(3, "砺锋市", 4, 3, 11, { mech: 9, auto: 6, elec: 4, logi: 3, retail: 3 }),
  city(4, "辕川市", 2, 3, 9, { auto: 9, mech: 6, rail: 3, retail: 3 }),
  city(5, "晶溪市", 4, 1, 9, { elec: 9, it: 5, mech: 4, fin: 3 }),
  city(6, "锦织市", 5, 3, 7, { textile: 9, retail: 5, logi: 4 }),
  city(7, "卤沙湾市", 6, 2, 6, { chem: 9, energy: 5, logi: 6 }),
  city(8, "青岭市", 1, 2, 5, { agri: 6, hotel: 5, care: 4, build: 4 }),
  city(9, "禾川市", 2, 4, 5, { agri: 9, logi: 3, retail: 3, mech: 2 }),
  city(10, "煤峪市", 1, 1, 5, { energy: 9, chem: 4, mech: 4, build: 3 }),
  city(11, "泊远市", 6, 3, 6, { logi: 9, chem: 3, rail: 3, hotel: 3 }),
  city(12, "望鹤市", 3, 4, 5, { hotel: 7, care: 5, agri: 4, retail: 4 }),
  city(13, "曲梁市", 3, 1, 4, { edu: 5, care: 6, office: 3, build: 4 }),
  city(14, "桐屿市", 6, 4, 3, { hotel: 8, agri: 4, logi: 3 }),
  city(15, "朔垣市", 2, 1, 4, { energy: 7, build: 4, rail: 4 }),
  city(16, "菱渡市", 4, 4, 4, { textile: 5, elec: 4, build: 4, retail: 4 }),
];

export const SAMPLE_REGIONS: readonly Region[] = [
  SAMPLE_PROVINCE,
  ...CITIES.map(({ code, name }): Region => ({ code, name, rank: "city", parent: SAMPLE_PROVINCE.code })),
];

/** Place of each city on the tile map. */
export const SAMPLE_TILES: Readonly<Record<string, { x: number; y: number }>> = Object.fromEntries(
  CITIES.map(({ code, x, y }) => [code, { x, y }]),
);
