import type { App } from "../platform/index.ts";
import { candidateRoutes } from "./candidate-routes.ts";
import { filingRoutes } from "./filing-routes.ts";
import { pastLineRoutes } from "./past-line-routes.ts";
import { resultRoutes } from "./result-routes.ts";
import { preferenceRoutes } from "./preference-routes.ts";
import { scoreRoutes } from "./score-routes.ts";
import { unitRoutes } from "./unit-routes.ts";
import { seasonRoutes } from "./season-routes.ts";
import { sessionRoutes } from "./session-routes.ts";

/** All routes of admission. */
export function routes(app: App): void {
  seasonRoutes(app);
  candidateRoutes(app);
  sessionRoutes(app);
  scoreRoutes(app);
  unitRoutes(app);
  pastLineRoutes(app);
  preferenceRoutes(app);
  filingRoutes(app);
  resultRoutes(app);
}
