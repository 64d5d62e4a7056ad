export { buildGraph, universityKey, type Graph } from "./graph.ts";
export { RULES, ruleSentence, type PathRule } from "./rules.ts";
export { findRoutes } from "./search.ts";
export * from "./types.ts";
