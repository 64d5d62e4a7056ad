import { noticeKind, notify, type Context } from "../../platform/index.ts";
import type { TimetableRow } from "./timetable.sql.ts";

const published = noticeKind({
  name: "cotraining.timetable",
  title: { zh: "工学交替课表已发布或更新", en: "A rotation timetable is published or changed" },
  params: { title: "text", organisation: "text", edition: "number" },
  subject: { zh: "{organisation}发布了课表“{title}”第 {edition} 版", en: "{organisation} published edition {edition} of {title}" },
  body: { zh: "{organisation}发布了工学交替课表“{title}”第 {edition} 版，哪个班组哪一周在哪里以此为准；已订阅的日历会自动更新。", en: "{organisation} published edition {edition} of the rotation timetable {title}. Calendars that are subscribed to follow it." },
  mail: "daily",
}); // prettier-ignore

export const timetableKinds = [published];

/** Tells those whose places are used, and the teachers of the school, that another edition is valid. */
export const tellOfTimetable = (ctx: Context, row: TimetableRow, edition: number): Promise<void> =>
  notify(ctx, {
    kind: published,
    to: [
      ...row.partners.map((organisation) => ({ role: ["school-officer" as const, "enterprise-officer" as const, "secretariat" as const], organisation })),
      { role: ["teacher" as const], organisation: row.organisation },
    ],
    params: { title: row.title, organisation: row.organisation_name, edition },
    link: `/timetables/${row.id}`,
    of: { region: row.region, organisation: row.organisation },
  }); // prettier-ignore
