import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { standards } from "@tixi/standards";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  BadInput,
  Conflict,
  NotFound,
  requireMatch,
  type Context,
  type FileSubject,
} from "../../platform/index.ts";
import { findRegion, regionName } from "../../registry/index.ts";
import { access } from "../access.ts";
import {
  appendAction,
  APPLICATION,
  holdApplication,
  insertApplication,
  requireApplication,
  updateForm,
  type ApplicationRow,
} from "./applications.sql.ts";
import { keepForm, laneOf, type Form } from "./form.ts";
import { formGroups } from "./facts.ts";
import { applicationEtag } from "./line.ts";
import { showApplication } from "./present.ts";
import { DECIDED, procedure, type State } from "./procedure.ts";
import { requireRound } from "./rounds.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

const fault = (field: string, value: unknown, reason: string) =>
  new BadInput([{ part: "body", field, value, reason }]);
/** Schools that run secondary programmes only. */
const SECONDARY = ["secondary-school", "technician-school", "comprehensive-high-school"];

interface School {
  name: string;
  kind: string;
  region: string;
}

/**
 * Begins a school's application as a draft. The catalogue decides its level and who decides on it.
 * @throws BadInput for a code that is not in the catalogue, or a level that the school does not run
 * @throws Conflict where the year's list is published, or the same is applied for already
 */
export async function startApplication(
  ctx: Context,
  roundId: string,
  input: z.infer<typeof s.newApplication>,
): Promise<z.infer<typeof s.application>> {
  const round = await requireRound(ctx, roundId);
  access.authorize(ctx.actor, "apply", { organisation: ctx.actor.organisation });
  if (round.list_id !== null) throw closed(round.year);
  const school = await ownSchool(ctx);
  const of = input.kind === "open" ? opened(input, school) : await offered(ctx, input);
  const wanted = newProgramme(input, of.programme);
  if (SECONDARY.includes(school.kind) && (wanted ?? of).level !== "secondary")
    throw fault("programme", (wanted ?? of).code, "本校只能设置中等职业教育专业 / the school runs secondary programmes only"); // prettier-ignore
  const city = of.city ?? input.city ?? cityOf(school.region);
  await refuseTwice(ctx, { round: roundId, city, kind: input.kind, offering: input.offering ?? null, programme: of.code, name: of.name, year: round.year }); // prettier-ignore
  const id = uuidv7();
  const change = input.kind === "change" ? input.change! : null;
  const row = {
    province: round.province,
    id,
    round_id: round.id,
    school: ctx.actor.organisation!,
    school_name: school.name,
    region: school.region,
    city,
    kind: input.kind,
    change,
    offering_id: input.kind === "open" ? null : input.offering!,
    programme: of.code,
    programme_name: of.name,
    level: of.level,
    new_programme: wanted?.code ?? null,
    form: {},
    sample: round.sample,
  };
  const lane = laneOf({ ...row, programme: of.code, newProgramme: row.new_programme });
  await insertApplication(ctx, { ...row, lane });
  await appendAction(ctx, { province: row.province, id, actions: [] }, "draft", {});
  await ctx.audit("application.draft", `application:${id}`, null, {
    kind: input.kind,
    change,
    programme: of.code ?? of.name,
  });
  return showApplication(ctx, await requireApplication(ctx, id));
}

const closed = (year: number): Conflict =>
  new Conflict({
    zh: `${year} 年的专业设置结果已经公布，本轮不再受理申请。`,
    en: `The list of ${year} is published; the round takes no more applications.`,
  });

async function ownSchool(ctx: Context): Promise<School> {
  const { rows } = await sql<School>`select name, kind, region from registry.organisation_version
    where organisation_id = ${ctx.actor.organisation} and upper_inf(valid)`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound({ zh: "学校", en: "school" });
  return rows[0];
}

interface Subject {
  code: string | null;
  name: string;
  level: ApplicationRow["level"];
  city: string | null;
  programme: string | null;
}

/** What is to be opened: a programme of the catalogue, or (secondary) one outside it by its name. */
function opened(input: z.infer<typeof s.newApplication>, school: School): Subject {
  if (input.outside !== undefined) {
    if (!SECONDARY.includes(school.kind))
      throw fault("outside", input.outside, "目录外专业只限中等职业学校申请 / only secondary schools may apply outside the catalogue"); // prettier-ignore
    const known = standards().programmes.find(({ level, name }) => level === "secondary" && name === input.outside); // prettier-ignore
    if (known) throw fault("outside", input.outside, `目录内已有此专业（${known.code}）/ the catalogue has it: ${known.code}`); // prettier-ignore
    return { code: null, name: input.outside, level: "secondary", city: null, programme: null };
  }
  const found = catalogued("programme", input.programme);
  return { code: found.code, name: found.name, level: found.level, city: null, programme: found.code };
}

/** @throws BadInput for a code that the catalogue does not have */
function catalogued(field: string, code: string | undefined) {
  if (code === undefined) throw fault(field, null, "请选择专业 / a programme is required");
  const found = standards().findProgramme(code);
  if (!found) throw fault(field, code, "专业目录中没有这个代码 / the catalogue has no such code");
  return found;
}

/** The school's own offering, which row-level security lets it see. */
async function offered(ctx: Context, input: z.infer<typeof s.newApplication>): Promise<Subject> {
  if (input.kind === "change" && input.change === undefined)
    throw fault("change", null, "请选择变更事项 / say what is to change");
  if (input.offering === undefined) throw fault("offering", null, "请选择专业点 / an offering is required");
  const { rows } = await sql<{ programme: string; level: ApplicationRow["level"]; city: string }>`
    select programme, level, city from planning.offering where id = ${input.offering} and school = ${ctx.actor.organisation}`.execute(
    ctx.tx,
  );
  const row = rows[0];
  if (!row) throw new NotFound({ zh: "专业点", en: "offering" });
  const name = standards().findProgramme(row.programme)?.name ?? row.programme;
  return { code: row.programme, name, level: row.level, city: row.city, programme: row.programme };
}

