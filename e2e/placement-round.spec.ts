import { expect, test, type Page } from "@playwright/test";
import {
  appealsOver,
  chosenOut,
  placementBegins,
  samplePlacements,
  takesPart,
} from "./support/cotraining.ts";
import { barriers, complaints, settled, sideways } from "./support/look.ts";
import { enter } from "./support/page.ts";

/**
 * A round of placements from the call for posts to the confirmed result, with reasons and an appeal; then the joint assessment
 * of the placement, its certificate that anybody checks, and the outcome in the figures.
 */
test.describe.configure({ mode: "serial", timeout: 180_000 });

const RUN = String(Date.now() % 1_000_000);
const TITLE = `岗位实习安排${RUN}`;
let school: Page;
let enterprise: Page;
let student: Page;
let planner: Page;
let round = "";
let other = "";

test.beforeAll(async ({ browser }) => {
  school = await enter(browser, "学校管理员");
  enterprise = await enter(browser, "企业管理员");
  student = await enter(browser, "学生", { phone: true });
  planner = await enter(browser, "规划人员");
});
test.afterAll(async () => {
  for (const page of [school, enterprise, student, planner]) await page.context().close();
});

const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const step = async (page: Page, name: string, reason?: string): Promise<void> => {
  await page.getByRole("button", { name, exact: true }).click();
  const dialog = page.getByRole("dialog");
  if (reason) await dialog.getByRole("textbox").fill(reason);
  await dialog.getByRole("button", { name, exact: true }).click();
  await expect(dialog).toHaveCount(0);
};

test("the school drafts a round, takes in students, calls for posts; an enterprise offers, and it is opened", async () => {
  const heard = complaints(school);
  const known = (await (await school.request.get("/api/placement-rounds")).json()).items as { id: string; sample: boolean }[];
  const sample = await (await school.request.get(`/api/placement-rounds/${known.at(-1)!.id}`)).json();
  await school.goto("/placement-rounds");
  await school.getByRole("link", { name: "起草一轮实习安排" }).click();
  await school.getByLabel("名称", { exact: true }).fill(TITLE);
  await school.getByLabel(/^专业代码/).fill(sample.programmes[0].code);
  await school.getByLabel("实习开始").fill(day(60));
  await school.getByLabel("实习结束").fill(day(240));
  await school.getByLabel("学生填报截止").fill(`${day(7)}T18:00`);
  await school.getByLabel("企业排序截止").fill(`${day(14)}T18:00`);
  await school.getByRole("button", { name: "保存" }).click();
  await expect(school.getByRole("heading", { level: 1 })).toHaveText(TITLE);
  round = /placement-rounds\/([0-9a-f-]{36})/.exec(school.url())![1]!;
  // nobody takes part yet: the step says so
  await expect(school.getByRole("button", { name: "向企业征集岗位" })).toBeDisabled();
  await school.getByRole("button", { name: "加入本轮专业的在读学生" }).click();
  await expect(school.getByRole("button", { name: "向企业征集岗位" })).toBeEnabled();
  await takesPart(round);
  await school.reload();
  await step(school, "向企业征集岗位");
  await expect(school.locator(".lead .tag")).toHaveText("征集岗位");

  await enterprise.goto(`/placement-rounds/${round}`);
  for (const [i, name] of ["装配调试（示例）", "设备维护（示例）"].entries()) {
    await enterprise.locator("form select").selectOption({ label: name });
    await enterprise.getByLabel("名额").fill("1");
    await enterprise.getByLabel("月报酬（元）").fill("4500");
    await enterprise.getByRole("button", { name: "提供岗位" }).click();
    await expect(enterprise.locator(".round-answer")).toContainText(`提供 ${i + 1} 个岗位`);
  }
  await school.reload();
  await step(school, "开放填报");
  await expect(school.locator(".lead .tag")).toHaveText("学生填报志愿");
  // the seed is told before anybody has chosen
  await expect(school.locator(".facts .round-hash")).toHaveText(/^[0-9a-f]{32}$/);
  expect(heard).toEqual([]);
}); // prettier-ignore

