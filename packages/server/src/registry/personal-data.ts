import { sql } from "kysely";
import type { Context, Database } from "../platform/index.ts";
import type {
  ErasureResult,
  Expired,
  ExportSection,
  Keeper,
  Outlived,
  PersonalData,
  PersonScope,
} from "../platform/personal/hooks.ts";
import type { Kysely } from "kysely";
import { access } from "./access.ts";
import { findPerson } from "./people/people.sql.ts";
import { keeps, personInCharge } from "./people/show-person.ts";

const ERASED = "已注销";
const day = { zh: "日期", en: "Date" };

async function exportOf({ tx, vault, personId }: PersonScope): Promise<ExportSection[]> {
  const open = (place: string, sealed: Buffer | null) => (sealed === null ? null : vault.open(place, sealed));
  const [person] = (
    await sql<{ name: string; identity: Buffer | null; phone: Buffer | null; email: Buffer | null; bornOn: string | null; state: string }>`
      select name, identity_sealed as identity, phone_sealed as phone, email_sealed as email,
        to_char(born_on, 'YYYY-MM-DD') as "bornOn", state from registry.person where id = ${personId}`.execute(tx)
  ).rows;
  const roles = await sql<{ organisation: string | null; role: string; post: string; state: string; since: string; until: string | null }>`
    select v.name as organisation, m.role, m.post, m.state, to_char(m.since, 'YYYY-MM-DD') as since, to_char(m.until, 'YYYY-MM-DD') as until
    from registry.membership m left join registry.organisation_version v on v.organisation_id = m.organisation_id and upper_inf(v.valid)
    where m.person_id = ${personId} order by m.since`.execute(tx);
  const student = await sql<{ school: string | null; number: string; programme: string; entry: number; class: string; state: string }>`
    select v.name as school, s.student_number as number, s.programme_code as programme, s.entry_year as entry, s.class_name as class, s.state
    from registry.student s left join registry.organisation_version v on v.organisation_id = s.school_id and upper_inf(v.valid)
    where s.person_id = ${personId}`.execute(tx);
  const guardians = await sql<{ name: Buffer; phone: Buffer; relation: string; consent: string }>`
    select name_sealed as name, phone_sealed as phone, relation, consent from registry.guardian where person_id = ${personId}`.execute(tx);
  const lent = await sql<{ to: string; since: string; until: string; reason: string }>`
    select p.name as "to", to_char(d.since, 'YYYY-MM-DD') as since, to_char(d.until, 'YYYY-MM-DD') as until, d.reason
    from registry.delegation d join registry.person p on p.id = d.to_person where d.from_person = ${personId} order by d.since`.execute(tx);
  return [
    {
      title: { zh: "基本信息", en: "The person" },
      columns: [{ zh: "姓名", en: "Name" }, { zh: "公民身份号码", en: "Identity number" }, { zh: "手机号码", en: "Phone" }, { zh: "电子邮箱", en: "E-mail" }, { zh: "出生日期", en: "Date of birth" }, { zh: "状态", en: "State" }],
      rows: person
        ? [[person.name, open("registry.person.identity", person.identity), open("registry.person.phone", person.phone), open("registry.person.email", person.email), person.bornOn, person.state]]
        : [],
    },
    {
      title: { zh: "角色", en: "Roles" },
      columns: [{ zh: "单位", en: "Organisation" }, { zh: "角色", en: "Role" }, { zh: "职务", en: "Post" }, { zh: "状态", en: "State" }, { zh: "自", en: "Since" }, { zh: "至", en: "Until" }],
      rows: roles.rows.map((one) => [one.organisation, one.role, one.post, one.state, one.since, one.until]),
    },
    {
      title: { zh: "学籍", en: "School roll" },
      columns: [{ zh: "学校", en: "School" }, { zh: "学号", en: "Number" }, { zh: "专业", en: "Programme" }, { zh: "入学年份", en: "Entry year" }, { zh: "班级", en: "Class" }, { zh: "状态", en: "State" }],
      rows: student.rows.map((one) => [one.school, one.number, one.programme, one.entry, one.class, one.state]),
    },
    {
      title: { zh: "监护人", en: "Guardians" },
      columns: [{ zh: "姓名", en: "Name" }, { zh: "手机号码", en: "Phone" }, { zh: "关系", en: "Relation" }, { zh: "同意", en: "Consent" }],
      rows: guardians.rows.map((one) => [open("registry.guardian.name", one.name), open("registry.guardian.phone", one.phone), one.relation, one.consent]),
    },
    {
      title: { zh: "委托他人办理", en: "Roles lent to others" },
      columns: [{ zh: "受托人", en: "To" }, { ...day, zh: "自" }, { zh: "至", en: "Until" }, { zh: "事由", en: "Reason" }],
      rows: lent.rows.map((one) => [one.to, one.since, one.until, one.reason]),
    },
  ];
} // prettier-ignore

