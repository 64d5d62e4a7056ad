import { randomUUID } from "node:crypto";
import { NATIONAL_PARAMETERS, findIndicator, prepare, subjectOf } from "@tixi/engines/indicators";
import { expect, test } from "vitest";
import { transaction } from "../../platform/db/transaction.ts";
import { readFacts } from "../../planning/adjustment/facts.ts";
import { csv } from "../../testing/office.ts";
import { TraineeWorld } from "../rounds/testing/index.ts";

test("outcomes of trainees come back as an indicator of their offering, once three agree", async () => {
  const world = await TraineeWorld.open({ jobs: true });
  await world.office.bringIn(
    csv([
      ["学校名称", "专业代码", "层次", "所在城市", "年份", "学制", "毕业生数", "就业人数"],
      ["乙市职业技术学院", "460103", "高职专科", "青岛市", 2027, 3, 40, 30],
    ]),
  );
  const post = await world.post();
  const rate = async () => {
    const facts = await transaction(world.office.world.platform, world.planner, {}, async (ctx) => (await readFacts(ctx, "370000", { id: randomUUID(), year: 2027 })).facts); // prettier-ignore
    const given = prepare(facts, NATIONAL_PARAMETERS, 2028);
    const indicator = findIndicator("tracked-matched-rate")!;
    return indicator.compute(given, subjectOf(given, indicator, 0), 2027);
  };
  // in the field, outside it, and not known
  for (const [n, occupation] of ["6-18-01-07", "6-18-01-07", "4-01-02-01", ""].entries()) {
    const student = await world.student(`毕业生${n}`);
    const [placement] = await world.sql<{ id: string }>(
      `insert into cotraining.placement (province, id, person, person_name, school, school_name, region, enterprise, enterprise_name, post_id, from_on, to_on, sample, created_by_name, created_at)
       values ('370000', gen_random_uuid(), $1, $2, $3, '校', '370200', $4, '企', $5, '2026-03-01', '2026-08-31', false, '某人', now()) returning id`,
      [student.personId, student.name, world.school.organisation, world.enterprise.organisation, post],
    );
    if (n === 2) expect(await rate()).toMatchObject({ unknown: "not-stated" });
    const outcome = { placement: placement!.id, kind: "elsewhere", occupation, employer: "丙厂", on: "2026-09-01", evidence: "劳动合同", consent: true }; // prettier-ignore
    await world.do("POST", "trainee-outcomes", outcome, world.school);
  }
  expect(await rate()).toBeCloseTo(2 / 3, 10);
  await world.close();
});
