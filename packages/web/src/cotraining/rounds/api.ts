/** Shapes and calls of placement rounds: the school's, the enterprises', the student's part. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, type Page } from "../../api/client.ts";

export interface Sentence {
  zh: string;
  en: string;
}
export interface Entry {
  words: Sentence;
  by: string;
  at: string;
  note: string;
}
export const STATES = ["draft", "calling", "open", "ranking", "computed", "published", "confirmed"] as const;
export type State = (typeof STATES)[number] | "cancelled";
export interface Line {
  id: string;
  title: string;
  schoolName: string;
  state: State;
  stateName: Sentence;
  fromOn: string;
  toOn: string;
  chooseUntil: string;
  rankUntil: string;
  students: number;
  handedIn: number;
  posts: number;
  seats: number;
  ranked: number;
  enterprises: number;
  sample: boolean;
  waits: boolean;
}
export interface Post {
  post: string;
  enterpriseName: string;
  name: string;
  programmes: string[];
  seats: number;
  pay: number;
  park: string;
  filingNo: string;
  place: string;
  hoursDay: number | null;
  hoursWeek: number | null;
  restDays: number | null;
  night: boolean;
  hazardous: boolean;
  ranked: boolean;
  mine: boolean;
}
export interface Step {
  step: string;
  words: Sentence;
  against: Sentence | null;
}
export interface Round extends Line {
  programmes: { code: string; name: string }[];
  appealDays: number;
  appealUntil: string | null;
  most: number;
  parks: { name: string; max: number }[];
  seed: string | null;
  follows: string | null;
  postList: Post[];
  mayKeep: boolean;
  actions: Step[];
  history: Entry[];
  etag: string;
}
export interface Student {
  person: string;
  name: string;
  number: string;
  programmeName: string;
  entryYear: number;
  standing: number;
  handedInAt: string | null;
  handedInBy: string;
  choices: string[];
}
export interface Answer {
  preference: number;
  post: string;
  postName: string;
  enterpriseName: string;
  outcome: "placed" | "not-needed" | "not-listed" | "unlawful" | "full";
  words: Sentence;
}
export interface Result {
  person: string;
  name: string;
  number: string;
  post: string | null;
  postName: string | null;
  enterpriseName: string | null;
  preference: number | null;
  moved: { from: string | null; reason: string; by: string; at: string } | null;
  answers: Answer[];
  acceptedAt: string | null;
  placement: string | null;
  etag: string;
}
export interface Results {
  items: Result[];
  run: { at: string; by: string; inputHash: string; resultHash: string; seed: string; verified: boolean; placed: number; students: number; free: number } | null;
} // prettier-ignore
export interface Appeal {
  id: string;
  round: string;
  roundTitle: string;
  name: string;
  content: string;
  createdAt: string;
  state: string;
  stateName: Sentence;
  actions: string[];
  history: Entry[];
  etag: string;
}
export interface Own {
  round: Round;
  version: number;
  statement: string;
  choices: string[];
  handedInAt: string | null;
  handedInBy: string;
  barred: { post: string; words: Sentence }[];
  result: Result | null;
  appeal: Appeal | null;
  mayAppeal: boolean;
  etag: string;
}
export interface Applicants {
  post: string;
  postName: string;
  seats: number;
  ranked: boolean;
  items: { person: string; name: string; programmeName: string; year: number; preference: number | null; statement: string; place: number | null; turnedDown: string | null; placed: boolean }[];
  mayRank: boolean;
  etag: string;
} // prettier-ignore

const KEY = "placement-rounds";
const read = <T>(name: string, path: string | null) => ({
  queryKey: [KEY, name, path],
  enabled: path !== null,
  queryFn: ({ signal }: { signal: AbortSignal }) => call<T>(`/api/${path}`, { signal }),
});

export const useRounds = () =>
  useInfiniteQuery({
    queryKey: [KEY, "list"],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<Page<Line>>("/api/placement-rounds", { query: { cursor: pageParam }, signal }),
    getNextPageParam: (page) => page.next,
  });
export const useRound = (id: string) => useQuery(read<Round>("one", `placement-rounds/${id}`));
export const useOwn = (id: string) => useQuery(read<Own>("own", `placement-rounds/${id}/own`));
export const useStudents = (id: string) => useQuery(read<{ items: Student[] }>("students", `placement-rounds/${id}/students`)); // prettier-ignore
export const useResults = (id: string, there: boolean) => useQuery(read<Results>("results", there ? `placement-rounds/${id}/results` : null)); // prettier-ignore
export const useAppeals = (id: string | null) => useQuery(read<{ items: Appeal[] }>("appeals", id === null ? "placement-appeals" : `placement-rounds/${id}/appeals`)); // prettier-ignore
export const useApplicants = (id: string, post: string) => useQuery(read<Applicants>("applicants", `placement-rounds/${id}/posts/${post}/applicants`)); // prettier-ignore
export const useOwnPosts = (there: boolean) => useQuery(read<{ items: { id: string; name: string }[] }>("own-posts", there ? "own-posts" : null)); // prettier-ignore

export interface Write {
  method?: "POST" | "PUT" | "DELETE";
  path: string;
  body?: object;
  etag?: string;
}
/** Any write; whatever is shown of rounds is read anew afterwards. */
export function useWrite<O = unknown>() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ method = "POST", path, body, etag }: Write) =>
      call<O>(`/api/${path}`, { method, body: body ?? {}, ...(etag ? { etag } : {}) }),
    onSuccess: () =>
      Promise.all([KEY, "system-map"].map((name) => client.invalidateQueries({ queryKey: [name] }))),
  });
}
