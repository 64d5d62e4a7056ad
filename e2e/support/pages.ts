import type { Page } from "@playwright/test";

/* The addresses of the pages, of the sample province, as each role comes to them. */

type Items = { items: { id: string }[] };
const asker = (page: Page) => {
  const ask = async <T>(url: string): Promise<T> => (await (await page.request.get(url)).json()) as T;
  const first = async (url: string): Promise<string> => (await ask<Items>(url)).items[0]?.id ?? "none";
  return { ask, first };
};

/** The page of what the sample may have none of. */
const own = async (path: string, id: Promise<string>): Promise<string[]> =>
  (await id) === "none" ? [] : [`${path}/${await id}`];

/** Every route of the installation; what needs an id finds it on the page before. */
export async function officePages(page: Page): Promise<Record<string, string>> {
  const { ask, first } = asker(page);
  const cycle = await first("/api/cycles");
  type Overview = {
    shortages: { occupation: { code: string } }[];
    surpluses: { programme: { code: string } }[];
  };
  const overview = await ask<Overview>(`/api/cycles/${cycle}/overview`);
  const occupation = overview.shortages[0]?.occupation.code ?? "";
  const programme = overview.surpluses[0]?.programme.code ?? "";
  const me = await ask<{ installation: { currentReleaseId: string } }>("/api/me");
  const { currentReleaseId } = me.installation;
  const run = await first("/api/adjustments");
  type Cards = { items: { offering: string }[] };
  const card = (await ask<Cards>(`/api/adjustments/${run}/cards?limit=1`)).items[0]?.offering ?? "none";
  const round = await first("/api/rounds");
  const application = await first("/api/applications");
  const [shown] = (await ask<Items>("/api/public/notices")).items;
  const plans = (await ask<Items>(`/api/plans?round=${round}`)).items.map(({ id }) => id);
  const version = await first("/api/lists/versions?kind=demand");
  type Lists = { lists: { kind: string; version: { id: string } | null; top: { itemId: string }[] }[] };
  const { lists } = await ask<Lists>("/api/public/lists/overview");
  const demand = lists.find(({ kind }) => kind === "demand");
  return {
    home: "/",
    imports: "/imports",
    import: `/imports/${await first("/api/imports")}`,
    postings: "/postings",
    posting: `/postings/${await first("/api/postings?limit=1")}`,
    review: "/review",
    aliases: "/aliases",
    "fair-hiring": "/fair-hiring",
    cycles: "/cycles",
    cycle: `/cycles/${cycle}`,
    balance: "/balance",
    "balance-cities": "/balance/cities",
    "balance-heatmap": "/balance/heatmap",
    "balance-flows": "/balance/flows",
    "balance-trend": "/balance/trend",
    "balance-occupations": "/balance/occupations",
    "balance-programmes": "/balance/programmes",
    "balance-occupation": `/balance/occupations/${occupation}`,
    "balance-programme": `/balance/programmes/${programme}`,
    "balance-postings": `/balance/postings?occupation=${occupation}`,
    "balance-offerings": `/balance/offerings?programme=${programme}`,
    releases: "/releases",
    draft: `/releases?draft=${cycle}`,
    release: `/releases/${currentReleaseId}`,
    password: "/password",
    setup: "/setup",
    standards: "/standards",
    "standards-programme": `/standards/programmes/${programme}`,
    "standards-occupation": `/standards/occupations/${occupation}`,
    aboutdata: "/aboutdata",
    "public-releases": "/public/releases",
    "public-release": `/public/releases/${currentReleaseId}`,
    adjustments: "/adjustments",
    adjustment: `/adjustments/${run}`,
    "adjustment-matrix": `/adjustments/${run}/matrix`,
    "adjustment-missing": `/adjustments/${run}/missing`,
    "adjustment-record": `/adjustments/${run}/record`,
    card: `/adjustments/${run}/cards/${card}`,
    offering: `/offerings/${card}`,
    "rule-sets": "/rule-sets",
    "rule-set": `/rule-sets/${await first("/api/rule-sets")}`,
    rounds: "/rounds",
    round: `/rounds/${round}`,
    "round-objections": `/rounds/${round}/objections`,
    applications: "/applications",
    application: `/applications/${application}`,
    "public-notices": "/public/notices",
    "public-notice": `/public/notices/${shown?.id ?? "none"}`,
    offerings: "/offerings",
    conditions: "/conditions",
    plans: "/plans",
    "plan-new": `/plans?from=${plans[0] ?? "none"}`,
    plan: `/plans/${plans[0] ?? "none"}`,
    "plan-editor": `/plans/${plans[0] ?? "none"}/edit`,
    "plan-proposals": `/plans/${plans[0] ?? "none"}/proposals`,
    "plan-compare": `/plans/compare?ids=${plans.slice(0, 2).join(",")}`,
    "public-plans": "/public/plans",
    lists: "/lists",
    list: "/lists/demand",
    "list-industry": "/lists/industry",
    "list-policy": "/lists/policy",
    "list-entry": `/lists/demand/${demand?.top[0]?.itemId ?? "none"}`,
    "list-items": "/lists/items",
    "list-versions": "/lists/versions",
    "list-version": `/lists/versions/${version}`,
    "list-subscriptions": "/lists/subscriptions",
    "public-list": `/public/lists/${demand?.version?.id ?? "none"}`,
    "rule-editor": "/rule-sets/new?from=demonstration",
    indicators: "/indicators",
    "public-decisions": "/public/decisions",
    missing: "/nowhere",
  };
}

