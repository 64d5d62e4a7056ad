import { expect, test, type Page } from "@playwright/test";
import { barriers, complaints, settled, sideways } from "./support/look.ts";
import { beginsWith, downloaded, enter } from "./support/page.ts";

/**
 * A training plan that school and enterprise write together: competences of posts against courses, a comment and its answer,
 * two who write at once, a check by rule and figure, signatures of both, what anybody reads, and a revision.
 */
test.describe.configure({ mode: "serial", timeout: 180_000 });

const TITLE = `浏览器人才培养方案${Date.now() % 1_000_000}`;
const COURSE = "数控加工实务";
let school: Page;
let enterprise: Page;
let address = "";

test.beforeAll(async ({ browser }) => {
  school = await enter(browser, "学校管理员");
  enterprise = await enter(browser, "企业管理员");
});
test.afterAll(async () => {
  for (const page of [school, enterprise]) await page.context().close();
});

type Keyed = { key: string }[];
interface Plan {
  id: string;
  title: string;
  state: string;
  programme: string;
  cohortYear: number;
  alliance: string | null;
  etag: string;
  document: {
    clauses: Keyed;
    competences: Keyed;
    courses: ({ kind: string } & Keyed[number])[];
    assessment: Keyed;
  };
}
const plan = async (at: string): Promise<Plan> => (await school.request.get(`/api${at}`)).json();
/** The sample's plan in force: its programme is the one that the enterprise has posts for. */
const sample = async (): Promise<Plan> => {
  const { items } = (await (await school.request.get("/api/training-plans?state=in-force&limit=100")).json()) as { items: (Plan & { sample: boolean })[] };
  return plan(`/training-plans/${items.find((one) => one.title.endsWith("（示例）"))!.id}`);
}; // prettier-ignore

const findings = (page: Page) => page.locator(".contract-findings");
const unsaved = (page: Page) => page.getByRole("region", { name: "有未保存的改动" });
async function save(page: Page): Promise<void> {
  await unsaved(page).getByRole("button", { name: "保存", exact: true }).click();
  await expect(unsaved(page)).toHaveCount(0);
}
async function step(page: Page, name: string, words?: string): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
  const dialog = page.getByRole("dialog");
  if (words) await dialog.getByRole("textbox").fill(words);
  await dialog.getByRole("button", { name, exact: true }).click();
  await expect(dialog).toHaveCount(0);
}

test("the school begins it with an enterprise, writes parts and a course, ties a competence to it; the check names rule and figure", async () => {
  const heard = complaints(school);
  const partner = (await (await enterprise.request.get("/api/me")).json()).user.hat.organisation.name as string;
  await school.goto("/training-plans");
  await school.getByRole("link", { name: "发起培养方案" }).click();
  await school.getByLabel("名称", { exact: true }).fill(TITLE);
  await school.getByLabel("专业代码").fill((await sample()).programme);
  await expect(school.getByRole("button", { name: "开始编制" })).toBeDisabled();
  await school.getByLabel("按名称查找企业").fill(partner);
  await school.getByRole("button", { name: `加入：${partner}` }).click();
  await school.getByRole("button", { name: "开始编制" }).click();
  await expect(school.getByRole("heading", { level: 1 })).toHaveText(TITLE);
  address = new URL(school.url()).pathname;
  // what the posts of the enterprise ask is there already, and nothing builds it yet
  await expect(school.locator(".plan-matrix tbody tr.gap").first()).toBeVisible();
  await expect(findings(school)).toContainText("PLAN-02");
  await expect(findings(school)).toContainText("缺少“入学要求”。");

  await school.getByRole("textbox", { name: "入学要求" }).fill("高中阶段教育毕业生或具有同等学力者。");
  await school.getByRole("button", { name: "添加课程" }).click();
  await school.locator(".plan-courses").getByRole("textbox", { name: "名称" }).fill(COURSE);
  await school.getByLabel(`学时 ${COURSE}`, { exact: true }).fill("120");
  await school.getByLabel(`实践学时 ${COURSE}`).fill("80");
  await school.getByLabel(`授课 ${COURSE}`).selectOption({ label: "校企共同" });
  const tie = school.getByRole("checkbox", { name: new RegExp(`^“${COURSE}”培养“`) }).first();
  await tie.check();
  await expect(school.getByRole("button", { name: "提交会签" })).toBeDisabled();
  await save(school);
  await school.reload();
  await expect(tie).toBeChecked();
  await expect(school.getByRole("textbox", { name: "入学要求" })).toHaveValue("高中阶段教育毕业生或具有同等学力者。");
  await expect(findings(school)).not.toContainText("缺少“入学要求”。");
  await expect(findings(school)).toContainText(/总学时不足。\s*（现为 120 学时，规定 \d{4} 学时）/);
  await school.getByRole("button", { name: "提交会签" }).click();
  const dialog = school.getByRole("dialog");
  await expect(dialog).toContainText("处须先改好");
  await expect(dialog).toContainText("总学时不足");
  await expect(dialog.getByRole("button", { name: "提交会签" })).toHaveCount(0);
  await dialog.getByRole("button", { name: "返回" }).click();
  await settled(school);
  expect(heard).toEqual([]);
  expect(await barriers(school)).toEqual([]);
}); // prettier-ignore

