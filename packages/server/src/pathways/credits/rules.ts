import type { FastifyRequest } from "fastify";
import { standards } from "@tixi/standards";
import { sql } from "kysely";
import { uuidv7 } from "uuidv7";
import type { z } from "zod";
import {
  BadInput,
  dayInChina,
  decodeCursor,
  etagOf,
  NotFound,
  requireMatch,
  toPage,
  type Context,
} from "../../platform/index.ts";
import { installation } from "../../registry/index.ts";
import { access } from "../access.ts";
import { requireSchool } from "../agreements/agreements.sql.ts";
import type * as s from "./schemas.ts"; // prettier-ignore

export interface RuleRow {
  province: string;
  id: string;
  school: string;
  school_name: string;
  programme: string;
  source_kind: "course" | "certificate" | "work" | "award";
  source: string;
  needs: string;
  course: string;
  /** tenths */
  credits: number;
  valid_from: string;
  valid_until: string | null;
  revision: number;
  sample: boolean;
}

const COLUMNS = sql`r.province, r.id, r.school, r.school_name, r.programme, r.source_kind, r.source, r.needs, r.course, r.credits,
  to_char(r.valid_from, 'YYYY-MM-DD') as valid_from, to_char(r.valid_until, 'YYYY-MM-DD') as valid_until, r.revision, r.sample`;
const TENTHS = 10;
export const tenths = (credits: number): number => Math.round(credits * TENTHS);
export const programmeName = (code: string): string => standards().findProgramme(code)?.name ?? code;

export const inForce = (ctx: Context, { valid_from, valid_until }: RuleRow): boolean => {
  const today = dayInChina(ctx.now);
  return valid_from <= today && (valid_until === null || today <= valid_until);
};

const shown = (ctx: Context, row: RuleRow): z.infer<typeof s.rule> => ({
  id: row.id,
  school: row.school,
  schoolName: row.school_name,
  programme: row.programme,
  programmeName: programmeName(row.programme),
  sourceKind: row.source_kind,
  source: row.source,
  needs: row.needs,
  course: row.course,
  credits: row.credits / TENTHS,
  validFrom: row.valid_from,
  validUntil: row.valid_until,
  inForce: inForce(ctx, row),
  sample: row.sample,
  etag: etagOf(row.id, row.revision),
});

/** @throws NotFound */
export async function requireRule(ctx: Context, id: string): Promise<RuleRow> {
  const { rows } = await sql<RuleRow>`select ${COLUMNS} from pathways.credit_rule r where r.id = ${id}`.execute(ctx.tx);
  if (!rows[0]) throw new NotFound({ zh: "学分认定规则", en: "credit rule" });
  return rows[0];
} // prettier-ignore

/** What schools recognise, for anybody. */
export async function creditRules(ctx: Context, query: z.infer<typeof s.ruleQuery>): Promise<z.infer<typeof s.rulePage>> {
  const after = decodeCursor(query.cursor, 1);
  const { school, programme, q } = query;
  const { rows } = await sql<RuleRow>`select ${COLUMNS} from pathways.credit_rule r where true
    ${school ? sql`and r.school = ${school}` : sql``} ${programme ? sql`and r.programme = ${programme}` : sql``}
    ${q ? sql`and (position(${q} in r.source) > 0 or position(${q} in r.course) > 0 or position(${q} in r.school_name) > 0)` : sql``}
    ${after ? sql`and r.id < ${String(after[0])}::uuid` : sql``} order by r.id desc limit ${query.limit + 1}`.execute(ctx.tx);
  return toPage(rows, query.limit, ({ id }) => [id], (row) => shown(ctx, row));
} // prettier-ignore

