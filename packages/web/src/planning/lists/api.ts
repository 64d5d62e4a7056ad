/** Shapes and calls of the three lists. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { call, type Page, type Query } from "../../api/client.ts";
import type { Interval } from "../../format.ts";

export const KINDS = ["demand", "industry", "policy"] as const;
export type ListKind = (typeof KINDS)[number];
export const isKind = (text: string | undefined): text is ListKind =>
  (KINDS as readonly string[]).includes(text ?? "");
export const LIST_LEVELS = ["", "none", "secondary", "college", "bachelor", "postgraduate"] as const;
export const INSTRUMENTS = ["finance", "fiscal", "land", "credit", "employment", "distribution"] as const;
export const OBJECTS = ["enterprise", "school", "park", "student", "worker", "teacher"] as const;
export type AnswerKind = "open" | "expand" | "already" | "cannot" | "confirm" | "correct" | "take-part";

export interface Named {
  code: string;
  name: string;
}
export interface Linked {
  id: string;
  kind: ListKind;
  title: string;
}
export interface DemandContent {
  kind: "demand";
  occupation: Named | null;
  post: string;
  level: string;
  city: string;
  cityName: string;
  now: Interval | null;
  in1: Interval | null;
  in3: Interval | null;
  shortage: number | null;
  price: number | null;
  urgency: { score: number; grade: "severe" | "high" | "some" | "none" } | null;
  employers: number | null;
  from: string;
  programmes: (Named & { level: string })[];
  courses: string[];
  certificates: string[];
  skills: string[];
  stated: { enterprises: number; number: number } | null;
}
export interface IndustryContent {
  kind: "industry";
  chain: string;
  part: string;
  park: string;
  cities: Named[];
  industries: Named[];
  enterprises: { id: string | null; name: string }[];
  products: string[];
  projects: { name: string; investmentFen: number | null; stage: string }[];
  output: { fen: number; year: number } | null;
  year: number;
  growth: { industry: string; year: number; growth: number; newPosts: number | null; document: string }[];
  occupations: Named[];
  noTalent: string;
  talents: (Linked & { now: number | null; shortage: number | null })[];
}
export type Amount =
  | { kind: "fen"; fen: number; per: string }
  | { kind: "share"; share: string; of: string }
  | { kind: "text"; text: string };
export interface PolicyContent {
  kind: "policy";
  instrument: (typeof INSTRUMENTS)[number];
  document: string;
  basis: string;
  objects: (typeof OBJECTS)[number][];
  eligibility: string;
  cities: Named[];
  industries: Named[];
  occupations: Named[];
  programmes: Named[];
  amount: Amount;
  office: string;
  contact: string;
  from: string;
  to: string | null;
  suspended: boolean;
  serves: Linked[];
}
export type EntryContent = DemandContent | IndustryContent | PolicyContent;

export interface Entry {
  itemId: string;
  title: string;
  content: EntryContent;
  source: "computed" | "stated" | "entered";
  sourceName: string;
  confidence: "high" | "medium" | "low";
  city: string;
  policyState: "coming" | "open" | "ended" | "suspended" | null;
  answers: Partial<Record<AnswerKind, number>>;
  answered: number;
}
export type ListState = "draft" | "reviewed" | "published" | "superseded" | "withdrawn";
export interface Version {
  id: string;
  kind: ListKind;
  year: number;
  version: string;
  title: string;
  note: string;
  publisher: string;
  region: string;
  regionName: string;
  sample: boolean;
  state: ListState;
  release: { id: string; title: string } | null;
  entries: number;
  actions: { action: string; by: string; at: string; note: string }[];
  files: { name: string; mediaType: string; bytes: number; sha256: string }[];
  manifest: Record<string, unknown>;
  publishedAt: string | null;
  before: { id: string; title: string } | null;
  supersededBy: string | null;
  etag: string;
}
export interface Overview {
  lists: {
    kind: ListKind;
    version: Omit<Version, "manifest"> | null;
    sources: Partial<Record<Entry["source"], number>>;
    unanswered: number;
    open: number | null;
    top: Entry[];
  }[];
}
export type FieldValue = string | number | null;
export interface Differences {
  from: { id: string; title: string; version: string } | null;
  to: { id: string; title: string; version: string };
  added: { itemId: string; title: string; city: string }[];
  removed: { itemId: string; title: string; city: string }[];
  changed: {
    itemId: string;
    title: string;
    city: string;
    fields: { field: string; from: FieldValue; to: FieldValue }[];
  }[];
  unchanged: number;
}
export interface EntryRecord {
  entry: Entry;
  /** field of a row → key of the figure's definition on /indicators */
  definitions: Record<string, string>;
  history: { versionId: string; title: string; version: string; fields: Record<string, FieldValue> }[];
  linked: { versionId: string; itemId: string; kind: ListKind; title: string }[];
}
export interface Answer {
  id: string;
  itemId: string;
  title: string;
  organisation: { id: string; name: string };
  answer: AnswerKind;
  number: number | null;
  reason: string;
  by: string;
  at: string;
}
export interface MineEntry {
  entry: Entry;
  versionId: string;
  because: { key: string; name: string }[];
  mine: Answer | null;
}
export interface Mine {
  organisation: { id: string; name: string; kind: string };
  versions: { id: string; kind: ListKind; title: string; version: string; year: number }[];
  demand: MineEntry[];
  industry: MineEntry[];
  policy: MineEntry[];
  unanswered: number;
}
export interface Filter {
  kind: ListKind;
  city: string;
  occupation: string;
  programme: string;
  industry: string;
}
export interface Subscription extends Filter {
  id: string;
  words: { zh: string; en: string };
  createdAt: string;
}

