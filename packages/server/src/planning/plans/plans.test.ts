import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actors } from "../../platform/testing/test-database.ts";
import { answerOf, Office, type Answer } from "../../testing/office.ts";
import { offeringsFile, postingsFile } from "../../testing/province.ts";

const SCHOOL = "01900000-0000-7000-8000-0000000000e1";
const other = { ...actors.planner, userId: "test-planner-2", name: "李规划" };
const schoolOfficer = {
  ...actors.planner,
  userId: "test-officer",
  name: "王老师",
  role: "school-officer" as const,
  region: "370100",
  organisation: SCHOOL,
};

let office: Office;
let round: string;
let plan: Answer;
beforeAll(async () => {
  office = await Office.open();
  await office.bringIn(postingsFile(600));
  await office.bringIn(offeringsFile());
  const cycle = await office.cycle(2026);
  const [row] = await office.world.sql<{ id: string }>(
    `insert into planning.round (province, id, year, title, cycle_id, sample, created_by_name, created_at)
     values ('370000', gen_random_uuid(), 2027, '2027年', $1, false, '规划员', now()) returning id`,
    [cycle.id],
  );
  round = row!.id;
  plan = await solved(await make({}));
}, 120_000);
afterAll(() => office.close());

const make = async (parameters: object, name = "方案"): Promise<Answer> =>
  office.post("/api/plans", { roundId: round, name, parameters: { seconds: 20, ...parameters } });
