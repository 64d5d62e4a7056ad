import { defineProcedure, type InputFault } from "../../platform/index.ts";
import type { Judged } from "../gate/judge.ts";

export type PlacementState = "planned" | "running" | "suspended" | "finished" | "broken-off" | "cancelled";
export type PlacementStep = "plan" | "start" | "suspend" | "resume" | "finish" | "break-off" | "cancel";

interface Facts {
  judged: Judged;
}
interface Evidence {
  note?: string | undefined;
}

const withReason = ({ note }: Evidence): InputFault[] =>
  note?.trim() ? [] : [{ part: "body", field: "note", reason: "请写明理由 / a reason is required" }];

/** What the gate says against it: each rule by its number, with figure and limit. */
const lawful = (_: Evidence, { judged }: Facts): InputFault[] =>
  judged.verdict === "clear"
    ? []
    : judged.findings
        .filter(({ state }) => state !== "excepted")
        .map(({ rule, zh, en }) => ({ part: "body", field: rule, reason: `${zh} / ${en}` }));

/** A placement: planned, started only when nothing stands against it, ended. */
export const placementProcedure = defineProcedure<PlacementState, PlacementStep, Facts, Evidence>({
  what: { zh: "该实习", en: "The placement" },
  states: {
    planned: { zh: "已安排", en: "planned" },
    running: { zh: "实习中", en: "running" },
    suspended: { zh: "已暂停", en: "suspended" },
    finished: { zh: "已完成", en: "finished" },
    "broken-off": { zh: "已中止", en: "broken off" },
    cancelled: { zh: "已取消", en: "cancelled" },
  },
  steps: {
    plan: { from: [], to: "planned", right: "keepPlacement", words: { zh: "安排", en: "plan" } },
    start: { from: ["planned"], to: "running", right: "keepPlacement", words: { zh: "开始实习", en: "start" }, evidence: lawful },
    suspend: { from: ["running"], to: "suspended", right: "keepPlacement", words: { zh: "暂停", en: "suspend" }, evidence: withReason },
    resume: { from: ["suspended"], to: "running", right: "keepPlacement", words: { zh: "恢复", en: "resume" }, evidence: lawful },
    finish: { from: ["running"], to: "finished", right: "keepPlacement", words: { zh: "实习完成", en: "finish" } },
    "break-off": { from: ["running", "suspended"], to: "broken-off", right: "keepPlacement", words: { zh: "中止", en: "break off" }, evidence: withReason },
    cancel: { from: ["planned"], to: "cancelled", right: "keepPlacement", words: { zh: "取消", en: "cancel" }, evidence: withReason },
  },
}); // prettier-ignore

export const PLACEMENT_LOG = { table: "cotraining.placement_action", subject: "placement_id" };
