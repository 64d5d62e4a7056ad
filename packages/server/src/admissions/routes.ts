import type { App } from "../platform/index.ts";
import { scoreRoutes } from "./score-routes.ts";

/** All routes of admission. */
export function routes(app: App): void {
  scoreRoutes(app);
}
