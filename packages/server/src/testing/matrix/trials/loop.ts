import type { Actor } from "../../../platform/context.ts";
import type { Trial, Trials } from "../requests.ts";
import type { Things } from "../world.ts";
import { file } from "./people.ts";

const PROVINCE = { region: "370000" };
/** What somebody makes belongs to the province that he works in. */
const ofHisProvince = (actor: Actor) => ({ region: `${actor.region.slice(0, 2)}0000` });
const csv = file("岗位名称\n焊工\n");

/** The loop: demand and planning. */
export function loopTrials(of: Things): Trials {
  const thing = (url: string, more: { body?: unknown; headers?: Record<string, string> } = {}): Trial => ({
    kind: "thing",
    url: `/api/${url}`,
    subject: PROVINCE,
    ...more,
  });
  const list = (url: string, marker?: string): Trial => ({
    kind: "list",
    url: `/api/${url}`,
    subject: PROVINCE,
    ...(marker ? { marker } : {}),
  });
  const make = (url: string, body: unknown, headers: Record<string, string> = {}): Trial => ({
    kind: "thing",
    url: `/api/${url}`,
    subject: ofHisProvince,
    body,
    headers,
  });
  const views = (base: string, id: string, published: boolean): Trials =>
    Object.fromEntries(
      ["overview", "occupations", "programmes", "cities", "heatmap", "flows", "trend"].map((view) => {
        const query = view === "trend" ? "?occupation=6-18-01-01" : "";
        const trial: Trial = {
          ...thing(`${base}/${id}/${view}${query}`),
          subject: { ...PROVINCE, published },
        } as Trial;
        return [`GET /api/${base}/:id/${view}`, trial];
      }),
    );
  const record = (base: string, id: string, published: boolean): Trials => ({
    [`GET /api/${base}/:id/occupations/:code`]: {
      kind: "thing",
      url: `/api/${base}/${id}/occupations/6-18-01-01`,
      subject: { ...PROVINCE, published },
    },
    [`GET /api/${base}/:id/programmes/:code`]: {
      kind: "thing",
      url: `/api/${base}/${id}/programmes/460103`,
      subject: { ...PROVINCE, published },
    },
  });
  const published = (url: string): Trial => ({
    kind: "thing",
    url: `/api/${url}`,
    subject: { ...PROVINCE, published: true },
  });
  return {
    "GET /api/templates/:kind": { kind: "list", url: "/api/templates/postings", subject: PROVINCE },
    "GET /api/offerings": list("offerings", "示例学校"),
    "GET /api/conditions": list("conditions", "示例学校"),
    "POST /api/imports": make("imports", csv.body, csv.headers),
    "GET /api/imports": list("imports", of.import),
    "GET /api/imports/fields/:kind": {
      kind: "list",
      url: "/api/imports/fields/postings",
      subject: ofHisProvince,
    },
    "GET /api/imports/:id": thing(`imports/${of.import}`),
    "PUT /api/imports/:id/mapping": thing(`imports/${of.import}/mapping`, { body: { mapping: [] } }),
    "POST /api/imports/:id/start": thing(`imports/${of.import}/start`),
    "POST /api/imports/:id/cancel": thing(`imports/${of.import}/cancel`),
    "GET /api/imports/:id/rejections": thing(`imports/${of.import}/rejections`),
    "GET /api/imports/:id/rejected.csv": thing(`imports/${of.import}/rejected.csv`),
    "GET /api/postings": list("postings?limit=200", of.posting),
    "GET /api/postings/:id": thing(`postings/${of.posting}`),
    "POST /api/postings/:id/code": thing(`postings/${of.posting}/code`, { body: { action: "abstain" } }),
    "GET /api/aliases": list("aliases", of.alias),
    "POST /api/aliases/:id/review": thing(`aliases/${of.alias}/review`, { body: { decision: "accept" } }),
    "POST /api/recodings": make("recodings", {}),
    "GET /api/recodings/:id": thing(`recodings/${of.recoding}`),
    "GET /api/fair-hiring": list("fair-hiring"),
    "POST /api/cycles": make("cycles", { year: 2026 }),
    "GET /api/cycles": list("cycles", of.cycle),
    "GET /api/cycles/:id": thing(`cycles/${of.cycle}`),
    "POST /api/cycles/:id/cancel": thing(`cycles/${of.cycle}/cancel`),
    ...views("cycles", of.cycle, false),
    ...record("cycles", of.cycle, false),
    "POST /api/releases": thing("releases", { body: { cycleId: of.cycle, title: "谁可起草" } }),
    "GET /api/releases": list("releases", of.draft),
    "GET /api/releases/:id": thing(`releases/${of.draft}`),
    ...Object.fromEntries(
      ["review", "publish", "return", "withdraw"].map((step) => [
        `POST /api/releases/:id/${step}`,
        thing(`releases/${of.draft}/${step}`, { body: { note: "" }, headers: { "if-match": '"stale"' } }),
      ]),
    ),
    "GET /api/releases/:id/files/:name": thing(`releases/${of.draft}/files/cells.csv`),
    "GET /api/public/releases": {
      kind: "list",
      url: "/api/public/releases",
      subject: { ...PROVINCE, published: true },
      marker: of.release,
    },
    "GET /api/public/releases/:id": published(`public/releases/${of.release}`),
    "GET /api/public/releases/:id/dcat.jsonld": published(`public/releases/${of.release}/dcat.jsonld`),
    "GET /api/public/releases/:id/files/:name": published(`public/releases/${of.release}/files/cells.csv`),
    ...views("public/releases", of.release, true),
    ...record("public/releases", of.release, true),
  };
}