test("the enterprise comments on the course; the school answers", async () => {
  const heard = complaints(enterprise);
  await enterprise.goto("/training-plans");
  await enterprise.getByRole("link", { name: TITLE }).first().click();
  await enterprise.getByLabel("关于").selectOption({ label: COURSE });
  await enterprise.getByLabel("意见", { exact: true }).fill("建议加入五轴机床的操作。");
  await enterprise.getByRole("button", { name: "提出意见" }).click();
  await expect(enterprise.locator(".plan-comments li")).toContainText("待答复");
  await school.goto("/training-plans");
  await school.getByRole("link", { name: `“${TITLE}”有 1 条意见待答复` }).click();
  const comment = school.locator(".plan-comments li");
  await expect(comment).toContainText("建议加入五轴机床的操作。");
  await expect(comment.getByRole("link", { name: COURSE })).toHaveAttribute(
    "href",
    "#clause-course-course-1",
  );
  await expect(comment.getByRole("button", { name: "不采纳" })).toBeDisabled();
  await comment.getByLabel("答复").fill("列入专业拓展课。");
  await comment.getByRole("button", { name: "采纳", exact: true }).click();
  await expect(comment).toContainText("已采纳");
  await enterprise.reload();
  await expect(enterprise.locator(".plan-comments li")).toContainText("列入专业拓展课。");
  await enterprise.setViewportSize({ width: 390, height: 844 });
  await settled(enterprise);
  expect(await sideways(enterprise)).toBe(0);
  expect(await barriers(enterprise)).toEqual([]);
  await enterprise.setViewportSize({ width: 1440, height: 900 });
  expect(heard).toEqual([]);
});

test("two write at once: the second is told and loses nothing; what both changed is named with the other's words", async () => {
  await school.goto(address);
  await enterprise.goto(address);
  const part = (page: Page, name: string) => page.getByRole("textbox", { name, exact: true });
  await part(school, "培养目标").fill("学校写的目标。");
  await part(school, "毕业要求").fill("学校写的毕业要求。");
  await school.getByLabel(`学期 ${COURSE}`).fill("3");
  await part(enterprise, "培养规格").fill("企业写的规格。");
  await part(enterprise, "毕业要求").fill("企业写的毕业要求。");
  await enterprise.getByLabel(`学分 ${COURSE}`).fill("7");
  await save(enterprise);

  await unsaved(school).getByRole("button", { name: "保存", exact: true }).click();
  await expect(unsaved(school)).toContainText("他人已保存了改动");
  await expect(unsaved(school).getByRole("listitem")).toHaveText(/^毕业要求.*企业写的毕业要求。/);
  await expect(part(school, "培养目标")).toHaveValue("学校写的目标。");
  await expect(part(school, "毕业要求")).toHaveValue("学校写的毕业要求。");
  await expect(part(school, "培养规格")).toHaveValue("企业写的规格。");
  await expect(school.getByLabel(`学分 ${COURSE}`)).toHaveValue("7");
  expect(await barriers(school)).toEqual([]);
  await save(school);
  await enterprise.reload();
  for (const [name, words] of [["培养目标", "学校写的目标。"], ["培养规格", "企业写的规格。"], ["毕业要求", "学校写的毕业要求。"]] as const)
    await expect(part(enterprise, name)).toHaveValue(words);
  await expect(enterprise.getByLabel(`学期 ${COURSE}`)).toHaveValue("3");

  // the team is a part of its own; each side adds its people at the same time
  const member = async (page: Page, name: string): Promise<void> => {
    await page.getByRole("button", { name: "编辑团队" }).click();
    await page.getByRole("region", { name: "校企教师团队" }).getByRole("textbox", { name: "名称" }).fill(name);
  };
  const team = (page: Page) => page.locator("form", { has: page.getByRole("region", { name: "校企教师团队" }) });
  await member(school, "丁老师");
  await member(enterprise, "王师傅");
  await team(enterprise).getByRole("button", { name: "保存", exact: true }).click();
  await expect(enterprise.getByRole("button", { name: "编辑团队" })).toBeVisible();
  await team(school).getByRole("button", { name: "保存", exact: true }).click();
  await expect(team(school)).toContainText("他人已保存了改动");
  await team(school).getByRole("button", { name: "保存", exact: true }).click();
  await expect(school.getByRole("button", { name: "编辑团队" })).toBeVisible();
  await expect(team(school).getByRole("rowheader")).toHaveText(["丁老师", "王师傅"]);
  const [, offered] = ((await (await school.request.get(`/api${address}`)).json()) as { team: { organisation: string }[] }).team;
  expect(offered?.organisation).toBe((await (await enterprise.request.get("/api/me")).json()).user.hat.organisation.id);
}); // prettier-ignore

