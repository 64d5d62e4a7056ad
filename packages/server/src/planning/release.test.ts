import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actors } from "../platform/testing/test-database.ts";
import { answerOf, Office, type Answer } from "../testing/office.ts";
import { offeringsFile, postingsFile } from "../testing/province.ts";

let office: Office;
let cycle: Answer;
beforeAll(async () => {
  office = await Office.open();
  await office.bringIn(postingsFile(600));
  await office.bringIn(offeringsFile());
  cycle = await office.cycle(2026);
}, 90_000);
afterAll(() => office.close());

const sum = <T>(items: T[], of: (item: T) => number | null) =>
  items.reduce((all, item) => all + (of(item) ?? 0), 0);
/** Figures are rounded to a tenth, so that sums of n of them may differ by n twentieths. */
const near = (a: number, b: number, n: number) =>
  expect(Math.abs(a - b), `${a} ≈ ${b}`).toBeLessThanOrEqual(0.05 * n + 0.1);
const view = (path: string): Promise<Answer> => office.get(`/api/cycles/${cycle.id}/${path}`);

describe("the views of a cycle agree", () => {
  test("occupations, cities and the first screen have the same totals", async () => {
    const { figures } = await view("overview");
    const { items: occupations } = await view("occupations?limit=1000");
    const { items: programmes } = await view("programmes?limit=1000");
    const cities: Answer[] = await view("cities");
    expect(occupations.length * programmes.length).toBeGreaterThan(20);
    near(
      sum(occupations, (o: Answer) => o.demand.value),
      figures.demand.value,
      occupations.length,
    );
    near(
      sum(occupations, (o: Answer) => o.shortage.value),
      figures.shortage.value,
      occupations.length,
    );
    near(
      sum(programmes, (p: Answer) => p.supply.value),
      figures.supply.value,
      programmes.length,
    );
    near(
      sum(programmes, (p: Answer) => p.surplus.value),
      figures.surplus.value,
      programmes.length,
    );
    near(
      sum(cities, (c: Answer) => c.demand),
      figures.demand.value,
      cities.length,
    );
    near(
      sum(cities, (c: Answer) => c.supply),
      figures.supply.value,
      cities.length,
    );
    near(figures.matched.value + figures.shortage.value, figures.demand.value, 3);
    near(figures.matched.value + figures.surplus.value, figures.supply.value, 3);
  });

  test("flows are what is matched, the heat map is what is wanted and offered, the trend goes through the year", async () => {
    const { figures } = await view("overview");
    const { links } = await view("flows?limit=200");
    near(
      sum(links, (l: Answer) => l.value),
      figures.matched.value,
      links.length,
    );
    const heat = await view("heatmap");
    near(
      sum(heat.cells, (c: Answer) => c[4]),
      figures.supply.value,
      heat.cells.length,
    );
    const trend = await view("trend");
    const now = trend.forecast.find((year: Answer) => year.year === 2026);
    near(now.demand.value, figures.demand.value, 1);
    near(now.supply.value, figures.supply.value, 1);
    expect(trend.forecast.length).toBeGreaterThanOrEqual(5);
    expect(Math.max(...trend.history.map((year: Answer) => year.year))).toBeLessThan(2026);
  });

  test("every number opens: an occupation to its cells, the cells to postings, a programme to its offerings", async () => {
    const { items: occupations } = await view("occupations?limit=1000");
    for (const line of occupations) {
      const record = await view(`occupations/${line.code}`);
      const now = record.cells.filter((cell: Answer) => cell.year === 2026);
      const all = now.find((cell: Answer) => cell.city === "" && cell.level === null);
      const finest = now.filter((cell: Answer) => cell.city !== "" && cell.level !== null);
      near(all.demand.value, line.demand.value, 1);
      near(
        sum(finest, (cell: Answer) => cell.demand.value),
        line.demand.value,
        finest.length,
      );
      expect(sum(finest, (cell: Answer) => cell.postings)).toBe(line.postings);
      expect(line.vacancies).toBeLessThanOrEqual(line.postings);
      const behind = await office.get(`/api/postings?limit=1&occupation=${line.code}`);
      expect(behind.total).toBeGreaterThanOrEqual(line.postings);
    }
    const { items: programmes } = await view("programmes?limit=1000");
    for (const line of programmes) {
      const record = await view(`programmes/${line.code}`);
      const cells = record.cells.filter((cell: Answer) => cell.year === 2026 && cell.city !== "");
      near(
        sum(cells, (cell: Answer) => cell.supply.value),
        line.supply.value,
        cells.length,
      );
      const { items } = await office.get(`/api/offerings?programme=${line.code}&year=2026&limit=500`);
      expect(new Set(items.map((item: Answer) => item.city))).toEqual(
        new Set(cells.map((cell: Answer) => cell.city)),
      );
    }
  });
});

