import { expect, test, type Page } from "@playwright/test";
import {
  bringForward,
  csvFile,
  everyRow,
  locks,
  nextStep,
  noticeEnds,
  officeConfirmsAll,
  openSeason,
  schoolDecides,
  setFilling,
} from "./support/admission.ts";
import { step } from "./support/applications.ts";
import { enter } from "./support/page.ts";

/** Seasons of the sample: this year's, in its supplementary round, and next year's, which takes registrations. */
const THIS_YEAR = "2026年职教高考（示例）";
const NEXT_YEAR = "2027年职教高考（示例）";
const CATEGORY = { key: "装备制造大类", name: "装备制造类" };
const COLLEGE = "高职专科";

let office: Page;
let colleague: Page;
let student: Page;

test.beforeAll(async ({ browser }) => {
  office = await enter(browser, "规划人员");
  colleague = await enter(browser, "管理员");
  student = await enter(browser, "学生", { phone: true });
});
test.afterAll(async () => {
  await Promise.all([office, colleague, student].map((page) => page.context().close()));
});

/**
 * The sample season whose first round is confirmed: a candidate reads why he was not admitted and files for the
 * supplementary round with the keyboard; it locks; one person runs it, the verifier answers line by line, another checks and
 * announces it; somebody objects and is answered; it is confirmed.
 */
test.describe("a supplementary round, from its preferences to its confirmation", () => {
  test.describe.configure({ mode: "serial", timeout: 150_000 });
  let anybody: Page;
  let season = "";
  let run = "";
  test.beforeAll(async ({ browser }) => {
    anybody = await (await browser.newContext()).newPage();
  });
  test.afterAll(() => anybody.context().close());

  test("the office sees where its season stands, and everybody in it", async () => {
    season = await openSeason(office, THIS_YEAR);
    await expect(office.getByRole("heading", { name: "等着办的事" })).toBeVisible();
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
    // how last places moved between the two seasons before says where this year's may lie
    await expect(student.locator(".choice .advice").first()).toContainText(/往年/);
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
    const dialog = office.getByRole("dialog");
    await office.getByRole("button", { name: "复核", exact: true }).click();
    await dialog.getByRole("button", { name: "复核", exact: true }).click();
    await expect(dialog.getByRole("alert")).toContainText("另一人");
    await office.keyboard.press("Escape");
    await expect(dialog).toHaveCount(0);
  });

  test("another checks and announces it; anybody objects, and is answered", async () => {
    const state = colleague.locator(".lead .tag").first();
    await colleague.goto(`/filings/${run}`);
    await step(colleague, "复核");
    await expect(state).toHaveText("已复核");
    await step(colleague, "公示");
    await expect(state).toHaveText("公示中");

    await anybody.goto(`/public/filings/${run}`);
    await anybody.getByLabel("异议内容").fill("请说明某专业剩余计划的来历。");
    await anybody.getByLabel("姓名", { exact: true }).fill("王某");
    await anybody.getByLabel("电话", { exact: true }).fill("10000000000");
    await anybody.getByRole("button", { name: "提交异议" }).click();
    await expect(anybody.locator(".receipt a")).toBeVisible();

    await colleague.goto(`/filings/${run}/objections`);
    const objection = colleague.locator("article.objection").filter({ hasText: "请说明某专业剩余计划" });
    await objection.getByRole("button", { name: "答复", exact: true }).click();
    const dialog = colleague.getByRole("dialog");
    await dialog.getByLabel("答复内容").fill("为第一轮录取后的剩余计划，已公布。");
    await dialog.getByRole("button", { name: "答复", exact: true }).click();
    // “不成立” stands in the dialog too: the answer is there once the dialog is gone
    await expect(dialog).toHaveCount(0);
    await expect(objection.locator(".tag")).toHaveText("不成立");
    await anybody.locator(".receipt a").click();
    await expect(anybody.getByText("为第一轮录取后的剩余计划，已公布。")).toBeVisible();
  });

  test("once the notice is over it is confirmed, and the candidate reads what became of him", async () => {
    const state = colleague.locator(".lead .tag").first();
    await noticeEnds(run);
    await colleague.goto(`/filings/${run}`);
    await expect(state).toHaveText("公示中");
    await step(colleague, "确认录取");
    await expect(state).toHaveText("已确认录取");
    await student.goto("/my-admission");
    await expect(nextStep(student)).toContainText(/你已被.+录取|本轮未录取（已确认录取）/);
    await nextStep(student).getByRole("link").first().click();
    await expect(student.getByRole("heading", { name: "每个志愿的结果和原因" })).toBeVisible();
  });
});

