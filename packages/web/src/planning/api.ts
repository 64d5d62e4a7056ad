/** Shapes and calls of the planning module. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, type Page, type Query } from "../api/client.ts";
import type { Interval } from "../format.ts";
import type { Level, Scope } from "../shell/scope.ts";

export interface Cycle {
  id: string;
  year: number;
  region: string;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  job: string | null;
  parameters: Record<string, unknown>;
  versions: Record<string, string>;
  counts: Record<string, unknown>;
  forecast: Record<string, unknown> | null;
  disclosure: Record<string, unknown> | null;
  inputs: { name: string; kind: string; sha256: string; rows: number }[];
  createdBy: string;
  stages: { name: string; ms: number }[];
  message: string | null;
  createdAt: string;
  finishedAt: string | null;
}

/** A figure of a published release may be suppressed: then the value is null. */
export interface Figure extends Omit<Interval, "value"> {
  value: number;
  suppressed?: boolean;
}

export interface PriceRange {
  min: number;
  max: number;
}

export interface ShortageLine {
  occupation: { code: string; name: string };
  demand: Interval | null;
  shortage: Interval;
  cities: { city: string; name: string; value: number }[];
  price: PriceRange | null;
}

export interface SurplusLine {
  programme: { code: string; name: string; level: Level };
  supply: Interval | null;
  surplus: Interval;
  cities: { city: string; name: string; value: number }[];
}

export interface PriceLine {
  programme: { code: string; name: string; level: Level };
  price: PriceRange;
  supply: number | null;
  gap: number | null;
}

/** A total that was withheld is null. */
export interface Totals {
  demand: Interval | null;
  supply: Interval | null;
  matched: Interval | null;
  shortage: Interval | null;
  surplus: Interval | null;
}

export interface Overview {
  figures: Totals;
  countsOnly: {
    demand: number | null;
    supply: number | null;
    shortage: number | null;
    surplus: number | null;
  };
  unlinkedDemand: number | null;
  year: number;
  years: number[];
  shortages: ShortageLine[];
  surpluses: SurplusLine[];
  prices: PriceLine[];
  uncoded: number;
  notes: { key: string; text: string }[];
}

export interface OccupationLine {
  code: string;
  name: string;
  demand: Interval | null;
  matched: number | null;
  shortage: Interval | null;
  price: PriceRange | null;
  employers: number | null;
  postings: number | null;
  vacancies: number | null;
  /** false where no offered programme leads to it */
  linked: boolean;
  suppressed?: boolean;
}

export interface ProgrammeLine {
  code: string;
  name: string;
  level: Level;
  supply: Interval | null;
  matched: number | null;
  surplus: Interval | null;
  price: PriceRange | null;
  countsOnly: number | null;
  suppressed?: boolean;
}

export interface CityCell {
  city: string;
  name: string;
  x: number;
  y: number;
  demand: number | null;
  supply: number | null;
  shortage: number | null;
  surplus: number | null;
  balanceIndex: number | null;
  suppressed?: boolean;
}

export interface HeatmapData {
  classes: { code: string; name: string; level: Level }[];
  cities: { code: string; name: string }[];
  /** class index, city index, gap (supply − demand, negative = too few), demand, supply */
  cells: [number, number, number | null, number | null, number | null][];
}

export interface Flows {
  programmes: { code: string; name: string; level?: Level }[];
  occupations: { code: string; name: string }[];
  links: { programme: string; occupation: string; value: number; kind: string }[];
}

export interface TrendData {
  history: { year: number; demand: number | null; supply: number | null }[];
  forecast: { year: number; demand: Interval | null; supply: Interval | null; gap: number | null }[];
}

export interface RecordCell {
  city: string;
  cityName: string;
  level: string | null;
  year: number;
  demand: Interval | null;
  supply: Interval | null;
  matched: number | null;
  gap: number | null;
  price: PriceRange | null;
  postings: number | null;
  employers: number | null;
  suppressed: boolean;
}

export interface RecordLink {
  code: string;
  name: string;
  level?: Level;
  kind: string;
  weight: number;
  flow: number | null;
}

export interface BalanceRecord {
  code: string;
  name: string;
  level?: Level;
  cells: RecordCell[];
  links: RecordLink[];
  trend: TrendData;
  doubts?: string[];
}

/** Where the figures of a page come from: a cycle (signed in) or a published release (public). */
export interface Source {
  base: string;
  public: boolean;
  cycleId: string | null;
  releaseId: string | null;
}

export const cycleSource = (id: string): Source => ({
  base: `/api/cycles/${id}`,
  public: false,
  cycleId: id,
  releaseId: null,
});
export const releaseSource = (id: string): Source => ({
  base: `/api/public/releases/${id}`,
  public: true,
  cycleId: null,
  releaseId: id,
});

