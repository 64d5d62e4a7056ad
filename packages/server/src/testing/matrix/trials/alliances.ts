import type { Actor } from "../../../platform/context.ts";
import type { Subject } from "../../../platform/http/access.ts";
import { ORGANISATIONS } from "../cast.ts";
import type { Trial, Trials } from "../requests.ts";
import type { Things } from "../world.ts";

const STALE = { "if-match": '"stale"' };
/** A file whose content is not in the store is not sent. */
const UNCHANGED = { "if-none-match": `"${"0".repeat(32)}"` };
const { school, enterprise, consortium } = ORGANISATIONS;
const ANYBODY: Subject = { published: true };
/** The secretariat's to keep. */
const KEPT: Subject = { organisation: consortium.id };
/** The secretariat's, the member's, and the office's of its region to read. */
const BETWEEN = ({ organisation }: Actor): Subject => ({ region: "370200", organisation: organisation === school.id ? school.id : consortium.id }); // prettier-ignore
/** The first school's own seat. */
const SEAT: Subject = { organisation: school.id };
/** The same; at the door the secretariat notes it too. */
const AT_THE_DOOR = ({ organisation }: Actor): Subject => ({ organisation: organisation === consortium.id ? consortium.id : school.id }); // prettier-ignore

const STATUTES = { purpose: "联合培养", foundedOn: "2026-01-01", legalForm: "office", park: "乙市产业园", field: null, chain: "", documents: [], noticeDays: 7, quorum: 2, quorumOf: 3, termYears: 3, admission: "secretariat" }; // prettier-ignore
const CONTRIBUTION = (member: string) => ({ member, resource: "money", title: "经费", value: 100, basis: "payment", basisWords: "凭证", lent: false, until: null, on: "2026-11-01" }); // prettier-ignore
const MEETING = { title: "理事会", place: "会议室", startsAt: "2027-01-01T10:00:00+08:00", items: [] };

