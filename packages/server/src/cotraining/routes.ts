import type { App } from "../platform/index.ts";

/** All routes of joint training. */
export function routes(_app: App): void {}
