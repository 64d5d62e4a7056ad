export { runFilePlacement } from "./file-placement.ts";
export { verifyFilePlacement } from "./verify-placement.ts";
