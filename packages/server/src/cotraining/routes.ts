import type { App } from "../platform/index.ts";
import { assessmentRoutes } from "./assessments/routes.ts";
import { placementRoundRoutes } from "./rounds/routes.ts";

/** All routes of joint training. */
export function routes(app: App): void {
  placementRoundRoutes(app);
  assessmentRoutes(app);
}
