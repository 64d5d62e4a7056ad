/** Shapes and calls of the yearly procedure. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import { call, type Page, type Query } from "../../api/client.ts";
import type { Level } from "../../shell/scope.ts";

export type Kind = "open" | "change" | "withdraw";
export type Change = "rename" | "direction" | "expand" | "shrink" | "level";
export type Lane = "record" | "provincial" | "ministry";
export interface Sentence {
  zh: string;
  en: string;
}

export interface RoundLine {
  id: string;
  year: number;
  title: string;
  cycleId: string;
  releaseId: string | null;
  sample: boolean;
  list: { id: string; version: number } | null;
}
export interface CalendarStep {
  key: string;
  opens: string | null;
  due: string;
  source: Sentence;
  trust: string;
  daysLeft: number;
  begun: boolean;
  open: number;
}
export interface Round extends RoundLine {
  noticeDays: number;
  reviewers: number;
  calendar: CalendarStep[];
  states: { state: string; count: number }[];
  createdBy: string;
  createdAt: string;
  etag: string;
}
export interface ApplicationLine {
  id: string;
  round: { id: string; year: number };
  school: { id: string; name: string };
  city: { code: string; name: string };
  kind: Kind;
  change: Change | null;
  programme: { code: string | null; name: string };
  newProgramme: { code: string; name: string } | null;
  level: Level;
  lane: Lane;
  state: string;
  stateWords: Sentence;
  since: string;
  due: { step: string; day: string; daysLeft: number } | null;
  sample: boolean;
}
export interface StepDue {
  step: string;
  day: string;
  daysLeft: number;
}
export type Part = "release" | "adjustment" | "applications" | "plan" | "lists";
export interface Stage {
  key: Part;
  state: string;
  done: boolean;
  /** where the year is */
  current: boolean;
  due: StepDue | null;
  figures: { key: string; value: number }[];
  path: string;
}
export type DeskStep = Pick<CalendarStep, "key" | "opens" | "due" | "daysLeft" | "open">;
export interface Desk {
  round: RoundLine | null;
  /** ISO day */
  today: string;
  stages: Stage[];
  calendar: DeskStep[];
  waiting: { part: Part; key: string; count: number; late: number; due: StepDue | null; path: string }[];
  behind: { step: string; name: string | null; count: number; due: StepDue; path: string }[];
  late: ApplicationLine[];
}
export interface Field {
  key: string;
  type: "text" | "long" | "integer" | "money" | "share" | "date" | "files" | "enterprises";
  label: string;
  required: boolean;
  least: number | null;
}
export interface Group {
  key: string;
  title: string;
  note: string;
  fields: Field[];
}
export interface Enterprise {
  name: string;
  post: string;
  people: number;
}
export type FormValue = string | number | null | string[] | Enterprise[];
export type Form = Record<string, Record<string, FormValue>>;
export interface PlaceFigures {
  place: string;
  demand: number | null;
  supply: number | null;
  gap: number | null;
  price: { min: number; max: number } | null;
  withheld: boolean;
}
export interface Evidence {
  release: { id: string; title: string; version: string; publishedAt: string | null };
  year: number;
  programme: PlaceFigures[];
  occupations: { code: string; name: string; figures: PlaceFigures[] }[];
}
export interface ApplicationReview {
  id: string;
  turn: number;
  reviewer: string | null;
  organisation: string | null;
  state: string;
  scores: Record<string, number> | null;
  total: number | null;
  recommend: boolean | null;
  opinion: string | null;
}
export interface Objection {
  id: string;
  application: string;
  content: string;
  name: string;
  phone: string;
  createdAt: string;
  upheld: boolean | null;
  answer: string | null;
  answeredBy: string | null;
  answeredAt: string | null;
}
export interface Application extends ApplicationLine {
  groups: Group[];
  form: Form;
  evidence: Evidence | null;
  missing: { field: string; reason: string }[] | null;
  next: { action: string; words: Sentence; against: Sentence | null }[];
  files: { id: string; name: string; bytes: number; createdAt: string; path: string }[];
  reviews: ApplicationReview[];
  ruleCheck: RuleCheck | null;
  minimum: number;
  recommendation: { recommend: boolean; average: number; scores: number; inFavour: number } | null;
  notice: { id: string; until: string } | null;
  objections: Objection[];
  decision: { document: string; documentDate: string; note: string; code: string | null } | null;
  documents: string[];
  history: { action: string; words: Sentence; by: string; at: string; note: string; late: number }[];
  etag: string;
}
export interface Finding {
  rule: string;
  words: Sentence;
  basis: string;
  source: string;
  trust: string;
}
/** What the rules in force forbid of an application. */
export interface RuleCheck {
  growth: "add" | "expand" | null;
  run: string | null;
  year: number | null;
  ruleSets: { id: string; version: number; name: Sentence; demo: boolean }[];
  forbids: Finding[];
  notJudged: Finding[];
}
export interface Candidate {
  person: string;
  name: string;
  post: string;
  organisation: string;
  conflict: "school" | "above" | "below" | "declared" | null;
  assigned: boolean;
  open: number;
}
export interface Review {
  id: string;
  state: string;
  application: ApplicationLine;
  criteria: { key: string; label: string }[];
  scores: Record<string, number> | null;
  recommend: boolean | null;
  opinion: string | null;
  due: string;
  daysLeft: number;
}
export interface NoticeItem {
  application: string;
  school: string;
  city: string;
  programme: string;
  code: string | null;
  level: Level;
  kind: Kind;
  change: Change | null;
  becomes: string | null;
  lane: Lane;
  intake: number | null;
  recommend: boolean | null;
}
export interface Notice {
  id: string;
  round: string;
  title: string;
  publisher: string;
  from: string;
  until: string;
  open: boolean;
  items: NoticeItem[];
  sample: boolean;
}
export interface ListedItem extends Omit<NoticeItem, "recommend"> {
  result: "recorded" | "approved" | "refused" | "pending";
  document: string | null;
  documentDate: string | null;
  reason: string | null;
}
export interface YearList {
  id: string;
  round: string;
  year: number;
  version: number;
  title: string;
  publisher: string;
  publishedAt: string;
  sha256: string;
  sample: boolean;
  current: boolean;
  items: ListedItem[];
}
export interface Offering {
  id: string;
  programme: string;
  name: string;
  level: Level;
  city: string;
}

