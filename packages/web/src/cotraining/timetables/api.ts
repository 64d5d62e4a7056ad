/** Shapes and calls of rotation timetables. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Cell, Cohort, Place, RotationInput } from "@tixi/engines/rotation-check";
import { call, type Page } from "../../api/client.ts";

export type { Cell } from "@tixi/engines/rotation-check";
export type TimetablePlace = Place & { organisation?: string | null };
export type TimetableCohort = Cohort & { agreement?: string | null };
export interface Limits extends RotationInput {
  places: TimetablePlace[];
  cohorts: TimetableCohort[];
}
export type Outcome =
  | { kind: "plan"; stays: number; cost: number; bound: number; moved: number; milliseconds: number }
  | {
      kind: "conflict";
      sentences: { zh: string[]; en: string[] };
      minimal: boolean;
      certified: boolean;
      milliseconds: number;
    }
  | { kind: "undecided"; clashes: number; milliseconds: number }
  | { kind: "overtaken" }
  | { kind: "failed"; message: string };
export interface Feed {
  id: string;
  kind: "cohort" | "place" | "person";
  key: string | null;
  by: string;
  at: string;
  revoked: boolean;
}
export interface Line {
  id: string;
  title: string;
  organisationName: string;
  startsOn: string;
  weeks: number;
  cohorts: number;
  places: number;
  editions: number;
  solving: "idle" | "waiting" | "running";
  outcome: Outcome["kind"] | null;
  sample: boolean;
}
export interface Timetable {
  id: string;
  title: string;
  organisationName: string;
  startsOn: string;
  input: Limits;
  cells: Cell[][];
  solving: Line["solving"];
  job: string | null;
  outcome: Outcome | null;
  unpublished: number | null;
  editions: { n: number; note: string; by: string; at: string }[];
  feeds: Feed[];
  mayKeep: boolean;
  sample: boolean;
  etag: string;
}
export interface CellChange {
  cohort: string;
  week: number;
  cell?: Cell;
  was?: Cell;
  lock?: boolean;
}
export interface Mine {
  cohorts: {
    timetable: string;
    title: string;
    cohort: string;
    stays: { need: string; place: string; from: string; to: string }[];
  }[];
  feeds: Feed[];
}
export interface Choices {
  agreements: { id: string; title: string; people: number }[];
  organisations: { id: string; name: string }[];
}

const KEY = "timetables";
/** How often an open timetable asks what others changed. */
const LOOK_MS = 4000;

export const useTimetables = () =>
  useInfiniteQuery({
    queryKey: [KEY, "list"],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<Page<Line> & { mayKeep: boolean }>("/api/timetables", { query: { cursor: pageParam }, signal }),
    getNextPageParam: (page) => page.next,
  });

export const useTimetable = (id: string | undefined, look = false) =>
  useQuery({
    queryKey: [KEY, id],
    enabled: !!id,
    queryFn: ({ signal }) => call<Timetable>(`/api/timetables/${id}`, { signal }),
    refetchInterval: (query) => (query.state.data?.solving !== "idle" ? 1000 : look ? LOOK_MS : false),
  });

export const useChoices = () =>
  useQuery({
    queryKey: [KEY, "choices"],
    queryFn: ({ signal }) => call<Choices>("/api/timetable-choices", { signal }),
  });

export const useMine = () =>
  useQuery({
    queryKey: [KEY, "mine"],
    queryFn: ({ signal }) => call<Mine>("/api/my-rotation", { signal }),
  });

export interface Write {
  method?: "POST" | "PUT";
  path: string;
  body?: object;
  etag?: string;
}
/** A write after which whatever is shown of timetables is read anew. */
export function useWrite<O = Timetable>() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ method = "POST", path, body = {}, etag }: Write) =>
      call<O>(`/api/${path}`, { method, body, etag }),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  });
}
