import { expect, type Locator, type Page } from "@playwright/test";
import pg from "pg";
import { runningEmbedded } from "../../packages/server/src/platform/db/embedded/supervisor.ts";

/*
 * Time that a season needs: a lock that comes in days, a notice that lasts for days. Its rows are set back as the
 * database's superuser, as `daysPass` does.
 */
async function inDatabase(statement: string, values: unknown[]): Promise<void> {
  const url = await runningEmbedded(process.env["TIXI_E2E_DATA"]!);
  const client = new pg.Client({ connectionString: url!.replace("//tixi@", "//postgres@") });
  await client.connect();
  try {
    const { rowCount } = await client.query(statement, values);
    if (rowCount !== 1) throw new Error(`${rowCount} rows are set back, not one`);
  } finally {
    await client.end();
  }
}

/** The time for preferences of a round of a season is over. */
export const locks = (season: string, round: number): Promise<void> =>
  inDatabase(
    "update admissions.filling set closes = now() - interval '1 second' where season_id = $1 and round = $2",
    [season, round],
  );

/** The public notice of a run is over. */
export const noticeEnds = (run: string): Promise<void> =>
  inDatabase(
    `update admissions.filing_action set payload = payload || '{"from": "2020-01-01", "until": "2020-01-08"}'
     where filing_id = $1 and action = 'announce'`,
    [run],
  );

/** Opens the season of a name from the office's list. @returns its id */
export async function openSeason(office: Page, name: string): Promise<string> {
  await office.goto("/admission");
  await office.getByRole("link", { name, exact: true }).click();
  await expect(office.getByRole("heading", { name, level: 1 })).toBeVisible();
  return /admission\/([0-9a-f-]{36})/.exec(office.url())![1]!;
}

/** What a candidate is told to do next in the registration that stands first on his page. */
export const nextStep = (student: Page): Locator =>
  student
    .getByRole("status")
    .filter({ has: student.getByRole("heading", { name: "下一步" }) })
    .first();

/** Decides on those who are chosen on the school's page, with a reason where one is asked for. */
export async function schoolDecides(school: Page, action: string, reason: string): Promise<void> {
  await school.locator(".bulk").getByRole("button", { name: action, exact: true }).click();
  const dialog = school.getByRole("dialog");
  await dialog.getByLabel("理由").fill(reason);
  await dialog.getByRole("button", { name: action, exact: true }).click();
  await expect(dialog).toHaveCount(0);
}

/** The office confirms everybody who still waits: many at once, then one by one who claims a special quota. */
export async function officeConfirmsAll(office: Page, season: string): Promise<void> {
  const list = `/admission/${season}/candidates?state=submitted`;
  await office.goto(list);
  await office.getByRole("button", { name: /^选择本页待确认的/ }).click();
  await office.getByRole("button", { name: /^确认 \d+ 人$/ }).click();
  const dialog = office.getByRole("dialog");
  await dialog.getByRole("button", { name: /^确认 \d+ 人$/ }).click();
  await expect(dialog).toHaveCount(0);
  await expect(office.locator(".season-answer")).toContainText(/已办 \d+ 人/);
  for (;;) {
    await office.goto(list);
    const none = office.getByText("没有符合条件的考生");
    const first = office.locator("table.data tbody a").first();
    await expect(none.or(first)).toBeVisible();
    if (await none.isVisible()) return;
    await first.click();
    await office.getByRole("button", { name: "确认", exact: true }).click();
    for (const claim of await dialog.getByLabel(/^材料证明其符合专项/).all()) await claim.check();
    await dialog.getByRole("button", { name: "确认", exact: true }).click();
    await expect(dialog).toHaveCount(0);
  }
}

/** A moment as a field for day and time has it, in China. */
export const moment = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 16);

const MINUTE = 60_000;

/** The office sets the times of its calendar so that everything up to the release is over and reviews are asked for now. */
export async function bringForward(office: Page, season: string): Promise<void> {
  await office.goto(`/admission/${season}`);
  await office.getByRole("button", { name: "修改时间" }).click();
  const dialog = office.getByRole("dialog");
  const now = Date.now() - 10 * MINUTE;
  const times: Record<string, number> = {
    "报名 截止": now,
    "确认报名 截止": now + MINUTE,
    "编排考场 截止": now + 2 * MINUTE,
    "技能测试 开始": now + 2 * MINUTE,
    "技能测试 截止": now + 3 * MINUTE,
    "登记成绩 截止": now + 4 * MINUTE,
    "发布成绩 截止": now + 5 * MINUTE,
    "成绩复核 开始": now + 5 * MINUTE,
    "成绩复核 截止": now + 24 * 60 * MINUTE,
  };
  for (const [label, at] of Object.entries(times))
    await dialog.getByLabel(label, { exact: true }).fill(moment(at));
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(dialog).toHaveCount(0);
}

/** Sets a time for preferences of a batch that has begun and lasts for two hours. */
export async function setFilling(office: Page, season: string, batch: string): Promise<void> {
  await office.goto(`/admission/${season}/fillings`);
  await office.getByRole("button", { name: "设置一轮" }).click();
  const dialog = office.getByRole("dialog");
  await dialog.getByLabel("批次").selectOption(batch);
  await dialog.getByLabel("开始").fill(moment(Date.now() - MINUTE));
  await dialog.getByLabel("截止（锁定）").fill(moment(Date.now() + 120 * MINUTE));
  await dialog.getByRole("button", { name: "保存" }).click();
  await expect(dialog).toHaveCount(0);
}

interface Row {
  [key: string]: unknown;
}

/** All rows of a list of the server, as who is signed in on a page reads them. */
export async function everyRow(page: Page, path: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (let cursor: string | null = null; ;) {
    const more = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const response = await page.request.get(`${path}${path.includes("?") ? "&" : "?"}limit=200${more}`);
    if (!response.ok()) throw new Error(`${path} answered ${response.status()}`);
    const answer = (await response.json()) as { items: Row[]; next: string | null };
    rows.push(...answer.items);
    cursor = answer.next;
    if (cursor === null) return rows;
  }
}

/** A table as a file that is handed in. */
export const csvFile = (name: string, rows: readonly (readonly unknown[])[]) => ({
  name,
  mimeType: "text/csv",
  buffer: Buffer.from(rows.map((row) => `${row.join(",")}\n`).join("")),
});
