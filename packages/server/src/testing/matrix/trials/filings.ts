import type { Subject } from "../../../platform/http/access.ts";
import { ORGANISATIONS, player } from "../cast.ts";
import type { Trial, Trials } from "../requests.ts";
import type { Things } from "../world.ts";

const PROVINCE = { region: "370000" };
const ANYBODY: Subject = { ...PROVINCE, published: true };
const STALE = { "if-match": '"stale"' };

/** Runs of the allocation and their results. */
export function filingTrials(of: Things): Trials {
  const thing = (subject: Subject, url: string, more: { body?: unknown; headers?: Record<string, string> } = {}): Trial => ({ kind: "thing", url: `/api/${url}`, subject, ...more }); // prettier-ignore
  const list = (subject: Subject, url: string, marker?: string): Trial => ({ kind: "list", url: `/api/${url}`, subject, ...(marker === undefined ? {} : { marker }) }); // prettier-ignore
  const { filing, announcedFiling: announced } = of;
  const open = `public/filings/${announced}`;
  const steps = Object.fromEntries(
    ["check", "announce", "confirm", "withdraw"].map((step) => [
      `POST /api/filings/:id/${step}`,
      thing(PROVINCE, `filings/${filing}/${step}`, { body: { note: "" }, headers: STALE }),
    ]),
  );
  // of oneself, whatever office he works for
  const self: Subject = { person: player("student").actor.personId };
  const own: Subject = { ...PROVINCE, organisation: ORGANISATIONS.school.id, ...self };
  // those admitted to the school's own units
  const receiving: Subject = { organisation: ORGANISATIONS.school.id };
  return {
    ...steps,
    "POST /api/filings": thing(PROVINCE, "filings", {
      body: { season: of.filingSeason, batch: "b", round: 1 },
    }),
    "GET /api/filings": list(ANYBODY, "filings", announced),
    "GET /api/filings/:id": thing(ANYBODY, `filings/${announced}`),
    "POST /api/filings/:id/cancel": thing(PROVINCE, `filings/${announced}/cancel`),
    "POST /api/filings/:id/verify": thing(PROVINCE, `filings/${filing}/verify`),
    "POST /api/filings/:id/open-files": thing(PROVINCE, `filings/${filing}/open-files`),
    "GET /api/filings/:id/outcomes": thing(PROVINCE, `filings/${announced}/outcomes`),
    "GET /api/filings/:id/files/:name": thing(PROVINCE, `filings/${announced}/files/candidates.csv`),
    "GET /api/filings/:id/admitted.xlsx": thing(PROVINCE, `filings/${announced}/admitted.xlsx`),
    "GET /api/filings/:id/objections": thing(PROVINCE, `filings/${announced}/objections`),
    "POST /api/admission-objections/:id/answer": thing(PROVINCE, `admission-objections/${of.filingObjection}/answer`, { body: { upheld: false, answer: "不成立" } }), // prettier-ignore
    "POST /api/filing-simulations": {
      kind: "thing",
      url: "/api/filing-simulations",
      subject: ({ region }) => ({ region }),
      body: { on: { candidates: 10, units: 2, preferences: 1, seed: 1 }, rules: [{}] },
    },
    "GET /api/my-results": list(self, "my-results", of.candidateNumber),
    "GET /api/admitted": list(own, "admitted", of.candidateNumber),
    "GET /api/received": list(receiving, "received", of.candidateNumber),
    "GET /api/received.csv": list(receiving, "received.csv", of.candidateNumber),
    "GET /api/received.docx": list(receiving, "received.docx"),
    "GET /api/public/filings/:id/open.tar.gz": thing(ANYBODY, `${open}/open.tar.gz`),
    "GET /api/public/filings": list(ANYBODY, "public/filings", announced),
    "GET /api/public/filings/:id": thing(ANYBODY, open),
    "GET /api/public/filings/:id/cutoffs": thing(ANYBODY, `${open}/cutoffs`),
    "GET /api/public/filings/:id/cutoffs.xlsx": thing(ANYBODY, `${open}/cutoffs.xlsx`),
    "GET /api/public/filings/:id/announcement.docx": thing(ANYBODY, `${open}/announcement.docx`),
    "GET /api/public/filings/:id/files/:name": thing(ANYBODY, `${open}/files/cutoffs.csv`),
    "GET /api/public/admission-key": thing(ANYBODY, "public/admission-key"),
    "GET /api/public/cutoff-history": list(ANYBODY, `public/cutoff-history?school=${encodeURIComponent("示例学院")}&programme=460103`, of.filingSeason), // prettier-ignore
    "POST /api/public/filings/:id/objections": thing(ANYBODY, `${open}/objections`, {
      body: { content: "请核实计划数。", name: "某人", phone: "13800000000" },
    }),
    "GET /api/public/admission-objections/:id": thing(
      ANYBODY,
      `public/admission-objections/${of.filingObjection}`,
    ),
  };
}
