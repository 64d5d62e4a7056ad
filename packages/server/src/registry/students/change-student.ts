import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { standards } from "@tixi/standards";
import type { z } from "zod";
import { BadInput, Conflict, requireMatch, type Context } from "../../platform/index.ts";
import { access } from "../access.ts";
import { enrolledElsewhere } from "../people/rosters/known.sql.ts";
import { showStudent, studentInReach, studentVersion } from "./show-student.ts";
import type * as s from "./schemas.ts";

/**
 * Changes programme, class or enrolment of a student.
 * @throws BadInput for a code that the catalogue does not hold; Conflict if he is enrolled at another school meanwhile
 */
export async function changeStudent(
  ctx: Context,
  request: FastifyRequest,
  id: string,
  input: z.infer<typeof s.studentChange>,
): Promise<z.infer<typeof s.student>> {
  const row = await studentInReach(ctx, id);
  access.authorize(ctx.actor, "manageStudents", { organisation: row.school.id, region: row.region });
  requireMatch(request, studentVersion(row));
  const programme = standards().findProgramme(input.programme.slice(0, 6).toUpperCase());
  if (!programme)
    throw new BadInput([{ part: "body", field: "programme", value: input.programme, reason: "专业目录中没有此代码 / no such code in the catalogue" }]); // prettier-ignore
  const enrols = input.state === "enrolled" || input.state === "suspended";
  if (enrols && (await enrolledElsewhere(ctx, row.school.id, [id])).size > 0)
    throw new Conflict({
      zh: "暂不能在本校恢复学籍，请与主管教育部门核对。",
      en: "Cannot be enrolled here at present; ask the education authority.",
    });
  await sql`update registry.student set programme_code = ${programme.code}, level = ${programme.level}, class_name = ${input.className},
      state = ${input.state}, updated_at = ${ctx.now}, updated_by = ${ctx.actor.userId}
    where person_id = ${id} and school_id = ${row.school.id}`.execute(ctx.tx);
  if (!enrols) await sql`select registry.let_go(${id}, ${row.school.id})`.execute(ctx.tx);
  const { programme: code, className, state } = row;
  await ctx.audit("student.change", `person:${id}`, { programme: code, className, state }, { programme: programme.code, className: input.className, state: input.state }, input.reason); // prettier-ignore
  return showStudent(ctx, id);
}