describe("a release", () => {
  const publicly = (url: string) => office.call({ url }, actors.public);
  const everything = async (id: string) => {
    const paths = ["", "/overview", "/occupations", "/programmes", "/cities", "/heatmap", "/flows", "/trend"];
    const answers = await Promise.all(paths.map((path) => publicly(`/api/public/releases/${id}${path}`)));
    const { files } = answers[0]!.json<Answer>();
    for (const { name } of files) answers.push(await publicly(`/api/public/releases/${id}/files/${name}`));
    return answers.slice(1).map((answer) => createHash("sha256").update(answer.rawPayload).digest("hex"));
  };

  test("goes from draft to reviewed to published to superseded, skips no step, and stays as it was published", async () => {
    // given a draft, which nobody outside sees
    const draft = await office.post("/api/releases", { cycleId: cycle.id, title: "2026年人才需求发布" });
    expect(draft).toMatchObject({ state: "draft", version: "第1版" });
    expect((await publicly(`/api/public/releases/${draft.id}`)).statusCode).toBe(404);
    expect((await publicly(`/api/public/releases/${draft.id}/overview`)).statusCode).toBe(404);
    expect((await publicly(`/api/public/releases/${draft.id}/files/cells.csv`)).statusCode).toBe(404);
    expect((await publicly("/api/public/releases")).json().items).toEqual([]);
    // when a step is skipped, or taken by one who has not read the present state, it is refused
    const early = await office.decide(draft.id, "publish");
    expect([early.statusCode, early.json().type]).toEqual([409, "/problems/conflict"]);
    expect((await office.decide(draft.id, "return")).statusCode).toBe(409);
    expect((await office.decide(draft.id, "review", '"an-older-state"')).statusCode).toBe(412);
    expect(
      (await office.call({ method: "POST", url: `/api/releases/${draft.id}/review`, payload: {} }))
        .statusCode,
    ).toBe(428);
    // when it is reviewed, returned, reviewed and published
    for (const step of ["review", "return", "review", "publish"])
      answerOf(await office.decide(draft.id, step));
    expect((await publicly(`/api/public/releases/${draft.id}`)).json()).toMatchObject({ state: "published" });
    for (const step of ["publish", "review", "withdraw"])
      expect((await office.decide(draft.id, step)).statusCode).toBe(409);
    const before = await everything(draft.id);
    expect(before.length).toBeGreaterThan(12);
    // then neither new data, nor a correction, nor a new cycle changes a byte of it
    await office.bringIn(postingsFile(300, 7));
    const [posting] = await office.postings();
    await office.post(`/api/postings/${posting.id}/code`, { action: "abstain" });
    const next = await office.cycle(2026);
    expect(next.counts).not.toEqual(cycle.counts);
    expect(await everything(draft.id)).toEqual(before);
    // and the next release takes its place
    const newer = await office.published(next.id, "2026年人才需求发布（更新）");
    expect(newer).toMatchObject({ state: "published", version: "第2版" });
    expect((await publicly(`/api/public/releases/${draft.id}`)).json()).toMatchObject({ state: "superseded", supersededBy: newer.id }); // prettier-ignore
    expect(await everything(draft.id)).toEqual(before);
    // and not even by SQL can a planner change what is published
    for (const text of ["update planning.release set title = 'x'", "delete from planning.release_file", "update planning.demand_total set demand = 0", "update planning.release_action set note = ''"])
      await expect(office.world.as(actors.planner, (ctx) => ctx.tx.executeQuery({ sql: text, parameters: [] } as never)), text).rejects.toThrow(/permission denied/); // prettier-ignore
    const finished = "update planning.cycle set message = 'x' where state = 'done'";
    const touched = await office.world.as(actors.planner, (ctx) => ctx.tx.executeQuery({ sql: finished, parameters: [] } as never)); // prettier-ignore
    expect(Number((touched as { numAffectedRows?: bigint }).numAffectedRows)).toBe(0);
  });

  test("carries hashes, parameters and versions in its manifest, and a DCAT description of its files", async () => {
    const [release] = (await publicly("/api/public/releases")).json<Answer>().items;
    const { manifest, files } = release;
    expect(manifest.parameters.disclosure).toEqual(cycle.parameters.disclosure);
    expect(manifest.inputs.length).toBeGreaterThanOrEqual(2);
    for (const input of manifest.inputs) expect(input.sha256).toMatch(/^[0-9a-f]{64}$/);
    for (const engine of ["coding", "balance", "disclosure", "standards", "tixi"])
      expect(manifest.versions[engine], engine).toBeTruthy();
    for (const { name, sha256, bytes } of [...manifest.outputs, ...files]) {
      const { rawPayload } = await publicly(`/api/public/releases/${release.id}/files/${name}`);
      expect(rawPayload.length, name).toBe(bytes);
      expect(createHash("sha256").update(rawPayload).digest("hex"), name).toBe(sha256);
    }
    const dcat = await publicly(`/api/public/releases/${release.id}/dcat.jsonld`);
    expect(dcat.headers["content-type"]).toContain("application/ld+json");
    const dataset = dcat.json<Answer>();
    expect(dataset).toMatchObject({ "@type": "dcat:Dataset", "dct:identifier": release.id });
    // every term is of a vocabulary that the context declares
    const declared = Object.keys(dataset["@context"]);
    for (const [, prefix] of JSON.stringify({ ...dataset, "@context": 0 }).matchAll(/"([a-z]+):[A-Za-z]+":/g)) expect(declared).toContain(prefix); // prettier-ignore
    const urls = dataset["dcat:distribution"].map(
      (one: Answer) => new URL(one["dcat:downloadURL"]["@id"]).pathname,
    );
    expect(urls).toHaveLength(files.length);
    for (const url of urls) expect((await publicly(url)).statusCode).toBe(200);
  });

  test("can be drafted only of a finished cycle of one's own province", async () => {
    const draft = (cycleId: string, actor = actors.planner as Answer) =>
      office.call({ method: "POST", url: "/api/releases", payload: { cycleId, title: "发布" } }, actor);
    expect((await draft(cycle.id, actors.stranger)).statusCode).toBe(404);
    const waiting = await office.post("/api/cycles", { year: 2027 });
    await office.post(`/api/cycles/${waiting.id}/cancel`);
    expect((await draft(waiting.id)).statusCode).toBe(409);
    expect((await office.call({ method: "POST", url: `/api/cycles/${waiting.id}/cancel` })).statusCode).toBe(
      409,
    );
    const wrong = await office.call({ method: "POST", url: "/api/cycles", payload: { year: 2026, parameters: { disclosure: { protection: 7 } } } }); // prettier-ignore
    expect([wrong.statusCode, wrong.json().errors[0].field]).toEqual([400, "parameters"]);
  });
});
