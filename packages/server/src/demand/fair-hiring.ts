import { sql } from "kysely";
import type { Context } from "../platform/index.ts";
import { access, provinceOf } from "./access.ts";
import { countAccepted, countFlags } from "./postings.sql.ts";

/** The fair-hiring rules (LEG-18 … LEG-21) as the page names them. */
const RULES: Record<string, { name: string; basis: string; severity: "hard" | "warn" }> = {
  "LEG-18": { name: "排斥职业学校毕业生", basis: "《职业教育法》第五十三条", severity: "hard" },
  "LEG-19": { name: "性别、婚育条件", basis: "《就业促进法》第二十七条、《妇女权益保障法》第四十三条、《人力资源市场暂行条例》第二十四条", severity: "hard" },
  "LEG-20": { name: "院校层次、户籍、民族、宗教、病原携带、残疾等条件", basis: "教育部“三严禁”、《就业促进法》第二十八至三十一条", severity: "hard" },
  "LEG-21": { name: "第一学历、全日制、年龄等需复核的条件", basis: "《就业促进法》第三条、第二十六条", severity: "warn" },
}; // prettier-ignore

const EMPLOYERS = 10;

/** Postings with unlawful conditions by rule, and the employers with most of them. */
export async function fairHiring(ctx: Context) {
  access.authorize(ctx.actor, "read", { region: provinceOf(ctx.actor) });
  const province = provinceOf(ctx.actor);
  const { byRule, breaching } = await countFlags(ctx, province);
  const { rows } = await sql<{ company: string; count: number }>`
    select company, count(*)::float8 as count from demand.posting
    where province = ${province} and flag_count > 0 and company <> ''
    group by company order by count desc, company limit ${EMPLOYERS}`.execute(ctx.tx);
  return {
    byRule: byRule.map(({ rule, count }) => ({
      rule,
      count,
      ...(RULES[rule] ?? { name: rule, basis: "", severity: "warn" as const }),
    })),
    checked: await countAccepted(ctx, province),
    breaching,
    topEmployers: rows,
  };
}
