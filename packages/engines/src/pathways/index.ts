export { buildGraph, categoryOf, universityKey, type Graph } from "./graph.ts";
export { RULES, ruleSentence, type PathRule } from "./rules.ts";
export { findRoutes, followRoute } from "./search.ts";
export * from "./types.ts";
