/** Shapes and calls of people: those whom one answers for, invitations, one's own file. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, type Page, type Query } from "../../api/client.ts";

export const HELD_ROLES = [
  "administrator",
  "auditor",
  "planner",
  "reviewer",
  "school-officer",
  "teacher",
  "enterprise-officer",
  "mentor",
  "secretariat",
  "student",
] as const;
export type HeldRole = (typeof HELD_ROLES)[number];
export const CLAIMABLE: readonly HeldRole[] = [
  "school-officer",
  "teacher",
  "enterprise-officer",
  "mentor",
  "secretariat",
  "student",
];

/** Which role gives which; the server decides, this only spares the useless choices. */
export function givenBy(role: string | undefined): readonly HeldRole[] {
  if (role === "administrator") return HELD_ROLES;
  if (role === "school-officer") return ["school-officer", "teacher", "mentor", "student"];
  if (role === "enterprise-officer") return ["enterprise-officer", "mentor"];
  return role === "secretariat" ? ["secretariat"] : [];
}

interface Named {
  id: string;
  name: string;
}
export interface Membership {
  id: string;
  role: HeldRole;
  organisation: Named | null;
  region: { code: string; name: string } | null;
  post: string;
  state: "claimed" | "active" | "refused" | "ended";
  since: string;
  until: string | null;
  reason: string;
  decidedAt: string | null;
  decidedBy: string | null;
  mine: boolean;
}
export interface PersonLine {
  id: string;
  name: string;
  state: "registered" | "active" | "deactivated" | "erased";
  hasAccount: boolean;
  memberships: Pick<Membership, "id" | "role" | "organisation" | "post" | "state">[];
}
export interface Contact {
  phone: string | null;
  email: string | null;
  identity: string | null;
  bornOn: string | null;
}
export interface Loan {
  id: string;
  role: HeldRole;
  organisation: Named | null;
  from: Named;
  to: Named;
  reason: string;
  since: string;
  until: string;
  endedAt: string | null;
  state: "coming" | "running" | "over";
}
export interface Person extends Omit<PersonLine, "memberships"> {
  keptHere: boolean;
  self: boolean;
  memberships: Membership[];
  contact: Contact | null;
  student: boolean;
  delegations: Loan[];
  handOvers: { subject: string; to: string; at: string; reason: string }[];
  etag: string;
}
export interface Invitation {
  id: string;
  name: string;
  role: HeldRole;
  organisation: Named | null;
  region: { code: string; name: string } | null;
  post: string;
  by: string;
  createdAt: string;
  expiresAt: string;
  state: "open" | "accepted" | "expired" | "revoked";
}
export type OpenInvitation = Pick<
  Invitation,
  "name" | "role" | "organisation" | "region" | "post" | "by" | "expiresAt"
> & {
  opensAccount: boolean;
};
export interface OwnFile {
  id: string;
  name: string;
  state: PersonLine["state"];
  contact: Contact;
  memberships: Membership[];
  delegations: Loan[];
  waits: boolean;
}
export interface Colleague {
  id: string;
  name: string;
  post: string;
  role: HeldRole;
}
export interface OpenWork {
  subject: string;
  kind: string;
  title: string;
  path: string | null;
  since: string;
  fate: "pass" | "end" | "go-on";
}
export interface Roster {
  id: string;
  kind: "staff" | "students";
  fileName: string;
  read: number;
  accepted: number;
  duplicate: number;
  rejected: number;
  state: "checked" | "running" | "done" | "failed";
  jobId: string | null;
  createdAt: string;
  finishedAt: string | null;
  faults: { row: number; field: string; value: string; reason: string }[];
}
export interface OrganisationLine {
  id: string;
  name: string;
  kind: string;
  regionName: string;
}

const get = <T>(path: string, signal: AbortSignal, query?: Query) =>
  call<T>(path, { signal, ...(query ? { query } : {}) });
const post = <T>(path: string, body: unknown = {}, etag?: string) =>
  call<T>(path, { method: "POST", body, etag });

export function usePeople(query: Query) {
  return useInfiniteQuery({
    queryKey: ["people", query],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      get<Page<PersonLine> & { waiting: number }>("/api/people", signal, { ...query, cursor: pageParam }),
    getNextPageParam: (page) => page.next,
  });
}

export function usePerson(id: string | undefined) {
  return useQuery({
    queryKey: ["person", id],
    enabled: !!id,
    queryFn: ({ signal }) => get<Person>(`/api/people/${id}`, signal),
  });
}

