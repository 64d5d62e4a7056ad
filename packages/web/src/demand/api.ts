/** Shapes and calls of the demand module. */
import type { OrganisationOfName } from "../registry/organisations/api.ts";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, type Page, type Query } from "../api/client.ts";
import { isLive, type Job } from "../api/jobs.ts";

export const KINDS = ["postings", "offerings", "surveys", "industry-plan", "conditions"] as const;
export type Kind = (typeof KINDS)[number];

export interface MappedColumn {
  column: string;
  field: string | null;
  confidence: number;
  how: string;
}

export interface Import {
  id: string;
  kind: Kind;
  fileName: string;
  bytes: number;
  sha256: string;
  format: string;
  encoding: string | null;
  state: "inspected" | "waiting" | "running" | "done" | "failed" | "cancelled";
  headers: string[];
  sampleRows: string[][];
  mapping: MappedColumn[];
  savedMappings: { id: string; name: string; mapping?: MappedColumn[] }[];
  /** postings with unlawful wording among the accepted */
  breaching?: number;
  rowsRead: number;
  accepted: number;
  duplicate: number;
  rejected: number;
  rowsTotalEstimate: number | null;
  startedAt: string | null;
  finishedAt: string | null;
  message: string | null;
  createdBy: string | null;
  createdAt: string;
  alreadyImported?: string | null;
}

export interface FieldInfo {
  field: string;
  label: { zh: string; en: string };
  required: boolean;
  type: string;
}

export interface RejectionLine {
  row: number;
  field: string;
  value: string;
  code?: string;
  reason: string;
}

export type ConditionFigure =
  | "studentsFull"
  | "international"
  | "evening"
  | "correspondence"
  | "teachersFull"
  | "teachersPart"
  | "teachersGraduate"
  | "teachersSenior"
  | "dualQualified"
  | "landArea"
  | "buildingArea"
  | "teachingArea"
  | "dormArea"
  | "equipmentValue"
  | "equipmentNew"
  | "books"
  | "booksNew"
  | "computers";

/** School conditions of a year: persons, m², fen, volumes, machines; null = not stated. */
export interface ConditionLine extends Record<ConditionFigure, number | null> {
  id: string;
  schoolName: string;
  school: OrganisationOfName | null;
  schoolType: string | null;
  cityName: string;
  year: number;
}

export interface FlagBrief {
  rule: string;
  severity: "hard" | "warn";
  quote: string;
}

export interface Flag extends FlagBrief {
  kind: string;
  /** where the words stand: title, description, education, tags */
  field: string;
  start: number;
  end: number;
  rewording: string;
  basis: string;
}

export interface Coded {
  code: string;
  name: string;
}

export interface Candidate extends Coded {
  confidence: number;
}

export type Education = "none" | "secondary" | "college" | "bachelor" | "postgraduate";
export const EDUCATIONS: readonly Education[] = ["none", "secondary", "college", "bachelor", "postgraduate"];

export interface Posting {
  id: string;
  title: string;
  company: string;
  city: string | null;
  cityName: string | null;
  salary: { min: number; max: number } | null;
  education: Education | null;
  headcount: number | null;
  headcountKind: "stated" | "several" | "absent";
  publishedAt: string | null;
  occupation: Coded | null;
  confidence: number | null;
  candidates: Candidate[];
  reviewed: null | "confirmed" | "corrected" | "abstained";
  flags: FlagBrief[];
  source: string;
}

export interface PostingDetail extends Omit<Posting, "flags"> {
  companyCode: string | null;
  /** the enterprise that bore the company's name, as the register has it today */
  organisation: OrganisationOfName | null;
  regionText: string;
  experience: string;
  industryText: string;
  sourceId: string;
  description: string;
  coderVersion: string;
  evidence: { field: string; text: string; term: string }[];
  programmes: { code: string; name: string; level: string; weight: number }[];
  flags: Flag[];
  vacancy: {
    id: string;
    postings: { id: string; title: string; source: string; publishedAt: string | null }[];
  } | null;
  import: { id: string; fileName: string; row: number } | null;
  history: { action: string; from: Coded | null; to: Coded | null; by: string; at: string }[];
}

export interface PostingPage extends Page<Posting> {
  total: number;
  totalIsEstimate: boolean;
}

export function useImports() {
  return useInfiniteQuery({
    queryKey: ["imports"],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<Page<Import>>("/api/imports", { query: { cursor: pageParam }, signal }),
    getNextPageParam: (page) => page.next,
    refetchInterval: (query) =>
      query.state.data?.pages.some((page) => page.items.some((item) => isLive(item.state))) ? 1500 : false,
  });
}

export function useImport(id: string | undefined) {
  return useQuery({
    queryKey: ["import", id],
    enabled: !!id,
    queryFn: ({ signal }) => call<Import>(`/api/imports/${id}`, { signal }),
    refetchInterval: (query) => (isLive(query.state.data?.state) ? 800 : false),
  });
}

export function useFields(kind: Kind | undefined) {
  return useQuery({
    queryKey: ["fields", kind],
    enabled: !!kind,
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const answer = await call<FieldInfo[] | Page<FieldInfo>>(`/api/imports/fields/${kind}`, { signal });
      return Array.isArray(answer) ? answer : answer.items;
    },
  });
}

