import type { Actor } from "../../../platform/context.ts";
import type { Subject } from "../../../platform/http/access.ts";
import { ORGANISATIONS, player } from "../cast.ts";
import type { Trial, Trials } from "../requests.ts";
import type { Things } from "../world.ts";

const STALE = { "if-match": '"stale"' };
const { school, enterprise } = ORGANISATIONS;
const person = player("student").actor.personId;
/** The school's, its students', and what its office supervises; for enterprises of the province that it is there at all. */
const ROUND = ({ role }: Actor): Subject => ({ region: role === "enterprise-officer" ? "370000" : "370200", organisation: school.id, person }); // prettier-ignore
const KEPT: Subject = { organisation: school.id };
const SUPERVISED: Subject = { region: "370200", organisation: school.id };
const OWN: Subject = { person };
const OFFERED: Subject = { organisation: enterprise.id };
const APPLICANTS = ({ role }: Actor): Subject => ({ organisation: role === "school-officer" ? school.id : enterprise.id }); // prettier-ignore
/** Open to every organisation of the province: each for itself. */
const CALLED = ({ organisation, region }: Actor): Subject =>
  region.startsWith("37") ? { organisation } : {};
const ASSESSED = ({ role }: Actor): Subject => ({
  region: "370200",
  organisation: role === "enterprise-officer" ? enterprise.id : school.id,
  person: player(role === "teacher" || role === "mentor" ? role : "student").actor.personId,
});
const ANYBODY: Subject = { published: true };

const NEW = { title: "实习安排", programmes: ["46"], fromOn: "2027-03-01", toOn: "2027-08-31", chooseUntil: "2026-12-01T00:00:00Z", rankUntil: "2026-12-08T00:00:00Z", appealDays: 5, most: 5, parks: [] }; // prettier-ignore
const RUBRIC = { items: [{ key: "turning", name: "车削", weight: 100, schoolShare: 50, competence: true }], passMark: 60 }; // prettier-ignore
const OUTCOME = { kind: "here", occupation: "", employer: "", on: "2026-11-01", evidence: "劳动合同", consent: true }; // prettier-ignore

