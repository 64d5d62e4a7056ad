import { expect, test, type Page } from "@playwright/test";
import { barriers, complaints, picture, settled, sideways } from "./support/look.ts";
import { enter } from "./support/page.ts";

/**
 * Ways of growing: anybody says where he stands and sees every way on, compares and keeps them; schools agree, the office
 * records, and the agreement opens ways.
 */
test.describe.configure({ mode: "serial", timeout: 150_000 });

const PROGRAMME = "数控技术应用";
/** A server that runs already may have been walked before: an agreement stands once, and so does a certificate. */
const RUN = String(Date.now() % 1_000_000);
const CERTIFICATE = `浏览器示例证书${RUN}`;
const PHONE = { width: 390, height: 844 };
let anybody: Page;
let agreement = "";

test.beforeAll(async ({ browser }) => {
  anybody = await (await browser.newContext({ viewport: PHONE })).newPage();
});
test.afterAll(() => anybody.context().close());

const routes = (page: Page) => page.locator(".ways-route");

/** Chooses in a field of codes by typing a part of the name. */
async function pick(page: Page, label: string, name: string): Promise<void> {
  await page.getByRole("combobox", { name: label }).fill(name);
  await page.getByRole("option", { name: new RegExp(`^${name} `) }).first().click();
} // prettier-ignore

test("on a phone and without an account, every way is a line over the years, with what it takes", async () => {
  const heard = complaints(anybody);
  await anybody.goto("/pathways");
  await expect(anybody.getByText("先选现在在哪一步")).toBeVisible();
  await anybody.getByRole("radio", { name: /^中职/ }).click();
  await expect(anybody.getByText("再选一个专业")).toBeVisible();
  await pick(anybody, "就读或毕业的专业", PROGRAMME);
  await expect(anybody.locator(".ways-answer")).toContainText(/共有 [\d,]+ 条路/);
  await expect(routes(anybody).first().locator(".ways-track > li")).not.toHaveCount(0);
  await routes(anybody).first().locator("summary").filter({ hasText: "条件、学校与依据" }).click();
  await expect(routes(anybody).first().locator(".ways-rules li").first()).toBeVisible();
  expect(await sideways(anybody)).toBe(0);
  expect(await barriers(anybody)).toEqual([]);
  expect(heard).toEqual([]);
});

test("a way says what it costs, its places and past lines with where they come from, and what its occupations pay; what is not published says why", async () => {
  // the newest season says the places; another journey may have begun one with a few units only
  const places = /人 (协议核定|本招生季计划|招生计划)|招生计划和招生季均未公布/;
  await expect(routes(anybody).locator(".ways-facts").first()).toContainText(places);
  await expect(anybody.locator(".ways-careers li").first()).toHaveText(
    /缺 [\d,]+ 人|基本平衡|不公开|没有这一职业|没有招聘信息/,
  );
  await expect(anybody.locator(".ways-careers", { hasText: "元/月" }).first()).toBeVisible();
  const grounds = anybody.locator(".section", { hasText: "数据从哪里来" });
  await expect(grounds).toContainText(/名额和学费来自：.*职教高考/);
  await expect(grounds).toContainText(/录取线来自 20\d\d/);
  await expect(grounds.getByRole("link")).toContainText("人才需求发布");
  await picture(anybody, "pathways-search-zh-390");
});

test("what is not open comes with the rule that closes it", async () => {
  await anybody.locator(".ways-more summary").click();
  await pick(anybody, "想读的专业", "护理");
  const closed = anybody.locator(".section", { hasText: "哪些路走不通，为什么" });
  await expect(closed).toContainText("想读，但到不了");
  await expect(closed).toContainText("升学须在相同或相近专业内");
  // without the wish the other ways are there again
  await anybody.getByRole("button", { name: /^护理/ }).click();
  await expect(routes(anybody).first()).toBeVisible();
});

test("chosen ways stand side by side, and a link shows the same to somebody else; nothing of it reaches the server's log", async ({ browser }) => {
  for (const index of [0, 1]) await routes(anybody).nth(index).getByRole("checkbox").click();
  await anybody.getByRole("link", { name: "并排比较" }).click();
  const sides = anybody.getByRole("region", { name: "并排比较" });
  await expect(sides.locator("thead th")).toHaveCount(2);
  const told = new URL(anybody.url());
  expect(told.search).toBe("");
  expect(told.hash).toContain("at=secondary");
  const other = await (await browser.newContext()).newPage();
  await other.goto(told.href);
  await expect(other.getByRole("region", { name: "并排比较" }).locator("thead th")).toHaveCount(2);
  expect(await barriers(other)).toEqual([]);
  await other.context().close();
}); // prettier-ignore

