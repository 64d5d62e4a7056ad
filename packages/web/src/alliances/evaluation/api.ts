/** Shapes and calls of the national evaluation of an alliance. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call } from "../../api/client.ts";
import type { Sentence } from "../../cotraining/rounds/api.ts";

export const GROUPS = ["base", "substantive", "negative"] as const;
export interface Evidence {
  kind: string;
  id: string;
  title: string;
  on: string | null;
}
export interface Result {
  key: string;
  group: (typeof GROUPS)[number];
  cooperation: "running" | "training" | "employment" | "development" | null;
  name: Sentence;
  observed: Sentence;
  rule: string;
  target: number;
  unit: "times" | "items" | "percent" | "yuan" | "people" | "provinces" | "kinds" | "yes";
  weight: number;
  stated: boolean;
  value: number | null;
  source: "computed" | "stated" | "none";
  verdict: "reached" | "short" | "hit" | "clear" | "unknown";
  points: number | null;
  gap: Sentence | null;
  evidence: Evidence[];
  words: string;
  proof: string;
}
export interface Evaluation {
  alliance: string;
  allianceName: string;
  kind: "consortium" | "community";
  sample: boolean;
  year: number;
  running: boolean;
  notOfficial: Sentence;
  outcome: "met" | "base-short" | "negative-hit" | "unknown";
  score: number;
  unknown: number;
  results: Result[];
  editions: {
    year: number;
    no: number;
    by: string;
    at: string;
    outcome: Evaluation["outcome"];
    score: number;
  }[];
  mayKeep: boolean;
}

const KEY = "alliance-evaluation";
export const useEvaluation = (id: string | undefined, year: number | null) =>
  useQuery({
    queryKey: [KEY, id, year],
    enabled: !!id,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => call<Evaluation>(`/api/alliances/${id}/evaluation`, { query: year === null ? {} : { year: String(year) }, signal }),
  }); // prettier-ignore

/** A statement of the secretariat, or an edition that is kept; what is shown is read anew afterwards. */
export function useEvaluationWrite(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ method, path, body }: { method: "PUT" | "POST"; path: string; body: object }) =>
      call<Evaluation>(`/api/alliances/${id}/evaluation/${path}`, { method, body }),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  });
}
