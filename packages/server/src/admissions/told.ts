import { noticeKind, notify, type Context } from "../platform/index.ts";
import type { CandidateStep } from "./candidate-state.ts";
import { candidateProcedure } from "./candidate-state.ts";
import type { SeasonStep } from "./season-state.ts";
import { LAST_ACTION, type Season } from "./season.sql.ts";
import { sql } from "kysely";

const seasonOpened = noticeKind({
  name: "admissions.season-opened",
  title: { zh: "招生考试开始报名", en: "Registration for an examination has begun" },
  params: { season: "text", until: "text" },
  subject: { zh: "《{season}》开始报名", en: "“{season}” takes registrations" },
  body: { zh: "《{season}》已开始报名，截止时间 {until}。请组织考生报名，并确认本校考生。", en: "“{season}” takes registrations until {until}. Have your candidates register, and confirm them." },
  mail: "daily",
}); // prettier-ignore
const seasonMoved = noticeKind({
  name: "admissions.season-moved",
  title: { zh: "我报名的考试有新的安排", en: "Something new in the examination that I take part in" },
  params: { season: "text", what: "words" },
  subject: { zh: "《{season}》有新安排：{what}", en: "“{season}”: {what}" },
  body: { zh: "《{season}》有新安排：{what}。请登录查看。", en: "“{season}”: {what}. Sign in to see it." },
  mail: "now",
}); // prettier-ignore
const registrationMoved = noticeKind({
  name: "admissions.registration-moved",
  title: { zh: "我的报名有进展", en: "My registration moved on" },
  params: { season: "text", state: "words", note: "personal" },
  subject: { zh: "《{season}》报名{state}", en: "Your registration for “{season}” is {state}" },
  body: { zh: "您在《{season}》的报名{state}。说明：{note}", en: "Your registration for “{season}” is {state}. Note: {note}" },
  mail: "now",
}); // prettier-ignore
const registrationWaits = noticeKind({
  name: "admissions.registration-waits",
  title: { zh: "有考生报名等待确认", en: "A registration waits to be confirmed" },
  params: { season: "text" },
  subject: { zh: "《{season}》有报名等待确认", en: "“{season}”: a registration waits" },
  body: { zh: "《{season}》有考生提交了报名，请确认。", en: "“{season}”: a candidate handed in his registration; please confirm it." },
  mail: "daily",
}); // prettier-ignore
export const seasonDue = noticeKind({
  name: "admissions.season-due",
  title: { zh: "招生季环节即将到期或已逾期", en: "A step of a season falls due or is late" },
  params: { season: "text", step: "words", at: "text" },
  subject: { zh: "《{season}》：{step}截止 {at}", en: "“{season}”: {step} is due {at}" },
  body: { zh: "《{season}》的“{step}”截止时间为 {at}，尚未办理。", en: "“{season}”: “{step}” is due {at} and not done." },
  mail: "daily",
}); // prettier-ignore

export const seasonKinds = [seasonOpened, seasonMoved, registrationMoved, registrationWaits, seasonDue];

/** What candidates are told of a step of their season; of the others they are not. */
const TOLD: Partial<Record<SeasonStep, { words: { zh: string; en: string }; path: (id: string) => string }>> = {
  "publish-sessions": { words: { zh: "技能测试场次已公布", en: "the sessions of the skill tests are out" }, path: () => "/my-admission" },
  "release-scores": { words: { zh: "成绩已发布", en: "the scores are released" }, path: () => "/my-admission" },
  "publish-units": { words: { zh: "招生计划和志愿填报时间已公布", en: "units and times for preferences are out" }, path: () => "/my-admission" },
}; // prettier-ignore

/** A time as people read it, in China. */
export const timeWords = (at: string): string =>
  new Date(Date.parse(at) + 8 * 3_600_000).toISOString().slice(0, 16).replace("T", " ");

/** Tells schools of a season that opens, and candidates of what comes out for them. */
export async function tellOfSeason(ctx: Context, season: Season, step: SeasonStep): Promise<void> {
  const of = { region: season.province };
  if (step === "open") {
    const due = season.calendar.find(({ key }) => key === "register")?.due;
    const until = due === undefined ? "—" : timeWords(due);
    for (const [role, link] of [["planner", `/admission/${season.id}`], ["school-officer", "/school-admission"]] as const)
      await notify(ctx, { kind: seasonOpened, to: { role, region: season.province, within: true }, params: { season: season.name, until }, link, of });
  }
  const told = TOLD[step];
  if (!told) return;
  const { rows } = await sql<{ person: string }>`select c.person from admissions.candidate c
    where c.province = ${season.province} and c.season_id = ${season.id} and ${LAST_ACTION} = 'confirm'`.execute(ctx.tx);
  if (rows.length > 0)
    await notify(ctx, { kind: seasonMoved, to: rows, params: { season: season.name, what: told.words }, link: told.path(season.id), of });
} // prettier-ignore

/** Tells one candidate that his place or time has changed. */
export async function tellOfSeat(ctx: Context, season: Pick<Season, "name" | "province">, person: string): Promise<void> {
  const what = { zh: "您的技能测试场次有调整", en: "your session of the skill test has changed" };
  await notify(ctx, { kind: seasonMoved, to: { person }, params: { season: season.name, what }, link: "/my-admission", of: { region: season.province } });
} // prettier-ignore

/** Tells candidates what was decided about their registration, and whoever confirms that one waits. */
export async function tellOfRegistration(
  ctx: Context,
  season: Pick<Season, "id" | "name" | "province">,
  action: CandidateStep,
  of: readonly { person: string; school: string | null; note: string }[],
): Promise<void> {
  const { to } = candidateProcedure.steps[action];
  if (action === "submit") {
    for (const school of new Set(of.map((one) => one.school)))
      await notify(ctx, {
        kind: registrationWaits,
        to: school === null ? { role: ["planner", "administrator"], region: season.province } : { role: "school-officer", organisation: school },
        params: { season: season.name },
        link: school === null ? `/admission/${season.id}/candidates` : "/school-admission",
        of: { region: season.province, organisation: school },
      }); // prettier-ignore
    return;
  }
  const byNote = new Map<string, { person: string }[]>();
  for (const { person, note } of of) byNote.set(note, [...(byNote.get(note) ?? []), { person }]);
  for (const [note, people] of byNote)
    await notify(ctx, {
      kind: registrationMoved,
      to: people,
      params: { season: season.name, state: candidateProcedure.states[to], note: note || "—" },
      link: "/my-admission",
      of: { region: season.province },
    });
}
