/** Shapes and calls of notices: the inbox, preferences, webhooks. */
import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from "@tanstack/react-query";
import { call, type Page } from "../api/client.ts";
import type { Language } from "../format.ts";

export interface Notice {
  id: string;
  kind: string;
  subject: string;
  body: string;
  link: string;
  at: string;
  readAt: string | null;
}

export const MAIL_CHOICES = ["now", "daily", "none"] as const;
export type MailChoice = (typeof MAIL_CHOICES)[number];

export interface Preferences {
  etag: string;
  language: Language;
  /** whether mail can reach the reader at all */
  mail: "ready" | "not-set" | "no-address";
  kinds: { kind: string; title: string; mail: MailChoice; usual: MailChoice }[];
}

export interface Webhook {
  id: string;
  etag: string;
  name: string;
  url: string;
  organisation: string | null;
  events: string[];
  state: "active" | "paused" | "disabled";
  failingSince: string | null;
  lastError: string | null;
  createdAt: string;
}

export interface Webhooks {
  items: Webhook[];
  events: { kind: string; title: string }[];
}

export interface Delivery {
  id: string;
  kind: string;
  state: "waiting" | "sent" | "failed";
  tries: number;
  status: number | null;
  lastError: string | null;
  createdAt: string;
  nextAt: string | null;
}

interface Unread {
  unread: number;
}

/** How often the number in the header is asked for; also whenever the window is looked at again. */
const LOOK_EVERY_MS = 30_000;

export function useUnread(enabled: boolean) {
  return useQuery({
    queryKey: ["notices", "unread"],
    queryFn: ({ signal }) => call<Unread>("/api/notices/unread", { signal }),
    enabled,
    refetchInterval: LOOK_EVERY_MS,
    refetchOnWindowFocus: true,
    staleTime: LOOK_EVERY_MS / 2,
    retry: false,
  });
}

export function useNotices(unread: boolean, language: Language) {
  return useInfiniteQuery({
    // words come in the reader's language
    queryKey: ["notices", "list", unread, language],
    queryFn: ({ pageParam, signal }) =>
      call<Page<Notice>>("/api/notices", { query: { cursor: pageParam, unread: unread || null, limit: 30 }, signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    staleTime: 0,
    // what comes while the page is open is shown like the number in the header
    refetchInterval: LOOK_EVERY_MS,
  }); // prettier-ignore
}

function counted(client: QueryClient, unread: Unread): Promise<void> {
  client.setQueryData(["notices", "unread"], unread);
  return client.invalidateQueries({ queryKey: ["notices", "list"] });
}

export function useMark() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, read }: { id: string; read: boolean }) =>
      call<Unread>(`/api/notices/${id}/mark`, { method: "POST", body: { read } }),
    onSuccess: (unread) => counted(client, unread),
  });
}

export function useReadAll() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (upTo: string) => call<Unread>("/api/notices/read", { method: "POST", body: { upTo } }),
    onSuccess: (unread) => counted(client, unread),
  });
}

export function usePreferences(language: Language) {
  return useQuery({
    queryKey: ["notice-preferences", language],
    queryFn: ({ signal }) => call<Preferences>("/api/notices/preferences", { signal }),
  });
}

export function useSavePreferences() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ etag, ...body }: { etag: string; language: Language; mail: Record<string, MailChoice> }) =>
      call<Preferences>("/api/notices/preferences", { method: "PUT", body, etag }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["notice-preferences"] }),
  });
}

export function useWebhooks(language: Language) {
  return useQuery({
    queryKey: ["webhooks", language],
    queryFn: ({ signal }) => call<Webhooks>("/api/webhooks", { signal }),
  });
}

export interface Wishes {
  name: string;
  url: string;
  events: string[];
}

/** Adds one (with its secret in the answer), changes one, or makes a new secret. */
export function useWebhookActions() {
  const client = useQueryClient();
  const onSuccess = () => client.invalidateQueries({ queryKey: ["webhooks"] });
  const add = useMutation({
    mutationFn: (body: Wishes) =>
      call<{ webhook: Webhook; secret: string }>("/api/webhooks", { method: "POST", body }),
    onSuccess,
  });
  const change = useMutation({
    mutationFn: ({ hook, ...body }: Wishes & { hook: Webhook; state: "active" | "paused" }) =>
      call<Webhook>(`/api/webhooks/${hook.id}`, { method: "PUT", body, etag: hook.etag }),
    onSuccess,
  });
  const renew = useMutation({
    mutationFn: (hook: Webhook) =>
      call<{ webhook: Webhook; secret: string }>(`/api/webhooks/${hook.id}/secret`, {
        method: "POST",
        etag: hook.etag,
      }),
    onSuccess,
  });
  const remove = useMutation({
    mutationFn: (hook: Webhook) => call<null>(`/api/webhooks/${hook.id}`, { method: "DELETE" }),
    onSuccess,
  });
  return { add, change, renew, remove };
}

export function useTestWebhook() {
  return useMutation({
    mutationFn: (hook: Webhook) =>
      call<{ ok: boolean; status: number | null; fault: string | null }>(`/api/webhooks/${hook.id}/test`, {
        method: "POST",
      }),
  });
}

export function useDeliveries(id: string) {
  return useQuery({
    queryKey: ["webhooks", id, "deliveries"],
    queryFn: ({ signal }) => call<{ items: Delivery[] }>(`/api/webhooks/${id}/deliveries`, { signal }),
    staleTime: 0,
  });
}
