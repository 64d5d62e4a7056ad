import { expect, test, type Page } from "@playwright/test";
import { beginsWith, downloaded, enter } from "./support/page.ts";

/**
 * A year's adjustment of the offerings: the sample's run lies open to the schools. A school objects, the office answers
 * and changes its mind, decides, publishes; anybody reads it. Before it, rules drafted by one and reviewed by another.
 */
test.describe.configure({ mode: "serial" });

const PRESET = "福建 2023";
const RULE = "高职专业全省布点超过 20 个：不再新增";
const REASON = "填报时漏计升学和应征入伍的毕业生，更正后落实率高于界限，附更正材料。";
const ANSWER = "经核对，学校更正属实，予以保留，下一年继续观察。";

let office: Page;
let colleague: Page;
let school: Page;
let anybody: Page;
let draft = "";
let run = "";
let card = "";
let offering = "";

test.beforeAll(async ({ browser }) => {
  office = await enter(browser, "规划人员");
  colleague = await enter(browser, "管理员");
  school = await enter(browser, "学校管理员");
  anybody = await (await browser.newContext()).newPage();
});
test.afterAll(async () => {
  await Promise.all([office, colleague, school, anybody].map((page) => page.context().close()));
});

/** A step of a run or of a rule set: its button, its dialog, and what the dialog's own button is called. */
async function take(page: Page, step: string, note = ""): Promise<void> {
  await page.locator(".page-title").getByRole("button", { name: step, exact: true }).click();
  const dialog = page.getByRole("dialog");
  if (note) await dialog.getByLabel("说明").fill(note);
  await dialog.getByRole("button", { name: step, exact: true }).click();
}

test("a planner drafts rules from a set that Tixi brings along and sees what the change says", async () => {
  await office.goto("/rule-sets");
  await office
    .getByRole("listitem")
    .filter({ hasText: PRESET })
    .getByRole("link", { name: "以此起草" })
    .click();
  await expect(office.getByRole("heading", { level: 1 })).toHaveText(`起草：${PRESET}`);
  await office.getByLabel("名称（中文）").first().fill("本省专业调整规则（试行）");
  const rule = office.getByRole("article").filter({ hasText: RULE });
  await rule.getByRole("button", { name: "修改" }).click();

  // nonsense is said where it stands, and cannot be kept
  const save = office.getByRole("button", { name: "保存为新的草稿" });
  await rule.getByLabel("规则编号").fill("");
  await expect(office.getByText(/\d+ 处有问题/).first()).toBeVisible();
  await expect(save).toBeDisabled();
  await rule.getByLabel("规则编号").fill("points-of-province");

  await rule.getByLabel("界限").fill("15");
  await expect(rule.locator(".rule-line")).toContainText("高于 15 个");
  await expect(office.locator(".difference")).toContainText("高于 15 个");
  await expect(save).toBeEnabled();
  await save.click();
  await expect(office.locator(".lead .tag").first()).toHaveText("草稿");
  draft = office.url();
});

test("the one who drafted them cannot review them; another one does, and they are in force", async () => {
  await take(office, "审核通过");
  await expect(office.getByRole("alert")).toContainText("起草人以外的人审核");
  await office.getByRole("dialog").getByRole("button", { name: "取消" }).click();

  await colleague.goto(draft);
  await take(colleague, "审核通过", "逐条核对，布点数按本省情况收紧。");
  await expect(colleague.locator(".lead .tag").first()).toHaveText("已审核");
  await office.reload();
  await take(office, "施行");
  await expect(office.locator(".lead .tag").first()).toHaveText("施行中");
  await expect(office.locator(".history")).toContainText("逐条核对，布点数按本省情况收紧。");
  await anybody.goto(draft);
  await expect(anybody.getByRole("heading", { level: 1 })).toContainText("本省专业调整规则（试行）");
});

