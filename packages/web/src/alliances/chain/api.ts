/** Shapes and calls of a chain map. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, type Page } from "../../api/client.ts";

export const NODE_KINDS = ["school", "programme", "occupation", "link", "enterprise"] as const;
export type NodeKind = (typeof NODE_KINDS)[number];
export interface ChainNode {
  id: string;
  kind: NodeKind;
  name: string;
  code: string;
  organisation: string | null;
  source: "statutes" | "register" | "posts" | "standards" | "offerings" | "hand";
  x: number | null;
  y: number | null;
}
export interface ChainDocument {
  nodes: ChainNode[];
  edges: { from: string; to: string }[];
}
export type State = "no-programme" | "no-school" | "short" | "met" | "unknown" | "empty";
export type Said =
  | { demand: number; shortage: number }
  | { missing: "no-release" | "not-advertised" | "withheld" | "no-code" };
export interface OccupationAnswer {
  id: string;
  name: string;
  code: string;
  said: Said;
  programmes: { id: string; name: string; code: string; schools: string[] }[];
  state: State;
}
export interface LinkAnswer {
  id: string;
  name: string;
  code: string;
  enterprises: number;
  occupations: OccupationAnswer[];
  state: State;
}
export interface Chain {
  alliance: string;
  allianceName: string;
  document: ChainDocument;
  members: string[];
  links: LinkAnswer[];
  release: { id: string; title: string; year: number } | null;
  place: string;
  publishedAt: string | null;
  changed: boolean;
  mayKeep: boolean;
  sample: boolean;
  etag: string;
}

/** What may lead to what; the server says the same. */
export const LEADS: Readonly<Record<NodeKind, readonly NodeKind[]>> = {
  school: ["programme"],
  programme: ["occupation"],
  occupation: [],
  link: ["link", "occupation"],
  enterprise: ["link"],
};

const keyOf = (id: string | undefined, open: boolean) => ["alliances", id, "chain", open];

export const useChain = (id: string | undefined, open: boolean) =>
  useQuery({
    queryKey: keyOf(id, open),
    enabled: !!id,
    queryFn: ({ signal }) => call<Chain>(`/api${open ? "/public" : ""}/alliances/${id}/chain`, { signal }),
  });

export interface Step {
  method: "PUT" | "POST";
  /** behind `alliances/:id/chain` */
  path: "" | "/feed" | "/published";
  body: object;
  etag: string;
}
/** A change of the map; what it answers is what is shown next. */
export function useStep(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ method, path, body, etag }: Step) =>
      call<Chain>(`/api/alliances/${id}/chain${path}`, { method, body, etag }),
    onSuccess: (chain) => client.setQueryData(keyOf(id, false), chain),
  });
}

export const useSearch = (q: string, kind: "programme" | "occupation" | "industry" | null) =>
  useQuery({
    queryKey: ["standards", "search", kind, q],
    enabled: kind !== null && q.trim() !== "",
    queryFn: ({ signal }) =>
      call<Page<{ code: string; name: string; hint: string }>>("/api/standards/search", {
        query: { q, kind, limit: 12 },
        signal,
      }),
  });
