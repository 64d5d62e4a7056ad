import { expect, test, type Locator, type Page } from "@playwright/test";
import { barriers, complaints, settled, sideways } from "./support/look.ts";
import { enter, enterAs } from "./support/page.ts";

/**
 * A school plans which cohort is where: limits, solver, moving by hand with clashes shown, repair, why there is none, publishing,
 * calendars. Two at once do not overwrite each other.
 */
test.describe.configure({ mode: "serial", timeout: 180_000 });

const RUN = String(Date.now() % 1_000_000);
const TITLE = `工学交替${RUN}`;
let school: Page;
let id = "";

test.beforeAll(async ({ browser }) => {
  school = await enter(browser, "学校管理员");
});
test.afterAll(() => school.context().close());

/** Lines of a spreadsheet, put in at a field as the keyboard does it. */
async function paste(field: Locator, rows: string[][]): Promise<void> {
  await field.evaluate(
    (element, text) => {
      const data = new DataTransfer();
      data.setData("text/plain", text);
      element.dispatchEvent(
        new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }),
      );
    },
    rows.map((row) => row.join("\t")).join("\n"),
  );
}
const sheet = (page: Page, name: string): Locator => page.getByRole("region", { name, exact: true });
const row = (page: Page, cohort: string): Locator => page.locator(".rota-row", { hasText: cohort });
const block = (page: Page, cohort: string, place: string): Locator => row(page, cohort).locator(".rota-block", { hasText: place }).first(); // prettier-ignore
const answer = (page: Page): Locator => page.locator(".rota-answer");
const weeks = async (page: Page, cohort: string, place: string): Promise<string> =>
  /第 ([\d–]+) 周/.exec((await block(page, cohort, place).getAttribute("aria-label")) ?? "")![1]!;

async function dragTo(page: Page, from: Locator, to: { x: number; y: number }): Promise<void> {
  const box = (await from.boundingBox())!;
  await page.mouse.move(box.x + 12, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 30, box.y + box.height / 2, { steps: 3 });
  await page.mouse.move(to.x, to.y, { steps: 8 });
}

test("the limits are pasted from a spreadsheet; what cannot be read is named; the solver plans", async () => {
  const heard = complaints(school);
  await school.goto("/timetables");
  await school.getByRole("link", { name: "新建课表" }).click();
  await school.getByLabel("名称", { exact: true }).fill(TITLE);
  await school.getByLabel("第 1 周的星期一").fill("2027-03-02");
  await school.getByLabel("周数", { exact: true }).first().fill("8");
  await paste(sheet(school, "地点").getByLabel("名称，第 1 行"), [["校内教室", "school", ""], ["精密车间", "enterprise", "30"], ["装配车间", "enterprise", "60"]]); // prettier-ignore
  await paste(sheet(school, "班组").getByLabel("名称，第 1 行"), [["甲班", "30", "4"], ["乙班", "30", "x"]]);
  await paste(sheet(school, "要求").getByLabel("班组，第 1 行"), [["", "课堂教学", "校内教室", "4"], ["", "企业岗位", "精密车间", "3", "3"]]); // prettier-ignore
  await school.getByRole("button", { name: "保存" }).click();
  await expect(school.getByRole("alert")).toContainText("“班组”第 2 行");
  await sheet(school, "班组").getByLabel("不上课的周，第 2 行").fill("4");
  await school.getByRole("button", { name: "保存" }).click();
  // a Tuesday
  await expect(school.locator(".failure")).toContainText("星期一");
  await school.getByLabel("第 1 周的星期一").fill("2027-03-01");
  await school.getByRole("button", { name: "保存" }).click();
  await expect(school).toHaveURL(/timetables\/[0-9a-f-]{36}$/);
  id = /timetables\/([0-9a-f-]{36})/.exec(school.url())![1]!;
  await expect(answer(school)).toContainText("还没有排");
  await school.getByRole("button", { name: "排课", exact: true }).click();
  await expect(answer(school)).toContainText("全部要求都满足", { timeout: 40_000 });
  expect(await barriers(school)).toEqual([]);
  expect(heard.filter((line) => !line.includes("400"))).toEqual([]);
}); // prettier-ignore