/** Everything of the procedure is kept under one key: a step here moves what waits there. */
const KEY = "procedure";
const useRead = <T>(path: string, query?: Query, enabled = true) =>
  useQuery({
    // labels of the form come in the language of the page
    queryKey: [KEY, i18next.language, path, query ?? {}],
    enabled,
    queryFn: ({ signal }) => call<T>(path, { query, signal }),
  });

export const useDesk = () => useRead<Desk>("/api/rounds/desk");
export const useRounds = () => useRead<Page<RoundLine>>("/api/rounds");
export const useRound = (id: string | undefined) => useRead<Round>(`/api/rounds/${id}`, undefined, !!id);
export const useApplication = (id: string | undefined) =>
  useRead<Application>(`/api/applications/${id}`, undefined, !!id);
export const useRuleCheck = (id: string, enabled: boolean) =>
  useRead<RuleCheck>(`/api/applications/${id}/rules`, undefined, enabled);
export const useCandidates = (id: string, enabled: boolean) =>
  useRead<Page<Candidate>>(`/api/applications/${id}/reviewers`, undefined, enabled);
export const useReviews = () => useRead<Page<Review>>("/api/reviews");
export const useReview = (id: string | undefined) => useRead<Review>(`/api/reviews/${id}`, undefined, !!id);
export const useObjections = (round: string | undefined) =>
  useRead<Page<Objection & { school: string; programme: string }>>(`/api/rounds/${round}/objections`, undefined, !!round); // prettier-ignore