/** Consortia and communities: statutes, members, council, tasks. */
export function allianceTrials(of: Things): Trials {
  type Who = Extract<Trial, { kind: "thing" }>["subject"];
  const thing = (url: string, subject: Who, more: { body?: unknown; headers?: Record<string, string> } = {}): Trial => ({ kind: "thing", url: `/api/${url}`, subject, ...more }); // prettier-ignore
  const list = (url: string, subject: Who, marker?: string): Trial => ({ kind: "list", url: `/api/${url}`, subject, ...(marker ? { marker } : {}) }); // prettier-ignore
  const steps = (base: string, route: string, subject: Who, names: readonly string[]): Trials =>
    Object.fromEntries(names.map((name) => [`POST /api/${route}/:id/${name}`, thing(`${base}/${name}`, subject, { body: { note: "说明" }, headers: STALE })])); // prettier-ignore
  const self = ({ organisation }: Actor): Subject => ({ organisation });
  const alliance = `alliances/${of.alliance}`;
  const council = `council-meetings/${of.council}`;
  const item = `${council}/items/${of.openItem}`;
  return {
    "GET /api/public/alliances": list("public/alliances", ANYBODY, of.alliance),
    "GET /api/public/alliances/:id": thing(`public/${alliance}`, ANYBODY),
    "GET /api/alliances": list("alliances", BETWEEN, of.alliance),
    // that of another province is refused by the use-case, which knows where it stands
    "POST /api/alliances": thing("alliances", ({ organisation, region }) => (region.startsWith("37") ? { organisation } : {}), { body: STATUTES }),
    "GET /api/alliances/:id": thing(alliance, BETWEEN),
    "PUT /api/alliances/:id": thing(alliance, KEPT, { body: STATUTES, headers: STALE }),
    "GET /api/alliances/:id/documents/:file": thing(`${alliance}/documents/${of.charterFile}`, BETWEEN, { headers: UNCHANGED }),
    "GET /api/public/alliances/:id/documents/:file": thing(`public/${alliance}/documents/${of.charterFile}`, ANYBODY, { headers: UNCHANGED }),
    "GET /api/alliance-tasks/:id/files/:file": thing(`alliance-tasks/${of.allianceTask}/files/${of.evidenceFile}`, BETWEEN, { headers: UNCHANGED }),
    "POST /api/alliances/:id/start": thing(`${alliance}/start`, KEPT),
    "POST /api/alliances/:id/members": thing(`${alliance}/members`, KEPT, { body: { organisation: school.id, seat: "director", leads: false, termFrom: null } }),
    "POST /api/alliances/:id/applications": thing(`${alliance}/applications`, self, { body: { statement: "愿意参加" } }),
    "PUT /api/alliance-members/:id": thing(`alliance-members/${of.ally}`, KEPT, { body: { seat: "chair", leads: false, termFrom: null }, headers: STALE }),
    ...steps(`alliance-members/${of.allyApplied}`, "alliance-members", KEPT, ["admit", "refuse", "remove"]),
    ...steps(`alliance-members/${of.allyApplied}`, "alliance-members", { organisation: enterprise.id }, ["withdraw", "leave"]),
    "GET /api/public/alliances/:id/chain": thing(`public/${alliance}/chain`, ANYBODY),
    "GET /api/alliances/:id/chain": thing(`${alliance}/chain`, BETWEEN),
    "GET /api/alliances/:id/evaluation": thing(`${alliance}/evaluation`, BETWEEN),
    "GET /api/alliances/:id/evaluation/report.docx": thing(`${alliance}/evaluation/report.docx?year=2025&no=1`, BETWEEN),
    "PUT /api/alliances/:id/evaluation/statements": thing(`${alliance}/evaluation/statements`, KEPT, { body: { year: 2025, indicator: "none", value: null, words: "", proof: "" } }),
    "POST /api/alliances/:id/evaluation/editions": thing(`${alliance}/evaluation/editions`, KEPT, { body: { year: 2025 } }),
    "PUT /api/alliances/:id/chain": thing(`${alliance}/chain`, KEPT, { body: { nodes: [], edges: [] }, headers: STALE }),
    "POST /api/alliances/:id/chain/feed": thing(`${alliance}/chain/feed`, KEPT, { headers: STALE }),
    "PUT /api/alliances/:id/chain/published": thing(`${alliance}/chain/published`, KEPT, { body: { published: true }, headers: STALE }),
    "GET /api/council-meetings": list("council-meetings", BETWEEN, of.council),
    "GET /api/alliances/:id/meetings": thing(`${alliance}/meetings`, BETWEEN),
    "POST /api/alliances/:id/meetings": thing(`${alliance}/meetings`, KEPT, { body: MEETING }),
    "GET /api/council-meetings/:id": thing(council, BETWEEN),
    "PUT /api/council-meetings/:id": thing(`council-meetings/${of.councilDraft}`, KEPT, { body: MEETING, headers: STALE }),
    ...steps(council, "council-meetings", KEPT, ["call", "open", "close", "minute", "cancel"]),
    ...steps(council, "council-meetings", SEAT, ["confirm-minutes", "return-minutes"]),
    "PUT /api/council-meetings/:id/attendance": thing(`${council}/attendance`, AT_THE_DOOR, { body: { member: of.ally, attendance: "present" }, headers: STALE }),
    "POST /api/council-meetings/:id/items/:item/recuse": thing(`${item}/recuse`, SEAT, { body: { member: of.ally, reason: "供应方" } }),
    "POST /api/council-meetings/:id/items/:item/open": thing(`${item}/open`, KEPT, { headers: STALE }),
    "POST /api/council-meetings/:id/items/:item/close": thing(`${item}/close`, KEPT, { headers: STALE }),
    "POST /api/council-meetings/:id/items/:item/vote": thing(`${item}/vote`, SEAT, { body: { member: of.ally, choice: "yes" } }),
    "GET /api/alliances/:id/resolutions": thing(`${alliance}/resolutions`, BETWEEN),
    "PUT /api/resolutions/:id/published": thing(`resolutions/${of.allianceResolution}/published`, KEPT, { body: { published: true }, headers: STALE }),
    "POST /api/resolutions/:id/tasks": thing(`resolutions/${of.allianceResolution}/tasks`, KEPT, { body: { title: "任务", member: of.ally, due: "2026-12-31" } }),
    "GET /api/alliances/:id/ledger": thing(`${alliance}/ledger`, BETWEEN),
    "GET /api/alliances/:id/ledger/statement": thing(`${alliance}/ledger/statement?year=2026`, BETWEEN),
    "POST /api/alliances/:id/contributions": thing(`${alliance}/contributions`, KEPT, { body: CONTRIBUTION(of.ally) }),
    "POST /api/alliances/:id/entries": thing(`${alliance}/entries`, KEPT, { body: { kind: "use", contribution: null, amount: 1, on: "2026-11-01", words: "耗材" } }),
    ...steps(`alliance-tasks/${of.allianceTask}`, "alliance-tasks", SEAT, ["report"]),
    ...steps(`alliance-tasks/${of.allianceTask}`, "alliance-tasks", KEPT, ["confirm", "return", "drop"]),
  };
} // prettier-ignore
