/** Shapes and calls of agreements of joint training. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, type Page } from "../../api/client.ts";
import type { Entry, Sentence, Write } from "../rounds/api.ts";

export const KINDS = [
  "commissioned",
  "order-class",
  "modern-apprenticeship",
  "enterprise-apprenticeship",
  "field-engineer",
  "joint-enrolment",
  "placement",
] as const;
export const STATES = ["draft", "proposed", "in-force", "ended", "withdrawn"] as const;
export type Party = "school" | "enterprise" | "student";

export interface Terms {
  posts: string[];
  place: string;
  pay: number | null;
  likePay: number | null;
  lowestPay: number | null;
  payCycleMonths: number | null;
  hoursDay: number | null;
  hoursWeek: number | null;
  liabilityPayer: Party | null;
  accidentPayer: Party | null;
  studentsPerMentor: number | null;
  fees: number;
  jointEnrolment: boolean;
  contractMonths: number | null;
  grade: "intermediate" | "advanced" | "technician" | null;
  rotation: string;
  assessment: string;
  certificate: string;
  employment: string;
  breach: string;
  officialTemplate: boolean;
}
export interface Clause {
  key: string;
  title: string;
  text: string;
}
export interface Finding extends Sentence {
  rule: string;
  level: "block" | "warn";
  clause: string | null;
  figure: string | null;
  limit: string | null;
  basis: string;
}
export interface Signature {
  seq: number;
  party: Party;
  ofName: string;
  signer: string;
  at: string;
  sha256: string;
  previous: string;
  hash: string;
}
export interface Version {
  no: number;
  reason: string;
  state: "draft" | "proposed" | "signed" | "dropped";
  madeBy: string;
  madeAt: string;
  sha256: string;
  signatures: Signature[];
}
export interface Line {
  id: string;
  kind: (typeof KINDS)[number];
  kindName: Sentence;
  title: string;
  school: string;
  schoolName: string;
  enterprise: string;
  enterpriseName: string;
  programme: string;
  programmeName: string;
  cohortYear: number;
  people: number;
  fromOn: string;
  toOn: string;
  state: (typeof STATES)[number];
  stateName: Sentence;
  toSign: boolean;
  sample: boolean;
}
export interface Agreement extends Line {
  alliance: string | null;
  terms: Terms;
  posts: { id: string; name: string; seats: number; likePay: number | null; lowestPay: number | null }[];
  no: number;
  clauses: Clause[];
  text: string;
  sha256: string;
  library: { key: string; title: string; needed: boolean; basis: string; without: Sentence }[];
  findings: Finding[];
  versions: Version[];
  cohort: { person: string; name: string; since: string; until: string | null }[];
  history: Entry[];
  actions: string[];
  mayEdit: boolean;
  maySign: boolean;
  mayAmend: boolean;
  mayEnterCohort: boolean;
  etag: string;
}
export interface Difference {
  key: string;
  title: string;
  change: "same" | "changed" | "added" | "removed";
  before: string;
  after: string;
}

const KEY = "training-agreements";

export const useAgreements = (query: Record<string, string>) =>
  useInfiniteQuery({
    queryKey: [KEY, query],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<Page<Line>>("/api/training-agreements", { query: { ...query, cursor: pageParam }, signal }),
    getNextPageParam: (page) => page.next,
  });

export const useAgreement = (id: string | undefined) =>
  useQuery({
    queryKey: [KEY, id],
    enabled: !!id,
    queryFn: ({ signal }) => call<Agreement>(`/api/training-agreements/${id}`, { signal }),
  });

/** Clause by clause, what a version changes against an earlier one. */
export const useDifferences = (path: string, no: number, from: number) =>
  useQuery({
    queryKey: [...path.split("/"), "differences", no, from],
    queryFn: ({ signal }) =>
      call<{ clauses: Difference[] }>(`/api/${path}/versions/${no}/differences`, { query: { from: String(from) }, signal }),
  }); // prettier-ignore

/** Organisations of the other side, by name. */
export const usePartners = (q: string) =>
  useQuery({
    queryKey: [KEY, "partners", q],
    enabled: q.length > 0,
    queryFn: ({ signal }) =>
      call<Page<{ id: string; name: string; kind: string }>>("/api/organisations", {
        query: { q, limit: "20" },
        signal,
      }),
  });

/** Any write; whatever is shown of agreements is read anew afterwards. */
export function useWrite<O = Agreement>() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ method = "POST", path, body, etag }: Write) =>
      call<O>(`/api/training-agreements${path}`, { method, body: body ?? {}, ...(etag ? { etag } : {}) }),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  });
}
