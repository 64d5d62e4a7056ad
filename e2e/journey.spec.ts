import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { moreTables, officeTable, realPostings } from "./support/files.ts";
import { beginsWith, drop, downloaded, enterAs, read, tally } from "./support/page.ts";

/** Start → import → correct → cycle → publish → read it signed out → download: one person, one sitting. */
test.describe.configure({ mode: "serial" });

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "tixi-e2e-files-"));
let page: Page;
let officeImport = "";
let release = "";

test.beforeAll(async ({ browser }) => {
  page = await browser.newPage();
});
test.afterAll(async () => {
  await page.close();
  fs.rmSync(folder, { recursive: true, force: true });
});

test("a visitor enters the sample province in one click, and it is marked 示例", async () => {
  await enterAs(page, "规划人员");
  await expect(page.locator("summary", { hasText: "示例规划员" })).toBeVisible();
  await expect(page.getByRole("complementary", { name: "示例数据" })).toContainText("示例省由程序生成");
});

test("a file of postings is chosen; its columns are seen before anything is imported", async () => {
  const given = await realPostings(folder);
  if (given.note) console.log(given.note);
  await page.goto("/imports");
  await page.locator("input[type=file]").setInputFiles(given.path);
  await expect(page.getByRole("heading", { name: "各列是什么" })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByText("必需的内容都有了")).toBeVisible();

  await page.getByRole("button", { name: "开始导入" }).click();
  await expect(page.getByText(/正在逐行检查|等待开始/).first()).toBeVisible();
  // left in the middle and come back to
  await page.reload();
  await expect(page.getByRole("heading", { name: "结果" })).toBeVisible({ timeout: 300_000 });

  const counts = await tally(page);
  expect(counts.read).toBe(given.rows);
  expect(counts.accepted + counts.duplicate + counts.rejected).toBe(counts.read);
  // postings of other provinces are not this installation's, and are given back
  expect(counts.accepted).toBeGreaterThan(0);
});

test("a column that nobody could know is set right; what is rejected comes back with its reason", async () => {
  const given = officeTable(folder);
  await page.goto("/imports");
  await page.locator("input[type=file]").setInputFiles(given.path);
  await expect(page.getByText("还缺必需的内容：岗位名称")).toBeVisible();
  await expect(page.getByRole("button", { name: "开始导入" })).toBeDisabled();

  await page.getByRole("combobox", { name: "“活儿”作为" }).click();
  await page.getByTitle("岗位名称（必需）").click();
  await expect(page.getByText("还缺必需的内容")).toBeHidden();
  await page.getByRole("button", { name: "开始导入" }).click();
  await expect(page.getByRole("heading", { name: "结果" })).toBeVisible({ timeout: 60_000 });

  officeImport = page.url();
  expect(await tally(page)).toEqual({ read: given.rows, accepted: 2, duplicate: 1, rejected: 2 });
  const rejected = await downloaded(page, page.getByRole("link", { name: "下载退回清单" }));
  const text = rejected.toString("utf8");
  expect(text).toContain("去年冬天");
  expect(text.trim().split("\n")).toHaveLength(1 + given.rejected);
});

test("several files are dropped at once, and the same file twice changes nothing", async () => {
  const files = await moreTables(folder);
  await page.goto("/imports");
  await drop(page, page.locator(".drop"), files);
  for (const file of files) {
    const line = page
      .getByRole("row")
      .filter({ hasText: path.basename(file) })
      .filter({ hasText: "待核对列" });
    await expect(line).toBeVisible();
    await line.getByRole("link").first().click();
    await page.getByRole("button", { name: "开始导入" }).click();
    await expect(page.getByRole("heading", { name: "结果" })).toBeVisible({ timeout: 60_000 });
    const counts = await tally(page);
    expect(counts.accepted + counts.duplicate + counts.rejected).toBe(counts.read);
    await page.goto("/imports");
  }

  await page.locator("input[type=file]").setInputFiles(path.join(folder, "招工登记.csv"));
  await expect(page.getByText("同一个文件以前导入过")).toBeVisible();
});

test("a code is corrected with two keys, and another confirmed with one", async () => {
  await page.goto("/review");
  const current = page.locator(".review-queue [aria-current=true]");
  await expect(current).toBeVisible();
  const first = await current.innerText();

  await page.keyboard.press("j");
  await expect(current).not.toHaveText(first);
  await expect(page.locator(".candidates button").nth(1).locator("kbd")).toHaveText("2");
  await page.keyboard.press("2");
  await expect(page.getByText("已更正为")).toBeVisible();

  await page.goto(officeImport);
  await page.getByRole("link", { name: "复核把握最低的" }).click();
  await expect(page.locator(".candidates button").first().locator(".chosen")).toBeVisible();
  await page.keyboard.press("1");
  await expect(page.getByText("已确认：")).toBeVisible();
});

