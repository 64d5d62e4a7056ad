/**
 * One round over plain arrays: what the three engines work on. Candidates and units are numbers; `place` is a candidate's
 * position in `order` (all categories one behind the other; under lastPlaceTies "all" the equal share the first position).
 */
export interface Round {
  /** candidates, category after category, each by its list */
  order: Int32Array;
  place: Int32Array;
  /** bit 0: may take general seats of this batch as far as the batch's lines go; bit q + 1: as a holder reserved ones of quota q */
  open: Int32Array;
  /** entries of candidate c: start[c] … start[c + 1] − 1, in the order of preference */
  start: Int32Array;
  unit: Int32Array;
  /** the positions in `order` of those who may take a general seat of each unit; first > last where nobody may */
  first: Int32Array;
  last: Int32Array;
}