export function useOpenWork(id: string, enabled: boolean) {
  return useQuery({
    queryKey: ["person-work", id],
    enabled,
    queryFn: ({ signal }) =>
      get<{ items: OpenWork[]; successors: Colleague[] }>(`/api/people/${id}/work`, signal),
  });
}

/** A write; whatever shows people is asked for again after it. */
export function usePeopleWrite<Input, Output = unknown>(write: (input: Input) => Promise<Output>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSuccess: async () => {
      for (const key of ["people", "person", "person-work", "invitations", "own-file", "me", "students", "student", "rosters"])
        await client.invalidateQueries({ queryKey: [key] });
    },
  }); // prettier-ignore
}

export const writes = {
  give: (id: string) => (body: object) => post<Person>(`/api/people/${id}/memberships`, body),
  decide: (input: { id: string; decision: "confirm" | "refuse"; reason: string }) =>
    post<Person>(`/api/memberships/${input.id}/decide`, { decision: input.decision, reason: input.reason }),
  end: (input: { id: string; reason: string }) =>
    post(`/api/memberships/${input.id}/end`, { reason: input.reason }),
  setActive: (person: Person) => (input: { active: boolean; reason: string }) =>
    post<Person>(`/api/people/${person.id}/active`, input, person.etag),
  giveOneTimePassword: (id: string) => (reason: string) =>
    post<{ password: string }>(`/api/people/${id}/one-time-password`, { reason }),
  resetSecondFactor: (id: string) => (reason: string) =>
    post(`/api/people/${id}/second-factor/reset`, { reason }),
  endSessions: (id: string) => (reason: string) =>
    post<{ ended: number }>(`/api/people/${id}/end-sessions`, { reason }),
  handOver: (id: string) => (body: { toPersonId: string; reason: string }) =>
    post<{ passed: number; ended: number }>(`/api/people/${id}/hand-over`, body),
  invite: (body: object) => post<Invitation & { path: string }>("/api/invitations", body),
  revoke: (input: { id: string; reason: string }) =>
    post(`/api/invitations/${input.id}/revoke`, { reason: input.reason }),
  claim: (body: object) => post<OwnFile>("/api/me/claims", body),
  contact: (body: object) => call<Contact>("/api/me/contact", { method: "PUT", body }),
  lend: (body: object) => post<Loan>("/api/delegations", body),
  endLoan: (input: { id: string; reason: string }) =>
    post<Loan>(`/api/delegations/${input.id}/end`, { reason: input.reason }),
  register: (body: object) => post<{ username: string }>("/api/open/registrations", body),
  accept: (token: string) => (body: object) =>
    post<{ signIn: boolean }>(`/api/open/invitations/${token}/accept`, body),
  reveal: () => post<Contact>("/api/me/reveal"),
  takeIn: (id: string) => () => post<Roster>(`/api/rosters/${id}/take-in`),
};

export function useInvitations() {
  return useQuery({
    queryKey: ["invitations"],
    queryFn: ({ signal }) => get<Page<Invitation>>("/api/invitations", signal),
  });
}
export function useOpenInvitation(token: string) {
  return useQuery({
    queryKey: ["open-invitation", token],
    retry: false,
    queryFn: ({ signal }) => get<OpenInvitation>(`/api/open/invitations/${token}`, signal),
  });
}
export function useOwnFile() {
  return useQuery({
    queryKey: ["own-file"],
    queryFn: ({ signal }) => get<OwnFile>("/api/me/file", signal),
  });
}
export function useColleagues(enabled: boolean) {
  return useQuery({
    queryKey: ["colleagues"],
    enabled,
    queryFn: ({ signal }) => get<{ items: Colleague[] }>("/api/me/colleagues", signal),
  });
}
export function useRosters() {
  return useQuery({
    queryKey: ["rosters"],
    queryFn: ({ signal }) => get<Page<Omit<Roster, "faults">>>("/api/rosters", signal),
    refetchInterval: (query) =>
      query.state.data?.items.some(({ state }) => state === "running") ? 1500 : false,
  });
}
export function useRoster(id: string | null) {
  return useQuery({
    queryKey: ["roster", id],
    enabled: !!id,
    queryFn: ({ signal }) => get<Roster>(`/api/rosters/${id}`, signal),
    refetchInterval: (query) => (query.state.data?.state === "running" ? 1000 : false),
  });
}
export function useOrganisations(q: string) {
  return useQuery({
    queryKey: ["organisations", "choose", q],
    enabled: q.trim().length > 0,
    staleTime: 60_000,
    queryFn: ({ signal }) =>
      get<Page<OrganisationLine>>("/api/organisations", signal, { q: q.trim(), limit: 20 }),
  });
}