/** A school says what counts for which course of which of its programmes. @throws BadInput for a code that does not exist */
export async function addRule(ctx: Context, input: z.infer<typeof s.newRule>): Promise<z.infer<typeof s.rule>> {
  const organisation = ctx.actor.organisation;
  access.authorize(ctx.actor, "setCreditRules", { organisation });
  const school = await requireSchool(ctx, organisation!);
  const programme = knownProgramme(input.programme);
  requireOrder(input.validFrom, input.validUntil);
  const { province, sample } = await installation(ctx);
  const id = uuidv7();
  await sql`insert into pathways.credit_rule (province, id, school, school_name, programme, source_kind, source, needs, course, credits, valid_from,
      valid_until, sample, created_by_name, created_at)
    values (${province}, ${id}, ${school.id}, ${school.name}, ${programme}, ${input.sourceKind}, ${input.source}, ${input.needs}, ${input.course},
      ${tenths(input.credits)}, ${input.validFrom}, ${input.validUntil}, ${sample}, ${ctx.actor.name}, ${ctx.now})`.execute(ctx.tx);
  await ctx.audit("credit-rule.add", `credit-rule:${id}`, null, { programme, source: input.source, course: input.course, credits: input.credits });
  return shown(ctx, await requireRule(ctx, id));
} // prettier-ignore

/** Requests keep the rule as it was when they were made. @throws NotFound; VersionChanged (If-Match) */
export async function changeRule(ctx: Context, request: FastifyRequest, id: string, input: z.infer<typeof s.ruleChange>): Promise<z.infer<typeof s.rule>> {
  const row = await requireRule(ctx, id);
  access.authorize(ctx.actor, "setCreditRules", { organisation: row.school });
  requireMatch(request, etagOf(row.id, row.revision));
  requireOrder(row.valid_from, input.validUntil);
  await sql`update pathways.credit_rule set source = ${input.source}, needs = ${input.needs}, course = ${input.course}, credits = ${tenths(input.credits)},
    valid_until = ${input.validUntil}, revision = revision + 1 where id = ${id}`.execute(ctx.tx);
  await ctx.audit("credit-rule.change", `credit-rule:${id}`, { credits: row.credits / TENTHS, course: row.course }, { credits: input.credits, course: input.course });
  return shown(ctx, await requireRule(ctx, id));
} // prettier-ignore

function requireOrder(from: string, until: string | null): void {
  if (until !== null && until < from)
    throw new BadInput([{ part: "body", field: "validUntil", value: until, reason: "早于生效日期 / before it begins" }]); // prettier-ignore
}

function knownProgramme(code: string): string {
  const found = standards().findProgramme(code);
  if (!found) throw new BadInput([{ part: "body", field: "programme", value: code, reason: "专业目录中没有这个代码 / not in the catalogue" }]); // prettier-ignore
  return found.code;
}

/** How much of each programme a school recognises at most. */
export async function creditLimits(ctx: Context, school: string): Promise<z.infer<typeof s.limits>> {
  const { rows } = await sql<{ school: string; programme: string; total: number; share: number }>`select school, programme, total, share
    from pathways.credit_limit where school = ${school} order by programme`.execute(ctx.tx);
  return {
    items: rows.map((row) => ({ school: row.school, programme: row.programme, programmeName: programmeName(row.programme), total: row.total / TENTHS, share: row.share / 1000 })),
    next: null,
  };
} // prettier-ignore

export async function setLimit(ctx: Context, input: z.infer<typeof s.limit>): Promise<z.infer<typeof s.limits>> {
  const school = ctx.actor.organisation;
  access.authorize(ctx.actor, "setCreditRules", { organisation: school });
  const programme = knownProgramme(input.programme);
  const { province } = await installation(ctx);
  await sql`insert into pathways.credit_limit (province, school, programme, total, share)
    values (${province}, ${school}, ${programme}, ${tenths(input.total)}, ${Math.round(input.share * 1000)})
    on conflict (province, school, programme) do update set total = excluded.total, share = excluded.share`.execute(ctx.tx);
  await ctx.audit("credit-limit.set", `organisation:${school}`, null, { programme, total: input.total, share: input.share });
  return creditLimits(ctx, school!);
} // prettier-ignore
