import type { App } from "../platform/index.ts";

/** All routes of admission. */
export function routes(app: App): void {
  void app;
}