test("written to the end it is put up, both sign the same text, and anybody reads it", async ({ browser }) => {
  const [mine, { document }] = [await plan(address), await sample()];
  const all = mine.document.competences.map(({ key }) => key);
  const written = await school.request.put(`/api${address}`, {
    headers: { "if-match": mine.etag },
    data: {
      ...mine,
      document: {
        ...mine.document,
        clauses: document.clauses,
        courses: document.courses.map((one) => ({ ...one, competences: one.kind === "public" ? [] : all })),
        assessment: document.assessment,
      },
    },
  });
  expect(written.status(), await written.text()).toBe(200);
  await school.reload();
  await expect(school.locator(".contract-findings .tag.red")).toHaveCount(0);
  await step(school, "提交会签", "各项比例已与企业核对。");
  await expect(school.getByRole("button", { name: "保存", exact: true })).toHaveCount(0);
  await enterprise.goto("/training-plans");
  await enterprise.getByRole("link", { name: `“${TITLE}”等待本单位会签` }).click();
  for (const page of [enterprise, school]) {
    await page.goto(address);
    await page.getByRole("button", { name: "会签", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.locator(".contract-text")).toContainText(TITLE);
    await expect(dialog.getByRole("button", { name: "会签", exact: true })).toBeDisabled();
    await dialog.getByLabel("本人已读完全文").check();
    await dialog.getByRole("button", { name: "会签", exact: true }).click();
    await expect(dialog).toHaveCount(0);
  }
  await expect(school.locator(".lead .tag")).toHaveText("执行中");

  const anybody = await (await browser.newContext({ viewport: { width: 390, height: 844 } })).newPage();
  const heard = complaints(anybody);
  await anybody.goto("/public/training-plans");
  await anybody.getByLabel("查找").fill(TITLE);
  await anybody.getByRole("link", { name: TITLE }).click();
  await expect(anybody.getByRole("heading", { level: 1 })).toHaveText(TITLE);
  await expect(anybody.locator(".lead")).toContainText("各方已会签");
  await expect(anybody.locator(".plan-courses").first()).toContainText("岗位实习");
  await settled(anybody);
  expect(await sideways(anybody)).toBe(0);
  expect(await barriers(anybody)).toEqual([]);
  expect(heard).toEqual([]);
  await anybody.context().close();
}); // prettier-ignore

test("a revision shows what it changes, while the signed version stays in force; the document is downloaded", async () => {
  await enterprise.goto(address);
  await step(enterprise, "启动修订", "岗位实习改为两段。");
  await expect(enterprise.locator(".lead")).toContainText("第 2 版");
  await expect(enterprise.getByText("条款没有变化。")).toBeVisible();
  await enterprise.getByLabel("学时 岗位实习", { exact: true }).fill("640");
  await save(enterprise);
  const change = enterprise.locator(".contract-difference");
  await expect(change).toHaveCount(1);
  await expect(change.locator("del")).toContainText("600学时");
  await expect(change.locator("ins")).toContainText("640学时");
  const open = await (await enterprise.request.get(`/api/public${address}`)).json();
  expect(open.no).toBe(1);
  const file = await downloaded(enterprise, enterprise.getByRole("link", { name: "Word 文档" }));
  expect(beginsWith(file).slice(0, 2)).toBe("PK");
  await step(enterprise, "放弃修订", "暂缓。");
  await expect(enterprise.locator(".lead .tag")).toHaveText("执行中");
  await expect(enterprise.locator(".lead")).toContainText("第 1 版");
});
