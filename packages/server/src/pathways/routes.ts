import type { App } from "../platform/index.ts";
import { agreementRoutes } from "./agreements/routes.ts";
import { creditRoutes } from "./credits/routes.ts";
import { searchRoutes } from "./search/routes.ts";

/** All routes of pathways. */
export function routes(app: App): void {
  searchRoutes(app);
  agreementRoutes(app);
  creditRoutes(app);
}
