/** Calls of admission, as candidates, schools and the public make them. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { call, type Page, type Query } from "../api/client.ts";
import type {
  Admitted,
  Advice,
  Candidate,
  CandidateLine,
  Choice,
  Cutoff,
  Decided,
  ExemptedUnit,
  Filing,
  FilingLine,
  Fillings,
  ObjectionState,
  OnePointTable,
  Outcome,
  Own,
  OwnPreferences,
  OwnScores,
  PastCutoff,
  Receipt,
  Received,
  ReceivedProgramme,
  RegistrationForm,
  Season,
  SeasonLine,
  Ticket,
  Unit,
  Warning,
} from "./shapes.ts";

export type * from "./shapes.ts";

const useAsked = <T>(key: readonly unknown[], path: string, enabled = true, query?: Query) =>
  useQuery({ queryKey: [...key], enabled, queryFn: ({ signal }) => call<T>(path, { query, signal }) });

/** A list that comes page by page. */
function usePaged<T>(key: string, path: string, query: Query, enabled = true) {
  return useInfiniteQuery({
    queryKey: [key, path, query],
    enabled,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<Page<T>>(path, { query: { ...query, cursor: pageParam }, signal }),
    getNextPageParam: (page) => page.next,
  });
}

export const useSeasons = () => useAsked<Page<SeasonLine>>(["admission-seasons"], "/api/seasons");
export const useSeason = (id: string | undefined) =>
  useAsked<Season>(["admission-season", id], `/api/seasons/${id}`, !!id);

// —— a candidate's own registration

export const useOwn = () => useAsked<Own>(["own-candidates"], "/api/candidates/mine");

/** One's own registration by its id, from the list of all of them. */
export function useOwnCandidate(id: string | undefined) {
  const own = useOwn();
  return { ...own, candidate: own.data?.items.find((one) => one.id === id) ?? null };
}

/** Begins a registration, or saves what was written. */
export function useSaveRegistration(season: string, candidate: Candidate | null) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (form: RegistrationForm) =>
      candidate
        ? call<Candidate>(`/api/candidates/${candidate.id}`, {
            method: "PUT",
            body: form,
            etag: candidate.etag,
          })
        : call<Candidate>(`/api/seasons/${season}/register`, { method: "POST", body: form }),
    onSettled: () => client.invalidateQueries({ queryKey: ["own-candidates"] }),
  });
}

export function useOwnStep(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { step: string; etag: string; note?: string }) =>
      call<Candidate>(`/api/candidates/${id}/${input.step}`, {
        method: "POST",
        body: { note: input.note },
        etag: input.etag,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: ["own-candidates"] }),
  });
}

export const useTicket = (id: string | undefined) =>
  useAsked<Ticket>(["ticket", id], `/api/candidates/${id}/ticket`, !!id);

// —— scores

export const useScores = (id: string | undefined) =>
  useAsked<OwnScores>(["own-scores", id], `/api/candidates/${id}/scores`, !!id);

export function useAskReview(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { subject: string; reason: string }) =>
      call<OwnScores>(`/api/candidates/${id}/score-reviews`, { method: "POST", body: input }),
    onSuccess: (scores) => client.setQueryData(["own-scores", id], scores),
  });
}

export const useOnePointTable = (season: string | undefined, category: string) =>
  useAsked<OnePointTable>(
    ["one-point-table", season, category],
    `/api/public/seasons/${season}/one-point-table`,
    !!season && category !== "",
    { category },
  );

// —— units and preferences

export const useUnits = (season: string, query: Query, enabled = true) =>
  usePaged<Unit>("units", `/api/public/seasons/${season}/units`, { limit: 50, ...query }, enabled);

export const useExemptions = (season: string) =>
  useAsked<Page<ExemptedUnit>>(["exemptions", season], `/api/public/seasons/${season}/exemptions`);

export const useFillings = (season: string | undefined) =>
  useAsked<Fillings>(["fillings", season], `/api/public/seasons/${season}/fillings`, !!season);

const listPath = (season: string, batch: string, round: number): string =>
  `/api/seasons/${season}/preferences/${encodeURIComponent(batch)}/${round}`;

export function usePreferences(season: string, batch: string, round: number) {
  return useQuery({
    queryKey: ["preferences", season, batch, round],
    // an older list must never take the place of what is being written
    refetchOnWindowFocus: false,
    queryFn: ({ signal }) => call<OwnPreferences>(listPath(season, batch, round), { signal }),
  });
}

