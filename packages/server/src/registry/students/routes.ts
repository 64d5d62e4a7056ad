import { inTransaction, inUnkeptTransaction, type App } from "../../platform/index.ts";
import { byToken } from "../people/schemas.ts";
import { answerConsent, showConsent } from "./answer-consent.ts";
import { addGuardian, renewLink } from "./ask-consent.ts";
import { changeStudent } from "./change-student.ts";
import { listStudents } from "./list-students.ts";
import { showStudent } from "./show-student.ts";
import * as s from "./schemas.ts";

/** Routes of students: the school's roster, guardians and their consent. Nothing of a student is public. */
export function studentRoutes(app: App): void {
  const read = ["registry", "readStudents"] as const;
  app.get(
    "/students",
    { access: read, schema: { querystring: s.studentQuery, response: { 200: s.studentPage } } },
    (request) => inTransaction(request, (ctx) => listStudents(ctx, request.query)),
  );
  app.get(
    "/students/:id",
    { access: read, schema: { params: s.byStudent, response: { 200: s.student } } },
    (request) => inTransaction(request, (ctx) => showStudent(ctx, request.params.id)),
  );
  app.put(
    "/students/:id",
    {
      access: ["registry", "manageStudents"],
      schema: { params: s.byStudent, body: s.studentChange, response: { 200: s.student } },
    },
    (request) =>
      inTransaction(request, (ctx) => changeStudent(ctx, request, request.params.id, request.body)),
  );
  app.post(
    "/students/:id/guardians",
    {
      access: ["registry", "readGuardians"],
      schema: { params: s.byStudent, body: s.newGuardian, response: { 200: s.consentLink } },
    },
    (request) => inUnkeptTransaction(request, (ctx) => addGuardian(ctx, request.params.id, request.body)),
  );
  app.post(
    "/guardians/:id/link",
    {
      access: ["registry", "readGuardians"],
      schema: { params: s.byStudent, response: { 200: s.consentLink } },
    },
    (request) => inUnkeptTransaction(request, (ctx) => renewLink(ctx, request.params.id)),
  );
  app.get(
    "/open/consents/:token",
    { access: "open", schema: { params: byToken, response: { 200: s.consentPage } } },
    (request) => inTransaction(request, (ctx) => showConsent(ctx, request.params.token)),
  );
  app.post(
    "/open/consents/:token",
    {
      access: "open",
      config: { limit: "sign-in" },
      schema: { params: byToken, body: s.consentAnswer, response: { 200: s.consentPage } },
    },
    (request) => inTransaction(request, (ctx) => answerConsent(ctx, request.params.token, request.body)),
  );
}
