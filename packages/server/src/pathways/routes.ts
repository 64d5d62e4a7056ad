import type { App } from "../platform/index.ts";

/** All routes of pathways. */
export function routes(app: App): void {
  void app;
}