export function useImportAction(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (action: "start" | "cancel") =>
      call<unknown>(`/api/imports/${id}/${action}`, { method: "POST", body: {} }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ["import", id] });
      void client.invalidateQueries({ queryKey: ["imports"] });
    },
  });
}

export function useSaveMapping(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { kind?: Kind; mapping: MappedColumn[]; saveAs?: string }) =>
      call<Import>(`/api/imports/${id}/mapping`, { method: "PUT", body: input }),
    onSuccess: (item) => client.setQueryData(["import", id], item),
    onError: () => client.invalidateQueries({ queryKey: ["import", id] }),
  });
}

export function useRejections(id: string | undefined, enabled: boolean) {
  return useInfiniteQuery({
    queryKey: ["rejections", id],
    enabled: enabled && !!id,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<Page<RejectionLine>>(`/api/imports/${id}/rejections`, { query: { cursor: pageParam }, signal }),
    getNextPageParam: (page) => page.next,
  });
}

export const postingsPage = (
  query: Query,
  cursor: string | null,
  signal?: AbortSignal,
): Promise<PostingPage> => call("/api/postings", { query: { limit: 100, ...query, cursor }, signal });

export function usePostings(query: Query) {
  return useInfiniteQuery({
    queryKey: ["postings", query],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => postingsPage(query, pageParam, signal),
    getNextPageParam: (page) => page.next,
  });
}

export function usePosting(id: string | null | undefined) {
  return useQuery({
    queryKey: ["posting", id],
    enabled: !!id,
    staleTime: 60_000,
    queryFn: ({ signal }) => call<PostingDetail>(`/api/postings/${id}`, { signal }),
  });
}

export interface CodeInput {
  id: string;
  occupationCode: string | null;
  action: "confirm" | "correct" | "abstain";
}

export const codePosting = ({ id, ...body }: CodeInput): Promise<PostingDetail> =>
  call(`/api/postings/${id}/code`, { method: "POST", body });

/** Taking a candidate confirms the code the posting already has, and corrects it otherwise. */
export const decide = (posting: { id: string; occupation: Coded | null }, code: string | null): CodeInput =>
  code === null
    ? { id: posting.id, occupationCode: null, action: "abstain" }
    : {
        id: posting.id,
        occupationCode: code,
        action: posting.occupation?.code === code ? "confirm" : "correct",
      };

export function useCodePosting() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: codePosting,
    onSuccess: (detail) => {
      client.setQueryData(["posting", detail.id], detail);
      void client.invalidateQueries({ queryKey: ["system-map"] });
      void client.invalidateQueries({ queryKey: ["aliases"] });
    },
  });
}

export interface AliasLine {
  id: string;
  alias: string;
  occupation: Coded;
  state: "proposed" | "accepted" | "rejected";
  /** corrections that proposed it */
  times: number;
  example: { postingId: string; title: string };
  proposedBy: string;
  proposedAt: string;
  reviewedBy: string | null;
  reviewedAt: string | null;
}

export function useAliases(state: string) {
  return useInfiniteQuery({
    queryKey: ["aliases", state],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<Page<AliasLine>>("/api/aliases", { query: { state, cursor: pageParam }, signal }),
    getNextPageParam: (page) => page.next,
  });
}

export function useReviewAlias() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { id: string; decision: "accept" | "reject" }) =>
      call<unknown>(`/api/aliases/${input.id}/review`, {
        method: "POST",
        body: { decision: input.decision },
      }),
    onSettled: () => client.invalidateQueries({ queryKey: ["aliases"] }),
  });
}

export interface Recoding {
  id: string;
  state: Job["state"];
  jobId: string | null;
  /** versions of the coder */
  before: string | null;
  after: string | null;
  aliases: number;
  checked: number;
  changed: number;
  message: string | null;
  createdBy: string;
  createdAt: string;
  finishedAt: string | null;
  items: {
    postingId: string;
    title: string;
    from: Coded | null;
    to: Coded | null;
    fromConfidence: number;
    toConfidence: number;
  }[];
  next: string | null;
}

export function useStartRecoding() {
  return useMutation({
    mutationFn: () =>
      call<{ id: string; recodingId?: string }>("/api/recodings", { method: "POST", body: {} }),
  });
}

/** A re-coding and what it changed; asked for again while it runs. */
export function useRecoding(id: string) {
  return useInfiniteQuery({
    queryKey: ["recoding", id],
    enabled: id !== "",
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<Recoding>(`/api/recodings/${id}`, { query: { cursor: pageParam }, signal }),
    getNextPageParam: (page) => page.next,
    refetchInterval: (query) => (isLive(query.state.data?.pages[0]?.state) ? 1000 : false),
  });
}

export interface RuleCount {
  rule: string;
  name: string;
  basis: string;
  severity: "hard" | "warn";
  count: number;
}

export interface FairHiring {
  checked: number;
  breaching: number;
  byRule: RuleCount[];
  topEmployers: { company: string; count: number }[];
}

export function useFairHiring() {
  return useQuery({
    queryKey: ["fair-hiring"],
    queryFn: ({ signal }) => call<FairHiring>("/api/fair-hiring", { signal }),
  });
}
