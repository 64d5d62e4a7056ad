import { admissions } from "./admissions/index.ts";
import { alliances } from "./alliances/index.ts";
import { cotraining } from "./cotraining/index.ts";
import { demand } from "./demand/index.ts";
import { pathways } from "./pathways/index.ts";
import { planning } from "./planning/index.ts";
import type { Module } from "./platform/module.ts";
import { platformModule } from "./platform/platform-module.ts";
import { registry } from "./registry/index.ts";

/** All modules in the order of their migrations. */
export const modules: readonly Module[] = [
  platformModule,
  registry,
  demand,
  planning,
  pathways,
  admissions,
  alliances,
  cotraining,
];
