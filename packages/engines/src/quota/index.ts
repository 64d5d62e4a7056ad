export { classSizeOf, defaultLimits, defaultOptions } from "./defaults.ts";
export {
  conflictSentence,
  groupPhrase,
  limitPhrase,
  reasonsSentence,
  type NameOf,
  type Tongue,
} from "./words.ts";
export { openQuota } from "./session.ts";
export { CARDS } from "./types.ts";
export type * from "./types.ts";
