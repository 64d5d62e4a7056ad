export { lastAction, recordAction, type ActionLog } from "./action-log.ts";
export { defineProcedure, type Procedure, type Step } from "./procedure.ts";
