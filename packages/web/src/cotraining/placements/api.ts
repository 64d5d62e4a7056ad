/** Shapes and calls of placements by hand, their legal gate, and the enterprises and posts that they are at. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { call, type Page } from "../../api/client.ts";
import type { Entry, Sentence, Write } from "../rounds/api.ts";

export type Verdict = "clear" | "open" | "refused";
export type Facts = Record<string, unknown>;
export interface Finding extends Sentence {
  rule: string;
  name: Sentence;
  state: "outside" | "passed" | "excepted" | "unknown" | "warned" | "broken";
  exemption: "none" | "filing" | "approval";
}
export interface Judged {
  verdict: Verdict;
  findings: Finding[];
}
export interface Line {
  id: string;
  person: string;
  personName: string;
  schoolName: string;
  enterprise: string;
  enterpriseName: string;
  post: string;
  postName: string;
  agreement: string | null;
  from: string;
  to: string;
  mentorName: string;
  teacherName: string;
  state: string;
  stateName: Sentence;
  verdict: Verdict | null;
  sample: boolean;
}
export interface Placement extends Line {
  facts: Facts;
  findings: Finding[];
  exceptions: { rule: string; reason: string; approver: string; record: string; on: string; by: string }[];
  checks: { at: string; verdict: Verdict; findings: (Sentence & { rule: string; state: string })[] }[];
  history: Entry[];
  actions: string[];
  mayEdit: boolean;
  etag: string;
}
export interface Desk {
  running: number;
  planned: number;
  refused: number;
  open: number;
  unchecked: number;
  rules: { rule: string; name: Sentence; placements: number }[];
}
export interface Workplace {
  organisation: string;
  name: string;
  regionName: string;
  staff: number | null;
  registered: boolean | null;
  dishonest: boolean | null;
  industries: string[];
  posts: number;
  running: number;
  most: number | null;
  inspection: { inspectedOn: string | null; decided: boolean; minutes: string; findings: string } | null;
  mayEdit: boolean;
  mayInspect: boolean;
  etag: string;
}
export interface Competence {
  key: string;
  name: string;
}
/** An agreement of the school with the enterprise of a post. */
export interface AgreementLine {
  id: string;
  title: string;
  kindName: Sentence;
  fromOn: string;
  toOn: string;
}
export type Post = Facts & {
  id: string;
  enterprise: string;
  name: string;
  seats: number;
  occupation: string;
  programmes: string[];
  competences: Competence[];
  closed: boolean;
  mayEdit: boolean;
  etag: string;
};
export interface Rules {
  key: string;
  version: string;
  name: Sentence;
  source: string;
  rules: {
    id: string;
    name: Sentence;
    kind: "block" | "warn";
    exemption: Sentence;
    words: Sentence;
    basis: { article: string };
  }[];
  presets: { key: string; version: string; name: Sentence }[];
  waiting: { id: string; key: string; by: string; at: string; mayConfirm: boolean } | null;
  history: { key: string; version: string; proposedBy: string; confirmedBy: string; at: string }[];
  mayPropose: boolean;
}

const KEY = "placements";

const useOne = <T>(path: string, enabled = true) =>
  useQuery({ queryKey: [KEY, path], enabled, queryFn: ({ signal }) => call<T>(`/api/${path}`, { signal }) });

function useList<T>(path: string, query: Record<string, string>) {
  return useInfiniteQuery({
    queryKey: [KEY, path, query],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<Page<T>>(`/api/${path}`, { query: { ...query, cursor: pageParam }, signal }),
    getNextPageParam: (page) => page.next,
  });
}

export interface Guide {
  person: string;
  name: string;
}
/** Teachers of one's own school and mentors of an enterprise who can look after a student. */
export const useGuides = (enterprise: string | null) =>
  useQuery({
    queryKey: ["placements", "guides", enterprise],
    enabled: enterprise !== null,
    queryFn: ({ signal }) => call<{ teachers: Guide[]; mentors: Guide[] }>("/api/placement-desk/guides", { query: { enterprise: enterprise! }, signal }),
  }); // prettier-ignore
export const useDesk = () => useOne<Desk>("placement-desk");
export const usePlacements = (query: Record<string, string>) => useList<Line>("placements", query);
export const usePlacement = (id: string | undefined) => useOne<Placement>(`placements/${id}`, !!id);
export const useWorkplaces = () => useList<Workplace>("workplaces", {});
export const useWorkplace = (id: string) => useOne<Workplace>(`workplaces/${id}`);
export const usePosts = (enterprise: string | null) =>
  useOne<{ items: Post[] }>(enterprise ? `work-posts?enterprise=${enterprise}` : "work-posts");
/** Agreements in force with an enterprise, as far as the one who asks has a part in them. */
export const useAgreements = (enterprise: string | null) =>
  useOne<Page<AgreementLine>>(`training-agreements?state=in-force&limit=200&enterprise=${enterprise}`, enterprise !== null); // prettier-ignore
export const useRules = () => useOne<Rules>("placement-rules");
export const useStudents = (q: string) =>
  useQuery({
    queryKey: [KEY, "students", q],
    enabled: q.length > 0,
    queryFn: ({ signal }) =>
      call<
        Page<{
          id: string;
          name: string;
          studentNumber: string;
          programme: { name: string };
          consent: string;
        }>
      >("/api/students", { query: { q, state: "enrolled", limit: "20" }, signal }),
  });

/** What the gate says of a placement before it is saved; null = not enough is filled in to ask. */
export const useCheck = (body: Facts | null) =>
  useQuery({
    queryKey: [KEY, "check", body],
    enabled: body !== null,
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: ({ signal }) =>
      call<Judged>("/api/placements/check", { method: "POST", body: body ?? {}, signal }),
  });

/** Any write; whatever is shown of placements is read anew afterwards. */
export function useWrite<O = unknown>() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ method = "POST", path, body, etag }: Write) =>
      call<O>(`/api/${path}`, { method, body: body ?? {}, ...(etag ? { etag } : {}) }),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  });
}
