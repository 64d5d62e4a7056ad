import type { Actor } from "../../../platform/context.ts";
import type { Subject } from "../../../platform/http/access.ts";
import { ORGANISATIONS, player } from "../cast.ts";
import type { Trial, Trials } from "../requests.ts";
import type { Things } from "../world.ts";
import { open } from "./people.ts";

const STALE = { "if-match": '"stale"' };
const { school, enterprise } = ORGANISATIONS;
const KEPT: Subject = { region: "370200", organisation: school.id };
/** Once published also the enterprise's whose workshop it uses. */
const PUBLISHED = ({ organisation }: Actor): Subject => ({ region: "370200", organisation: organisation === enterprise.id ? enterprise.id : school.id }); // prettier-ignore
/** What one makes oneself, in the province. */
const here = ({ region, organisation, personId }: Actor): Subject => (region.startsWith("37") ? { organisation, person: personId } : {}); // prettier-ignore
const SETUP = { title: "工学交替", startsOn: "2026-09-07", input: { weeks: 1, places: [], cohorts: [] } };

/** Rotation timetables and their calendars. */
export function timetableTrials(of: Things): Trials {
  type Who = Extract<Trial, { kind: "thing" }>["subject"];
  const thing = (url: string, subject: Who, more: { body?: unknown; headers?: Record<string, string> } = {}): Trial => ({ kind: "thing", url: `/api/${url}`, subject, ...more }); // prettier-ignore
  const published = `timetables/${of.timetable}`;
  const draft = `timetables/${of.timetableDraft}`;
  return {
    "GET /api/timetables": { kind: "list", url: "/api/timetables", subject: PUBLISHED, marker: of.timetable },
    "GET /api/timetable-choices": { kind: "list", url: "/api/timetable-choices", subject: ({ organisation }) => ({ organisation }) },
    "POST /api/timetables": thing("timetables", here, { body: SETUP }),
    "GET /api/timetables/:id": thing(draft, KEPT),
    "PUT /api/timetables/:id": thing(draft, KEPT, { body: SETUP, headers: STALE }),
    "PUT /api/timetables/:id/cells": thing(`${draft}/cells`, KEPT, { body: { changes: [{ cohort: "一班", week: 0, lock: true }] }, headers: STALE }),
    "POST /api/timetables/:id/solve": thing(`${draft}/solve`, KEPT, { body: { near: false }, headers: STALE }),
    "GET /api/timetables/:id/proof": thing(`${published}/proof`, PUBLISHED),
    "POST /api/timetables/:id/publish": thing(`${draft}/publish`, KEPT, { body: { note: "" }, headers: STALE }),
    "POST /api/timetables/:id/feeds": thing(`${draft}/feeds`, KEPT, { body: { kind: "cohort", key: "一班" } }),
    "POST /api/calendar-feeds/:id/revoke": thing(`calendar-feeds/${of.ownFeed}/revoke`, { person: player("student").actor.personId }),
    "GET /api/my-rotation": thing("my-rotation", ({ personId }) => ({ person: personId })),
    "POST /api/my-rotation/feed": thing("my-rotation/feed", here),
    "GET /api/calendars/:token": open("whoever has the address reads the calendar: a calendar program has no account"),
  };
} // prettier-ignore
