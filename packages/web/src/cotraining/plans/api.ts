/** Shapes and calls of training plans. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { call, Problem, type Page } from "../../api/client.ts";
import type { Finding, Version } from "../agreements/api.ts";
import type { RubricItem } from "../assessments/api.ts";
import type { Entry, Sentence, Write } from "../rounds/api.ts";

export const STATES = ["draft", "proposed", "in-force", "retired", "withdrawn"] as const;
export const COURSE_KINDS = ["public", "basic", "core", "extension", "practice"] as const;
export const PLACES = ["school", "centre", "enterprise"] as const;
export const TEACHERS = ["school", "enterprise", "both"] as const;
export const DUTIES = ["leader", "teacher", "mentor", "developer"] as const;
export const RESOURCE_KINDS = [
  "course",
  "textbook",
  "case",
  "software",
  "base",
  "equipment",
  "standard",
] as const;
export const USAGES = ["plan", "alliance", "open"] as const;

export interface Partner {
  organisation: string;
  name: string;
}
export interface Clause {
  key: string;
  title: string;
  text: string;
}
export interface Competence {
  key: string;
  name: string;
  posts: string[];
}
export interface Course {
  key: string;
  name: string;
  kind: (typeof COURSE_KINDS)[number];
  elective: boolean;
  hours: number;
  practice: number;
  credits: number;
  term: number;
  place: (typeof PLACES)[number];
  taughtBy: (typeof TEACHERS)[number];
  competences: string[];
}
export interface PlanDocument {
  partners: Partner[];
  years: number;
  clauses: Clause[];
  competences: Competence[];
  courses: Course[];
  assessment: RubricItem[];
  passMark: number;
}
export interface Figures {
  hours: number;
  credits: number;
  public: number;
  elective: number;
  practice: number;
  joint: number;
  outside: number;
  core: number;
}
export interface Post {
  id: string;
  enterprise: string;
  name: string;
  fits: string[];
  competences: { key: string; name: string }[];
}
export interface Line {
  id: string;
  title: string;
  school: string;
  schoolName: string;
  partners: Partner[];
  programme: string;
  programmeName: string;
  cohortYear: number;
  state: (typeof STATES)[number];
  stateName: Sentence;
  inForce: number | null;
  openComments: number;
  toSign: boolean;
  sample: boolean;
}
export interface PublicPlan extends Line {
  no: number;
  document: PlanDocument;
  figures: Figures;
  posts: Post[];
  sha256: string;
}
export interface Comment {
  id: string;
  no: number;
  clause: string;
  words: string;
  organisationName: string;
  by: string;
  at: string;
  outcome: "taken" | "declined" | null;
  answer: string;
  answeredBy: string;
}
export interface Member {
  organisation: string;
  name: string;
  duty: (typeof DUTIES)[number];
  courses: string[];
}
export interface Resource {
  organisation: string;
  name: string;
  kind: (typeof RESOURCE_KINDS)[number];
  usage: (typeof USAGES)[number];
  link: string;
  courses: string[];
}
export interface Plan extends PublicPlan {
  alliance: string | null;
  text: string;
  library: { key: string; title: string; needed: boolean; hint: Sentence }[];
  findings: Finding[];
  versions: Version[];
  comments: Comment[];
  team: Member[];
  resources: Resource[];
  history: Entry[];
  actions: string[];
  mayEdit: boolean;
  maySign: boolean;
  mayComment: boolean;
  mayAnswer: boolean;
  mayKeep: boolean;
  etag: string;
}

const KEY = "training-plans";
export const usePlans = (query: Record<string, string>, open: boolean) =>
  useInfiniteQuery({
    queryKey: [KEY, open, query],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<Page<Line>>(`/api/${open ? "public/" : ""}training-plans`, { query: { ...query, cursor: pageParam }, signal }),
    getNextPageParam: (page) => page.next,
  }); // prettier-ignore
export const usePlan = (id: string | undefined) =>
  useQuery({
    queryKey: [KEY, id],
    enabled: !!id,
    queryFn: ({ signal }) => call<Plan>(`/api/training-plans/${id}`, { signal }),
  });
export const usePublicPlan = (id: string | undefined) =>
  useQuery({
    queryKey: [KEY, "public", id],
    enabled: !!id,
    queryFn: ({ signal }) => call<PublicPlan>(`/api/public/training-plans/${id}`, { signal }),
  });

/** Alliances that the actor may read, for the choice of the one in which a plan is written. */
export const useOwnAlliances = () =>
  useQuery({
    queryKey: ["alliances", "own"],
    queryFn: ({ signal }) => call<Page<{ id: string; name: string }>>("/api/alliances", { query: { limit: "200" }, signal }),
  }); // prettier-ignore

/** Any write; whatever is shown of plans is read anew afterwards. */
export function usePlanWrite() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ method = "POST", path, body, etag }: Write) =>
      call<Plan>(`/api/training-plans${path}`, { method, body: body ?? {}, ...(etag ? { etag } : {}) }),
    onSuccess: () => client.invalidateQueries({ queryKey: [KEY] }),
  });
}

/** Somebody else saved first (If-Match). */
export const isOvertaken = (error: unknown): boolean => error instanceof Problem && error.status === 412;

/** The same sums as the server's, for what is not saved yet. */
export function figuresOf({ courses }: PlanDocument): Figures {
  const sum = (of: readonly Course[], what: (one: Course) => number = ({ hours }) => hours) => of.reduce((all, one) => all + what(one), 0);
  return {
    hours: sum(courses),
    credits: sum(courses, ({ credits }) => credits),
    public: sum(courses.filter(({ kind }) => kind === "public")),
    elective: sum(courses.filter(({ elective }) => elective)),
    practice: sum(courses, ({ hours, practice }) => Math.min(hours, practice)),
    joint: sum(courses.filter(({ taughtBy }) => taughtBy !== "school")),
    outside: sum(courses.filter(({ place }) => place !== "school")),
    core: courses.filter(({ kind }) => kind === "core").length,
  };
} // prettier-ignore

/** The first key with a beginning that none of them has. */
export function freeKey(of: readonly { key: string }[], start: string): string {
  for (let i = 1; ; i++) if (!of.some(({ key }) => key === `${start}-${i}`)) return `${start}-${i}`;
}
