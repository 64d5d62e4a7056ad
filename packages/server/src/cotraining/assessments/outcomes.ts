/** What became of those who were trained jointly: stated by the person, the school or the enterprise, one in force a person. */
import { standards } from "@tixi/standards";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  BadInput,
  Conflict,
  dayInChina,
  decodeCursor,
  NotFound,
  toPage,
  type Context,
} from "../../platform/index.ts";
import { installation } from "../../registry/index.ts";
import { access } from "../access.ts";
import { programmeName } from "../rounds/present.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

type Outcome = z.infer<typeof s.outcome>;

/** Whether an occupation is one of those that the official tables link to a programme; null = the occupation is not known. */
export function isMatched(programme: string, occupation: string): boolean | null {
  if (occupation === "") return null;
  const links = standards().occupationsOf(programme.slice(0, 6));
  // a programme without links says nothing about anybody
  return links.length === 0 ? null : links.some(({ code }) => code === occupation);
}

/** Years of study by the second digit of the code's place: secondary and college programmes 3, bachelor 4. */
const YEARS = { secondary: 3, college: 3, bachelor: 4 } as const;

interface OutcomeRow {
  id: string;
  placement_id: string;
  person_name: string;
  programme: string;
  year: number;
  kind: Outcome["kind"];
  occupation: string;
  employer: string;
  on_day: string;
  source: Outcome["source"];
  evidence: string;
  matched: boolean | null;
  consent: boolean;
}
const OUTCOME = sql`id, placement_id, person_name, programme, year, kind, occupation, employer, to_char(on_day, 'YYYY-MM-DD') as on_day, source, evidence, matched,
  consent_at is not null as consent from cotraining.outcome`;

const show = (row: OutcomeRow): Outcome => ({
  id: row.id,
  placement: row.placement_id,
  name: row.person_name,
  programme: row.programme,
  programmeName: programmeName(row.programme),
  year: row.year,
  kind: row.kind,
  occupation: row.occupation,
  occupationName:
    row.occupation === "" ? "" : (standards().findOccupation(row.occupation)?.name ?? row.occupation),
  employer: row.employer,
  on: row.on_day,
  source: row.source,
  evidence: row.evidence,
  matched: row.matched,
  consent: row.consent,
});

/** The statement in force about a person, as far as the actor may see it; null = none. */
export async function outcomeOf(ctx: Context, person: string): Promise<Outcome | null> {
  const { rows } = await sql<OutcomeRow>`select ${OUTCOME} where person = ${person} and replaced_at is null`.execute(ctx.tx);
  return rows[0] ? show(rows[0]) : null;
} // prettier-ignore

const SOURCES = {
  student: "student",
  "school-officer": "school",
  "enterprise-officer": "enterprise",
} as const;

/**
 * States what became of a trainee, in the place of what was stated before. What the person says of himself stands before what the
 * school says, and that before what the enterprise says; an enterprise says only whom it hired.
 * @throws NotFound for a placement that is not the actor's; Conflict where a better source has spoken; BadInput
 */
