/** Shapes and calls of programme adjustment. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";
import { isLive } from "../../api/jobs.ts";
import { useMe } from "../../api/session.ts";
import { call, type Page, type Query } from "../../api/client.ts";
import type { Level } from "../../shell/scope.ts";
import type { Basis, Decision, RuleSetContent, Text } from "./rules.ts";

export interface Named {
  code: string;
  name: string;
}
export interface HistoryAction {
  action: string;
  by: string;
  at: string;
  note: string;
}

export type RuleSetStep = "review" | "return" | "adopt" | "withdraw";
export interface RuleSetVersion {
  id: string;
  key: string;
  version: number;
  content: RuleSetContent;
  state: "draft" | "reviewed" | "adopted" | "superseded" | "withdrawn";
  next: RuleSetStep[];
  etag: string;
  /** runs that used it */
  used: number;
  createdBy: string;
  createdAt: string;
  actions: HistoryAction[];
}
export interface RuleCheck {
  faults: { path: string; message: string }[];
  monotony: { rule: string; monotone: boolean; indicators: Record<string, string> }[];
}

export type RunStep = "open" | "decide" | "publish" | "withdraw";
export interface Run {
  id: string;
  round: { id: string; title: string; year: number } | null;
  ruleSet: { id: string; key: string; version: number; name: Text; trust: string; demo: boolean };
  cycle: { id: string; year: number | null };
  year: number;
  state: "waiting" | "running" | "done" | "failed";
  stage: "computed" | "opened" | "decided" | "published" | "superseded" | "withdrawn";
  job: string | null;
  counts: Record<string, unknown> | null;
  manifest: Record<string, unknown> | null;
  message: string | null;
  objections: number;
  unanswered: number;
  changed: number;
  changes: { from: Decision; to: Decision; count: number }[];
  /** cards by what they say now; `counts` holds what the rules proposed */
  decisions: Partial<Record<Decision, number>> | null;
  next: RunStep[];
  etag: string;
  createdBy: string;
  createdAt: string;
  finishedAt: string | null;
  actions: HistoryAction[];
}

export interface OfferingName {
  school: { id: string | null; name: string };
  programme: Named;
  level: Level;
  city: Named;
}
export interface CardLine extends OfferingName {
  offering: string;
  proposed: Decision;
  decision: Decision;
  reason: string | null;
  warned: number;
  rules: string[];
  notJudged: number;
  blind: boolean;
  objected: boolean;
}
export interface ExplainedRule {
  rule: string;
  name: string;
  sentence: string;
  basis: string;
  trust: string;
}
export type YearLine = Record<string, number | null>;
export interface IndicatorLine {
  key: string;
  name: string;
  unit: string;
  direction: string;
  value: number | null;
  why: string | null;
}
export interface Card extends CardLine {
  adjustment: { id: string; year: number; forYear: number | null; title: string | null; stage: Run["stage"] };
  ruleSet: Run["ruleSet"];
  explained: { summary: string[]; fired: ExplainedRule[]; notJudged: ExplainedRule[] };
  alternatives: Decision[];
  history: YearLine[];
  balance: YearLine[];
  indicators: IndicatorLine[];
  steps: {
    action: "object" | "answer" | "set";
    decision: Decision | null;
    reason: string;
    by: string;
    at: string;
  }[];
  may: ("object" | "answer" | "set")[];
  etag: string;
}
export interface Offering extends OfferingName {
  id: string;
  firstYear: number;
  lastYear: number;
}
export interface OfferingRecord extends Offering {
  history: YearLine[];
  balance: YearLine[];
  indicators: IndicatorLine[];
  cards: (CardLine & { adjustment: string; year: number; forYear: number | null; title: string | null })[];
}
export type OwnOffering = Offering & { card: (CardLine & { adjustment: string }) | null };

