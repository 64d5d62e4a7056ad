import { standards } from "@tixi/standards";
import { sql } from "kysely";
import type { z } from "zod";
import { BadInput, type Context } from "../platform/index.ts";
import type * as s from "./season-schemas.ts";
import type { Season } from "./season.sql.ts";

/** The categories that an office is offered: one for each category of programmes, with its codes of all levels. */
export function proposedCategories(): z.infer<typeof s.proposedCategories> {
  const byName = new Map<string, Set<string>>();
  for (const { categoryName, categoryCode } of standards().programmes)
    byName.set(categoryName, (byName.get(categoryName) ?? new Set()).add(categoryCode));
  const items = [...byName].map(([name, codes]) => {
    const short = name.replace(/大类$/, "类");
    return { key: short, name: short, programmes: [...codes].sort(), skillMinutes: null };
  });
  return { items, next: null };
}

/**
 * Replaces the categories of a season; those that candidates or units belong to stay.
 * @throws BadInput for a key that stands twice, a code that is not in the catalogue, a code that two categories name
 */
export async function saveCategories(ctx: Context, season: Season, wanted: z.infer<typeof s.setUp>["categories"]): Promise<void> {
  const fault = (i: number, field: string, value: string, reason: string) =>
    new BadInput([{ part: "body", field: `categories[${i}].${field}`, value, reason }]);
  const keys = new Set<string>();
  const codes = new Map<string, string>();
  const { programmes } = standards();
  const known = new Set(programmes.flatMap(({ code, classCode, categoryCode }) => [code.slice(0, 6), classCode, categoryCode]));
  for (const [i, { key, programmes: own }] of wanted.entries()) {
    if (keys.has(key)) throw fault(i, "key", key, "类别代号重复 / the key stands twice");
    keys.add(key);
    for (const code of own) {
      if (!known.has(code.slice(0, 6))) throw fault(i, "programmes", code, "专业目录中没有这个代码 / the catalogue has no such code");
      const other = codes.get(code);
      if (other !== undefined && other !== key) throw fault(i, "programmes", code, `已属于类别“${other}” / belongs to “${other}” already`);
      codes.set(code, key);
    }
  }
  if (season.state === "draft")
    await sql`delete from admissions.category where province = ${season.province} and season_id = ${season.id}`.execute(ctx.tx);
  for (const { key, name, programmes: own, skillMinutes } of wanted)
    await sql`insert into admissions.category (province, season_id, key, name, programmes, skill_minutes)
      values (${season.province}, ${season.id}, ${key}, ${name}, ${own}::text[], ${skillMinutes})
      on conflict (province, season_id, key) do update set name = excluded.name, programmes = excluded.programmes,
        skill_minutes = excluded.skill_minutes`.execute(ctx.tx);
} // prettier-ignore