test("the proposed alias is accepted, and coding again shows what it changed", async () => {
  await page.goto("/aliases");
  await page
    .getByRole("button", { name: /^接受别名/ })
    .first()
    .click();
  await expect(page.getByText("没有待审核的别名")).toBeVisible();
  await page.getByRole("button", { name: "重新编码" }).click();
  await expect(page.getByText(/个别名看了 .* 条，.* 条的编码变了/)).toBeVisible({ timeout: 180_000 });
});

test("unlawful conditions are listed with the words quoted", async () => {
  await page.goto("/fair-hiring");
  await expect(page.getByText(/条招聘信息，.* 条（.*）有违反平等就业规定的表述/)).toBeVisible();
  await expect(page.locator(".quote-list q").first()).not.toBeEmpty();
  await expect(page.locator(".hiring-detail")).toContainText("可改为");
});

test("a planning cycle runs to its end", async () => {
  await page.goto("/cycles");
  await page.getByRole("button", { name: "开始测算" }).click();
  await expect(page.getByText("算进去了什么")).toBeVisible({ timeout: 300_000 });
  await page.getByRole("link", { name: "查看结果" }).click();
});

test("the first screen says what is missing, and a figure opens down to its postings", async () => {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("示例省缺什么？（2026 年）");
  await expect(page.locator(".answer")).toContainText("结构性短缺");
  await expect(page.locator(".bars.shortage li")).toHaveCount(10);
  await expect(page.locator(".bars.surplus li")).toHaveCount(10);
  for (const [tab, seen] of [
    ["分城市", "云湖市"],
    ["专业类 × 城市", "余缺"],
    ["谁去哪里", "毕业生从专业流向职业"],
    ["趋势", "五年预测"],
  ] as const) {
    await page.getByRole("navigation", { name: "供需平衡" }).getByRole("link", { name: tab }).click();
    await expect(page.getByRole("main")).toContainText(seen);
    await expect(page.locator("main canvas, main svg").first()).toBeVisible();
  }

  await page.getByRole("link", { name: "缺什么" }).click();
  await page.locator(".bars.shortage a").first().click();
  await page.locator("td .est a").first().click();
  await expect(page.getByRole("heading", { name: "背后的招聘信息" })).toBeVisible();
  await page.locator("tbody th a").first().click();
  await expect(page.getByRole("heading", { name: "编码依据" })).toBeVisible();
});

test("a release is drafted, reviewed and published", async () => {
  await page.goto("/balance");
  await page.getByRole("link", { name: "起草发布" }).click();
  await page.getByLabel("说明").fill("浏览器测试");
  await page.getByRole("button", { name: "起草", exact: true }).click();
  for (const [step, act, state] of [
    ["提交审核", "审核通过", "已审核"],
    ["公开", "公开发布", "已公开"],
  ] as const) {
    await page.getByRole("button", { name: step, exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: act }).click();
    await expect(page.getByRole("dialog")).toBeHidden({ timeout: 120_000 });
    await expect(page.getByText(state).first()).toBeVisible();
  }
  release = (await page.getByRole("link", { name: "公开页面" }).getAttribute("href")) ?? "";
  expect(release).toMatch(/^\/public\/releases\//);
});

test("anybody reads the release without signing in and takes its files along", async ({ browser }) => {
  const context = await browser.newContext();
  const visitor = await context.newPage();
  await visitor.goto(release);
  await expect(visitor.getByRole("heading", { level: 1 })).toContainText("人才需求发布");
  await expect(visitor.getByRole("main")).toContainText("示例数据，不反映任何真实地区");
  await expect(visitor.getByRole("main")).toContainText("结构性短缺");
  await expect(visitor.getByRole("link", { name: "登录" })).toBeVisible();

  for (const [name, start] of [
    ["报告(PDF)", "%PDF-"],
    ["报告(Word)", "PK\u0003\u0004"],
    ["报告表格(Excel)", "PK\u0003\u0004"],
  ] as const) {
    const file = await downloaded(visitor, visitor.getByRole("link", { name }));
    expect(beginsWith(file), name).toBe(start.slice(0, 4));
    expect(file.length, name).toBeGreaterThan(10_000);
  }
  const csv = await downloaded(visitor, visitor.getByRole("link", { name: "职业数据(CSV)" }));
  expect(csv.toString("utf8").trim().split("\n").length).toBeGreaterThan(50);

  const dcat = await read(visitor, visitor.getByRole("link", { name: "开放数据描述(DCAT)" }));
  const described = JSON.stringify(JSON.parse(dcat));
  expect(described).toContain("dcat:");
  expect(described).toContain("occupations.csv");
  await context.close();
});
