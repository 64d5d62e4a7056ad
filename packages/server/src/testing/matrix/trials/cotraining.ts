import type { Actor } from "../../../platform/context.ts";
import type { Subject } from "../../../platform/http/access.ts";
import { ORGANISATIONS, player } from "../cast.ts";
import type { Trial, Trials } from "../requests.ts";
import type { Things } from "../world.ts";

const STALE = { "if-match": '"stale"' };
const { school, enterprise } = ORGANISATIONS;
const TERMS = { pay: 400_000 };
const FACTS = { title: "订单班", programme: "460103", cohortYear: 2026, people: 30, fromOn: "2026-12-01", toOn: "2027-06-01", terms: TERMS }; // prettier-ignore

const PLAN = { title: "培养方案", programme: "460103", cohortYear: 2026, alliance: null };

/** Agreements of joint training, training plans, placements. */
export function cotrainingTrials(of: Things): Trials {
  type Who = Extract<Trial, { kind: "thing" }>["subject"];
  const thing = (url: string, subject: Who, more: { body?: unknown; headers?: Record<string, string> } = {}): Trial => ({ kind: "thing", url: `/api/${url}`, subject, ...more }); // prettier-ignore
  const list = (url: string, subject: Who, marker: string): Trial => ({ kind: "list", url: `/api/${url}`, subject, marker }); // prettier-ignore
  const student = player("student").actor.personId;
  /** Its two parties', the office's of its region; the first student is of its cohort. */
  const PARTIES = ({ organisation }: Actor): Subject => ({ region: "370200", organisation: organisation === enterprise.id ? enterprise.id : school.id, person: student }); // prettier-ignore
  const DRAFT = (actor: Actor): Subject => ({ ...PARTIES(actor), person: null });
  const KEPT = ({ organisation }: Actor): Subject => ({ organisation: organisation === enterprise.id ? enterprise.id : school.id }); // prettier-ignore
  const self = ({ organisation }: Actor): Subject => ({ organisation });
  // that of another province is refused by the database, which knows where it stands
  const here = ({ organisation, region }: Actor): Subject =>
    region.startsWith("37") ? { organisation } : {};
  const at = `training-agreements/${of.training}`;
  const steps = Object.fromEntries(
    ["propose", "return", "withdraw", "end", "amendment/propose", "amendment/drop"].map((step) => [
      `POST /api/training-agreements/:id/${step}`,
      thing(`${at}/${step}`, KEPT, { body: { note: "说明" }, headers: STALE }),
    ]),
  );
  const planned = `training-plans/${of.planDraft}`;
  const PLANNED = (actor: Actor): Subject => ({ ...KEPT(actor), region: "370200" });
  const planSteps = Object.fromEntries(
    ["propose", "return", "revise", "drop", "retire", "withdraw"].map((step) => [
      `POST /api/training-plans/:id/${step}`,
      thing(`${planned}/${step}`, KEPT, { body: { note: "说明" }, headers: STALE }),
    ]),
  );
  /** The student's, his teacher's and mentor's own; the school's, the enterprise's, the office's. */
  const PLACED = (actor: Actor): Subject => ({ ...PARTIES(actor), person: [student, player("teacher").actor.personId, player("mentor").actor.personId].find((one) => one === actor.personId) ?? null }); // prettier-ignore
  const SCHOOL: Subject = { organisation: school.id };
  const placed = `placements/${of.placement}`;
  const placementSteps = Object.fromEntries(
    ["start", "suspend", "resume", "finish", "break-off", "cancel"].map((step) => [
      `POST /api/placements/:id/${step}`,
      thing(`${placed}/${step}`, SCHOOL, { body: { note: "说明" }, headers: STALE }),
    ]),
  );
  const PLACE = ({ organisation }: Actor): Subject => ({ region: "370000", organisation: organisation === enterprise.id ? enterprise.id : null }); // prettier-ignore
  const facts = { person: student, post: of.workPost, from: "2027-09-01", to: "2028-01-31" };
  const workPost = { name: "岗位", seats: 1 };
  const exception = { rule: "INT-06", reason: "需要", approver: "某人", record: "1号", on: "2026-08-01" };
  return {
    "GET /api/workplaces": list("workplaces", PLACE, enterprise.id),
    "GET /api/workplaces/:id": thing(`workplaces/${enterprise.id}`, PLACE),
    "PUT /api/workplaces/own": thing("workplaces/own", here, { body: { staff: 100 }, headers: STALE }),
    "PUT /api/workplaces/:id/inspection": thing(`workplaces/${enterprise.id}/inspection`, here, { body: { inspectedOn: "2026-08-01", decided: false } }), // prettier-ignore
    "GET /api/work-posts": list("work-posts", PLACE, of.workPost),
    "POST /api/work-posts": thing("work-posts", here, { body: workPost }),
    "PUT /api/work-posts/:id": thing(`work-posts/${of.workPost}`, { organisation: enterprise.id }, { body: workPost, headers: STALE }), // prettier-ignore
    "GET /api/placement-desk": thing("placement-desk", ({ organisation, personId, region }) => ({ organisation, region, person: personId })), // prettier-ignore
    "GET /api/placement-desk/guides": thing(`placement-desk/guides?enterprise=${enterprise.id}`, self),
    "GET /api/placements": list("placements", PLACED, of.placement),
    "POST /api/placements/check": thing("placements/check", self, { body: facts }),
    "POST /api/placements": thing("placements", self, { body: facts }),
    "GET /api/placements/:id": thing(placed, PLACED),
    "PUT /api/placements/:id": thing(placed, SCHOOL, { body: facts, headers: STALE }),
    "POST /api/placements/:id/exceptions": thing(`${placed}/exceptions`, SCHOOL, { body: exception, headers: STALE }), // prettier-ignore
    ...placementSteps,
    "GET /api/placement-rules": thing("placement-rules", { published: true }),
    "POST /api/placement-rules": thing(
      "placement-rules",
      { region: "370000" },
      { body: { key: "national-2021" } },
    ),
    "POST /api/placement-rules/:id/confirm": thing(`placement-rules/${of.gateRules}/confirm`, { region: "370000" }), // prettier-ignore
    "GET /api/public/training-plans": list("public/training-plans", { published: true }, of.planInForce),
    "GET /api/public/training-plans/:id": thing(`public/training-plans/${of.planInForce}`, {
      published: true,
    }),
    "GET /api/training-plans": list("training-plans", PLANNED, of.planDraft),
    "POST /api/training-plans": thing("training-plans", self, { body: { ...PLAN, partners: [of.training] } }),
    "GET /api/training-plans/:id": thing(planned, PLANNED),
    "PUT /api/training-plans/:id": thing(planned, KEPT, { body: { ...PLAN, document: { partners: [{ organisation: enterprise.id }], years: 3, clauses: [], competences: [], courses: [], assessment: [] } }, headers: STALE }), // prettier-ignore
    ...planSteps,
    "POST /api/training-plans/:id/sign": thing(`${planned}/sign`, KEPT, {
      body: { sha256: "0".repeat(64) },
      headers: STALE,
    }),
    "PUT /api/training-plans/:id/team": thing(`${planned}/team`, KEPT, {
      body: { items: [] },
      headers: STALE,
    }),
    "PUT /api/training-plans/:id/resources": thing(`${planned}/resources`, KEPT, { body: { items: [] }, headers: STALE }), // prettier-ignore
    "POST /api/training-plans/:id/comments": thing(`${planned}/comments`, PLANNED, { body: { clause: "none", words: "意见" } }), // prettier-ignore
    "POST /api/training-plans/:id/comments/:comment/answer": thing(`${planned}/comments/${of.planComment}/answer`, KEPT, { body: { outcome: "declined" } }), // prettier-ignore
    "GET /api/training-plans/:id/verify": thing(`${planned}/verify`, PLANNED),
    "GET /api/training-plans/:id/versions/:no/differences": thing(`${planned}/versions/1/differences?from=1`, PLANNED), // prettier-ignore
    "GET /api/training-plans/:id/versions/:no/text": thing(`${planned}/versions/1/text`, PLANNED),
    "GET /api/training-plans/:id/versions/:no/plan.docx": thing(`${planned}/versions/1/plan.docx`, PLANNED),
    "GET /api/training-agreements": list("training-agreements", PARTIES, of.training),
    "POST /api/training-agreements": thing("training-agreements", self, { body: { kind: "order-class", partner: of.training, ...FACTS } }), // prettier-ignore
    "GET /api/training-agreements/:id": thing(`training-agreements/${of.trainingDraft}`, DRAFT),
    "PUT /api/training-agreements/:id": thing(at, KEPT, { body: { ...FACTS, clauses: null }, headers: STALE }), // prettier-ignore
    "PUT /api/training-agreements/:id/cohort": thing(`${at}/cohort`, KEPT, { body: { people: [] }, headers: STALE }), // prettier-ignore
    ...steps,
    "POST /api/training-agreements/:id/sign": thing(`${at}/sign`, (actor) => ({ ...KEPT(actor), person: student }), { body: { sha256: "0".repeat(64) }, headers: STALE }), // prettier-ignore
    "POST /api/training-agreements/:id/amend": thing(`${at}/amend`, KEPT, { body: { reason: "变更" }, headers: STALE }), // prettier-ignore
    "GET /api/training-agreements/:id/verify": thing(`${at}/verify`, PARTIES),
    "GET /api/training-agreements/:id/versions/:no/differences": thing(`${at}/versions/1/differences?from=1`, PARTIES), // prettier-ignore
    "GET /api/training-agreements/:id/versions/:no/text": thing(`${at}/versions/1/text`, PARTIES),
    "GET /api/training-agreements/:id/versions/:no/contract.docx": thing(`${at}/versions/1/contract.docx`, PARTIES), // prettier-ignore
  };
}
