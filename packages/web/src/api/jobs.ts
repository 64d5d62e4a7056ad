import { useQuery } from "@tanstack/react-query";
import { call } from "./client.ts";

export interface Job {
  id: string;
  kind: string;
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  stage: string | null;
  done: number;
  total: number | null;
  startedAt: string | null;
  finishedAt: string | null;
  message: string | null;
  result: Record<string, unknown> | null;
}

export const isLive = (state: string | undefined): boolean => state === "waiting" || state === "running";

/** A job, asked for again every second while it runs, so that a reload finds it where it is. */
export function useJob(id: string | null | undefined) {
  return useQuery({
    queryKey: ["job", id],
    enabled: !!id,
    queryFn: ({ signal }) => call<Job>(`/api/jobs/${id}`, { signal }),
    refetchInterval: (query) => (isLive(query.state.data?.state) ? 1000 : false),
  });
}

export const cancelJob = (id: string): Promise<void> =>
  call(`/api/jobs/${id}/cancel`, { method: "POST", body: {} });
