import type { Actor } from "../../../platform/context.ts";
import { ORGANISATIONS, player } from "../cast.ts";
import { need, policy } from "../list-things.ts";
import type { Trial, Trials } from "../requests.ts";
import type { Things } from "../world.ts";

const PROVINCE = { region: "370000" };
const STALE = { "if-match": '"stale"' };
const ANYBODY = { ...PROVINCE, published: true };
const STATED = { ...PROVINCE, organisation: ORGANISATIONS.enterprise.id };
/** What somebody makes belongs to the province that he works in, or to his organisation. */
const ofHisProvince = (actor: Actor) => ({ region: `${actor.region.slice(0, 2)}0000` });
const ofHisOrganisation = ({ organisation }: Actor) => ({ organisation });
/** who is of another province finds no such entry in the lists of his */
const inTheProvince = ({ region, organisation }: Actor) => ({
  organisation: region.startsWith("37") ? organisation : null,
});
type Subject = Extract<Trial, { kind: "thing" }>["subject"];

/** The three lists: who enters, states, drafts, publishes, reads, answers, subscribes. */
export function listTrials(of: Things): Trials {
  const thing = (subject: Subject, url: string, body?: unknown): Trial => ({
    kind: "thing",
    url: `/api/${url}`,
    subject,
    headers: STALE,
    ...(body === undefined ? {} : { body }),
  });
  const list = (subject: Subject, url: string, marker?: string): Trial => ({
    kind: "list",
    url: `/api/${url}`,
    subject,
    ...(marker ? { marker } : {}),
  });
  const subscriber = { createdBy: player("teacher").actor.userId };
  const reading = (base: string, id: string, subject: Subject): Trials => ({
    [`GET /api/${base}/:id`]: thing(subject, `${base}/${id}`),
    [`GET /api/${base}/:id/entries`]: thing(subject, `${base}/${id}/entries`),
    [`GET /api/${base}/:id/entries/:item`]: thing(subject, `${base}/${id}/entries/${of.listEntry}`),
    [`GET /api/${base}/:id/differences`]: thing(subject, `${base}/${id}/differences`),
    [`GET /api/${base}/:id/files/:name`]: thing(subject, `${base}/${id}/files/list.csv`),
  });
  const steps = Object.fromEntries(
    ["review", "return", "publish", "withdraw"].map((step) => [
      `POST /api/lists/versions/:id/${step}`,
      thing(PROVINCE, `lists/versions/${of.listDraft}/${step}`, { note: "" }),
    ]),
  );
  return {
    "GET /api/lists/items": list(PROVINCE, "lists/items", of.listItem),
    "POST /api/lists/items": thing(ofHisProvince, "lists/items", policy),
    "PUT /api/lists/items/:id": thing(PROVINCE, `lists/items/${of.listItem}`, policy),
    "POST /api/lists/items/:id/remove": thing(PROVINCE, `lists/items/${of.listItem}/remove`, { note: "" }),
    "POST /api/lists/items/:id/decide": thing(PROVINCE, `lists/items/${of.statement}/decide`, {
      accept: true,
    }),
    "GET /api/lists/statements": list(STATED, "lists/statements", of.statement),
    "POST /api/lists/statements": thing(ofHisOrganisation, "lists/statements", need),
    "PUT /api/lists/statements/:id": thing(STATED, `lists/statements/${of.statement}`, need),
    "POST /api/lists/statements/:id/withdraw": thing(STATED, `lists/statements/${of.statement}/withdraw`),
    "GET /api/lists/versions": list(PROVINCE, "lists/versions", of.listDraft),
    "POST /api/lists/versions": thing(ofHisProvince, "lists/versions", { kind: "policy", title: "谁可起草" }),
    ...steps,
    ...reading("lists/versions", of.listDraft, PROVINCE),
    "GET /api/public/lists": list(ANYBODY, "public/lists", of.list),
    "GET /api/public/lists/overview": list(ANYBODY, "public/lists/overview", of.list),
    ...reading("public/lists", of.list, ANYBODY),
    "GET /api/lists/mine": list(ofHisOrganisation, "lists/mine"),
    "GET /api/lists/answers": list(PROVINCE, "lists/answers", of.listAnswer),
    "POST /api/lists/answers": thing(inTheProvince, "lists/answers", {
      itemId: of.listEntry,
      answer: "already",
    }),
    "GET /api/lists/subscriptions": list(subscriber, "lists/subscriptions", of.subscription),
    "POST /api/lists/subscriptions": thing(({ userId }) => ({ createdBy: userId }), "lists/subscriptions", {
      kind: "demand",
    }),
    "DELETE /api/lists/subscriptions/:id": {
      ...(thing(subscriber, `lists/subscriptions/${of.subscription}`) as Extract<Trial, { kind: "thing" }>),
      once: true,
    },
  };
}
