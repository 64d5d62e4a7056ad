import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call } from "./client.ts";

export interface Installation {
  province: { code: string; name: string };
  /** the installation holds the generated sample province */
  sample: boolean;
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
  return useQuery({ queryKey: ["me"], queryFn: ({ signal }) => call<Me>("/api/me", { signal }), staleTime: 60_000 });
}

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { username: string; password: string }) =>
      call<{ user?: { mustChangePassword?: boolean } }>("/api/auth/sign-in/username", { method: "POST", body: input }),
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
