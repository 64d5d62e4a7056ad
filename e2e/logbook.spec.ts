import { expect, test, type Browser, type Page } from "@playwright/test";
import { complaints, sideways } from "./support/look.ts";
import { enter } from "./support/page.ts";
import { phoneJpeg, png } from "../packages/server/src/platform/testing/samples.ts";

/**
 * A student's logbook with the network cut and restored: what is written stays on the phone over a reload, arrives once, and is
 * not overwritten by a second phone; the mentor countersigns, the school hears of an incident.
 */
test.describe.configure({ mode: "serial", timeout: 180_000 });

const RUN = String(Date.now() % 1_000_000);
let student: Page;
/** Days that the school still takes and nothing is written for. */
let days: string[];
let placement = "";

interface Mine {
  records: { id: string; entries: { id: string; day: string; did: string; version: number; photos: { id: string }[] }[]; rules: { lateDays: number }; today: string }[];
} // prettier-ignore
const mine = async (): Promise<Mine["records"][number]> =>
  ((await (await student.request.get("/api/logbook/mine")).json()) as Mine).records[0]!;
const dayAfter = (day: string, n: number): string => new Date(Date.parse(day) + n * 86_400_000).toISOString().slice(0, 10); // prettier-ignore

async function open(page: Page): Promise<void> {
  await page.goto("/logbook");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("实习日志");
}
/** Writes a day as one does on a phone. */
async function write(page: Page, day: string, did: string, until = "17:00"): Promise<void> {
  await page.getByLabel("日期", { exact: true }).fill(day);
  await page.getByLabel("到岗", { exact: true }).nth(1).fill("08:00");
  await page.getByLabel("离岗").fill(until);
  await page.getByLabel("今天做了什么").fill(did);
  await page.getByRole("button", { name: "保存", exact: true }).click();
}

test.beforeAll(async ({ browser }) => {
  student = await enter(browser, "学生", { phone: true });
  const book = await mine();
  placement = book.id;
  const written = new Set(book.entries.map(({ day }) => day));
  days = Array.from({ length: book.rules.lateDays }, (_, n) => dayAfter(book.today, -n)).filter((day) => !written.has(day)); // prettier-ignore
  expect(days.length).toBeGreaterThan(3);
});
test.afterAll(() => student.context().close());

test("with the network cut the page opens, two days are written and kept over a reload; restored, both arrive once", async () => {
  const heard = complaints(student);
  await open(student);
  await expect(student.getByText("全部已送达")).toBeVisible();
  // the worker has the page when it is active
  await student.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  expect(await sideways(student)).toBe(0);
  await student.context().setOffline(true);
  await student.reload();
  await expect(student.getByText("没有网络，照常填写即可")).toBeVisible();
  await write(student, days[0]!, `断网第一条${RUN}`);
  const kept = student.getByRole("list", { name: "保存在本机" });
  await expect(kept.locator("li")).toHaveCount(1);
  await write(student, days[1]!, `断网第二条${RUN}`, "19:00");
  await expect(kept.locator("li")).toHaveCount(2);
  await student.reload();
  await expect(kept.locator("li")).toHaveCount(2);
  await expect(kept).toContainText(`断网第一条${RUN}`);
  await student.context().setOffline(false);
  await expect(student.getByText("全部已送达")).toBeVisible({ timeout: 60_000 });
  await expect(kept).toHaveCount(0);
  const arrived = student.getByRole("list", { name: "已送达" });
  for (const words of ["断网第一条", "断网第二条"]) await expect(arrived.getByText(words + RUN)).toHaveCount(1);
  await expect(arrived.getByText("一天超过 8 小时").first()).toBeVisible();
  const { entries } = await mine();
  for (const day of days.slice(0, 2)) expect(entries.filter((one) => one.day === day)).toMatchObject([{ version: 1 }]);
  // a cut network is told by the browser itself
  expect(heard.filter((line) => !/ERR_INTERNET_DISCONNECTED|Failed to fetch|net::/.test(line))).toEqual([]);
}); // prettier-ignore

async function secondPhone(browser: Browser): Promise<Page> {
  const page = await enter(browser, "学生", { phone: true });
  await open(page);
  await expect(page.getByText("全部已送达")).toBeVisible();
  return page;
}

