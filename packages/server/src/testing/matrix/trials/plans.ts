import type { Subject } from "../../../platform/http/access.ts";
import { ORGANISATIONS } from "../cast.ts";
import type { Trial, Trials } from "../requests.ts";
import type { Things } from "../world.ts";

const PROVINCE = { region: "370000" };
const STALE = { "if-match": '"stale"' };
const OWN: Subject = { organisation: ORGANISATIONS.school.id };

/** The enrolment plan. */
export function planTrials(of: Things): Trials {
  const thing = (
    url: string,
    more: { body?: unknown; headers?: Record<string, string>; subject?: Subject } = {},
  ): Trial => ({ kind: "thing", url: `/api/${url}`, subject: PROVINCE, ...more });
  const list = (url: string, marker: string): Trial => ({
    kind: "list",
    url: `/api/${url}`,
    subject: PROVINCE,
    marker,
  });
  const anybody = { ...PROVINCE, published: true };
  const plan = `plans/${of.plan}`;
  const cell = { offering: of.offering, seats: 50 };
  return {
    "POST /api/plans": thing("plans", { body: { roundId: of.round, name: "谁可编制" } }),
    "GET /api/plans": list("plans", of.plan),
    "GET /api/plans/compare": thing(`plans/compare?ids=${of.plan},${of.openPlan}`),
    "GET /api/plans/:id": thing(plan),
    "POST /api/plans/:id/solve": thing(`${plan}/solve`, { headers: STALE }),
    "POST /api/plans/:id/cancel": thing(`${plan}/cancel`),
    "GET /api/plans/:id/conflict": thing(`${plan}/conflict`),
    "GET /api/plans/:id/broken": thing(`${plan}/broken`),
    "GET /api/plans/:id/tight": thing(`${plan}/tight`),
    "POST /api/plans/:id/verify": thing(`${plan}/verify`),
    "GET /api/plans/:id/cells": thing(`${plan}/cells`),
    "PUT /api/plans/:id/cells": thing(`${plan}/cells`, { body: { cells: [{ ...cell, version: 0 }] } }),
    "POST /api/plans/:id/cost": thing(`${plan}/cost`, { body: { cells: [cell] } }),
    "POST /api/plans/:id/desk": thing(`${plan}/desk`),
    "GET /api/plans/:id/edits": thing(`${plan}/edits`),
    "GET /api/plans/:id/offerings/:offering/why": thing(`${plan}/offerings/${of.offering}/why`),
    "GET /api/plans/:id/proposals": thing(`${plan}/proposals`),
    "POST /api/plans/:id/answers": thing(`${plan}/answers`, {
      body: { offering: of.offering, action: "refuse", reason: "按办学条件", version: 1 },
    }),
    "GET /api/my-seats": { kind: "list", url: "/api/my-seats", subject: OWN, marker: of.openPlan },
    "GET /api/my-seats/:id": {
      kind: "list",
      url: `/api/my-seats/${of.openPlan}`,
      subject: OWN,
      marker: of.offering,
    },
    "POST /api/my-seats/:id/proposals": thing(`my-seats/${of.openPlan}/proposals`, {
      subject: OWN,
      body: { ...cell, reason: "订单增加" },
    }),
    ...Object.fromEntries(
      ["open", "conclude", "return", "review", "publish", "withdraw"].map((step) => [
        `POST /api/plans/:id/${step}`,
        thing(`${plan}/${step}`, { body: { note: "" }, headers: STALE }),
      ]),
    ),
    "GET /api/public/plans": {
      kind: "list",
      url: "/api/public/plans",
      subject: anybody,
      marker: of.publishedPlan,
    },
    "GET /api/public/plans/:id": thing(`public/plans/${of.publishedPlan}`, { subject: anybody }),
    "GET /api/public/plans/:id/seats": thing(`public/plans/${of.publishedPlan}/seats`, { subject: anybody }),
    "GET /api/public/plans/:id/files/:name": thing(`public/plans/${of.publishedPlan}/files/plan.csv`, {
      subject: anybody,
    }),
  };
}
