/** Areas, amounts and numbers of things as people write them; the unit stands in the cell or in the header. */
import type { Read } from "./counts.ts";
import { isBlank, plain } from "./text.ts";

export type QuantityKind = "area" | "money" | "quantity";

/** One unit of each in m², yuan, or things. A mu (亩) is 10,000/15 m². */
const UNITS: Record<QuantityKind, Readonly<Record<string, number>>> = {
  area: { "": 1, 平方米: 1, 平米: 1, m2: 1, 亩: 10_000 / 15, 公顷: 10_000 },
  money: { "": 1, 元: 1, 千元: 1e3, 万元: 1e4, 亿元: 1e8 },
  quantity: { "": 1, 册: 1, 台: 1, 套: 1, 台套: 1, 本: 1 },
};
/** Nobody has more: 100 km², 100 billion yuan, 100 million volumes. */
const MOST: Record<QuantityKind, number> = { area: 1e8, money: 1e11, quantity: 1e8 };

/**
 * The unit that a header tells, e.g. 万元 of "设备值（万元）" and "设备总值_万元"; "" if it tells none.
 * What stands in brackets decides before the rest.
 */
export function unitOfHeader(kind: QuantityKind, header: string): string {
  const text = plain(header).toLowerCase();
  const bracketed = [...text.matchAll(/[([【]([^)\]】]*)[)\]】]/g)].map((found) => found[1]!);
  for (const part of [...bracketed, text]) {
    const unit = part.replace(/^.*?单位[:：]?/, "").trim();
    if (factorOf(kind, unit) !== null && unit !== "") return unit;
    const last = /[_\-\s/]([^_\-\s/]+)$/.exec(part)?.[1];
    if (last && factorOf(kind, last) !== null) return last;
  }
  return "";
}

/** How many m², yuan or things one of this unit is; null if it is no unit of the kind. */
function factorOf(kind: QuantityKind, unit: string): number | null {
  const units = UNITS[kind];
  if (Object.hasOwn(units, unit)) return units[unit]!;
  if (!unit.startsWith("万")) return null;
  const rest = unit.slice(1);
  return Object.hasOwn(units, rest) ? units[rest]! * 10_000 : null;
}

/**
 * "12,345.6", "12.3万元", "85亩". Areas answer in m² to the second decimal, amounts in whole fen, things as a whole
 * number.
 * @param unit what a bare number is in: `unitOfHeader`
 */
export function readQuantity(kind: QuantityKind, text: string, unit: string): Read<number> {
  if (isBlank(text)) return { ok: true, value: null };
  const found = /^([+-]?\d+(?:\.\d+)?(?:e\+?\d+)?)\s*(\D*)$/.exec(
    plain(text).toLowerCase().replace(/,/g, ""),
  );
  // "m2" ends in a digit, so it is taken off first
  const square = /^([+-]?\d+(?:\.\d+)?)\s*(万?m2)$/.exec(plain(text).toLowerCase().replace(/,/g, ""));
  const [number, own] = square ? [square[1]!, square[2]!] : found ? [found[1]!, found[2]!.trim()] : ["", ""];
  if (number === "") return { ok: false, code: "number-unreadable" };
  const factor = factorOf(kind, own === "" ? unit : own === "万" ? `万${unit.replace(/^万/, "")}` : own);
  if (factor === null) return { ok: false, code: "unit-unknown" };
  const value = Number(number) * factor;
  if (value < 0) return { ok: false, code: "number-negative" };
  if (value > MOST[kind]) return { ok: false, code: "number-absurd" };
  if (kind !== "quantity") return { ok: true, value: Math.round(value * 100) / (kind === "area" ? 100 : 1) };
  const whole = Math.round(value);
  return Math.abs(value - whole) > 1e-6 ? { ok: false, code: "number-fraction" } : { ok: true, value: whole };
}
