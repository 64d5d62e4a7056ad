import { expect, type CDPSession, type Page } from "@playwright/test";
import { sideways } from "./look.ts";

const units = (page: Page) => page.locator(".preference-list .choice small.num").allInnerTexts();
const handles = (page: Page) => page.getByRole("button", { name: /^移动第/ });

async function finger(
  touch: CDPSession,
  type: "touchStart" | "touchMove" | "touchEnd",
  x: number,
  y: number,
) {
  await touch.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y }] });
}

/** Draws a finger from the middle of one handle to the middle of another, as slowly as a thumb. @returns by how much the page scrolled */
async function dragged(page: Page, from: number, to: number): Promise<number> {
  const touch = await page.context().newCDPSession(page);
  const scrolled = () => page.evaluate(() => window.scrollY);
  // both in sight, away from the edges near which the page would scroll
  await handles(page)
    .nth(from)
    .evaluate((handle) => handle.scrollIntoView({ block: "center", behavior: "instant" }));
  const before = await scrolled();
  const a = (await handles(page).nth(from).boundingBox())!;
  const b = (await handles(page).nth(to).boundingBox())!;
  const x = a.x + a.width / 2;
  const [start, end] = [a.y + a.height / 2, b.y + b.height / 2];
  await finger(touch, "touchStart", x, start);
  for (let i = 1; i <= 10; i++) {
    await finger(touch, "touchMove", x, start + ((end - start) * i) / 10);
    await page.waitForTimeout(30);
  }
  await finger(touch, "touchEnd", x, end);
  return Math.abs((await scrolled()) - before);
}

/** The list of preferences that is open, under a thumb: drawn to another place, and moved back by a press on two numbers. Nothing is saved. */
export async function sortedByFinger(page: Page): Promise<void> {
  await expect(handles(page).nth(2)).toBeVisible();
  const [first, second, ...rest] = await units(page);
  expect(await dragged(page, 0, 1)).toBeLessThan(120);
  await expect.poll(() => units(page)).toEqual([second, first, ...rest]);

  await handles(page).nth(1).tap();
  await expect(page.locator(".taken")).toBeVisible();
  await handles(page).nth(0).tap();
  await expect.poll(() => units(page)).toEqual([first, second, ...rest]);
  await expect(page.locator(".taken")).toBeHidden();
  expect(await sideways(page)).toBe(0);
}
