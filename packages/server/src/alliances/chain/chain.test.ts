import { afterAll, beforeAll, expect, test } from "vitest";
import { actors } from "../../platform/testing/test-database.ts";
import { answerOf as bodyOf, type Answer } from "../../testing/office.ts";
import { AllianceWorld } from "../testing/index.ts";
import { answerOf, type ChainDocument, type ChainNode, type Said } from "./document.ts";
import { linksOf } from "./draft.ts";

const node = (id: string, more: Partial<ChainNode> = {}): ChainNode => ({ id, kind: id.split("-")[0] as ChainNode["kind"], name: id, code: "", organisation: null, source: "hand", x: null, y: null, ...more }); // prettier-ignore
const edges = (...pairs: string[]): ChainDocument["edges"] => pairs.map((pair) => ({ from: pair.split(" ")[0]!, to: pair.split(" ")[1]! })); // prettier-ignore

test("where nobody trains stands first: no programme, no school that offers it, too few, then what is met", () => {
  const said: Record<string, Said> = { a: { demand: 10, shortage: 4 }, b: { demand: 10, shortage: 0 }, c: { missing: "withheld" } }; // prettier-ignore
  const document = {
    nodes: [
      ...["met", "short", "unknown", "none", "unoffered", "empty"].map((name) => node(`link-${name}`)),
      node("occupation-a", { code: "a" }), node("occupation-b", { code: "b" }), node("occupation-c", { code: "c" }), node("occupation-d", { code: "b" }), node("occupation-e", { code: "b" }),
      node("programme-1"), node("programme-2"), node("school-1"), node("enterprise-1"),
    ],
    edges: edges("link-met occupation-b", "link-short occupation-b", "link-short occupation-a", "link-unknown occupation-c", "link-none occupation-d", "link-unoffered occupation-e",
      "programme-1 occupation-a", "programme-1 occupation-b", "programme-1 occupation-c", "programme-2 occupation-e", "school-1 programme-1", "enterprise-1 link-met"),
  }; // prettier-ignore
  const links = answerOf(document, (code) => said[code] ?? { missing: "not-advertised" });
  expect(links.map(({ id, state }) => [id, state])).toEqual([
    ["link-none", "no-programme"], ["link-unoffered", "no-school"], ["link-empty", "empty"], ["link-short", "short"], ["link-unknown", "unknown"], ["link-met", "met"],
  ]); // prettier-ignore
  // within a link as well
  expect(links[3]!.occupations.map(({ id }) => id)).toEqual(["occupation-a", "occupation-b"]);
  expect(links[5]).toMatchObject({
    enterprises: 1,
    occupations: [{ programmes: [{ schools: ["school-1"] }] }],
  });
});

test("the chain of the statutes is read link by link", () => {
  expect(linksOf("数控机床—工业机器人—系统集成")).toEqual(["数控机床", "工业机器人", "系统集成"]);
  expect(linksOf("设计 → 制造、封装测试、设计")).toEqual(["设计", "制造", "封装测试"]);
  expect(linksOf("")).toEqual([]);
});

let world: AllianceWorld;
beforeAll(async () => {
  world = await AllianceWorld.open({ chain: "机械加工—工业机器人" });
});
afterAll(() => world.close());
const url = () => `alliances/${world.id}/chain`;

test("fed from statutes, members and the official tables; fed again nothing is doubled, and what was drawn stays", async () => {
  const { secretariat, school } = world;
  expect((await world.try("POST", `${url()}/feed`, {}, school)).statusCode).toBe(403);
  const fed = bodyOf(await world.try("POST", `${url()}/feed`, {}, secretariat));
  const names = (kind: string, of = fed) => of.document.nodes.filter((one: Answer) => one.kind === kind).map(({ name }: Answer) => name); // prettier-ignore
  expect(names("link")).toEqual(["机械加工", "工业机器人"]);
  expect(names("enterprise")).toEqual(["乙市机械有限公司"]);
  expect(names("occupation").length).toBeGreaterThan(1);
  expect(names("programme").length).toBeGreaterThan(1);
  // no school offers anything in this world
  expect(fed.links.every(({ state }: Answer) => ["no-programme", "no-school"].includes(state))).toBe(true);
  expect(fed.release).toBeNull();
  const moved = { ...fed.document, nodes: fed.document.nodes.map((one: Answer) => (one.name === "机械加工" ? { ...one, name: "机械加工", x: 5, y: 6 } : one)) }; // prettier-ignore
  bodyOf(await world.try("PUT", url(), moved, secretariat, fed.etag));
  const again = bodyOf(await world.try("POST", `${url()}/feed`, {}, secretariat));
  expect(again.document).toEqual(moved);
});

test("two secretaries at once: the second is told; what does not fit is named", async () => {
  const { secretariat } = world;
  const { etag, document } = await world.get(url(), secretariat);
  bodyOf(await world.try("PUT", url(), document, secretariat, etag));
  expect((await world.try("PUT", url(), document, secretariat, etag)).statusCode).toBe(412);
  const broken = async (more: object) => (await world.try("PUT", url(), { ...document, ...more }, secretariat)).json().errors[0]; // prettier-ignore
  const [link] = document.nodes.filter(({ kind }: Answer) => kind === "link");
  const [programme] = document.nodes.filter(({ kind }: Answer) => kind === "programme");
  expect(await broken({ edges: [{ from: link.id, to: "nothing" }] })).toMatchObject({ field: "edges[0]" });
  expect(await broken({ edges: [{ from: link.id, to: programme.id }] })).toMatchObject({ field: "edges[0]", reason: expect.stringContaining("不能这样连") }); // prettier-ignore
  expect(await broken({ nodes: [link, link], edges: [] })).toMatchObject({ field: "nodes[1].id" });
});

test("anybody sees what was published and no later change; members see the map itself", async () => {
  const { secretariat, enterprise } = world;
  const open = () => world.office.call({ url: `/api/public/${url()}` }, actors.public);
  expect((await open()).statusCode).toBe(404);
  const now = bodyOf(await world.try("PUT", `${url()}/published`, { published: true }, secretariat));
  expect(now).toMatchObject({ changed: false, mayKeep: true });
  bodyOf(await world.try("PUT", url(), { nodes: [], edges: [] }, secretariat));
  const seen = (await open()).json();
  expect(seen.document.nodes.length).toBe(now.document.nodes.length);
  expect(seen.mayKeep).toBe(false);
  expect(await world.get(url(), enterprise)).toMatchObject({ changed: true, document: { nodes: [] }, mayKeep: false }); // prettier-ignore
  const stranger = await world.other("school-officer", "secondary-school", "别校");
  expect((await world.office.call({ url: `/api/${url()}` }, stranger)).statusCode).toBe(404);
  bodyOf(await world.try("PUT", `${url()}/published`, { published: false }, secretariat));
  expect((await open()).statusCode).toBe(404);
});