/** The person stays as a number: his name, what is sealed, his account and his roles go. */
async function erase({ tx, personId, now }: PersonScope): Promise<ErasureResult> {
  await sql`update registry.membership set post = '', state = case when state in ('claimed', 'active') then 'ended' else state end,
    until = case when state in ('claimed', 'active') then greatest(since, ${now}::date) else until end where person_id = ${personId}`.execute(tx);
  await sql`update registry.delegation set ended_at = coalesce(ended_at, ${now}) where ${personId} in (from_person, to_person)`.execute(tx);
  await sql`update registry.invitation set name = ${ERASED}, actor = actor - 'name', revoked_at = case when accepted_at is null then coalesce(revoked_at, ${now}) else revoked_at end
    where person_id = ${personId} or accepted_by = ${personId}`.execute(tx);
  await sql`delete from registry.guardian where person_id = ${personId}`.execute(tx);
  const pupil = await sql`update registry.student set student_number = ${ERASED} || ' ' || right(person_id::text, 12), class_name = '',
    state = case when state in ('enrolled', 'suspended') then 'left' else state end, updated_at = ${now} where person_id = ${personId}`.execute(tx);
  await sql`update registry.person set name = ${ERASED}, identity_sealed = null, identity_index = null, phone_sealed = null,
    phone_index = null, email_sealed = null, email_index = null, born_on = null, user_id = null, state = 'erased' where id = ${personId}`.execute(tx);
  return {
    erased: ["registry.person", "registry.membership.post", "registry.invitation", "registry.guardian", "registry.student"],
    kept: Number(pupil.numAffectedRows ?? 0) === 0 ? [] : [
      {
        what: { zh: "专业、层次、入学年份（不含姓名与学号）", en: "Programme, level and year of entry (without name or number)" },
        law: { zh: "《中华人民共和国统计法》：学校统计资料的保存", en: "Statistics Law: records that a school's figures rest on" },
      },
    ],
  };
} // prettier-ignore

async function expire({ tx, now }: Pick<PersonScope, "tx" | "now">): Promise<Expired[]> {
  const before = (days: number) => new Date(now.getTime() - days * 86_400_000);
  const invitations = await sql`delete from registry.invitation where expires_at < ${before(90)}`.execute(tx);
  const rows = await sql`delete from registry.roster_row w using registry.roster r
    where r.id = w.roster_id and r.state <> 'running' and r.created_at < ${before(30)}`.execute(tx);
  return [
    { table: "registry.invitation", rows: Number(invitations.numAffectedRows ?? 0) },
    { table: "registry.roster_row", rows: Number(rows.numAffectedRows ?? 0) },
  ];
}

const KEEPER = sql`p.user_id as "userId", p.kept_by as organisation, coalesce(
    (select v.region from registry.organisation_version v where v.organisation_id = p.kept_by and upper_inf(v.valid)),
    (select s.region from registry.student s where s.person_id = p.id limit 1),
    (select m.region from registry.membership m where m.person_id = p.id and m.region is not null order by m.state = 'active' desc limit 1),
    (select max(province) from registry.installation), '') as region`;

async function keeperOf(tx: Kysely<Database>, personId: string): Promise<Keeper | null> {
  const { rows } =
    await sql<Keeper>`select ${KEEPER} from registry.person p where p.id = ${personId}`.execute(tx);
  return rows[0] ?? null;
}

/** Those whose last role ended, and who left their last school, three years ago. */
async function outlived({ tx, now }: Pick<PersonScope, "tx" | "now">): Promise<Outlived[]> {
  const { rows } = await sql<Outlived>`
    select p.id as "personId", ${KEEPER}, to_char(greatest(p.created_at, r.last, s.last), 'YYYY-MM-DD') as since
    from registry.person p
      cross join lateral (select max(until)::timestamptz as last, bool_or(state in ('claimed', 'active')) as held
        from registry.membership m where m.person_id = p.id) r
      cross join lateral (select max(updated_at) as last, bool_or(state in ('enrolled', 'suspended')) as enrolled
        from registry.student s where s.person_id = p.id) s
    where p.state <> 'erased' and not coalesce(r.held, false) and not coalesce(s.enrolled, false)
      and greatest(p.created_at, r.last, s.last) < ${now}::timestamptz - interval '3 years'
    order by p.id limit 1000`.execute(tx);
  return rows;
}

/** Sealed bytes of a person or a guardian, where the actor answers for them or is the person. */
async function sealed(ctx: Context, place: string, id: string): Promise<{ sealed: Buffer; subject: string } | null> {
  if (place === "registry.guardian.name" || place === "registry.guardian.phone") {
    const column = sql.ref(place.endsWith("name") ? "name_sealed" : "phone_sealed");
    const { rows } = await sql<{ sealed: Buffer; personId: string; schoolId: string; region: string }>`
      select ${column} as sealed, person_id as "personId", school_id as "schoolId", region from registry.guardian where id = ${id}`.execute(ctx.tx); // prettier-ignore
    const [row] = rows;
    if (!row) return null;
    access.authorize(ctx.actor, "readGuardians", { person: row.personId, organisation: row.schoolId, region: row.region });
    return { sealed: row.sealed, subject: `person:${row.personId}` };
  }
  const field = /^registry\.person\.(phone|email|identity)$/.exec(place)?.[1] as "phone" | "email" | "identity" | undefined;
  const row = field && (await findPerson(ctx, id));
  if (!row || row.state === "erased" || !(await mayOpen(ctx, id))) return null;
  const value = row[field];
  return value === null ? null : { sealed: value, subject: `person:${id}` };
} // prettier-ignore

/** One's own; of the pupils of one's school; of those whose account one's organisation keeps. */
async function mayOpen(ctx: Context, id: string): Promise<boolean> {
  if (id === ctx.actor.personId) return true;
  const { rows } = await sql<{ region: string; schoolId: string }>`
    select region, school_id as "schoolId" from registry.student where person_id = ${id} limit 1`.execute(
    ctx.tx,
  );
  if (rows[0]) {
    access.authorize(ctx.actor, "manageStudents", { region: rows[0].region, organisation: rows[0].schoolId });
    return true;
  }
  return keeps(ctx, (await personInCharge(ctx, id)).row);
}

/** What the register does with the data of one person. */
export const personalData: PersonalData = { exportOf, erase, expire, outlived, sealed, keeperOf };