test("somebody with an account keeps ways, and finds them again as they stand today", async ({ browser }) => {
  const student = await enter(browser, "学生", { phone: true });
  await student.goto(anybody.url());
  await student.getByRole("button", { name: "保存", exact: true }).click();
  const dialog = student.getByRole("dialog");
  await dialog.getByLabel("名称").fill("数控之后");
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(dialog).toContainText("已保存“数控之后”");
  await dialog.getByRole("link", { name: "查看" }).click();
  await expect(student.getByRole("heading", { level: 1 })).toHaveText("数控之后");
  await student.getByRole("button", { name: "改名" }).click();
  await student.getByRole("dialog").getByLabel("名称").fill("升学备选");
  await student.getByRole("dialog").getByRole("button", { name: "保存" }).click();
  await expect(student.getByRole("heading", { level: 1 })).toHaveText("升学备选");
  await expect(student.getByRole("region", { name: "并排比较" }).locator("thead th")).toHaveCount(2);
  await student.goto("/pathway-plans");
  await student.getByRole("button", { name: "给“升学备选”改名" }).click();
  await student.getByRole("dialog").getByLabel("名称").fill("数控之后");
  await student.getByRole("dialog").getByRole("button", { name: "保存" }).click();
  expect(await barriers(student)).toEqual([]);
  await student.getByRole("button", { name: "删除“数控之后”" }).click();
  await expect(student.getByText("还没有保存")).toBeVisible();
  await student.context().close();
});

test("the graph of a programme tells what leads here and where it leads on; what rests on a name alone says so", async () => {
  await anybody.goto("/pathways/programmes/460103");
  await expect(anybody.locator(".ways-here")).toContainText("460103");
  await expect(anybody.getByText("官方接续").first()).toBeVisible();
  await expect(anybody.locator(".ways-ends .tag.shortage").first()).toHaveText("仅名称对应");
  const next = anybody.locator(".ways-ends a").first();
  const name = await next.innerText();
  await next.click();
  await expect(anybody.locator(".ways-here")).toContainText(name);
  expect(await sideways(anybody)).toBe(0);
  expect(await barriers(anybody)).toEqual([]);
});

test("a school proposes an agreement that the rules have looked through; the office records it; anybody sees it", async ({ browser }) => {
  const school = await enter(browser, "学校管理员");
  await school.goto("/agreements/new");
  await school.getByLabel("对方学校").fill("");
  await school.getByLabel("名录里没有时，填写全称").fill(`外省示例职业技术大学${RUN}`);
  await pick(school, "前段专业", PROGRAMME);
  await pick(school, "后段专业", "护理");
  await school.getByRole("button", { name: "按规则检查" }).click();
  await expect(school.locator(".field-error").first()).toContainText("EXM-17");
  await school.getByRole("button", { name: /护理/ }).click();
  await pick(school, "后段专业", "数控技术");
  // in force for some years already, so that its cohorts have a past
  await school.getByLabel("首届入学年份").fill("2023");
  await school.getByRole("button", { name: "按规则检查" }).click();
  await expect(school.getByText("没有违反规则的地方，可以提出。")).toBeVisible();
  await school.getByRole("button", { name: "提出", exact: true }).click();
  await expect(school.getByRole("heading", { level: 1 })).toContainText("数控技术");
  agreement = /agreements\/([0-9a-f-]{36})/.exec(school.url())![1]!;

  const office = await enter(browser, "规划人员");
  await office.goto(`/agreements/${agreement}`);
  await office.getByRole("button", { name: "备案", exact: true }).click();
  const dialog = office.getByRole("dialog");
  await dialog.getByLabel("备案文号").fill("教职成〔2026〕12号");
  await dialog.getByRole("textbox").last().fill("专业相近，条件具备。");
  await dialog.getByRole("button", { name: "备案", exact: true }).click();
  await expect(office.locator(".lead .tag")).toHaveText("已备案、执行中");
  await anybody.goto(`/public/agreements/${agreement}`);
  await expect(anybody.locator(".lead")).toContainText("教职成〔2026〕12号");

  await office.context().close();
  await school.context().close();
}); // prettier-ignore

