/** Shapes and calls of agreements between schools, their cohorts and flows. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, type Page, type Query } from "../../api/client.ts";
import type { Sentence } from "../api.ts";

export const KINDS = ["five-year", "3+2", "3+3", "3+4", "college-3+2", "5+2", "upgrade"] as const;
export type Kind = (typeof KINDS)[number];
export const STATES = ["proposed", "returned", "accepted", "in-force", "ended", "declined", "withdrawn"] as const; // prettier-ignore
export type AgreementState = (typeof STATES)[number];

export interface AgreementEnd {
  school: string | null;
  schoolName: string;
  programme: string | null;
  programmeName: string;
}

export interface AgreementLine {
  id: string;
  kind: Kind;
  kindName: Sentence;
  lower: AgreementEnd;
  upper: AgreementEnd;
  lowerYears: number;
  upperYears: number;
  firstCohort: number;
  lastCohort: number | null;
  quota: number;
  state: AgreementState;
  stateName: Sentence;
  closeness: "official" | "category" | null;
  region: string;
  regionName: string;
  sample: boolean;
  createdAt: string;
}

export interface Condition {
  key: string;
  words: string;
  least: number | null;
}

export interface AssessmentPart {
  name: string;
  weight: number;
  least: number | null;
}

export interface Terms {
  lowerYears: number;
  upperYears: number;
  firstCohort: number;
  lastCohort: number | null;
  quota: number;
  conditions: Condition[];
  assessment: AssessmentPart[];
  lowerTuition: number | null;
  upperTuition: number | null;
  remark: string;
}

export interface NewAgreement extends Terms {
  kind: Kind;
  side: "lower" | "upper" | "both";
  partner: string | null;
  partnerName: string;
  lowerProgramme: string;
  upperProgramme: string | null;
  upperProgrammeName: string;
  /** the agreement that it follows for later cohorts */
  renews: string | null;
}

export interface Fault {
  field: string;
  value?: unknown;
  reason: string;
}

export interface Warning {
  rule: string;
  text: Sentence;
}

export interface Agreement extends AgreementLine, Terms {
  document: string | null;
  etag: string;
  actions: string[];
  mayEdit: boolean;
  mayEnterCohorts: boolean;
  mayRenew: boolean;
  renews: string | null;
  renewedBy: string | null;
  proposer: string | null;
  faults: Fault[];
  warnings: Warning[];
  seats: number | null;
  history: { action: string; words: Sentence; by: string; at: string; note: string }[];
}

export interface Flow {
  cohort: number | null;
  entered: number;
  leftLower: number;
  changedLower: number;
  finishedLower: number;
  assessed: number;
  passed: number;
  movedUp: number;
  inLower: number;
  leftUpper: number;
  changedUpper: number;
  finishedUpper: number;
  inUpper: number;
  unexplained: number;
  movedShare: number | null;
  leftShare: number | null;
}

export interface CohortYear {
  cohort: number;
  year: number;
  stage: "lower" | "upper";
  enrolled: number;
  leftSchool: number;
  changedTrack: number;
  assessed: number | null;
  passed: number | null;
  movedUp: number;
  finished: number;
}

export interface Cohorts {
  agreement: string;
  quota: number;
  items: (CohortYear & { enteredBy: string; changedAt: string })[];
  cohorts: Flow[];
  etag: string;
}

export interface Flows {
  cohorts: number[];
  agreements: number;
  total: Flow;
  byCohort: Flow[];
  nodes: { key: string; name: Sentence }[];
  links: { from: string; to: string; value: number }[];
  byAgreement: (Flow & { agreement: string; kind: Kind; lower: string; upper: string; programme: string })[];
}

export interface Continuation {
  programme: string;
  name: string;
  level: "secondary" | "college";
  offerings: number;
  official: number;
  offered: number;
  agreements: number;
}

function useLines(path: string, query: Query, enabled = true) {
  return useInfiniteQuery({
    queryKey: ["agreements", path, query],
    enabled,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<Page<AgreementLine>>(path, { query: { ...query, cursor: pageParam }, signal }),
    getNextPageParam: (page) => page.next,
  });
}

export const usePublicAgreements = (query: Query) => useLines("/api/public/agreements", query);
export const useAgreements = (query: Query) => useLines("/api/agreements", query);

export const useAgreement = (id: string | undefined, open: boolean) =>
  useQuery({
    queryKey: ["agreement", id, open],
    enabled: !!id,
    queryFn: ({ signal }) => call<Agreement>(`/api${open ? "/public" : ""}/agreements/${id}`, { signal }),
  });

export const useCohorts = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: ["agreement", id, "cohorts"],
    enabled,
    queryFn: ({ signal }) => call<Cohorts>(`/api/agreements/${id}/cohorts`, { signal }),
  });

export const useFlows = (query: Query) =>
  useQuery({
    queryKey: ["agreement-flows", query],
    queryFn: ({ signal }) => call<Flows>("/api/agreements/flows", { query, signal }),
  });

export const useContinuations = (level: string | null) =>
  useQuery({
    queryKey: ["continuations", level],
    queryFn: ({ signal }) => call<{ items: Continuation[] }>("/api/agreements/continuations", { query: { level }, signal }),
  }); // prettier-ignore

function useAgreementChange<I, T>(run: (input: I) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: () =>
      Promise.all(
        ["agreements", "agreement", "agreement-flows", "continuations", "system-map"].map((name) =>
          client.invalidateQueries({ queryKey: [name] }),
        ),
      ),
  });
}

export interface Act {
  step: string;
  note?: string;
  document?: string;
  lastCohort?: number;
}

export const useAct = ({ id, etag }: Pick<Agreement, "id" | "etag">) =>
  useAgreementChange(({ step, ...body }: Act) =>
    call<Agreement>(`/api/agreements/${id}/${step}`, { method: "POST", body, etag }),
  );

/** A renewal is told on the page of the agreement that it renews, too. */
export const usePropose = () =>
  useAgreementChange((body: NewAgreement) => call<Agreement>("/api/agreements", { method: "POST", body }));

export const checkAgreement = (body: NewAgreement) =>
  call<{ faults: Fault[]; warnings: Warning[]; seats: number | null }>("/api/agreements/check", {
    method: "POST",
    body,
  });

export const useChangeTerms = ({ id, etag }: Pick<Agreement, "id" | "etag">) =>
  useAgreementChange((body: Terms) =>
    call<Agreement>(`/api/agreements/${id}`, { method: "PUT", body, etag }),
  );

export const useEnterCohorts = (id: string, etag: string) =>
  useAgreementChange((items: CohortYear[]) =>
    call<Cohorts>(`/api/agreements/${id}/cohorts`, { method: "PUT", body: { items }, etag }),
  );
