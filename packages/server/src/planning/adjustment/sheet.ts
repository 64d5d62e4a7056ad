import type { RuleSet } from "@tixi/engines/adjustment";
import {
  INDICATORS,
  OFFERING_COLUMNS,
  prepare,
  subjectOf,
  type Facts,
  type UnknownReason,
  type World,
} from "@tixi/engines/indicators";

/** Figures of one year; null = not stated. */
export type YearLine = { year: number } & Record<string, number | null>;

/** What a card keeps of its offering, so that its page says in years to come what was known when it was made. */
export interface Sheet {
  /** the offering's figures by year */
  history: YearLine[];
  /** supply, surplus and price of its programme in its city by year, the forecast years among them */
  balance: YearLine[];
  /** every indicator that it is judged by: its figure, or why there is none */
  values: Record<string, number | UnknownReason>;
}

const BALANCE = ["supply", "surplus", "priceMin", "priceMax", "countsOnlyDemand", "countsOnlyGap"] as const;
const DIGITS = 4;

const stated = (value: number): number | null =>
  Number.isNaN(value) ? null : Math.round(value * 10 ** DIGITS) / 10 ** DIGITS;

/** Makes the sheets of all offerings of the facts. */
export function sheets(
  facts: Facts,
  rules: RuleSet,
  year: number,
  factsThrough: number,
): (offering: number) => Sheet {
  const world = prepare(facts, rules, year, factsThrough);
  const cells = cellsByPlace(world);
  return (offering) => ({
    history: historyOf(facts, offering, factsThrough),
    balance: cells.get(world.placeOf[offering]!) ?? [],
    values: Object.fromEntries(
      INDICATORS.filter(({ about }) => about !== "region").map((indicator) => {
        const value = indicator.compute(world, subjectOf(world, indicator, offering), factsThrough);
        return [indicator.key, typeof value === "number" ? stated(value)! : value.unknown];
      }),
    ),
  });
}

function historyOf({ offerings }: Facts, offering: number, through: number): YearLine[] {
  const { years } = offerings;
  return years.flatMap((year, y) => {
    if (year > through) return [];
    const line = OFFERING_COLUMNS.map(
      (name) => [name, stated(offerings[name][offering * years.length + y]!)] as const,
    );
    return line.every(([, value]) => value === null)
      ? []
      : [{ year, ...Object.fromEntries(line) } as YearLine];
  });
}

function cellsByPlace({ balance, places }: World): Map<number, YearLine[]> {
  const found = new Map<number, YearLine[]>();
  if (!balance) return found;
  const placeAt = new Map(places.programme.map((programme, i) => [`${programme} ${places.city[i]}`, i]));
  for (let row = 0; row < balance.at.length; row++) {
    const place = placeAt.get(`${balance.programme[row]} ${balance.city[row]}`);
    if (place === undefined) continue;
    const line = { year: balance.at[row]!, ...Object.fromEntries(BALANCE.map((name) => [name, stated(balance[name][row]!)])) } as YearLine; // prettier-ignore
    found.set(place, [...(found.get(place) ?? []), line]);
  }
  return found;
}
