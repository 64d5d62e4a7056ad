import { gzipSync } from "node:zlib";
import { defaultLimits, type QuotaInput } from "@tixi/engines/quota";
import type { TestDatabase } from "../../platform/testing/test-database.ts";
import { planParameters } from "../../planning/plans/parameters.ts";
import { ORGANISATIONS } from "./cast.ts";

/** Enrolment plans in the world of the matrix, by the ids that the routes are asked with. */
export interface PlanThings {
  /** worked on, shown to no school */
  plan: string;
  /** open to schools, with a proposal of one */
  openPlan: string;
  publishedPlan: string;
}

/** Plans of one offering: being drawn up, open to its school, published. */
export async function planThings(
  { sql }: Pick<TestDatabase, "sql">,
  of: { round: string; offering: string },
): Promise<PlanThings> {
  const { school } = ORGANISATIONS;
  const level = { level: "secondary" as const, seats: 40, last: 40, scale: 40 };
  const summary = {
    value: 1, bound: 1, gap: 0, proven: true, rounds: 1, milliseconds: 1, tight: [], broken: [], baselines: [], notes: [],
    totals: { seats: 40, last: 40, offerings: 1, opened: 0, closed: 0, levels: [level] },
  }; // prettier-ignore
  const input: QuotaInput = {
    year: 2027,
    cities: ["370200"],
    offerings: [{ key: of.offering, school: school.id, programme: "660301", level: "secondary", city: "370200", duration: 3, last: 40, card: "keep", classSize: null, proposal: null, locked: null, conversion: 1, shortage: false }],
    schools: [{ key: school.id, ceiling: null, condition: "", openings: null }],
    scale: { secondary: 40 },
    cityFloors: [],
    shortageFloors: [],
    programmeCaps: [],
    limits: defaultLimits,
    markets: [{ year: 2030, demand: [{ occupation: "6-18-01-01", city: "370200", level: "secondary", amount: 30 }], other: [] }],
    balance: { weights: { official: 1, post: 0.9, class: 0.5 }, moveCost: 0.2, cityCosts: {}, levels: ["none", "secondary", "college", "bachelor"] },
  }; // prettier-ignore
  const planWith = async (name: string, actions: string[], published = false) => {
    const [row] = await sql<{ id: string }>(
      `insert into planning.plan (province, id, round_id, name, parameters, state, summary, manifest, version, sample, created_by_name, created_at, finished_at)
       values ('370000', gen_random_uuid(), $1, $2, $3, 'done', $4, '{"input":{"sha256":"x"}}', 1, false, '规划员', now(), now()) returning id`,
      [of.round, name, JSON.stringify(planParameters.parse({})), JSON.stringify(summary)],
    );
    const { id } = row!;
    await sql(
      `insert into planning.plan_input (province, plan_id, name, sha256, content) values ('370000', $1, 'input', 'x', $2)`,
      [id, gzipSync(JSON.stringify(input))],
    );
    await sql(
      `insert into planning.plan_cell (province, plan_id, offering_id, school, school_name, programme, level, city, card, last, seats, solved, marginal, binding, version)
       values ('370000', $1, $2, $3, $4, '660301', 'secondary', '370200', 'keep', 40, 40, 40, 0.5, '{}', 1)`,
      [id, of.offering, school.id, school.name],
    );
    await sql(
      `insert into planning.plan_edit (province, plan_id, seq, kind, cells, seats_sha256, note, by_name, at) values ('370000', $1, 1, 'solve', '[]', 'x', '', '规划员', now())`,
      [id],
    );
    for (const [i, action] of actions.entries())
      await sql(
        `insert into planning.plan_action (province, plan_id, seq, action, by_name, at, note) values ('370000', $1, $2, $3, '规划员', now(), '')`,
        [id, i + 1, action],
      );
    if (published)
      await sql(
        `insert into planning.plan_file (province, plan_id, name, media_type, bytes, sha256, content) values ('370000', $1, 'plan.csv', 'text/csv', 1, 'x', 'x')`,
        [id],
      );
    return id;
  };
  const openPlan = await planWith("征求意见", ["start", "open"]);
  await sql(
    `insert into planning.seat_step (province, plan_id, offering_id, seq, action, seats, planned, reason, by_name, at)
     values ('370000', $1, $2, 1, 'propose', 60, 40, '订单增加', '校方', now())`,
    [openPlan, of.offering],
  );
  return {
    plan: await planWith("编制中", ["start"]),
    openPlan,
    publishedPlan: await planWith("已公布", ["start", "conclude", "review", "publish"], true),
  };
}
