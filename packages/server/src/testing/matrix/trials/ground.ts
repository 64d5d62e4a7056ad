import type { Trial, Trials } from "../requests.ts";
import type { Things } from "../world.ts";

const open = (why: string): Trial => ({ kind: "open", why });
const look = (url: string): Trial => ({ kind: "list", url: `/api/${url}`, subject: {} });

/** What all share: the official tables, sign-in, jobs, the process itself. */
export function groundTrials(of: Things): Trials {
  const job = { region: "370000", createdBy: "user-planner-own" };
  return {
    "GET /*": open("the pages themselves; they show nothing without the API"),
    "GET /healthz": open("whether the process lives, and nothing else"),
    "GET /readyz": open("whether it can serve, and nothing else"),
    "GET /metrics": open("from this machine or with the token of the settings only (operations.test.ts)"),
    "GET /api/openapi.json": open("the description of the API"),
    "GET /api/me": open("who asks, and where"),
    "POST /api/auth/sign-in/username": open("to sign in one must not have signed in"),
    "POST /api/demo/sign-in": open("exists with the sample province only (auth.test.ts)"),
    "POST /api/auth/sign-out": open("ends the session of the one who asks"),
    "POST /api/auth/change-password": open("asks for the password, also while it is the one-time one"),
    "GET /api/system-map": look("system-map"),
    "PUT /api/installation": {
      kind: "thing",
      url: "/api/installation",
      subject: {},
      body: { province: "370000" },
    },
    "GET /api/regions": look("regions"),
    "GET /api/standards/search": look("standards/search?q=焊工"),
    "GET /api/standards/programmes": look("standards/programmes"),
    "GET /api/standards/programmes/:code": look("standards/programmes/460103"),
    "GET /api/standards/occupations": look("standards/occupations"),
    "GET /api/standards/occupations/:code": look("standards/occupations/6-18-01-01"),
    "GET /api/standards/groups": look("standards/groups"),
    "GET /api/standards/categories": look("standards/categories"),
    "GET /api/standards/provenance": look("standards/provenance"),
    "GET /api/jobs/:id": { kind: "thing", url: `/api/jobs/${of.job}`, subject: job },
    "POST /api/jobs/:id/cancel": { kind: "thing", url: `/api/jobs/${of.job}/cancel`, subject: job },
  };
}
