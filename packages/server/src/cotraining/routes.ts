import type { App } from "../platform/index.ts";
import { agreementRoutes } from "./agreements/routes.ts";
import { timetableRoutes } from "./timetables/routes.ts";

/** All routes of joint training. */
export function routes(app: App): void {
  agreementRoutes(app);
  timetableRoutes(app);
}
