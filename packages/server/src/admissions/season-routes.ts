import { inTransaction, type App } from "../platform/index.ts";
import { proposedCategories } from "./categories.ts";
import * as s from "./season-schemas.ts";
import { seasonProcedure, type SeasonStep } from "./season-state.ts";
import { takeSeasonStep } from "./season-steps.ts";
import {
  changeSeasonCalendar,
  changeSetUp,
  listSeasons,
  presets,
  seasonById,
  startSeason,
} from "./seasons.ts";

type Right = "holdSeason" | "enterScores" | "release";
const STEPS = (Object.keys(seasonProcedure.steps) as SeasonStep[]).filter((step) => step !== "start");

/** Routes of seasons: set-up, times, steps. Whoever may not hold one reads those that have begun. */
export function seasonRoutes(app: App): void {
  const { bySeason } = s;
  const read = ["admissions", "readSeason"] as const;
  const hold = ["admissions", "holdSeason"] as const;
  app.get("/seasons", { access: read, schema: { response: { 200: s.seasonPage } } }, (request) =>
    inTransaction(request, listSeasons));
  app.post("/seasons", { access: hold, schema: { body: s.newSeason, response: { 200: s.season } } }, (request) =>
    inTransaction(request, (ctx) => startSeason(ctx, request.body)));
  app.get("/seasons/presets", { access: read, schema: { response: { 200: s.presets } } }, () => presets());
  app.get("/seasons/proposed-categories", { access: hold, schema: { response: { 200: s.proposedCategories } } }, () => proposedCategories());
  // of a season that has begun anybody, an office elsewhere too, sees what is published
  app.get("/seasons/:id", { access: ["admissions", "readPublished"], schema: { params: bySeason, response: { 200: s.season } } }, (request) =>
    inTransaction(request, (ctx) => seasonById(ctx, request.params.id)));
  app.put("/seasons/:id/set-up", { access: hold, schema: { params: bySeason, body: s.setUp, response: { 200: s.season } } }, (request) =>
    inTransaction(request, (ctx) => changeSetUp(ctx, request, request.params.id, request.body)));
  app.put("/seasons/:id/calendar", { access: hold, schema: { params: bySeason, body: s.calendarChange, response: { 200: s.season } } }, (request) =>
    inTransaction(request, (ctx) => changeSeasonCalendar(ctx, request, request.params.id, request.body)));
  for (const step of STEPS)
    app.post(`/seasons/:id/${step}`, { access: ["admissions", seasonProcedure.steps[step].right as Right], schema: { params: bySeason, body: s.stepTaken, response: { 200: s.season } } }, (request) =>
      inTransaction(request, (ctx) => takeSeasonStep(ctx, request, request.params.id, step, request.body)));
} // prettier-ignore
