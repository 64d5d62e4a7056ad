import type { Actor } from "../../../platform/context.ts";
import type { Subject } from "../../../platform/http/access.ts";
import { fileOf } from "../../../registry/people/testing/town.ts";
import { ORGANISATIONS, player } from "../cast.ts";
import type { Trial, Trials } from "../requests.ts";
import type { Things } from "../world.ts";

const PROVINCE: Subject = { region: "370000" };
const ANYBODY: Subject = { ...PROVINCE, published: true };
const SELF: Subject = { person: player("student").actor.personId };
const CONFIRMING: Subject = { ...PROVINCE, organisation: ORGANISATIONS.school.id };
const CANDIDATE: Subject = { ...CONFIRMING, ...SELF };
const STALE = { "if-match": '"stale"' };
const FORM = { kind: "current", category: "m" };
const SITE = { name: "考点", city: "370200", places: { m: 1 }, open: [{ from: "2032-03-10T08:00:00+08:00", until: "2032-03-10T12:00:00+08:00" }] }; // prettier-ignore

/** Seasons, registration, skill tests. */
export function admissionsTrials(of: Things): Trials {
  type Asked = Subject | ((actor: Actor) => Subject);
  const thing = (subject: Asked, url: string, more: { body?: unknown; headers?: Record<string, string> } = {}): Trial => ({ kind: "thing", url: `/api/${url}`, subject, ...more }); // prettier-ignore
  const list = (subject: Asked, url: string, marker?: string): Trial => ({ kind: "list", url: `/api/${url}`, subject, ...(marker === undefined ? {} : { marker }) }); // prettier-ignore
  const held = (url: string, body?: unknown): Trial =>
    thing(PROVINCE, url, { ...(body === undefined ? {} : { body }), headers: STALE });
  const { draftSeason, openSeason, candidate, seatedCandidate } = of;
  const steps = ["open", "close-registration", "publish-sessions", "submit-scores", "return-scores", "release-scores", "publish-units", "conclude"]; // prettier-ignore
  const file = fileOf("姓名\n甲\n", {}, "考生.csv");
  // each lists his own in a season that he may know of
  const ofHis = (actor: Actor): Subject => ({ ...PROVINCE, organisation: actor.organisation });
  const about = (subject: Subject, ...names: string[]): Trials =>
    Object.fromEntries(names.map((step) => [`POST /api/candidates/:id/${step}`, thing(subject, `candidates/${candidate}/${step}`, { body: { note: "理由" }, headers: STALE })])); // prettier-ignore
  return {
    "GET /api/seasons": list(ANYBODY, "seasons", openSeason),
    "POST /api/seasons": thing(({ region }) => ({ region }), "seasons", { body: { year: 2040, channel: "separate" } }), // prettier-ignore
    "GET /api/seasons/presets": list({ region: "370000", published: true }, "seasons/presets"),
    "GET /api/seasons/proposed-categories": list(({ region }) => ({ region }), "seasons/proposed-categories"),
    "GET /api/seasons/:id": thing(ANYBODY, `seasons/${openSeason}`),
    "PUT /api/seasons/:id/set-up": held(`seasons/${draftSeason}/set-up`, {
      name: "名",
      rules: {},
      subjects: [{ key: "skill", name: "技能", kind: "skill", max: 300, places: 1 }],
      categories: [],
      eligibility: [],
      noticeDays: 5,
    }),
    "PUT /api/seasons/:id/calendar": held(`seasons/${draftSeason}/calendar`, { calendar: [] }),
    ...Object.fromEntries(steps.map((step) => [`POST /api/seasons/:id/${step}`, held(`seasons/${draftSeason}/${step}`, {})])), // prettier-ignore

    "GET /api/candidates/mine": list(SELF, "candidates/mine", candidate),
    // a season of another province cannot be registered in
    "POST /api/seasons/:id/register": thing(
      ({ region, personId }) => ({ person: region.startsWith("37") ? personId : "nobody" }),
      `seasons/${openSeason}/register`,
      { body: FORM },
    ),
    "GET /api/candidates/:id": thing(CANDIDATE, `candidates/${candidate}`),
    "PUT /api/candidates/:id": thing(SELF, `candidates/${candidate}`, { body: FORM, headers: STALE }),
    "GET /api/candidates/:id/ticket": thing(CANDIDATE, `candidates/${seatedCandidate}/ticket`),
    ...about(SELF, "submit", "withdraw"),
    ...about(CONFIRMING, "confirm", "return", "refuse"),
    "GET /api/seasons/:id/candidates": list(CANDIDATE, `seasons/${openSeason}/candidates`, candidate),
    "POST /api/seasons/:id/candidates/decide": thing(ofHis, `seasons/${openSeason}/candidates/decide`, { body: { action: "confirm", candidates: [openSeason] } }), // prettier-ignore
    "POST /api/seasons/:id/candidate-imports": thing(ofHis, `seasons/${openSeason}/candidate-imports`, { body: file.payload, headers: file.headers }), // prettier-ignore
    "GET /api/seasons/:id/candidate-imports": list(CONFIRMING, `seasons/${openSeason}/candidate-imports`, of.candidateImport), // prettier-ignore
    "GET /api/candidate-imports/:id": thing(CONFIRMING, `candidate-imports/${of.candidateImport}`),
    "GET /api/candidate-imports/:id/rejected.csv": thing(CONFIRMING, `candidate-imports/${of.candidateImport}/rejected.csv`), // prettier-ignore

    "GET /api/seasons/:id/past-lines": list(ANYBODY, `seasons/${openSeason}/past-lines`, of.pastSource),
    "POST /api/seasons/:id/past-lines": thing(PROVINCE, `seasons/${openSeason}/past-lines?title=${encodeURIComponent("投档线")}&publisher=${encodeURIComponent("考试院")}`, { body: file.payload, headers: file.headers }), // prettier-ignore
    "GET /api/past-lines/:id/lines": list(ANYBODY, `past-lines/${of.pastSource}/lines`, "示例学院"),
    "GET /api/past-lines/:id/rejected.csv": thing(PROVINCE, `past-lines/${of.pastSource}/rejected.csv`),
    "DELETE /api/past-lines/:id": { ...thing(PROVINCE, `past-lines/${of.pastSource}`), once: true } as Trial,

    "GET /api/seasons/:id/sites": list(ANYBODY, `seasons/${of.seatedSeason}/sites`, of.testSite),
    "POST /api/seasons/:id/sites": thing(PROVINCE, `seasons/${openSeason}/sites`, { body: SITE }),
    "PUT /api/test-sites/:id": held(`test-sites/${of.testSite}`, SITE),
    "DELETE /api/test-sites/:id": held(`test-sites/${of.testSite}`),
    "GET /api/seasons/:id/sessions": list(ANYBODY, `seasons/${of.seatedSeason}/sessions`, of.testSession),
    "POST /api/seasons/:id/sessions/plan": held(`seasons/${openSeason}/sessions/plan`, {}),
    "POST /api/seasons/:id/sessions/clear": held(`seasons/${of.seatedSeason}/sessions/clear`),
    "GET /api/test-sessions/:id": thing(PROVINCE, `test-sessions/${of.testSession}`),
    "POST /api/candidates/:id/seat": thing(PROVINCE, `candidates/${seatedCandidate}/seat`, { body: { session: of.testSession } }), // prettier-ignore
  };
}