export interface MissingProgramme {
  programme: Named;
  level: Level;
  controlled: boolean;
  city: Named;
  year: number;
  shortage: number;
  occupations: { occupation: Named; city: string; shortage: number; weight: number }[];
  forbiddenBy: string[];
  schools: {
    school: string;
    name: string;
    city: string;
    siblings: string[];
    categorySiblings: number;
    siblingTeachers: number | null;
    conditionFailures: number | null;
    forbiddenBy: string[];
    score: number;
  }[];
}
export interface Matrix {
  programmes: (Named & { level: Level; category: Named })[];
  cities: Named[];
  /** programme, city, offerings, gravest decision, offerings that have it */
  cells: [number, number, number, Decision, number][];
}
export interface AftermathLine {
  decision: Decision;
  offerings: number;
  intake: { known: number; before: number; after: number; stopped: number };
  employment: { known: number; graduates: number; placed: number };
  price: { known: number; before: number; after: number };
}
export interface Verification {
  altered: string[];
  same: boolean;
  cardsDiffer: number;
  rules: boolean;
  /** null before the decision */
  decisions: boolean | null;
  versions: string[];
}
export type PublicVerification = Pick<Verification, "altered" | "same" | "versions"> & { decisions: boolean };
export interface KeptFile {
  name: string;
  bytes: number;
  sha256: string;
}
export const ABOUT = ["place", "offering", "school", "region", "occupation", "industry"] as const;
/** Lists and reports that show figures with a definition. */
export type Showing = "demand-list" | "industry-list" | "release-report";
export interface IndicatorInfo {
  key: string;
  name: Text;
  unit: string;
  direction: "higher-better" | "lower-better" | "none";
  about: (typeof ABOUT)[number];
  formula: Text;
  lineage: string[];
  basis: Basis;
  usedBy: { key: string; rule: string }[];
  shownIn: { in: Showing; as: string }[];
  /** rules can judge by it */
  judges: boolean;
}

export interface PublicDecision {
  id: string;
  forYear: number;
  title: string;
  rules: Text;
  rulesVersion: number;
  ruleSetId: string;
  sample: boolean;
  publishedAt: string;
  counts: Partial<Record<Decision, number>>;
  /** manifest and decisions; none of a decision from before there were manifests */
  files: KeptFile[];
}
export interface PublicCard {
  offering: string;
  school: string;
  programme: Named;
  level: Level;
  city: Named;
  decision: Decision;
  byOffice: boolean;
  rules: string[];
}

/** Whether the one who is signed in plans for the province: who alone starts runs and writes rules. */
export function useIsOffice(): boolean {
  const role = useMe().data?.user?.role;
  return role === "planner" || role === "administrator";
}

/** A round as the form of a new run needs it. */
export interface RoundLine {
  id: string;
  year: number;
  title: string;
  cycleId: string;
}

function useAnswer<T>(key: unknown[], path: string | null, options: { query?: Query; stale?: number } = {}) {
  return useQuery({
    queryKey: ["adjustment", ...key, options.query],
    enabled: path !== null,
    staleTime: options.stale ?? 0,
    queryFn: ({ signal }) => call<T>(path ?? "", { query: options.query, signal }),
  });
}

const HOUR = 3_600_000;

export const useIndicators = () =>
  useAnswer<{ items: IndicatorInfo[] }>(["indicators"], "/api/indicators", { stale: HOUR });
export const useRuleSets = () => useAnswer<{ items: RuleSetVersion[] }>(["rule-sets"], "/api/rule-sets");
export const useRuleSet = (id: string | undefined) =>
  useAnswer<RuleSetVersion>(["rule-set", id], id ? `/api/rule-sets/${id}` : null);
export const usePresets = () =>
  useAnswer<{ items: RuleSetContent[] }>(["presets"], "/api/rule-sets/presets", { stale: HOUR });
export const useRounds = () => useAnswer<Page<RoundLine>>(["rounds"], "/api/rounds");

/** Faults and monotony of rules that are being written. */
export function useRuleCheck(content: RuleSetContent | null) {
  return useQuery({
    queryKey: ["adjustment", "check", content],
    enabled: content !== null,
    gcTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      call<RuleCheck>("/api/rule-sets/check", { method: "POST", body: content, signal }),
  });
}

export function useRuns() {
  return useQuery({
    queryKey: ["adjustment", "runs"],
    queryFn: ({ signal }) => call<{ items: Run[] }>("/api/adjustments", { signal }),
    refetchInterval: ({ state }) => (state.data?.items.some((run) => isLive(run.state)) ? 2000 : false),
  });
}
export function useRun(id: string | undefined) {
  return useQuery({
    queryKey: ["adjustment", "run", id],
    enabled: !!id,
    queryFn: ({ signal }) => call<Run>(`/api/adjustments/${id}`, { signal }),
    refetchInterval: ({ state }) => (isLive(state.data?.state) ? 1000 : false),
  });
}

const PAGE = 200;
/** Most rows of an export, as in every table. */
const MOST = 10_000;

