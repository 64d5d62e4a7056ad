/**
 * What speaks for an occupation, as numbers. The score of an occupation is the weighted sum of these features;
 * the weights are fitted by conditional logistic regression (build/fit.ts).
 */
export const FEATURES = [
  "titleTerms",
  "titleBest",
  "titleName",
  "titleDomain",
  "titleGrams",
  "headClass",
  "laterTerms",
  "descriptionTerms",
  "descriptionGrams",
  "descriptionDomain",
  "industry",
  "company",
  "prior",
  "professional",
  "manual",
] as const;

export const FEATURE_COUNT = FEATURES.length;
