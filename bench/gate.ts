/**
 * Other rules are put in force: every running placement of a province is looked at again, from the database to what stands in the
 * database afterwards. The server is a process of its own; two people of the office are signed in, one proposes, the other
 * confirms, and the job is waited for. TIXI_BENCH_PLACEMENTS makes it smaller.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { createPool, migrate, migrationFolders, modules, startEmbedded } from "@tixi/server";
import { format, type Row } from "./row.ts";
import { serve, signedIn } from "./served.ts";

const PLACEMENTS = Number(process.env["TIXI_BENCH_PLACEMENTS"] ?? 100_000);
const ENTERPRISES = 4000;
const POSTS = 20_000;
const BOUND_S = 10;
const PROVINCE = "370000";

type Pool = ReturnType<typeof createPool>;
/** ids that a number gives */
const uuid = (kind: string, n: string): string =>
  `('${kind}0000000-0000-7000-8000-' || lpad((${n})::text, 12, '0'))::uuid`;

export async function rows(): Promise<Row[]> {
  const dataDir = mkdtempSync(join(tmpdir(), "tixi-bench-gate-"));
  const database = await startEmbedded({ dataDir });
  const owner = createPool(database.url, { max: 2 });
  await migrate(owner, migrationFolders(modules));
  await owner.end();
  // past all policies: to place the students
  const pool = createPool(database.adminUrl("tixi"), { max: 4 });
  try {
    const offices = await prepare(pool);
    const server = await serve(dataDir, database.url);
    try {
      // the first check writes what is found of each; the second, under stricter rules, what is found anew
      const first = await underRules(server.address, offices, "national-2021");
      const again = await underRules(server.address, offices, "ningbo-2020");
      const began = performance.now();
      const { rows: read } = await pool.query<{ facts: object }>("select to_jsonb(p) as facts from cotraining.placement p where province = $1", [PROVINCE]); // prettier-ignore
      const bare = (performance.now() - began) / 1000;
      if (read.length !== PLACEMENTS || again.judged !== PLACEMENTS) throw new Error(`${again.judged} judged, ${read.length} there`); // prettier-ignore
      const { rows: refused } = await pool.query<{ n: number }>("select count(*)::int as n from cotraining.placement where verdict = 'refused'"); // prettier-ignore
      console.error(
        `  ${format(again.changed)} found otherwise than before, ${format(refused[0]!.n)} refused`,
      );
      const plain = { peer: "", peerValue: null, ratio: null };
      return [
        {
          what: `legal gate: ${format(PLACEMENTS)} running placements after a change of the rules, database to database`,
          value: again.seconds,
          unit: "s",
          must: `≤ ${BOUND_S}`,
          peer: "one bare read of the same rows",
          peerValue: bare,
          ratio: again.seconds / bare,
          pass: again.seconds <= BOUND_S,
        },
        {
          what: "legal gate: the first check of all of them, each written",
          value: first.seconds,
          unit: "s",
          must: "",
          ...plain,
          pass: true,
        },
        {
          what: "legal gate: those whose insurance ends early, refused by the stricter rules and by them alone",
          value: refused[0]!.n,
          unit: "",
          must: format(Math.ceil(PLACEMENTS / 10)),
          ...plain,
          pass: refused[0]!.n === Math.ceil(PLACEMENTS / 10) && again.changed === refused[0]!.n,
        },
      ];
    } finally {
      await server.stop();
    }
  } finally {
    await pool.end();
    await database.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Students at posts, lawful by the national rules; a tenth of them without accident insurance to the end. @returns cookies of two planners */
async function prepare(pool: Pool): Promise<[string, string]> {
  const [first, second] = await signedIn(pool, 2, "规划员");
  const run = (text: string) => pool.query(text);
  await run(`insert into registry.installation (province, sample, publisher, created_at) values ('${PROVINCE}', false, '甲省教育厅', now())`);
  await run("insert into registry.person (id, name, user_id, state, created_at) select gen_random_uuid(), '规划员' || n, 'b' || n, 'active', now() from generate_series(0, 1) n");
  await run(`insert into registry.membership (id, person_id, role, region, state, since, created_at)
    select gen_random_uuid(), id, 'planner', '${PROVINCE}', 'active', '2026-01-01', now() from registry.person where user_id is not null`);
  await run(`insert into registry.organisation (id, created_at) select ${uuid("1", "n")}, now() from generate_series(0, 199) n`);
  await run(`insert into registry.person (id, name, born_on, state, created_at) select ${uuid("2", "n")}, '学生' || n, '2007-05-01', 'active', now() from generate_series(0, ${PLACEMENTS - 1}) n`);
  await run(`insert into registry.student (person_id, school_id, region, student_number, programme_code, level, entry_year, state, updated_at)
    select ${uuid("2", "n")}, ${uuid("1", "n % 200")}, '370102', 'S' || n, '460103', 'college', 2024, 'enrolled', now() from generate_series(0, ${PLACEMENTS - 1}) n`);
  await run(`insert into cotraining.workplace (province, organisation, name, region, industries, staff, registered, dishonest, sample, updated_by_name, updated_at)
    select '${PROVINCE}', ${uuid("3", "n")}, '企业' || n, '370102', '{C3421}', 400, true, false, false, '某人', now() from generate_series(0, ${ENTERPRISES - 1}) n`);
  await run(`insert into cotraining.post (province, id, enterprise, name, programmes, seats, like_staff, like_pay, lowest_pay, labour_level, hazards, hours_day, hours_week, rest_days, overtime, night,
      rest_day_work, holiday_work, simple_only, sample, created_by_name, created_at)
    select '${PROVINCE}', ${uuid("4", "n")}, ${uuid("3", `n % ${ENTERPRISES}`)}, '岗位' || n, '{460103}', 10, 80, 500000, 400000, 2, '{}', 8, 40, 2, false, false, false, false, false, false, '某人', now()
    from generate_series(0, ${POSTS - 1}) n`);
  await run(`insert into cotraining.inspection (province, school, enterprise, inspected_on, decided, minutes, entered_by_name, entered_at)
    select distinct on (n % 200, n % ${ENTERPRISES}) '${PROVINCE}', ${uuid("1", "n % 200")}, ${uuid("3", `n % ${POSTS} % ${ENTERPRISES}`)}, date '2026-08-01', true, '1号', '某人', now() from generate_series(0, ${PLACEMENTS - 1}) n`);
  await run(`insert into cotraining.placement (province, id, person, person_name, school, school_name, region, enterprise, enterprise_name, post_id, from_on, to_on, mentor_name, teacher_name, independent, pay, pay_cycle,
      paid_in_money, paid_to_student, signatures, signed, agreement_fields, official_template, student_consent, guardian_consent, insured_from, insured_to, insurance_charged_to_student, accident_from, accident_to,
      fees, guarantee, papers_held, agent, imposed, self_found, school_approved, own_assessment, joint_enrolment, female, health_checked, sample, created_by_name, created_at)
    select '${PROVINCE}', ${uuid("5", "n")}, ${uuid("2", "n")}, '学生' || n, ${uuid("1", "n % 200")}, '学校', '370102', ${uuid("3", `n % ${POSTS} % ${ENTERPRISES}`)}, '企业', ${uuid("4", `n % ${POSTS}`)}, '2026-09-01', '2027-02-28',
      '师傅' || n / 4, '教师', true, 420000, 1, true, true, '{school,enterprise,student}', '2026-08-20', '{place,time,post,pay,hours,insurance,duties,mentor,breach}', true, true, true, '2026-09-01', '2027-02-28', false,
      '2026-09-01', case when n % 10 = 0 then date '2027-01-31' else date '2027-02-28' end, 0, false, false, false, false, false, true, true, false, false, '2026-08-01', false, '某人', now()
    from generate_series(0, ${PLACEMENTS - 1}) n`);
  await run("insert into cotraining.placement_action (province, placement_id, seq, action, by_name, at) select province, id, a.seq, a.action, '某人', now() from cotraining.placement, (values (1, 'plan'), (2, 'start')) a(seq, action)");
  for (const table of ["cotraining.placement", "cotraining.placement_action", "cotraining.post", "cotraining.inspection", "registry.person", "registry.student"]) await run(`analyze ${table}`);
  return [first!, second!];
} // prettier-ignore

interface Recheck {
  judged: number;
  changed: number;
  seconds: number;
}

/** One proposes the rules, the other confirms them; the time is from there to the end of the job. */
async function underRules(address: string, [first, second]: readonly [string, string], key: string): Promise<Recheck> {
  const ask = async (path: string, cookie: string, body?: object) => {
    const answer = await fetch(`${address}/api/${path}`, {
      ...(body ? { method: "POST", body: JSON.stringify(body) } : {}),
      headers: { cookie, accept: "application/json", origin: address, ...(body ? { "content-type": "application/json" } : {}) },
    });
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
    return answer.json();
  };
  const { waiting } = (await ask("placement-rules", first, { key })) as { waiting: { id: string } };
  const began = performance.now();
  const { job } = (await ask(`placement-rules/${waiting.id}/confirm`, second, {})) as { job: string };
  for (;;) {
    const { state, result, message } = (await ask(`jobs/${job}`, second)) as { state: string; result: Omit<Recheck, "seconds">; message: string | null };
    if (state === "done") return { ...result, seconds: (performance.now() - began) / 1000 };
    if (state === "failed") throw new Error(message ?? "the job failed");
    await sleep(100);
  }
} // prettier-ignore
