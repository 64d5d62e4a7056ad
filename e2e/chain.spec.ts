import fs from "node:fs/promises";
import { expect, test, type Page } from "@playwright/test";
import { barriers, complaints, settled, sideways } from "./support/look.ts";
import { enter } from "./support/page.ts";

/**
 * The chain map of a consortium: fed from what is known, a link that nobody trains for is found and closed by hand, undone,
 * moved, exported, published; anybody sees what was published.
 */
test.describe.configure({ mode: "serial", timeout: 120_000 });

const LINK = `整机测试${String(Date.now() % 1_000_000)}`;
let secretariat: Page;
let address = "";
let before: object;
const read = async (): Promise<{ document: object; etag: string }> => (await secretariat.request.get(`/api${address}`)).json(); // prettier-ignore

test.beforeAll(async ({ browser }) => {
  secretariat = await enter(browser, "秘书处");
});
test.afterAll(() => secretariat.context().close());

const answer = (page: Page) => page.locator(".chain-answer");
const panel = (page: Page) => page.locator(".chain-panel");
const item = (page: Page, link: string) => page.locator(".chain-links > li", { hasText: link });

/** Adds a node by what the official tables offer for a word, or by its name alone. */
async function add(kind: string, name: string, offered: RegExp | null): Promise<void> {
  const form = secretariat.locator(".chain-new");
  await form.getByLabel("类别").selectOption({ label: kind });
  await form.getByLabel(/名称/).fill(name);
  if (offered) await form.getByRole("button", { name: offered }).first().click();
  else await form.getByRole("button", { name: "按此名称添加" }).click();
  await expect(panel(secretariat)).toBeVisible();
}
async function connect(to: RegExp): Promise<void> {
  const choice = panel(secretariat).getByLabel("连到");
  const label = await choice.locator("option").filter({ hasText: to }).first().innerText();
  await choice.selectOption({ label });
  await panel(secretariat).getByRole("button", { name: "连线", exact: true }).click();
  await expect(panel(secretariat).locator(".chain-edges", { hasText: label })).toBeVisible();
}

test("fed from statutes, register and offerings, the map answers link by link", async () => {
  const heard = complaints(secretariat);
  await secretariat.goto("/alliances");
  await secretariat
    .getByRole("link", { name: /产教联合体/ })
    .first()
    .click();
  await secretariat.getByRole("link", { name: "产业链图", exact: true }).first().click();
  await settled(secretariat);
  address = new URL(secretariat.url()).pathname;
  await secretariat.getByRole("button", { name: "从名录和发布补充" }).click();
  await expect(item(secretariat, "数控机床")).toBeVisible();
  before = (await read()).document;
  await expect(secretariat.locator(".chain-node.occupation", { hasText: "数控" }).first()).toBeVisible();
  await expect(secretariat.locator(".chain-node.school").first()).toBeVisible();
  expect(await barriers(secretariat)).toEqual([]);
  expect(heard).toEqual([]);
});

test("a link that nobody trains for stands first; an occupation, a programme and a school close the gap", async () => {
  await add("产业环节", LINK, null);
  await expect(item(secretariat, LINK)).toContainText("未列职业");
  await add("职业", "无人机装调检修工", /无人机装调检修工/);
  const occupation = await panel(secretariat).locator("h2").innerText();
  await connect(new RegExp(LINK));
  await expect(answer(secretariat)).toContainText(LINK);
  await expect(item(secretariat, LINK)).toContainText("无对应专业");
  await add("专业", "数控技术应用试点", null);
  await connect(new RegExp(`^${occupation}$`));
  await expect(item(secretariat, LINK)).toContainText("无学校开设");
  await add("学校", "示例合作学校", null);
  await connect(/^数控技术应用试点$/);
  await expect(answer(secretariat)).not.toContainText(LINK);
  await secretariat.getByRole("button", { name: "撤销" }).click();
  await expect(answer(secretariat)).toContainText(LINK);
  await connect(/^数控技术应用试点$/);
  await expect(answer(secretariat)).not.toContainText(LINK);
  // what cannot be linked is not offered
  await expect(panel(secretariat).getByLabel("连到").locator("option", { hasText: LINK })).toHaveCount(0);
}); // prettier-ignore

test("a node is dragged and stays where it was put; the map and its answers are taken as files", async () => {
  const node = secretariat.locator(".chain-node", { hasText: LINK });
  await secretariat.getByRole("button", { name: "全图" }).click();
  const box = (await node.locator("rect").boundingBox())!;
  await secretariat.mouse.move(box.x + 20, box.y + 8);
  await secretariat.mouse.down();
  await secretariat.mouse.move(box.x + 60, box.y + 40, { steps: 6 });
  const saved = secretariat.waitForResponse((response) => response.request().method() === "PUT");
  await secretariat.mouse.up();
  expect((await saved).status()).toBe(200);
  const at = await node.getAttribute("transform");
  await secretariat.reload();
  await expect(node).toHaveAttribute("transform", at!);
  const file = async (name: string): Promise<Buffer> => {
    const [download] = await Promise.all([secretariat.waitForEvent("download"), secretariat.getByRole("button", { name, exact: true }).click()]);
    return fs.readFile(await download.path());
  };
  expect((await file("CSV")).toString()).toContain(LINK);
  const svg = (await file("SVG")).toString();
  expect(svg).toContain("<svg");
  expect(svg).toContain('fill="');
  expect((await file("PNG")).subarray(1, 4).toString()).toBe("PNG");
}); // prettier-ignore

test("published, anybody sees it, on a phone as a list; what is drawn afterwards is not public", async ({
  browser,
}) => {
  const button = secretariat.getByRole("button", { name: "公布", exact: true });
  await button.click();
  await expect(secretariat.getByRole("button", { name: "撤回公布" })).toBeVisible();
  await secretariat.locator(".chain-node", { hasText: LINK }).click();
  await panel(secretariat).getByLabel("名称").fill(`${LINK}改`);
  await panel(secretariat).getByRole("button", { name: "改名" }).click();
  await expect(item(secretariat, `${LINK}改`)).toBeVisible();
  const phone = await browser.newPage({ viewport: { width: 390, height: 844 } });
  await phone.goto(`/public${address}`);
  await settled(phone);
  await expect(item(phone, LINK)).toBeVisible();
  await expect(phone.getByText(`${LINK}改`)).toHaveCount(0);
  expect(await sideways(phone)).toBe(0);
  expect(await barriers(phone)).toEqual([]);
  await phone.close();
  // as it was before
  const { etag } = await read();
  const back = await secretariat.request.put(`/api${address}`, { data: before, headers: { "if-match": etag, origin: new URL(secretariat.url()).origin } });
  expect(back.status()).toBe(200);
}); // prettier-ignore
