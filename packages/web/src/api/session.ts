import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
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

export interface User {
  id: string;
  name: string;
  role: "administrator" | "planner" | "public";
  mustChangePassword?: boolean;
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

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { username: string; password: string }) =>
      call<{ user?: User }>("/api/auth/sign-in/username", { method: "POST", body: input }),
    onSuccess: () => client.invalidateQueries(),
  });
}

export function useDemoSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call<unknown>("/api/demo/sign-in", { method: "POST", body: {} }),
    onSuccess: () => client.invalidateQueries(),
  });
}

export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => call<unknown>("/api/auth/sign-out", { method: "POST", body: {} }),
    onSuccess: () => client.clear(),
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
