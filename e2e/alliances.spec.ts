import { expect, test, type Page } from "@playwright/test";
import { meetingBegins } from "./support/alliances.ts";
import { barriers, complaints, settled, sideways } from "./support/look.ts";
import { enter } from "./support/page.ts";

/**
 * A consortium at work: the secretariat calls a meeting, members come and vote, what is carried becomes a task, and the task
 * is done. Anybody sees what is published.
 */
test.describe.configure({ mode: "serial", timeout: 180_000 });

/** A server that runs already may have been walked before. */
const RUN = String(Date.now() % 1_000_000);
const TITLE = `理事会会议${RUN}`;
const PLAN = `共建实训课程${RUN}`;
const PHONE = { width: 390, height: 844 };
let secretariat: Page;
let school: Page;
let enterprise: Page;
let meeting = "";
let alliance = "";

test.beforeAll(async ({ browser }) => {
  secretariat = await enter(browser, "秘书处");
  school = await enter(browser, "学校管理员");
  enterprise = await enter(browser, "企业管理员", { phone: true });
});
test.afterAll(async () => {
  for (const page of [secretariat, school, enterprise]) await page.context().close();
});

const pdf = (name: string) => ({ name, mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n%%EOF\n") }); // prettier-ignore

/** In twenty days, as the field of date and time takes it. */
const inTwentyDays = (): string => new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);

test("from the system map the secretariat enters its consortium, and calls a meeting with an agenda", async () => {
  const heard = complaints(secretariat);
  await secretariat.goto("/");
  await secretariat.locator(".system-map a", { hasText: "进入" }).first().click();
  await expect(secretariat.getByRole("heading", { level: 1 })).toHaveText("联合体与共同体");
  await secretariat.getByRole("link", { name: /产教联合体/ }).first().click();
  await expect(secretariat).toHaveURL(/alliances\/[0-9a-f-]{36}/);
  alliance = /alliances\/([0-9a-f-]{36})/.exec(secretariat.url())![1]!;
  await expect(secretariat.locator(".lead .tag")).toHaveText("运行中");
  await secretariat.getByRole("link", { name: "理事会", exact: true }).click();
  await secretariat.getByRole("link", { name: "拟议会议" }).click();
  await secretariat.getByLabel("会议名称").fill(TITLE);
  await secretariat.getByLabel("时间（北京时间）").fill(`${new Date().toISOString().slice(0, 10)}T23:00`);
  await secretariat.getByLabel("地点").fill("示例产业园");
  await secretariat.getByLabel("议题").first().fill(PLAN);
  await secretariat.getByLabel("说明；通过后即决议正文").fill("年内完成。");
  await secretariat.getByRole("button", { name: "添加议题" }).click();
  await secretariat.getByLabel("议题").nth(1).fill("推选监督人");
  await secretariat.getByLabel("表决方式").nth(1).selectOption("secret");
  await secretariat.getByRole("button", { name: "保存" }).click();
  await expect(secretariat.getByRole("heading", { level: 1 })).toHaveText(TITLE);
  meeting = /council-meetings\/([0-9a-f-]{36})/.exec(secretariat.url())![1]!;
  // too late for the days of notice: the rule is named, and another day helps
  await secretariat.getByRole("button", { name: "发出通知" }).click();
  await expect(secretariat.locator(".failure")).toContainText("提前 7 天");
  expect((await school.request.get(`/api/council-meetings/${meeting}`)).status()).toBe(404);
  await secretariat.getByRole("link", { name: "修改议程" }).click();
  await secretariat.getByLabel("时间（北京时间）").fill(`${inTwentyDays()}T10:00`);
  await secretariat.getByRole("button", { name: "保存" }).click();
  await secretariat.getByRole("button", { name: "发出通知" }).click();
  await expect(secretariat.locator(".lead .tag")).toHaveText("已通知");
  expect(heard.filter((line) => !line.includes("400"))).toEqual([]);
}); // prettier-ignore

test("members say that they come; with a quorum the meeting is opened", async () => {
  await meetingBegins(meeting);
  for (const page of [school, enterprise]) {
    await page.goto(`/council-meetings/${meeting}`);
    await page.getByRole("button", { name: "本单位到会" }).click();
    await expect(page.locator(".alliance-roll .mine .tag")).toHaveText("到会");
  }
  expect(await sideways(enterprise)).toBe(0);
  await secretariat.goto(`/council-meetings/${meeting}`);
  await secretariat.getByRole("button", { name: "开会", exact: true }).click();
  await expect(secretariat.locator(".failure")).toContainText("法定人数不足");
  await secretariat.getByRole("button", { name: "登记到会" }).last().click();
  await expect(secretariat.getByText("达到法定人数", { exact: true })).toBeVisible();
  await secretariat.getByRole("button", { name: "开会", exact: true }).click();
  await expect(secretariat.locator(".lead .tag")).toHaveText("会议进行中");
});

test("members vote, once; nobody sees a vote before the end; what is carried becomes a resolution", async () => {
  for (const [index, title] of [PLAN, "推选监督人"].entries()) {
    const item = (page: Page) => page.locator(".agenda-item", { hasText: title });
    await secretariat.locator(".agenda-item").nth(index).getByRole("button", { name: "付诸表决" }).click();
    await expect(item(secretariat).locator(".agenda-turnout")).toContainText("3 席中已投 0 票");
    for (const page of [school, enterprise]) {
      await page.goto(`/council-meetings/${meeting}`);
      await item(page).getByRole("button", { name: "赞成" }).click();
      const dialog = page.getByRole("dialog");
      await expect(dialog).toContainText(index === 1 ? "不保存谁投了什么" : "投出后不能更改");
      await dialog.getByRole("button", { name: "投出这一票" }).click();
      await expect(item(page)).toContainText("已投票");
      await expect(item(page).getByRole("button", { name: "赞成" })).toHaveCount(0);
    }
    await expect(item(secretariat).locator(".agenda-turnout")).toContainText("已投 2 票");
    await item(secretariat).getByRole("button", { name: "结束表决并计票" }).click();
    await expect(item(secretariat)).toContainText("赞成 2，反对 0，弃权 0");
    await expect(item(secretariat).locator(".tag").first()).toHaveText("通过");
  }
  expect(await barriers(secretariat)).toEqual([]);
  await secretariat.getByRole("button", { name: "闭会" }).click();
  await secretariat.getByRole("button", { name: "提交纪要" }).click();
  await secretariat.getByRole("dialog").getByLabel("会议纪要").fill("到会三席，两项议题均获通过。");
  await secretariat.getByRole("dialog").getByRole("button", { name: "提交纪要" }).click();
  await expect(secretariat.locator(".lead .tag")).toHaveText("纪要待理事长确认");
  // the chair was away: a vice-chair who was there returns them once, then confirms
  const minutes = (page: Page) => page.locator(".section", { has: page.getByRole("heading", { name: "会议纪要", exact: true }) });
  await expect(minutes(secretariat).locator(".tag")).toHaveText("待理事长确认");
  await expect(secretariat.getByRole("button", { name: "确认纪要" })).toHaveCount(0);
  await school.reload();
  await school.getByRole("button", { name: "退回纪要" }).click();
  await school.getByRole("dialog").getByLabel("理由").fill("请写明弃权情况。");
  await school.getByRole("dialog").getByRole("button", { name: "退回纪要" }).click();
  await expect(minutes(school).locator(".tag")).toHaveText("已退回");
  await secretariat.reload();
  await secretariat.getByRole("button", { name: "提交纪要" }).click();
  await secretariat.getByRole("dialog").getByLabel("会议纪要").fill("到会三席，两项议题均获通过，无弃权。");
  await secretariat.getByRole("dialog").getByRole("button", { name: "提交纪要" }).click();
  await expect(minutes(secretariat).locator(".tag")).toHaveText("待理事长确认");
  await school.reload();
  await school.getByRole("button", { name: "确认纪要" }).click();
  await expect(school.locator(".lead .tag")).toHaveText("纪要已确认");
  await secretariat.reload();
  await expect(minutes(secretariat)).toContainText("无弃权");
  await expect(minutes(secretariat).locator(".tag")).toHaveText("已确认");
}); // prettier-ignore

test("the resolution becomes a task; the school reports it with what proves it; the secretariat confirms", async () => {
  await secretariat.locator(".agenda-item", { hasText: PLAN }).getByRole("link", { name: /^决议/ }).click();
  const section = (page: Page) => page.locator(".section", { hasText: PLAN });
  await section(secretariat).getByRole("button", { name: "交办任务" }).click();
  const dialog = secretariat.getByRole("dialog");
  await dialog.getByLabel("任务").fill(`起草课程标准${RUN}`);
  const own = await school.locator(".alliance-roll .mine > span").first().innerText();
  await dialog.getByLabel("负责单位").selectOption({ label: own.replace(/\s*副理事长$/, "") });
  await dialog.getByLabel("期限").fill(inTwentyDays());
  await dialog.getByRole("button", { name: "交办任务" }).click();
  const task = (page: Page) => page.locator(".alliance-tasks > li", { hasText: `起草课程标准${RUN}` });
  await expect(task(secretariat)).toContainText("办理中");
  // the member sees what is overdue of others, and reports its own
  await school.goto(`/alliances/${alliance}/tasks`);
  await expect(school.locator(".alliance-answer")).toContainText(/其中逾期 [1-9]/);
  await task(school).getByRole("button", { name: "报告完成" }).click();
  await school.getByRole("dialog").getByRole("textbox").fill("课程标准第二稿，双方已会签。");
  await school.getByRole("dialog").locator("input[type=file]").setInputFiles(pdf(`课程标准${RUN}.pdf`));
  await expect(school.getByRole("dialog")).toContainText(`已附：课程标准${RUN}.pdf`);
  await school.getByRole("dialog").getByRole("button", { name: "报告完成" }).click();
  await expect(task(school)).toContainText("待确认");
  await secretariat.reload();
  await task(secretariat).locator("summary").click();
  const evidence = task(secretariat).getByRole("link", { name: `课程标准${RUN}.pdf` });
  expect((await secretariat.request.get((await evidence.getAttribute("href"))!)).headers()["content-type"]).toBe("application/pdf");
  await task(secretariat).getByRole("button", { name: "确认完成" }).click();
  await secretariat.getByRole("dialog").getByRole("button", { name: "确认完成" }).click();
  await expect(task(secretariat)).toContainText("已完成");
  await section(secretariat).getByRole("button", { name: "公开这项决议" }).click();
  await expect(section(secretariat).getByRole("button", { name: "不再公开" })).toBeVisible();
  await settled(secretariat);
  expect(await barriers(secretariat)).toEqual([]);
}); // prettier-ignore

test("what a member puts in stands in the ledger with its basis; no more is used than is there, and it balances", async () => {
  await secretariat.goto(`/alliances/${alliance}/ledger`);
  await secretariat.getByRole("button", { name: "登记投入" }).click();
  const dialog = secretariat.getByRole("dialog");
  await dialog.getByLabel("单位").selectOption({ index: 1 });
  await dialog.getByLabel("投入内容").fill(`专项经费${RUN}`);
  await dialog.getByLabel("价值（元）").fill("1200.50");
  await dialog.getByLabel("依据的编号或出处").fill("转账凭证");
  await dialog.getByLabel("日期").fill(new Date().toISOString().slice(0, 10));
  await dialog.getByRole("button", { name: "记账" }).click();
  const row = secretariat.getByRole("row", { name: new RegExp(`^专项经费${RUN}`) });
  await expect(row).toContainText("1,200.50");
  await secretariat.getByRole("button", { name: "记一笔" }).click();
  const chosen = await dialog.locator("option", { hasText: `专项经费${RUN}` }).getAttribute("value");
  await dialog.getByLabel("哪一项投入").selectOption(chosen!);
  await dialog.getByLabel("金额（元）").fill("1200.51");
  await dialog.getByLabel("摘要").fill("耗材");
  await dialog.getByLabel("日期").fill(new Date().toISOString().slice(0, 10));
  await dialog.getByRole("button", { name: "记账" }).click();
  await expect(dialog.locator(".failure")).toContainText("余额不足");
  await dialog.getByLabel("金额（元）").fill("200.50");
  await dialog.getByRole("button", { name: "记账" }).click();
  await expect(row).toContainText("1,000.00");
  await school.goto(`/alliances/${alliance}/ledger`);
  await expect(school.locator(".ledger-balance").last()).toContainText("0.00");
  await expect(school.getByRole("button", { name: "记一笔" })).toHaveCount(0);
  const statement = await school.getByRole("link", { name: "下载年度报告" }).getAttribute("href");
  expect((await school.request.get(statement!)).headers()["content-disposition"]).toMatch(/statement-\d{4}\.docx/);
  await settled(school);
  expect(await barriers(school)).toEqual([]);
}); // prettier-ignore

test("the charter is a file, which the secretariat opens to the public", async () => {
  await secretariat.goto(`/alliances/${alliance}/edit`);
  const charter = secretariat.locator(".alliance-documents .alliance-row").nth(1);
  await expect(charter.getByLabel("类别")).toHaveValue("charter");
  // a server that was walked before has one
  const before = charter.getByRole("button", { name: "移除文件" });
  if (await before.isVisible()) await before.click();
  await charter.locator("input[type=file]").setInputFiles(pdf(`章程${RUN}.pdf`));
  await expect(charter).toContainText(`章程${RUN}.pdf`);
  await charter.getByLabel("运行后向社会公开这份章程").check();
  expect(await barriers(secretariat)).toEqual([]);
  await secretariat.getByRole("button", { name: "保存" }).click();
  await expect(secretariat.getByText("已向社会公开")).toBeVisible();
});

test("anybody sees the consortium, its members and what it publishes, and nothing of its meetings", async ({
  browser,
}) => {
  const anybody = await (await browser.newContext({ viewport: PHONE })).newPage();
  await anybody.goto(`/public/alliances/${alliance}`);
  await expect(anybody.getByText(PLAN)).toBeVisible();
  await expect(anybody.getByText("理事长", { exact: true })).toBeVisible();
  await expect(anybody.getByRole("link", { name: "理事会", exact: true })).toHaveCount(0);
  const href = await anybody.getByRole("link", { name: /^章程/ }).getAttribute("href");
  expect((await anybody.request.get(href!)).status()).toBe(200);
  expect((await anybody.request.get(href!.replace("/public", ""))).status()).toBe(401);
  expect((await anybody.request.get(`/api/council-meetings/${meeting}`)).status()).toBe(401);
  expect(await sideways(anybody)).toBe(0);
  expect(await barriers(anybody)).toEqual([]);
  await anybody.context().close();
});
