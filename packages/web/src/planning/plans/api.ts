/** Calls of the enrolment plan. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, type Page } from "../../api/client.ts";
import { isLive } from "../../api/jobs.ts";
import type {
  Cell,
  CellPage,
  Comparison,
  ConflictLimit,
  Edit,
  EditAnswer,
  Plan,
  PublicPlan,
  PublicPlanLine,
  PlanStep,
  RoundLine,
  SaidLimit,
  SchoolPlan,
  SeatStep,
  Sentence,
  TalkedCell,
  Why,
} from "./shapes.ts";

export type * from "./shapes.ts";

export const usePlanRounds = () =>
  useQuery({
    queryKey: ["rounds", "of-plans"],
    queryFn: ({ signal }) => call<Page<RoundLine>>("/api/rounds", { signal }),
  });

export const usePlans = (round: string | null) =>
  useQuery({
    queryKey: ["plans", round],
    queryFn: ({ signal }) => call<Page<Plan>>("/api/plans", { query: { round }, signal }),
    refetchInterval: (query) => (query.state.data?.items.some((plan) => isLive(plan.solving)) ? 1500 : false),
  });

export const usePlan = (id: string | undefined) =>
  useQuery({
    queryKey: ["plan", id],
    enabled: !!id,
    queryFn: ({ signal }) => call<Plan>(`/api/plans/${id}`, { signal }),
    refetchInterval: (query) => (isLive(query.state.data?.solving) ? 1000 : false),
  });

export function useNewPlan() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: {
      roundId: string;
      name: string;
      parameters: Record<string, unknown>;
      basedOn?: string;
    }) => call<Plan>("/api/plans", { method: "POST", body: input }),
    onSuccess: () => client.invalidateQueries({ queryKey: ["plans"] }),
  });
}

/** Solve again, cancel, or a step of the procedure. */
export function usePlanAction(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { action: PlanStep | "solve" | "cancel"; etag?: string; note?: string }) =>
      call<Plan>(`/api/plans/${id}/${input.action}`, {
        method: "POST",
        body: ["solve", "cancel"].includes(input.action) ? undefined : { note: input.note ?? "" },
        etag: input.etag,
      }),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ["plan", id] });
      void client.invalidateQueries({ queryKey: ["plans"] });
    },
  });
}

export const usePlanConflict = (plan: Plan) =>
  useQuery({
    queryKey: ["plan", plan.id, "conflict", plan.finishedAt],
    enabled: plan.solving === "conflict",
    queryFn: ({ signal }) =>
      call<{
        single: boolean;
        sentence: Sentence | null;
        limits: ConflictLimit[];
      }>(`/api/plans/${plan.id}/conflict`, { signal }),
  });

export const useEdits = (plan: Plan) =>
  useQuery({
    queryKey: ["plan", plan.id, "edits", plan.version],
    queryFn: ({ signal }) =>
      call<Page<Edit>>(`/api/plans/${plan.id}/edits`, { query: { limit: 30 }, signal }),
  });

export const useWhy = (plan: string, offering: string | null, version: number) =>
  useQuery({
    queryKey: ["why", plan, offering, version],
    enabled: offering !== null,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => call<Why>(`/api/plans/${plan}/offerings/${offering}/why`, { signal }),
  });

/** All cells of a plan, or those that changed after a version. */
export async function readCells(
  plan: string,
  since: number | null,
  signal?: AbortSignal,
): Promise<{ version: number; cells: Cell[] }> {
  const cells: Cell[] = [];
  let cursor: string | null = null;
  let version: number | null = null;
  do {
    const page: CellPage = await call<CellPage>(`/api/plans/${plan}/cells`, {
      query: { cursor, limit: 5000, since },
      signal,
    });
    // a change between two pages is read again with the next question
    version ??= page.version;
    cells.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return { version, cells };
}

export const useComparison = (ids: string[]) =>
  useQuery({
    queryKey: ["plans", "compare", ids.join(",")],
    enabled: ids.length >= 2,
    queryFn: ({ signal }) =>
      call<Comparison>("/api/plans/compare", { query: { ids: ids.join(",") }, signal }),
  });

export const useProposals = (id: string) =>
  useQuery({
    queryKey: ["plan", id, "proposals"],
    queryFn: ({ signal }) => call<Page<TalkedCell>>(`/api/plans/${id}/proposals`, { signal }),
  });

export function useAnswer(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: {
      offering: string;
      action: "accept" | "refuse" | "counter";
      seats?: number;
      reason: string;
      version: number;
    }) => call<{ edit: EditAnswer | null }>(`/api/plans/${id}/answers`, { method: "POST", body: input }),
    onSettled: () => void client.invalidateQueries({ queryKey: ["plan", id] }),
  });
}

export const useSchoolPlans = () =>
  useQuery({
    queryKey: ["my-seats"],
    queryFn: ({ signal }) => call<Page<SchoolPlan>>("/api/my-seats", { signal }),
  });

export const useOwnSeats = (id: string) =>
  useQuery({
    queryKey: ["my-seats", id],
    queryFn: ({ signal }) => call<Page<TalkedCell> & { plan: SchoolPlan }>(`/api/my-seats/${id}`, { signal }),
  });

export function usePropose(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (input: { offering: string; seats: number; reason: string }) =>
      call<SeatStep[]>(`/api/my-seats/${id}/proposals`, { method: "POST", body: input }),
    onSettled: () => void client.invalidateQueries({ queryKey: ["my-seats", id] }),
  });
}

/** Limits that the seats break now, and those that are used up with what one more would be worth. */
export const usePlanLimits = (plan: Plan, which: "broken" | "tight") =>
  useQuery({
    queryKey: ["plan", plan.id, which, plan.version, plan.finishedAt],
    enabled: plan.summary !== null,
    queryFn: ({ signal }) =>
      call<{ limits: (SaidLimit & { price?: number })[] }>(`/api/plans/${plan.id}/${which}`, { signal }),
  });

export const usePublicPlans = () =>
  useQuery({
    queryKey: ["public-plans"],
    queryFn: ({ signal }) => call<Page<PublicPlanLine>>("/api/public/plans", { signal }),
  });

export const usePublicPlan = (id: string) =>
  useQuery({
    queryKey: ["public-plan", id],
    queryFn: ({ signal }) => call<PublicPlan>(`/api/public/plans/${id}`, { signal }),
  });
