import fs from "node:fs";
import path from "node:path";
import type { Browser, Locator, Page } from "@playwright/test";

export interface Tally {
  read: number;
  accepted: number;
  duplicate: number;
  rejected: number;
}

/** The equation on the page of an import: read = accepted + duplicate + rejected. */
export async function tally(page: Page): Promise<Tally> {
  const numbers = await page.locator(".tally b").allInnerTexts();
  const [read = NaN, accepted = NaN, duplicate = NaN, rejected = NaN] = numbers.map((text) =>
    Number(text.replaceAll(",", "")),
  );
  return { read, accepted, duplicate, rejected };
}

/** Enters the sample province in a role, by one click on the sign-in page. */
export async function enterAs(page: Page, role: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByRole("button", { name: new RegExp(`^${role}`) }).click();
  await page.locator(".account").waitFor();
}

/** A page of a browser of its own, entered in a role; `which` where the sample has several accounts of it. */
export async function enter(browser: Browser, role: string, options: { which?: number; phone?: boolean } = {}): Promise<Page> {
  const context = await browser.newContext(options.phone ? { viewport: { width: 390, height: 844 } } : {});
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByRole("button", { name: new RegExp(`^${role}`) }).nth(options.which ?? 0).click();
  await page.locator(".account").waitFor({ state: "attached" });
  return page;
} // prettier-ignore

/** Lets files fall onto a place of the page, as from a folder of the desktop. */
export async function drop(page: Page, onto: Locator, files: string[]): Promise<void> {
  const given = files.map((file) => ({
    name: path.basename(file),
    bytes: fs.readFileSync(file).toString("base64"),
  }));
  const dataTransfer = await page.evaluateHandle((items) => {
    const transfer = new DataTransfer();
    for (const { name, bytes } of items) {
      const content = Uint8Array.from(atob(bytes), (char) => char.charCodeAt(0));
      transfer.items.add(new File([content], name));
    }
    return transfer;
  }, given);
  await onto.dispatchEvent("dragover", { dataTransfer });
  await onto.dispatchEvent("drop", { dataTransfer });
}

/** The bytes of the file behind a link, taken as a person takes them. */
export async function downloaded(page: Page, link: Locator): Promise<Buffer> {
  const arriving = page.waitForEvent("download", { timeout: 120_000 });
  await link.click();
  const download = await arriving;
  return fs.readFileSync(await download.path());
}

/** The text of what a link leads to. */
export async function read(page: Page, link: Locator): Promise<string> {
  const href = await link.getAttribute("href");
  const response = await page.request.get(href ?? "");
  if (!response.ok()) throw new Error(`${href} answered ${response.status()}`);
  return response.text();
}

export const beginsWith = (file: Buffer): string => file.subarray(0, 4).toString("latin1");