/** Ways and admission, as anybody sees them. */
export async function openPages(page: Page): Promise<string[]> {
  const { ask, first } = asker(page);
  const season = await first("/api/seasons");
  const filing = await first("/api/public/filings");
  const asked = "at=secondary&programme=660103";
  type Search = { routes: { key: string }[] };
  const answer = await page.request.post("/api/public/pathways/search", {
    data: { stage: "secondary", programme: "660103" },
  });
  const routes = ((await answer.json()) as Search).routes
    .slice(0, 3)
    .map(({ key }) => `&route=${encodeURIComponent(key)}`);
  const { items } = await ask<{ items: { id: string; upper: { programme: string } }[] }>(
    "/api/public/agreements",
  );
  return [
    "/pathways",
    `/pathways#${asked}${routes.slice(0, 2).join("")}`,
    `/pathways/compare#${asked}${routes.join("")}`,
    `/pathways/programmes/${items[0]?.upper.programme ?? "460103"}`,
    "/public/agreements",
    `/public/agreements/${items[0]?.id ?? "none"}`,
    "/public/credit-rules",
    "/public/admission",
    `/public/admission/${season}`,
    `/public/admission/${season}/units`,
    `/public/admission/${season}/table`,
    `/public/filings/${filing}`,
    "/public/admission-how",
    "/public/admission-verify",
  ];
}

/** A season, its parts and its runs, and agreements, as the office holds them. */
export async function seasonPages(page: Page): Promise<string[]> {
  const { ask, first } = asker(page);
  // one that has been filed: other journeys begin seasons of their own
  const { items } = await ask<{ items: { id: string }[] }>("/api/seasons?limit=100");
  const filings = await Promise.all(items.map(({ id }) => first(`/api/filings?season=${id}`)));
  const filed = filings.findIndex((id) => id !== "none");
  const [season, filing] = [items[filed]!.id, filings[filed]!];
  const candidate = await first(`/api/seasons/${season}/candidates?limit=1`);
  const parts = ["", "/set-up", "/candidates", `/candidates/${candidate}`, "/sites", "/scores", "/scores/reviews", "/units", "/fillings", "/runs"]; // prettier-ignore
  return [
    "/admission",
    ...parts.map((part) => `/admission/${season}${part}`),
    "/filings/simulation",
    `/filings/${filing}`,
    `/filings/${filing}/objections`,
    "/agreements",
    `/agreements/${await first("/api/agreements")}`,
    "/agreements/flows",
    "/agreements/continuations",
    "/credits",
  ];
}

/** Registrations, results, agreements and credits of a school. */
export async function schoolPages(page: Page): Promise<string[]> {
  const { first } = asker(page);
  return [
    "/school-admission",
    "/school-admission/results",
    "/agreements",
    "/agreements/new",
    `/agreements/${await first("/api/agreements")}`,
    "/agreements/flows",
    "/agreements/continuations",
    "/public/credit-rules",
    "/credits",
    ...(await own("/credits", first("/api/credits"))),
  ];
}

/** A candidate's year, his plans and his credits. */
export async function studentPages(page: Page): Promise<string[]> {
  const { ask, first } = asker(page);
  const candidate = await first("/api/candidates/mine");
  const rules = await ask<{ items: { id: string; school: string; programme: string }[] }>(
    "/api/public/credit-rules",
  );
  const [rule] = rules.items;
  return [
    "/my-admission",
    ...["ticket", "scores", "preferences", "receipts", "result"].map(
      (part) => `/candidates/${candidate}/${part}`,
    ),
    "/pathway-plans",
    ...(await own("/pathway-plans", first("/api/pathway-plans"))),
    "/credits",
    ...(await own("/credits", first("/api/credits"))),
    `/credits/new?school=${rule?.school ?? ""}&programme=${rule?.programme ?? ""}&rule=${rule?.id ?? ""}`,
  ];
}
