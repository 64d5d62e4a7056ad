import { expect, test, type Page } from "@playwright/test";
import { barriers, complaints, settled, sideways } from "./support/look.ts";
import { downloaded, enter } from "./support/page.ts";

/**
 * School and enterprise conclude an agreement: the check names what lacks, both sign the same text, a changed text is found out.
 * The school then places a student by hand, and the legal gate says why he cannot start.
 */
test.describe.configure({ mode: "serial", timeout: 180_000 });

const TITLE = `浏览器订单班${Date.now() % 1_000_000}`;
let school: Page;
let enterprise: Page;
let office: Page;
let address = "";

test.beforeAll(async ({ browser }) => {
  school = await enter(browser, "学校管理员");
  enterprise = await enter(browser, "企业管理员");
  office = await enter(browser, "规划人员");
});
test.afterAll(async () => {
  for (const page of [school, enterprise, office]) await page.context().close();
});

const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

test("the school drafts an order class; the check names the clause, the rule and the figure", async () => {
  const heard = complaints(school);
  const partner = (await (await enterprise.request.get("/api/me")).json()).user.hat.organisation
    .name as string;
  await school.goto("/training-agreements");
  await school.getByRole("link", { name: "起草协议" }).click();
  await school.getByLabel("查找对方单位").fill(partner);
  await school.getByRole("combobox", { name: "对方单位", exact: true }).selectOption({ label: partner });
  await school.getByLabel("名称", { exact: true }).fill(TITLE);
  await school.getByLabel("专业代码").fill("460103");
  await school.getByLabel("人数").fill("10");
  await school.getByLabel("开始日期").fill(day(30));
  await school.getByLabel("结束日期").fill(day(400));
  await school.locator(".contract-posts").getByRole("checkbox").first().check();
  await school.getByLabel("实习地点").fill("示例厂房");
  await school.getByLabel("月报酬（元）").fill("4400");
  await school.getByLabel("相同岗位月工资（元）").fill("5200");
  await school.getByLabel("每日工作小时").fill("10");
  await school.getByLabel("每名师傅带几名学生").fill("4");
  await school.getByRole("button", { name: "保存", exact: true }).click();
  await expect(school.getByRole("heading", { level: 1 })).toHaveText(TITLE);
  address = new URL(school.url()).pathname;
  const check = school.locator(".contract-findings");
  await expect(check).toContainText("现为 10 小时，规定 8 小时");
  await expect(check).toContainText("“保险”条款有空白没有填写");
  await school.getByRole("button", { name: "提交签署" }).click();
  await school.getByRole("dialog").getByRole("button", { name: "提交签署" }).click();
  await expect(school.getByRole("dialog").getByRole("alert")).toContainText("每日工作时间超过 8 小时");
  await school.getByRole("dialog").getByRole("button", { name: "返回" }).click();
  await settled(school);
  expect(heard.filter((line) => !line.includes("400"))).toEqual([]);
  expect(await barriers(school)).toEqual([]);
});

test("it is put right, changed in its words, and laid open to be signed", async () => {
  await school.getByRole("link", { name: "修改数字" }).click();
  await school.getByLabel("每日工作小时").fill("8");
  await school.getByRole("combobox", { name: "实习责任保险由谁投保" }).selectOption({ label: "学校" });
  await school.getByRole("combobox", { name: "意外伤害保险由谁投保" }).selectOption({ label: "企业" });
  await school.getByLabel("培养方案与工学交替").fill("三天在校、两天在厂。");
  await school.getByLabel("考核", { exact: true }).fill("双方共同评分。");
  await school.getByRole("button", { name: "保存", exact: true }).click();
  await expect(school.getByRole("link", { name: "修改数字" })).toBeVisible();
  await expect(school.locator(".contract-findings .tag.red")).toHaveCount(0);
  await school.getByLabel("违约与争议").fill("学生违约的，没收押金500元。");
  await school.getByRole("button", { name: "保存条款" }).click();
  await expect(school.locator(".contract-findings")).toContainText("押金");
  await school.getByLabel("违约与争议").fill("任何一方违约的，限期改正并依法赔偿；不得由学生承担违约金。");
  await school.getByRole("button", { name: "保存条款" }).click();
  await expect(school.locator(".contract-findings .tag.red")).toHaveCount(0);
  await school.getByRole("button", { name: "提交签署" }).click();
  const dialog = school.getByRole("dialog");
  await dialog.getByLabel("说明").fill("已与企业商定。");
  await dialog.getByRole("button", { name: "提交签署" }).click();
  await expect(dialog).toHaveCount(0);
});

