/** Shapes and calls of personal data: the public rules, one's own copy and requests, a value in clear. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, type Page } from "../api/client.ts";

export interface Sentence {
  zh: string;
  en: string;
}

export interface Field {
  kind: string;
  label: Sentence;
  purpose: Sentence;
  basis: number;
  law: Sentence | null;
  sensitive: boolean;
  kept: "sealed" | "index" | "hashed" | "plain";
  why: Sentence | null;
  retention: { from: string; days: number | null };
  masked: boolean;
}

export interface Rules {
  version: string;
  effective: string;
  sections: { title: Sentence; paragraphs: Sentence[] }[];
  fields: Field[];
  earlier: { version: string; effective: string }[];
}

export interface PersonalRequest {
  id: string;
  kind: "export" | "erase";
  personId: string;
  state: "asked" | "accepted" | "refused" | "done" | "withdrawn";
  reason: string;
  byRule: boolean;
  askedAt: string;
  dueOn: string;
  decidedAt: string | null;
  decision: string;
  doneAt: string | null;
  kept: { what: Sentence; law: Sentence }[];
  mine: boolean;
  etag: string;
}

export function useRules() {
  return useQuery({
    queryKey: ["personal-rules"],
    queryFn: ({ signal }) => call<Rules>("/api/public/personal-data", { signal }),
  });
}

export function useMyRequests() {
  return useQuery({
    queryKey: ["personal-requests", "mine"],
    queryFn: ({ signal }) => call<{ items: PersonalRequest[] }>("/api/personal/requests/mine", { signal }),
  });
}

export function useRequests(state: string | null) {
  return useInfiniteQuery({
    queryKey: ["personal-requests", state],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<Page<PersonalRequest>>("/api/personal/requests", { query: { state, cursor: pageParam }, signal }),
    getNextPageParam: (page) => page.next,
  });
}

function useChange<Input>(change: (input: Input) => Promise<PersonalRequest>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => client.invalidateQueries({ queryKey: ["personal-requests"] }),
  });
}

export const useAsk = () =>
  useChange((reason: string) =>
    call<PersonalRequest>("/api/personal/requests", { method: "POST", body: { kind: "erase", reason } }),
  );

export const useWithdraw = () =>
  useChange((id: string) =>
    call<PersonalRequest>(`/api/personal/requests/${id}/withdraw`, { method: "POST", body: {} }),
  );

export const useDecide = () =>
  useChange((input: { id: string; etag: string; decision: "accept" | "refuse"; reason: string }) =>
    call<PersonalRequest>(`/api/personal/requests/${input.id}/decision`, {
      method: "POST",
      etag: input.etag,
      body: { decision: input.decision, reason: input.reason },
    }),
  );

export function useReveal() {
  return useMutation({
    mutationFn: (input: { field: string; id: string; reason: string }) =>
      call<{ value: string }>("/api/personal/reveal", { method: "POST", body: input }),
  });
}
