import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { expect, test, type Page } from "@playwright/test";
import { realProvince } from "./support/files.ts";
import { barriers, picture, settled } from "./support/look.ts";
import { downloaded, tally } from "./support/page.ts";
import { startServer, type RunningServer } from "./support/server.ts";
import { appCode } from "./support/totp.ts";

/** An installation without sample data, from the first password to a release made of real postings and real plans. */
test.describe.configure({ mode: "serial" });

const PASSWORD = "江汉平原上的第一个密码";
let folder: string;
let server: RunningServer;
let page: Page;
let release = "";

test.beforeAll(async ({ browser }) => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), "tixi-e2e-files-"));
  server = await startServer("no");
  page = await browser.newPage({ baseURL: server.address });
});
test.afterAll(async () => {
  await page.close();
  await server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

test("the first administrator comes in with the printed password, once, and chooses a better one", async () => {
  const printed = /one-time password {2}(\S+)/.exec(server.output())?.[1] ?? "";
  await page.goto("/sign-in");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("登录");
  await expect(page.locator(".demo-accounts")).toHaveCount(0);
  await expect(page.getByText("示例数据")).toHaveCount(0);
  await page.getByLabel("用户名").fill("admin");
  await page.getByLabel("密码").fill(printed);
  await page.locator("form").getByRole("button", { name: "登录" }).click();

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("修改密码");
  await page.getByLabel("现在的密码").fill(printed);
  await page.getByLabel("新密码（至少").fill(PASSWORD);
  await page.getByLabel("再输一次新密码").fill(PASSWORD);
  await page.getByRole("button", { name: "修改密码" }).click();
});

test("then adds a second factor, which his role asks for, and is given recovery codes", async () => {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("账号安全");
  await page.getByLabel("密码").fill(PASSWORD);
  await page.getByRole("button", { name: "启用两步验证" }).click();
  await expect(page.getByRole("img", { name: /二维码/ })).toBeVisible();
  await picture(page, "second-factor");
  await page.getByLabel("六位验证码").fill(appCode(await page.locator("code.secret").innerText()));
  await page.getByRole("button", { name: "确认并启用" }).click();
  await expect(page.locator(".codes li")).toHaveCount(10);
  await page.getByRole("button", { name: "已妥善保存" }).click();
});

test("a province is chosen, once", async () => {
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("选定省份");
  await page.getByLabel("省份").selectOption({ label: "湖北省" });
  await page.getByLabel("发布单位").fill("湖北省教育厅（测试）");
  await page.getByRole("button", { name: "选定，开始使用" }).click();
  await expect(page).toHaveURL(/\/imports/);
  await expect(page.locator(".top")).toContainText("湖北省");
});

test("places without data say what will be there and where it comes from", async () => {
  for (const [address, words] of [
    ["/", "体系从三张表开始"],
    ["/imports", "先放招聘信息"],
    ["/postings", "招聘信息来自"],
    ["/balance", "导入招聘信息和专业点之后"],
    ["/releases", "先运行一次测算"],
  ] as const) {
    await page.goto(address);
    await settled(page);
    await expect(page.getByRole("main")).toContainText(words);
    await picture(page, `empty${address.replace("/", "-")}`);
    expect(await barriers(page)).toEqual([]);
  }
  await page.goto("/imports");
  const template = await downloaded(page, page.getByRole("main").getByRole("link", { name: "招聘信息" }));
  expect(template.subarray(0, 2).toString()).toBe("PK");
});

test("real postings and real plans go in as they are", async () => {
  const given = realProvince(folder);
  test.skip(given === null, "no real files beside the project (../shared/data): nothing real to import");
  for (const file of [given!.postings.path, given!.plans]) {
    await page.goto("/imports");
    await page.locator("input[type=file]").setInputFiles(file);
    await page.getByRole("button", { name: "开始导入" }).click({ timeout: 60_000 });
    await expect(page.getByRole("heading", { name: "结果" })).toBeVisible({ timeout: 300_000 });
    const counts = await tally(page);
    expect(counts.accepted + counts.duplicate + counts.rejected).toBe(counts.read);
    expect(counts.accepted).toBeGreaterThan(2000);
    await picture(page, `real-${path.extname(file).slice(1)}`);
  }

  await page.goto("/review");
  // the least certain come first: some titles name no work, and have no candidate to choose
  const second = page.locator(".candidates button").nth(1).locator("kbd");
  await expect(page.locator(".review-queue [aria-current=true]")).toBeVisible();
  await expect(async () => {
    if (!(await second.isVisible())) await page.keyboard.press("j");
    await expect(second).toHaveText("2", { timeout: 500 });
  }).toPass({ timeout: 60_000 });
  await page.keyboard.press("2");
  await expect(page.getByText("已更正为")).toBeVisible();
});

test("a cycle of them is published and read by anybody", async ({ browser }) => {
  test.skip(realProvince(folder) === null, "nothing real was imported");
  test.setTimeout(300_000);
  await page.goto("/cycles");
  await page.getByRole("button", { name: "开始测算" }).click();
  await expect(page.getByText("算进去了什么")).toBeVisible({ timeout: 200_000 });
  await page.getByRole("link", { name: "查看结果" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("湖北省缺什么");
  await expect(page.locator(".bars.surplus li")).toHaveCount(10);
  await settled(page);
  await picture(page, "real-balance");

  await page.getByRole("link", { name: "起草发布" }).click();
  await page.getByRole("button", { name: "起草", exact: true }).click();
  for (const [step, act] of [
    ["提交审核", "审核通过"],
    ["公开", "公开发布"],
  ] as const) {
    await page.getByRole("button", { name: step, exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: act }).click();
    await expect(page.getByRole("dialog")).toBeHidden({ timeout: 120_000 });
  }
  release = (await page.getByRole("link", { name: "公开页面" }).getAttribute("href")) ?? "";

  const context = await browser.newContext({ baseURL: server.address });
  const visitor = await context.newPage();
  await visitor.goto(release);
  await expect(visitor.getByRole("main")).toContainText("湖北省教育厅（测试）");
  await expect(visitor.getByRole("main")).not.toContainText("示例");
  await settled(visitor);
  await picture(visitor, "real-release");
  const pdf = await downloaded(visitor, visitor.getByRole("link", { name: "报告(PDF)" }));
  expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
  await context.close();
});
