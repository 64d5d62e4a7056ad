import { useQuery } from "@tanstack/react-query";
import { call } from "../api/client.ts";
import type { Place } from "../api/session.ts";

export interface ExplainedRight {
  module: string;
  action: string;
  reach: string;
  by: "role" | "planner" | "signed-in" | "public";
  routes: string[];
}

export interface ExplainedRole {
  id: string;
  role: string;
  organisation: string | null;
  region: Place | null;
  post: string;
  since: string;
  until: string | null;
  lent: { by: string; reason: string } | null;
  givenBy: string | null;
  rights: ExplainedRight[];
  sees: { table: string; rows: number; more: boolean }[];
}

export interface Explanation {
  person: { id: string; name: string; state: string };
  roles: ExplainedRole[];
}

export interface Verdict {
  table: string;
  belongsTo: {
    region: string | null;
    organisation: string | null;
    person: string | null;
    published: boolean;
  }[];
  roles: {
    id: string;
    role: string;
    sees: boolean;
    because: { action: string; reach: string | null; covered: boolean }[];
  }[];
}

export function useRights(person: string) {
  return useQuery({
    queryKey: ["rights", person],
    queryFn: ({ signal }) => call<Explanation>(`/api/people/${person}/rights`, { signal }),
  });
}

/** Whether one row is shown to the person; asked only when both are named. */
export function useVerdict(person: string, table: string, key: string) {
  return useQuery({
    queryKey: ["rights", person, table, key],
    enabled: table !== "" && key !== "",
    retry: false,
    queryFn: ({ signal }) =>
      call<Verdict>(`/api/people/${person}/rights/row`, { query: { table, key }, signal }),
  });
}
