/** A first draft of a chain map from what is known: statutes, register, the official tables, what schools offer, the release. */
import { standards } from "@tixi/standards";
import type { Context } from "../../platform/index.ts";
import { isActive, membersOf, type AllianceRow } from "../alliance.sql.ts";
import type { ChainDocument, ChainNode } from "./document.ts";
import { chainFigures, offerings, worksOfMembers, type OfferedProgramme } from "./figures.sql.ts";

/** So many of each are proposed; the rest is for those who know the chain. */
const OCCUPATIONS_OF_LINK = 4;
const PROGRAMMES_OF_OCCUPATION = 4;
const SCHOOLS_OF_PROGRAMME = 5;
/** A link of programme and occupation that the official table alone states, with nothing else for it, weighs less. */
const TRUSTED = 0.5;

/** What is known and not in the map yet is added; nothing of it is changed or taken away. */
export async function draftChain(ctx: Context, alliance: AllianceRow, before: ChainDocument): Promise<ChainDocument> {
  const map = new Draft(before);
  const { province, region, id } = alliance;
  const figures = await chainFigures(ctx, { province, region });
  const members = (await membersOf(ctx, id)).filter(isActive);
  const works = await worksOfMembers(ctx, province, id);
  const links = linksOf(alliance.chain).map((name) => map.node({ kind: "link", name, code: industryOf(name), source: "statutes" }));
  links.slice(1).forEach((link, k) => map.edge(links[k]!, link));
  const demand = (code: string): number => {
    const said = figures.say(code);
    return "demand" in said ? said.demand : 0;
  };
  const needs = (link: ChainNode, codes: readonly string[], source: ChainNode["source"]): void => {
    for (const code of codes) {
      const found = standards().findOccupation(code);
      if (found) map.edge(link, map.node({ kind: "occupation", name: found.name, code, source }));
    }
  };
  for (const link of links) needs(link, [...occupationsNamed(link.name)].sort((a, b) => demand(b) - demand(a)).slice(0, OCCUPATIONS_OF_LINK), "standards");
  for (const { organisation, name } of members.filter((one) => one.kind === "enterprise")) {
    const enterprise = map.node({ kind: "enterprise", name, organisation, source: "register" });
    const { industries, occupations } = works.get(organisation) ?? { industries: [], occupations: [] };
    for (const code of industries) {
      const industry = standards().findIndustry(code);
      if (!industry) continue;
      const link = map.nodes.find((node) => node.kind === "link" && node.code !== "" && (node.code.startsWith(code) || code.startsWith(node.code))) ?? map.node({ kind: "link", name: industry.name, code, source: "register" });
      map.edge(enterprise, link);
      needs(link, occupations, "posts");
    }
  }
  const offered = new Map<string, OfferedProgramme[]>();
  for (const one of await offerings(ctx, province)) offered.set(one.programme, [...(offered.get(one.programme) ?? []), one]);
  const own = new Set(members.map(({ organisation }) => organisation));
  for (const occupation of map.nodes.filter(({ kind }) => kind === "occupation")) {
    const trained = standards().programmesOf(occupation.code).filter(({ kind, weight, doubtful }) => kind === "official" && weight >= TRUSTED && !doubtful)
      .sort((a, b) => Number(offered.has(b.code)) - Number(offered.has(a.code)) || b.weight - a.weight || a.code.localeCompare(b.code));
    for (const { code } of trained.slice(0, PROGRAMMES_OF_OCCUPATION)) {
      const programme = map.node({ kind: "programme", name: standards().findProgramme(code)!.name, code, source: "standards" });
      map.edge(programme, occupation);
      // members first, then those of the city
      const near = (offered.get(code) ?? []).filter(({ school, city }) => own.has(school) || figures.city === "" || city === figures.city)
        .sort((a, b) => Number(own.has(b.school)) - Number(own.has(a.school)) || a.school_name.localeCompare(b.school_name));
      for (const { school, school_name } of near.slice(0, SCHOOLS_OF_PROGRAMME))
        map.edge(map.node({ kind: "school", name: school_name, organisation: /^[0-9a-f-]{36}$/.test(school) ? school : null, source: "offerings" }), programme);
    }
  }
  return map.document;
} // prettier-ignore

/** Nodes and edges by what they are, so that nothing is drawn twice. */
class Draft {
  readonly nodes: ChainNode[];
  readonly #edges: ChainDocument["edges"];
  readonly #known = new Map<string, ChainNode>();
  readonly #drawn: Set<string>;

  constructor({ nodes, edges }: ChainDocument) {
    this.nodes = [...nodes];
    this.#edges = [...edges];
    for (const node of nodes) this.#known.set(keyOf(node), node);
    this.#drawn = new Set(edges.map(({ from, to }) => `${from}\n${to}`));
  }
  node(of: Pick<ChainNode, "kind" | "name" | "source"> & Partial<ChainNode>): ChainNode {
    const made: ChainNode = { code: "", organisation: null, x: null, y: null, ...of, id: "" };
    const found = this.#known.get(keyOf(made));
    if (found) return found;
    made.id = freeId(this.nodes, made);
    this.#known.set(keyOf(made), made);
    this.nodes.push(made);
    return made;
  }
  edge({ id: from }: ChainNode, { id: to }: ChainNode): void {
    if (this.#drawn.has(`${from}\n${to}`)) return;
    this.#drawn.add(`${from}\n${to}`);
    this.#edges.push({ from, to });
  }
  get document(): ChainDocument {
    return { nodes: this.nodes, edges: this.#edges };
  }
}

const keyOf = ({ kind, code, organisation, name }: ChainNode): string =>
  `${kind} ${kind === "link" ? name : code || organisation || name}`;
function freeId(nodes: readonly ChainNode[], { kind }: ChainNode): string {
  const taken = new Set(nodes.map(({ id }) => id));
  for (let n = nodes.length + 1; ; n++) if (!taken.has(`${kind}-${n}`)) return `${kind}-${n}`;
}

/** "数控机床—工业机器人—系统集成" link by link. */
export const linksOf = (chain: string): string[] =>
  [...new Set(chain.split(/[—–→、，,;；>]+|\s-\s|-{2,}/).map((name) => name.trim()).filter(Boolean))].slice(0, 40); // prettier-ignore

const industryOf = (name: string): string => standards().search(name, { kinds: ["industry"], limit: 1 })[0]?.code ?? ""; // prettier-ignore

/** Occupations whose name or work types speak of a link, as a whole or by its last word; where none does nothing is guessed. */
function occupationsNamed(name: string): Set<string> {
  const find = (words: string) => standards().search(words, { kinds: ["occupation"], limit: 12 }).filter(({ match }) => match === "name" || match === "work-type").map(({ code }) => code);
  const whole = find(name);
  return new Set(whole.length > 0 ? whole : find(name.slice(-2)));
} // prettier-ignore
