/** Shapes and calls of the official tables. */
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { call, type Page, type Query } from "../api/client.ts";
import type { Level } from "../shell/scope.ts";

export interface Named {
  code: string;
  name: string;
}

export interface SearchHit {
  kind: "programme" | "occupation" | "industry" | "region" | "certificate";
  code: string;
  name: string;
  level?: Level | null;
  hint: string;
  match?: "code" | "name" | "pinyin" | "work-type";
}

export type LinkKind = "official" | "post" | "class";

export interface ProgrammeRow {
  code: string;
  name: string;
  level: Level;
  stateControlled: boolean;
  category: Named;
  class: Named;
  years: number | null;
  stage: string;
}

export interface LinkedOccupation extends Named {
  kind: LinkKind;
  weight: number;
  doubtful: boolean;
}

export interface ProgrammeProfile extends ProgrammeRow {
  occupations: LinkedOccupation[];
  orientation: { name: string; code: string | null }[];
  posts: string[];
  courses: { name: string; kind: "basic" | "core" }[];
  certificates: { kind: string; name: string }[];
  progression: {
    up: { level: Level | "university"; name: string; code: string | null }[];
    down: { code: string; name: string; level: Level }[];
  };
  teachingStandardUrl: string | null;
  provenance: string[];
  doubts: string[];
}

export interface OccupationRow {
  code: string;
  name: string;
  group: Named;
  flags: ("green" | "digital")[];
  edition: string;
  programmes: number;
}

export interface LinkedProgramme extends Named {
  level: Level;
  kind: LinkKind;
  weight: number;
  doubtful: boolean;
}

export interface OccupationProfile {
  code: string;
  name: string;
  group: Named;
  groups: Named[];
  flags: ("green" | "digital")[];
  version: string;
  workTypes: string[];
  programmes: LinkedProgramme[];
  provenance: string[];
  doubts: string[];
}

export interface OccupationGroup extends Named {
  rank: "major" | "middle" | "minor";
  parent: string | null;
  occupations: number;
}

export interface ProgrammeCategory extends Named {
  level: Level;
  programmes: number;
  classes: { code: string; name: string; programmes: number }[];
}

export interface ProvenanceLine {
  table: string;
  title: string;
  rows: number;
  collected: string;
  source: string;
  doubts: string[];
}

export interface AboutData {
  version: string;
  tables: ProvenanceLine[];
  uncoded: { programmes: { name: string; level: Level }[]; occupations: { name: string; edition: string }[] };
}

export const searchStandards = (
  q: string,
  kind?: string,
  signal?: AbortSignal,
  limit?: number,
): Promise<Page<SearchHit>> => call("/api/standards/search", { query: { q, kind, limit }, signal });

/** Hits of a search; the former ones stay until the next have come. */
export function useSearch(q: string, kind?: string, limit?: number) {
  return useQuery({
    queryKey: ["search", q, kind ?? "", limit ?? 0],
    enabled: q !== "",
    placeholderData: keepPreviousData,
    staleTime: Infinity,
    queryFn: ({ signal }) => searchStandards(q, kind, signal, limit),
  });
}

/** The tables do not change while the server runs, so every answer is kept. */
function useTable<T>(key: unknown[], path: string, enabled = true) {
  return useQuery({
    queryKey: key,
    enabled,
    staleTime: Infinity,
    queryFn: ({ signal }) => call<T>(path, { signal }),
  });
}

function useTableRows<T>(name: string, path: string, query: Query, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: [name, query],
    enabled,
    staleTime: Infinity,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<Page<T>>(path, { query: { ...query, cursor: pageParam, limit: 200 }, signal }),
    getNextPageParam: (page) => page.next,
  });
}

// what the server words in the reader's language is kept by language
export const useProgramme = (code: string | undefined, language: string) =>
  useTable<ProgrammeProfile>(["programme", code, language], `/api/standards/programmes/${code}`, !!code);
export const useOccupation = (code: string | undefined, language: string) =>
  useTable<OccupationProfile>(["occupation", code, language], `/api/standards/occupations/${code}`, !!code);
export const useAboutData = (language: string) =>
  useTable<AboutData>(["aboutdata", language], "/api/standards/provenance");
export const useCategories = (enabled: boolean) =>
  useTable<ProgrammeCategory[]>(["categories"], "/api/standards/categories", enabled);
export const useGroups = (enabled: boolean) =>
  useTable<OccupationGroup[]>(["groups"], "/api/standards/groups", enabled);
export const useProgrammes = (query: Query, enabled: boolean) =>
  useTableRows<ProgrammeRow>("programmes", "/api/standards/programmes", query, enabled);
export const useOccupations = (query: Query, enabled: boolean) =>
  useTableRows<OccupationRow>("occupations", "/api/standards/occupations", query, enabled);
