import type { Module } from "./platform/module.ts";
import { platformModule } from "./platform/platform-module.ts";

/** All modules in the order of their migrations. */
export const modules: readonly Module[] = [platformModule];
