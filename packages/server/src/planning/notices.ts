import { noticeKind, notify, type Context } from "../platform/index.ts";
import { drafterOf, type ReleaseRow } from "./releases.sql.ts";
import type { ReleaseStep } from "./release-state.ts";

const releaseWaits = noticeKind({
  name: "planning.release-waits",
  title: { zh: "人才需求发布等待审核或发布", en: "A demand release waits for review or publication" },
  params: { title: "text", version: "number", next: "words", by: "personal" },
  subject: { zh: "《{title}》等待{next}", en: "“{title}” waits for {next}" },
  body: {
    zh: "《{title}》第 {version} 版由{by}提交，等待{next}。",
    en: "“{title}”, version {version}, was handed on by {by} and waits for {next}.",
  },
  mail: "now",
});

const releaseReturned = noticeKind({
  name: "planning.release-returned",
  title: { zh: "我起草的发布被退回", en: "A release that I drafted was returned" },
  params: { title: "text", version: "number", by: "personal", note: "personal" },
  subject: { zh: "《{title}》被退回", en: "“{title}” was returned" },
  body: {
    zh: "《{title}》第 {version} 版被{by}退回。意见：{note}",
    en: "“{title}”, version {version}, was returned by {by}. Note: {note}",
  },
  mail: "now",
});

const releasePublished = noticeKind({
  name: "planning.release-published",
  title: { zh: "人才需求发布已公开", en: "A demand release was published" },
  params: { title: "text", version: "number", year: "text" },
  subject: { zh: "《{title}》已发布", en: "“{title}” was published" },
  body: {
    zh: "《{title}》第 {version} 版（{year}年）已发布，任何人可见。",
    en: "“{title}”, version {version} for {year}, was published and is open to anybody.",
  },
  mail: "daily",
});

export const planningKinds = [releaseWaits, releaseReturned, releasePublished];

const REVIEW = { zh: "审核", en: "review" };
const PUBLICATION = { zh: "发布", en: "publication" };

/** Tells those whose turn it is now, and at the end those whom it concerns. */
export async function tellOfStep(
  ctx: Context,
  release: Pick<ReleaseRow, "id" | "province" | "title" | "version" | "year">,
  step: ReleaseStep,
  note: string,
): Promise<void> {
  const { province, title, version } = release;
  const link = `/releases/${release.id}`;
  const by = ctx.actor.name;
  const of = { region: province, organisation: ctx.actor.organisation };
  if (step === "draft" || step === "review") {
    const params = { title, version, by, next: step === "draft" ? REVIEW : PUBLICATION };
    const to = { role: ["planner", "administrator"], region: province } as const;
    await notify(ctx, { kind: releaseWaits, to, params, link, of });
  } else if (step === "return") {
    const userId = await drafterOf(ctx, release);
    if (userId === null || userId === ctx.actor.userId) return;
    const params = { title, version, by, note: note || "—" };
    await notify(ctx, { kind: releaseReturned, to: { userId }, params, link, of });
  } else if (step === "publish") {
    const params = { title, version, year: String(release.year) };
    const to = { role: "planner", region: province, within: true } as const;
    await notify(ctx, { kind: releasePublished, to, params, link, of });
  }
}
