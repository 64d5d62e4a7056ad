import type { App } from "../platform/index.ts";
import { agreementRoutes } from "./agreements/routes.ts";
import { assessmentRoutes } from "./assessments/routes.ts";
import { logbookRoutes } from "./logbook/routes.ts";
import { placementRoutes } from "./placements/routes.ts";
import { planRoutes } from "./plans/routes.ts";
import { placementRoundRoutes } from "./rounds/routes.ts";
import { timetableRoutes } from "./timetables/routes.ts";

/** All routes of joint training. */
export function routes(app: App): void {
  planRoutes(app);
  agreementRoutes(app);
  placementRoutes(app);
  placementRoundRoutes(app);
  assessmentRoutes(app);
  logbookRoutes(app);
  timetableRoutes(app);
}
