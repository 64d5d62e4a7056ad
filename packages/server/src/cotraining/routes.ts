import type { App } from "../platform/index.ts";
import { logbookRoutes } from "./logbook/routes.ts";

/** All routes of joint training. */
export function routes(app: App): void {
  logbookRoutes(app);
}
