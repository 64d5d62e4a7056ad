import { loadHighs } from "@tixi/engines/cycle";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { actors } from "../platform/testing/test-database.ts";
import { csv, Office, type Answer } from "../testing/office.ts";
import { offeringsFile, postingsFile } from "../testing/province.ts";

/** Somebody who holds all that is published, knows how figures add up, and has a linear programme. */
let office: Office;
let cycle: Answer;
let release: Answer;
beforeAll(async () => {
  office = await Office.open();
  await office.bringIn(postingsFile(900));
  await office.bringIn(offeringsFile());
  cycle = await office.cycle(2026);
  release = await office.published(cycle.id);
}, 90_000);
afterAll(() => office.close());

interface Row {
  year: number;
  city: string;
  code: string;
  level: string;
  scope: string;
  status: string;
  [figure: string]: string | number | null;
}
const seenByAnybody = (name: string): Promise<Row[]> =>
  office.world.as(actors.public, async ({ tx }) => (await sql<Row>`select * from ${sql.table(`planning.public_${name}`)}`.execute(tx)).rows); // prettier-ignore
const truth = (name: string, code: string): Promise<Row[]> =>
  office.world.sql<Row>(
    `select *, ${code} as code from planning.${name} order by year, city, ${code}, level`,
  );

/** How a code lies in a scope: by its own digits. */
const within: Record<string, (code: string) => string> = {
  occupation: (code) => code,
  minor: (code) => code.slice(0, 7),
  submajor: (code) => code.slice(0, 4),
  major: (code) => code.slice(0, 1),
  programme: (code) => code,
  class: (code) => code.slice(0, 4),
  category: (code) => code.slice(0, 2),
  all: () => "",
};

/** Every sum that is published, as a row of a linear programme over the finest cells of one year. */
function equations(
  details: Row[],
  totals: Row[],
  figure: string,
  part?: { figure: string; of: (cell: Row) => boolean },
): string[] {
  const rows: string[] = [];
  const say = (members: Row[], value: number) => {
    const terms = members.map((cell) => `+ x${details.indexOf(cell)}`).join(" ");
    if (terms === "") return;
    rows.push(
      ` l${rows.length}: ${terms} >= ${value - 1e-6}`,
      ` u${rows.length}: ${terms} <= ${value + 1e-6}`,
    );
  };
  for (const total of totals) {
    const members = details.filter(
      (cell) =>
        within[total.scope]!(cell.code) === total.code &&
        (total.city === "" || total.city === cell.city) &&
        (total.level === "" || total.level === cell.level),
    );
    const value = total[figure];
    if (typeof value === "number") say(members, value);
    const share = part && total[part.figure];
    if (typeof share === "number") say(members.filter(part!.of), share);
  }
  return rows;
}

async function attack(details: Row[], rows: string[], targets: Row[], figure: string) {
  const solve = await loadHighs();
  const found: { cell: Row; value: number; width: number }[] = [];
  for (const cell of targets) {
    const x = `x${details.indexOf(cell)}`;
    const bound = async (sense: string) => {
      const answer = await solve(`${sense}\n obj: ${x}\nSubject To\n${rows.join("\n")}\nEnd\n`);
      if (answer.status === "Optimal") return answer.objective;
      if (sense === "Maximize" && /unbounded/i.test(answer.status)) return Infinity;
      throw new Error(`the attacker's own programme is ${answer.status}`);
    };
    const [low, high] = [await bound("Minimize"), await bound("Maximize")];
    const value = Number(cell[figure]);
    expect(low).toBeLessThanOrEqual(value + 1e-4);
    expect(high).toBeGreaterThanOrEqual(value - 1e-4);
    found.push({ cell, value, width: high - low });
  }
  return found;
}

describe("an attacker with a linear programme", () => {
  test.each([
    ["demand", "demand_cell", "occupation", "demand_total"],
    ["graduates", "supply_cell", "programme", "supply_total"],
  ])("cannot tell a withheld %s within the stated interval", async (figure, cells, code, totals) => {
    const { protection } = cycle.parameters.disclosure;
    const details = (await truth(cells, code)).filter((cell) => cell.year === 2026);
    const published = (await seenByAnybody(totals)).filter((total) => total.year === 2026);
    const withheld = details.filter((cell) => cell.status === "primary");
    expect(withheld.length).toBeGreaterThan(0);
    expect(published.filter((total) => total.status === "open").length).toBeGreaterThan(20);
    const linked = (cell: Row) => String(cell["linked"]) === "true";
    const part = { figure: "unlinked", of: (cell: Row) => !linked(cell) };
    const rows = equations(details, published, figure, figure === "demand" ? part : undefined);
    if (figure === "demand") {
      // the region's own figure stands on the first page, with one decimal
      const { unlinkedDemand } = await office.get(
        `/api/public/releases/${release.id}/overview`,
        actors.public,
      );
      const terms = details.flatMap((cell, x) => (linked(cell) ? [] : [`+ x${x}`])).join(" ");
      rows.push(
        ` regional1: ${terms} >= ${unlinkedDemand - 0.05}`,
        ` regional2: ${terms} <= ${unlinkedDemand + 0.05}`,
      );
    }
    const told = (await attack(details, rows, withheld, figure)).filter(
      ({ value, width }) => width < protection * value - 1e-3,
    );
    expect(
      told.map(
        ({ cell, value, width }) => `${cell.code} ${cell.city} ${cell.level} = ${value} within ${width}`,
      ),
    ).toEqual([]);
  });

  test("would succeed if only one figure were withheld: the attack is a real one", async () => {
    const details = (await truth("demand_cell", "occupation")).filter((cell) => cell.year === 2026);
    const totals = await office.world.sql<Row>("select * from planning.demand_total where year = 2026");
    const [target] = details.filter((cell) => cell.status === "primary");
    const all = totals.filter((t) => !(t.scope === "occupation" && t.code === target!.code && t.city === target!.city && t.level === target!.level)); // prettier-ignore
    const [found] = await attack(details, equations(details, all, "demand"), [target!], "demand");
    expect(found!.width).toBeLessThan(1e-3);
  });
});