test("a school sees the cards of its own offerings with their reasons, and objects to one", async () => {
  await school.goto("/own-cards");
  await expect(school.getByText(/本校 \d+ 个专业点中，\d+ 个需要先看/)).toBeVisible();
  await school.locator(".own-urgent a").first().click();
  await expect(school.getByRole("heading", { name: /^为什么：\d+ 条规则触发/ })).toBeVisible();
  card = new URL(school.url()).pathname;
  run = /adjustments\/([0-9a-f-]{36})/.exec(card)![1]!;
  offering = /cards\/([0-9a-f-]{36})/.exec(card)![1]!;
  await school.getByLabel(/^理由/).fill(REASON);
  await school.getByRole("button", { name: "提出异议" }).click();
  await expect(school.getByText("学校提出了异议，等待主管部门答复。")).toBeVisible();
  await expect(school.getByRole("button", { name: "作出决定" })).toHaveCount(0);
  const notice = await downloaded(school, school.getByRole("link", { name: "告知书（DOCX）" }));
  expect(beginsWith(notice)).toBe("PK\u0003\u0004");
});

test("nothing is decided while an objection waits; the office answers it and changes the card", async () => {
  await office.goto(`/adjustments/${run}`);
  await take(office, "作出决定");
  await expect(office.getByRole("alert")).toContainText("1 条学校异议没有答复");
  await office.getByRole("dialog").getByRole("button", { name: "取消" }).click();
  await office.getByRole("link", { name: /^待答复的异议/ }).click();
  await office.locator(`a[href*='/cards/${offering}']`).first().click();
  await expect(office.locator("blockquote.card-objection")).toContainText(REASON);
  await office.getByLabel(/^决定/).selectOption("keep");
  await office.getByLabel(/^理由/).fill(ANSWER);
  await office.getByRole("button", { name: "答复", exact: true }).click();
  await expect(office.locator(".verdict")).toContainText("已由主管部门改变");
  await expect(office.locator(".verdict")).toContainText("规则原建议：");

  await school.reload();
  await expect(school.locator(".history")).toContainText(ANSWER);
  await expect(school.locator(".verdict")).toContainText("保留");
});

test("the office decides; from then on no school objects and no card changes", async () => {
  await office.goto(`/adjustments/${run}`);
  await take(office, "作出决定", "经厅务会审定。");
  await expect(office.locator(".lead .tag").first()).toHaveText("已决定");
  await school.reload();
  await expect(school.getByRole("button", { name: "提出异议" })).toHaveCount(0);
  await office.goto(card);
  await expect(office.getByRole("button", { name: "改变这条建议" })).toHaveCount(0);
  // not yet anybody's to read
  await anybody.goto(`/public/decisions/${run}`);
  await expect(anybody.getByRole("alert")).toBeVisible();
});

test("published, anybody reads the decisions and which of them people changed", async () => {
  await office.goto(`/adjustments/${run}`);
  await take(office, "公布");
  await expect(office.locator(".lead .tag").first()).toHaveText("已公布");
  await anybody.goto("/public/decisions");
  await anybody.locator("main a[href^='/public/decisions/']").first().click();
  await expect(anybody).toHaveURL(new RegExp(run));
  await expect(anybody.getByText(/对 [\d,]+ 个专业点作出决定/)).toBeVisible();
  const name = (await school.getByRole("heading", { level: 1 }).innerText()).split(" · ");
  await anybody.locator(".filters select").selectOption("keep");
  await anybody.getByRole("searchbox").fill(name[0]!);
  const row = anybody.getByRole("row").filter({ hasText: name[0]! }).filter({ hasText: name[1]! });
  await expect(row.first()).toContainText("主管部门决定");
});

test("the run still computes to the same, and its result is a Word file", async () => {
  await office.getByRole("link", { name: "依据与复算" }).click();
  await office.getByRole("button", { name: "复算一遍" }).click();
  await expect(office.getByText("复算结果与留存的完全一致")).toBeVisible({ timeout: 30_000 });
  const result = await downloaded(office, office.getByRole("link", { name: /^结果文件/ }));
  expect(beginsWith(result)).toBe("PK\u0003\u0004");
});

test("the offering's page shows the decision among its years", async () => {
  await school.goto(`/offerings/${offering}`);
  await expect(school.getByRole("heading", { name: "历年建议" })).toBeVisible();
  await expect(school.locator(".card-years")).toContainText("保留");
  await expect(school.locator("main canvas, main svg").first()).toBeVisible();
});
