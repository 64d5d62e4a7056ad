import type { Decision } from "@tixi/engines/adjustment";
import { sql } from "kysely";
import type { Context } from "../../platform/context.ts";
import { decodeCursor, NotFound, toPage } from "../../platform/index.ts";
import { regionName } from "../../registry/index.ts";
import { programmeName, programmesNamed } from "../names.ts";
import { literally } from "../../platform/db/like.ts";

interface Row {
  id: string;
  for_year: number;
  title: string;
  rules: { zh: string; en: string };
  rules_version: number;
  rule_set_id: string;
  sample: boolean;
  published_at: Date;
  counts: Record<string, number> | null;
  files: { name: string; bytes: number; sha256: string }[] | null;
}

/** Published adjustments, newest first, as anybody reads them. */
export async function publicDecisions(ctx: Context, id?: string) {
  const { rows } =
    await sql<Row>`select a.id, a.for_year, a.title, a.rules, a.rules_version, a.rule_set_id, a.sample, a.published_at,
      (select json_object_agg(decision, n) from (select decision, count(*)::int as n from planning.public_card c
        where c.province = a.province and c.adjustment_id = a.id group by 1) k) as counts,
      (select json_agg(json_build_object('name', f.name, 'bytes', length(f.content), 'sha256', f.sha256) order by f.name)
        from planning.public_adjustment_file f where f.province = a.province and f.adjustment_id = a.id) as files
    from planning.public_adjustment a ${id ? sql`where a.id = ${id}` : sql``}
    order by a.for_year desc, a.published_at desc limit 50`.execute(ctx.tx);
  return {
    items: rows.map((row) => ({
      id: row.id,
      forYear: row.for_year,
      title: row.title,
      rules: row.rules,
      rulesVersion: row.rules_version,
      ruleSetId: row.rule_set_id,
      sample: row.sample,
      publishedAt: row.published_at.toISOString(),
      counts: row.counts ?? {},
      files: row.files ?? [],
    })),
  };
}

/** @throws NotFound unless it was published */
export async function publicDecision(ctx: Context, id: string) {
  const found = (await publicDecisions(ctx, id)).items[0];
  if (!found) throw new NotFound({ zh: "已公布的专业调整", en: "published programme adjustment" });
  return found;
}

interface CardRow {
  offering_id: string;
  school_name: string;
  programme: string;
  level: string;
  city: string;
  decision: Decision;
  by_office: boolean;
  rules: string[];
}

/** The decisions of a published adjustment, all or one kind, by school and programme. */
export async function publicCards(
  ctx: Context,
  id: string,
  query: {
    decision?: Decision | undefined;
    cursor?: string | undefined;
    limit: number;
    q?: string | undefined;
  },
) {
  await publicDecision(ctx, id);
  const after = decodeCursor(query.cursor, 3) as [string, string, string] | null;
  const like = query.q ? `%${literally(query.q)}%` : null;
  const { rows } =
    await sql<CardRow>`select offering_id, school_name, programme, level, city, decision, by_office, rules
    from planning.public_card where adjustment_id = ${id}
      ${query.decision ? sql`and decision = ${query.decision}` : sql``}
      ${like ? sql`and (school_name like ${like} or programme like ${like} or programme = any(${programmesNamed(query.q)}))` : sql``}
      ${after ? sql`and (school_name, programme, city) > (${after[0]}, ${after[1]}, ${after[2]})` : sql``}
    order by school_name, programme, city limit ${query.limit + 1}`.execute(ctx.tx);
  const page = toPage(rows, query.limit, (row) => [row.school_name, row.programme, row.city]);
  return {
    ...page,
    items: page.items.map((row) => ({
      offering: row.offering_id,
      school: row.school_name,
      programme: { code: row.programme, name: programmeName(row.programme) },
      level: row.level,
      city: { code: row.city, name: regionName(row.city) },
      decision: row.decision,
      byOffice: row.by_office,
      rules: row.rules,
    })),
  };
}
