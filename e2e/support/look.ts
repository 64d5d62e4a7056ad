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

/** Words that nobody wrote: keys without words, and values that are none. */
export const rawWords = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = new Set<string>();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement?.closest("code, pre, script, style, textarea")) continue;
      const text = node.textContent?.trim() ?? "";
      const key = /^[a-z][a-z-]*(\.[a-z][\w-]*)+$/.test(text) && !/\.(csv|json|jsonld|ndjson|xlsx|docx|pdf|txt|zip)$/.test(text);
      if (key || /\{\{|\bundefined\b|\bNaN\b|\[object |Invalid Date/.test(text)) found.add(`says "${text.slice(0, 60)}"`);
    }
    return [...found];
  }); // prettier-ignore

/** Labels of drawings, and things to press or fill in, that lie upon one another. */
export const overlaps = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    window.scrollTo(0, 0);
    interface Box {
      left: number;
      right: number;
      top: number;
      bottom: number;
    }
    /** What is seen of an element, line by line, within the frames that it is scrolled in. */
    const shown = (element: Element): Box[] => {
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true })) return [];
      let boxes: Box[] = [...element.getClientRects()];
      for (let frame = element.parentElement; frame && frame !== document.body; frame = frame.parentElement) {
        if (getComputedStyle(frame).overflowX === "visible") continue;
        const around = frame.getBoundingClientRect();
        boxes = boxes.map((box) => ({
          left: Math.max(box.left, around.left),
          right: Math.min(box.right, around.right),
          top: Math.max(box.top, around.top),
          bottom: Math.min(box.bottom, around.bottom),
        }));
      }
      return boxes.filter((box) => box.right - box.left > 2 && box.bottom - box.top > 2);
    };
    // what stays in sight lies upon what scrolls below it
    const layer = (element: Element): Element | null => {
      for (let at: Element | null = element; at && at !== document.body; at = at.parentElement)
        if (["sticky", "fixed"].includes(getComputedStyle(at).position)) return at;
      return null;
    };
    const name = (element: Element): string => (element.textContent?.trim() || element.getAttribute("aria-label") || element.tagName).slice(0, 30);
    const found: string[] = [];
    for (const kind of ["main svg text", "main a, main button, main input, main select, main textarea"]) {
      const things = [...document.querySelectorAll(kind)].flatMap((element) =>
        shown(element).map((box) => ({ element, box, layer: layer(element) })),
      );
      things.forEach((one, i) => {
        for (const other of things.slice(i + 1)) {
          if (one.element === other.element || one.layer !== other.layer) continue;
          if (one.element.contains(other.element) || other.element.contains(one.element)) continue;
          const across = Math.min(one.box.right, other.box.right) - Math.max(one.box.left, other.box.left);
          const down = Math.min(one.box.bottom, other.box.bottom) - Math.max(one.box.top, other.box.top);
          if (across > 3 && down > 3) found.push(`"${name(one.element)}" lies upon "${name(other.element)}"`);
        }
      });
    }
    return found.slice(0, 6);
  }); // prettier-ignore