function useList<T>(key: unknown[], path: string, query: Query) {
  return useInfiniteQuery({
    queryKey: ["adjustment", ...key, query],
    initialPageParam: null as string | null,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      call<Page<T>>(path, { query: { ...query, cursor: pageParam, limit: PAGE }, signal }),
    getNextPageParam: (page) => page.next,
  });
}

/** Every row of a list, up to 10,000. */
export async function allOf<T>(path: string, query: Query): Promise<T[]> {
  const rows: T[] = [];
  for (let cursor: string | null = null; ;) {
    const page: Page<T> = await call<Page<T>>(path, { query: { ...query, cursor, limit: PAGE } });
    rows.push(...page.items);
    cursor = page.next;
    if (!cursor || rows.length >= MOST) return rows;
  }
}

export const cardsPath = (run: string): string => `/api/adjustments/${run}/cards`;
export const useCards = (run: string, query: Query) =>
  useList<CardLine>(["cards", run], cardsPath(run), query);
export const useCard = (run: string, offering: string) =>
  useAnswer<Card>(["card", run, offering], `${cardsPath(run)}/${offering}`);
export const useMissing = (run: string) =>
  useAnswer<{ items: MissingProgramme[] }>(["missing", run], `/api/adjustments/${run}/missing`);
export const useMatrix = (run: string, query: Query) =>
  useAnswer<Matrix>(["matrix", run], `/api/adjustments/${run}/matrix`, { query });
export const useAftermath = (run: string) =>
  useAnswer<{ items: AftermathLine[] }>(["aftermath", run], `/api/adjustments/${run}/aftermath`);
export const useOffering = (id: string) =>
  useAnswer<OfferingRecord>(["offering", id], `/api/offerings/${id}/record`);
export const useOfferings = (query: Query) =>
  useList<OwnOffering>(["offerings"], "/api/offering-records", query);
export const useOwnOfferings = () => useAnswer<{ items: OwnOffering[] }>(["own"], "/api/own-offerings");
export const usePublicDecisions = () =>
  useAnswer<{ items: PublicDecision[] }>(["public"], "/api/public/decisions");
export const usePublicDecision = (id: string) =>
  useAnswer<PublicDecision>(["public", id], `/api/public/decisions/${id}`);
export const usePublicCards = (id: string, query: Query) =>
  useList<PublicCard>(["public-cards", id], `/api/public/decisions/${id}/cards`, query);

/** After a write everything of this module is asked for again: runs, cards and counts hang together. */
function useWrite<I, T>(write: (input: I) => Promise<T>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({
          queryKey: ["adjustment"],
          predicate: ({ queryKey }) => queryKey[1] !== "check" && queryKey[1] !== "presets",
        }),
        client.invalidateQueries({ queryKey: ["me"] }),
      ]),
  });
}

export interface NewRun {
  roundId: string | null;
  ruleSetId: string;
  cycleId: string | null;
  year: number | null;
}
export const useStartRun = () =>
  useWrite((input: NewRun) => call<Run>("/api/adjustments", { method: "POST", body: input }));
export const useRunStep = (id: string) =>
  useWrite(({ step, etag, note }: { step: RunStep; etag: string; note: string }) =>
    call<Run>(`/api/adjustments/${id}/${step}`, { method: "POST", body: { note }, etag }),
  );
export const useVerify = (id: string) =>
  useMutation({
    mutationFn: () => call<Verification>(`/api/adjustments/${id}/verify`, { method: "POST", body: {} }),
  });
export const useVerifyPublished = (id: string) =>
  useMutation({
    mutationFn: () =>
      call<PublicVerification>(`/api/public/decisions/${id}/verify`, { method: "POST", body: {} }),
  });
export const useObject = (run: string, offering: string) =>
  useWrite(({ reason, etag }: { reason: string; etag: string }) =>
    call<Card>(`${cardsPath(run)}/${offering}/object`, { method: "POST", body: { reason }, etag }),
  );
export const useDecideCard = (run: string, offering: string) =>
  useWrite(({ etag, ...body }: { reason: string; decision: Decision; etag: string }) =>
    call<Card>(`${cardsPath(run)}/${offering}/decide`, { method: "POST", body, etag }),
  );
export const useDraftRules = () =>
  useWrite((content: RuleSetContent) =>
    call<RuleSetVersion>("/api/rule-sets", { method: "POST", body: content }),
  );
export const useRuleSetStep = (id: string) =>
  useWrite(({ step, etag, note }: { step: RuleSetStep; etag: string; note: string }) =>
    call<RuleSetVersion>(`/api/rule-sets/${id}/${step}`, { method: "POST", body: { note }, etag }),
  );
