import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { forgetPerson } from "../cotraining/logbook/store.ts";
import { call } from "./client.ts";

export interface Place {
  code: string;
  name: string;
}

export interface Installation {
  /** null until the administrator has chosen one */
  province: Place | null;
  /** the installation holds the generated sample province */
  sample: boolean;
  /** the sample province is still being brought in */
  loading?: boolean;
  /** the office in whose name releases are published */
  publisher?: string;
  version: string;
  year: number | null;
  currentReleaseId: string | null;
  demo: boolean;
  needsFirstSignIn: boolean;
}

export type Role =
  | "administrator"
  | "auditor"
  | "planner"
  | "reviewer"
  | "school-officer"
  | "teacher"
  | "enterprise-officer"
  | "mentor"
  | "secretariat"
  | "student"
  | "public";

/** A role that somebody may act in: his own, or one lent to him for a time. */
export interface Hat {
  id: string;
  role: Role;
  organisation: { id: string; name: string } | null;
  region: Place | null;
  post: string;
  actingFor: { name: string } | null;
  until: string | null;
}

export interface User {
  id: string;
  personId: string | null;
  name: string;
  /** `public` while no organisation has confirmed a role */
  role: Role;
  region: string;
  mustChangePassword: boolean;
  mustAddSecondFactor: boolean;
  /** the role that he acts in */
  hat: Hat | null;
  hats: Hat[];
}

export interface Me {
  user: User | null;
  installation: Installation;
}

export function useMe() {
  return useQuery({
    queryKey: ["me"],
    queryFn: ({ signal }) => call<Me>("/api/me", { signal }),
    staleTime: 60_000,
    // while the sample province is brought in, figures appear one after the other
    refetchInterval: (query) => (query.state.data?.installation.loading ? 3000 : false),
  });
}

/** `user` is null while the second step is awaited. */
interface Entered {
  user: { name: string } | null;
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { username: string; password: string }) =>
      call<Entered>("/api/auth/sign-in/username", { method: "POST", body: input }),
    onSuccess: ({ user }) => (user ? client.invalidateQueries() : undefined),
  });
}

export function useSecondStep() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (code: string) =>
      call<Entered>("/api/auth/sign-in/second-step", { method: "POST", body: { code } }),
    onSuccess: () => client.invalidateQueries(),
  });
}

export interface DemoAccount {
  id: string;
  role: Role;
  name: string;
  organisation: string | null;
}

export function useDemoAccounts(sample: boolean) {
  return useQuery({
    queryKey: ["demo-accounts"],
    enabled: sample,
    queryFn: ({ signal }) => call<{ accounts: DemoAccount[] }>("/api/demo/accounts", { signal }),
  });
}

export function useDemoSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (account: string) =>
      call<Entered>("/api/demo/sign-in", { method: "POST", body: { account } }),
    onSuccess: () => client.invalidateQueries(),
  });
}

export function useWearHat() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => call<unknown>("/api/me/hat", { method: "POST", body: { id } }),
    onSuccess: () => client.invalidateQueries(),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call<unknown>("/api/auth/sign-out", { method: "POST", body: {} }),
    onSuccess: () => {
      forgetPerson();
      client.clear();
    },
  });
}

export function useChangePassword() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { currentPassword: string; newPassword: string }) =>
      call<unknown>("/api/auth/change-password", { method: "POST", body: input }),
    onSuccess: () => client.invalidateQueries(),
  });
}

/** Chooses the province, once; only where there is no sample. */
export function useChooseProvince() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { province: string; publisher?: string }) =>
      call<unknown>("/api/installation", { method: "PUT", body: input }),
    onSuccess: () => client.invalidateQueries(),
  });
}
