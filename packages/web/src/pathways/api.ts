/** Shapes and calls of the search for ways. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { call, type Page } from "../api/client.ts";

export interface Sentence {
  zh: string;
  en: string;
}

export const STAGES = ["junior", "general", "secondary", "college", "bachelor", "university"] as const;
export type Stage = (typeof STAGES)[number];
/** Stages at which one may stand, and those of them that have a programme. */
export const STANDS: readonly Stage[] = ["junior", "secondary", "general", "college", "bachelor"];
export const WITH_PROGRAMME: readonly Stage[] = ["secondary", "college", "bachelor"];
/** Stages at which a route may end. */
export const ENDS: readonly Stage[] = ["secondary", "college", "bachelor", "university"];

export const AWARDS = ["none", "provincial", "national", "model-worker"] as const;
export const CERTIFICATES = ["none", "senior", "technician"] as const;

/** What somebody says of himself; the server keeps nothing of it. */
export interface Asked {
  stage: Stage;
  programme: string | null;
  status: "studying" | "graduated";
  yearOfStudy: number | null;
  agreement: string | null;
  /** left out: the next entry */
  year?: number;
  region: string | null;
  score: number | null;
  award: (typeof AWARDS)[number];
  certificate: (typeof CERTIFICATES)[number];
  veteran: boolean;
  working: boolean;
  categories: string[];
  programmes: string[];
  occupations: string[];
  ends: Stage[];
}

export interface RuleUse {
  rule: string;
  state: "met" | "must" | "broken";
  text: Sentence;
  source: Sentence;
  trust: "A" | "B" | "C" | "M" | "D";
  figures: Record<string, number | string>;
}

export interface PathNode {
  key: string;
  code: string | null;
  name: string;
  stage: Stage;
}

export interface WayAgreement {
  id: string;
  kind: string;
  lowerSchoolName: string;
  upperSchoolName: string;
  lowerYears: number;
  upperYears: number;
  quota: number;
  firstCohort: number;
  lastCohort: number | null;
  conditions: string[];
  assessment: string[];
}

export interface Way {
  move: string;
  open: boolean;
  years: number;
  rules: RuleUse[];
  agreements: WayAgreement[];
  agreementCount: number;
  places: number | null;
  placesFrom: "agreement" | "season" | "plan" | null;
}

export interface Span {
  from: number;
  to: number;
}

/** The last place of an earlier admission, as announced. */
export interface PastLine {
  year: number;
  season: string;
  category: string;
  score: number;
  rank: number | null;
  listed: number | null;
  vacancies: number;
}

export const CHANNELS = ["entrance-exam", "separate", "upgrade"] as const;

export interface PathOffering {
  schoolName: string;
  schoolKind: string;
  city: string;
  cityName: string;
  places: number | null;
  seats: Partial<Record<(typeof CHANNELS)[number], number>>;
  tuition: Span | null;
  lines: PastLine[];
}

export type Link = "official" | "name" | "class" | "category" | "open";

export interface Step {
  to: PathNode;
  link: Link;
  years: number;
  ways: Way[];
  offerings: PathOffering[];
  offeringCount: number;
  tuition: Span | null;
  aid: RuleUse[];
  creditRules: number;
}

export interface Career {
  occupation: string;
  name: string;
  weight: number;
  gap: number | null;
  gapMissing: "no-release" | "withheld" | "not-advertised" | null;
  pay: number | null;
  payMissing: "no-release" | "few-employers" | "not-advertised" | null;
}

export interface Route {
  key: string;
  steps: Step[];
  years: number;
  fewest: number;
  cost: (Span & { complete: boolean }) | null;
  careers: Career[];
  meets: { programme: boolean; occupation: boolean; category: boolean };
}

export interface Closed {
  to: PathNode;
  link: Link;
  ways: Way[];
}

export interface Basis {
  province: string;
  release: { id: string; title: string; year: number } | null;
  agreements: number;
  offerings: number;
  /** seasons of admission that say places and tuition; years of past lines */
  seasons: string[];
  lineYears: number[];
}

export interface Answer {
  asked: Asked & { year: number };
  basis: Basis;
  yearsLeft: number;
  routes: Route[];
  total: number;
  closed: Closed[];
  closedTotal: number;
  unreached: { to: PathNode; rules: RuleUse[] }[];
}

export interface Followed {
  key: string;
  route: Route | null;
  stopped: Closed | null;
}

export interface Compared {
  asked: Asked & { year: number };
  basis: Basis;
  items: Followed[];
}

export interface PlanLine {
  id: string;
  name: string;
  query: Asked;
  routes: string[];
  createdAt: string;
  etag: string;
}

export interface SavedPlan extends PlanLine {
  compared: Compared;
}

/** Most routes that stand side by side. */
export const MOST_COMPARED = 4;
const LIMIT = 60;

/** The ways from where somebody stands; the former ones stay while what is asked changes. */
export const useWays = (asked: Asked | null) =>
  useQuery({
    queryKey: ["ways", asked],
    enabled: asked !== null,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      call<Answer>("/api/public/pathways/search", {
        method: "POST",
        body: { ...asked, limit: LIMIT },
        signal,
      }),
  });

export const useCompared = (asked: Asked | null, routes: string[]) =>
  useQuery({
    queryKey: ["ways-compared", asked, routes],
    enabled: asked !== null && routes.length > 0,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      call<Compared>("/api/public/pathways/compare", {
        method: "POST",
        body: { query: asked, routes },
        signal,
      }),
  });

export const useSavedPlans = () =>
  useInfiniteQuery({
    queryKey: ["pathway-plans"],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<Page<PlanLine>>("/api/pathway-plans", { query: { cursor: pageParam }, signal }),
    getNextPageParam: (page) => page.next,
  });

export const useSavedPlan = (id: string | undefined) =>
  useQuery({
    queryKey: ["pathway-plans", id],
    enabled: !!id,
    queryFn: ({ signal }) => call<SavedPlan>(`/api/pathway-plans/${id}`, { signal }),
  });

export function useSavePlan() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; query: Asked; routes: string[] }) =>
      call<SavedPlan>("/api/pathway-plans", { method: "POST", body }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["pathway-plans"] }),
  });
}

export function useChangePlan(plan: Pick<PlanLine, "id" | "etag">) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { name: string; query: Asked; routes: string[] }) =>
      call<SavedPlan>(`/api/pathway-plans/${plan.id}`, { method: "PUT", body, etag: plan.etag }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["pathway-plans"] }),
  });
}

export function useRemovePlan() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call<{ id: string }>(`/api/pathway-plans/${id}`, { method: "DELETE" }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["pathway-plans"] }),
  });
}
