import { expect, test, type Page } from "@playwright/test";
import { barriers, complaints, overlaps, picture, rawWords, settled, sideways } from "./support/look.ts";
import { enterAs } from "./support/page.ts";
import {
  chainPages,
  enterpriseTrainingPages,
  learnerPages,
  officePages,
  officeTrainingPages,
  openPages,
  openTrainingPages,
  schoolPages,
  schoolTrainingPages,
  seasonPages,
  studentPages,
  trainingPages,
} from "./support/pages.ts";

/**
 * Every page as it is seen: in both languages, on a desk and on a phone. The pictures go to e2e/shots, for people to
 * look at. With TIXI_E2E_ALL also in the dark, and axe in every combination instead of two.
 */
const ALL = !!process.env["TIXI_E2E_ALL"];
const WIDTHS = [1440, 390] as const;
const LANGUAGES = ["zh-CN", "en"] as const;

/** What is wrong with a page in a language, on a desk and on a phone; nothing: []. */
async function faultsOf(page: Page, heard: string[], name: string, address: string, language: string) {
  const faults: string[] = [];
  const url = new URL(address, process.env["TIXI_E2E_ADDRESS"]);
  url.searchParams.set("lang", language);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    if (width === WIDTHS[0]) await page.goto(url.href);
    await settled(page);
    await picture(page, `${name}-${language}-${width}`);
    const found = [...(await rawWords(page)), ...(await overlaps(page))];
    if ((await sideways(page)) > 0) found.push("scrolls sideways");
    if (ALL || (language === "en") === (width === 390)) found.push(...(await barriers(page)));
    faults.push(...found.map((fault) => `${name} ${language} ${width}: ${fault}`));
  }
  return [...faults, ...heard.splice(0).map((line) => `${name} ${language}: ${line}`)];
}

for (const language of LANGUAGES) {
  test(`every page can be read in ${language}, on a desk and on a phone`, async ({ page }) => {
    test.setTimeout(600_000);
    await enterAs(page, "规划人员");
    await expect(page.locator(".account")).toBeVisible();
    const heard = complaints(page);
    const faults: string[] = [];
    for (const [name, address] of Object.entries(await officePages(page)))
      faults.push(...(await faultsOf(page, heard, name, address, language)));
    expect(faults).toEqual([]);
  });
}

/** What the others see, and the office of ways and admission; null = nobody is signed in. */
const OF_ROLES: readonly [string | null, (page: Page) => Promise<string[]>][] = [
  [null, openPages],
  ["规划人员", seasonPages],
  ["学校管理员", async (page) => ["/rounds", "/applications", "/applications/new", "/own-cards", "/my-seats", "/my-lists", ...(await schoolPages(page))]],
  ["学生", studentPages],
  ["企业管理员", async () => ["/rounds", "/my-lists"]],
  ["评审专家", async () => ["/rounds", "/reviews"]],
]; // prettier-ignore

/** Who takes part in joint training, and what he sees of it. */
const OF_TRAINING: typeof OF_ROLES = [
  [null, openTrainingPages],
  ["规划人员", officeTrainingPages],
  ["学校管理员", schoolTrainingPages],
  ["企业管理员", enterpriseTrainingPages],
  ["企业导师", (page) => trainingPages(page, ["training-plans", "logbooks", "joint-assessments", "timetables"])],
  ["学生", learnerPages],
  ["秘书处", chainPages],
]; // prettier-ignore

const LOOKS = [
  ...OF_ROLES.map((one) => ["sees", ...one] as const),
  ...OF_TRAINING.map((one) => ["sees of joint training", ...one] as const),
];
for (const [sees, role, pages] of LOOKS) {
  test(`what ${role ?? "anybody"} ${sees} can be read, in both languages, on a desk and on a phone`, async ({
    page,
  }) => {
    test.setTimeout(900_000);
    if (role !== null) {
      await enterAs(page, role);
      await expect(page.locator(".account")).toBeVisible();
    }
    const heard = complaints(page);
    const faults: string[] = [];
    for (const address of await pages(page)) {
      const { pathname } = new URL(address, "http://here");
      const name = `${role ?? "公众"}${pathname.replaceAll("/", "-")}`;
      for (const language of LANGUAGES)
        faults.push(...(await faultsOf(page, heard, name, address, language)));
    }
    expect(faults).toEqual([]);
  });
}

test("the dark theme is as readable as the light one", async ({ page }) => {
  test.setTimeout(600_000);
  await page.emulateMedia({ colorScheme: "dark" });
  await enterAs(page, "规划人员");
  await expect(page.locator(".account")).toBeVisible();
  const pages = await officePages(page);
  const names = ALL ? Object.keys(pages) : ["home", "balance", "balance-heatmap", "review", "public-release"];
  const faults: string[] = [];
  const look = async (name: string, address: string): Promise<void> => {
    await page.goto(address);
    await settled(page);
    await picture(page, `${name}-dark`);
    faults.push(...(await barriers(page)).map((barrier) => `${name}: ${barrier}`));
  };
  for (const name of names) await look(name, pages[name]!);
  const season = await seasonPages(page);
  for (const address of ALL ? season : season.slice(1, 4)) await look(address.replaceAll("/", "-"), address);
  await page.context().clearCookies();
  await enterAs(page, "学生");
  for (const address of [...(await studentPages(page)), ...(await learnerPages(page))]) await look(new URL(address, "http://here").pathname.replaceAll("/", "-"), address); // prettier-ignore
  await page.context().clearCookies();
  await enterAs(page, "学校管理员");
  for (const address of await schoolTrainingPages(page)) await look(address.replaceAll("/", "-"), address);
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