/** Placement rounds, joint assessments, certificates, outcomes. */
export function traineeTrials(of: Things): Trials {
  type Who = Extract<Trial, { kind: "thing" }>["subject"];
  const thing = (url: string, subject: Who, more: { body?: unknown; headers?: Record<string, string> } = {}): Trial => ({ kind: "thing", url: `/api/${url}`, subject, ...more }); // prettier-ignore
  const list = (url: string, subject: Who, marker?: string): Trial => ({ kind: "list", url: `/api/${url}`, subject, ...(marker ? { marker } : {}) }); // prettier-ignore
  const steps = (base: string, route: string, subject: Who, names: readonly string[]): Trials =>
    Object.fromEntries(names.map((name) => [`POST /api/${route}/:id/${name}`, thing(`${base}/${name}`, subject, { body: { note: "说明" }, headers: STALE })])); // prettier-ignore
  const round = `placement-rounds/${of.placementRound}`;
  const told = `placement-rounds/${of.placementRoundTold}`;
  const assessment = `joint-assessments/${of.jointAssessment}`;
  return {
    "GET /api/placement-rounds": list("placement-rounds", ROUND, of.placementRound),
    "POST /api/placement-rounds": thing("placement-rounds", CALLED, { body: NEW }),
    "GET /api/placement-rounds/:id": thing(round, ROUND),
    "PUT /api/placement-rounds/:id": thing(round, KEPT, { body: NEW, headers: STALE }),
    "POST /api/placement-rounds/:id/follow": thing(`${round}/follow`, KEPT, { body: NEW }),
    ...steps(round, "placement-rounds", KEPT, ["call", "open", "close", "run", "publish", "withdraw", "confirm", "cancel"]),
    "GET /api/placement-rounds/:id/students": thing(`${round}/students`, SUPERVISED),
    "POST /api/placement-rounds/:id/students": thing(`${round}/students`, KEPT, { body: {}, headers: STALE }),
    "PUT /api/placement-rounds/:id/standing": thing(`${round}/standing`, KEPT, { body: { order: [] }, headers: STALE }),
    "DELETE /api/placement-rounds/:id/students/:person": thing(`${round}/students/${person}`, KEPT, { headers: STALE }),
    "PUT /api/placement-rounds/:id/students/:person/choices": thing(`${round}/students/${person}/choices`, KEPT, { body: { posts: [], statement: "" }, headers: STALE }),
    "POST /api/placement-rounds/:id/students/:person/accept": thing(`${round}/students/${person}/accept`, KEPT),
    "PUT /api/placement-rounds/:id/students/:person/post": thing(`${told}/students/${person}/post`, KEPT, { body: { post: null, reason: "调整" }, headers: STALE }),
    "GET /api/placement-rounds/:id/results": thing(`${told}/results`, SUPERVISED),
    "GET /api/placement-rounds/:id/run/:file": thing(`${told}/run/manifest.json`, SUPERVISED),
    "GET /api/own-posts": list("own-posts", OFFERED, of.workPost),
    "PUT /api/placement-rounds/:id/posts": thing(`${round}/posts`, CALLED, { body: { post: of.workPost, seats: 1, pay: 1, park: "", filingNo: "" } }),
    "DELETE /api/placement-rounds/:id/posts/:post": thing(`${round}/posts/${of.workPost}`, OFFERED),
    "GET /api/placement-rounds/:id/posts/:post/applicants": thing(`${round}/posts/${of.workPost}/applicants`, APPLICANTS),
    "PUT /api/placement-rounds/:id/posts/:post/ranking": thing(`${round}/posts/${of.workPost}/ranking`, OFFERED, { body: { order: [], turnedDown: [] }, headers: STALE }),
    "GET /api/placement-rounds/:id/own": thing(`${round}/own`, OWN),
    "PUT /api/placement-rounds/:id/own/choices": thing(`${round}/own/choices`, OWN, { body: { posts: [], statement: "" }, headers: STALE }),
    "POST /api/placement-rounds/:id/own/accept": thing(`${round}/own/accept`, OWN),
    "POST /api/placement-rounds/:id/own/appeal": thing(`${round}/own/appeal`, OWN, { body: { content: "申诉的内容" } }),
    "GET /api/placement-rounds/:id/appeals": thing(`${told}/appeals`, SUPERVISED),
    "GET /api/placement-appeals": list("placement-appeals", SUPERVISED, of.placementAppeal),
    ...steps(`placement-appeals/${of.placementAppeal}`, "placement-appeals", OWN, ["withdraw", "pass-on"]),
    ...steps(`placement-appeals/${of.placementAppeal}`, "placement-appeals", KEPT, ["uphold", "reject"]),
    ...steps(`placement-appeals/${of.placementAppeal}`, "placement-appeals", { region: "370200" }, ["decide-for", "decide-against"]),
    "GET /api/joint-assessments": list("joint-assessments", ASSESSED, of.jointAssessment),
    "GET /api/joint-assessments/candidates": list("joint-assessments/candidates", KEPT),
    "POST /api/joint-assessments": thing("joint-assessments", KEPT, { body: { ...RUBRIC, placement: of.placement, kind: "placement" } }),
    "GET /api/joint-assessments/:id": thing(assessment, ASSESSED),
    "PUT /api/joint-assessments/:id/rubric": thing(`${assessment}/rubric`, ASSESSED, { body: RUBRIC, headers: STALE }),
    "PUT /api/joint-assessments/:id/scores": thing(`${assessment}/scores`, ASSESSED, { body: { items: [{ key: "turning", score: 80, remark: "" }] }, headers: STALE }),
    ...steps(assessment, "joint-assessments", ASSESSED, ["dispute", "agree", "school-sign", "enterprise-sign", "accept", "object", "answer", "reopen", "certify", "fail"]),
    "GET /api/trainee-certificates/:id/document": thing(`trainee-certificates/${of.traineeCertificate}/document`, ASSESSED),
    "POST /api/trainee-certificates/:id/revoke": thing(`trainee-certificates/${of.traineeCertificate}/revoke`, KEPT, { body: { reason: "有误" }, headers: STALE }),
    "GET /api/public/trainee-certificate": thing("public/trainee-certificate?number=SX372026000001&hash=h", ANYBODY),
    "GET /api/trainee-outcomes": list("trainee-outcomes", ASSESSED, of.traineeOutcome),
    "POST /api/trainee-outcomes": thing("trainee-outcomes", ASSESSED, { body: { placement: of.placement, ...OUTCOME } }),
    "GET /api/trainee-outcomes/figures": list("trainee-outcomes/figures", SUPERVISED),
  };
} // prettier-ignore