test("a student orders his preferences on the phone; another's paper is entered by the school", async () => {
  const heard = complaints(student);
  await student.goto(`/placement-rounds/${round}`);
  await expect(student.locator(".round-answer")).toContainText("前填报");
  const add = student.getByRole("button", { name: /^加入志愿/ });
  await add.first().click();
  await add.first().click();
  const names = await student.locator(".choice b").allInnerTexts();
  await student.locator(".drag-handle").first().press("ArrowDown");
  await expect(student.locator(".choice b").first()).toHaveText(names[1]!);
  await student.getByRole("button", { name: "提交志愿" }).click();
  await expect(student.locator(".round-answer")).toContainText("已提交 2 个志愿");
  await settled(student);
  expect(await sideways(student)).toBe(0);
  expect(await barriers(student)).toEqual([]);

  await school.reload();
  await school.getByRole("button", { name: "录入纸质志愿" }).first().click();
  const dialog = school.getByRole("dialog");
  other = (await dialog.getByRole("heading").innerText()).split(" · ")[1]!;
  const chosen = await student.locator(".choice b").first().innerText();
  const label = (await dialog.getByLabel("第 1 志愿").locator("option").allInnerTexts()).find((text) => text.startsWith(`${chosen} ·`));
  await dialog.getByLabel("第 1 志愿").selectOption({ label: label! });
  await dialog.getByRole("button", { name: "提交志愿" }).click();
  await expect(dialog).toHaveCount(0);
  // it is not run while students choose
  await expect(school.getByRole("button", { name: "截止填报" })).toBeDisabled();
  expect(heard).toEqual([]);
}); // prettier-ignore

test("the enterprise puts its applicants in order; the run is checked, and every preference has its reason", async () => {
  await chosenOut(round);
  await school.reload();
  await step(school, "截止填报");
  await enterprise.goto(`/placement-rounds/${round}`);
  const both = enterprise.locator("section").filter({ has: enterprise.locator(".choice").nth(1) });
  // names are masked, and the one whom the enterprise wants more comes first
  await expect(both.locator(".choice b").first()).toHaveText(/\*/);
  const shown = await both.locator(".choice b").allInnerTexts();
  if (!shown[0]!.startsWith("示")) await both.locator(".drag-handle").nth(1).press("ArrowUp");
  await expect(both.locator(".choice b").first()).toHaveText(/^示/);
  for (const form of await enterprise.getByRole("button", { name: "提交排序" }).all()) {
    await form.click();
    await expect(form.locator("..").locator(".tag")).toHaveText("已排序");
  }
  await expect(enterprise.locator(".round-answer")).toContainText("2 个已排序");
  await school.reload();
  await step(school, "匹配");
  await expect(school.locator(".round-proof .tag")).toHaveText("已独立核验");
  // nothing is told yet
  await student.reload();
  await expect(student.getByText("我的结果")).toHaveCount(0);
  await step(school, "公布结果");
  await student.reload();
  await expect(student.locator(".round-answer")).toContainText("您已被安排到");
  const line = school.locator(".round-results > li", { hasText: other });
  await line.locator("summary").click();
  await expect(line).toContainText("名额已满；最后一名排在第 1 位，您排在第 2 位");
}); // prettier-ignore

test("an appeal goes to the school and on to the office; then the result is confirmed", async () => {
  await step(student, "提出申诉", "希望核对技能证书是否计入");
  await school.reload();
  await expect(school.getByRole("button", { name: "确认并生成实习安排" })).toBeDisabled();
  await step(school, "认为不成立", "证书不影响本轮的顺序");
  await student.reload();
  await step(student, "提请主管部门裁决", "请说明依据");
  await planner.goto("/placement-appeals");
  const item = planner.locator(".round-appeals > li", { hasText: TITLE });
  await item.getByRole("button", { name: "裁决不成立" }).click();
  await planner.getByRole("dialog").getByRole("textbox").fill("顺序已事先公布");
  await planner.getByRole("dialog").getByRole("button", { name: "裁决不成立" }).click();
  await expect(item.locator(".tag")).toHaveText("主管部门裁决不成立");
  await student.reload();
  await expect(student.locator(".round-appeals")).toContainText("顺序已事先公布");
  await student.getByRole("button", { name: "确认知悉" }).click();
  await expect(student.locator(".tag", { hasText: "已确认知悉" })).toBeVisible();
  await appealsOver(round);
  await school.reload();
  await step(school, "确认并生成实习安排");
  await expect(school.locator(".lead .tag")).toHaveText("已确认");
  await expect(school.getByRole("link", { name: "安排下一轮" })).toBeVisible();
}); // prettier-ignore

