import { identityCheck } from "@tixi/engines/identifiers";
import { SAMPLE_PROVINCE } from "@tixi/engines/sample";
import { standards } from "@tixi/standards";
import { sql } from "kysely";
import { NOBODY, transaction, type Actor, type Platform } from "../../platform/index.ts";
import type { HeldRole } from "./grants.ts";
import type { RosterRow } from "./rosters/check-row.ts";
import { takeRows } from "./rosters/take-in-roster.ts";

const SURNAMES = "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾";
const GIVEN = "子文明华建志永春秋雨晓雪海江山林松柏梅兰竹菊安宁平和思远一诺嘉欣若言书航知行景云泽川";

/** What the rosters of the sample hold, by the kind of organisation that gets one. */
const ROSTERS: readonly { kind: string; officer: "school-officer" | "enterprise-officer"; staff: readonly [HeldRole, number, string][]; students: number; bornFrom: number }[] = [
  { kind: "college", officer: "school-officer", staff: [["school-officer", 4, "教务处"], ["teacher", 60, "专任教师"], ["mentor", 8, "兼职导师"]], students: 240, bornFrom: 2005 },
  { kind: "secondary-school", officer: "school-officer", staff: [["school-officer", 3, "学籍办公室"], ["teacher", 30, "专任教师"]], students: 160, bornFrom: 2009 },
  { kind: "enterprise", officer: "enterprise-officer", staff: [["enterprise-officer", 3, "人力资源部"], ["mentor", 25, "技师"]], students: 0, bornFrom: 0 },
]; // prettier-ignore
/** Two of the secondary school's pupils are under 14, and their guardians have not answered. */
const UNDER_14 = 2;

/**
 * Gives the sample province some hundreds of people: the staff and students of its first college and secondary school,
 * the mentors of its first enterprise. All of them are made up. No identity number among them can be anybody's: no
 * number begins with 99, which is no province; no mobile number begins with 10. Done once, however often it is asked.
 */
export async function loadSamplePeople(platform: Platform): Promise<void> {
  for (const [seed, roster] of ROSTERS.entries()) {
    const place = await firstOf(platform, roster.kind);
    if (!place) continue;
    const actor: Actor = { ...NOBODY, name: "示例数据装载", role: roster.officer, region: place.region, organisation: place.id }; // prettier-ignore
    await transaction(platform, actor, {}, async (ctx) => {
      const target = { organisationId: place.id, region: place.region };
      const people = new Maker(seed + 1);
      const staff = roster.staff.flatMap(([role, count, post]) =>
        Array.from({ length: count }, (): RosterRow => ({
          ...people.next(1966, 33),
          role,
          post,
          student: null,
        })),
      );
      const students = Array.from({ length: roster.students }, (_, n) => people.student(roster, n, ctx.now));
      const taken = await takeRows(ctx, { kind: "staff", ...target }, staff);
      const enrolled =
        students.length > 0 ? await takeRows(ctx, { kind: "students", ...target }, students) : [];
      await ctx.audit("person.load-sample", `organisation:${place.id}`, null, { staff: taken.length, students: enrolled.length }); // prettier-ignore
    });
  }
}

/** A pupil of a secondary programme in a school of the sample province. */
export interface SamplePupil {
  person: string;
  programme: string;
  school: string;
  region: string;
}

/** Pupils who leave their schools in the same year, and what the rosters say of them now. */
export interface SampleCohort {
  leaves: number;
  state: "enrolled" | "graduated";
  /** codes of the programmes that they study in turn */
  programmes: readonly string[];
}

/** Numbers in the rosters begin so, with the year of entry behind it, and tell them from the pupils above. */
const LEAVERS = "BY";
const LEAVERS_SEED = 4;
/** Years of a secondary programme. */
const YEARS = 3;

const loaderOf = (school: { id: string; region: string }): Actor =>
  ({ ...NOBODY, name: "示例数据装载", role: "school-officer", region: school.region, organisation: school.id }); // prettier-ignore

