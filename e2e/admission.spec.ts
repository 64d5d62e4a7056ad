import { expect, test, type Page } from "@playwright/test";
import { locks, noticeEnds } from "./support/admission.ts";
import { enter } from "./support/page.ts";

/**
 * Admission in the sample season, whose first round is confirmed: a candidate reads why he was not admitted and files for
 * the supplementary round with the keyboard; it locks; one person runs it, the verifier answers line by line, another
 * checks and announces it; somebody objects and is answered; it is confirmed. And a new season is set up.
 */
test.describe.configure({ mode: "serial", timeout: 150_000 });

let office: Page;
let colleague: Page;
let student: Page;
let anybody: Page;
let season = "";
let run = "";

test.beforeAll(async ({ browser }) => {
  office = await enter(browser, "规划人员");
  colleague = await enter(browser, "管理员");
  student = await enter(browser, "学生", { phone: true });
  anybody = await (await browser.newContext()).newPage();
});
test.afterAll(async () => {
  await Promise.all([office, colleague, student, anybody].map((page) => page.context().close()));
});

test("the office sees where its season stands, and everybody in it", async () => {
  await office.goto("/admission");
  await office.getByRole("link", { name: /职教高考（示例）/ }).click();
  await expect(office.getByRole("heading", { name: "等着办的事" })).toBeVisible();
  season = /admission\/([0-9a-f-]{36})/.exec(office.url())![1]!;
  await office.getByRole("link", { name: "考生", exact: true }).click();
  await expect(office.locator(".table-count")).toContainText("100");
  await office.getByLabel("姓名或考生号").fill("示例学生");
  await office.getByRole("link", { name: "示例学生" }).click();
  await expect(office.getByText("已确认").first()).toBeVisible();
  await expect(office.getByText("综合成绩")).toBeVisible();
});

test("a candidate reads why, and files for the next round with the keyboard", async () => {
  await student.goto("/my-admission");
  await student.getByRole("link", { name: "去填报志愿" }).click();
  const handles = student.getByRole("button", { name: /^移动第/ });
  await expect(handles.first()).toBeVisible();
  const before = await student.locator(".choice small.num").allInnerTexts();
  expect(before.length).toBeGreaterThan(1);
  await handles.first().focus();
  await student.keyboard.press("ArrowDown");
  await expect(student.locator(".choice small.num").first()).toHaveText(before[1]!);
  await student.getByRole("button", { name: "保存志愿" }).click();
  await expect(student.getByText("已保存。")).toBeVisible();
  await student.reload();
  await expect(student.locator(".choice small.num").first()).toHaveText(before[1]!);
});

test("nothing can be run before the lock; then one runs it and cannot check it himself", async () => {
  await office.goto(`/admission/${season}/runs`);
  await expect(office.getByText(/锁定后可以投档/)).toBeVisible();
  await locks(season, 2);
  await office.reload();
  await office.getByRole("button", { name: "投档", exact: true }).click();
  await expect(office.getByRole("heading", { name: "独立核验：没有发现问题" })).toBeVisible({
    timeout: 90_000,
  });
  run = /filings\/([0-9a-f-]{36})/.exec(office.url())![1]!;
  expect(await office.locator(".verify-lines li").count()).toBeGreaterThan(5);
  await office.getByRole("button", { name: "复核", exact: true }).click();
  await office.getByRole("dialog").getByRole("button", { name: "复核" }).click();
  await expect(office.getByRole("dialog").getByRole("alert")).toContainText("另一人");
  await office.keyboard.press("Escape");
});

test("another checks and announces it; what is objected to is answered; it is confirmed", async () => {
  await colleague.goto(`/filings/${run}`);
  for (const step of ["复核", "公示"]) {
    await colleague.getByRole("button", { name: step, exact: true }).click();
    await colleague.getByRole("dialog").getByRole("button", { name: step }).click();
    await expect(colleague.getByRole("dialog")).toHaveCount(0);
  }
  await expect(colleague.locator(".lead .tag").first()).toHaveText("公示中");
  await anybody.goto(`/public/filings/${run}`);
  await anybody.getByLabel("异议内容").fill("请说明某专业剩余计划的来历。");
  await anybody.getByLabel("姓名").fill("王某");
  await anybody.getByLabel("电话").fill("10000000000");
  await anybody.getByRole("button", { name: "提交异议" }).click();
  await expect(anybody.getByText("已收到")).toBeVisible();
  await colleague.goto(`/filings/${run}/objections`);
  await colleague.getByRole("button", { name: "答复" }).click();
  await colleague.getByLabel("答复内容").fill("为第一轮录取后的剩余计划，已公布。");
  await colleague.getByRole("dialog").getByRole("button", { name: "答复" }).click();
  await expect(colleague.getByText("不成立")).toBeVisible();
  await noticeEnds(run);
  await colleague.goto(`/filings/${run}`);
  await colleague.getByRole("button", { name: "确认录取" }).click();
  await colleague.getByRole("dialog").getByRole("button", { name: "确认录取" }).click();
  await expect(colleague.locator(".lead .tag").first()).toHaveText("已确认录取");
  await student.goto("/my-admission");
  await expect(student.getByText(/录取/).first()).toBeVisible();
});

test("a new season begins from a preset whose doubts are shown, and two candidates are compared by its rules", async () => {
  await office.goto("/admission");
  await office.getByRole("button", { name: "设立招生季" }).click();
  await office.getByLabel("名称（不填则自动生成）").fill("浏览器招生季");
  await office.getByLabel("规则预设").selectOption({ index: 1 });
  await expect(office.getByRole("heading", { name: /须核实的地方/ })).toBeVisible();
  await office.getByRole("button", { name: "设立", exact: true }).click();
  await expect(office.getByRole("heading", { name: "算一算：两名考生谁在前" })).toBeVisible();
  await expect(office.locator(".worked-says")).not.toBeEmpty();
  await office.getByRole("link", { name: "总览" }).click();
  await expect(office.getByRole("button", { name: "开始报名" })).toBeDisabled();
});
