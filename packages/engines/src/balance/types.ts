/** What the balance is asked and what it answers. Quantities are persons; the engine works in whole units of them. */
import type { Education, Level } from "../types/index.ts";
import type { LinkKind } from "../cycle/types.ts";

/** Which occupations a programme leads to. The balance needs nothing else of the standards. */
export interface Crosswalk {
  /** Links of a programme; a programme without links is unknown to the crosswalk. */
  links(programme: string): readonly CrosswalkLink[];
}

export interface CrosswalkLink {
  occupation: string;
  kind: LinkKind;
}

export interface SupplyNode {
  programme: string;
  level: Level;
  city: string;
  amount: number;
}

export interface DemandNode {
  occupation: string;
  city: string;
  level: Education;
  amount: number;
}

export interface BalanceInput {
  cities: readonly string[];
  supply: readonly SupplyNode[];
  demand: readonly DemandNode[];
  crosswalk: Crosswalk;
}

export interface BalanceOptions {
  weights: Record<LinkKind, number>;
  moveCost: number;
  cityCosts: Record<string, number>;
  maxEdges: number;
  tranches: number;
  unitsPerPerson: number;
  levels: readonly Education[];
}

export interface BalanceFlow {
  programme: string;
  cityFrom: string;
  occupation: string;
  cityTo: string;
  level: Education;
  value: number;
  kind: LinkKind;
}

/** Arrays run along the input's supply and demand rows, whatever their order. */
export interface BalanceResult {
  supplyMatched: Float64Array;
  supplyPriceMin: Float64Array;
  supplyPriceMax: Float64Array;
  supplyLinked: Uint8Array;
  demandMatched: Float64Array;
  demandPriceMin: Float64Array;
  demandPriceMax: Float64Array;
  demandLinked: Uint8Array;
  flows: BalanceFlow[];
  objective: number;
  dualObjective: number;
  edges: number;
  /** class links left out to stay within `maxEdges` */
  pruned: number;
  phases: number;
}
