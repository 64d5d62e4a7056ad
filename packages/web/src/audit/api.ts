/** Shapes and calls of the audit trail. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, type Page } from "../api/client.ts";
import type { Job } from "../api/jobs.ts";

export interface Entry {
  id: string;
  at: string;
  kind: "write" | "read";
  actor: { name: string; role: string; userId: string | null; personId: string | null };
  actingFor: string | null;
  organisation: string | null;
  region: string;
  action: string;
  subject: string;
  why: string | null;
  address: string | null;
  requestId: string | null;
  seq: number | null;
}

export interface AuditRecord extends Entry {
  hash: string | null;
  sealedAt: string | null;
  changes: { field: string; before: string | null; after: string | null }[];
}

export interface Break {
  what: string;
  seq: number | null;
  id: string | null;
  at: string | null;
  action: string | null;
}

export interface Chain {
  head: number;
  waiting: number;
  checkpointAt: string | null;
  verified: {
    jobId: string;
    at: string;
    checked: number;
    breaks: number;
    broken: Break[];
    seconds: number;
  } | null;
  running: string | null;
}

export const FILTERS = ["from", "to", "who", "action", "subject", "organisation", "kind"] as const;
export type Filter = Partial<Record<(typeof FILTERS)[number], string>>;

export function useEntries(filter: Filter) {
  return useInfiniteQuery({
    queryKey: ["audit", filter],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<Page<Entry>>("/api/audit", { query: { ...filter, cursor: pageParam, limit: 100 }, signal }),
    getNextPageParam: (page) => page.next,
  });
}

export function useRecord(id: string) {
  return useQuery({
    queryKey: ["audit-record", id],
    queryFn: ({ signal }) => call<AuditRecord>(`/api/audit/${id}`, { signal }),
  });
}

export function useChain() {
  return useQuery({
    queryKey: ["audit-chain"],
    queryFn: ({ signal }) => call<Chain>("/api/audit/chain", { signal }),
    refetchInterval: (query) => (query.state.data?.running ? 1000 : 30_000),
  });
}

export function useVerify() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call<Job>("/api/audit/verify", { method: "POST", body: {} }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["audit-chain"] }),
  });
}