test("a block is dragged: the clash is shown while it is held, kept, told, and repaired; each step can be taken back", async () => {
  await settled(school);
  const before = [await weeks(school, "甲班", "精密车间"), await weeks(school, "乙班", "精密车间")];
  expect(before[0]).not.toBe(before[1]);
  const other = (await block(school, "乙班", "精密车间").boundingBox())!;
  await dragTo(school, block(school, "甲班", "精密车间"), { x: other.x + 12, y: other.y });
  // not let go yet
  await expect(school.locator(".rota-panel h2")).toContainText("处冲突");
  await expect(block(school, "甲班", "精密车间")).toHaveClass(/held/);
  await school.mouse.up();
  await expect(answer(school)).toContainText("处冲突");
  await expect(school.locator(".rota-clashes").first()).toContainText("精密车间第");
  await expect(block(school, "甲班", "精密车间")).toHaveAttribute("aria-invalid", "true");
  await school.reload();
  await expect(answer(school)).toContainText("处冲突");
  expect(await weeks(school, "甲班", "精密车间")).toBe(before[1]);
  await school.getByRole("button", { name: "从现在修复" }).click();
  await expect(answer(school)).toContainText("全部要求都满足", { timeout: 40_000 });
  // with the keyboard: a week on, and back
  const now = await weeks(school, "甲班", "校内教室");
  await block(school, "甲班", "校内教室").click();
  await school.getByRole("button", { name: "后移一周" }).click();
  await expect.poll(() => weeks(school, "甲班", "校内教室")).not.toBe(now);
  await school.getByRole("button", { name: "撤销" }).click();
  await expect.poll(() => weeks(school, "甲班", "校内教室")).toBe(now);
});

test("dragged onto a place beside the grid, the cohort goes there; what it then lacks is told", async () => {
  await block(school, "甲班", "精密车间").click();
  const place = (await school.locator(".rota-places button", { hasText: "校内教室" }).boundingBox())!;
  await dragTo(school, block(school, "甲班", "精密车间"), { x: place.x + 20, y: place.y + 10 });
  await school.mouse.up();
  await expect(school.locator(".rota-clashes").first()).toContainText("甲班的“企业岗位”有 0 周，应为 3 周");
  await school.keyboard.press("Control+z");
  await expect(answer(school)).toContainText("全部要求都满足");
});

test("two at once: what the other did meanwhile is not overwritten, and who comes second is told", async ({
  browser,
}) => {
  const other = await enter(browser, "学校管理员");
  await other.goto(`/timetables/${id}`);
  await school.goto(`/timetables/${id}`);
  await expect(block(school, "乙班", "精密车间")).toBeVisible();
  // what the server would tell does not come through
  await school.route(`**/api/timetables/${id}`, (route) => route.abort());
  await block(other, "乙班", "精密车间").click();
  await other.locator(".rota-places").getByRole("button", { name: "不安排" }).click();
  await expect(answer(other)).toContainText("处冲突");
  await expect(answer(other)).not.toContainText("正在保存");
  await block(school, "乙班", "精密车间").click();
  await school.unroute(`**/api/timetables/${id}`);
  await school.locator(".rota-places button", { hasText: "校内教室" }).click();
  await expect(school.locator(".rota-lost")).toContainText("乙班第");
  await expect(row(school, "乙班").locator(".rota-block", { hasText: "精密车间" })).toHaveCount(0);
  await other.getByRole("button", { name: "撤销" }).click();
  await expect(answer(other)).toContainText("全部要求都满足");
  // and the first sees it without asking
  await expect(answer(school)).toContainText("全部要求都满足");
  await other.context().close();
});