export function useSource<T>(source: Source | null, part: string, query: Query = {}, enabled = true) {
  return useQuery({
    queryKey: ["source", source?.base, part, query],
    enabled: source !== null && enabled,
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) => call<T>(`${source?.base}/${part}`, { query, signal }),
  });
}

export function useSourceList<T>(source: Source | null, part: string, query: Query, enabled = true) {
  return useInfiniteQuery({
    queryKey: ["source-list", source?.base, part, query],
    enabled: source !== null && enabled,
    staleTime: 5 * 60_000,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<Page<T>>(`${source?.base}/${part}`, {
        query: { ...query, cursor: pageParam, limit: 200 },
        signal,
      }),
    getNextPageParam: (page) => page.next,
  });
}

export const scopeQuery = (scope: Scope): Query => ({
  city: scope.city,
  level: scope.level,
  year: scope.year,
});

export function useCycles(enabled = true) {
  return useQuery({
    queryKey: ["cycles"],
    enabled,
    queryFn: ({ signal }) => call<Page<Cycle>>("/api/cycles", { signal }),
    refetchInterval: (query) =>
      query.state.data?.items.some((cycle) => cycle.state === "running" || cycle.state === "waiting")
        ? 2000
        : false,
  });
}

export function useCycle(id: string | null) {
  return useQuery({
    queryKey: ["cycle", id],
    enabled: !!id,
    queryFn: ({ signal }) => call<Cycle>(`/api/cycles/${id}`, { signal }),
    refetchInterval: (query) =>
      ["running", "waiting"].includes(query.state.data?.state ?? "") ? 1000 : false,
  });
}

/** The cycle of the scope: the one in the address, else the latest finished one. */
export function useCurrentCycle(scope: Scope): { cycle: Cycle | null; isPending: boolean; error: unknown } {
  const cycles = useCycles();
  const items = cycles.data?.items ?? [];
  const cycle = scope.cycle
    ? (items.find((item) => item.id === scope.cycle) ?? null)
    : (items.find((item) => item.state === "done") ?? null);
  return { cycle, isPending: cycles.isPending, error: cycles.error };
}

export function useRunCycle() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { year: number; parameters?: Record<string, unknown> }) =>
      call<Cycle>("/api/cycles", { method: "POST", body: input }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["cycles"] }),
  });
}

export interface ReleaseAction {
  action: string;
  by: string | null;
  at: string;
  note?: string | null;
}

export interface Release {
  id: string;
  version: string;
  state: "draft" | "reviewed" | "published" | "superseded" | "withdrawn";
  title: string;
  note: string;
  publisher: string;
  year: number;
  region: string;
  regionName: string;
  sample: boolean;
  cycleId: string;
  manifest: Record<string, unknown>;
  actions: ReleaseAction[];
  files: { name: string; mediaType: string; bytes: number; sha256: string }[];
  etag: string;
  supersededBy: string | null;
  publishedAt: string | null;
}

export function useReleases() {
  return useQuery({
    queryKey: ["releases"],
    queryFn: ({ signal }) => call<Page<Release>>("/api/releases", { signal }),
  });
}

export function useRelease(id: string | undefined) {
  return useQuery({
    queryKey: ["release", id],
    enabled: !!id,
    queryFn: ({ signal }) => call<Release>(`/api/releases/${id}`, { signal }),
  });
}

export function usePublicRelease(id: string | undefined) {
  return useQuery({
    queryKey: ["public-release", id],
    enabled: !!id,
    staleTime: 5 * 60_000,
    queryFn: ({ signal }) => call<Release>(`/api/public/releases/${id}`, { signal }),
  });
}

export function usePublicReleases() {
  return useQuery({
    queryKey: ["public-releases"],
    queryFn: ({ signal }) => call<Page<Release>>("/api/public/releases", { signal }),
  });
}

export function useDraftRelease() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { cycleId: string; title: string; note: string }) =>
      call<Release>("/api/releases", { method: "POST", body: input }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["releases"] }),
  });
}

/** What may be done with a release, by its state. */
export type ReleaseStep = "review" | "return" | "publish" | "withdraw";
export const STEPS: Record<Release["state"], readonly ReleaseStep[]> = {
  draft: ["review", "withdraw"],
  reviewed: ["publish", "return", "withdraw"],
  published: [],
  superseded: [],
  withdrawn: [],
};

export function useReleaseAction(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { action: ReleaseStep; etag: string; note?: string }) =>
      call<Release>(`/api/releases/${id}/${input.action}`, {
        method: "POST",
        body: { note: input.note ?? "" },
        etag: input.etag,
      }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ["release", id] });
      void client.invalidateQueries({ queryKey: ["releases"] });
      void client.invalidateQueries({ queryKey: ["me"] });
    },
  });
}

export function useCancelCycle(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call<Cycle>(`/api/cycles/${id}/cancel`, { method: "POST", body: {} }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ["cycle", id] });
      void client.invalidateQueries({ queryKey: ["cycles"] });
    },
  });
}
