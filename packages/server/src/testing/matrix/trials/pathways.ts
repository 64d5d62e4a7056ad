import type { Actor } from "../../../platform/context.ts";
import type { Subject } from "../../../platform/http/access.ts";
import { ORGANISATIONS, player } from "../cast.ts";
import { STANDING } from "../pathways-things.ts";
import type { Trial, Trials } from "../requests.ts";
import type { Things } from "../world.ts";

const STALE = { "if-match": '"stale"' };
const student = player("student").actor;
const OWN: Subject = { region: "370000", organisation: ORGANISATIONS.school.id };
/** Of the office, the school and the person; a city's office does not even learn of it. */
const CREDIT = ({ region }: Actor): Subject => ({
  ...(region === "370200" ? {} : { region: "370000" }),
  organisation: ORGANISATIONS.school.id,
  person: student.personId,
});
const ANYBODY: Subject = { published: true };
const TERMS = { lowerYears: 3, upperYears: 2, firstCohort: 2027, lastCohort: null, quota: 40, conditions: [], assessment: [], lowerTuition: null, upperTuition: null, remark: "" }; // prettier-ignore

/** Ways of growing: the search, agreements, credits. */
export function pathwayTrials(of: Things): Trials {
  const thing = (url: string, subject: Extract<Trial, { kind: "thing" }>["subject"], more: { body?: unknown; headers?: Record<string, string>; once?: boolean } = {}): Trial => ({ kind: "thing", url: `/api/${url}`, subject, ...more }); // prettier-ignore
  const list = (url: string, subject: Extract<Trial, { kind: "list" }>["subject"], marker?: string): Trial => ({ kind: "list", url: `/api/${url}`, subject, ...(marker ? { marker } : {}) }); // prettier-ignore
  const self = (actor: Actor): Subject => ({ organisation: actor.organisation, person: actor.personId, createdBy: actor.userId }); // prettier-ignore
  const proposed = `agreements/${of.proposedAgreement}`;
  const credit = `credits/${of.credit}`;
  const plan = { name: "规划", query: STANDING, routes: ["660301>460301"] };
  const proposal = { kind: "3+2", side: "lower", partner: null, partnerName: "甲省某学院", lowerProgramme: "660301", upperProgramme: "460301", ...TERMS };
  // a school of another province has no agreements here
  const here = (actor: Actor): Subject => (actor.region.startsWith("37") ? self(actor) : {});
  const step = (url: string, subject: Extract<Trial, { kind: "thing" }>["subject"]) => thing(url, subject, { body: { note: "说明" }, headers: STALE });
  const steps = (base: string, route: string, subject: Extract<Trial, { kind: "thing" }>["subject"], names: readonly string[]): Trials =>
    Object.fromEntries(names.map((name) => [`POST /api/${route}/:id/${name}`, step(`${base}/${name}`, subject)]));
  const mine: Subject = { createdBy: student.userId };
  return {
    "POST /api/public/pathways/search": thing("public/pathways/search", ANYBODY, { body: STANDING }),
    "POST /api/public/pathways/compare": thing("public/pathways/compare", ANYBODY, { body: { query: STANDING, routes: plan.routes } }),
    "GET /api/pathway-plans": list("pathway-plans", mine, of.savedPlan),
    "POST /api/pathway-plans": thing("pathway-plans", self, { body: plan }),
    "GET /api/pathway-plans/:id": thing(`pathway-plans/${of.savedPlan}`, mine),
    "PUT /api/pathway-plans/:id": thing(`pathway-plans/${of.savedPlan}`, mine, { body: plan, headers: STALE }),
    "DELETE /api/pathway-plans/:id": thing(`pathway-plans/${of.savedPlan}`, mine, { once: true }),
    "GET /api/public/agreements": list("public/agreements", ANYBODY, of.agreement),
    "GET /api/public/agreements/:id": thing(`public/agreements/${of.agreement}`, ANYBODY),
    "GET /api/agreements": list("agreements", OWN, of.proposedAgreement),
    "POST /api/agreements": thing("agreements", here, { body: proposal }),
    "POST /api/agreements/check": thing("agreements/check", self, { body: proposal }),
    "GET /api/agreements/flows": list("agreements/flows", OWN, of.agreement),
    "GET /api/agreements/continuations": list("agreements/continuations", ANYBODY),
    "GET /api/agreements/:id": thing(proposed, OWN),
    "PUT /api/agreements/:id": thing(proposed, OWN, { body: TERMS, headers: STALE }),
    ...steps(proposed, "agreements", OWN, ["resubmit", "accept", "decline", "return", "withdraw", "record", "end"]),
    "GET /api/agreements/:id/cohorts": thing(`${proposed}/cohorts`, OWN),
    "PUT /api/agreements/:id/cohorts": thing(`${proposed}/cohorts`, OWN, { body: { items: [{ cohort: 2027, year: 2027, stage: "lower", enrolled: 40 }] }, headers: STALE }),
    "GET /api/public/credit-rules": list("public/credit-rules", ANYBODY, of.creditRule),
    "GET /api/public/credit-limits": list(`public/credit-limits?school=${ORGANISATIONS.school.id}`, ANYBODY, "660301"),
    "POST /api/credit-rules": thing("credit-rules", self, { body: { programme: "660301", sourceKind: "work", source: "工作一年", course: "实习", credits: 2, validFrom: "2026-01-01" } }),
    "PUT /api/credit-rules/:id": thing(`credit-rules/${of.creditRule}`, OWN, { body: { source: "电工证书", needs: "", course: "电工基础", credits: 4, validUntil: null }, headers: STALE }),
    "PUT /api/credit-limits": thing("credit-limits", self, { body: { programme: "660301", total: 180, share: 0.2 } }),
    "GET /api/credits": list("credits", CREDIT, of.credit),
    "POST /api/credits": thing("credits", self, { body: { rule: of.creditRule, statement: "说明", evidenceKey: "Y-2" } }),
    "GET /api/credits/balance": list("credits/balance", CREDIT),
    "GET /api/credits/:id": thing(credit, CREDIT),
    "PUT /api/credits/:id": thing(credit, CREDIT, { body: { statement: "说明", evidenceKey: "X-1" }, headers: STALE }),
    ...steps(credit, "credits", CREDIT, ["resubmit", "withdraw", "recognise", "return", "refuse", "appeal", "uphold", "overturn"]),
    "GET /api/credits/:id/files/:file": thing(`${credit}/files/${of.creditFile}`, CREDIT, { headers: { "if-none-match": `"${"0".repeat(32)}"` } }),
  };
} // prettier-ignore