export async function stateOutcome(ctx: Context, input: z.infer<typeof s.outcomeIn>): Promise<Outcome> {
  interface Placed { province: string; person: string; person_name: string; school: string; enterprise: string; enterprise_name: string; region: string; programme: string | null; level: keyof typeof YEARS | null; entry_year: number | null } // prettier-ignore
  const { rows } = await sql<Placed>`select l.province, l.person, l.person_name, l.school, l.enterprise, coalesce(w.name, '') as enterprise_name, coalesce(v.region, l.province) as region,
      x.programme, x.level, x.entry_year
    from cotraining.placement l left join cotraining.workplace w on w.province = l.province and w.organisation = l.enterprise
      left join registry.organisation_version v on v.organisation_id = l.school and upper_inf(v.valid)
      left join lateral cotraining.trainee_programme(l.province, l.id) x on true
    where l.id = ${input.placement}`.execute(ctx.tx);
  const [row] = rows;
  if (!row) throw new NotFound({ zh: "实习", en: "placement" });
  const source = SOURCES[ctx.actor.role as keyof typeof SOURCES];
  access.authorize(ctx.actor, "readOutcomes", { organisation: source === "enterprise" ? row.enterprise : row.school, person: row.person });
  const fault = (field: string, reason: string) => new BadInput([{ part: "body", field, reason }]);
  if (source === "enterprise" && input.kind !== "here") throw fault("kind", "企业只登记本单位录用的学生 / an enterprise states only whom it hired");
  if (input.occupation !== "" && !standards().findOccupation(input.occupation)) throw fault("occupation", "没有这个职业代码 / there is no such occupation");
  if (input.on > dayInChina(ctx.now)) throw fault("on", "日期不能晚于今天 / that day is still to come");
  if (source !== "student" && input.evidence.length < 2) throw fault("evidence", "请写明依据 / say what proves it");
  const works = input.kind === "here" || input.kind === "elsewhere";
  const occupation = works ? input.occupation : "";
  const { rows: replaced } = await sql<{ answer: string }>`select cotraining.replace_outcome(${row.province}, ${input.placement}, ${source}, ${ctx.now}) as answer`.execute(ctx.tx);
  const [{ answer }] = replaced as [{ answer: string }];
  if (answer === "own") throw new Conflict({ zh: "学生本人已经填报去向，以本人填报为准。", en: "The person has stated it himself; that stands." });
  if (answer === "school") throw new Conflict({ zh: "学校已经登记去向，以学校登记为准。", en: "The school has stated it; that stands." });
  const { sample } = await installation(ctx);
  const id = uuidv7();
  const year = row.entry_year === null ? Number(input.on.slice(0, 4)) : row.entry_year + YEARS[row.level ?? "college"];
  await sql`insert into cotraining.outcome (province, id, placement_id, person, person_name, school, enterprise, region, programme, year, kind, occupation, employer, on_day, source, evidence,
      matched, consent_at, sample, created_by_name, created_at)
    values (${row.province}, ${id}, ${input.placement}, ${row.person}, ${row.person_name}, ${row.school}, ${row.enterprise}, ${row.region}, ${row.programme ?? ""}, ${year}, ${input.kind}, ${occupation},
      ${input.kind === "here" ? row.enterprise_name : works ? input.employer : ""}, ${input.on}, ${source}, ${input.evidence}, ${works ? isMatched(row.programme ?? "", occupation) : null},
      ${input.consent ? ctx.now : null}, ${sample}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  await ctx.audit("outcome.state", `outcome:${id}`, null, { placement: input.placement, kind: input.kind, source, consent: input.consent });
  return (await outcomeOf(ctx, row.person))!;
} // prettier-ignore

/** Statements in force, of the actor's school, of whom his enterprise hired, or of himself. */
export async function listOutcomes(ctx: Context, query: z.infer<typeof s.listQuery>): Promise<z.infer<typeof s.outcomes>> {
  const after = decodeCursor(query.cursor, 1);
  const { rows } = await sql<OutcomeRow>`select ${OUTCOME} where replaced_at is null ${after ? sql`and id < ${String(after[0])}::uuid` : sql``} order by id desc limit ${query.limit + 1}`.execute(ctx.tx);
  if (rows.length > 0 && ctx.actor.organisation) await ctx.auditRead(`organisation:${ctx.actor.organisation}`, ["cotraining.outcome.person_name"]);
  return toPage(rows, query.limit, ({ id }) => [id], show);
} // prettier-ignore

/** Figures of outcomes by school, programme and year: of those who agreed, and of three or more. */
export async function outcomeFigures(ctx: Context): Promise<z.infer<typeof s.outcomeFigures>> {
  access.authorize(ctx.actor, "readOutcomeFigures", { region: ctx.actor.region, organisation: ctx.actor.organisation });
  const { province } = await installation(ctx);
  const { rows } = await sql<{ school: string; school_name: string; programme: string; year: number; tracked: number; employed: number; coded: number; matched: number; study: number; waiting: number; here: number }>`
    select f.*, coalesce(v.name, '') as school_name from cotraining.outcome_figures(${province}) f
      left join registry.organisation_version v on v.organisation_id = f.school and upper_inf(v.valid)
    order by f.year desc, school_name, f.programme limit 1000`.execute(ctx.tx);
  return { items: rows.map(({ school_name, ...row }) => ({ ...row, schoolName: school_name, programmeName: programmeName(row.programme) })), next: null };
} // prettier-ignore
