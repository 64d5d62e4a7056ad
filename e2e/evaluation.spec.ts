import { expect, test, type Page } from "@playwright/test";
import { barriers, complaints, settled, sideways } from "./support/look.ts";
import { enter } from "./support/page.ts";

/**
 * The evaluation of a consortium from its own work: the secretariat sees what is missing and what proves the rest, states what
 * the system cannot know, keeps an edition and takes the self-report along; a member reads it and states nothing.
 */
test.describe.configure({ mode: "serial", timeout: 120_000 });

let secretariat: Page;
let address = "";
test.beforeAll(async ({ browser }) => {
  secretariat = await enter(browser, "秘书处");
});
test.afterAll(() => secretariat.context().close());

const line = (page: Page, name: string) =>
  page.locator(".evaluation-results > li").filter({ has: page.getByRole("heading", { name }) });

test("figures come from the work, with what proves them and what is missing", async () => {
  const heard = complaints(secretariat);
  await secretariat.goto("/alliances");
  await secretariat.getByRole("link", { name: /产教联合体/ }).first().click(); // prettier-ignore
  await secretariat.getByRole("link", { name: "建设自评", exact: true }).click();
  await settled(secretariat);
  address = new URL(secretariat.url()).pathname;
  await expect(secretariat.getByText("官方三级指标文本未见")).toBeVisible();
  const meetings = line(secretariat, "理事会正常运行");
  await meetings.getByText(/^证据 \d+ 项$/).click();
  await meetings.getByRole("listitem").first().getByRole("link").click();
  await expect(secretariat).toHaveURL(/\/council-meetings\//);
  await secretariat.goBack();
  await expect(line(secretariat, "共同制定培养方案")).toContainText("1 项");
  expect(await barriers(secretariat)).toEqual([]);
  expect(await sideways(secretariat)).toBe(0);
  expect(heard).toEqual([]);
});

test("the secretariat states with its proof what the work does not tell, and keeps an edition", async () => {
  const rank = line(secretariat, "产教资源集聚");
  await rank.getByRole("button", { name: /^填报/ }).click();
  const dialog = secretariat.getByRole("dialog");
  await dialog.getByLabel("数值").fill("12.5");
  await dialog.getByRole("button", { name: "保存" }).click();
  // a figure without its proof is not taken
  await expect(dialog).toBeVisible();
  await dialog.getByLabel(/依据/).fill("2026 年统计公报（示例）");
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(dialog).toBeHidden();
  await expect(rank).toContainText("12.5 %");
  await expect(rank).toContainText("秘书处填报");
  await expect(rank).toContainText("2026 年统计公报（示例）");
  const editions = secretariat.locator(".evaluation-editions > li");
  const before = await editions.count();
  await secretariat.getByRole("button", { name: "存为一版" }).click();
  await expect(editions).toHaveCount(before + 1);
  for (const link of [secretariat.getByRole("link", { name: "自评报告 Word" }), editions.first().getByRole("link")]) {
    const [file] = await Promise.all([secretariat.waitForEvent("download"), link.click()]);
    expect(file.suggestedFilename()).toMatch(/^self-report-\d{4}(-\d+)?\.docx$/);
  }
}); // prettier-ignore

test("a member reads the same and states nothing; on a phone too, in English", async ({ browser }) => {
  const school = await enter(browser, "学校管理员");
  await school.setViewportSize({ width: 390, height: 844 });
  await school.goto(address);
  await expect(line(school, "产教资源集聚")).toContainText("12.5 %");
  await expect(school.getByRole("button", { name: "存为一版" })).toHaveCount(0);
  await expect(school.getByRole("button", { name: /^(填报|说明)/ })).toHaveCount(0);
  await school.evaluate(() => localStorage.setItem("tixi.language", "en"));
  await school.reload();
  await expect(school.getByRole("heading", { name: "Base indicators" })).toBeVisible();
  expect(await sideways(school)).toBe(0);
  await school.context().close();
});
