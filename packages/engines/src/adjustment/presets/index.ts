/** Rule sets that come with the product: each figure as rules.md gives it, with its source and how sure it is. */
import type { RuleSet } from "../types.ts";
import { DEMONSTRATION } from "./demonstration.ts";
import { FUJIAN_2023 } from "./fujian.ts";
import { NATIONAL } from "./national.ts";
import { SHANDONG_2017 } from "./shandong.ts";
import { SHANXI_2024 } from "./shanxi.ts";

export const PRESETS: readonly RuleSet[] = [NATIONAL, FUJIAN_2023, SHANXI_2024, SHANDONG_2017, DEMONSTRATION];

export const findPreset = (key: string): RuleSet | undefined => PRESETS.find((preset) => preset.key === key);