test("both sides sign the same text; whoever holds a changed one finds out", async () => {
  await enterprise.goto("/training-agreements");
  await enterprise.getByRole("link", { name: new RegExp(`${TITLE}.*等待本方签署`) }).click();
  for (const page of [enterprise, school]) {
    await page.goto(address);
    await page.getByRole("button", { name: "签署", exact: true }).click();
    const dialog = page.getByRole("dialog");
    await expect(dialog.getByRole("button", { name: "签署", exact: true })).toBeDisabled();
    await dialog.getByLabel("已通读全文，同意签署").check();
    await dialog.getByRole("button", { name: "签署", exact: true }).click();
    await expect(dialog).toHaveCount(0);
  }
  await expect(school.locator(".tag.good").first()).toHaveText("执行中");
  const text = (await downloaded(school, school.getByRole("link", { name: "下载签署文本" }))).toString(
    "utf8",
  );
  const attempt = (words: string) => ({
    name: "agreement.txt",
    mimeType: "text/plain",
    buffer: Buffer.from(words),
  });
  await school.getByLabel("核对手中的文本").setInputFiles(attempt(text));
  await expect(school.getByText("文本与签名一致。")).toBeVisible();
  await school.getByLabel("核对手中的文本").setInputFiles(attempt(text.replace("4,400", "2,400")));
  await expect(school.getByText("文本被改动过")).toBeVisible();
  await expect(school.getByRole("button", { name: "保存条款" })).toHaveCount(0);
  await school.setViewportSize({ width: 390, height: 844 });
  await settled(school);
  expect(await sideways(school)).toBe(0);
  await school.setViewportSize({ width: 1440, height: 900 });
});

test("a student is placed by hand; the gate says beside the form, and at the start, what stands against it", async () => {
  const { items } = await (await school.request.get("/api/students?state=enrolled&limit=20")).json();
  const busy = new Set(
    (
      (await (await school.request.get("/api/placements?limit=100")).json()).items as { person: string }[]
    ).map(({ person }) => person),
  );
  const student = (items as { id: string; name: string; studentNumber: string }[]).find(
    ({ id }) => !busy.has(id),
  )!;
  await school.goto("/placements/new");
  await school.getByLabel("按姓名或学号查找").fill(student.studentNumber);
  await school.getByRole("combobox", { name: "学生", exact: true }).selectOption(student.id);
  await school.getByRole("combobox", { name: "岗位", exact: true }).selectOption({ index: 1 });
  await school.getByLabel("开始日期").fill(day(40));
  await school.getByLabel("结束日期").fill(day(200));
  await expect(school.locator(".gate-check")).toContainText("不得安排");
  await expect(school.locator(".gate-check")).toContainText("INT-09.2");
  await school.getByRole("button", { name: "保存", exact: true }).click();
  await expect(school).toHaveURL(/placements\/[0-9a-f-]{36}$/);
  await school.getByRole("button", { name: "开始实习" }).click();
  await school.getByRole("dialog").getByRole("button", { name: "开始实习" }).click();
  await expect(school.getByRole("dialog").getByRole("alert")).toContainText("INT-13.3");
  await school.getByRole("dialog").getByRole("button", { name: "返回" }).click();
  // it carries out the agreement that the two have just concluded
  const agreements = (
    await (await school.request.get("/api/training-agreements?state=in-force&limit=100")).json()
  ).items as { id: string; title: string; enterprise: string }[];
  const agreement = agreements.find(({ title }) => title === TITLE)!;
  const [post] = (
    await (await school.request.get(`/api/work-posts?enterprise=${agreement.enterprise}`)).json()
  ).items as { id: string }[];
  await school.getByRole("link", { name: "修改", exact: true }).click();
  await school.getByRole("combobox", { name: "岗位", exact: true }).selectOption(post!.id);
  await school.getByRole("combobox", { name: "协议", exact: true }).selectOption(agreement.id);
  await settled(school);
  await school.getByRole("button", { name: "保存", exact: true }).click();
  await expect(school.getByRole("link", { name: "查看协议" })).toHaveAttribute(
    "href",
    `/training-agreements/${agreement.id}`,
  );
  await school.setViewportSize({ width: 390, height: 844 });
  await settled(school);
  expect(await sideways(school)).toBe(0);
  await school.setViewportSize({ width: 1440, height: 900 });
});

test("the office sees what stands against whom, and by which rules; an enterprise keeps its own figures", async () => {
  await office.goto("/placements?verdict=refused");
  await expect(office.getByRole("row").nth(1)).toContainText("不得安排");
  await office.getByRole("link", { name: "实习规则" }).click();
  await expect(office.getByText("INT-05.1").first()).toBeVisible();
  await settled(office);
  expect(await barriers(office)).toEqual([]);
  await enterprise.goto("/workplaces/own");
  await enterprise.getByRole("button", { name: "保存", exact: true }).first().click();
  await expect(enterprise.getByText("已重新检查")).toBeVisible();
  // and says which occupation a post is and what is trained there
  const line = enterprise.locator(".gate-findings li").first();
  await line.getByRole("button", { name: "修改" }).click();
  const dialog = enterprise.getByRole("dialog");
  const chosen = dialog.getByRole("button", { name: /^职业/ });
  if ((await chosen.count()) > 0) await chosen.click();
  await dialog.getByLabel(/^职业/).fill("车工");
  await expect(dialog.locator("datalist option").first()).toBeAttached();
  const car = (await dialog.locator("datalist option").first().getAttribute("value"))!;
  await dialog.getByLabel(/^职业/).fill(car);
  await dialog.getByRole("button", { name: "添加能力" }).click();
  const competence = `首件检验${Date.now() % 1_000_000}`;
  await dialog
    .getByLabel(/^能力 \d+$/)
    .last()
    .fill(competence);
  await dialog.getByRole("button", { name: "保存", exact: true }).click();
  await expect(dialog).toHaveCount(0);
  const changed = enterprise.locator(".gate-findings li", { hasText: competence });
  await expect(changed).toContainText(car.split(" ")[0]!);
  await settled(enterprise);
  expect(await barriers(enterprise)).toEqual([]);
});
