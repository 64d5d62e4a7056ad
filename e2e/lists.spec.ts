import { expect, test, type Page } from "@playwright/test";
import { beginsWith, downloaded, enter } from "./support/page.ts";

/**
 * The three lists go round once: an enterprise states what it needs, the office takes it up, a school answers, the next
 * version says what changed, and whoever subscribed is told.
 */
test.describe.configure({ mode: "serial" });

const POST = "数字化门店运营专员";
let office: Page;
let enterprise: Page;
let school: Page;
let anybody: Page;
let answered = "";
let version = "";

test.beforeAll(async ({ browser }) => {
  office = await enter(browser, "规划人员");
  enterprise = await enter(browser, "企业管理员");
  school = await enter(browser, "学校管理员");
  anybody = await (await browser.newContext()).newPage();
});
test.afterAll(async () => {
  await Promise.all([office, enterprise, school, anybody].map((page) => page.context().close()));
});

test("an enterprise states a need of its own and sees that it waits", async () => {
  await enterprise.goto("/my-lists");
  await enterprise.getByRole("button", { name: "填报用人需求" }).click();
  const dialog = enterprise.getByRole("dialog");
  await dialog.getByLabel("岗位", { exact: true }).fill(POST);
  await dialog.getByLabel("当年需求").fill("18");
  await dialog.getByLabel("一年后").fill("24");
  await dialog.getByLabel("主要能力").fill("会员运营、数据分析");
  await dialog.getByLabel(/同意以本企业名义公开/).check();
  await dialog.getByRole("button", { name: "提交", exact: true }).click();
  await expect(dialog).toHaveCount(0);
  const row = enterprise.getByRole("listitem").filter({ hasText: POST });
  await expect(row).toContainText("待采纳");
});

test("the office takes it up; the enterprise sees it", async () => {
  await office.goto("/lists/items?kind=demand&state=proposed");
  const row = office.getByRole("row").filter({ hasText: POST });
  await row.getByRole("button", { name: "查看", exact: true }).click();
  const dialog = office.getByRole("dialog");
  await expect(dialog).toContainText("会员运营");
  await dialog.getByRole("button", { name: "采纳", exact: true }).click();
  await expect(office.getByRole("row").filter({ hasText: POST })).toHaveCount(0);
  await enterprise.reload();
  await expect(enterprise.getByRole("listitem").filter({ hasText: POST })).toContainText("已采纳");
});

test("a school sees what concerns it and why, answers, and the office reads the answer", async () => {
  await school.goto("/my-lists");
  await expect(school.locator(".answer")).toContainText(/三张清单中有 .* 条与本单位有关/);
  const row = school
    .getByRole("listitem")
    .filter({ hasText: "本校专业" })
    .filter({ has: school.getByRole("button", { name: "答复", exact: true }) })
    .first();
  const link = row.locator("a[href^='/lists/']").first();
  answered = (await link.getAttribute("href"))!;
  await row.getByRole("button", { name: "答复", exact: true }).click();
  await school.getByRole("radio", { name: "将扩大规模" }).check();
  await school.getByLabel("人数（学位或需求）").fill("60");
  await school.getByLabel("说明").fill("新增一个教学班，与三家企业合作。");
  await school.getByRole("button", { name: "提交答复" }).click();
  await expect(school.getByRole("button", { name: "提交答复" })).toHaveCount(0);
  await expect(school.locator(".mine-answer").filter({ hasText: "将扩大规模" }).first()).toContainText("60");

  await office.goto(answered);
  const answers = office.locator("section").filter({ hasText: "学校和企业的答复" });
  await expect(answers).toContainText("将扩大规模 1");
  await expect(answers).toContainText("新增一个教学班，与三家企业合作。");
  // who answered is the office's to know; how many did is everybody's
  await anybody.goto(answered);
  await expect(anybody.getByRole("main")).toContainText("将扩大规模 1");
  await expect(anybody.getByRole("main")).not.toContainText("新增一个教学班");
});

test("a school subscribes to the demand list", async () => {
  await school.goto("/lists/subscriptions");
  await school.getByRole("button", { name: "订阅", exact: true }).click();
  await expect(school.getByRole("listitem").filter({ hasText: "人才需求清单" }).first()).toBeVisible();
});

test("the office drafts the next version and reads what it changes before anybody else does", async () => {
  await office.goto("/lists/versions");
  await office.getByRole("button", { name: "起草新版本" }).click();
  await office.getByRole("button", { name: "起草", exact: true }).click();
  await expect(office).toHaveURL(/lists\/versions\/[0-9a-f-]{36}/);
  version = /versions\/([0-9a-f-]{36})/.exec(office.url())![1]!;
  await expect(office.locator(".lead .tag").first()).toHaveText("草稿");
  // more may have changed where a new release was published meanwhile
  await expect(office.getByText(/新增 [1-9]\d* 条，移出 \d+ 条/)).toBeVisible();
  await anybody.goto(`/public/lists/${version}`);
  await expect(anybody.getByRole("alert")).toBeVisible();
});

test("it is reviewed and published, with its differences and its paper for anybody", async () => {
  for (const [step, state] of [
    ["审核通过", "已审核"],
    ["发布", "已发布"],
  ] as const) {
    await office.locator(".page-title").getByRole("button", { name: step, exact: true }).click();
    await office.getByRole("dialog").getByRole("button", { name: step, exact: true }).click();
    await expect(office.locator(".lead .tag").first()).toHaveText(state);
  }
  await anybody.goto("/lists/demand");
  await anybody.getByRole("link", { name: "版本差异" }).click();
  await expect(anybody).toHaveURL(new RegExp(`${version}/differences`));
  await expect(anybody.getByText(POST).first()).toBeVisible();
  await anybody.goto(`/public/lists/${version}`);
  const paper = await downloaded(anybody, anybody.getByRole("link", { name: "清单（公文格式）" }));
  expect(beginsWith(paper)).toBe("PK\u0003\u0004");
});

test("the subscriber is told and comes to the list from the notice; the enterprise finds its row", async () => {
  const notice = school.getByRole("listitem").filter({ hasText: "人才需求清单" }).first();
  // a job tells whom it concerns; on a busy machine it comes later than the page
  await expect(async () => {
    await school.goto("/notices");
    await expect(notice).toBeVisible({ timeout: 3_000 });
  }).toPass({ timeout: 60_000 });
  await notice.getByRole("link").first().click();
  await expect(school).toHaveURL(/lists/);
  await expect(school.getByRole("heading", { level: 1 })).toBeVisible();

  await enterprise.goto("/lists/demand?source=stated&place=all");
  await enterprise.getByRole("link", { name: new RegExp(POST) }).click();
  await expect(enterprise.getByRole("main")).toContainText("首次列入");
  await enterprise.getByRole("button", { name: "答复", exact: true }).click();
  await enterprise.getByRole("radio", { name: "确认数量" }).check();
  await enterprise.getByRole("button", { name: "提交答复" }).click();
  await expect(enterprise.getByRole("main")).toContainText("确认数量 1");
});
