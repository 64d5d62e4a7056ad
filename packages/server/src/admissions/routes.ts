import type { App } from "../platform/index.ts";
import { filingRoutes } from "./filing-routes.ts";
import { resultRoutes } from "./result-routes.ts";
import { scoreRoutes } from "./score-routes.ts";

/** All routes of admission. */
export function routes(app: App): void {
  scoreRoutes(app);
  filingRoutes(app);
  resultRoutes(app);
}
