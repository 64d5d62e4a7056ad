/** Shapes and calls of the recognition of earlier learning. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, type Page, type Query } from "../../api/client.ts";
import type { Sentence } from "../api.ts";

export const SOURCES = ["course", "certificate", "work", "award"] as const;
export type SourceKind = (typeof SOURCES)[number];
export const STATES = ["asked", "returned", "recognised", "refused", "appealed", "upheld", "withdrawn"] as const; // prettier-ignore
export type CreditState = (typeof STATES)[number];

export interface CreditRule {
  id: string;
  school: string;
  schoolName: string;
  programme: string;
  programmeName: string;
  sourceKind: SourceKind;
  source: string;
  needs: string;
  course: string;
  credits: number;
  validFrom: string;
  validUntil: string | null;
  inForce: boolean;
  sample: boolean;
  etag: string;
}

export interface NewRule {
  programme: string;
  sourceKind: SourceKind;
  source: string;
  needs: string;
  course: string;
  credits: number;
  validFrom: string;
  validUntil: string | null;
}

export interface CreditLine {
  id: string;
  schoolName: string;
  programme: string;
  programmeName: string;
  course: string;
  credits: number;
  source: string;
  sourceKind: SourceKind;
  state: CreditState;
  stateName: Sentence;
  person: string | null;
  sample: boolean;
  createdAt: string;
}

export interface CreditRequest extends CreditLine {
  school: string;
  statement: string;
  evidenceKey: string;
  needs: string;
  files: { id: string; name: string; bytes: number; mediaType: string; state: string; createdAt: string }[];
  actions: string[];
  against: Sentence | null;
  mayEdit: boolean;
  history: { action: string; words: Sentence; by: string; at: string; note: string }[];
  etag: string;
}

export interface BalanceLine {
  school: string;
  schoolName: string;
  programme: string;
  programmeName: string;
  recognised: number;
  asked: number;
  limit: number | null;
  total: number | null;
  courses: { request: string; course: string; credits: number; at: string }[];
}

export interface Limit {
  programme: string;
  programmeName: string;
  school: string;
  total: number;
  share: number;
}

function usePages<T>(key: string, path: string, query: Query, enabled = true) {
  return useInfiniteQuery({
    queryKey: [key, query],
    enabled,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<Page<T>>(path, { query: { ...query, cursor: pageParam }, signal }),
    getNextPageParam: (page) => page.next,
  });
}

export const useCreditRules = (query: Query, enabled = true) =>
  usePages<CreditRule>("credit-rules", "/api/public/credit-rules", query, enabled);
export const useCredits = (query: Query) => usePages<CreditLine>("credits", "/api/credits", query);

export const useCredit = (id: string | undefined) =>
  useQuery({
    queryKey: ["credit", id],
    enabled: !!id,
    queryFn: ({ signal }) => call<CreditRequest>(`/api/credits/${id}`, { signal }),
  });

export const useBalance = (enabled: boolean) =>
  useQuery({
    queryKey: ["credit", "balance"],
    enabled,
    queryFn: ({ signal }) => call<{ items: BalanceLine[] }>("/api/credits/balance", { signal }),
  });

export const useLimits = (school: string | null) =>
  useQuery({
    queryKey: ["credit-limits", school],
    enabled: school !== null,
    queryFn: ({ signal }) => call<{ items: Limit[] }>("/api/public/credit-limits", { query: { school }, signal }),
  }); // prettier-ignore

function useChange<I, O>(run: (input: I) => Promise<O>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: () =>
      Promise.all(
        ["credits", "credit", "credit-rules", "credit-limits"].map((name) =>
          client.invalidateQueries({ queryKey: [name] }),
        ),
      ),
  });
}

export const useAddRule = () =>
  useChange((body: NewRule) => call<CreditRule>("/api/credit-rules", { method: "POST", body }));

export const useEndRule = () =>
  useChange(({ rule, validUntil }: { rule: CreditRule; validUntil: string }) => {
    const { source, needs, course, credits } = rule;
    const body = { source, needs, course, credits, validUntil };
    return call<CreditRule>(`/api/credit-rules/${rule.id}`, { method: "PUT", body, etag: rule.etag });
  });

export const useSetLimit = () =>
  useChange((body: { programme: string; total: number; share: number }) =>
    call<{ items: Limit[] }>("/api/credit-limits", { method: "PUT", body }),
  );

export const useAskCredit = () =>
  useChange((body: { rule: string; statement: string; evidenceKey: string; files: string[] }) =>
    call<CreditRequest>("/api/credits", { method: "POST", body }),
  );

export const useActOnCredit = ({ id, etag }: Pick<CreditRequest, "id" | "etag">) =>
  useChange(({ step, note }: { step: string; note: string }) =>
    call<CreditRequest>(`/api/credits/${id}/${step}`, {
      method: "POST",
      body: note.trim() ? { note } : {},
      etag,
    }),
  );

export const useChangeCredit = ({ id, etag }: Pick<CreditRequest, "id" | "etag">) =>
  useChange((body: { statement: string; evidenceKey: string }) =>
    call<CreditRequest>(`/api/credits/${id}`, { method: "PUT", body, etag }),
  );
