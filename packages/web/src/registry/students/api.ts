/** Shapes and calls of students, their guardians and consent. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { call, type Page, type Query } from "../../api/client.ts";
import type { Contact } from "../people/api.ts";

export const STUDENT_STATES = ["enrolled", "suspended", "graduated", "left"] as const;
export type StudentState = (typeof STUDENT_STATES)[number];
export type Consent = "none" | "asked" | "given" | "refused" | "withdrawn";
export type Relation = "father" | "mother" | "other";

export interface StudentLine {
  id: string;
  name: string;
  studentNumber: string;
  school: { id: string; name: string };
  programme: { code: string; name: string };
  level: "secondary" | "college" | "bachelor";
  entryYear: number;
  className: string;
  state: StudentState;
  minor: boolean;
  consent: Consent;
  hasAccount: boolean;
}
export interface Guardian {
  id: string;
  name: string;
  phone: string;
  relation: Relation;
  consent: Exclude<Consent, "none">;
  notice: string;
  answeredAt: string | null;
  linked: boolean;
}
export interface Student extends StudentLine {
  contact: Contact | null;
  guardians: Guardian[] | null;
  needsConsent: boolean;
  updatedAt: string;
  updatedBy: string | null;
  etag: string;
}
export interface ConsentPage {
  school: string;
  child: string;
  relation: Relation;
  consent: Exclude<Consent, "none">;
  answeredAt: string | null;
  notice: { version: string; title: string; sections: { heading: string; text: string }[] };
}

export function useStudents(query: Query) {
  return useInfiniteQuery({
    queryKey: ["students", query],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      call<Page<StudentLine> & { enrolled: number; withoutConsent: number }>("/api/students", {
        query: { ...query, cursor: pageParam, limit: 200 },
        signal,
      }),
    getNextPageParam: (page) => page.next,
  });
}

export function useStudent(id: string | undefined) {
  return useQuery({
    queryKey: ["student", id],
    enabled: !!id,
    queryFn: ({ signal }) => call<Student>(`/api/students/${id}`, { signal }),
  });
}

export function useConsent(token: string) {
  return useQuery({
    queryKey: ["consent", token],
    retry: false,
    queryFn: ({ signal }) => call<ConsentPage>(`/api/open/consents/${token}`, { signal }),
  });
}

export const studentWrites = {
  change: (student: Student) => (body: object) =>
    call<Student>(`/api/students/${student.id}`, { method: "PUT", body, etag: student.etag }),
  addGuardian: (id: string) => (body: object) =>
    call<{ id: string; path: string }>(`/api/students/${id}/guardians`, { method: "POST", body }),
  link: (id: string) =>
    call<{ id: string; path: string }>(`/api/guardians/${id}/link`, { method: "POST", body: {} }),
  answer: (token: string) => (body: { answer: "given" | "refused" | "withdrawn"; notice: string }) =>
    call<ConsentPage>(`/api/open/consents/${token}`, { method: "POST", body }),
};