test("photos chosen with the network cut are kept over a reload, made small, and arrive once; the mentor sees them", async ({ browser }) => {
  const heard = complaints(student);
  const day = days[3]!;
  await student.context().setOffline(true);
  await student.reload();
  await student.getByLabel("日期", { exact: true }).fill(day);
  const camera = { name: "IMG_0001.jpg", mimeType: "image/jpeg", buffer: phoneJpeg(6, 2400, 1200) };
  await student.getByLabel("选择照片").setInputFiles([camera, { name: "图.png", mimeType: "image/png", buffer: png(40, 20) }, { name: "x.jpg", mimeType: "image/jpeg", buffer: Buffer.from("no picture") }]);
  const chosen = student.getByRole("list", { name: "已选照片" });
  await expect(chosen.locator("li")).toHaveCount(2);
  await expect(student.getByRole("alert")).toContainText("无法读取“x.jpg”");
  await student.getByLabel("拍照").setInputFiles(camera);
  await expect(chosen.locator("li")).toHaveCount(3);
  // the right side up, the longer one 1600
  await expect(chosen.getByRole("img").first()).toHaveJSProperty("naturalWidth", 800);
  await expect(chosen.getByRole("img").first()).toHaveJSProperty("naturalHeight", 1600);
  await chosen.getByRole("button", { name: "去掉照片 2" }).click();
  await student.getByLabel("选择照片").setInputFiles([camera, camera, camera]);
  await expect(chosen.locator("li")).toHaveCount(4);
  await expect(student.getByRole("alert")).toContainText("还可以加 2 张");
  expect(await sideways(student)).toBe(0);
  await write(student, day, `断网照片${RUN}`);
  const kept = student.getByRole("list", { name: "保存在本机" });
  await expect(kept).toContainText("照片 4 张");
  await student.reload();
  await expect(kept).toContainText("照片 4 张");
  // the first answers get lost: what was sent is sent again
  let lost = 0;
  await student.route("**/api/logbook/entries/*/photos/*", async (route) => {
    if (lost++ >= 2) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await student.context().setOffline(false);
  await expect(student.getByText("全部已送达")).toBeVisible({ timeout: 60_000 });
  await expect(kept).toHaveCount(0);
  expect(lost).toBeGreaterThan(4);
  const line = student.getByRole("list", { name: "已送达" }).locator("li", { hasText: `断网照片${RUN}` });
  await line.getByRole("button", { name: "查看照片（4）" }).click();
  await expect(line.getByRole("img")).toHaveCount(4);
  for (const picture of await line.getByRole("img").all()) await expect(picture).toHaveJSProperty("naturalHeight", 1600);
  expect(await sideways(student)).toBe(0);
  const { entries } = await mine();
  const { photos } = entries.find((one) => one.day === day)!;
  expect(new Set(photos.map(({ id }) => id)).size).toBe(4);
  const content = await (await student.request.get(`/api/logbook-photos/${photos[0]!.id}`)).body();
  expect(content.includes("Exif")).toBe(false);
  await student.unroute("**/api/logbook/entries/*/photos/*");
  const mentor = await enter(browser, "企业导师");
  await mentor.goto(`/logbooks/${placement}`);
  const seen = mentor.locator("li", { hasText: `断网照片${RUN}` }).first();
  await seen.getByRole("button", { name: "查看照片（4）" }).click();
  await expect(seen.getByRole("img").first()).toHaveJSProperty("naturalWidth", 800);
  await mentor.context().close();
  expect(heard.filter((line) => !/ERR_INTERNET_DISCONNECTED|ERR_FAILED|Failed to fetch|net::/.test(line))).toEqual([]);
}); // prettier-ignore

test("a second phone that was cut off writes the same day: it is told of the other entry and chooses", async ({ browser }) => {
  const second = await secondPhone(browser);
  await second.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  const day = days[2]!;
  await second.context().setOffline(true);
  await write(second, day, `第二部手机${RUN}`);
  await write(student, day, `第一部手机${RUN}`);
  await expect(student.getByRole("list", { name: "已送达" }).getByText(`第一部手机${RUN}`)).toBeVisible();
  await second.context().setOffline(false);
  const kept = second.getByRole("list", { name: "保存在本机" });
  await expect(kept).toContainText("该日已有另一条记录", { timeout: 60_000 });
  expect((await mine()).entries.find((one) => one.day === day)?.did).toBe(`第一部手机${RUN}`);
  await kept.getByRole("button", { name: "改用这一条" }).click();
  await expect(second.getByRole("list", { name: "已送达" }).getByText(`第二部手机${RUN}`)).toBeVisible();
  expect((await mine()).entries.find((one) => one.day === day)).toMatchObject({ did: `第二部手机${RUN}`, version: 2 });
  // after a sign-out nothing of it is seen on that phone, not even without a network
  await second.evaluate(() => fetch("/api/auth/sign-out", { method: "POST", headers: { "content-type": "application/json" }, body: "{}" }));
  await open(second);
  await expect(second.getByText("请先登录")).toBeVisible();
  await expect(second.getByText(`第二部手机${RUN}`)).toHaveCount(0);
  await second.context().setOffline(true);
  await second.reload();
  await expect(second.getByText("现在没有网络")).toBeVisible();
  await second.context().close();
}); // prettier-ignore

test("the mentor sees what waits and countersigns it; the student sees that", async ({ browser }) => {
  const mentor = await enter(browser, "企业导师");
  await mentor.goto("/logbooks");
  await expect(mentor.locator(".log-answer")).toContainText("正在实习");
  await mentor.goto(`/logbooks/${placement}`);
  const waiting = mentor.getByRole("region", { name: /待您签阅/ }).or(mentor.locator("section", { hasText: "待您签阅" }));
  await expect(waiting.first()).toContainText(`断网第一条${RUN}`);
  await mentor.getByRole("button", { name: /^签阅所选/ }).click();
  await expect(mentor.getByRole("button", { name: /^签阅所选/ })).toHaveCount(0);
  await student.reload();
  await expect(student.getByRole("list", { name: "已送达" }).locator("li", { hasText: `断网第一条${RUN}` })).toContainText("已签阅");
  await mentor.context().close();
}); // prettier-ignore

test("an infringement that the student reports reaches the school, and neither mentor nor enterprise", async ({ browser }) => {
  await student.getByRole("button", { name: "报告事件" }).click();
  await student.getByLabel("类别").selectOption("rights");
  await student.getByLabel("经过").fill(`被要求夜间加班${RUN}`);
  await student.getByRole("button", { name: "报告事件" }).click();
  await expect(student.getByText(`被要求夜间加班${RUN}`)).toBeVisible();
  const school = await enter(browser, "学校管理员");
  await school.goto(`/logbooks/${placement}`);
  const incident = school.locator("li", { hasText: `被要求夜间加班${RUN}` });
  await incident.getByLabel("采取的措施").fill("已约谈实习单位");
  await incident.getByLabel("下一步期限").fill(dayAfter(new Date().toISOString().slice(0, 10), 3));
  await incident.getByRole("button", { name: "记录处理" }).click();
  await expect(incident).toContainText("处理中");
  const enterprise = await enter(browser, "企业管理员");
  await enterprise.goto(`/logbooks/${placement}`);
  await expect(enterprise.getByRole("heading", { level: 1 })).toContainText("实习记录");
  await expect(enterprise.getByText(`被要求夜间加班${RUN}`)).toHaveCount(0);
  for (const page of [school, enterprise]) await page.context().close();
}); // prettier-ignore

test("the school reads its rules and changes them within their limits", async ({ browser }) => {
  const school = await enter(browser, "学校管理员");
  const heard = complaints(school);
  await school.goto("/logbooks");
  await school.getByRole("link", { name: "本校日志规则" }).click();
  await expect(school.getByRole("heading", { level: 1 })).toHaveText("本校日志规则");
  const pay = school.getByLabel(/次月几日内/);
  const before = await pay.inputValue();
  const save = school.getByRole("button", { name: "保存", exact: true });
  await expect(save).toBeDisabled();
  await pay.fill("61");
  await save.click();
  await expect(school.getByText("已保存，现在起生效。")).toHaveCount(0);
  for (const days of [before === "20" ? "21" : "20", before]) {
    await pay.fill(days);
    await save.click();
    await expect(school.getByText("已保存，现在起生效。")).toBeVisible();
    await expect(save).toBeDisabled();
    await school.reload();
    await expect(pay).toHaveValue(days);
  }
  expect(heard).toEqual([]);
  await school.setViewportSize({ width: 390, height: 844 });
  expect(await sideways(school)).toBe(0);
  await school.context().close();
}); // prettier-ignore

test("student and teacher take the handbook as a Word file", async ({ browser }) => {
  const teacher = await enter(browser, "教师");
  await student.goto("/logbook");
  await teacher.goto(`/logbooks/${placement}`);
  for (const page of [student, teacher]) {
    const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "下载实习手册（Word）" }).click()]);
    expect(file.suggestedFilename()).toBe("placement-handbook.docx");
  }
  await teacher.context().close();
}); // prettier-ignore
