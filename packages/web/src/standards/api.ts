/** Shapes and calls of the official tables. */
import { useQuery } from "@tanstack/react-query";
import { call, type Page } from "../api/client.ts";
import type { Level } from "../shell/scope.ts";

export interface SearchHit {
  kind: "programme" | "occupation" | "industry" | "region" | "certificate";
  code: string;
  name: string;
  level?: Level | null;
  hint: string;
  match?: string;
}

export interface Doubt {
  text: string;
  source?: string;
}

export interface ProvenanceLine {
  table: string;
  rows?: number;
  source: string;
  licence?: string;
  completeness?: string;
}

export interface LinkedOccupation {
  code: string;
  name: string;
  kind: string;
  doubt?: string | null;
}

export interface ProgrammeRow {
  code: string;
  name: string;
  level: Level;
  stateControlled?: boolean;
  category?: { code: string; name: string };
  class?: { code: string; name: string };
}

export interface ProgrammeProfile extends ProgrammeRow {
  years: string | number | null;
  occupations: LinkedOccupation[];
  posts: string[];
  courses: { name: string; kind?: string }[];
  certificates: string[];
  progression: { up: ProgrammeRow[]; down: ProgrammeRow[] };
  formerNames?: string[];
  teachingStandardUrl?: string | null;
  orientation?: string | null;
  provenance: string[];
  doubts: string[];
}

export interface OccupationRow {
  code: string;
  name: string;
  group?: { code: string; name: string };
  flags?: string[];
}

export interface OccupationProfile extends OccupationRow {
  groups: { code: string; name: string }[];
  workTypes: string[];
  definition?: string | null;
  programmes: (ProgrammeRow & { kind: string; doubt?: string | null })[];
  posts: string[];
  version: string;
  doubts: string[];
}

export const searchStandards = (q: string, kind?: string, signal?: AbortSignal): Promise<Page<SearchHit>> =>
  call("/api/standards/search", { query: { q, kind }, signal });

export function useProgramme(code: string | undefined) {
  return useQuery({
    queryKey: ["programme", code],
    enabled: !!code,
    staleTime: Infinity,
    queryFn: ({ signal }) => call<ProgrammeProfile>(`/api/standards/programmes/${code}`, { signal }),
  });
}

export function useOccupation(code: string | undefined) {
  return useQuery({
    queryKey: ["occupation", code],
    enabled: !!code,
    staleTime: Infinity,
    queryFn: ({ signal }) => call<OccupationProfile>(`/api/standards/occupations/${code}`, { signal }),
  });
}
