import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import { standards } from "@tixi/standards";
import {
  BadInput,
  decodeCursor,
  etagOf,
  Forbidden,
  jsonText,
  NotFound,
  requireMatch,
  toPage,
  type Context,
} from "../../platform/index.ts";
import { installation, regionName } from "../../registry/index.ts";
import { access } from "../access.ts";
import { checkEnterprises } from "../gate/judge.ts";
import type * as s from "../gate/schemas.ts"; // prettier-ignore

type Workplace = z.infer<typeof s.workplace>;
type Post = z.infer<typeof s.post>;

interface WorkplaceRow {
  organisation: string;
  name: string;
  region: string;
  industries: string[];
  staff: number | null;
  registered: boolean | null;
  dishonest: boolean | null;
  revision: number;
  posts: number;
  running: number;
  inspection: Workplace["inspection"];
}

const workplaces = (
  ctx: Context,
) => sql`w.organisation, w.name, w.region, w.industries, w.staff, w.registered, w.dishonest, w.revision,
  (select count(*)::int from cotraining.post p where p.province = w.province and p.enterprise = w.organisation and p.closed_at is null) as posts,
  cotraining.running_at(w.province, w.organisation) as running,
  (select jsonb_build_object('inspectedOn', i.inspected_on, 'decided', i.decided, 'minutes', i.minutes, 'findings', i.findings) from cotraining.inspection i
    where i.province = w.province and i.enterprise = w.organisation and i.school = ${ctx.actor.organisation}::uuid) as inspection
  from cotraining.workplace w`;

/** At most a tenth of the staff are students at once (INT-05). */
const TENTH = 10;

function showWorkplace(ctx: Context, row: WorkplaceRow): Workplace {
  const { role, organisation } = ctx.actor;
  const { region, revision, ...rest } = row;
  return {
    ...rest,
    regionName: regionName(region),
    most: row.staff === null ? null : Math.floor(row.staff / TENTH),
    mayEdit: role === "enterprise-officer" && organisation === row.organisation,
    mayInspect: role === "school-officer",
    etag: etagOf(row.organisation, revision, row.inspection),
  };
}

/** Places of training of the province; an enterprise sees its own. */
export async function listWorkplaces(ctx: Context, { q, cursor, limit }: z.infer<typeof s.workplaceQuery>) {
  const after = decodeCursor(cursor, 2);
  const { rows } = await sql<WorkplaceRow>`select ${workplaces(ctx)} where true ${q ? sql`and position(${q} in w.name) > 0` : sql``}
    ${after ? sql`and (w.name, w.organisation) > (${String(after[0])}, ${String(after[1])}::uuid)` : sql``}
    order by w.name, w.organisation limit ${limit + 1}`.execute(ctx.tx);
  return toPage(rows, limit, ({ name, organisation }) => [name, organisation], (row) => showWorkplace(ctx, row));
} // prettier-ignore

/** @throws NotFound */
export async function readWorkplace(ctx: Context, id: string): Promise<Workplace> {
  const { rows } = await sql<WorkplaceRow>`select ${workplaces(ctx)} where w.organisation = ${id}`.execute(
    ctx.tx,
  );
  if (!rows[0]) throw new NotFound({ zh: "实习单位", en: "place of training" });
  return showWorkplace(ctx, rows[0]);
}

/**
 * What an enterprise says of itself. A change of its staff has every placement there looked at again, of all schools.
 * @throws BadInput for an industry that the classification does not have; VersionChanged (If-Match) once it stands
 */