test("school and enterprise assess together, and anybody checks the certificate", async ({ browser }) => {
  const placement = await placementBegins(round);
  await school.goto("/joint-assessments/new");
  await school.locator(".filters select").selectOption(placement);
  await expect(school.getByText("权重合计 100 %")).toBeVisible();
  await school.getByRole("button", { name: "提交企业" }).click();
  await expect(school.locator(".lead .tag")).toHaveText("待企业同意考核标准");
  const url = school.url();
  await enterprise.goto(url);
  await step(enterprise, "同意标准");
  const score = async (page: Page, points: string): Promise<void> => {
    await page.reload();
    await expect(page.getByLabel(/的评分$/).first()).toBeVisible();
    for (const field of await page.getByLabel(/的评分$/).all()) await field.fill(points);
    await page.getByRole("button", { name: "保存评分" }).click();
    await expect(page.getByText("已保存")).toBeVisible();
  };
  await score(school, "92");
  await step(school, "学校签署");
  // the enterprise does not see the school's scores before it has signed
  await enterprise.reload();
  await expect(enterprise.locator(".rubric")).not.toContainText("92");
  await score(enterprise, "95");
  await step(enterprise, "企业签署");
  await student.goto(url);
  await expect(student.locator(".round-answer")).toContainText("总评");
  await step(student, "确认成绩");
  await school.reload();
  await step(school, "发证书");
  const number = await school.locator(".facts dd.num").innerText();
  const code = await school.locator(".facts .round-hash").innerText();
  const anybody = await (await browser.newContext()).newPage();
  const heard = complaints(anybody);
  await anybody.goto("/public/trainee-certificate");
  await anybody.getByLabel("证书编号").fill(number);
  await anybody.getByLabel("校验码").fill(code);
  await anybody.getByRole("button", { name: "查验" }).click();
  await expect(anybody.getByText("证书真实有效")).toBeVisible();
  expect(await anybody.locator("main").innerText()).not.toContain("示例学生");
  await anybody.getByLabel("校验码").fill("0".repeat(64));
  await anybody.getByRole("button", { name: "查验" }).click();
  await expect(anybody.getByText("没有这样的证书")).toBeVisible();
  expect(heard).toEqual([]);
  await anybody.context().close();
}); // prettier-ignore

test("the outcome flows back into the figures of the loop", async () => {
  const form = student.locator("details", { hasText: /登记毕业去向|重新登记/ });
  await form.locator("summary").click();
  await form.getByLabel("日期").fill(day(0));
  await form.getByLabel(/同意学校保存/).check();
  await form.getByRole("button", { name: "登记", exact: true }).click();
  await expect(student.locator("section", { hasText: "毕业去向" }).locator("b").first()).toHaveText("本企业录用");
  for (const placement of await samplePlacements()) {
    const answer = await school.request.post("/api/trainee-outcomes", {
      data: { placement, kind: "elsewhere", occupation: "6-18-01-07", employer: "示例厂", on: day(0), evidence: "劳动合同（示例）", consent: true },
      headers: { origin: new URL(school.url()).origin },
    });
    expect(answer.status()).toBe(200);
  }
  await planner.goto("/trainee-outcomes");
  await expect(planner.locator(".round-answer")).toContainText("人有去向记录");
  await expect(planner.getByRole("link", { name: "查看专业点指标" })).toBeVisible();
}); // prettier-ignore
