/** Calls of the authority's side of admission. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { call, type Page, type Query } from "../../api/client.ts";
import { isLive } from "../../api/jobs.ts";
import { useMe } from "../../api/session.ts";
import type * as r from "./run-shapes.ts";
import type * as s from "./shapes.ts";

export type * from "./run-shapes.ts";
export type * from "./shapes.ts";

const PAGE = 100;
/** Most rows of an export, as in every table. */
const MOST = 10_000;

/** One thing read from an address; all of admission is read anew after every write. */
function useOne<T>(path: string | null, query?: Query, live?: (data: T | undefined) => number | false) {
  return useQuery({
    queryKey: ["seasons", path, query ?? null],
    enabled: path !== null,
    queryFn: ({ signal }) => call<T>(path!, { query, signal }),
    refetchInterval: live ? ({ state }) => live(state.data) : false,
  });
}

function useList<T, P extends Page<T> = Page<T>>(path: string, query: Query) {
  return useInfiniteQuery({
    queryKey: ["seasons", path, "list", query],
    initialPageParam: null as string | null,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      call<P>(path, { query: { ...query, cursor: pageParam, limit: PAGE }, signal }),
    getNextPageParam: (page) => page.next,
  });
}

/** Every row of a list, up to 10,000. */
export async function allOf<T>(path: string, query: Query): Promise<T[]> {
  const rows: T[] = [];
  for (let cursor: string | null = null; ;) {
    const page: Page<T> = await call<Page<T>>(path, { query: { ...query, cursor, limit: 500 } });
    rows.push(...page.items);
    cursor = page.next;
    if (cursor === null || rows.length >= MOST) return rows;
  }
}

export interface Write {
  path: string;
  method?: "POST" | "PUT" | "DELETE";
  body?: unknown;
  etag?: string;
}

/** Any write of admission; what is shown is read again afterwards, also after a refusal. */
export function useWrite<T = unknown>() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, method = "POST", body, etag }: Write) => call<T>(path, { method, body, etag }),
    onSettled: () => client.invalidateQueries({ queryKey: ["seasons"] }),
  });
}

/** Whether who is signed in holds seasons: planners and administrators, of the season's province where one is given. */
export function useHolds(region?: string): boolean {
  const user = useMe().data?.user;
  const office = user?.role === "planner" || user?.role === "administrator";
  return office && (region === undefined || user.region === region);
}

export const useSeasons = () => useOne<Page<s.SeasonLine>>("/api/seasons");
export const usePresets = () => useOne<Page<s.Preset>>("/api/seasons/presets");
export const useProposedCategories = (wanted: boolean) =>
  useOne<Page<s.Category>>(wanted ? "/api/seasons/proposed-categories" : null);
export const useSeason = (id: string | undefined) => useOne<s.Season>(id ? `/api/seasons/${id}` : null);

export const candidatesPath = (season: string): string => `/api/seasons/${season}/candidates`;
export const useCandidates = (season: string, query: Query) =>
  useList<s.CandidateLine, s.CandidatePage>(candidatesPath(season), query);
export const useCandidate = (id: string) => useOne<s.Candidate>(`/api/candidates/${id}`);
export const useCandidateScores = (id: string) => useOne<s.CandidateScores>(`/api/candidates/${id}/scores`);
export const useCandidateImports = (season: string) =>
  useOne<Page<s.CandidateImport>>(`/api/seasons/${season}/candidate-imports`);

export const useSites = (season: string) => useOne<Page<s.Site>>(`/api/seasons/${season}/sites`);
export const useSessions = (season: string, query: Query) =>
  useQuery({
    queryKey: ["seasons", season, "sessions", query],
    placeholderData: keepPreviousData,
    queryFn: () => allOf<s.SessionLine>(`/api/seasons/${season}/sessions`, query),
  });
export const useSession = (id: string | null) =>
  useOne<s.TestSession>(id === null ? null : `/api/test-sessions/${id}`);

const busy = (state: string | undefined): boolean => ["waiting", "checking", "taking"].includes(state ?? "");
export const useScoreImports = (season: string) =>
  useOne<Page<s.ScoreImport>>(`/api/seasons/${season}/score-imports`, undefined, (page) =>
    page?.items.some(({ state }) => busy(state)) ? 1000 : false,
  );
export const useScoreImport = (id: string | null) =>
  useOne<s.ScoreImport>(id === null ? null : `/api/score-imports/${id}`, undefined, (one) =>
    busy(one?.state) ? 1000 : false,
  );
export const useScoreChecks = (season: string) =>
  useOne<s.ScoreChecks>(`/api/seasons/${season}/score-checks`);
export const useReviews = (season: string) =>
  useList<s.ReviewLine>(`/api/seasons/${season}/score-reviews`, {});
export const useOnePointTable = (season: string, category: string | null) =>
  useOne<s.OnePointTable>(category === null ? null : `/api/public/seasons/${season}/one-point-table`, {
    category,
  });

export const unitsPath = (season: string): string => `/api/seasons/${season}/units`;
export const useUnits = (season: string, query: Query) => useList<s.Unit>(unitsPath(season), query);
export const pastLinesPath = (season: string): string => `/api/seasons/${season}/past-lines`;
export const usePastLineSources = (season: string) => useOne<Page<s.PastLineSource>>(pastLinesPath(season));
export const linesPath = (source: string): string => `/api/past-lines/${source}/lines`;
export const usePastLines = (source: string, query: Query) => useList<s.PastLine>(linesPath(source), query);
export const useFillings = (season: string) =>
  useOne<{ now: string; items: s.Filling[] }>(`/api/seasons/${season}/fillings`);

export const useFilings = (season: string | null) =>
  useOne<Page<r.FilingLine>>("/api/filings", { season }, (page) =>
    page?.items.some(({ solving }) => isLive(solving)) ? 1500 : false,
  );
export const useFiling = (id: string | undefined) =>
  useOne<r.Filing>(id ? `/api/filings/${id}` : null, undefined, (one) =>
    isLive(one?.solving) ? 1000 : false,
  );
export const outcomesPath = (filing: string): string => `/api/filings/${filing}/outcomes`;
export const useOutcomes = (filing: string, query: Query) =>
  useList<r.OutcomeLine>(outcomesPath(filing), query);
export const cutoffsPath = (filing: string): string => `/api/public/filings/${filing}/cutoffs`;
export const useCutoffs = (filing: string, query: Query) => useList<r.Cutoff>(cutoffsPath(filing), query);
export const useFilingObjections = (filing: string) =>
  useOne<Page<r.FilingObjection>>(`/api/filings/${filing}/objections`);