test("a cohort year by year: who left, who changed, who passed the 转段考核; the flow adds up, and nobody moves up without it", async ({ browser }) => {
  const school = await enter(browser, "学校管理员");
  await school.goto(`/agreements/${agreement}`);
  const report = async (figures: Record<string, number>): Promise<void> => {
    for (const [label, value] of Object.entries(figures)) await school.getByLabel(label, { exact: true }).fill(String(value));
    await school.getByRole("button", { name: "提交填报" }).click();
  };
  const next = school.getByRole("button", { name: "填报一个学年" });
  await next.click();
  await report({ 在籍: 48, 离校: 2 });
  await next.click();
  // the next year begins with those who stayed
  await expect(school.getByLabel("在籍", { exact: true })).toHaveValue("46");
  await report({ 转普通培养: 1 });
  await next.click();
  await expect(school.getByLabel("在籍", { exact: true })).toHaveValue("45");
  await report({ 参加转段考核: 44, 考核通过: 40, 转段: 41 });
  await expect(school.locator(".field-error")).toHaveText(/^2023 级 2025 年前段：转段 41 人超过考核通过 40 人/);
  await report({ 转段: 40, 毕业: 5 });
  await expect(school.getByText(/入学 48 人.*转段 40 人/)).toBeVisible();
  await picture(school, "pathways-agreement-zh-1440");

  const office = await enter(browser, "规划人员");
  for (const page of [school, office]) {
    await page.goto("/agreements/flows?kind=3%2B2");
    await expect(page.locator(".ways-answer")).toContainText("入学");
    await settled(page);
    await expect(page.locator("canvas, svg").first()).toBeVisible();
    expect(await barriers(page)).toEqual([]);
  }
  await picture(office, "pathways-flows-zh-1440");
  await expect(office.getByRole("columnheader", { name: "离校率" }).first()).toBeVisible();
  await office.goto("/agreements/continuations");
  await expect(office.locator(".ways-answer")).toContainText("个专业");
  await office.context().close();
  await school.context().close();
}); // prettier-ignore

test("an agreement ends with a last cohort, and is renewed for the later ones on the same terms", async ({ browser }) => {
  const office = await enter(browser, "规划人员");
  await office.goto(`/agreements/${agreement}`);
  await office.getByRole("button", { name: "终止招生" }).click();
  const ending = office.getByRole("dialog");
  await ending.getByLabel("最后一届入学年份").fill("2025");
  await ending.getByRole("textbox").last().fill("本轮合作期满。");
  await ending.getByRole("button", { name: "终止招生" }).click();
  await expect(office.locator(".lead .tag")).toHaveText("已终止招生");
  await expect(office.getByText("本轮合作期满。")).toBeVisible();

  const school = await enter(browser, "学校管理员");
  await school.goto(`/agreements/${agreement}`);
  await school.getByRole("link", { name: "续签" }).click();
  await expect(school.getByLabel("首届入学年份")).toHaveValue("2026");
  await school.getByRole("button", { name: "按规则检查" }).click();
  await school.getByRole("button", { name: "提出", exact: true }).click();
  await expect(school.getByText("续自上一份协议")).toBeVisible();
  expect(await barriers(school)).toEqual([]);
  await school.getByRole("link", { name: "查看" }).click();
  await expect(school.getByText("已有续签的协议")).toBeVisible();
  await expect(school.getByRole("link", { name: "续签", exact: true })).toHaveCount(0);
  // a proposal of another school waits for this one's answer, and only that
  await school.goto("/agreements?waiting=true");
  await settled(school);
  await picture(school, "pathways-agreements-zh-1440");
  await school.locator("tbody a").first().click();
  await expect(school.locator(".lead .tag")).toHaveText("待对方学校同意");
  await expect(school.getByRole("button", { name: "同意", exact: true })).toBeVisible();
  await expect(school.getByRole("button", { name: "退回修改" })).toBeVisible();
  await expect(school.getByRole("button", { name: "备案", exact: true })).toHaveCount(0);
  await office.context().close();
  await school.context().close();
}); // prettier-ignore

test("a student asks for credits by a rule of the school, the school recognises, the balance follows", async ({ browser }) => {
  const school = await enter(browser, "学校管理员");
  await school.goto("/public/credit-rules");
  await school.getByRole("button", { name: "添加规则" }).click();
  const form = school.locator("form.agreement-form");
  await form.getByRole("combobox", { name: "专业" }).fill("数控技术");
  await form.getByRole("option", { name: /^数控技术 / }).first().click();
  await form.getByLabel("已有的成果").fill(CERTIFICATE);
  await form.getByLabel("抵哪门课").fill("数控加工实训");
  await form.getByRole("button", { name: "公布规则" }).click();
  await expect(school.getByText(CERTIFICATE)).toBeVisible();

  const student = await enter(browser, "学生", { phone: true });
  await student.goto(`/public/credit-rules?q=${CERTIFICATE}`);
  await student.getByRole("link", { name: "申请认定" }).click();
  await student.getByLabel("情况说明").fill("去年考取。");
  await student.getByLabel("证书或记录的编号与颁发单位").fill(`浏览器 ${RUN} · 示例单位`);
  await student.locator("input[type=file]").setInputFiles({ name: "证书.png", mimeType: "image/png", buffer: PNG });
  await student.getByRole("button", { name: "提交申请" }).click();
  await expect(student.locator(".lead .tag")).toHaveText("待学校认定");
  const address = new URL(student.url()).pathname;
  expect(await sideways(student)).toBe(0);

  await school.goto(address);
  await school.getByRole("button", { name: "认定", exact: true }).click();
  await school.getByRole("dialog").getByRole("button", { name: "认定", exact: true }).click();
  await expect(school.locator(".lead .tag")).toHaveText("已认定");
  await student.goto("/credits");
  await expect(student.locator(".ways-answer").first()).toContainText(/已认定 [1-9]\d* 学分/);
  expect(await barriers(student)).toEqual([]);
  await school.context().close();
  await student.context().close();
}); // prettier-ignore

