import { noticeKind, notify, type Context } from "../platform/index.ts";
import type { SeasonBase } from "./score-season.ts";
import type { ScoredCandidate } from "./scores.ts";

const reviewAsked = noticeKind({
  name: "admissions.review-asked",
  title: { zh: "有考生申请成绩复核", en: "A candidate asks for a review of a score" },
  params: { season: "text" },
  subject: { zh: "《{season}》有成绩复核申请", en: "“{season}”: a review of a score is asked for" },
  body: { zh: "《{season}》收到成绩复核申请，请办理。", en: "A review of a score of “{season}” is asked for; please answer it." },
  mail: "daily",
}); // prettier-ignore
const reviewAnswered = noticeKind({
  name: "admissions.review-answered",
  title: { zh: "我的成绩复核有答复", en: "The review of my score has an answer" },
  params: { season: "text", subject: "text", result: "words" },
  subject: { zh: "《{season}》成绩复核已答复", en: "“{season}”: the review of your score has an answer" },
  body: { zh: "《{season}》“{subject}”的成绩复核已答复：{result}。请登录查看。", en: "The review of “{subject}” in “{season}” has an answer: {result}. Sign in to read it." },
  mail: "now",
}); // prettier-ignore

export const scoreKinds = [reviewAsked, reviewAnswered];

export async function tellOfReview(ctx: Context, season: SeasonBase): Promise<void> {
  await notify(ctx, {
    kind: reviewAsked,
    to: { role: ["planner", "administrator"], region: season.province },
    params: { season: season.name },
    link: `/admission/${season.id}/scores/reviews`,
    of: { region: season.province },
  });
}

export async function tellOfAnswer(
  ctx: Context,
  candidate: ScoredCandidate,
  season: SeasonBase,
  subject: string,
  changed: boolean,
): Promise<void> {
  await notify(ctx, {
    kind: reviewAnswered,
    to: { person: candidate.person },
    params: {
      season: season.name,
      subject,
      result: changed
        ? { zh: "成绩已更正", en: "the score was corrected" }
        : { zh: "成绩无误", en: "the score stands" },
    },
    link: `/candidates/${candidate.id}/scores`,
    of: { region: season.province },
  });
}
