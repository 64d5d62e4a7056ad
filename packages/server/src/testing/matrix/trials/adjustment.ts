import type { Subject } from "../../../platform/http/access.ts";
import { ORGANISATIONS } from "../cast.ts";
import type { Trial, Trials } from "../requests.ts";
import type { Things } from "../world.ts";

const PROVINCE = { region: "370000" };
/** a card of one school, in a run that schools may look at */
const CARD: Subject = { ...PROVINCE, organisation: ORGANISATIONS.school.id };
const STALE = { "if-match": '"stale"' };

/** Programme adjustment. */
export function adjustmentTrials(of: Things): Trials {
  const thing = (
    url: string,
    more: {
      body?: unknown;
      headers?: Record<string, string>;
      subject?: Subject;
      refusal?: number;
      outside?: 403 | 404;
    } = {},
  ): Trial => ({ kind: "thing", url: `/api/${url}`, subject: PROVINCE, ...more });
  const anybody = { ...PROVINCE, published: true };
  const card = `adjustments/${of.adjustment}/cards/${of.offering}`;
  const reason = "学校与企业合办订单班";
  return {
    "GET /api/rule-sets": { kind: "list", url: "/api/rule-sets", subject: anybody, marker: of.rules },
    "GET /api/rule-sets/presets": { kind: "list", url: "/api/rule-sets/presets", subject: anybody },
    "GET /api/rule-sets/:id": thing(`rule-sets/${of.rules}`, { subject: anybody }),
    "POST /api/rule-sets/check": {
      kind: "thing",
      url: "/api/rule-sets/check",
      subject: ({ region }) => ({ region }),
      body: {},
    },
    "POST /api/rule-sets": {
      kind: "thing",
      url: "/api/rule-sets",
      subject: ({ region }) => ({ region: `${region.slice(0, 2)}0000` }),
      body: {},
    },
    ...steps("rule-sets", of.draftRules, ["review", "return", "adopt", "withdraw"]),
    "GET /api/indicators": { kind: "list", url: "/api/indicators", subject: anybody },
    "POST /api/adjustments": thing("adjustments", { body: { roundId: of.round, ruleSetId: of.rules } }),
    "GET /api/adjustments": {
      kind: "list",
      url: "/api/adjustments",
      subject: PROVINCE,
      marker: of.adjustment,
    },
    "GET /api/adjustments/:id": thing(`adjustments/${of.adjustment}`),
    ...steps("adjustments", of.closedAdjustment, ["open", "decide", "publish", "withdraw"]),
    "POST /api/adjustments/:id/verify": thing(`adjustments/${of.adjustment}/verify`),
    "GET /api/adjustments/:id/missing": thing(`adjustments/${of.adjustment}/missing`),
    "GET /api/adjustments/:id/matrix": thing(`adjustments/${of.adjustment}/matrix`),
    "GET /api/adjustments/:id/aftermath": thing(`adjustments/${of.adjustment}/aftermath`),
    "GET /api/adjustments/:id/files/:name": thing(`adjustments/${of.adjustment}/files/cards.csv`),
    "GET /api/adjustments/:id/result.docx": thing(`adjustments/${of.adjustment}/result.docx`),
    "GET /api/adjustments/:id/schools/:school/notice.docx": thing(
      `adjustments/${of.adjustment}/schools/${ORGANISATIONS.school.id}/notice.docx`,
      { subject: CARD },
    ),
    "GET /api/adjustments/:id/cards": {
      kind: "list",
      url: `/api/adjustments/${of.adjustment}/cards`,
      subject: CARD,
      marker: of.offering,
    },
    "GET /api/adjustments/:id/cards/:offering": thing(card, { subject: CARD }),
    "POST /api/adjustments/:id/cards/:offering/object": thing(`${card}/object`, {
      subject: CARD,
      body: { reason },
      headers: STALE,
    }),
    "POST /api/adjustments/:id/cards/:offering/decide": thing(`${card}/decide`, {
      subject: CARD,
      body: { decision: "keep", reason },
      headers: STALE,
    }),
    "GET /api/offerings/:id/record": thing(`offerings/${of.offering}/record`, { subject: CARD }),
    "GET /api/offering-records": {
      kind: "list",
      url: "/api/offering-records",
      subject: CARD,
      marker: of.offering,
    },
    "GET /api/own-offerings": {
      kind: "list",
      url: "/api/own-offerings",
      subject: { organisation: ORGANISATIONS.school.id },
      marker: of.offering,
    },
    "GET /api/public/decisions": {
      kind: "list",
      url: "/api/public/decisions",
      subject: anybody,
      marker: of.publishedAdjustment,
    },
    "GET /api/public/decisions/:id": thing(`public/decisions/${of.publishedAdjustment}`, {
      subject: anybody,
    }),
    "GET /api/public/decisions/:id/files/:name": thing(
      `public/decisions/${of.publishedAdjustment}/files/decision.json`,
      { subject: anybody },
    ),
    "POST /api/public/decisions/:id/verify": thing(`public/decisions/${of.publishedAdjustment}/verify`, {
      subject: anybody,
    }),
    "GET /api/public/decisions/:id/cards": thing(`public/decisions/${of.publishedAdjustment}/cards`, {
      subject: anybody,
    }),
  };
}

const steps = (base: string, id: string, names: readonly string[]): Trials =>
  Object.fromEntries(
    names.map((name) => [
      `POST /api/${base}/:id/${name}`,
      {
        kind: "thing",
        url: `/api/${base}/${id}/${name}`,
        subject: PROVINCE,
        body: { note: "" },
        headers: STALE,
      } satisfies Trial,
    ]),
  );