const read = (id: string): Promise<Answer> => office.get(`/api/plans/${id}`);
async function solved(made: Answer): Promise<Answer> {
  for (let n = 0; n < 1200; n++) {
    const now = await read(made.id);
    if (!["waiting", "running"].includes(now.solving)) return now;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error("the plan came to no end");
}
const cells = async (id: string): Promise<Answer[]> =>
  (await office.get(`/api/plans/${id}/cells?limit=5000`)).items;
const edit = (id: string, list: object[], actor = actors.planner as Answer) =>
  office.call({ method: "PUT", url: `/api/plans/${id}/cells`, payload: { cells: list } }, actor);
const step = async (id: string, name: string, note = "", etag?: string) =>
  office.call({
    method: "POST",
    url: `/api/plans/${id}/${name}`,
    payload: { note },
    headers: { "if-match": etag ?? (await read(id)).etag },
  });
const sum = (list: Answer[]) => list.reduce((all, cell) => all + cell.seats, 0); // prettier-ignore

describe("a plan", () => {
  test("keeps the scale of each level, its limits, and is worth at least what the other ways give", async () => {
    expect([plan.solving, plan.message]).toEqual(["done", null]);
    const { summary } = plan;
    for (const { level, seats, scale } of summary.totals.levels) expect([level, seats]).toEqual([level, scale]);
    expect(summary.value).toBeLessThanOrEqual(summary.bound + 1e-6);
    expect(summary.baselines.length).toBe(3);
    for (const { feasible, value } of summary.baselines) if (feasible) expect(summary.value).toBeGreaterThanOrEqual(value - 1e-6);
    const all = await cells(plan.id);
    expect(all.length).toBeGreaterThan(15);
    expect(sum(all)).toBe(summary.totals.seats);
    for (const cell of all) {
      expect(cell.seats).toBeGreaterThanOrEqual(cell.lower ?? 0);
      expect(cell.seats).toBeLessThanOrEqual(cell.upper ?? Infinity);
    }
  }); // prettier-ignore

  test("says why an offering has its seats", async () => {
    const [cell] = await cells(plan.id);
    const why = await office.get(`/api/plans/${plan.id}/offerings/${cell.offering}/why`);
    expect(why.cell.seats).toBe(cell.seats);
    expect(why.sentence.zh).toContain(`计划 ${cell.seats} 人`);
    expect(why.sentence.zh).not.toContain(cell.offering);
    for (const limit of [...why.up, ...why.down]) expect(limit.change).toMatch(/^\//);
  });

  test("answers an edit with what it costs, and a preview changes nothing", async () => {
    const made = await solved(await make({}, "编辑"));
    const [a, b] = (await cells(made.id)).filter((cell) => cell.level === "college");
    const preview = await office.post(`/api/plans/${made.id}/cost`, { cells: [{ offering: a.offering, seats: a.seats + 7 }] }); // prettier-ignore
    expect(preview.before).toBeCloseTo(made.summary.value, 3);
    expect(preview.broken.some(({ kind }: Answer) => kind === "level")).toBe(true);
    expect((await cells(made.id)).find((cell) => cell.offering === a.offering)!.seats).toBe(a.seats);
    const done = answerOf(await edit(made.id, [{ offering: a.offering, seats: a.seats + 7, locked: true, version: a.version }])); // prettier-ignore
    expect(done.conflicts).toEqual([]);
    expect(done.cost.after).toBeCloseTo(preview.after, 6);
    expect(done.cells[0]).toMatchObject({
      seats: a.seats + 7,
      locked: true,
      by: actors.planner.name,
      version: done.version,
    });
    const now = await read(made.id);
    expect(now.summary.totals.levels.find(({ level }: Answer) => level === "college")).toMatchObject({ seats: a.last === undefined ? 0 : now.summary.totals.levels.find(({ level }: Answer) => level === "college").scale + 7 }); // prettier-ignore
    // off the scale it cannot be concluded; solved again around the locked cell it can
    const early = await step(made.id, "conclude");
    expect([early.statusCode, early.json().detail]).toEqual([409, expect.stringContaining("核定规模")]);
    expect((await step(made.id, "solve", "", '"stale"')).statusCode).toBe(412);
    await answerOf(
      await edit(made.id, [{ offering: a.offering, seats: a.seats, version: done.version }, { offering: b.offering, locked: true, version: b.version }]),
    ); // prettier-ignore
    answerOf(await step(made.id, "solve"));
    const again = await solved(made);
    expect([again.solving, again.message]).toEqual(["done", null]);
    const after = await cells(made.id);
    expect(after.find((cell) => cell.offering === a.offering)).toMatchObject({
      seats: a.seats,
      locked: true,
    });
    expect(after.find((cell) => cell.offering === b.offering)).toMatchObject({
      seats: b.seats,
      locked: true,
    });
    // every change is kept, and the whole can be played again
    const { items } = await office.get(`/api/plans/${made.id}/edits?limit=50`);
    expect(items.map(({ kind }: Answer) => kind)).toEqual(["solve", "edit", "edit", "solve"]);
    const { job } = await office.post(`/api/plans/${made.id}/verify`);
    const verified = await office.jobEnded(job);
    expect([verified.state, verified.message]).toEqual(["done", null]);
    expect(verified.result).toEqual({ input: true, steps: 4, differing: [], seats: true, altered: [] });
  }, 60_000);

  test("made from another begins with its locked cells, and can be played again", async () => {
    const first = await solved(await make({}, "起点"));
    const [a, b] = (await cells(first.id)).filter((cell) => cell.level === "college" && cell.seats > 20);
    answerOf(
      await edit(first.id, [
        { offering: a.offering, seats: a.seats - 3, locked: true, version: a.version },
        { offering: b.offering, seats: b.seats + 2, locked: true, version: b.version },
      ]),
    );
    const second = await solved(
      await office.post("/api/plans", {
        roundId: round,
        name: "新方案",
        parameters: { seconds: 20 },
        basedOn: first.id,
      }),
    );
    expect([second.solving, second.basedOn]).toEqual(["done", first.id]);
    const locked = (await cells(second.id)).filter((cell) => cell.locked);
    expect(locked.map(({ offering, seats }) => [offering, seats]).sort()).toEqual(
      [
        [a.offering, a.seats - 3],
        [b.offering, b.seats + 2],
      ].sort(),
    );
    const { job } = await office.post(`/api/plans/${second.id}/verify`);
    expect((await office.jobEnded(job)).result).toMatchObject({
      input: true,
      steps: 1,
      differing: [],
      seats: true,
    });
  }, 60_000);

  test("loses nobody's change: a stale cell comes back with the other's value and name, the rest is taken", async () => {
    const made = await solved(await make({}, "两人"));
    const [a, b] = await cells(made.id);
    answerOf(await edit(made.id, [{ offering: a.offering, seats: 41, version: a.version }]));
    const mine = answerOf(
      await edit(
        made.id,
        [
          { offering: a.offering, seats: 60, version: a.version },
          { offering: b.offering, seats: 33, version: b.version },
        ],
        other,
      ),
    );
    expect(mine.conflicts).toMatchObject([
      {
        offering: a.offering,
        yours: { seats: 60 },
        theirs: { seats: 41, by: actors.planner.name },
      },
    ]);
    expect(mine.cells.map((cell: Answer) => [cell.offering, cell.seats, cell.by])).toEqual([[b.offering, 33, other.name]]); // prettier-ignore
    // what the first has not seen yet comes with the next look
    const seen = await office.get(`/api/plans/${made.id}/cells?since=${a.version + 1}`);
    expect(seen.items.map((cell: Answer) => [cell.offering, cell.by])).toEqual([[b.offering, other.name]]);
    // at the same moment: one after the other, and the second is told
    const [cell] = (await cells(made.id)).slice(2);
    const both = await Promise.all(
      [actors.planner, other].map((actor, i) =>
        edit(made.id, [{ offering: cell.offering, seats: 70 + i, version: cell.version }], actor),
      ),
    );
    const answers = both.map(answerOf);
    expect(answers.map((one) => one.conflicts.length).sort()).toEqual([0, 1]);
    const won = answers.findIndex((one) => one.conflicts.length === 0);
    expect((await cells(made.id)).find((one) => one.offering === cell.offering)!.seats).toBe(70 + won);
  }, 60_000);

  test("that cannot hold together names the limits, each with its place", async () => {
    const made = await solved(await make({ scale: { college: 1 } }, "不可行"));
    expect(made.solving).toBe("conflict");
    const { limits, sentence } = await office.get(`/api/plans/${made.id}/conflict`);
    expect(sentence.zh).toContain("高职专科");
    expect(limits.length).toBeGreaterThan(0);
    expect(limits.some(({ kind }: Answer) => kind === "level")).toBe(true);
    for (const { words, change } of limits) {
      expect(words.zh.length).toBeGreaterThan(5);
      expect(change).toMatch(/^\//);
    }
    // moved as far as it says, the scale leaves a plan
    const { nearest } = limits.find(({ kind }: Answer) => kind === "level");
    expect(nearest).toBeGreaterThan(1);
    expect((await solved(await make({ scale: { college: nearest } }, "放宽规模"))).solving).toBe("done");
    expect((await step(made.id, "open")).statusCode).toBe(409);
  }, 60_000);

  test("stands beside others of its round", async () => {
    const second = await solved(await make({ change: { keep: { up: { share: 1, seats: 100 }, down: { share: 1, seats: 100 } } } }, "放宽")); // prettier-ignore
    const compared = await office.get(`/api/plans/compare?ids=${plan.id},${second.id}`);
    expect(compared.plans.map((one: Answer) => one.name)).toEqual(["方案", "放宽"]);
    for (const [i, one] of [plan, second].entries()) {
      const seats = (table: Answer[]) => table.reduce((all, line) => all + (line.seats[i] ?? 0), 0);
      for (const table of [compared.levels, compared.cities, compared.classes])
        expect(seats(table)).toBe(one.summary.totals.seats);
    }
    expect((await office.call({ url: `/api/plans/compare?ids=${plan.id}` })).statusCode).toBe(400);
  }, 60_000);
});

describe("negotiation and publication", () => {
  test("a school proposes for its own offerings, the office answers, and the plan is published as it was decided", async () => {
    const made = await solved(await make({}, "公布"));
    const [mine, theirs] = await cells(made.id);
    await office.world.sql("update planning.plan_cell set school = $1 where plan_id = $2 and offering_id = $3", [SCHOOL, made.id, mine.offering]); // prettier-ignore
    // nothing is seen before the plan is opened
    expect((await office.get("/api/my-seats", schoolOfficer)).items).toEqual([]);
    answerOf(await step(made.id, "open"));
    expect((await office.get("/api/my-seats", schoolOfficer)).items.map((one: Answer) => one.id)).toEqual([
      made.id,
    ]);
    const own = await office.get(`/api/my-seats/${made.id}`, schoolOfficer);
    expect(own.items.map((cell: Answer) => cell.offering)).toEqual([mine.offering]);
    const wish = (offering: string, seats: number) =>
      office.call({ method: "POST", url: `/api/my-seats/${made.id}/proposals`, payload: { offering, seats, reason: "实训条件充足，企业订单增加" } }, schoolOfficer); // prettier-ignore
    expect((await wish(theirs.offering, 90)).statusCode).toBe(404);
    answerOf(await wish(mine.offering, mine.seats + 10));
    // while it waits the plan is not concluded
    const early = await step(made.id, "conclude");
    expect([early.statusCode, early.json().detail]).toEqual([409, expect.stringContaining("未答复")]);
    const [waiting] = (await office.get(`/api/plans/${made.id}/proposals`)).items;
    expect(waiting).toMatchObject({
      offering: mine.offering,
      step: "propose",
      steps: [{ by: schoolOfficer.name, seats: mine.seats + 10 }],
    });
    const say = (body: object) => office.call({ method: "POST", url: `/api/plans/${made.id}/answers`, payload: { offering: mine.offering, reason: "按办学条件", ...body } }); // prettier-ignore
    expect((await say({ action: "accept", version: waiting.version + 1 })).statusCode).toBe(409);
    const counter = answerOf(
      await say({ action: "counter", seats: mine.seats + 5, version: waiting.version }),
    );
    expect(counter.edit.cells[0]).toMatchObject({ seats: mine.seats + 5, locked: true });
    // a second turn: the school asks again, the office stays; both turns are kept
    answerOf(await wish(mine.offering, mine.seats + 8));
    answerOf(await say({ action: "refuse", version: counter.edit.cells[0].version }));
    const { steps } = (await office.get(`/api/my-seats/${made.id}`, schoolOfficer)).items[0];
    expect(steps.map((one: Answer) => [one.action, one.seats])).toEqual([
      ["propose", mine.seats + 10],
      ["counter", mine.seats + 5],
      ["propose", mine.seats + 8],
      ["refuse", mine.seats + 5],
    ]);
    // five more here have to come from elsewhere in the level: by hand, whatever single limits say
    const donor = (await cells(made.id)).find(
      (cell) => cell.level === mine.level && cell.offering !== mine.offering && cell.seats >= 10,
    )!;
    answerOf(await edit(made.id, [{ offering: donor.offering, seats: donor.seats - 5, version: donor.version }])); // prettier-ignore
    const noted = (await read(made.id)).summary.broken.length > 0 ? "协商调整" : "";
    if (noted) expect((await step(made.id, "conclude")).statusCode).toBe(400);
    expect((await step(made.id, "publish")).statusCode).toBe(409);
    for (const name of ["conclude", "review", "publish"]) answerOf(await step(made.id, name, noted));
    expect((await edit(made.id, [{ offering: donor.offering, seats: 1, version: 99 }])).statusCode).toBe(409);
    const sneaked = "update planning.plan_cell set seats = 0";
    const touched = await office.world.as(actors.planner, (ctx) => ctx.tx.executeQuery({ sql: `${sneaked} where plan_id = '${made.id}'`, parameters: [] } as never)); // prettier-ignore
    expect(Number((touched as { numAffectedRows?: bigint }).numAffectedRows)).toBe(0);
    // anybody reads it, every file has its hash, and admission finds the seats
    const publicly = (url: string) => office.call({ url }, actors.public);
    const open = answerOf(await publicly(`/api/public/plans/${made.id}`));
    expect(open.files.map(({ name }: Answer) => name)).toEqual(["manifest.json", "plan.csv", "plan.docx", "plan.json", "plan.xlsx"]); // prettier-ignore
    for (const { name, sha256 } of open.files) {
      const { rawPayload } = await publicly(`/api/public/plans/${made.id}/files/${name}`);
      expect(createHash("sha256").update(rawPayload).digest("hex"), name).toBe(sha256);
    }
    const seats = answerOf(await publicly(`/api/public/plans/${made.id}/seats?limit=500`)).items;
    expect(sum(seats)).toBe(open.totals.seats);
    expect(seats.find((row: Answer) => row.offering === mine.offering).seats).toBe(mine.seats + 5);
    const { publishedSeats } = await import("./published.ts");
    const admitted = await office.world.as(actors.planner, (ctx) =>
      publishedSeats(ctx, { province: "370000", year: 2027 }),
    );
    expect(admitted.reduce((all, row) => all + row.seats, 0)).toBe(open.totals.seats);
    // it is reproduced from its manifest, and another takes its place without changing a byte of it
    const { job } = await office.post(`/api/plans/${made.id}/verify`);
    expect((await office.jobEnded(job)).result).toMatchObject({ input: true, differing: [], seats: true, altered: [] }); // prettier-ignore
    for (const name of ["conclude", "review", "publish"]) answerOf(await step(plan.id, name));
    expect((await read(made.id)).state).toBe("superseded");
    expect(answerOf(await publicly(`/api/public/plans/${made.id}`))).toMatchObject({ current: false });
    expect((await publicly(`/api/public/plans/${made.id}/files/plan.csv`)).statusCode).toBe(200);
    expect((await publicly(`/api/plans/${made.id}`)).statusCode).toBe(401);
  }, 90_000);
});
