import { expect, type Page } from "@playwright/test";

/** What a school, the office and its experts do with an application, by what they see. */

/** The smallest PDF that is one. */
const PDF = Buffer.from(
  "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n",
);

/** Begins an application to open a programme; stands in its form then. */
export async function begin(school: Page, programme: string): Promise<string> {
  await school.goto("/applications/new");
  await school.getByRole("searchbox", { name: "专业" }).fill(programme);
  await school.getByRole("listbox", { name: "专业" }).selectOption(programme);
  await school.getByRole("button", { name: "开始填写" }).click();
  await expect(school.getByRole("heading", { name: "供需情况（来自人才需求发布）" })).toBeVisible();
  return /applications\/([0-9a-f-]{36})/.exec(school.url())![1]!;
}

/** Writes something in every field that is typed. */
export async function write(school: Page): Promise<void> {
  for (const box of await school.locator(".apply-form textarea").all())
    await box.fill(
      "经调研本地三十余家企业，岗位缺口持续扩大，学校已与企业共同论证培养方案并落实各项办学条件。",
    );
  for (const box of await school.locator(".apply-form input[type=text]").all())
    await box.fill("高端装备制造");
  for (const box of await school.locator(".apply-form input[type=number]").all()) await box.fill("40");
  for (const box of await school.locator(".apply-form input[type=date]").all()) await box.fill("2026-09-01");
  await school.getByRole("button", { name: "添加企业" }).click();
  await school.getByLabel("企业名称").fill("示例精工有限公司");
  await school.getByLabel("岗位", { exact: true }).fill("数控车工");
  await school.getByLabel("人数", { exact: true }).fill("20");
}

/** Attaches a file wherever one is asked for. */
export async function attach(school: Page): Promise<void> {
  const places = school.locator(".apply-form input[type=file]");
  for (let i = 0; i < (await places.count()); i++) {
    await places.nth(i).setInputFiles({ name: `材料${i}.pdf`, mimeType: "application/pdf", buffer: PDF });
    await expect(school.getByText("已附 1 个文件")).toHaveCount(i + 1);
  }
}

export const state = (page: Page) => page.locator(".lead .tag").first();

export async function handIn(school: Page): Promise<void> {
  await school.getByRole("button", { name: "提交" }).click();
  await expect(state(school)).toHaveText("待形式审查");
}

/** A whole application, from the programme to handed in. */
export async function apply(school: Page, programme: string): Promise<string> {
  const id = await begin(school, programme);
  await write(school);
  await attach(school);
  await handIn(school);
  return id;
}

/** Takes a step of the page that is open, with what its dialog asks for by label. */
export async function step(page: Page, name: string, given: Record<string, string> = {}): Promise<void> {
  await page.getByRole("button", { name, exact: true }).click();
  const dialog = page.getByRole("dialog");
  for (const [label, value] of Object.entries(given)) await dialog.getByLabel(label).fill(value);
  await dialog.getByRole("button", { name, exact: true }).click();
  await expect(dialog).toHaveCount(0);
}

/** Passes the formal check of the application that is open; where rules forbid it, with the reason that they ask for. */
export async function pass(office: Page): Promise<void> {
  await office.getByRole("button", { name: "通过形式审查" }).click();
  const dialog = office.getByRole("dialog");
  await dialog.getByRole("textbox").fill("材料齐全；本市需求真实，同意进入评审。");
  await dialog.getByRole("button", { name: "通过形式审查" }).click();
  await expect(state(office)).toHaveText("专家评审中");
}

export async function passFormalCheck(office: Page, id: string): Promise<void> {
  await office.goto(`/applications/${id}`);
  await pass(office);
}

/** The sample's reviewers, in the order of the sign-in page; the journey of the rounds leaves the third with a conflict. */
export const EXPERTS = ["示例评审专家", "示例评审专家乙", "示例评审专家丙", "示例评审专家丁"] as const;

/** Asks experts for their scores; the application is open. */
export async function ask(office: Page, names: readonly string[]): Promise<void> {
  await office.getByRole("button", { name: "分配专家" }).click();
  for (const name of names) await expert(office, name).check();
  await office.getByRole("button", { name: `请 ${names.length} 名专家评审` }).click();
  await expect(office.getByText("已评 0 名，至少 3 名")).toBeVisible();
}

export const expert = (office: Page, name: string) =>
  office.getByRole("dialog").getByRole("checkbox", { name: new RegExp(`^${name} `) });

/** Scores what waits about a programme, on a phone. */
export async function score(
  expertPage: Page,
  programme: string,
  points: number,
  favour = true,
): Promise<void> {
  await expertPage.goto("/reviews");
  await expertPage
    .getByRole("link", { name: new RegExp(programme) })
    .first()
    .click();
  await expect(expertPage.getByText("您交评分之前看不到其他专家的评分")).toBeVisible();
  for (const box of await expertPage.locator(".score input[type=number]").all())
    await box.fill(String(points));
  await expertPage.getByRole("radio", { name: favour ? "建议同意" : "建议不予同意", exact: true }).check();
  await expertPage
    .getByLabel("评审意见")
    .fill(favour ? "需求真实，条件具备，建议同意设置。" : "实训条件不足，建议不予同意。");
  await expertPage.getByRole("button", { name: "提交评分" }).click();
  await expect(expertPage.locator(".lead")).toContainText("已评分");
}

/** After a withdrawal nothing more happens: neither school nor office has a button left. */
export async function nothingMore(pages: readonly Page[], id: string): Promise<void> {
  for (const page of pages) {
    await page.goto(`/applications/${id}`);
    await expect(state(page)).toHaveText("已撤回");
    await expect(page.locator(".page-title .button")).toHaveCount(0);
    await expect(page.getByRole("button", { name: "分配专家" })).toHaveCount(0);
  }
}
