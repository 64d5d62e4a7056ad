/** Shapes and calls of the council: meetings, roll, agenda, votes. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { call, type Page } from "../api/client.ts";
import type { Entry, Sentence } from "./api.ts";

export interface MeetingLine {
  id: string;
  alliance: string;
  allianceName: string;
  title: string;
  place: string;
  startsAt: string;
  state: "draft" | "called" | "open" | "closed" | "minuted" | "returned" | "confirmed" | "cancelled";
  stateName: Sentence;
  items: number;
}
export interface RollEntry {
  member: string;
  name: string;
  seat: string;
  attendance: "silent" | "present" | "proxy" | "excused";
  proxyTo: string | null;
  proxyName: string | null;
  there: boolean;
  notedBy: string;
  mine: boolean;
  /** held the chair: confirms the minutes, or returns them */
  presided: boolean;
}
export type Choice = "yes" | "no" | "abstain";
export interface ItemInput {
  title: string;
  words: string;
  votes: boolean;
  ballot: "open" | "secret";
  majority: "simple" | "two-thirds";
  base: "present" | "all";
  voters: string[];
}
export interface Item extends ItemInput {
  id: string;
  state: "waiting" | "open" | "closed";
  turnout: number;
  seats: number;
  result: { base: number; yes: number; no: number; abstain: number; passed: boolean } | null;
  cast: { member: string; name: string; choice: Choice | null }[];
  conflicts: { member: string; name: string; reason: string }[];
  mine: { member: string; name: string; state: "may" | "cast" | "recused" | "absent" }[];
  resolution: { id: string; number: string } | null;
}
export interface Meeting extends MeetingLine {
  minutes: string;
  minutesState: "to-be-confirmed" | "returned" | "confirmed" | null;
  noticeDays: number;
  roll: RollEntry[];
  there: number;
  needed: number;
  quorate: boolean;
  agenda: Item[];
  actions: string[];
  mayKeep: boolean;
  history: Entry[];
  etag: string;
}
export interface MeetingInput {
  title: string;
  place: string;
  startsAt: string;
  items: ItemInput[];
}

const OFTEN_MS = 4000;

export const useMeetings = (alliance: string | undefined) =>
  useInfiniteQuery({
    queryKey: ["council", "of", alliance],
    enabled: !!alliance,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<Page<MeetingLine>>(`/api/alliances/${alliance}/meetings`, { query: { cursor: pageParam }, signal }), // prettier-ignore
    getNextPageParam: (page) => page.next,
  });

/** A meeting; while it is in session it is asked for again and again, so that everybody sees the vote that is open. */
export const useMeeting = (id: string | undefined) =>
  useQuery({
    queryKey: ["council", id],
    enabled: !!id,
    queryFn: ({ signal }) => call<Meeting>(`/api/council-meetings/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data && ["called", "open"].includes(state.data.state) ? OFTEN_MS : false), // prettier-ignore
  });
