import { expect, test, type Page } from "@playwright/test";
import {
  apply,
  ask,
  attach,
  begin,
  expert,
  EXPERTS,
  handIn,
  nothingMore,
  pass,
  passFormalCheck,
  score,
  step,
  write,
} from "./support/applications.ts";
import { enter } from "./support/page.ts";

/**
 * A school applies, the office checks, three experts score apart, the public objects: four roles, one application; and
 * the school takes back what it handed in, at each step.
 */
test.describe.configure({ mode: "serial" });

const PROGRAMME = "460104";
const AGAIN = "460106";
const PANEL = EXPERTS.slice(0, 3);
let school: Page;
let office: Page;
let application = "";
let notice = "";

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
  await expect(forward).toContainText("本级主管部门确定");
});

test("a school begins an application; demand and supply are filled in; what is missing is counted", async () => {
  application = await begin(school, PROGRAMME);
  await expect(school.getByText(/还缺 \d+ 项/)).toBeVisible();
  await school.getByRole("button", { name: "提交" }).click();
  await expect(school.getByRole("alert").first()).toContainText("need.words");
});

test("it writes, saves, leaves, comes back, and hands it in", async () => {
  await write(school);
  await school.getByRole("button", { name: "保存" }).click();
  await expect(school.getByText("还缺 2 项")).toBeVisible();
  await school.getByRole("link", { name: "离开，稍后再写" }).click();
  await school.getByRole("link", { name: "继续填写" }).click();
  await expect(school.getByLabel("企业名称")).toHaveValue("示例精工有限公司");
  await attach(school);
  await handIn(school);
});

test("the office finds it on its desk and passes the formal check", async () => {
  await office.goto("/rounds");
  await office.getByRole("link", { name: "项申请等待形式审查" }).click();
  await office
    .getByRole("link", { name: new RegExp(PROGRAMME) })
    .first()
    .click();
  await pass(office);
  await expect(office.getByText("须有至少 3 名专家独立评分，现有 0 名")).toBeVisible();
  await expect(office.getByRole("button", { name: "汇总评审" })).toBeDisabled();
});

test("three experts are asked, and each scores on a phone without seeing the others", async ({ browser }) => {
  await ask(office, PANEL);
  for (const which of PANEL.keys()) {
    const page = await enter(browser, "评审专家", { which, phone: true });
    await score(page, PROGRAMME, 70 + which * 10);
    // it fits the phone
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(390);
    await page.context().close();
  }
  await office.reload();
  await step(office, "汇总评审");
  await expect(office.getByText("3 名专家独立评分，3 名同意，平均 80.0 分：建议同意。")).toBeVisible();
});

test("it is announced; somebody who is not signed in objects and keeps a number", async ({ browser }) => {
  await office.getByRole("link", { name: "到轮次页面办理公示" }).click();
  const announce = office.getByRole("button", { name: /^公示 \d+ 项/ });
  await announce.click();
  await expect(announce).toHaveCount(0);
  await office.locator(".publications a").first().click();
  await expect(office).toHaveURL(/public\/notices\//);
  await expect(office.getByText("公示中").first()).toBeVisible();
  notice = office.url();

  const anybody = await (await browser.newContext()).newPage();
  await anybody.goto(notice);
  await anybody.getByLabel("针对的申请").selectOption(application);
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
  await step(school, "撤回", { 理由: "办学规划调整，明年再报。" });
  await nothingMore([school, office], application);
  const paper = await office.request.get(`/api/applications/${application}/documents/review-summary.docx`);
  expect((await paper.body()).subarray(0, 2).toString()).toBe("PK");
});

test("a draft is taken back, and nobody has anything to do with it", async () => {
  const id = await begin(school, AGAIN);
  await school.goto(`/applications/${id}`);
  await step(school, "撤回", { 理由: "改报其他专业。" });
  await nothingMore([school, office], id);
});

test("what was handed in is taken back before the formal check; the same may be applied for again", async () => {
  const id = await apply(school, AGAIN);
  await step(school, "撤回", { 理由: "材料有误，重新申报。" });
  await nothingMore([school, office], id);
});

test("in review an expert declares a conflict and is excluded from then on; taken back, nobody may score it any more", async ({ browser }) => {
  const id = await apply(school, AGAIN);
  await passFormalCheck(office, id);
  await ask(office, PANEL);
  const [conflicted, other] = [
    await enter(browser, "评审专家", { which: 2, phone: true }),
    await enter(browser, "评审专家", { which: 0, phone: true }),
  ];
  await conflicted.goto("/reviews");
  await conflicted
    .getByRole("link", { name: new RegExp(AGAIN) })
    .first()
    .click();
  await conflicted.getByRole("button", { name: "回避或谢绝" }).click();
  await conflicted.getByRole("dialog").getByRole("radio", { name: "有利益关系，申请回避" }).check();
  await conflicted.getByRole("dialog").getByLabel("理由").fill("配偶在该校任职。");
  await conflicted.getByRole("dialog").getByRole("button", { name: "回避或谢绝" }).click();
  await expect(conflicted.getByRole("link", { name: new RegExp(AGAIN) })).toHaveCount(0);

  await office.reload();
  await office.getByRole("button", { name: "分配专家" }).click();
  await expect(expert(office, PANEL[2]!)).toBeDisabled();
  await expect(office.getByRole("dialog")).toContainText("已申明与该校有利益关系");
  await office.getByRole("dialog").getByRole("button", { name: "取消" }).click();

  await other.goto("/reviews");
  await other
    .getByRole("link", { name: new RegExp(AGAIN) })
    .first()
    .click();
  await expect(other.getByRole("button", { name: "提交评分" })).toBeVisible();
  await school.reload();
  await step(school, "撤回", { 理由: "评审前撤回。" });
  await nothingMore([school, office], id);
  await other.reload();
  await expect(other.locator(".lead")).toContainText("评审已结束");
  await expect(other.getByRole("button", { name: "提交评分" })).toHaveCount(0);
  await Promise.all([conflicted, other].map((page) => page.context().close()));
}); // prettier-ignore
