import { defineProcedure, type InputFault } from "../../platform/index.ts";

export type TaskState = "assigned" | "reported" | "done" | "dropped";
export type TaskStep = "assign" | "report" | "confirm" | "return" | "drop";
export interface TaskEvidence {
  note?: string | undefined;
}

const withReason = ({ note }: TaskEvidence): InputFault[] =>
  note?.trim() ? [] : [{ part: "body", field: "note", reason: "请写明理由 / a reason is required" }];

/** What a resolution asks of a member: assigned, reported with what proves it, confirmed by the secretariat. */
export const taskProcedure = defineProcedure<TaskState, TaskStep, void, TaskEvidence>({
  what: { zh: "该任务", en: "The task" },
  states: {
    assigned: { zh: "办理中", en: "under way" },
    reported: { zh: "已报完成、待确认", en: "reported, to be confirmed" },
    done: { zh: "已完成", en: "done" },
    dropped: { zh: "已撤销", en: "dropped" },
  },
  steps: {
    assign: { from: [], to: "assigned", right: "keep", words: { zh: "交办", en: "assign" } },
    report: {
      from: ["assigned"], to: "reported", right: "sit", words: { zh: "报告完成", en: "report" },
      evidence: ({ note }) => (note?.trim() ? [] : [{ part: "body", field: "note", reason: "请写明完成情况和依据 / say what was done and what proves it" }]),
    },
    confirm: { from: ["reported"], to: "done", right: "keep", words: { zh: "确认完成", en: "confirm" } },
    return: { from: ["reported"], to: "assigned", right: "keep", words: { zh: "退回", en: "return" }, evidence: withReason },
    drop: { from: ["assigned", "reported"], to: "dropped", right: "keep", words: { zh: "撤销", en: "drop" }, evidence: withReason },
  },
}); // prettier-ignore

export const TASK_LOG = { table: "alliances.task_action", subject: "task_id" };
