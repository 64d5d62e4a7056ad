import type { App } from "../platform/index.ts";
import { timetableRoutes } from "./timetables/routes.ts";

/** All routes of joint training. */
export function routes(app: App): void {
  timetableRoutes(app);
}
