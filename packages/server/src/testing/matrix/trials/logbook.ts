import type { Actor } from "../../../platform/context.ts";
import type { Subject } from "../../../platform/http/access.ts";
import { ORGANISATIONS, player } from "../cast.ts";
import type { Trial, Trials } from "../requests.ts";
import type { Things } from "../world.ts";

const STALE = { "if-match": '"stale"' };
const { school, enterprise } = ORGANISATIONS;
/** Where the actor stands to the first student's placement: himself, his teacher or mentor, his school, his enterprise. */
const PART: (actor: Actor) => Subject = (actor) => ({
  organisation: actor.organisation === enterprise.id ? enterprise.id : school.id,
  person: ["student", "teacher", "mentor"].some((role) => player(role as "student").actor.personId === actor.personId) ? actor.personId : null,
}); // prettier-ignore
const SELF_STUDENT: Subject = { person: player("student").actor.personId };
const SELF: (actor: Actor) => Subject = ({ personId }) => ({ person: personId });
const OWN: (actor: Actor) => Subject = ({ organisation }) => ({ organisation });

/** The logbook of a placement. */
export function logbookTrials(of: Things): Trials {
  type Who = Extract<Trial, { kind: "thing" }>["subject"];
  const thing = (url: string, subject: Who, more: { body?: unknown; headers?: Record<string, string> } = {}): Trial => ({ kind: "thing", url: `/api/${url}`, subject, ...more }); // prettier-ignore
  const list = (url: string, subject: Who, marker?: string): Trial => ({ kind: "list", url: `/api/${url}`, subject, ...(marker ? { marker } : {}) }); // prettier-ignore
  const book = `logbooks/${of.placement}`;
  return {
    "GET /api/logbook/mine": list("logbook/mine", PART, of.placement),
    // who has no placement is refused entry by entry
    "POST /api/logbook/entries": thing("logbook/entries", SELF, { body: { entries: [{ id: "01900000-0000-7000-8000-00000000ff01", placement: of.placement, day: "2026-11-23", presence: "rest", phoneAt: "2026-11-23T08:00:00Z" }] } }),
    // without a file: refused to him alone who may add one
    "POST /api/logbook/entries/:id/photos/:photo": thing(`logbook/entries/${of.logEntry}/photos/01900000-0000-7000-8000-00000000ff03`, SELF_STUDENT),
    // known by its mark already, so nothing has to lie in the store
    "GET /api/logbook-photos/:id": thing(`logbook-photos/${of.logPhoto}`, PART, { headers: { "if-none-match": `"${"0".repeat(32)}"` } }),
    "POST /api/logbook/marks": thing("logbook/marks", PART, { body: { marks: [{ entry: of.logEntry, verdict: "sign" }] } }),
    "GET /api/logbook/rules": list("logbook/rules", OWN),
    "PUT /api/logbook/rules": thing("logbook/rules", OWN, { body: { lateDays: 7, missingDays: 3, silentDays: 14, payDays: 15, askPlace: false }, headers: STALE }),
    "GET /api/logbook/alerts": list("logbook/alerts", PART, of.logAlert),
    "POST /api/logbook/alerts/:id/close": thing(`logbook/alerts/${of.logAlert}/close`, PART, { body: { note: "已核实" }, headers: STALE }),
    "GET /api/logbooks": list("logbooks", PART, of.placement),
    "GET /api/logbooks/:id": thing(book, PART),
    "GET /api/logbooks/:id/handbook.docx": thing(`${book}/handbook.docx`, PART),
    "POST /api/logbooks/:id/months": thing(`${book}/months`, PART, { body: { month: "2026-10", words: "小结" } }),
    "POST /api/logbooks/:id/incidents": thing(`${book}/incidents`, PART, { body: { id: "01900000-0000-7000-8000-00000000ff02", kind: "injury", severity: "slight", words: "擦伤", happenedAt: "2026-11-20T08:00:00Z" } }),
    "POST /api/incidents/:id/handle": thing(`incidents/${of.incident}/handle`, PART, { body: { note: "已就医", due: "2026-12-01" }, headers: STALE }),
    "POST /api/incidents/:id/close": thing(`incidents/${of.incident}/close`, PART, { body: { note: "已痊愈" }, headers: STALE }),
    "POST /api/logbooks/:id/pay": thing(`${book}/pay`, PART, { body: { month: "2026-10", amount: 450000, paidOn: "2026-11-05", ownAccount: true, proof: "转账2" } }),
    "POST /api/logbook-pay/:id/answer": thing(`logbook-pay/${of.payProof}/answer`, PART, { body: { answer: "confirmed" }, headers: STALE }),
    "POST /api/logbooks/:id/visits": thing(`${book}/visits`, PART, { body: { day: "2026-11-20", place: "车间", findings: "正常" } }),
  };
} // prettier-ignore
