import path from "node:path";
import { expect, test } from "@playwright/test";
import { settled } from "./support/look.ts";
import { enterAs } from "./support/page.ts";
import { projectFolder } from "./support/server.ts";

/** The pictures of the documents, from the sample province only: run alone, with TIXI_E2E_IMAGES=1, on a fresh one. */
test.skip(!process.env["TIXI_E2E_IMAGES"], "pictures of the documents are made on demand");

test("the pictures of the documents are those of the sample province", async ({ page }) => {
  await enterAs(page, "规划人员");
  await expect(page.locator(".sample-strip")).toBeVisible();
  await expect(page.locator(".account")).toBeVisible();
  const first = async (list: string): Promise<string> => {
    const { items } = (await (await page.request.get(`/api/${list}`)).json()) as { items: { id: string }[] };
    return items[0]?.id ?? "";
  };
  const { items: runs } = (await (await page.request.get("/api/adjustments")).json()) as {
    items: { id: string; round: object | null }[];
  };
  const run = runs.find(({ round }) => round !== null)?.id ?? "";
  const { items: cards } = (await (
    await page.request.get(`/api/adjustments/${run}/cards?decision=withdraw`)
  ).json()) as { items: { offering: string }[] };
  for (const [name, address] of [
    ["home", "/"],
    ["balance", "/balance"],
    ["import", `/imports/${await first("imports")}`],
    ["round", "/rounds"],
    ["card", `/adjustments/${run}/cards/${cards[0]?.offering ?? ""}`],
    ["application", `/applications/${await first("applications?state=announced")}`],
    ["plan", `/plans/${await first("plans")}/edit`],
    ["release-en", "/public/releases"],
  ] as const) {
    await page.goto(name === "release-en" ? `${address}?lang=en` : address);
    if (name === "release-en") await page.locator("main a[href^='/public/releases/']").first().click();
    await settled(page);
    // a row that is looked at says why its number is what it is
    if (name === "plan") {
      await page.locator("main [role=row]").nth(5).click();
      await expect(page.getByRole("complementary", { name: "为什么是这个数" })).toBeVisible();
      await settled(page);
    }
    await page.screenshot({ path: path.join(projectFolder, "docs", "images", `${name}.png`) });
  }
});
