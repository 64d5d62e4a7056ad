/** Shapes and calls of the logbook of a placement. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, type Page } from "../../api/client.ts";

export interface Sentence {
  zh: string;
  en: string;
}
export const PRESENCES = ["present", "absent", "rest"] as const;
export const INCIDENT_KINDS = ["injury", "safety", "rights"] as const;
export const SEVERITIES = ["slight", "serious", "grave"] as const;

/** A day as it is written on a phone. */
export interface Draft {
  id: string;
  placement: string;
  day: string;
  presence: (typeof PRESENCES)[number];
  /** minutes of the day */
  startsAt: number | null;
  endsAt: number | null;
  pause: number;
  reason: string;
  did: string;
  competences: string[];
  atPlace: boolean | null;
  replaces: string | null;
  phoneAt: string;
}
export interface Entry extends Omit<Draft, "replaces"> {
  version: number;
  minutes: number;
  late: boolean;
  warnings: string[];
  at: string;
  marks: { side: "mentor" | "teacher"; verdict: "sign" | "return"; note: string; by: string; at: string }[];
  photos: { id: string; width: number; height: number }[];
  state: "sent" | "returned" | "countersigned";
}
export interface Results {
  accepted: number;
  duplicate: number;
  refused: number;
  results: {
    id: string;
    result: "accepted" | "duplicate" | "refused";
    reason: { code: string; words: Sentence } | null;
    held: string | null;
  }[];
}
export interface Incident {
  id: string;
  kind: (typeof INCIDENT_KINDS)[number];
  severity: (typeof SEVERITIES)[number];
  words: string;
  happenedAt: string;
  by: string;
  state: "reported" | "handled" | "closed";
  due: string | null;
  actions: string[];
  history: { words: Sentence; note: string; due: string | null; by: string; at: string }[];
  etag: string;
}
export interface Pay {
  id: string;
  month: string;
  amount: number;
  paidOn: string;
  ownAccount: boolean;
  proof: string;
  faults: string[];
  answer: "confirmed" | "disputed" | null;
  answerNote: string;
  etag: string;
}
export interface Month {
  month: string;
  facts: { present: number; absent: number; minutes: number; late: number; countersigned: number };
  signed: { side: string; words: string; by: string; at: string }[];
  next: "student" | "mentor" | "teacher" | null;
}
export interface Logbook {
  id: string;
  student: string;
  school: string;
  enterprise: string;
  post: string;
  mentor: string;
  teacher: string;
  from: string;
  to: string;
  running: boolean;
  today: string;
  agreedPay: number | null;
  competences: { key: string; name: string }[];
  rules: { lateDays: number; askPlace: boolean };
  daysOff: string[];
  worked: string[];
  may: string[];
  entries: Entry[];
  months: Month[];
  pay: Pay[];
  visits: { id: string; day: string; place: string; findings: string; followUp: string; followBy: string | null; by: string }[];
  incidents: Incident[];
} // prettier-ignore
export interface Mine {
  person: string;
  today: string;
  records: Logbook[];
}
export interface Line {
  id: string;
  student: string;
  school: string;
  enterprise: string;
  post: string;
  waiting: number;
  alerts: number;
  lastDay: string | null;
  days: { day: string; state: string }[];
}
export interface Board extends Page<Line> {
  running: number;
  waiting: number;
  alerts: number;
}
export interface Alert {
  id: string;
  placement: string;
  student: string;
  enterprise: string;
  kind: string;
  day: string;
  days: number;
  who: string;
  until: string;
  overdue: boolean;
  mayClose: boolean;
  etag: string;
}

export function useBoard() {
  return useInfiniteQuery({
    queryKey: ["logbook", "board"],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => call<Board>("/api/logbooks", { query: { cursor: pageParam }, signal }), // prettier-ignore
    getNextPageParam: (last) => last.next,
  });
}
export const useAlerts = () =>
  useQuery({
    queryKey: ["logbook", "alerts"],
    queryFn: ({ signal }) => call<Page<Alert>>("/api/logbook/alerts", { query: { limit: 100 }, signal }),
  });
export const useLogbook = (id: string | undefined) =>
  useQuery({
    queryKey: ["logbook", "book", id],
    queryFn: ({ signal }) => call<Logbook>(`/api/logbooks/${id}`, { signal }),
  });

/** What a school has set for the logbooks of its students. */
export interface LogRules {
  lateDays: number;
  missingDays: number;
  silentDays: number;
  payDays: number;
  askPlace: boolean;
  etag: string;
}
export const useLogRules = () =>
  useQuery({
    queryKey: ["logbook", "rules"],
    queryFn: ({ signal }) => call<LogRules>("/api/logbook/rules", { signal }),
  });

export interface Write {
  path: string;
  /** POST where nothing is said */
  method?: "POST" | "PUT";
  body: unknown;
  etag?: string;
}
/** One write; whatever is shown of logbooks is asked for again. */
export function useWrite() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, method = "POST", body, etag }: Write) => call<unknown>(`/api/${path}`, { method, body, etag }), // prettier-ignore
    onSuccess: () => client.invalidateQueries({ queryKey: ["logbook"] }),
  });
}
