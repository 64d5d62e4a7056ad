import { factsOf, programmeFacts, type Facts, type ProgrammeFacts } from "@tixi/engines/indicators";
import { sql } from "kysely";
import { decisionInput, type DecisionRow } from "../../demand/index.ts";
import type { Context } from "../../platform/context.ts";
import { foundedYears } from "../../registry/index.ts";
import { keepOfferings, type KnownOffering } from "./offerings.sql.ts";

/** Balances so many years back are looked at by back-dated runs. */
const YEARS = 8;

export interface AdjustmentFacts {
  facts: Facts;
  /** by key of the facts, which is the id of planning.offering */
  offerings: ReadonlyMap<string, KnownOffering>;
}

type Row = DecisionRow<unknown>["school"];
const schoolKey = ({ id, name }: Row): string => id ?? `名:${name}`;

/**
 * Reads what `demand` holds now and the finished cycles up to `cycle`; gives each offering its lasting id.
 * @param cycle the newest balance that may be looked at
 */
export async function readFacts(
  ctx: Context,
  province: string,
  cycle: { id: string; year: number },
): Promise<AdjustmentFacts> {
  const { offerings: rows, conditions } = await decisionInput(ctx, { province });
  const offerings = new Map<string, KnownOffering>();
  const placeOf = rows.map(({ school, row: { programmeCode: programme, level, city, year } }) => {
    const place = `${schoolKey(school)} ${programme} ${city}`;
    const known = offerings.get(place);
    if (known) {
      known.firstYear = Math.min(known.firstYear, year);
      known.lastYear = Math.max(known.lastYear, year);
    } else offerings.set(place, { school: school.id, schoolName: school.name, programme, level, city, firstYear: year, lastYear: year }); // prettier-ignore
    return place;
  });
  const ids = await keepOfferings(ctx, province, [...offerings.values()]);
  const idOf = new Map([...offerings.keys()].map((place, i) => [place, ids[i]!]));
  const tracked = await trackedOutcomes(ctx, province);
  const founded = await foundedYears(ctx, [...new Set(rows.flatMap(({ school }) => school.id ?? []))]);
  return {
    offerings: new Map([...offerings].map(([place, known]) => [idOf.get(place)!, known])),
    facts: factsOf(
      rows.map(({ school, row: { schoolCode: _code, ...row } }, i) => ({
        ...row,
        key: idOf.get(placeOf[i]!)!,
        school: schoolKey(school),
        schoolName: school.name,
        // records are of the offering as a whole: of several rows of a year the first takes them, and only once
        ...takeTracked(tracked, school.id, row),
      })),
      conditions.map(({ school, row: { schoolCode: _code, ...row } }) => ({
        ...row,
        school: schoolKey(school),
        schoolName: school.name,
        founded: school.id === null ? null : (founded.get(school.id) ?? null),
      })),
      await balancesUpTo(ctx, province, cycle),
    ),
  };
}

interface Tracked {
  trackedCoded: number;
  trackedMatched: number;
}
const trackedKey = (school: string | null, programme: string, year: number): string =>
  `${school} ${programme.slice(0, 6)} ${year}`;

/** What became of those who were trained jointly, by school, programme and year of leaving: the records of `cotraining`, as figures. */
async function trackedOutcomes(ctx: Context, province: string): Promise<Map<string, Tracked>> {
  const { rows } = await sql<{ school: string; programme: string; year: number } & Tracked>`select school, programme, year, coded as "trackedCoded", matched as "trackedMatched"
    from cotraining.outcome_figures(${province}) where coded >= 3`.execute(ctx.tx);
  return new Map(rows.map(({ school, programme, year, ...figures }) => [trackedKey(school, programme, year), figures]));
} // prettier-ignore

function takeTracked(tracked: Map<string, Tracked>, school: string | null, row: { programmeCode: string; year: number }): Tracked | object {
  const key = trackedKey(school, row.programmeCode, row.year);
  const found = tracked.get(key);
  tracked.delete(key);
  return found ?? {};
} // prettier-ignore

/** The newest finished cycle of each year up to the chosen one: a back-dated run looks at the balance of its own time. */
async function balancesUpTo(
  ctx: Context,
  province: string,
  chosen: { id: string; year: number },
): Promise<ProgrammeFacts[]> {
  const { rows: cycles } = await sql<{ id: string; year: number }>`
    select distinct on (year) id, year from planning.cycle where province = ${province} and state = 'done'
      and (id = ${chosen.id} or (year < ${chosen.year} and year > ${chosen.year} - ${YEARS}::int))
    order by year, created_at desc`.execute(ctx.tx);
  const balances: ProgrammeFacts[] = [];
  for (const { id, year } of cycles) {
    const figures = sql`year, supply, surplus, price_min as "priceMin", price_max as "priceMax",
      counts_only_demand as "countsOnlyDemand", counts_only_gap as "countsOnlyGap"`;
    const { rows } = await sql<Parameters<typeof programmeFacts>[1][number]>`
      select programme, city, ${figures} from planning.supply_cell where province = ${province} and cycle_id = ${id}
      union all select code, '', ${figures} from planning.supply_total where province = ${province} and cycle_id = ${id}
        and scope = 'programme' and city = '' and level = ''
      order by 1, 2, 3`.execute(ctx.tx);
    balances.push(programmeFacts(year, rows));
  }
  return balances;
}