test("what a school refuses goes to the office on appeal; more than the limit is not recognised, and the reason says so", async ({ browser }) => {
  const school = await enter(browser, "学校管理员");
  const student = await enter(browser, "学生", { phone: true });
  const ask = async (key: string): Promise<string> => {
    await student.goto(`/public/credit-rules?q=${CERTIFICATE}`);
    await student.getByRole("link", { name: "申请认定" }).click();
    await student.getByLabel("情况说明").fill("另一本证书。");
    await student.getByLabel("证书或记录的编号与颁发单位").fill(`${key} ${RUN} · 示例单位`);
    await student.locator("input[type=file]").setInputFiles({ name: "证书.png", mimeType: "image/png", buffer: PNG });
    await student.getByRole("button", { name: "提交申请" }).click();
    await expect(student.locator(".lead .tag")).toHaveText("待学校认定");
    return new URL(student.url()).pathname;
  };
  const decide = async (page: Page, step: string, reason: string): Promise<void> => {
    await page.getByRole("button", { name: step, exact: true }).click();
    await page.getByRole("dialog").getByRole("textbox").fill(reason);
    await page.getByRole("dialog").getByRole("button", { name: step, exact: true }).click();
  };
  const appealed = await ask("申诉");
  await school.goto(appealed);
  await decide(school, "不予认定", "等级与规则不符。");
  await expect(school.locator(".lead .tag")).toHaveText("未予认定");
  await student.reload();
  await decide(student, "申诉", "证书等级符合规则，附件可以核对。");
  await expect(student.locator(".lead .tag")).toHaveText("已申诉、待主管部门复核");
  const office = await enter(browser, "规划人员");
  await office.goto("/credits?waiting=true");
  await office.getByRole("link", { name: "数控加工实训" }).first().click();
  expect(await barriers(office)).toEqual([]);
  await decide(office, "改为认定", "等级符合公布的规则。");
  await expect(office.locator(".lead .tag")).toHaveText("已认定");
  await expect(office.getByText("等级与规则不符。")).toBeVisible();
  expect(await barriers(office)).toEqual([]);

  // the school sets a limit that is reached already; then it raises it
  const limit = async (percent: number): Promise<void> => {
    await school.goto("/public/credit-rules");
    await school.getByRole("button", { name: "设定上限" }).click();
    const form = school.locator("form.agreement-form");
    await form.getByRole("combobox", { name: "专业" }).fill("数控技术");
    await form.getByRole("option", { name: /^数控技术 / }).first().click();
    await form.getByLabel("专业总学分").fill("140");
    await form.getByLabel("最多认定 %").fill(String(percent));
    await form.getByRole("button", { name: "设定上限" }).click();
    await expect(school.getByText(`总学分 140，最多认定 ${percent}%`)).toBeVisible();
  };
  await limit(1);
  const over = await ask("超限");
  await school.goto(over);
  await expect(school.locator(".doubt")).toContainText("将超过该专业可认定学分上限");
  await expect(school.getByRole("button", { name: "认定", exact: true })).toBeDisabled();
  await limit(60);
  await school.goto(over);
  await decide(school, "认定", "上限已调整。");
  await expect(school.locator(".lead .tag")).toHaveText("已认定");
  await student.goto("/credits");
  await expect(student.locator(".ways-answer").first()).toContainText(/已认定 [1-9]\d* 学分/);
  await expect(student.locator(".ways-answer").first()).toContainText("84");
  expect(await sideways(student)).toBe(0);
  await picture(student, "pathways-credits-zh-390");
  for (const page of [office, school, student]) await page.context().close();
}); // prettier-ignore

/** The smallest picture that is one. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);
