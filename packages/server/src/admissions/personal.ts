import { sql } from "kysely";
import { actedBy, type PersonalData, type PersonalField } from "../platform/index.ts";
import { objectionPersonalData } from "./objections-personal.ts";

/** What was never taken part with is of no use after the season: a year on it is deleted. */
const UNUSED_DAYS = 365;

const exam = {
  basis: 3,
  law: { zh: "《中华人民共和国职业教育法》第三十七条、《中华人民共和国教育法》第二十一条（国家教育考试制度）", en: "Vocational Education Law article 37, Education Law article 21 (national examinations)" },
  kept: "plain",
  retention: { from: "never", days: null },
} as const; // prettier-ignore

/** Columns of registration and skill tests that hold personal data. */
const registration: readonly PersonalField[] = [
  {
    ...exam,
    column: "admissions.candidate.number",
    kind: "education",
    label: { zh: "考生号", en: "Number of the candidate" },
    purpose: { zh: "在考试和投档文件中指称考生；不含任何个人信息", en: "names him in files of scores and allocation; tells nothing of him by itself" },
    sensitive: false,
    why: { zh: "考试文件按它排序和查找", en: "files of the examination are sorted and searched by it" },
    mask: null,
  },
  {
    ...exam,
    column: "admissions.candidate.declared",
    kind: "education",
    label: { zh: "报名时的申报（专业、报名条件、专项、免试）", en: "What was declared at registration (programme, conditions, quotas, exemption)" },
    purpose: { zh: "核对是否符合报名条件", en: "to see whether he may take part" },
    sensitive: true,
    why: { zh: "学校和主管部门逐项核对；未参加考试的一年后删除", en: "looked at item by item by the school or the office; deleted after a year where he did not take part" },
    retention: { from: "recorded", days: UNUSED_DAYS },
    mask: null,
  },
  {
    ...exam,
    column: "admissions.candidate.quotas",
    kind: "education",
    label: { zh: "认定的专项资格", en: "Special quotas that were confirmed" },
    purpose: { zh: "专项计划的投档", en: "allocation of reserved places" },
    sensitive: true,
    why: { zh: "投档按它计算", en: "the allocation is computed by it" },
    mask: null,
  },
  {
    ...exam,
    column: "admissions.candidate_action.note",
    kind: "education",
    label: { zh: "退回或拒绝报名的理由", en: "Why a registration was returned or refused" },
    purpose: { zh: "告知考生并留存依据", en: "to tell him, and to be able to account for it" },
    sensitive: false,
    why: { zh: "与办理记录一并显示", en: "is shown with the record" },
    mask: null,
  },
]; // prettier-ignore

export const registrationPersonal: readonly PersonalField[] = [
  ...registration,
  {
    ...exam,
    column: "admissions.candidate_action.payload",
    kind: "education",
    label: { zh: "拟免试录取的依据和去向", en: "Award and unit of an exemption" },
    purpose: {
      zh: "免试录取的公示（只列人数）和办理",
      en: "public notice of exemptions, in numbers, and their settling",
    },
    sensitive: true,
    why: { zh: "办理记录须可追溯", en: "what was decided on has to be traceable" },
    mask: null,
  },
  actedBy("admissions.candidate_import.created_by_name"),
];

const LAW = { zh: "《国家教育考试违规处理办法》、《普通高等学校招生违规行为处理暂行办法》：考试和录取须可追溯", en: "Measures on breaches in national examinations and in university admission: examination and admission have to be traceable" }; // prettier-ignore