export async function keepWorkplace(ctx: Context, request: FastifyRequest, facts: z.infer<typeof s.workplaceFacts>): Promise<Workplace> {
  const { organisation } = ctx.actor;
  access.authorize(ctx.actor, "keepWorkplace", { organisation });
  if (organisation === null) throw new Forbidden();
  const unknown = facts.industries.find((code) => !standards().findIndustry(code.replace(/^[A-T]/, "")));
  if (unknown) throw new BadInput([{ part: "body", field: "industries", value: unknown, reason: "国民经济行业分类中没有这个代码 / no such class of GB/T 4754" }]);
  const { province, sample } = await installation(ctx);
  const known = await sql<WorkplaceRow>`select ${workplaces(ctx)} where w.organisation = ${organisation}`.execute(ctx.tx);
  const before = known.rows[0];
  if (before) requireMatch(request, showWorkplace(ctx, before).etag);
  const { rows } = await sql<{ name: string; region: string }>`select name, region from registry.organisation_version where organisation_id = ${organisation} and upper_inf(valid)`.execute(ctx.tx);
  await sql`insert into cotraining.workplace (province, organisation, name, region, industries, staff, registered, dishonest, sample, updated_by_name, updated_at)
    values (${province}, ${organisation}, ${rows[0]!.name}, ${rows[0]!.region}, ${facts.industries}, ${facts.staff}, ${facts.registered}, ${facts.dishonest}, ${sample}, ${ctx.actor.name}, ${ctx.now})
    on conflict (province, organisation) do update set name = excluded.name, region = excluded.region, industries = excluded.industries, staff = excluded.staff,
      registered = excluded.registered, dishonest = excluded.dishonest, revision = cotraining.workplace.revision + 1, updated_by_name = excluded.updated_by_name, updated_at = excluded.updated_at`.execute(ctx.tx);
  await ctx.audit("workplace.keep", `workplace:${organisation}`, before && { staff: before.staff, registered: before.registered, dishonest: before.dishonest }, facts);
  await checkEnterprises(ctx, province, [organisation], "workplace");
  return readWorkplace(ctx, organisation);
} // prettier-ignore

/** What a school has done about an enterprise before it places anybody there (INT-13). @throws BadInput without the number of the minutes */
export async function inspectWorkplace(ctx: Context, enterprise: string, input: z.infer<typeof s.inspection>): Promise<Workplace> {
  const { organisation } = ctx.actor;
  access.authorize(ctx.actor, "keepPlacement", { organisation });
  await readWorkplace(ctx, enterprise);
  if (input.decided && input.minutes === "") throw new BadInput([{ part: "body", field: "minutes", reason: "请填写会议纪要编号 / the number of the minutes is required" }]);
  const { province } = await installation(ctx);
  await sql`insert into cotraining.inspection (province, school, enterprise, inspected_on, decided, minutes, findings, entered_by_name, entered_at)
    values (${province}, ${organisation}, ${enterprise}, ${input.inspectedOn}, ${input.decided}, ${input.minutes}, ${input.findings}, ${ctx.actor.name}, ${ctx.now})
    on conflict (province, school, enterprise) do update set inspected_on = excluded.inspected_on, decided = excluded.decided, minutes = excluded.minutes, findings = excluded.findings,
      revision = cotraining.inspection.revision + 1, entered_by_name = excluded.entered_by_name, entered_at = excluded.entered_at`.execute(ctx.tx);
  await ctx.audit("workplace.inspect", `workplace:${enterprise}`, null, { inspectedOn: input.inspectedOn, decided: input.decided, minutes: input.minutes });
  await checkEnterprises(ctx, province, [enterprise], "inspection");
  return readWorkplace(ctx, enterprise);
} // prettier-ignore

interface PostRow extends Omit<Post, "mayEdit" | "etag"> {
  revision: number;
}
const POST = sql`p.id, p.enterprise, p.name, p.occupation, p.programmes, p.seats, p.like_key as "likeKey", p.like_staff as "likeStaff", p.like_pay::float8 as "likePay",
  p.lowest_pay::float8 as "lowestPay", p.labour_level as "labourLevel", p.hazards, p.hours_day::float8 as "hoursDay", p.hours_week::float8 as "hoursWeek",
  p.rest_days::float8 as "restDays", p.overtime, p.night, p.rest_day_work as "restDayWork", p.holiday_work as "holidayWork", p.simple_only as "simpleOnly", p.competences,
  p.closed_at is not null as closed, p.revision from cotraining.post p`;

