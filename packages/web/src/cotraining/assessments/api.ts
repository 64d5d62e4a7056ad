/** Shapes and calls of joint assessments, certificates and outcomes. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, type Page } from "../../api/client.ts";
import type { Entry, Sentence, Step, Write } from "../rounds/api.ts";

export interface RubricItem {
  key: string;
  name: string;
  weight: number;
  schoolShare: number;
  competence: boolean;
}
export interface Candidate {
  placement: string;
  name: string;
  enterpriseName: string;
  postName: string;
  fromOn: string;
  toOn: string;
  kind: "placement" | "apprenticeship";
  suggested: RubricItem[];
}
export interface Line {
  id: string;
  name: string;
  schoolName: string;
  enterpriseName: string;
  postName: string;
  programmeName: string;
  fromOn: string;
  toOn: string;
  kind: "placement" | "apprenticeship";
  state: string;
  stateName: Sentence;
  waits: boolean;
  sample: boolean;
}
export interface Scored extends RubricItem {
  school: { score: number; remark: string } | null;
  enterprise: { score: number; remark: string } | null;
  total: number | null;
}
export const OUTCOMES = ["here", "elsewhere", "study", "not-yet"] as const;
export interface Outcome {
  id: string;
  placement: string;
  name: string;
  programmeName: string;
  year: number;
  kind: (typeof OUTCOMES)[number];
  occupation: string;
  occupationName: string;
  employer: string;
  on: string;
  source: "student" | "school" | "enterprise";
  evidence: string;
  matched: boolean | null;
  consent: boolean;
}
export interface Certificate {
  id: string;
  number: string;
  hash: string;
  total: number;
  grade: "excellent" | "good" | "pass";
  issuedOn: string;
  revoked: boolean;
  revokedReason: string | null;
  etag: string;
}
export interface Assessment extends Line {
  passMark: number;
  rubric: Scored[];
  total: number | null;
  side: "school" | "enterprise" | null;
  mayScore: boolean;
  actions: Step[];
  history: (Entry & { digest: string })[];
  certificate: Certificate | null;
  outcome: Outcome | null;
  placement: string;
  mayState: boolean;
  etag: string;
}
export interface Figures {
  items: { school: string; schoolName: string; programme: string; programmeName: string; year: number; tracked: number; employed: number; coded: number; matched: number; study: number; waiting: number; here: number }[];
} // prettier-ignore
export interface Checked {
  found: boolean;
  kind: "placement" | "apprenticeship" | null;
  schoolName: string | null;
  enterpriseName: string | null;
  programmeName: string | null;
  postName: string | null;
  issuedOn: string | null;
  revoked: boolean;
  sample: boolean;
}

const KEY = "joint-assessments";

export const useAssessments = () =>
  useInfiniteQuery({
    queryKey: [KEY, "list"],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => call<Page<Line>>("/api/joint-assessments", { query: { cursor: pageParam }, signal }),
    getNextPageParam: (page) => page.next,
  }); // prettier-ignore
const read = <T>(name: string, path: string | null) => ({
  queryKey: [KEY, name, path],
  enabled: path !== null,
  queryFn: ({ signal }: { signal: AbortSignal }) => call<T>(`/api/${path}`, { signal }),
});
export const useAssessment = (id: string) => useQuery(read<Assessment>("one", `joint-assessments/${id}`));
export const useCandidates = () => useQuery(read<{ items: Candidate[] }>("candidates", "joint-assessments/candidates")); // prettier-ignore
export const useOutcomes = (there: boolean) => useQuery(read<{ items: Outcome[] }>("outcomes", there ? "trainee-outcomes?limit=200" : null)); // prettier-ignore
export const useFigures = (there: boolean) => useQuery(read<Figures>("figures", there ? "trainee-outcomes/figures" : null)); // prettier-ignore

/** Any write; whatever is shown of assessments is read anew afterwards. */
export function useWrite<O = unknown>() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ method = "POST", path, body, etag }: Write) =>
      call<O>(`/api/${path}`, { method, body: body ?? {}, ...(etag ? { etag } : {}) }),
    onSuccess: () =>
      Promise.all([KEY, "system-map"].map((name) => client.invalidateQueries({ queryKey: [name] }))),
  });
}
