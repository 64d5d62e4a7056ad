import path from "node:path";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import { expect, type Page } from "@playwright/test";

const SHOTS = path.join(path.dirname(fileURLToPath(import.meta.url)), "..", "shots");

/** Waits until a page has said all it has to say: nothing loading, charts drawn. */
export async function settled(page: Page): Promise<void> {
  await expect(page.locator("main h1").first()).toBeVisible();
  await expect(page.locator("main [aria-busy=true], main .loading, main .skeleton")).toHaveCount(0);
  await page.waitForLoadState("networkidle");
}

/** A picture of the whole page, outside the repository: for people to look at, made with TIXI_E2E_ALL. */
export async function picture(page: Page, name: string): Promise<void> {
  if (!process.env["TIXI_E2E_ALL"]) return;
  await page.screenshot({ path: path.join(SHOTS, `${name}.png`), fullPage: true, animations: "disabled" });
}

/** Everything that the page said to the console, and every request that failed, as one goes. */
export function complaints(page: Page): string[] {
  const heard: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning")
      heard.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => heard.push(`exception: ${error.message}`));
  return heard;
}

/** How far the page can be scrolled sideways; parts that scroll in themselves do not count. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What axe finds that is serious or critical, one line each. */
export async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(document, { resultTypes: ["violations"] }),
  );
  return found.violations
    .filter((violation) => violation.impact === "serious" || violation.impact === "critical")
    .map(
      (violation) => `${violation.id}: ${violation.nodes.map((node) => node.html.slice(0, 160)).join(" | ")}`,
    );
}