/** The offerings of the actor's school, which it may apply to change or to withdraw. */
export async function ownOfferings(ctx: Context): Promise<z.infer<typeof s.ownOfferings>> {
  access.authorize(ctx.actor, "apply", { organisation: ctx.actor.organisation });
  const { rows } = await sql<{ id: string; programme: string; level: ApplicationRow["level"]; city: string }>`
    select id, programme, level, city from planning.offering where school = ${ctx.actor.organisation} order by programme, city limit 2000`.execute(
    ctx.tx,
  );
  const name = (code: string) => standards().findProgramme(code)?.name ?? code;
  return {
    items: rows.map((row) => ({ ...row, name: name(row.programme), city: regionName(row.city) })),
    next: null,
  };
}

/** What a renaming or a change of level leads to; it has to be another programme, of the same level or of another one. */
function newProgramme(input: z.infer<typeof s.newApplication>, from: string | null) {
  if (input.kind !== "change" || (input.change !== "rename" && input.change !== "level")) return null;
  const found = catalogued("newProgramme", input.newProgramme);
  const before = from === null ? undefined : standards().findProgramme(from);
  if (found.code === before?.code)
    throw fault("newProgramme", found.code, "与现专业相同 / it is the same programme");
  if (before && (input.change === "level") === (found.level === before.level))
    throw fault("newProgramme", found.code, input.change === "level" ? "层次没有变化，请选更名 / the level stays: choose rename" : "层次不同，请选层次变更 / another level: choose level"); // prettier-ignore
  return found;
}

const cityOf = (region: string): string => {
  const city = `${region.slice(0, 4)}00`;
  return findRegion(city) ? city : `${region.slice(0, 2)}0000`;
};

interface Same {
  round: string;
  city: string;
  kind: string;
  offering: string | null;
  programme: string | null;
  name: string;
  year: number;
}

/** One open application about the same thing, and none for what the school has. @throws Conflict */
async function refuseTwice(ctx: Context, of: Same): Promise<void> {
  const school = ctx.actor.organisation;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`apply ${of.round} ${school}`}, 0))`.execute(ctx.tx);
  const { rows } = await sql<{ id: string; action: keyof typeof procedure.steps }>`select a.id,
      (select l.action from planning.application_action l where l.province = a.province and l.application_id = a.id order by l.seq desc limit 1) as action
    from planning.application a where a.round_id = ${of.round} and a.school = ${school}
      and (a.offering_id = ${of.offering}::uuid or ${of.offering}::uuid is null and a.kind = 'open' and a.city = ${of.city}
        and (a.programme = ${of.programme} or ${of.programme}::text is null and a.programme_name = ${of.name}))`.execute(
    ctx.tx,
  );
  const open = rows.find(({ action }) => !DECIDED.includes(procedure.steps[action].to));
  if (open)
    throw new Conflict(
      { zh: "本轮已有同一事项的申请，请在原申请中办理。", en: "There is an application about this in the round already." },
      { application: open.id },
    );
  if (of.kind !== "open" || of.programme === null) return;
  const offering = await sql`select 1 from planning.offering where school = ${school} and programme = ${of.programme} and city = ${of.city}
    and last_year >= ${of.year - 1}`.execute(ctx.tx);
  if (offering.rows.length > 0)
    throw new Conflict({ zh: "本校在该市已设有这个专业点，不需要申请新设。", en: "The school offers it in this city already." });
} // prettier-ignore

/**
 * Keeps what the school has written so far; anything may be missing until it is handed in.
 * @throws VersionChanged (If-Match); Conflict unless it is a draft or was returned
 */
export async function saveForm(ctx: Context, request: FastifyRequest, id: string, given: Form): Promise<z.infer<typeof s.application>> {
  // two windows of the same form must not both save what one of them read
  await holdApplication(ctx, id);
  const row = await requireApplication(ctx, id);
  access.authorize(ctx.actor, "apply", { organisation: row.school });
  requireMatch(request, applicationEtag(row));
  requireWriting(row);
  const form = keepForm(formGroups(row), given);
  await updateForm(ctx, row, form);
  await ctx.audit("application.save", `application:${id}`, { revision: row.revision }, { revision: row.revision + 1 });
  return showApplication(ctx, await requireApplication(ctx, id));
} // prettier-ignore

const WRITING: readonly State[] = ["draft", "returned"];

function requireWriting(row: ApplicationRow): void {
  const state = procedure.stateOf(row.actions);
  if (!WRITING.includes(state))
    throw new Conflict({
      zh: `该申请${procedure.states[state].zh}，内容不能再改。`,
      en: `The application is ${procedure.states[state].en}; its content cannot be changed.`,
    });
}

/** Files are added by the school while it writes. */
export const applicationFiles: FileSubject = {
  kind: "application",
  purposes: ["evidence", "report"],
  admit: async (ctx, id) => {
    if (!/^[0-9a-f-]{36}$/i.test(id)) throw new NotFound(APPLICATION);
    const row = await requireApplication(ctx, id);
    access.authorize(ctx.actor, "apply", { organisation: row.school });
    requireWriting(row);
    return { region: row.region, organisation: row.school, person: null, minor: false };
  },
};
