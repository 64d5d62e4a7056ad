import { SAMPLE_PROVINCE } from "@tixi/engines/sample";
import { sql } from "kysely";
import { ensureDemoAccount } from "./platform/auth/demo-accounts.ts";
import { actorOf } from "./platform/auth/people.ts";
import { NOBODY, type Actor, type Role } from "./platform/context.ts";
import { transaction } from "./platform/db/transaction.ts";
import type { Platform } from "./platform/platform.ts";
import { enrol } from "./registry/index.ts";

interface SamplePerson {
  role: Exclude<Role, "public">;
  name: string;
  post: string;
  /** in an organisation of one of these kinds, the first of the sample province by name; none: of the whole province */
  kinds: readonly string[];
  /** tells it from others of its role */
  key?: string;
}

const SCHOOLS = ["college", "secondary-school", "vocational-university"] as const;

/** One for each role, and four reviewers; the planner first, who is the one that most visitors want. */
const PEOPLE: readonly SamplePerson[] = [
  { role: "planner", name: "示例规划员", post: "省教育厅职业教育处", kinds: [] },
  { role: "administrator", name: "示例管理员", post: "系统管理", kinds: [] },
  { role: "auditor", name: "示例审计员", post: "审计", kinds: [] },
  { role: "reviewer", name: "示例评审专家", post: "省级评审专家库", kinds: [] },
  // an application needs three independent scores, also where one of the reviewers has a conflict of interest
  { role: "reviewer", name: "示例评审专家乙", post: "省级评审专家库", kinds: [], key: "reviewer-2" },
  { role: "reviewer", name: "示例评审专家丙", post: "省级评审专家库", kinds: [], key: "reviewer-3" },
  { role: "reviewer", name: "示例评审专家丁", post: "省级评审专家库", kinds: [], key: "reviewer-4" },
  { role: "school-officer", name: "示例学校管理员", post: "教务处", kinds: SCHOOLS },
  { role: "teacher", name: "示例教师", post: "专任教师", kinds: SCHOOLS },
  { role: "student", name: "示例学生", post: "", kinds: SCHOOLS },
  { role: "enterprise-officer", name: "示例企业管理员", post: "人力资源部", kinds: ["enterprise"] },
  { role: "mentor", name: "示例企业导师", post: "车间技师", kinds: ["enterprise"] },
  {
    role: "secretariat",
    name: "示例秘书处",
    post: "秘书处",
    kinds: ["consortium", "community", "association"],
  },
];

/**
 * Makes sure of the accounts that the sample province's sign-in page offers, one for each role. Those who hold their
 * role within an organisation come when the register has one of its kind: this is asked at every start.
 */
export async function ensureSamplePeople(platform: Platform): Promise<void> {
  if (!(await platform.people.isSample())) return;
  for (const person of PEOPLE) {
    const organisation = person.kinds.length === 0 ? null : await firstOf(platform, person.kinds);
    if (organisation === null && person.kinds.length > 0) continue;
    const { role, name, post } = person;
    const userId = await ensureDemoAccount(platform, person.key ?? role, name, platform.clock());
    const region = organisation?.region ?? SAMPLE_PROVINCE.code;
    await enrol(platform, { userId, name, role, post, region, organisation: organisation?.id ?? null });
  }
}

/** The sample's people of a role, as they act once they have signed in; what they do while it is loaded tells nobody. */
export async function sampleActors(platform: Platform, role: SamplePerson["role"]): Promise<Actor[]> {
  const actors: Actor[] = [];
  for (const person of PEOPLE.filter((one) => one.role === role)) {
    const userId = await ensureDemoAccount(platform, person.key ?? role, person.name, platform.clock());
    const known = await platform.people.of(userId);
    if (known) actors.push({ ...actorOf(known, userId, null, SAMPLE_PROVINCE.code).actor, silent: true });
  }
  return actors;
}

async function firstOf(
  platform: Platform,
  kinds: readonly string[],
): Promise<{ id: string; region: string } | null> {
  const { rows } = await transaction(platform, NOBODY, {}, ({ tx }) =>
    sql<{ id: string; region: string }>`
      select organisation_id as id, region from registry.organisation_version
      where upper_inf(valid) and kind = any(${kinds}) and starts_with(region, platform.region_prefix(${SAMPLE_PROVINCE.code}))
      order by array_position(${kinds}::text[], kind), name, organisation_id limit 1`.execute(tx),
  );
  return rows[0] ?? null;
}
