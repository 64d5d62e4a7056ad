/** The document of a chain map, and what it answers. */
import { BadInput } from "../../platform/index.ts";

export const NODE_KINDS = ["school", "programme", "occupation", "link", "enterprise"] as const;
export type NodeKind = (typeof NODE_KINDS)[number];
/** Where a node comes from. */
export const SOURCES = ["statutes", "register", "posts", "standards", "offerings", "hand"] as const;

export interface ChainNode {
  id: string;
  kind: NodeKind;
  name: string;
  /** of the programme, the occupation, the class of industry; '' = none */
  code: string;
  organisation: string | null;
  source: (typeof SOURCES)[number];
  /** where it was put by hand; null = where the layout puts it */
  x: number | null;
  y: number | null;
}
export interface ChainEdge {
  from: string;
  to: string;
}
export interface ChainDocument {
  nodes: ChainNode[];
  edges: ChainEdge[];
}

/** What may lead to what: upstream to downstream, who works where, whom a link needs, what trains for it, who offers it. */
const LEADS: Readonly<Record<NodeKind, readonly NodeKind[]>> = {
  school: ["programme"],
  programme: ["occupation"],
  occupation: [],
  link: ["link", "occupation"],
  enterprise: ["link"],
};

/** @throws BadInput naming the node or the edge that does not fit */
export function requireSound({ nodes, edges }: ChainDocument): void {
  const fault = (field: string, value: unknown, reason: string) => new BadInput([{ part: "body", field, value, reason }]);
  const kinds = new Map<string, NodeKind>();
  nodes.forEach(({ id, kind }, k) => {
    if (kinds.has(id)) throw fault(`nodes[${k}].id`, id, "编号重复 / this id is there twice");
    kinds.set(id, kind);
  });
  const seen = new Set<string>();
  edges.forEach(({ from, to }, k) => {
    const [one, other] = [kinds.get(from), kinds.get(to)];
    if (!one || !other) throw fault(`edges[${k}]`, `${from} → ${to}`, "连线的一端不存在 / one end of it does not exist");
    if (from === to || !LEADS[one].includes(other)) throw fault(`edges[${k}]`, `${from} → ${to}`, "这两类之间不能这样连 / these two kinds are not linked that way");
    if (seen.has(`${from}\n${to}`)) throw fault(`edges[${k}]`, `${from} → ${to}`, "连线重复 / this edge is there twice");
    seen.add(`${from}\n${to}`);
  });
} // prettier-ignore

/** What a release says of an occupation, or why it says nothing. */
export type Said =
  | { demand: number; shortage: number }
  | { missing: "no-release" | "not-advertised" | "withheld" | "no-code" };

export type OccupationState = "no-programme" | "no-school" | "short" | "met" | "unknown";
export interface OccupationAnswer {
  id: string;
  name: string;
  code: string;
  said: Said;
  programmes: { id: string; name: string; code: string; schools: string[] }[];
  state: OccupationState;
}
export interface LinkAnswer {
  id: string;
  name: string;
  code: string;
  enterprises: number;
  occupations: OccupationAnswer[];
  /** the worst of its occupations; `empty` where it names none */
  state: OccupationState | "empty";
}

/** From worst to best: nobody can, nobody does, too few, not known, enough. */
const ORDER: readonly LinkAnswer["state"][] = [
  "no-programme",
  "no-school",
  "empty",
  "short",
  "unknown",
  "met",
];

/** For each link who trains for it and whether that is enough, the worst first. */
export function answerOf({ nodes, edges }: ChainDocument, say: (code: string) => Said): LinkAnswer[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const into = new Map<string, ChainNode[]>();
  const out = new Map<string, ChainNode[]>();
  for (const { from, to } of edges) {
    const [one, other] = [byId.get(from), byId.get(to)];
    if (!one || !other) continue;
    into.set(to, [...(into.get(to) ?? []), one]);
    out.set(from, [...(out.get(from) ?? []), other]);
  }
  const known = new Map<string, OccupationAnswer>();
  const occupation = ({ id, name, code }: ChainNode): OccupationAnswer => {
    const found = known.get(id);
    if (found) return found;
    const programmes = (into.get(id) ?? []).filter(({ kind }) => kind === "programme").map((one) => ({
      id: one.id, name: one.name, code: one.code,
      schools: (into.get(one.id) ?? []).filter(({ kind }) => kind === "school").map((school) => school.name),
    }));
    const said = code === "" ? ({ missing: "no-code" } as const) : say(code);
    const made = { id, name, code, said, programmes, state: stateOf(programmes, said) };
    known.set(id, made);
    return made;
  };
  const links = nodes.filter(({ kind }) => kind === "link").map(({ id, name, code }): LinkAnswer => {
    const occupations = (out.get(id) ?? []).filter(({ kind }) => kind === "occupation").map(occupation).sort(byState);
    return { id, name, code, enterprises: (into.get(id) ?? []).filter(({ kind }) => kind === "enterprise").length, occupations, state: occupations[0]?.state ?? "empty" };
  });
  return links.sort(byState);
} // prettier-ignore

const byState = (a: { state: LinkAnswer["state"] }, b: { state: LinkAnswer["state"] }): number =>
  ORDER.indexOf(a.state) - ORDER.indexOf(b.state);

function stateOf(programmes: OccupationAnswer["programmes"], said: Said): OccupationState {
  if (programmes.length === 0) return "no-programme";
  if (programmes.every(({ schools }) => schools.length === 0)) return "no-school";
  if ("missing" in said) return "unknown";
  return said.shortage >= 1 ? "short" : "met";
}