/** What admission does with the data of one person; what objectors left is objections-personal's. */
export const admissionsPersonalData: PersonalData = {
  ...objectionPersonalData,
  async exportOf({ tx, personId }) {
    const of = sql`from admissions.candidate c join admissions.season s on s.province = c.province and s.id = c.season_id where c.person = ${personId}`;
    const { rows } = await sql<{ season: string; kind: string; category: string; number: string | null; declared: string; quotas: string; state: string | null }>`
      select s.name as season, c.kind, c.category, c.number, c.declared::text as declared, array_to_string(c.quotas, ' ') as quotas,
        (select a.action from admissions.candidate_action a where a.province = c.province and a.candidate_id = c.id order by a.seq desc limit 1) as state
      ${of} order by c.created_at`.execute(tx);
    const seats = await sql<{ season: string; site: string; begins: string; seat: number }>`
      select s.name as season, p.name as site, to_char(x.begins at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') as begins, t.seat
      from admissions.candidate c join admissions.season s on s.province = c.province and s.id = c.season_id
        join admissions.seating t on t.province = c.province and t.candidate_id = c.id
        join admissions.session x on x.province = t.province and x.id = t.session_id join admissions.site p on p.province = x.province and p.id = x.site_id
      where c.person = ${personId} order by x.begins`.execute(tx);
    const scores = await sql<{ season: string; subject: string; points: string | null }>`
      select s.name as season, v.subject, trim_scale(v.points / 10000.0)::text as points from admissions.candidate c
        join admissions.season s on s.province = c.province and s.id = c.season_id
        join admissions.score v on v.province = c.province and v.candidate_id = c.id
      where c.person = ${personId} and admissions.season_reached(s.province, s.id, 'release-scores') order by s.year, v.subject`.execute(tx);
    const lists = await sql<{ season: string; batch: string; round: number; version: number; units: string; receipt: string }>`
      select s.name as season, l.batch, l.round, l.version, array_to_string(l.units, ' ') as units, l.receipt from admissions.candidate c
        join admissions.season s on s.province = c.province and s.id = c.season_id
        join admissions.preference_list l on l.province = c.province and l.candidate_id = c.id
      where c.person = ${personId} order by s.year, l.batch, l.round, l.version`.execute(tx);
    const places = await sql<{ year: number; unit: string; award: string; at: string }>`select year, unit_id as unit, award, to_char(admitted_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD') as at
      from admissions.admission where person = ${personId} order by year`.execute(tx);
    const season = { zh: "招生季", en: "Season" };
    return [
      { title: { zh: "招生考试报名", en: "Registrations for examinations" }, columns: [season, { zh: "考生类别", en: "Kind" }, { zh: "报考类别", en: "Category" }, { zh: "考生号", en: "Number" }, { zh: "申报", en: "Declared" }, { zh: "专项", en: "Quotas" }, { zh: "办理", en: "Last step" }], rows: rows.map((r) => [r.season, r.kind, r.category, r.number, r.declared, r.quotas, r.state]) },
      { title: { zh: "技能测试", en: "Skill tests" }, columns: [season, { zh: "考点", en: "Site" }, { zh: "开始", en: "Begins" }, { zh: "座位", en: "Seat" }], rows: seats.rows.map((r) => [r.season, r.site, r.begins, r.seat]) },
      { title: { zh: "考试成绩", en: "Scores" }, columns: [season, { zh: "科目", en: "Subject" }, { zh: "分数", en: "Points" }], rows: scores.rows.map((r) => [r.season, r.subject, r.points]) },
      { title: { zh: "志愿", en: "Preferences" }, columns: [season, { zh: "批次", en: "Batch" }, { zh: "轮次", en: "Round" }, { zh: "版本", en: "Version" }, { zh: "志愿", en: "Units" }, { zh: "回执", en: "Receipt" }], rows: lists.rows.map((r) => [r.season, r.batch, r.round, r.version, r.units, r.receipt]) },
      { title: { zh: "录取", en: "Admissions" }, columns: [{ zh: "年份", en: "Year" }, { zh: "投档单位", en: "Unit" }, { zh: "免试依据", en: "Award" }, { zh: "日期", en: "Date" }], rows: places.rows.map((r) => [r.year, r.unit, r.award, r.at]) },
    ];
  },
  async erase({ tx, personId }) {
    const emptied = await sql`update admissions.candidate c set declared = '{}' where c.person = ${personId} and c.declared <> '{}' and c.number is null`.execute(tx);
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from admissions.candidate where person = ${personId} and number is not null`.execute(tx);
    return {
      erased: Number(emptied.numAffectedRows ?? 0) > 0 ? ["admissions.candidate.declared"] : [],
      kept: rows[0]!.n > 0 ? [{ what: { zh: "已确认的报名、成绩、志愿和录取结果（不含姓名）", en: "Confirmed registrations, scores, preferences and results (without the name)" }, law: LAW }] : [],
    };
  },
  async expire(scope) {
    const before = new Date(scope.now.getTime() - UNUSED_DAYS * 86_400_000);
    const { numAffectedRows } = await sql`update admissions.candidate set declared = '{}' where number is null and declared <> '{}' and created_at < ${before}`.execute(scope.tx);
    return [{ table: "admissions.candidate", rows: Number(numAffectedRows ?? 0) }, ...(await objectionPersonalData.expire(scope))];
  },
}; // prettier-ignore
