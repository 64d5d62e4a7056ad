import type { Actor } from "../../../platform/context.ts";
import type { Subject } from "../../../platform/http/access.ts";
import { fileOf } from "../../../registry/people/testing/town.ts";
import { player } from "../cast.ts";
import type { Trial, Trials } from "../requests.ts";
import type { Things } from "../world.ts";

const PROVINCE: Subject = { region: "370000" };
const PUBLISHED: Subject = { published: true };
const ANYBODY: Subject = { ...PROVINCE, ...PUBLISHED };
const SELF: Subject = { person: player("student").actor.personId };
/** What only the province's own office sees: one of its cities finds nothing there. */
const office = ({ region }: Actor): Subject => (region === "370000" ? PROVINCE : {});
const officeOrSelf = (actor: Actor): Subject => ({ ...office(actor), ...SELF });
const STALE = { "if-match": '"stale"' };
const NO_TIME = { opens: "2030-01-02T00:00:00Z", closes: "2030-01-01T00:00:00Z" };

/** Scores, units, times for preferences, preferences. */
export function scoreTrials(of: Things): Trials {
  type Asked = Subject | ((actor: Actor) => Subject);
  const thing = (subject: Asked, url: string, more: { body?: unknown; headers?: Record<string, string> } = {}): Trial => ({ kind: "thing", url: `/api/${url}`, subject, ...more }); // prettier-ignore
  const draft = `seasons/${of.draftSeason}`;
  const season = `seasons/${of.scoredSeason}`;
  const list = `${season}/preferences/b/1`;
  const file = fileOf("x\n1\n", {}, "x.csv");
  const upload = { body: file.payload, headers: file.headers };
  return {
    "POST /api/seasons/:id/score-imports": thing(PROVINCE, `${draft}/score-imports`, upload),
    "GET /api/seasons/:id/score-imports": thing(PROVINCE, `${season}/score-imports`),
    "GET /api/score-imports/:id": thing(office, `score-imports/${of.scoreImport}`),
    "GET /api/score-imports/:id/rejected.csv": thing(office, `score-imports/${of.scoreImport}/rejected.csv`),
    "POST /api/score-imports/:id/take-in": thing(office, `score-imports/${of.scoreImport}/take-in`),
    "POST /api/score-imports/:id/cancel": thing(office, `score-imports/${of.scoreImport}/cancel`),
    "GET /api/seasons/:id/score-checks": thing(PROVINCE, `${season}/score-checks`),
    "GET /api/candidates/:id/scores": thing(officeOrSelf, `candidates/${of.scoredCandidate}/scores`),
    "POST /api/candidates/:id/score-reviews": thing(SELF, `candidates/${of.scoredCandidate}/score-reviews`, { body: { subject: "none", reason: "请复核" } }),
    "GET /api/seasons/:id/score-reviews": thing(PROVINCE, `${season}/score-reviews`),
    "POST /api/score-reviews/:id/answer": thing(office, `score-reviews/${of.scoreReview}/answer`, { body: { answer: "无误" } }),
    "GET /api/public/seasons/:id/one-point-table": thing(PUBLISHED, `public/${season}/one-point-table?category=m`),

    "GET /api/seasons/:id/units": thing(ANYBODY, `${season}/units`),
    "GET /api/public/seasons/:id/units": thing(PUBLISHED, `public/${season}/units`),
    "POST /api/seasons/:id/units/from-plan": thing(PROVINCE, `${draft}/units/from-plan`, { body: { batches: {} } }),
    "POST /api/seasons/:id/units/import": thing(PROVINCE, `${draft}/units/import`, upload),
    "PUT /api/seasons/:id/units/:unit": thing(PROVINCE, `${draft}/units/U1`, { body: { capacity: 1 }, headers: STALE }),
    "DELETE /api/seasons/:id/units/:unit": thing(PROVINCE, `${draft}/units/U1`, { headers: STALE }),
    "GET /api/seasons/:id/fillings": thing(ANYBODY, `${season}/fillings`),
    "GET /api/public/seasons/:id/fillings": thing(PUBLISHED, `public/${season}/fillings`),
    "PUT /api/seasons/:id/fillings/:batch/:round": thing(PROVINCE, `${draft}/fillings/b/1`, { body: NO_TIME, headers: STALE }),
    "DELETE /api/seasons/:id/fillings/:batch/:round": thing(PROVINCE, `${draft}/fillings/b/1`, { headers: STALE }),

    "GET /api/seasons/:id/preferences/:batch/:round": thing(SELF, list),
    "PUT /api/seasons/:id/preferences/:batch/:round": thing(SELF, list, { body: { choices: [] }, headers: STALE }),
    "GET /api/seasons/:id/preferences/:batch/:round/versions": thing(SELF, `${list}/versions`),
    "POST /api/seasons/:id/preferences/:batch/:round/try": thing(SELF, `${list}/try`, { body: { choices: [] } }),
    "GET /api/seasons/:id/advice": thing(SELF, `${season}/advice?units=U1`),
    "GET /api/seasons/:id/locked-preferences": thing(PROVINCE, `${season}/locked-preferences?batch=c`),
  };
} // prettier-ignore
