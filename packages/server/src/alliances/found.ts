import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import type { z } from "zod";
import {
  BadInput,
  Conflict,
  Forbidden,
  inRegion,
  jsonText,
  NotFound,
  requireMatch,
  type Context,
} from "../platform/index.ts";
import { installation } from "../registry/index.ts";
import { access } from "./access.ts";
import {
  ALLIANCE,
  allianceEtag,
  holdAlliance,
  membersOf,
  requireAlliance,
  requireRegistered,
} from "./alliance.sql.ts";
import type { AllianceKind } from "./kinds.ts";
import { keepPapers } from "./papers.ts";
import { lacks, showAlliance } from "./present.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

type Statutes = z.infer<typeof s.statutes>;
type Shown = Promise<z.infer<typeof s.alliance>>;

/**
 * Enters what an alliance of the register rests on: park or field, documents, statutes.
 * @throws Forbidden where the actor's organisation is none, NotFound where it is of another province; Conflict where it is entered already; BadInput
 */
export async function foundAlliance(ctx: Context, input: Statutes): Shown {
  const { organisation } = ctx.actor;
  access.authorize(ctx.actor, "keep", { organisation });
  const { province, sample } = await installation(ctx);
  const own = await requireRegistered(ctx, organisation!);
  if (own.kind !== "consortium" && own.kind !== "community")
    throw new Forbidden({ zh: "名录中登记为联合体或共同体的单位才能建立。", en: "Only a consortium or community of the register can be set up." });
  if (!inRegion(own.region, province)) throw new NotFound(ALLIANCE);
  await holdAlliance(ctx, own.id);
  check(own.kind, input);
  const there = await sql`select 1 from alliances.alliance where id = ${own.id}`.execute(ctx.tx);
  if (there.rows.length > 0) throw new Conflict({ zh: "已经建立，请直接修改。", en: "It is set up already; change it instead." });
  await sql`insert into alliances.alliance (province, id, kind, region, purpose, founded_on, legal_form, park, field, chain, documents, notice_days,
      quorum, quorum_of, term_years, admission, sample, created_by_name, created_at)
    values (${province}, ${own.id}, ${own.kind}, ${own.region}, ${input.purpose}, ${input.foundedOn}, ${input.legalForm}, ${input.park}, ${input.field},
      ${input.chain}, ${jsonText(input.documents)}::jsonb, ${input.noticeDays}, ${input.quorum}, ${input.quorumOf}, ${input.termYears}, ${input.admission},
      ${sample}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  await keepPapers(ctx, own, input.documents);
  await ctx.audit("alliance.found", `alliance:${own.id}`, null, { kind: own.kind, form: input.legalForm });
  return showAlliance(ctx, await requireAlliance(ctx, own.id));
} // prettier-ignore

/** @throws BadInput where a consortium has no park, a community no field, or the quorum is more than the whole */
function check(kind: AllianceKind, input: Statutes): void {
  const fault = (field: string, reason: string) => new BadInput([{ part: "body", field, reason }]);
  if (input.documents.some(({ kind: of, open }) => open && of !== "charter"))
    throw fault("documents", "只有章程可以公开 / only the charter may be open");
  if (kind === "consortium" && !input.park) throw fault("park", "市域产教联合体须写明所依托的产业园区 / a consortium stands on an industrial park"); // prettier-ignore
  if (kind === "community" && !input.field) throw fault("field", "行业产教融合共同体须写明行业领域 / a community stands in a field of industry"); // prettier-ignore
  if (input.quorum > input.quorumOf)
    throw fault("quorum", "法定人数不能多于全体 / a quorum is not more than all");
}

/** @throws BadInput; VersionChanged if somebody changed it meanwhile (If-Match) */
export async function changeAlliance(ctx: Context, request: FastifyRequest, id: string, input: Statutes): Shown {
  const row = await requireAlliance(ctx, id);
  access.authorize(ctx.actor, "keep", { organisation: row.id });
  await holdAlliance(ctx, id);
  requireMatch(request, allianceEtag(row));
  check(row.kind, input);
  await sql`update alliances.alliance set purpose = ${input.purpose}, founded_on = ${input.foundedOn}, legal_form = ${input.legalForm}, park = ${input.park},
      field = ${input.field}, chain = ${input.chain}, documents = ${jsonText(input.documents)}::jsonb, notice_days = ${input.noticeDays},
      quorum = ${input.quorum}, quorum_of = ${input.quorumOf}, term_years = ${input.termYears}, admission = ${input.admission}, revision = revision + 1
    where id = ${id}`.execute(ctx.tx);
  await keepPapers(ctx, row, input.documents);
  const said = ({ quorum, quorum_of, notice_days, admission }: typeof row) => ({ quorum, quorum_of, notice_days, admission });
  const changed = await requireAlliance(ctx, id);
  await ctx.audit("alliance.change", `alliance:${id}`, said(row), said(changed));
  return showAlliance(ctx, changed);
} // prettier-ignore

/**
 * Lets an alliance begin to work; from then on it is public.
 * @throws Conflict naming what the rule book asks for and is missing (ORG-01, ORG-05, ORG-10)
 */
export async function startAlliance(ctx: Context, id: string): Shown {
  const row = await requireAlliance(ctx, id);
  access.authorize(ctx.actor, "keep", { organisation: row.id });
  await holdAlliance(ctx, id);
  if (row.running_since !== null) throw new Conflict({ zh: "已经开始运行。", en: "It works already." });
  const against = lacks(row, await membersOf(ctx, id)).filter(({ hard }) => hard);
  if (against.length > 0)
    throw new Conflict({
      zh: `还不能开始运行：${against.map(({ rule, text }) => `${text.zh}（${rule}）`).join("；")}。`,
      en: `It cannot begin to work: ${against.map(({ rule, text }) => `${text.en} (${rule})`).join("; ")}.`,
    });
  await sql`update alliances.alliance set running_since = ${ctx.now}, revision = revision + 1 where id = ${id}`.execute(ctx.tx);
  await ctx.audit("alliance.start", `alliance:${id}`, { running: false }, { running: true });
  return showAlliance(ctx, await requireAlliance(ctx, id));
} // prettier-ignore
