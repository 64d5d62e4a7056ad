import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call } from "../api/client.ts";

export interface Security {
  username: string | null;
  hasPassword: boolean;
  secondFactor: { since: string | null; recoveryLeft: number; required: boolean };
  links: { id: string; label: string; since: string }[];
  idleMinutes: number;
}

export interface OwnSession {
  id: string;
  device: string;
  place: string;
  method: "password" | "sso" | "demo";
  createdAt: string;
  seenAt: string;
  expiresAt: string;
  current: boolean;
}

export const KEY_ROLES = [
  "planner",
  "auditor",
  "school-officer",
  "enterprise-officer",
  "secretariat",
] as const;
export type KeyRole = (typeof KEY_ROLES)[number];

export interface ApiKey {
  id: string;
  name: string;
  role: KeyRole;
  organisation: string | null;
  region: string;
  scopes: string[];
  prefix: string;
  createdAt: string;
  expiresAt: string;
  lastUsedAt: string | null;
  revokedAt: string | null;
}

export const LINK_BY = ["none", "email", "phone", "student-number"] as const;

export interface ProviderFacts {
  label: string;
  issuer: string;
  clientId: string;
  organisation: string | null;
  linkBy: (typeof LINK_BY)[number];
  claim: string;
  admits: boolean;
  active: boolean;
}

export interface Provider extends ProviderFacts {
  id: string;
  hasSecret: boolean;
  callback: string;
  etag: string;
}

export function useSecurity() {
  return useQuery({
    queryKey: ["account", "security"],
    queryFn: ({ signal }) => call<Security>("/api/account/security", { signal }),
  });
}

export function useSessions() {
  return useQuery({
    queryKey: ["account", "sessions"],
    queryFn: ({ signal }) => call<{ items: OwnSession[] }>("/api/account/sessions", { signal }),
  });
}

/** The providers that the sign-in page offers. */
export function useOffered() {
  return useQuery({
    queryKey: ["sso-offered"],
    queryFn: ({ signal }) =>
      call<{ items: { id: string; label: string }[] }>("/api/auth/sso/providers", { signal }),
  });
}

/** Leaves for a provider; the browser comes back to `next`. */
export function useLeaveForProvider() {
  return useMutation({
    mutationFn: ({ id, ...body }: { id: string; next: string; link?: boolean }) =>
      call<{ address: string }>(`/api/auth/sso/${id}/start`, { method: "POST", body }),
    onSuccess: ({ address }) => window.location.assign(address),
  });
}

/** One write; afterwards whatever is shown is asked for again. */
export function useWrite<Input, Answer = unknown>(
  what: (input: Input) => { path: string; method?: "POST" | "PUT"; body?: unknown; etag?: string },
  after: readonly string[],
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: Input) => {
      const { path, method = "POST", body = {}, etag } = what(input);
      return call<Answer>(path, { method, body, etag });
    },
    onSuccess: () => Promise.all(after.map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}

export function useKeys() {
  return useQuery({
    queryKey: ["keys"],
    queryFn: ({ signal }) => call<{ items: ApiKey[] }>("/api/keys", { signal }),
  });
}

export function useScopes(role: KeyRole) {
  return useQuery({
    queryKey: ["key-scopes", role],
    queryFn: ({ signal }) => call<{ scopes: string[] }>("/api/keys/scopes", { query: { role }, signal }),
  });
}

export function useProviders() {
  return useQuery({
    queryKey: ["sso-providers"],
    queryFn: ({ signal }) => call<{ items: Provider[] }>("/api/sso/providers", { signal }),
  });
}
