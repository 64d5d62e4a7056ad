import { expect, test, type Browser, type Page } from "@playwright/test";
import { enterAs } from "./support/page.ts";

/** A school applies, the office checks, three experts score apart, the public objects: four roles, one application. */
test.describe.configure({ mode: "serial" });

const PROGRAMME = "460104";
let school: Page;
let office: Page;
let application = "";
let notice = "";

const enter = async (browser: Browser, role: string): Promise<Page> => {
  const page = await (await browser.newContext()).newPage();
  await enterAs(page, role);
  return page;
};

test.beforeAll(async ({ browser }) => {
  office = await enter(browser, "规划人员");
  school = await enter(browser, "学校管理员");
});
test.afterAll(async () => {
  await Promise.all([office, school].map((page) => page.context().close()));
});

test("the office opens the round of the year, with its calendar and where each day comes from", async () => {
  await office.goto("/rounds");
  await expect(office.getByRole("heading", { name: "年度轮次" })).toBeVisible();
  const open = office.getByRole("button", { name: "开始轮次" });
  if ((await office.getByRole("link", { name: "日程与公示" }).count()) === 0) {
    await open.click();
    await expect(office.getByRole("heading", { name: "日程" })).toBeVisible();
  } else await office.getByRole("link", { name: "日程与公示" }).click();
  const forward = office.locator(".calendar-line li").filter({ hasText: "报教育部" });
  await expect(forward).toContainText("教职成〔2015〕10号");
  await expect(forward).toContainText("镜像，须核对");
});

test("a school begins an application; demand and supply are filled in; what is missing is counted", async () => {
  await school.goto("/applications/new");
  await school.getByRole("searchbox", { name: "专业" }).fill(PROGRAMME);
  await school.getByRole("listbox", { name: "专业" }).selectOption(PROGRAMME);
  await school.getByRole("button", { name: "开始填写" }).click();
  await expect(school.getByRole("heading", { name: "供需情况（来自人才需求发布）" })).toBeVisible();
  await expect(school.getByText(/还缺 \d+ 项/)).toBeVisible();
  application = /applications\/([0-9a-f-]{36})/.exec(school.url())![1]!;

  await school.getByRole("button", { name: "提交" }).click();
  await expect(school.getByRole("alert").first()).toContainText("need.words");
});

test("it writes, saves, leaves, comes back, and hands it in", async () => {
  for (const box of await school.locator(".apply-form textarea").all())
    await box.fill(
      "经调研本地三十余家企业，岗位缺口持续扩大，学校已与企业共同论证培养方案并落实各项办学条件。",
    );
  for (const box of await school.locator(".apply-form input[type=text]").all())
    await box.fill("高端装备制造");
  for (const box of await school.locator(".apply-form input[type=number]").all()) await box.fill("40");
  for (const box of await school.locator(".apply-form input[type=date]").all()) await box.fill("2026-09-01");
  await school.getByRole("button", { name: "添加企业" }).click();
  await school.getByLabel("企业名称").fill("示例精工有限公司");
  await school.getByLabel("岗位", { exact: true }).fill("数控车工");
  await school.getByLabel("人数", { exact: true }).fill("20");
  await school.getByRole("button", { name: "保存" }).click();
  await expect(school.getByText("还缺 2 项")).toBeVisible();
  await school.getByRole("link", { name: "离开，稍后再写" }).click();
  await school.getByRole("link", { name: "继续填写" }).click();
  await expect(school.getByLabel("企业名称")).toHaveValue("示例精工有限公司");

  const places = school.locator(".apply-form input[type=file]");
  for (let i = 0; i < (await places.count()); i++) {
    await places.nth(i).setInputFiles({ name: `材料${i}.pdf`, mimeType: "application/pdf", buffer: PDF });
    await expect(school.getByText("已附 1 个文件")).toHaveCount(i + 1);
  }
  await school.getByRole("button", { name: "提交" }).click();
  await expect(school.locator(".lead .tag").first()).toHaveText("待形式审查");
});

test("the office finds it on its desk and passes the formal check", async () => {
  await office.goto("/rounds");
  await office.getByRole("link", { name: "项申请等待形式审查" }).click();
  await office
    .getByRole("link", { name: new RegExp(PROGRAMME) })
    .first()
    .click();
  await office.getByRole("button", { name: "通过形式审查" }).click();
  await office.getByRole("dialog").getByRole("button", { name: "通过形式审查" }).click();
  await expect(office.locator(".lead .tag").first()).toHaveText("专家评审中");
  await expect(office.getByText("须有至少 3 名专家独立评分，现有 0 名")).toBeVisible();
  await expect(office.getByRole("button", { name: "汇总评审" })).toBeDisabled();
});