test("where there is no timetable the limits that clash are named, with a proof", async () => {
  await school.getByRole("link", { name: "排课条件" }).click();
  await sheet(school, "地点").getByLabel("停用周，第 2 行").fill("6-8");
  await school.getByRole("button", { name: "保存" }).click();
  await school.getByRole("button", { name: "重新排课" }).click();
  const conflict = school.locator(".rota-conflict");
  await expect(conflict).toContainText("没有可行的课表", { timeout: 60_000 });
  await expect(conflict).toContainText("精密车间第 6、7、8 周不开放");
  const proof = await school.request.get(`/api/timetables/${id}/proof`);
  expect((await proof.json()).limits.length).toBeGreaterThan(1);
  await school.getByRole("link", { name: "排课条件" }).click();
  await sheet(school, "地点").getByLabel("停用周，第 2 行").fill("");
  await school.getByRole("button", { name: "保存" }).click();
  await school.getByRole("button", { name: "重新排课" }).click();
  await expect(answer(school)).toContainText("全部要求都满足", { timeout: 40_000 });
});

test("published, a cohort's calendar is downloaded and read: weeks, places, and no names; withdrawn, it is gone", async ({ request }) => {
  await school.getByRole("button", { name: "发布", exact: true }).click();
  await expect(answer(school)).toContainText("与已发布的第 1 版一致");
  const works = await weeks(school, "甲班", "精密车间");
  await school.getByRole("button", { name: "发布与日历" }).click();
  await school.getByLabel("订阅对象").selectOption("cohort 甲班");
  await school.getByRole("button", { name: "生成订阅地址" }).click();
  const address = await school.getByLabel("订阅地址").inputValue();
  const got = await request.get(new URL(address).pathname);
  expect(got.headers()["content-type"]).toContain("text/calendar");
  const events = (await got.text()).replaceAll("\r\n ", "").split("BEGIN:VEVENT").slice(1);
  expect(events).toHaveLength(7);
  const first = events.find((event) => event.includes("LOCATION:精密车间"))!;
  const monday = new Date(Date.parse("2027-03-01") + (Number(works.split("–")[0]) - 1) * 7 * 86_400_000);
  expect(first).toContain(`DTSTART;VALUE=DATE:${monday.toISOString().slice(0, 10).replaceAll("-", "")}`);
  await school.getByRole("button", { name: "停用" }).first().click();
  await expect(school.getByText("没有在用的地址。")).toBeVisible();
  expect((await request.get(new URL(address).pathname)).status()).toBe(404);
}); // prettier-ignore

test("on a phone a block is chosen by a tap and dragged by the finger; locked it stays; nothing goes sideways", async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true });
  const phone = await context.newPage();
  await enterAs(phone, "学校管理员");
  await phone.goto(`/timetables/${id}`);
  await settled(phone);
  expect(await sideways(phone)).toBe(0);
  const first = block(phone, "甲班", "校内教室");
  const before = await weeks(phone, "甲班", "校内教室");
  await first.tap();
  await expect(phone.locator(".rota-panel h2")).toHaveText("甲班");
  await expect(first).toHaveClass(/selected/);
  const box = (await first.boundingBox())!;
  const finger = await context.newCDPSession(phone);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", x: number): Promise<unknown> =>
    finger.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y: box.y + box.height / 2 }] });
  // to where there is room
  const step = before.startsWith("1") ? 16 : -16;
  await touch("touchStart", box.x + 20);
  for (let k = 1; k <= 6; k++) await touch("touchMove", box.x + 20 + k * step);
  await touch("touchEnd", 0);
  await expect.poll(() => weeks(phone, "甲班", "校内教室")).not.toBe(before);
  await phone.getByRole("button", { name: "撤销" }).click();
  await expect.poll(() => weeks(phone, "甲班", "校内教室")).toBe(before);
  // whether it is still chosen after the undo is of no matter here
  const lock = phone.getByRole("button", { name: "锁定" });
  await expect(async () => {
    if (!(await lock.isVisible())) await first.tap();
    await expect(lock).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await lock.click();
  await expect(phone.getByRole("button", { name: "解锁" })).toBeVisible();
  await expect(phone.getByRole("button", { name: "后移一周" })).toBeDisabled();
  await phone.getByRole("button", { name: "解锁" }).click();
  expect(await barriers(phone)).toEqual([]);
  await phone.goto("/timetables");
  await settled(phone);
  expect(await sideways(phone)).toBe(0);
  await context.close();
}); // prettier-ignore