/**
 * Next year's season from the first registration to the preferences: a candidate registers on his phone, his school returns
 * it once and confirms it, others are confirmed or refused; skill tests are seated; scores come in as a file, are handed in by
 * one and released by another; a review changes one; preferences are filed and their receipt is checked.
 */
test.describe("a season, from the registration to the preferences", () => {
  test.describe.configure({ mode: "serial", timeout: 150_000 });
  let school: Page;
  let season = "";
  let candidate = "";
  const next = () => nextStep(student);
  test.beforeAll(async ({ browser }) => {
    school = await enter(browser, "学校管理员");
  });
  test.afterAll(() => school.context().close());

  test("a candidate registers on his phone and hands it in", async () => {
    await student.goto("/my-admission");
    const open = student.locator(".open-seasons li").filter({ hasText: NEXT_YEAR });
    await open.getByRole("button", { name: "报名", exact: true }).click();
    await student.getByLabel("考生类型").selectOption({ label: "往届毕业生" });
    await student.getByLabel("专业类别").selectOption({ label: CATEGORY.name });
    await expect(student.getByText("是否为一年制中等职业教育毕业生")).toBeVisible();
    for (const question of await student.locator("fieldset.yes-no").all())
      await question.getByLabel("否", { exact: true }).check();
    await student.getByLabel("我保证以上情况属实。").check();
    await student.getByRole("button", { name: "开始报名" }).click();
    await student.getByRole("button", { name: "提交报名" }).click();
    await expect(next()).toContainText("已提交，等待学校或主管部门确认");
  });

  test("his school returns it with a reason, he reads it, corrects it and hands it in again", async () => {
    await school.goto("/school-admission");
    await school.getByLabel("招生季").selectOption({ label: NEXT_YEAR });
    await school.getByLabel("选择 示例学生").check();
    await schoolDecides(school, "退回修改", "请写明希望在哪个城市参加技能测试。");
    await expect(school.getByRole("heading", { name: "已办理 1 人" })).toBeVisible();

    await student.reload();
    await expect(next()).toContainText("已退回，请按说明修改");
    await expect(student.getByText("原因：请写明希望在哪个城市参加技能测试。")).toBeVisible();
    await student.getByLabel("希望参加技能测试的城市").selectOption({ index: 1 });
    await student.getByRole("button", { name: "保存", exact: true }).click();
    await expect(student.getByText("已保存。提交之前都可以修改。")).toBeVisible();
    await student.getByRole("button", { name: "提交报名" }).click();
    await expect(next()).toContainText("已提交，等待");
  });

  test("the school confirms him, and refuses another with a reason", async () => {
    await school.reload();
    await school.getByLabel("选择 示例学生").check();
    await school.locator(".bulk").getByRole("button", { name: "确认", exact: true }).click();
    await expect(school.getByRole("heading", { name: "已办理 1 人" })).toBeVisible();
    await expect(school.getByLabel("选择 示例学生")).toHaveCount(0);
    const another = school.getByLabel(/^选择 /).first();
    const name = (await another.getAttribute("aria-label"))!.slice("选择 ".length);
    await another.check();
    await schoolDecides(school, "不予通过", "经核实，已被高等学校录取并保留入学资格。");
    await school.getByRole("button", { name: /^未通过/ }).click();
    await school.getByRole("button", { name, exact: true }).first().click();
    await expect(school.getByRole("dialog")).toContainText("已被高等学校录取并保留入学资格");
    await school.getByRole("button", { name: "关闭" }).click();

    await student.reload();
    await expect(next()).toContainText("报名已确认");
    await expect(student.getByText(/考生号 \d{10}/)).toBeVisible();
  });

  test("the office decides on those who are left and closes the registration", async () => {
    season = await openSeason(office, NEXT_YEAR);
    await expect(office.getByRole("button", { name: "截止报名" })).toBeDisabled();
    await officeConfirmsAll(office, season);
    await office.goto(`/admission/${season}`);
    await step(office, "截止报名");
    await expect(office.locator(".lead .tag").first()).toHaveText("报名已截止");
  });

  test("another site is added, everybody is seated, and the candidate sees his seat", async () => {
    await office.goto(`/admission/${season}/sites`);
    await office.getByRole("button", { name: "添加考点" }).click();
    const dialog = office.getByRole("dialog");
    await dialog.getByLabel("名称").fill("浏览器考点");
    await dialog.getByLabel("所在市").selectOption({ index: 1 });
    await dialog.getByLabel(CATEGORY.name).fill("6");
    await dialog.getByRole("button", { name: "保存" }).click();
    await expect(dialog).toHaveCount(0);
    await expect(office.getByText("浏览器考点").first()).toBeVisible();
    await office.getByRole("button", { name: "自动编排" }).click();
    await expect(office.getByRole("status").filter({ hasText: /场坐下 \d+ 人/ })).toBeVisible();
    await expect(office.getByText(/还有 0 名没有/)).toBeVisible();
    await step(office, "公布考场");

    await student.reload();
    await expect(next()).toContainText(/到 .+考点 参加技能测试，座位 \d+/);
    await next().getByRole("link").click();
    await expect(student.locator(".ticket")).toContainText("示例学生");
    candidate = /candidates\/([0-9a-f-]{36})/.exec(student.url())![1]!;
  });

  test("scores come in as a file with a wrong row, are handed in by one and released by another", async () => {
    const rows = await everyRow(office, `/api/seasons/${season}/candidates?state=confirmed`);
    const scores = rows.map(({ id, number }, i) =>
      id === candidate
        ? [number, 70, 65.5, 75, 200]
        : [number, 40 + (i % 50), i % 23 === 0 ? "缺考" : 35 + (i % 41), 50 + (i % 37), 120 + (i % 151)],
    );
    const head = ["考生号", "语文", "数学", "英语", "职业技能"];
    await office.goto(`/admission/${season}/scores`);
    await office
      .getByLabel("选择文件（CSV、XLSX）")
      .setInputFiles(csvFile("成绩.csv", [head, ...scores, ["2710000000", 1, 1, 1, 1]]));
    const sum = `读入 ${scores.length + 1} = 采纳 ${scores.length} + 重复 0 + 不采纳 1`;
    await expect(office.getByText(sum)).toBeVisible({ timeout: 60_000 });
    await office.getByText("不采纳的 1 行及原因").click();
    await expect(office.getByText(/本招生季没有这个考生号/)).toBeVisible();
    await office.getByRole("button", { name: "采纳这些成绩" }).click();
    await expect(office.getByText("已采纳", { exact: true })).toBeVisible({ timeout: 60_000 });
    await step(office, "提交成绩");
    await expect(office.getByRole("button", { name: "发布成绩" })).toBeDisabled();
    await expect(office.getByText("成绩须由另一人核对后发布。")).toBeVisible();

    await colleague.goto(`/admission/${season}/scores`);
    await step(colleague, "发布成绩");
    await expect(colleague.getByText("成绩已经发布。")).toBeVisible();
  });

  test("the candidate reads his scores and asks for a review; the office answers it, and his place is another", async () => {
    await bringForward(office, season);
    await student.goto("/my-admission");
    await next()
      .getByRole("link", { name: /成绩已发布：总分 410\.5/ })
      .click();
    const facts = student.locator(".big-facts");
    await expect(facts).toContainText("410.5");
    await student.getByLabel("科目").selectOption({ label: "职业技能" });
    await student.getByLabel("理由").fill("第三项操作的得分没有合计。");
    await student.getByRole("button", { name: "申请复核" }).click();
    await expect(student.getByText("等待答复")).toBeVisible();

    await office.goto(`/admission/${season}/scores/reviews`);
    const review = office.locator("article").filter({ hasText: "第三项操作的得分没有合计" });
    await review.getByRole("button", { name: "答复", exact: true }).click();
    const dialog = office.getByRole("dialog");
    await dialog.getByLabel(/^新分数/).fill("230");
    await dialog.getByLabel("答复内容").fill("复查属实，已补计第三项操作的得分。");
    await dialog.getByRole("button", { name: "答复", exact: true }).click();
    await expect(dialog).toHaveCount(0);
    await expect(review).toContainText("200 → 230");

    await student.reload();
    await expect(student.getByText(/成绩由 200 改为 230/)).toBeVisible();
    await expect(facts).toContainText("440.5");
  });

  test("units come in as a file and are published with their times", async () => {
    const [past] = (await everyRow(office, "/api/seasons")).filter(({ name }) => name === THIS_YEAR);
    const query = `category=${encodeURIComponent(CATEGORY.key)}&batch=${encodeURIComponent(COLLEGE)}`;
    const units = (await everyRow(office, `/api/public/seasons/${String(past!["id"])}/units?${query}`)).slice(
      0,
      5,
    );
    expect(units.length).toBeGreaterThan(1);
    const head = [
      "志愿代码",
      "类别",
      "批次",
      "计划数",
      "院校名称",
      "专业代码",
      "专业名称",
      "层次",
      "城市代码",
    ];
    const lines = units.map((one) => [one["unit"], CATEGORY.key, COLLEGE, 4, one["schoolName"], one["programme"], one["programmeName"], "高职专科", one["city"]]); // prettier-ignore
    await office.goto(`/admission/${season}/units`);
    await office.getByLabel("选择文件（CSV、XLSX）").setInputFiles(csvFile("plans.csv", [head, ...lines]));
    await expect(
      office.getByRole("status").filter({ hasText: `已导入 ${units.length} 个单位` }),
    ).toBeVisible();
    await setFilling(office, season, COLLEGE);
    await step(office, "公布招生计划和填报时间");
    await expect(office.locator(".lead .tag").first()).toHaveText("志愿填报与投档");
  });

  test("the candidate files two preferences, and his receipt proves what he saved", async () => {
    await student.goto("/my-admission");
    await next().getByRole("link", { name: "去填报志愿" }).click();
    const add = student.getByRole("button", { name: /^添加 / });
    await add.first().click();
    await add.first().click();
    const chosen = student.locator(".choice small.num");
    await expect(chosen).toHaveCount(2);
    const before = await chosen.allInnerTexts();
    await student.getByRole("button", { name: /^移动第 2/ }).focus();
    await student.keyboard.press("Home");
    await expect(chosen.first()).toHaveText(before[1]!);
    await student.getByRole("button", { name: "保存志愿" }).click();
    await expect(student.getByText("已保存。")).toBeVisible();
    await student.getByRole("link", { name: /^回执/ }).click();
    await expect(student.locator(".receipt-check pre")).toContainText(before[1]!);
    await student.getByRole("button", { name: "核对" }).click();
    await expect(student.getByText(/^一致：/)).toBeVisible();
    // nobody at the office reads a list before the lock
    await office.goto(`/admission/${season}/runs`);
    await expect(office.getByText(/锁定后可以投档/)).toBeVisible();
  });
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

test("lines published for an earlier year are taken in with their source; every row has its end; a wrong table goes out", async () => {
  const { items } = await (await office.request.get("/api/seasons")).json();
  const { id } = items.find(({ name }: { name: string }) => name.startsWith("2027") && name.includes("示例"));
  const season = await (await office.request.get(`/api/seasons/${id}`)).json();
  const [category] = season.categories;
  const line = (school: string, score: number, rank: number) =>
    [season.year - 1, category.name, COLLEGE, school, "460103", score, rank] as const;
  await office.goto(`/admission/${id}/past-lines`);
  await expect(office.getByText("还没有导入往年投档线")).toBeVisible();
  await office.getByLabel("标题").fill("去年专科批投档线");
  await office.getByLabel("发布单位").fill("示例考试院");
  const table = [
    ["年份", "类别", "批次", "院校名称", "专业代码", "最低分", "最低位次"],
    line("示例学院", 520, 310),
    line("示例学院", 520, 310),
    [season.year - 1, "没有的类别", COLLEGE, "示例学院", "460103", 500, 400],
    line("示例技术大学", 505, 450),
  ] as const;
  await office.getByLabel("选择文件（CSV、XLSX）").setInputFiles(csvFile("lines.csv", table));
  await expect(office.getByText("已导入 1 份公布的投档线，共 2 条", { exact: false })).toBeVisible();
  await expect(office.getByText("没有的类别").first()).toBeVisible();
  await office.getByRole("button", { name: "查看", exact: true }).click();
  await expect(office.getByRole("row").filter({ hasText: "示例技术大学" })).toContainText("450");
  await office.getByRole("button", { name: "删除", exact: true }).click();
  await office.getByRole("dialog").getByRole("button", { name: "删除", exact: true }).click();
  await expect(office.getByText("还没有导入往年投档线")).toBeVisible();
});
