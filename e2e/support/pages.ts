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

/** Joint training, as a side of it sees it; what it may not read, or has none of, is left out. */
export async function trainingPages(
  page: Page,
  lists: readonly string[],
  more: readonly string[] = [],
): Promise<string[]> {
  const { first } = asker(page);
  const records = await Promise.all(lists.map((list) => own(`/${list}`, first(`/api/${list}?limit=1`))));
  return [...lists.map((list) => `/${list}`), ...records.flat(), ...more];
}

/** The plan that is written, and the one in force: each page has two faces. */
async function planPages(page: Page): Promise<string[]> {
  const { first } = asker(page);
  const states = ["draft", "in-force"].map((state) =>
    own("/training-plans", first(`/api/training-plans?state=${state}&limit=1`)),
  );
  return (await Promise.all(states)).flat();
}

/** A school places, alternates, assesses and reads along. */
export async function schoolTrainingPages(page: Page): Promise<string[]> {
  const { first } = asker(page);
  const lists = [
    "training-agreements",
    "placements",
    "workplaces",
    "placement-rounds",
    "joint-assessments",
    "timetables",
    "logbooks",
  ];
  const timetable = await first("/api/timetables?limit=1");
  return trainingPages(page, lists, [
    "/training-plans",
    "/training-plans/new",
    ...(await planPages(page)),
    ...["training-agreements", "placements", "placement-rounds", "joint-assessments", "timetables"].map(
      (list) => `/${list}/new`,
    ),
    ...(timetable === "none" ? [] : [`/timetables/${timetable}/setup`]),
    "/placement-rules",
    "/trainee-outcomes",
  ]);
}

/** An enterprise offers, comments, signs and trains. */
export const enterpriseTrainingPages = async (page: Page): Promise<string[]> =>
  trainingPages(
    page,
    ["training-agreements", "placements", "placement-rounds", "joint-assessments", "timetables", "logbooks"],
    ["/training-plans", ...(await planPages(page)), "/workplaces/own"],
  );

/** What the office sees of joint training, with what stands against it. */
export const officeTrainingPages = async (page: Page): Promise<string[]> =>
  trainingPages(
    page,
    [
      "training-plans",
      "training-agreements",
      "placements",
      "placement-rounds",
      "joint-assessments",
      "workplaces",
      "timetables",
    ],
    ["/placements?verdict=refused", "/placement-rules", "/placement-appeals", "/trainee-outcomes"],
  );

/** A student's phone: his logbook, rotation, rounds and assessments. */
export const learnerPages = async (page: Page): Promise<string[]> =>
  trainingPages(
    page,
    ["training-agreements", "placements", "placement-rounds", "joint-assessments"],
    ["/logbook", "/my-rotation"],
  );

/** A consortium's map of its chain, of the secretariat that keeps it, with the plans written in it. */
export async function chainPages(page: Page): Promise<string[]> {
  const { ask } = asker(page);
  const { items } = await ask<{ items: { id: string; kind: string }[] }>("/api/alliances?limit=20");
  return [
    "/alliances",
    ...items.slice(0, 2).map(({ id }) => `/alliances/${id}/chain`),
    "/training-plans",
    "/timetables",
  ];
}

/** Plans in force and chains, as anybody sees them. */
export async function openTrainingPages(page: Page): Promise<string[]> {
  const { ask, first } = asker(page);
  const { items } = await ask<{ items: { id: string }[] }>("/api/public/alliances");
  // not every alliance has published its chain
  const chains = items.map(({ id }) => `/public/alliances/${id}/chain`);
  const shown = await Promise.all(chains.map(async (at) => (await page.request.get(`/api${at}`)).ok()));
  return [
    "/public/training-plans",
    ...(await own("/public/training-plans", first("/api/public/training-plans"))),
    ...chains.filter((_, i) => shown[i]).slice(0, 1),
    "/public/trainee-certificate",
  ];
}
