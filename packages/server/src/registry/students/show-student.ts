import { sql } from "kysely";
import { maskName, maskPhone } from "@tixi/engines/identifiers";
import type { z } from "zod";
import { etagOf, NotFound, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { maskedContact, PLACES } from "../people/contact.ts";
import { namesOf } from "../people/places.sql.ts";
import { findPerson } from "../people/people.sql.ts";
import { GUARDIAN_NAME, GUARDIAN_PHONE } from "../people/rosters/take-in-roster.ts";
import { presentLine, rosterOf, STUDENT, type StudentRow } from "./list-students.ts";
import type * as s from "./schemas.ts";

export const STUDENT_WORD = { zh: "学生", en: "student" };

export interface StudentRecord extends StudentRow {
  region: string;
  updatedAt: string;
  updatedBy: string | null;
}

/** @throws NotFound where it is no student of the actor's school or region */
export async function studentInReach(ctx: Context, id: string): Promise<StudentRecord> {
  const { rows } =
    await sql<StudentRecord>`select s.region, to_json(s.updated_at) #>> '{}' as "updatedAt", s.updated_by as "updatedBy", ${STUDENT}
    where p.id = ${id} and ${rosterOf(ctx.actor)} and p.state <> 'erased' order by s.updated_at desc limit 1`.execute(
      ctx.tx,
    );
  const [row] = rows;
  if (!row) throw new NotFound(STUDENT_WORD);
  access.authorize(ctx.actor, "readStudents", { organisation: row.school.id, region: row.region });
  return row;
}

/** A student's record: a teacher sees the roster, an officer the masked contact data and the guardians as well. */
export async function showStudent(ctx: Context, id: string): Promise<z.infer<typeof s.student>> {
  const row = await studentInReach(ctx, id);
  const officer = access.reach(ctx.actor.role, "manageStudents") !== undefined;
  const person = (await findPerson(ctx, id))!;
  const guardians = access.reach(ctx.actor.role, "readGuardians") === "organisation" ? await guardiansOf(ctx, id, row.school.id) : null; // prettier-ignore
  const names = await namesOf(ctx, [row.updatedBy]);
  await ctx.auditRead(`person:${id}`, [
    "registry.person.name", "registry.student.student_number", ...(officer ? Object.values(PLACES) : []), ...(guardians ? [GUARDIAN_NAME, GUARDIAN_PHONE] : []),
  ]); // prettier-ignore
  const { updatedAt, updatedBy, region: _, ...line } = row;
  return {
    ...presentLine(line),
    contact: officer ? maskedContact(ctx.vault, person) : null,
    guardians,
    needsConsent: row.consent !== "none",
    updatedAt,
    updatedBy: updatedBy === null ? null : (names.get(updatedBy) ?? null),
    etag: studentVersion(row),
  };
}

export const studentVersion = (row: StudentRecord): string => etagOf(row.id, row.updatedAt, row.state);

async function guardiansOf(ctx: Context, id: string, school: string): Promise<z.infer<typeof s.guardian>[]> {
  const { rows } = await sql<{ id: string; name: Buffer; phone: Buffer; relation: "father" | "mother" | "other"; consent: "asked" | "given" | "refused" | "withdrawn"; notice: string; answeredAt: string | null; linked: boolean }>`
    select id, name_sealed as name, phone_sealed as phone, relation, consent, notice, to_json(answered_at) #>> '{}' as "answeredAt",
      token_hash is not null as linked
    from registry.guardian where person_id = ${id} and school_id = ${school} order by created_at`.execute(ctx.tx); // prettier-ignore
  return rows.map(({ name, phone, ...row }) => ({
    ...row,
    name: maskName(ctx.vault.open(GUARDIAN_NAME, name)),
    phone: maskPhone(ctx.vault.open(GUARDIAN_PHONE, phone)),
  }));
}
