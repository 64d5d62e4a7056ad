import { compareIds } from "@tixi/engines/allocation";

/** An offering of the plan that wants a number. */
export interface Offered {
  offering: string;
  /** id of the school, else its name: what its code belongs to */
  school: string;
  schoolName: string;
  programme: string;
}

/** A number that was given before, in this season or an earlier one; the newest first. */
export interface KnownNumber {
  unit: string;
  code: string;
  school: string;
  offering: string | null;
}

export interface NumberScheme {
  /** digits of a school's code and of the running number behind it */
  codeDigits: number;
  numberDigits: number;
  /** codes that the office has issued, by school */
  codes: ReadonlyMap<string, string>;
}

export interface Numbered {
  offering: string;
  unit: string;
  code: string;
}

/**
 * Unit ids by the office's scheme: code of the school and a running number. An offering keeps the number that it had, a school
 * its code; what is new gets the next ones, in the order of names and programmes, and no number is given twice.
 * Deterministic, whatever the order of the rows. Time: n log n.
 * @throws RangeError where the digits do not suffice
 */
export function numberUnits(
  offerings: readonly Offered[],
  known: readonly KnownNumber[],
  scheme: NumberScheme,
): Numbered[] {
  const codes = new Map(scheme.codes);
  const taken = new Set(codes.values());
  for (const { school, code } of known) {
    if (!codes.has(school) && !taken.has(code)) codes.set(school, code);
    taken.add(code);
  }
  const sorted = [...offerings].sort(
    (a, b) =>
      compareIds(a.schoolName, b.schoolName) ||
      compareIds(a.school, b.school) ||
      compareIds(a.programme, b.programme) ||
      compareIds(a.offering, b.offering),
  );
  let next = 10 ** (scheme.codeDigits - 1) + 1;
  for (const { school } of sorted) {
    if (codes.has(school)) continue;
    while (taken.has(String(next))) next++;
    if (String(next).length > scheme.codeDigits)
      throw new RangeError(`${scheme.codeDigits} digits do not suffice for the codes of schools`);
    codes.set(school, String(next));
    taken.add(String(next));
  }
  const had = new Map<string, string>();
  const last = new Map<string, number>();
  for (const { unit, code, offering } of known) {
    if (offering !== null && !had.has(offering)) had.set(offering, unit);
    if (!unit.startsWith(code)) continue;
    const number = Number(unit.slice(code.length));
    if (Number.isInteger(number)) last.set(code, Math.max(last.get(code) ?? 0, number));
  }
  return sorted.map(({ offering, school }) => {
    const code = codes.get(school)!;
    const before = had.get(offering);
    if (before?.startsWith(code)) return { offering, unit: before, code };
    const number = (last.get(code) ?? 0) + 1;
    if (String(number).length > scheme.numberDigits)
      throw new RangeError(`${scheme.numberDigits} digits do not suffice for the units of ${code}`);
    last.set(code, number);
    return { offering, unit: `${code}${String(number).padStart(scheme.numberDigits, "0")}`, code };
  });
}