/** What is entered: codes, not names. */
export interface DemandInput {
  kind: "demand";
  post: string;
  occupation: string | null;
  level: (typeof LIST_LEVELS)[number];
  city: string;
  industry: string;
  now: number;
  in1: number | null;
  in3: number | null;
  from: string;
  skills: string[];
  publish: boolean;
}
export interface IndustryInput {
  kind: "industry";
  chain: string;
  part: string;
  park: string;
  cities: string[];
  industries: string[];
  enterprises: { id: string | null; name: string }[];
  products: string[];
  projects: { name: string; investmentFen: number | null; stage: string }[];
  output: { fen: number; year: number } | null;
  year: number;
  occupations: string[];
  noTalent: string;
}
export interface PolicyInput {
  kind: "policy";
  title: string;
  instrument: (typeof INSTRUMENTS)[number];
  document: string;
  basis: string;
  objects: (typeof OBJECTS)[number][];
  eligibility: string;
  cities: string[];
  industries: string[];
  occupations: string[];
  programmes: string[];
  amount: Amount;
  office: string;
  contact: string;
  from: string;
  to: string | null;
  suspended: boolean;
  serves: string[];
}
export type ItemInput = DemandInput | IndustryInput | PolicyInput;
export interface Item {
  id: string;
  kind: ListKind;
  title: string;
  content: ItemInput;
  organisation: { id: string; name: string } | null;
  source: "stated" | "entered";
  state: "proposed" | "accepted" | "declined" | "withdrawn";
  note: string;
  by: string;
  at: string;
  etag: string;
}

const useRead = <T>(key: readonly unknown[], path: string, query?: Query, enabled = true) =>
  useQuery({
    queryKey: ["lists", ...key, query ?? {}],
    enabled,
    queryFn: ({ signal }) => call<T>(path, { signal, query }),
  });

export const useOverview = () => useRead<Overview>(["overview"], "/api/public/lists/overview");
export const usePublishedVersions = (kind?: ListKind) =>
  useRead<Page<Version>>(["published"], "/api/public/lists", { kind });
export const useVersions = (enabled = true) =>
  useRead<Page<Version>>(["versions"], "/api/lists/versions", {}, enabled);
/** @param base `public/lists` for anybody, `lists/versions` for the office */
export type Base = "public/lists" | "lists/versions";
export const useVersion = (base: Base, id: string | undefined) =>
  useRead<Version>(["version", base, id], `/api/${base}/${id}`, {}, !!id);
