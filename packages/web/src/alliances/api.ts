/** Shapes and calls of consortia and communities, their members and what their council asks. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, type Page, type Query } from "../api/client.ts";

export interface Sentence {
  zh: string;
  en: string;
}
export const KINDS = ["consortium", "community"] as const;
export type Kind = (typeof KINDS)[number];
export const SEATS = ["chair", "vice-chair", "director", "member"] as const;
export type Seat = (typeof SEATS)[number];
export const LEGAL_FORMS = ["office", "non-enterprise-unit", "association", "institution", "company"] as const; // prettier-ignore
export const DOCUMENT_KINDS = ["approval", "charter", "agreement", "entity", "other"] as const;
/** The fields that article 5 names. */
export const FIELDS = [
  "新一代信息技术", "高档数控机床和机器人", "高端仪器", "航空航天装备", "船舶与海洋工程装备", "先进轨道交通装备",
  "能源电子", "节能与新能源汽车", "电力装备", "农机装备", "新材料", "生物医药及高性能医疗器械",
] as const; // prettier-ignore

export interface Entry {
  words: Sentence;
  by: string;
  at: string;
  note: string;
  files?: Paper[];
}
/** A file as it is named beside what it belongs to. */
export interface Paper {
  id: string;
  name: string;
  bytes: number;
  state: "pending" | "clean" | "infected" | "removed";
}
export interface Line {
  id: string;
  name: string;
  kind: Kind;
  regionName: string;
  ground: string;
  members: number;
  foundedOn: string;
  runningSince: string | null;
  sample: boolean;
}
export interface FoundingDocument {
  kind: (typeof DOCUMENT_KINDS)[number];
  title: string;
  number: string;
  on: string;
  file: Paper | null;
  /** the charter: anybody may open its file once the alliance works */
  open: boolean;
}
export interface Statutes {
  purpose: string;
  foundedOn: string;
  legalForm: (typeof LEGAL_FORMS)[number];
  park: string | null;
  field: string | null;
  chain: string;
  documents: FoundingDocument[];
  noticeDays: number;
  quorum: number;
  quorumOf: number;
  termYears: number;
  admission: "council" | "secretariat";
}
export interface Member {
  id: string;
  organisation: string;
  name: string;
  kind: string;
  seat: Seat;
  leads: boolean;
  statement: string;
  termFrom: string | null;
  termUntil: string | null;
  expired: boolean;
  regionName: string;
  state: "applied" | "active" | "refused" | "withdrawn" | "left" | "removed";
  stateName: Sentence;
  actions: string[];
  history: Entry[];
  etag: string;
}
export interface Alliance extends Line, Statutes {
  memberList: Member[];
  hasChain: boolean;
  resolutions: { id: string; number: string; title: string; words: string; adoptedOn: string }[];
  lacks: { rule: string; hard: boolean; text: Sentence }[];
  mayKeep: boolean;
  mayApply: boolean;
  inside: boolean;
  etag: string;
}

export interface Task {
  id: string;
  title: string;
  memberName: string;
  due: string;
  state: "assigned" | "reported" | "done" | "dropped";
  stateName: Sentence;
  overdue: boolean;
  daysOver: number;
  actions: string[];
  history: Entry[];
  etag: string;
}
export interface Resolution {
  id: string;
  number: string;
  title: string;
  words: string;
  adoptedOn: string;
  meeting: string;
  meetingTitle: string;
  published: boolean;
  tasks: Task[];
  etag: string;
}
export interface Resolutions {
  alliance: string;
  allianceName: string;
  mayKeep: boolean;
  open: number;
  overdue: number;
  done: number;
  items: Resolution[];
}

const KEY = "alliances";

/** Alliances of which the actor reads more than anybody; or (open) those that work. */
export const useAlliances = (query: Query, open: boolean) =>
  useInfiniteQuery({
    queryKey: [KEY, "list", open, query],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<Page<Line>>(`/api${open ? "/public" : ""}/alliances`, { query: { ...query, cursor: pageParam }, signal }),
    getNextPageParam: (page) => page.next,
  }); // prettier-ignore

export const useAlliance = (id: string | undefined, open = false) =>
  useQuery({
    queryKey: [KEY, id, open],
    enabled: !!id,
    queryFn: ({ signal }) => call<Alliance>(`/api${open ? "/public" : ""}/alliances/${id}`, { signal }),
  });

export const useResolutions = (id: string | undefined) =>
  useQuery({
    queryKey: [KEY, id, "resolutions"],
    enabled: !!id,
    queryFn: ({ signal }) => call<Resolutions>(`/api/alliances/${id}/resolutions`, { signal }),
  });

/** A write after which whatever is shown of alliances is read anew. */
export function useChange<I, O = unknown>(run: (input: I) => Promise<O>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: run,
    onSuccess: () =>
      Promise.all(
        [KEY, "council", "system-map"].map((name) => client.invalidateQueries({ queryKey: [name] })),
      ),
  });
}

export interface Write {
  method?: "POST" | "PUT";
  path: string;
  body?: object;
  etag?: string;
}
/** Any step of a member, a meeting, a vote or a task; each says its own path. */
export const useStep = <O = unknown>() =>
  useChange(({ method = "POST", path, ...rest }: Write) => call<O>(`/api/${path}`, { method, ...rest }));