export function useSavePreferences(season: string, batch: string, round: number) {
  const client = useQueryClient();
  return useMutation({
    // offline it fails at once, and the page says so; the client would wait for the network and say nothing
    networkMode: "always",
    retry: false,
    mutationFn: (input: { choices: Choice[]; etag: string }) =>
      call<OwnPreferences>(listPath(season, batch, round), {
        method: "PUT",
        body: { choices: input.choices.map(({ unit, consent }) => ({ unit, consent })) },
        etag: input.etag,
      }),
    onSuccess: (list) => {
      client.setQueryData(["preferences", season, batch, round], list);
      void client.invalidateQueries({ queryKey: ["receipts", season, batch, round] });
    },
  });
}

export const useReceipts = (season: string, batch: string, round: number, enabled: boolean) =>
  useAsked<Page<Receipt>>(
    ["receipts", season, batch, round],
    `${listPath(season, batch, round)}/versions`,
    enabled,
  );

/** What of a list that is not saved yet would be void. */
export const useTried = (season: string, batch: string, round: number, choices: Choice[], enabled: boolean) =>
  useQuery({
    queryKey: ["tried", season, batch, round, choices],
    enabled,
    retry: false,
    staleTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      call<{ unknown: string[]; warnings: Warning[] }>(`${listPath(season, batch, round)}/try`, {
        method: "POST",
        body: { choices: choices.map(({ unit, consent }) => ({ unit, consent })) },
        signal,
      }),
  });

export const useAdvice = (season: string, units: string[]) =>
  useQuery({
    queryKey: ["advice", season, units],
    enabled: units.length > 0,
    retry: false,
    staleTime: 600_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      call<Advice>(`/api/seasons/${season}/advice`, {
        query: { units: units.slice(0, 100).join(",") },
        signal,
      }),
  });

// —— results

export const useMyResults = () => useAsked<Page<Outcome>>(["my-results"], "/api/my-results");

export const useFilings = (season?: string) =>
  useAsked<Page<FilingLine>>(["public-filings", season], "/api/public/filings", true, {
    season,
    limit: 100,
  });
export const useFiling = (id: string | undefined) =>
  useAsked<Filing>(["public-filing", id], `/api/public/filings/${id}`, !!id);
export const useCutoffs = (filing: string, query: Query) =>
  usePaged<Cutoff>("cutoffs", `/api/public/filings/${filing}/cutoffs`, { limit: 50, ...query });
export const useCutoffHistory = (school: string, programme: string) =>
  useAsked<Page<PastCutoff>>(
    ["cutoff-history", school, programme],
    "/api/public/cutoff-history",
    school !== "" && programme !== "",
    { school, programme },
  );

export const useObject = (filing: string) =>
  useMutation({
    mutationFn: (input: { content: string; name: string; phone: string; own: boolean }) =>
      call<{ id: string }>(`/api/public/filings/${filing}/objections`, { method: "POST", body: input }),
  });
export const useObjectionState = (id: string | undefined) =>
  useAsked<ObjectionState>(["admission-objection", id], `/api/public/admission-objections/${id}`, !!id);

// —— schools

export const useCandidates = (season: string | undefined, query: Query) =>
  useInfiniteQuery({
    queryKey: ["season-candidates", season, query],
    enabled: !!season,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<Page<CandidateLine> & { states: { state: string; count: number }[] }>(
        `/api/seasons/${season}/candidates`,
        { query: { limit: 100, ...query, cursor: pageParam }, signal },
      ),
    getNextPageParam: (page) => page.next,
  });

export const useCandidate = (id: string | null) =>
  useAsked<Candidate>(["candidate", id], `/api/candidates/${id}`, id !== null);

export function useDecide(season: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { action: "confirm" | "return" | "refuse"; candidates: string[]; note?: string }) =>
      call<Decided>(`/api/seasons/${season}/candidates/decide`, { method: "POST", body: input }),
    onSettled: () => client.invalidateQueries({ queryKey: ["season-candidates", season] }),
  });
}

/** Confirms one, with those of his claims that the evidence bears out. */
export function useConfirm(candidate: Candidate) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (quotas: string[]) =>
      call<Candidate>(`/api/candidates/${candidate.id}/confirm`, {
        method: "POST",
        body: { quotas },
        etag: candidate.etag,
      }),
    onSuccess: (confirmed) => client.setQueryData(["candidate", candidate.id], confirmed),
    onSettled: () => client.invalidateQueries({ queryKey: ["season-candidates", candidate.seasonId] }),
  });
}

export const useAdmitted = (season: string | undefined) =>
  usePaged<Admitted>("admitted", "/api/admitted", { season, limit: 200 }, !!season);

/** Those who come to the actor's school, with how many by programme. */
export const useReceived = (season: string | undefined) =>
  useInfiniteQuery({
    queryKey: ["received", season],
    enabled: !!season,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<Page<Received> & { programmes: ReceivedProgramme[] }>("/api/received", {
        query: { season, limit: 200, cursor: pageParam },
        signal,
      }),
    getNextPageParam: (page) => page.next,
  });
