import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { csv, Office, type ImportAnswer } from "../testing/office.ts";

let office: Office;
beforeAll(async () => {
  office = await Office.open();
});
afterAll(() => office.close());

/** Six groups of 25,000, so that something is left to cancel when the first has been committed. */
const ROWS = 150_000;
const large = csv([
  ["岗位名称", "单位名称", "工作地点", "招聘人数"],
  ...Array.from({ length: ROWS }, (_, i) => ["焊工", `示例厂${i}`, "济南市", i % 1000 === 0 ? "-1" : "2"]),
]);

async function underWay(): Promise<ImportAnswer> {
  const { id } = (await office.upload(large)).json<ImportAnswer>();
  await office.post(`/api/imports/${id}/start`);
  for (;;) {
    const now = (await office.get(`/api/imports/${id}`)) as ImportAnswer;
    if (now.rowsRead > 0 || now.state === "done") return now;
    await sleep(10);
  }
}
const held = async (id: string) =>
  Number(
    (await office.world.sql("select count(*) as n from demand.posting where import_id = $1", [id]))[0]!["n"],
  );

test(
  "an import that is cancelled keeps and counts what was committed, says so, and goes on behind it",
  { timeout: 120_000 },
  async () => {
    // given an import under way
    const { id, state } = await underWay();
    expect(state).toBe("running");
    // when it is cancelled
    await office.post(`/api/imports/${id}/cancel`);
    const cancelled = await office.importEnded(id);
    // then what is there is what is counted
    expect(cancelled.state).toBe("cancelled");
    expect(cancelled.message).toContain(String(cancelled.accepted));
    expect(cancelled.rowsRead).toBeLessThan(ROWS);
    expect(cancelled.rowsRead).toBe(cancelled.accepted + cancelled.duplicate + cancelled.rejected);
    expect(await held(id)).toBe(cancelled.accepted);
    expect(await office.jobEnded(cancelled.jobId)).toMatchObject({ state: "cancelled" });
    expect((await office.call({ method: "POST", url: `/api/imports/${id}/cancel` })).statusCode).toBe(409);
    // and when it is started again, no row is read twice
    await office.post(`/api/imports/${id}/start`);
    const rejected = ROWS / 1000;
    expect(await office.importEnded(id)).toMatchObject({ state: "done", rowsRead: ROWS, accepted: ROWS - rejected, duplicate: 0, rejected }); // prettier-ignore
    expect(await held(id)).toBe(ROWS - rejected);
    const [{ n } = { n: -1 }] = await office.world.sql<{ n: string }>("select count(*) as n from demand.import_rejection where import_id = $1", [id]); // prettier-ignore
    expect(Number(n)).toBe(rejected);
  },
);

test(
  "an import whose job was cancelled, or given up after crashes, does not run for ever",
  { timeout: 120_000 },
  async () => {
    // given one whose job is cancelled, not the import
    const { id, jobId } = await underWay();
    await office.post(`/api/jobs/${jobId}/cancel`);
    expect(await office.importEnded(id)).toMatchObject({ state: "cancelled" });
    // and one whose job ended without it
    await office.world.sql("update demand.import set state = 'running' where id = $1", [id]);
    expect(await office.post(`/api/imports/${id}/cancel`)).toMatchObject({ state: "cancelled" });
  },
);