describe("what anybody may read", () => {
  const url = (path: string) => `/api/public/releases/${release.id}/${path}`;

  test("no file and no answer shows a figure of a withheld cell", async () => {
    const hidden = new Set(
      (
        await office.world.sql<Row>(
          "select * from planning.demand_total where status <> 'open' and scope = 'occupation'",
        )
      ).map((t) => `${t.year} ${t.code} ${t.city} ${t.level}`),
    );
    // cells.csv and occupations.csv
    const table = async (name: string) => {
      const { body } = await office.call({ url: url(`files/${name}`) }, actors.public);
      const [header, ...lines] = body
        .replace("\ufeff", "")
        .trim()
        .split("\r\n")
        .map((line) => line.split(","));
      return lines.map((line) => Object.fromEntries(header!.map((column, i) => [column, line[i]!])));
    };
    let blank = 0;
    for (const row of await table("occupations.csv")) {
      const withheld = hidden.has(`${row["year"]} ${row["occupation_code"]} ${row["city_code"]} `);
      expect(
        row["demand"] === "" && row["employers"] === "" && row["matched"] === "",
        JSON.stringify(row),
      ).toBe(withheld);
      if (withheld) blank++;
    }
    for (const row of await table("cells.csv"))
      if (row["side"] === "demand")
        expect(row["value"] === "" && row["high"] === "" && row["remaining"] === "").toBe(
          hidden.has(`${row["year"]} ${row["code"]} ${row["city_code"]} ${row["level"]}`),
        );
    expect(blank).toBeGreaterThan(0);
    // the answers, in every city and at every level
    const cities = ["", ...(await office.get(url("cities"), actors.public)).map((city: Answer) => city.city)];
    for (const city of cities)
      for (const level of ["", "secondary", "college"]) {
        const query = new URLSearchParams({ limit: "1000", ...(city && { city }), ...(level && { level }) });
        const { items } = await office.get(url(`occupations?${query}`), actors.public);
        for (const line of items) {
          const withheld = hidden.has(`2026 ${line.code} ${city} ${level}`);
          expect(line.suppressed).toBe(withheld);
          if (withheld) expect(line).toMatchObject({ demand: null, shortage: null, matched: null, employers: null, postings: null, price: null }); // prettier-ignore
        }
        const { shortages } = await office.get(url(`overview?${query}`), actors.public);
        for (const { occupation } of shortages)
          expect(hidden.has(`2026 ${occupation.code} ${city} ${level}`)).toBe(false);
      }
    const text = JSON.stringify(await office.get(url("flows?limit=200"), actors.public));
    expect(text).toContain("links");
    for (const flow of await office.world.sql<Row>("select * from planning.flow_cell where status <> 'open'"))
      expect((await seenByAnybody("flow_cell")).some((f) => f["programme"] === flow["programme"] && f["occupation"] === flow["occupation"] && f["city_to"] === flow["city_to"] && f["city_from"] === flow["city_from"] && f.level === flow.level && f.year === flow.year)).toBe(false); // prettier-ignore
  });

  test("a region whose own total would tell of one employer cannot be published at all", async () => {
    // given another office with two employers in all
    const small = await Office.open();
    try {
      const line = (company: string) => ["焊工", company, "济南市", "5", "2026-03-01"];
      await small.bringIn(
        csv([["岗位名称", "单位名称", "工作地点", "招聘人数", "发布日期"], line("甲厂"), line("乙厂")]),
      );
      await small.bringIn(offeringsFile());
      const { id } = await small.cycle(2026);
      const drafted = await small.call({
        method: "POST",
        url: "/api/releases",
        payload: { cycleId: id, title: "发布" },
      });
      expect([drafted.statusCode, drafted.json().type]).toEqual([409, "/problems/conflict"]);
    } finally {
      await small.close();
    }
  });
});