function showPost(ctx: Context, { revision, ...row }: PostRow): Post {
  const { role, organisation } = ctx.actor;
  return { ...row, mayEdit: role === "enterprise-officer" && organisation === row.enterprise, etag: etagOf(row.id, revision) }; // prettier-ignore
}

/** Posts of an enterprise, or all that the actor may know of. */
export async function listPosts(ctx: Context, { enterprise }: z.infer<typeof s.postQuery>): Promise<z.infer<typeof s.postList>> {
  const { rows } = await sql<PostRow>`select ${POST} where ${enterprise ? sql`p.enterprise = ${enterprise}` : sql`true`} order by p.closed_at nulls first, p.name, p.id limit 500`.execute(ctx.tx);
  return { items: rows.map((row) => showPost(ctx, row)), next: null };
} // prettier-ignore

/** Offers a post, or changes it; a change has the placements of the enterprise looked at again. @throws NotFound; VersionChanged (If-Match) */
export async function keepPost(ctx: Context, request: FastifyRequest, id: string | null, facts: z.infer<typeof s.postFacts>): Promise<Post> {
  const { organisation } = ctx.actor;
  access.authorize(ctx.actor, "keepWorkplace", { organisation });
  if (organisation === null) throw new Forbidden();
  const strange = facts.programmes.find((code) => code.length === 6 && !standards().findProgramme(code));
  if (strange) throw new BadInput([{ part: "body", field: "programmes", value: strange, reason: "专业目录中没有这个代码 / no such programme in the catalogue" }]);
  if (facts.occupation !== "" && !standards().findOccupation(facts.occupation)) throw new BadInput([{ part: "body", field: "occupation", value: facts.occupation, reason: "职业分类大典中没有这个代码 / no such occupation" }]);
  const twice = facts.competences.find(({ key, name }, n) => facts.competences.some((other, m) => m < n && (other.key === key || other.name === name)));
  if (twice) throw new BadInput([{ part: "body", field: "competences", value: twice.name, reason: "能力重复 / the same competence twice" }]);
  const { province, sample } = await installation(ctx);
  const key = id ?? uuidv7();
  if (id !== null) {
    const { rows } = await sql<PostRow>`select ${POST} where p.id = ${id} and p.enterprise = ${organisation}`.execute(ctx.tx);
    if (!rows[0]) throw new NotFound({ zh: "岗位", en: "post" });
    requireMatch(request, showPost(ctx, rows[0]).etag);
  }
  const values = sql`${facts.name}, ${facts.occupation}, ${facts.programmes}, ${facts.seats}, ${facts.likeKey}, ${facts.likeStaff}, ${facts.likePay}, ${facts.lowestPay},
    ${facts.labourLevel}, ${facts.hazards}, ${facts.hoursDay}, ${facts.hoursWeek}, ${facts.restDays}, ${facts.overtime}, ${facts.night}, ${facts.restDayWork}, ${facts.holidayWork},
    ${facts.simpleOnly}, ${jsonText(facts.competences)}::jsonb, ${facts.closed ? ctx.now : null}::timestamptz`;
  const columns = sql`name, occupation, programmes, seats, like_key, like_staff, like_pay, lowest_pay, labour_level, hazards, hours_day, hours_week, rest_days, overtime, night,
    rest_day_work, holiday_work, simple_only, competences, closed_at`;
  if (id === null) await sql`insert into cotraining.post (province, id, enterprise, sample, created_by_name, created_at, ${columns}) values (${province}, ${key}, ${organisation}, ${sample}, ${ctx.actor.name}, ${ctx.now}, ${values})`.execute(ctx.tx);
  else await sql`update cotraining.post set (${columns}, revision) = (${values}, revision + 1) where id = ${id}`.execute(ctx.tx);
  await ctx.audit(id === null ? "work-post.offer" : "work-post.change", `work-post:${key}`, null, { name: facts.name, seats: facts.seats, closed: facts.closed });
  if (id !== null) await checkEnterprises(ctx, province, [organisation], "post");
  const { rows } = await sql<PostRow>`select ${POST} where p.id = ${key}`.execute(ctx.tx);
  return showPost(ctx, rows[0]!);
} // prettier-ignore
