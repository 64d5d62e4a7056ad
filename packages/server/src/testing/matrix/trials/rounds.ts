import { ORGANISATIONS, player } from "../cast.ts";
import type { Trial, Trials } from "../requests.ts";
import type { Things } from "../world.ts";

const PROVINCE = { region: "370000" };
const SCHOOL = { organisation: ORGANISATIONS.school.id };
const STALE = { "if-match": '"stale"' };

/** The yearly procedure: who applies, checks, reviews, announces, objects, decides, publishes. */
export function roundTrials(of: Things): Trials {
  /** an application belongs to its province, its school, and each who reviews it */
  const application = (actor: { personId: string | null }) => ({
    ...PROVINCE,
    ...SCHOOL,
    person: [player("reviewer").actor, player("reviewer", "other-organisation").actor].find(
      ({ personId }) => personId === actor.personId,
    )?.personId ?? "nobody",
  }); // prettier-ignore
  const reviewed = { person: player("reviewer").actor.personId };
  const anybody = { ...PROVINCE, published: true };
  type Subject = Extract<Trial, { kind: "thing" }>["subject"];
  const thing = (subject: Subject, url: string, more: { body?: unknown; headers?: Record<string, string> } = {}): Trial => ({ kind: "thing", url: `/api/${url}`, subject, ...more }); // prettier-ignore
  const list = (subject: Subject, url: string, marker?: string): Trial => ({ kind: "list", url: `/api/${url}`, subject, ...(marker ? { marker } : {}) }); // prettier-ignore
  const office = (url: string, body?: unknown): Trial => thing(PROVINCE, url, { ...(body === undefined ? {} : { body }), headers: STALE }); // prettier-ignore
  const document = { note: "理由", document: "甲〔2026〕1号", documentDate: "2026-11-20" };
  const byOffice = ["return", "accept", "conclude", "send-back", "record", "approve", "forward", "refuse", "enter-approval", "enter-refusal"]; // prettier-ignore
  const a = `applications/${of.application}`;
  return {
    "POST /api/rounds": office("rounds", { year: 2020, cycleId: of.cycle }),
    "GET /api/rounds": list(PROVINCE, "rounds", of.round),
    "GET /api/rounds/desk": list(PROVINCE, "rounds/desk", of.round),
    "GET /api/rounds/:id": thing(PROVINCE, `rounds/${of.round}`),
    "PUT /api/rounds/:id/calendar": office(`rounds/${of.round}/calendar`, { calendar: [], noticeDays: 5, reviewers: 3 }), // prettier-ignore
    "POST /api/rounds/:id/applications": thing(
      (actor) => ({ organisation: actor.region.startsWith("37") ? actor.organisation : null }),
      `rounds/${of.round}/applications`,
      { body: { kind: "open", programme: "469999" } },
    ),
    "GET /api/applications": list(application, "applications", of.application),
    "GET /api/applications/offerings": list(
      (actor) => ({ organisation: actor.organisation }),
      "applications/offerings",
    ),
    "GET /api/applications/:id": thing(application, a),
    "GET /api/applications/:id/rules": thing(application, `${a}/rules`),
    "PUT /api/applications/:id/form": thing(SCHOOL, `${a}/form`, { body: { form: {} }, headers: STALE }),
    ...Object.fromEntries(
      ["submit", "withdraw"].map((action) => [
        `POST /api/applications/:id/${action}`,
        thing(SCHOOL, `${a}/${action}`, { body: { note: "理由" }, headers: STALE }),
      ]),
    ),
    ...Object.fromEntries(
      byOffice.map((action) => [`POST /api/applications/:id/${action}`, office(`${a}/${action}`, document)]),
    ),
    "GET /api/applications/:id/documents/:name.docx": thing(application, `${a}/documents/application.docx`),
    // its content need not be in the store: who has it already is told that nothing changed
    "GET /api/applications/:id/files/:file": thing(application, `${a}/files/${of.applicationFile}`, {
      headers: { "if-none-match": `"${"0".repeat(32)}"` },
    }),
    "GET /api/applications/:id/reviewers": office(`${a}/reviewers`),
    "POST /api/applications/:id/reviewers": office(`${a}/reviewers`, { people: [of.application] }),
    "GET /api/reviews": list((actor) => ({ person: actor.personId }), "reviews"),
    "GET /api/reviews/:id": thing(reviewed, `reviews/${of.review}`),
    "POST /api/reviews/:id/score": thing(reviewed, `reviews/${of.review}/score`, { body: { scores: {}, recommend: true, opinion: "意见意见意见意见意见" } }), // prettier-ignore
    "POST /api/reviews/:id/decline": { ...thing(reviewed, `reviews/${of.review}/decline`, { body: { conflict: false, reason: "没有时间" } }), once: true } as Trial, // prettier-ignore
    "POST /api/reviews/:id/release": office(`reviews/${of.review}/release`, {}),
    "POST /api/rounds/:id/notices": office(`rounds/${of.round}/notices`, { applications: [of.application] }),
    "POST /api/notices/:id/close": office(`notices/${of.publicNotice}/close`, {}),
    "GET /api/rounds/:id/objections": list(PROVINCE, `rounds/${of.round}/objections`, of.objection),
    "POST /api/objections/:id/answer": office(`objections/${of.objection}/answer`, { upheld: false, answer: "不成立不成立" }), // prettier-ignore
    "POST /api/rounds/:id/list": office(`rounds/${of.round}/list`, {}),
    "GET /api/public/notices": list(anybody, "public/notices", of.publicNotice),
    "GET /api/public/notices/:id": thing(anybody, `public/notices/${of.publicNotice}`),
    "GET /api/public/notices/:id/notice.docx": thing(
      anybody,
      `public/notices/${of.publicNotice}/notice.docx`,
    ),
    "POST /api/public/notices/:id/objections": thing(anybody, `public/notices/${of.publicNotice}/objections`, {
      body: { application: of.application, content: "请核实该校的实训条件。", name: "某人", phone: "13800000000" },
    }), // prettier-ignore
    "GET /api/public/objections/:id": thing(anybody, `public/objections/${of.objection}`),
    "GET /api/public/year-lists": list(anybody, "public/year-lists", of.yearList),
    "GET /api/public/year-lists/:id": thing(anybody, `public/year-lists/${of.yearList}`),
    "GET /api/public/year-lists/:id/list.docx": thing(anybody, `public/year-lists/${of.yearList}/list.docx`),
  };
}