export const useDifferences = (base: Base, id: string | undefined, from: string) =>
  useRead<Differences>(["differences", base, id], `/api/${base}/${id}/differences`, { from }, !!id);
export const useEntryRecord = (versionId: string | undefined, itemId: string | undefined) =>
  useRead<EntryRecord>(
    ["entry", versionId, itemId],
    `/api/public/lists/${versionId}/entries/${itemId}`,
    {},
    !!versionId && !!itemId,
  );
export const useItems = (query: { kind: string; state: string }) =>
  useRead<Page<Item>>(["items"], "/api/lists/items", { ...query, limit: 500 });
export const useStatements = (enabled: boolean) =>
  useRead<Page<Item>>(["statements"], "/api/lists/statements", { limit: 200 }, enabled);
export const useMine = () => useRead<Mine>(["mine"], "/api/lists/mine");
export const useAnswers = (itemId: string | undefined, enabled: boolean) =>
  useRead<Page<Answer>>(["answers"], "/api/lists/answers", { itemId }, enabled);
export const useSubscriptions = (enabled = true) =>
  useRead<Page<Subscription>>(["subscriptions"], "/api/lists/subscriptions", {}, enabled);

/** Rows of a version, page after page, as the server sorts them. */
export function useEntries(base: Base, id: string | undefined, query: Query) {
  return useInfiniteQuery({
    queryKey: ["lists", "entries", base, id, query],
    enabled: !!id,
    placeholderData: keepPreviousData,
    initialPageParam: null as string | null,
    queryFn: ({ signal, pageParam }) =>
      call<Page<Entry> & { total: number; definitions: Record<string, string> }>(
        `/api/${base}/${id}/entries`,
        {
          signal,
          query: { ...query, limit: 200, cursor: pageParam },
        },
      ),
    getNextPageParam: (page) => page.next,
  });
}

/** A write; whatever of the lists was read before is read again. */
export function useWrite<Input, Output = unknown>(write: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSettled: () => client.invalidateQueries({ queryKey: ["lists"] }),
  });
}

export const draftVersion = (body: { kind: ListKind; title: string; note: string }) =>
  call<Version>("/api/lists/versions", { method: "POST", body });
export type Step = "review" | "return" | "publish" | "withdraw";
export const STEPS: Record<ListState, readonly Step[]> = {
  draft: ["review", "withdraw"],
  reviewed: ["publish", "return", "withdraw"],
  published: [],
  superseded: [],
  withdrawn: [],
};
export const takeStep = ({ id, step, etag, note }: { id: string; step: Step; etag: string; note: string }) =>
  call<Version>(`/api/lists/versions/${id}/${step}`, { method: "POST", body: { note }, etag });
/** New without an id; changed with the version that was read. */
export const saveItem =
  (own: boolean) =>
  ({ item, content }: { item: Item | null; content: ItemInput }) => {
    const base = own ? "/api/lists/statements" : "/api/lists/items";
    return item
      ? call<Item>(`${base}/${item.id}`, { method: "PUT", body: content, etag: item.etag })
      : call<Item>(base, { method: "POST", body: content });
  };
export const removeItem = ({ item, note }: { item: Item; note: string }) =>
  call<Item>(`/api/lists/items/${item.id}/remove`, { method: "POST", body: { note }, etag: item.etag });
export const withdrawStatement = (item: Item) =>
  call<Item>(`/api/lists/statements/${item.id}/withdraw`, { method: "POST", body: {}, etag: item.etag });
export const decideStatement = ({ item, accept, note }: { item: Item; accept: boolean; note: string }) =>
  call<Item>(`/api/lists/items/${item.id}/decide`, {
    method: "POST",
    body: { accept, note },
    etag: item.etag,
  });
export const giveAnswer = (body: {
  itemId: string;
  answer: AnswerKind;
  number: number | null;
  reason: string;
}) => call<Answer>("/api/lists/answers", { method: "POST", body });
export const subscribe = (body: Filter) => call("/api/lists/subscriptions", { method: "POST", body });
export const unsubscribe = (id: string) => call(`/api/lists/subscriptions/${id}`, { method: "DELETE" });
