import { expect, test, type Page } from "@playwright/test";
import { barriers, complaints, picture, settled, sideways } from "./support/look.ts";
import { enterAs } from "./support/page.ts";

/**
 * Every page as it is seen: in both languages, on a desk and on a phone. The pictures go to e2e/shots, for people to
 * look at. With TIXI_E2E_ALL also in the dark, and axe in every combination instead of two.
 */
const ALL = !!process.env["TIXI_E2E_ALL"];
const WIDTHS = [1440, 390] as const;
const LANGUAGES = ["zh-CN", "en"] as const;

/** Every route of the installation; what needs an id finds it on the page before. */
async function pagesOf(page: Page): Promise<Record<string, string>> {
  const ask = async <T>(url: string): Promise<T> => (await (await page.request.get(url)).json()) as T;
  type Items = { items: { id: string }[] };
  const first = async (url: string): Promise<string> => (await ask<Items>(url)).items[0]?.id ?? "none";
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

for (const language of LANGUAGES) {
  test(`every page can be read in ${language}, on a desk and on a phone`, async ({ page }) => {
    test.setTimeout(600_000);
    await enterAs(page, "规划人员");
    await expect(page.locator(".account")).toBeVisible();
    const heard = complaints(page);
    const faults: string[] = [];
    for (const [name, address] of Object.entries(await pagesOf(page))) {
      const url = new URL(address, process.env["TIXI_E2E_ADDRESS"]);
      url.searchParams.set("lang", language);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
        if (width === WIDTHS[0]) await page.goto(url.href);
        await settled(page);
        await picture(page, `${name}-${language}-${width}`);
        if ((await sideways(page)) > 0) faults.push(`${name} ${width}: scrolls sideways`);
        if (ALL || (language === "en") === (width === 390))
          faults.push(...(await barriers(page)).map((barrier) => `${name} ${width}: ${barrier}`));
      }
      faults.push(...heard.splice(0).map((line) => `${name}: ${line}`));
    }
    expect(faults).toEqual([]);
  });
}

/** What a school, an enterprise, an expert and anybody see of the year, where it is not what the office sees. */
const OF_ROLES: Record<string, readonly string[]> = {
  学校管理员: ["/rounds", "/applications", "/applications/new", "/own-cards", "/my-seats", "/my-lists"],
  企业管理员: ["/rounds", "/my-lists"],
  评审专家: ["/rounds", "/reviews"],
};

test("what a school, an enterprise and an expert see of the year can be read, on a desk and on a phone", async ({
  page,
}) => {
  test.setTimeout(600_000);
  const heard = complaints(page);
  const faults: string[] = [];
  for (const [role, addresses] of Object.entries(OF_ROLES)) {
    await page.context().clearCookies();
    await page.setViewportSize({ width: 1440, height: 900 });
    await enterAs(page, role);
    // who was signed out is told so
    heard.splice(0);
    for (const address of addresses)
      for (const [language, width] of [
        ["zh-CN", 390],
        ["en", 1440],
      ] as const) {
        await page.setViewportSize({ width, height: 900 });
        await page.goto(`${address}?lang=${language}`);
        await settled(page);
        await picture(page, `${role}${address.replaceAll("/", "-")}-${language}`);
        const name = `${role} ${address} ${language} ${width}`;
        if ((await sideways(page)) > 0) faults.push(`${name}: scrolls sideways`);
        faults.push(...(await barriers(page)).map((barrier) => `${name}: ${barrier}`));
        faults.push(...heard.splice(0).map((line) => `${name}: ${line}`));
      }
    await page.goto("/?lang=zh-CN");
  }
  expect(faults).toEqual([]);
});

test("the dark theme is as readable as the light one", async ({ page }) => {
  test.setTimeout(600_000);
  await page.emulateMedia({ colorScheme: "dark" });
  await enterAs(page, "规划人员");
  await expect(page.locator(".account")).toBeVisible();
  const pages = await pagesOf(page);
  const names = ALL ? Object.keys(pages) : ["home", "balance", "balance-heatmap", "review", "public-release"];
  const faults: string[] = [];
  for (const name of names) {
    await page.goto(pages[name]!);
    await settled(page);
    await picture(page, `${name}-dark`);
    faults.push(...(await barriers(page)).map((barrier) => `${name}: ${barrier}`));
  }
  expect(faults).toEqual([]);
});

test("a release prints on A4 as a publication", async ({ page }) => {
  await page.goto("/public/releases");
  await page.locator("main a[href^='/public/releases/']").first().click();
  await settled(page);
  await page.emulateMedia({ media: "print" });
  await expect(page.locator("nav.menu")).toBeHidden();
  await expect(page.locator("header.top")).toBeHidden();
  await page.setViewportSize({ width: 718, height: 1016 });
  await settled(page);
  expect(await sideways(page)).toBe(0);
  await picture(page, "public-release-print");
});
