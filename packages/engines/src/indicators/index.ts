/** Indicators of offerings, programmes and schools, each defined once. See README.md. */
import { FIGURES } from "./figures.ts";
import { OFFERING_INDICATORS } from "./offering.ts";
import { PLACE_INDICATORS, REGION_INDICATORS } from "./place.ts";
import { SCHOOL_INDICATORS } from "./school.ts";
import type { FigureDefinition, Indicator, IndicatorParameters } from "./types.ts";
import { NATIONAL_EQUIVALENTS, NATIONAL_LIMIT, NATIONAL_QUALIFIED } from "./norms.ts";

export type * from "./types.ts";
export { CONDITION_ITEMS, OFFERING_COLUMNS, SCHOOL_COLUMNS } from "./types.ts";
export { URGENCY, urgencyOf } from "./figures.ts";
export { definitionOf, SHOWN, type Showing, type Shown } from "./shown-in.ts";
export { factsOf, programmeFacts, type OfferingYear, type SchoolYear } from "./from-rows.ts";
export { NATIONAL_EQUIVALENTS, NATIONAL_LIMIT, NATIONAL_QUALIFIED } from "./norms.ts";
export { intakeOf } from "./offering.ts";
export { graduationYear } from "./place.ts";
export {
  checkConditions,
  equivalentStudents,
  equivalentTeachers,
  offeringCap,
  type ConditionCheck,
} from "./school.ts";
export { isStated, prepare, runningIn, shareBelow, unknown } from "./world.ts";
export { figureWords, unknownWords, UNKNOWN_WORDS } from "./words.ts";

/** Every indicator, in the order in which pages show them. */
export const INDICATORS: readonly Indicator[] = [
  ...PLACE_INDICATORS,
  ...OFFERING_INDICATORS,
  ...SCHOOL_INDICATORS,
  ...REGION_INDICATORS,
];

/** Every figure with a definition: the indicators, and those that only lists and reports show. */
export const DEFINITIONS: readonly FigureDefinition[] = [...FIGURES, ...INDICATORS];

const byKey = new Map(INDICATORS.map((indicator) => [indicator.key, indicator]));

export const findIndicator = (key: string): Indicator | undefined => byKey.get(key);

/** The national norms: what indicators take where no rule set says otherwise. */
export const NATIONAL_PARAMETERS: IndicatorParameters = {
  limit: NATIONAL_LIMIT,
  qualified: NATIONAL_QUALIFIED,
  equivalents: NATIONAL_EQUIVALENTS,
};

/** The subject of an indicator that an offering falls under. */
export function subjectOf(world: { placeOf: Int32Array; facts: { offerings: { school: Int32Array } } }, indicator: Indicator, offering: number): number {
  switch (indicator.about) {
    case "offering": return offering;
    case "place": return world.placeOf[offering]!;
    case "school": return world.facts.offerings.school[offering]!;
    case "region": return 0;
  }
} // prettier-ignore
