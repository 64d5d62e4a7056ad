/** The ways of provinces, as far as they were found. Drafts: each names its sources and its doubts. */
import { chongqing } from "./chongqing.ts";
import { guangxi } from "./guangxi.ts";
import { jiangsu } from "./jiangsu.ts";
import { shandong } from "./shandong.ts";
import type { AllocationPreset } from "./types.ts";
import { zhejiang } from "./zhejiang.ts";

export const allocationPresets: readonly AllocationPreset[] = [
  zhejiang,
  chongqing,
  jiangsu,
  guangxi,
  shandong,
];
