/** Shapes and calls of the register of organisations. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { call, type Page } from "../../api/client.ts";
import { useMe } from "../../api/session.ts";

export const KINDS = [
  "education-authority",
  "department",
  "secondary-school",
  "college",
  "vocational-university",
  "technician-school",
  "comprehensive-high-school",
  "university",
  "enterprise",
  "park",
  "institute",
  "association",
  "training-provider",
  "overseas-partner",
  "consortium",
  "community",
] as const;
export type Kind = (typeof KINDS)[number];

/** Kinds that bear a school identifier. */
export const SCHOOLS: readonly Kind[] = [
  "secondary-school",
  "college",
  "vocational-university",
  "technician-school",
  "comprehensive-high-school",
  "university",
];

export interface Named {
  id: string;
  name: string;
}

/** Who bore a name that stands in a file, as the register has it today. */
export interface OrganisationOfName extends Named {
  ended: boolean;
  successors: Named[];
}

export interface OrganisationRow extends Named {
  kind: Kind;
  region: string;
  regionName: string;
  creditCode: string | null;
  schoolCode: string | null;
  country: string | null;
  since: string | null;
  until: string | null;
  formerly: string | null;
}

export interface Version extends Named {
  kind: Kind;
  region: string;
  regionName: string;
  creditCode: string | null;
  schoolCode: string | null;
  parent: Named | null;
  country: string | null;
  address: string;
  website: string;
  since: string | null;
  until: string | null;
  change: "registered" | "renamed" | "moved" | "changed";
  note: string;
  source: string;
  recordedAt: string;
}

export interface Succession extends Named {
  kind: "merged" | "split";
  onDay: string;
  note: string;
  ended: boolean;
}

export interface Proposal {
  id: string;
  organisation: Named;
  address: string;
  website: string;
  note: string;
  state: "proposed" | "accepted" | "refused";
  proposedAt: string;
}

export interface OrganisationRecord extends Named {
  etag: string;
  state: "current" | "ended";
  shown: Version | null;
  versions: Version[];
  checks: { field: "creditCode" | "schoolCode"; sound: boolean; note: string | null }[];
  corrections: {
    id: string;
    before: Record<string, unknown>;
    after: Record<string, unknown>;
    note: string;
    at: string;
  }[];
  predecessors: Succession[];
  successors: Succession[];
  below: number;
  people: number | null;
  keeper: { code: string; name: string };
  may: { keep: boolean; propose: boolean };
  proposal: Proposal | null;
}

/** What a form says of an organisation. */
export interface Facts {
  name: string;
  kind: Kind;
  region: string;
  creditCode: string | null;
  schoolCode: string | null;
  parent: string | null;
  country: string | null;
  address: string;
  website: string;
}

export interface OrganisationFilter {
  q: string;
  kind: string;
  region: string;
  state: string;
  on: string;
  parent: string;
}

export interface Count {
  kind: Kind;
  count: number;
}

export interface RegionCounts {
  region: { code: string; name: string; rank: "province" | "city" | "county" } | null;
  path: { code: string; name: string }[];
  kinds: Count[];
  direct: Count[];
  below: { code: string; name: string; rank: string; below: number; kinds: Count[] }[];
}

export interface ImportReport {
  fileName: string;
  dry: boolean;
  headers: string[];
  unknown: string[];
  read: number;
  added: number;
  there: number;
  rejected: { row: number; values: string[]; reasons: { field: string; value: string; reason: string }[] }[];
  doubts: { row: number; field: string; text: string }[];
}

export interface LoadReport {
  in: number;
  added: number;
  there: number;
  changed: number;
  kept: {
    id: string;
    name: string;
    field: "name" | "kind" | "region" | "schoolCode";
    ours: string;
    list: string;
  }[];
}

/** Whether the signed-in person's role keeps the register at all; the server decides organisation by organisation. */
export function useKeeps(): boolean {
  const role = useMe().data?.user?.role;
  return role === "planner" || role === "administrator";
}

export function useOrganisations(filter: OrganisationFilter, enabled: boolean) {
  return useInfiniteQuery({
    enabled,
    queryKey: ["organisations", "list", filter],
    placeholderData: keepPreviousData,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<Page<OrganisationRow>>("/api/organisations", {
        query: { ...filter, cursor: pageParam, limit: 100 },
        signal,
      }),
    getNextPageParam: (page) => page.next,
  });
}

/** Every row of a list, page by page, up to the ten thousand that an export holds. */
export async function allOrganisations(filter: OrganisationFilter): Promise<OrganisationRow[]> {
  const rows: OrganisationRow[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<OrganisationRow> = await call("/api/organisations", {
      query: { ...filter, cursor, limit: 500 },
    });
    rows.push(...page.items);
    cursor = page.next;
  } while (cursor !== null && rows.length < 10_000);
  return rows;
}

export function useOrganisation(id: string | undefined, on: string) {
  return useQuery({
    queryKey: ["organisations", "one", id, on],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => call<OrganisationRecord>(`/api/organisations/${id}`, { query: { on }, signal }),
  });
}

export function useSuggestions(q: string, kind?: string) {
  return useQuery({
    queryKey: ["organisations", "suggest", q, kind],
    enabled: q.length > 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => searchOrganisations(q, kind, signal),
  });
}

export const searchOrganisations = (q: string, kind?: string, signal?: AbortSignal) =>
  call<Page<OrganisationRow>>("/api/organisations/suggest", { query: { q, kind }, signal });

/** Those of the same or a similar name in the province. */
export function useNear(name: string, region: string, except: string | undefined) {
  return useQuery({
    queryKey: ["organisations", "near", name, region, except],
    enabled: name.length >= 2 && /^\d{6}$/.test(region),
    queryFn: ({ signal }) =>
      call<{ items: (Named & { regionName: string; kind: Kind; why: "same" | "near" })[] }>(
        "/api/organisations/near",
        {
          query: { name, region, except },
          signal,
        },
      ),
  });
}

export function useRegionCounts(parent: string | null, enabled = true) {
  return useQuery({
    queryKey: ["organisations", "regions", parent],
    enabled,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => call<RegionCounts>("/api/regions/counts", { query: { parent }, signal }),
  });
}

export function useProposals(enabled: boolean) {
  return useQuery({
    queryKey: ["organisations", "proposals"],
    enabled,
    queryFn: ({ signal }) =>
      call<Page<Proposal>>("/api/organisation-proposals", { query: { limit: 100 }, signal }),
  });
}

/** A write to the register; whatever is shown of it is asked for again. */
export function useKeep<Input, Answer = Named>(
  to: (input: Input) => { path: string; method?: "POST" | "PUT"; body: unknown; etag?: string },
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => {
      const { path, method = "POST", body, etag } = to(input);
      return call<Answer>(path, { method, body, etag });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ["organisations"] }),
  });
}