test("three experts are asked, and each scores on a phone without seeing the others", async ({ browser }) => {
  await office.getByRole("button", { name: "分配专家" }).click();
  for (const name of ["示例评审专家", "示例评审专家乙", "示例评审专家丙"])
    await office
      .getByRole("dialog")
      .getByRole("checkbox", { name: new RegExp(`^${name} `) })
      .check();
  await office.getByRole("button", { name: "请 3 名专家评审" }).click();
  await expect(office.getByText("已评 0 名，至少 3 名")).toBeVisible();
  for (const [i, name] of [
    "评审专家示例评审专家",
    "评审专家示例评审专家乙",
    "评审专家示例评审专家丙",
  ].entries()) {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    await page.goto("/sign-in");
    await page.locator(".demo-accounts button").filter({ hasText: "评审" }).nth(i).click();
    await page.locator(".account").waitFor({ state: "attached" });
    await page.goto("/reviews");
    await page.locator(".publications a").first().click();
    await expect(page.getByText("您交评分之前看不到其他专家的评分"), name).toBeVisible();
    for (const box of await page.locator(".score input[type=number]").all())
      await box.fill(String(70 + i * 10));
    await page.getByRole("radio", { name: "建议同意" }).check();
    await page.getByLabel("评审意见").fill("需求真实，条件具备，建议同意设置。");
    await page.getByRole("button", { name: "提交评分" }).click();
    await expect(page.locator(".lead")).toContainText("已评分");
    // it fits the phone
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
    await context.close();
  }
  await office.reload();
  await office.getByRole("button", { name: "汇总评审" }).click();
  await office.getByRole("dialog").getByRole("button", { name: "汇总评审" }).click();
  await expect(office.getByText("3 名专家独立评分，3 名同意，平均 80.0 分：建议同意。")).toBeVisible();
});

test("it is announced; somebody who is not signed in objects and keeps a number", async ({ browser }) => {
  await office.getByRole("link", { name: "到轮次页面办理公示" }).click();
  await office.getByRole("button", { name: /^公示 \d+ 项/ }).click();
  await office.locator(".publications a").first().click();
  await expect(office.getByText("公示中").first()).toBeVisible();
  notice = office.url();

  const anybody = await (await browser.newContext()).newPage();
  await anybody.goto(notice);
  await anybody.getByLabel("事实和理由").fill("该校实训场地与申报材料不符，请核实。");
  await anybody.getByLabel("姓名").fill("张三丰");
  await anybody.getByLabel("联系电话").fill("10000001234");
  await anybody.getByRole("button", { name: "提交异议" }).click();
  await anybody.locator(".receipt a").click();
  await expect(anybody.getByText("主管部门尚未答复。")).toBeVisible();

  await office.goto(`/applications/${application}`);
  await expect(office.getByText("张**")).toBeVisible();
  await expect(office.locator("body")).not.toContainText("10000001234");
  await office.getByLabel("答复").fill("经实地核查，场地条件属实，异议不成立。");
  await office.getByRole("button", { name: "答复" }).click();
  await anybody.reload();
  await expect(anybody.getByText("经实地核查，场地条件属实，异议不成立。")).toBeVisible();
  await anybody.context().close();
});

test("the notice cannot be cut short; the school may still take its application back, and then nothing more happens", async () => {
  await office.reload();
  await expect(office.getByText(/公示期到 .* 为止，尚未届满/)).toBeVisible();
  await school.goto(`/applications/${application}`);
  await expect(school.getByRole("button", { name: "撤回" })).toBeEnabled();
  await school.getByRole("button", { name: "撤回" }).click();
  const dialog = school.getByRole("dialog");
  await dialog.getByLabel("理由").fill("办学规划调整，明年再报。");
  await dialog.getByRole("button", { name: "撤回" }).click();
  await expect(school.locator(".lead .tag").first()).toHaveText("已撤回");
  await office.reload();
  await expect(office.locator(".page-title .button")).toHaveCount(0);
  const paper = await office.request.get(`/api/applications/${application}/documents/review-summary.docx`);
  expect((await paper.body()).subarray(0, 2).toString()).toBe("PK");
});

/** The smallest PDF that is one. */
const PDF = Buffer.from(
  "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
);
