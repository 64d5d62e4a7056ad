import { expect, test, type Page } from "@playwright/test";
import { beginsWith, downloaded, enter } from "./support/page.ts";

/**
 * The enrolment plan: scenarios are solved, edited cell by cell, explained, compared; schools propose, the office
 * answers; one is published. Two planners change the same cell, and nobody's change is lost silently.
 */
test.describe.configure({ mode: "serial", timeout: 150_000 });

const STEADY = "浏览器 · 稳规模";
const FREE = "浏览器 · 不按整班";
const SOLVED = 100_000;
let office: Page;
let colleague: Page;
let school: Page;
let anybody: Page;
let steady = "";
let free = "";

test.beforeAll(async ({ browser }) => {
  office = await enter(browser, "规划人员");
  colleague = await enter(browser, "管理员");
  school = await enter(browser, "学校管理员");
  anybody = await (await browser.newContext()).newPage();
});
test.afterAll(async () => {
  await Promise.all([office, colleague, school, anybody].map((page) => page.context().close()));
});

/** Begins a scenario; what is typed into its parameters by label. @returns its id */
async function begin(page: Page, name: string, fill: (page: Page) => Promise<void>): Promise<string> {
  await page.goto("/plans");
  const field = page.getByLabel("新方案的名称");
  const start = page.getByRole("button", { name: "新建方案" });
  await field.or(start).first().waitFor();
  // the form stands open where there is no plan yet
  if (await start.isVisible()) await start.click();
  await field.fill(name);
  await page.locator("form.plan-new summary").first().click();
  await page.getByLabel("测算最长秒数").fill("10");
  await fill(page);
  await page.getByRole("button", { name: "开始测算" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
  return /plans\/([0-9a-f-]{36})/.exec(page.url())![1]!;
}

const rows = (page: Page) => page.locator(".plan-row:not(.group)");
const focused = (page: Page) => page.locator(".plan-row.focused");

/** Opens the editor at an offering, as the address of a link does; its row has the focus then. */
async function edit(page: Page, plan: string, offering = ""): Promise<void> {
  await page.goto(`/plans/${plan}/edit${offering ? `?offering=${offering}` : ""}`);
  await expect(rows(page).first()).toBeVisible();
  if (!offering) await rows(page).nth(2).click();
  await expect(focused(page)).toBeVisible();
}

const chosen = (page: Page): string => new URL(page.url()).searchParams.get("offering")!;
const seats = async (page: Page): Promise<number> =>
  Number(await focused(page).locator("input").inputValue());

async function type(page: Page, value: number): Promise<void> {
  await focused(page).locator("input").click();
  await page.keyboard.type(String(value));
}

test("a scenario is solved, and says what it is worth beside the other ways of planning", async () => {
  steady = await begin(office, STEADY, async () => {});
  await expect(office.locator(".answer")).toContainText("均衡价值", { timeout: SOLVED });
  for (const other of ["沿用上年", "按比例调整", "按价格高低分配"])
    await expect(office.locator(".plan-worth")).toContainText(other);
});

test("a changed cell says at once what it costs, is locked, and can be taken back", async () => {
  await edit(office, steady);
  const before = await seats(office);
  await type(office, before + 13);
  await expect(office.locator(".plan-cost")).toContainText("若这样改，价值");
  await office.keyboard.press("Enter");
  await expect(office.locator(".plan-cost")).toContainText(/差 \+13/);
  await expect(office.locator(".plan-row.touched").first()).toBeVisible();
  await office.getByRole("button", { name: "撤销", exact: true }).click();
  await expect(office.locator(".plan-cost")).not.toContainText("差 +13");

  // what is locked stays where it is when the plan is solved again
  await office.keyboard.press("ArrowDown");
  await focused(office).locator(".c-lock button").click();
  await expect(focused(office).locator(".c-lock button")).toHaveAttribute("aria-pressed", "true");
  await expect(office.getByRole("button", { name: /^重新测算（[1-9]\d* 格锁定）/ })).toBeVisible();
});

test("why this number and not another is said in words, with where to change what holds it", async () => {
  const why = office.getByRole("complementary", { name: "为什么是这个数" });
  await expect(why.locator(".plan-sentence")).toContainText(/席|限制|价值/);
  await expect(why.locator(".plan-limits li").first()).toBeVisible();
  await expect(why.locator(".plan-limits a").first()).toHaveAttribute("href", /.+/);
});

test("a scale that nothing can fill is answered with the smallest set of limits that clash", async () => {
  await begin(office, "浏览器 · 不可能的规模", async (page) => {
    await page.getByLabel("高职专科").first().fill("900000");
  });
  await expect(office.getByText("要求互相冲突").first()).toBeVisible({ timeout: SOLVED });
  await expect(office.getByRole("heading", { name: "这些要求不能同时满足" })).toBeVisible();
  const scale = office.locator(".plan-clash li").filter({ hasText: "高职专科国家核定规模为恰好 900000 人" });
  await expect(scale).toContainText(/须改到 [\d,]+，其余要求即可全部满足/);
  await expect(office.locator(".plan-clash")).toContainText("年度变动幅度");
  await expect(office.getByRole("link", { name: "改规模" })).toBeVisible();
});

test("two scenarios are put side by side", async () => {
  free = await begin(office, FREE, async (page) => {
    await page.getByLabel("不按整班").check();
  });
  await expect(office.locator(".answer")).toContainText("均衡价值", { timeout: SOLVED });
  await office.goto("/plans");
  for (const name of [STEADY, FREE])
    await office.getByRole("checkbox", { name: `选择“${name}”参加比较` }).check();
  await office.getByRole("button", { name: "比较所选 2 个方案" }).click();
  await expect(office.getByText(/价值最高的是“.*”/)).toBeVisible();
  await expect(office.getByRole("columnheader", { name: `比“` }).first()).toBeVisible();
  await expect(office.getByRole("heading", { name: "相差最大的专业点" })).toBeVisible();
});

test("two planners change the same cell: the second is told, and decides whose number stands", async () => {
  await edit(office, free);
  const offering = chosen(office);
  await edit(colleague, free, offering);
  const before = await seats(office);
  // the colleague's page has not heard of it yet: its next look at the server is held back
  await colleague.route("**/api/plans/*/cells**", (route) =>
    route.request().method() === "GET" ? route.abort() : route.continue(),
  );
  await type(office, before + 1);
  await office.keyboard.press("Enter");
  await expect(office.locator(".plan-row.touched").first()).toBeVisible();
  await type(colleague, before + 2);
  await colleague.keyboard.press("Enter");
  const clash = colleague.getByRole("alert");
  await expect(clash).toContainText("1 个专业点已被他人先改，您的修改没有写入");
  await expect(clash).toContainText(
    new RegExp(`示例规划员.*改为 ${before + 1} 席，您要改为 ${before + 2} 席`),
  );
  // nothing was overwritten
  await edit(office, free, offering);
  expect(await seats(office)).toBe(before + 1);

  await clash.getByRole("button", { name: "改为我的" }).click();
  await expect(clash).toHaveCount(0);
  await expect(office.getByText(new RegExp(`示例管理员刚刚把.*改为 ${before + 2} 席`))).toBeVisible();
  await expect.poll(() => seats(office)).toBe(before + 2);
  await colleague.unrouteAll();
});

test("the plan lies open to the schools; one proposes another number, the office meets it halfway", async () => {
  await office.goto(`/plans/${steady}`);
  await office.getByRole("button", { name: "向学校征求意见" }).click();
  await office.getByRole("dialog").getByRole("button", { name: "开始征求意见" }).click();
  await expect(office.getByText("征求学校意见中").first()).toBeVisible();

  await school.goto(`/my-seats/${steady}`);
  await expect(school.getByText("现在可以提出不同意见。")).toBeVisible();
  const own = school.locator("section").filter({ has: school.getByRole("button", { name: "提出不同意见" }) });
  await own.first().getByRole("button", { name: "提出不同意见" }).click();
  const wish = school.getByLabel("建议席位数");
  const given = Number(await wish.inputValue());
  await wish.fill(String(given + 10));
  await school.getByLabel("理由").fill("新增实训室两间，三家企业签订订单培养协议。");
  await school.getByRole("button", { name: "提交", exact: true }).click();
  await expect(school.getByText(`学校建议 ${given + 10} 席`)).toBeVisible();

  // not concluded while a school waits for an answer
  await office.reload();
  await office.getByRole("button", { name: "定稿" }).click();
  await office.getByRole("dialog").getByRole("button", { name: "定稿" }).click();
  await expect(office.getByRole("dialog").getByRole("alert")).toContainText("学校建议未答复");
  await office.getByRole("dialog").getByRole("button", { name: "取消" }).click();

  await office.getByRole("link", { name: "学校建议（1 件待答复）" }).click();
  await office.getByLabel("答复理由").fill("条件具备一部分，先增五席。");
  await office.getByLabel("折中席位数").fill(String(given + 5));
  await office.getByRole("button", { name: "改为此数" }).click();
  await expect(office.getByText("0 件等待答复")).toBeVisible();
  await school.reload();
  await expect(school.getByText(`改为 ${given + 5} 席`)).toBeVisible();
  await expect(school.getByText("条件具备一部分，先增五席。")).toBeVisible();
});

test("it is solved again around what was agreed, concluded, reviewed and published", async () => {
  await office.goto(`/plans/${steady}`);
  await office.getByRole("button", { name: "重新测算" }).click();
  await expect(office.getByRole("button", { name: "取消测算" })).toBeVisible();
  await expect(office.getByRole("button", { name: "定稿" })).toBeVisible({ timeout: SOLVED });
  for (const [page, step, act] of [
    [office, "定稿", "定稿"],
    [colleague, "审核通过", "通过"],
    [office, "公布", "公布"],
  ] as const) {
    await page.goto(`/plans/${steady}`);
    await page.getByRole("button", { name: step, exact: true }).click();
    await page.getByRole("dialog").getByLabel("说明").fill("经厅务会审定。");
    await page.getByRole("dialog").getByRole("button", { name: act, exact: true }).click();
    await expect(page.getByRole("dialog")).toHaveCount(0);
  }
  await expect(office.getByText("已公布").first()).toBeVisible();
});

test("anybody reads the published plan and takes its files; the school sees its seats; no cell changes any more", async () => {
  await anybody.goto("/public/plans");
  await anybody.locator("main a[href^='/public/plans/']").first().click();
  await expect(anybody.getByText(/安排职业教育招生计划 .* 人/)).toBeVisible();
  await expect(anybody).toHaveURL(new RegExp(steady));
  const table = await downloaded(anybody, anybody.getByRole("link", { name: "分专业点明细（Excel）" }));
  expect(beginsWith(table)).toBe("PK\u0003\u0004");
  const paper = await downloaded(anybody, anybody.getByRole("link", { name: "下达通知（Word）" }));
  expect(beginsWith(paper)).toBe("PK\u0003\u0004");
  await school.reload();
  await expect(school.getByText("这是公布的计划。")).toBeVisible();
  await expect(school.getByRole("button", { name: "提出不同意见" })).toHaveCount(0);
  await edit(office, steady);
  await expect(office.getByText("只能查看。")).toBeVisible();
  await expect(focused(office).locator("input")).toHaveCount(0);
});