export const useNotices = (round?: string) => useRead<Page<Notice>>("/api/public/notices", { round, limit: 100 }); // prettier-ignore
export const useNotice = (id: string | undefined) => useRead<Notice>(`/api/public/notices/${id}`, undefined, !!id); // prettier-ignore
export const useYearLists = () => useRead<Page<YearList>>("/api/public/year-lists");
export const useYearList = (id: string | undefined) => useRead<YearList>(`/api/public/year-lists/${id}`, undefined, !!id); // prettier-ignore
export const useObjectionState = (id: string | undefined) =>
  useRead<{ id: string; createdAt: string; upheld: boolean | null; answer: string | null; answeredAt: string | null }>(`/api/public/objections/${id}`, undefined, !!id); // prettier-ignore
export const useOwnOfferings = (enabled: boolean) =>
  useRead<Page<Offering>>("/api/applications/offerings", undefined, enabled);

export function useApplications(query: Query) {
  return useInfiniteQuery({
    queryKey: [KEY, "applications", query],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<Page<ApplicationLine>>("/api/applications", { query: { ...query, cursor: pageParam, limit: 100 }, signal }), // prettier-ignore
    getNextPageParam: (page) => page.next,
  });
}

/** A write of the procedure; afterwards everything of it is asked for anew. */
export function useWrite<Input, Answer>(send: (input: Input) => Promise<Answer>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSettled: () => client.invalidateQueries({ queryKey: [KEY] }),
  });
}

const post = <T>(path: string, body: unknown = {}, etag?: string) =>
  call<T>(path, { method: "POST", body, etag });

export const useOpenRound = () => useWrite((body: { year: number; cycleId: string; releaseId?: string }) => post<Round>("/api/rounds", body)); // prettier-ignore
export const useChangeCalendar = (round: Round) =>
  useWrite((body: { calendar: { key: string; opens: string | null; due: string }[]; noticeDays: number; reviewers: number }) =>
    call<Round>(`/api/rounds/${round.id}/calendar`, { method: "PUT", body, etag: round.etag })); // prettier-ignore
export const useStartApplication = () =>
  useWrite(({ round, ...body }: { round: string; kind: Kind; change?: Change; offering?: string; programme?: string; outside?: string; newProgramme?: string }) =>
    post<Application>(`/api/rounds/${round}/applications`, body)); // prettier-ignore
export const useSaveForm = (id: string) =>
  useWrite(({ form, etag }: { form: Form; etag: string }) =>
    call<Application>(`/api/applications/${id}/form`, { method: "PUT", body: { form }, etag })); // prettier-ignore
export interface ActInput {
  action: string;
  etag: string;
  note?: string;
  document?: string;
  documentDate?: string;
  code?: string;
}
export const useAct = (id: string) =>
  useWrite(({ action, etag, ...body }: ActInput) => post<Application>(`/api/applications/${id}/${action}`, body, etag)); // prettier-ignore
export const useAssign = (id: string) =>
  useWrite((people: string[]) => post<Page<Candidate>>(`/api/applications/${id}/reviewers`, { people }));
export const useRelease = () => useWrite((review: string) => post<Page<Candidate>>(`/api/reviews/${review}/release`)); // prettier-ignore
export const useScore = (id: string) =>
  useWrite((body: { scores: Record<string, number>; recommend: boolean; opinion: string }) => post<Review>(`/api/reviews/${id}/score`, body)); // prettier-ignore
export const useDecline = (id: string) =>
  useWrite((body: { conflict: boolean; reason: string }) => post<{ id: string }>(`/api/reviews/${id}/decline`, body)); // prettier-ignore
export const useOpenNotice = (round: string) =>
  useWrite((body: { applications: string[]; days?: number }) => post<Notice>(`/api/rounds/${round}/notices`, body)); // prettier-ignore
export const useCloseNotice = () => useWrite((id: string) => post<Notice>(`/api/notices/${id}/close`));
export const useAnswer = () =>
  useWrite(({ id, ...body }: { id: string; upheld: boolean; answer: string }) => post<unknown>(`/api/objections/${id}/answer`, body)); // prettier-ignore
export const usePublishList = (round: string) => useWrite(() => post<YearList>(`/api/rounds/${round}/list`));
export const useObject = (notice: string) =>
  useWrite((body: { application: string; content: string; name: string; phone: string }) =>
    post<{ id: string }>(`/api/public/notices/${notice}/objections`, body)); // prettier-ignore
