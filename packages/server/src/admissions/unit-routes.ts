import { rm } from "node:fs/promises";
import { BadInput, inTransaction, type App } from "../platform/index.ts";
import { listFillings, removeFilling, setFilling } from "./fillings.ts";
import { importUnits } from "./units-import.ts";
import { unitsFromPlan } from "./units-from-plan.ts";
import { changeUnit, listUnits, publicUnits, removeUnit } from "./units.ts";
import * as s from "./unit-schemas.ts";

/** Routes of units and of the times in which preferences are filed for them. */
export function unitRoutes(app: App): void {
  const hold = ["admissions", "holdSeason"] as const;
  const read = ["admissions", "readSeason"] as const;
  const published = ["admissions", "readPublished"] as const;
  const { bySeason, byUnit, byFilling } = s;
  app.get("/seasons/:id/units", { access: read, schema: { params: bySeason, querystring: s.unitQuery, response: { 200: s.unitPage } } }, (request) =>
    inTransaction(request, (ctx) => listUnits(ctx, request.params.id, request.query)));
  app.get("/public/seasons/:id/units", { access: published, schema: { params: bySeason, querystring: s.unitQuery, response: { 200: s.unitPage } } }, (request) =>
    inTransaction(request, (ctx) => publicUnits(ctx, request.params.id, request.query)));
  app.post("/seasons/:id/units/from-plan", { access: hold, schema: { params: bySeason, body: s.fromPlan, response: { 200: s.takenFromPlan } } }, (request) =>
    inTransaction(request, (ctx) => unitsFromPlan(ctx, request.params.id, request.body)));
  app.post("/seasons/:id/units/import", { access: hold, schema: { params: bySeason, response: { 200: s.importedUnits } } }, async (request) => {
    const upload = await request.file();
    if (!upload) throw new BadInput([{ part: "body", field: "file", reason: "没有收到文件 / no file was sent" }]);
    const name = (upload.filename || "plans").normalize("NFC").replace(/[\\/\p{Cc}]/gu, "_").slice(-150);
    const file = await app.platform.files.receive(upload.file);
    try {
      return await inTransaction(request, (ctx) => importUnits(ctx, request.params.id, { path: file.path, name, sha256: file.sha256 }), file.sha256);
    } finally {
      await rm(file.path, { force: true });
    }
  });
  app.put("/seasons/:id/units/:unit", { access: hold, schema: { params: byUnit, body: s.unitChange, response: { 200: s.unit } } }, (request) =>
    inTransaction(request, (ctx) => changeUnit(ctx, request, request.params.id, request.params.unit, request.body)));
  app.delete("/seasons/:id/units/:unit", { access: hold, schema: { params: byUnit, response: { 200: s.removed } } }, (request) =>
    inTransaction(request, (ctx) => removeUnit(ctx, request, request.params.id, request.params.unit)));

  app.get("/seasons/:id/fillings", { access: read, schema: { params: bySeason, response: { 200: s.fillingList } } }, (request) =>
    inTransaction(request, (ctx) => listFillings(ctx, request.params.id, false)));
  app.get("/public/seasons/:id/fillings", { access: published, schema: { params: bySeason, response: { 200: s.fillingList } } }, (request) =>
    inTransaction(request, (ctx) => listFillings(ctx, request.params.id, true)));
  app.put("/seasons/:id/fillings/:batch/:round", { access: hold, schema: { params: byFilling, body: s.fillingTimes, response: { 200: s.filling } } }, (request) => {
    const { id, ...of } = request.params;
    return inTransaction(request, (ctx) => setFilling(ctx, request, id, of, request.body));
  });
  app.delete("/seasons/:id/fillings/:batch/:round", { access: hold, schema: { params: byFilling, response: { 200: s.removed } } }, (request) => {
    const { id, ...of } = request.params;
    return inTransaction(request, (ctx) => removeFilling(ctx, request, id, of));
  });
} // prettier-ignore
