import { z } from "zod";
import { inTransaction, sendFile, type App } from "../../platform/index.ts";
import { paperParams } from "../schemas.ts";
import { taskProcedure } from "./procedure.ts";
import * as s from "./schemas.ts";
import { actOnTask, assignTask, publishResolution, resolutionsOf, taskFile, type LaterTaskStep } from "./tasks.ts"; // prettier-ignore

const STEPS: LaterTaskStep[] = ["report", "confirm", "return", "drop"];

/** Resolutions and what they ask: every member sees all of them, and whose is overdue. */
export function taskRoutes(app: App): void {
  const { byId } = s;
  app.get("/alliances/:id/resolutions", { access: ["alliances", "read"], schema: { params: byId, response: { 200: s.resolutions } } }, (request) =>
    inTransaction(request, (ctx) => resolutionsOf(ctx, request.params.id)));
  app.put("/resolutions/:id/published", { access: ["alliances", "keep"], schema: { params: byId, body: s.publish, response: { 200: z.object({ id: z.string(), published: z.boolean() }) } } }, (request) =>
    inTransaction(request, (ctx) => publishResolution(ctx, request, request.params.id, request.body)));
  app.post("/resolutions/:id/tasks", { access: ["alliances", "keep"], schema: { params: byId, body: s.newTask, response: { 200: s.task } } }, (request) =>
    inTransaction(request, (ctx) => assignTask(ctx, request.params.id, request.body)));
  app.get("/alliance-tasks/:id/files/:file", { access: ["alliances", "read"], schema: { params: paperParams }, compress: false }, async (request, reply) => {
    const file = await inTransaction(request, (ctx) => taskFile(ctx, request.params.id, request.params.file));
    return sendFile(app.platform, request, reply, file, { variant: "original", secondsLeft: 60 });
  });
  for (const step of STEPS)
    app.post(`/alliance-tasks/:id/${step}`, { access: ["alliances", taskProcedure.steps[step].right], schema: { params: byId, body: s.taskAct, response: { 200: s.task } } }, (request) =>
      inTransaction(request, (ctx) => actOnTask(ctx, request, request.params.id, step, request.body)));
} // prettier-ignore