/** Gives schools of the sample province pupils of a cohort, so many in each. Made up as above, done once. */
export async function loadSamplePupils(
  platform: Platform,
  schools: readonly { id: string; region: string; pupils: number }[],
  { leaves, state, programmes }: SampleCohort,
): Promise<SamplePupil[]> {
  const all: SamplePupil[] = [];
  const entryYear = leaves - YEARS;
  const cohort = `${LEAVERS}${entryYear}`;
  for (const [i, school] of schools.entries())
    all.push(...(await transaction(platform, loaderOf(school), {}, async (ctx) => {
      const of = async () =>
        (await sql<SamplePupil>`select person_id as person, programme_code as programme, school_id as school, region from registry.student
          where school_id = ${school.id} and starts_with(student_number, ${cohort}) order by student_number`.execute(ctx.tx)).rows;
      const there = await of();
      if (there.length > 0) return there;
      // ten schools of a cohort have identity numbers of their own
      const people = new Maker(LEAVERS_SEED + i + 10 * (leaves % 8));
      const rows = Array.from({ length: school.pupils }, (_, n): RosterRow => {
        const programme = programmes[(n + i) % programmes.length]!;
        return { ...people.next(entryYear - 16, 2), role: "student", post: "", student: { number: `${cohort}${String(n + 1).padStart(4, "0")}`, programme, level: "secondary", entryYear, className: `${String(entryYear).slice(2)}级`, state, guardian: null } };
      });
      const taken = await takeRows(ctx, { kind: "students", organisationId: school.id, region: school.region }, rows);
      await ctx.audit("person.load-sample", `organisation:${school.id}`, null, { students: taken.length });
      return of();
    })));
  return all;
} // prettier-ignore

/** Puts somebody who has an account in the sample on the rosters of a school, as a graduate of a secondary programme. Done once. */
export async function loadSampleGraduate(
  platform: Platform,
  of: { person: string; programme: string; left: number; school: { id: string; region: string } },
): Promise<void> {
  const entryYear = of.left - YEARS;
  await transaction(platform, loaderOf(of.school), {}, async (ctx) => {
    const made = await sql`insert into registry.student (person_id, school_id, region, student_number, programme_code, level, entry_year, class_name, state, updated_at, updated_by)
      values (${of.person}, ${of.school.id}, ${of.school.region}, ${`${entryYear}00000`}, ${of.programme}, 'secondary', ${entryYear},
        ${`${String(entryYear).slice(2)}级`}, 'graduated', ${ctx.now}, ${ctx.actor.userId}) on conflict do nothing returning person_id`.execute(ctx.tx);
    if (made.rows.length > 0) await ctx.audit("person.load-sample", `organisation:${of.school.id}`, null, { students: 1 });
  });
} // prettier-ignore

/** Makes people up, always the same ones. */
class Maker {
  readonly #seed: number;
  #made = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  next(bornFrom: number, years: number): Pick<RosterRow, "name" | "identity" | "bornOn" | "phone" | "email"> {
    const n = this.#made++;
    const turn = n * 7919 + this.#seed * 104_729;
    const bornOn = new Date(Date.UTC(bornFrom, 0, 1 + (turn % (years * 365)))).toISOString().slice(0, 10);
    const letters = [...GIVEN];
    const name = `${[...SURNAMES][turn % 32]}${letters[(turn >> 3) % letters.length]}${n % 3 === 0 ? "" : letters[(turn >> 7) % letters.length]}`;
    const region = `${SAMPLE_PROVINCE.code.slice(0, 2)}${String(this.#seed).padStart(2, "0")}01`;
    const seventeen = `${region}${bornOn.replaceAll("-", "")}${String(n % 1000).padStart(3, "0")}`;
    return { name, identity: seventeen + identityCheck(seventeen), bornOn, phone: "", email: "" };
  }

  student({ kind, bornFrom }: { kind: string; bornFrom: number }, n: number, now: Date): RosterRow {
    const child = kind === "secondary-school" && n < UNDER_14;
    const person = this.next(child ? now.getUTCFullYear() - 13 : bornFrom, child ? 1 : 3);
    const level = kind === "college" ? "college" : "secondary";
    const programmes = standards().programmes.filter((programme) => programme.level === level);
    const programme = programmes[(Math.floor(n / 40) * 37) % programmes.length]!;
    const entryYear = now.getUTCFullYear() - (n % 3);
    const guardian = child ? { name: `${person.name[0]}某`, phone: `1000000000${n}`, relation: "mother" as const } : null; // prettier-ignore
    return {
      ...person,
      role: "student",
      post: "",
      student: {
        number: `${entryYear}${String(n + 1).padStart(5, "0")}`,
        programme: programme.code,
        level,
        entryYear,
        className: `${programme.name.slice(0, 4)}${String(entryYear).slice(2)}0${1 + (n % 2)}`,
        state: n % 40 === 39 ? "suspended" : "enrolled",
        guardian,
      },
    };
  }
}

/** The first of the sample province by name, the one in which the sample's accounts hold their roles. */
async function firstOf(platform: Platform, kind: string): Promise<{ id: string; region: string } | null> {
  return transaction(platform, NOBODY, {}, async ({ tx }) => {
    const { rows } = await sql<{ id: string; region: string }>`
      select organisation_id as id, region from registry.organisation_version
      where upper_inf(valid) and kind = ${kind} and starts_with(region, platform.region_prefix(${SAMPLE_PROVINCE.code}))
      order by name, organisation_id limit 1`.execute(tx);
    return rows[0] ?? null;
  });
}
