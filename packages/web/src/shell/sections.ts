/** What exists, in the order of the navigation. A mechanism that does not exist has no entry. */

import type { Role } from "../api/session.ts";

export type Access = "public" | "signed-in";

/** Those who plan for the province. */
const OFFICE: readonly Role[] = ["planner", "administrator"];

/** Those who answer for people. */
const MANAGERS: readonly Role[] = ["administrator", "school-officer", "enterprise-officer", "secretariat"];

/** Those who see applications for offerings. */
const APPLICATIONS: readonly Role[] = ["administrator", "planner", "school-officer", "reviewer"];

/** Whether a place is shown to somebody in a role; null = not signed in. */
export const opens = (place: Place, role: Role | null): boolean =>
  place.access === "public" || (role !== null && (place.roles === undefined || place.roles.includes(role)));

export interface Place {
  key: string;
  path: string;
  access: Access;
  /** who alone has something to do there, where it is not everybody signed in */
  roles?: readonly Role[];
  /** digraph pressed after `g` */
  shortcut?: string;
}

export interface Group {
  /** key of the group's name: one of the four groups of the system, or none for what all share */
  key: "loop" | "wings" | "points" | "support" | "reference";
  places: Place[];
}

export const groups: readonly Group[] = [
  {
    key: "loop",
    places: [
      { key: "imports", path: "/imports", access: "signed-in", shortcut: "i" },
      { key: "postings", path: "/postings", access: "signed-in", shortcut: "p" },
      { key: "review", path: "/review", access: "signed-in", shortcut: "r" },
      { key: "aliases", path: "/aliases", access: "signed-in", shortcut: "a" },
      { key: "conditions", path: "/conditions", access: "signed-in" },
      { key: "cycles", path: "/cycles", access: "signed-in", shortcut: "c" },
      { key: "balance", path: "/balance", access: "signed-in", shortcut: "b" },
      { key: "releases", path: "/releases", access: "signed-in", shortcut: "l" },
      { key: "rounds", path: "/rounds", access: "signed-in", shortcut: "n" },
      { key: "adjustments", path: "/adjustments", access: "signed-in", roles: OFFICE },
      { key: "offerings", path: "/offerings", access: "signed-in", roles: OFFICE },
      { key: "own-cards", path: "/own-cards", access: "signed-in", roles: ["school-officer", "teacher"] },
      { key: "rule-sets", path: "/rule-sets", access: "signed-in", roles: OFFICE },
      { key: "applications", path: "/applications", access: "signed-in", roles: APPLICATIONS },
      { key: "reviews", path: "/reviews", access: "signed-in", roles: ["reviewer"] },
      { key: "plans", path: "/plans", access: "signed-in", roles: ["planner", "administrator"] },
      { key: "my-seats", path: "/my-seats", access: "signed-in", roles: ["school-officer", "teacher"] },
      { key: "lists", path: "/lists", access: "public", shortcut: "t" },
      {
        key: "my-lists",
        path: "/my-lists",
        access: "signed-in",
        roles: ["school-officer", "enterprise-officer"],
      },
    ],
  },
  {
    key: "wings",
    places: [
      {
        key: "alliances",
        path: "/alliances",
        access: "signed-in",
        roles: [...OFFICE, "secretariat", "school-officer", "enterprise-officer"],
        shortcut: "u",
      },
      {
        key: "training-plans",
        path: "/training-plans",
        access: "signed-in",
        roles: [...OFFICE, "school-officer", "enterprise-officer", "teacher", "mentor", "secretariat"],
      },
      {
        key: "training-agreements",
        path: "/training-agreements",
        access: "signed-in",
        roles: [...OFFICE, "school-officer", "enterprise-officer", "teacher", "mentor", "student"],
      },
      {
        key: "timetables",
        path: "/timetables",
        access: "signed-in",
        roles: [...OFFICE, "school-officer", "teacher", "secretariat", "enterprise-officer", "mentor"],
      },
      {
        key: "my-rotation",
        path: "/my-rotation",
        access: "signed-in",
        roles: ["student", "teacher", "mentor"],
      },
      {
        key: "placements",
        path: "/placements",
        access: "signed-in",
        roles: [...OFFICE, "school-officer", "enterprise-officer", "teacher", "mentor", "student"],
      },
      {
        key: "placement-rounds",
        path: "/placement-rounds",
        access: "signed-in",
        roles: [...OFFICE, "school-officer", "enterprise-officer", "student"],
      },
      {
        key: "joint-assessments",
        path: "/joint-assessments",
        access: "signed-in",
        roles: [...OFFICE, "school-officer", "enterprise-officer", "teacher", "mentor", "student"],
      },
      { key: "trainee-certificate", path: "/public/trainee-certificate", access: "public" },
      { key: "public-training-plans", path: "/public/training-plans", access: "public" },
      { key: "public-alliances", path: "/public/alliances", access: "public" },
      { key: "logbook", path: "/logbook", access: "signed-in", roles: ["student"] },
      {
        key: "logbooks",
        path: "/logbooks",
        access: "signed-in",
        roles: ["school-officer", "teacher", "enterprise-officer", "mentor"],
      },
    ],
  },
  {
    key: "points",
    places: [
      { key: "pathways", path: "/pathways", access: "public", shortcut: "w" },
      {
        key: "agreements",
        path: "/agreements",
        access: "signed-in",
        roles: [...OFFICE, "school-officer", "teacher"],
      },
      { key: "public-agreements", path: "/public/agreements", access: "public" },
      { key: "credit-rules", path: "/public/credit-rules", access: "public" },
      {
        key: "credits",
        path: "/credits",
        access: "signed-in",
        roles: [...OFFICE, "school-officer", "student"],
      },
      { key: "pathway-plans", path: "/pathway-plans", access: "signed-in" },
      { key: "my-admission", path: "/my-admission", access: "signed-in", roles: ["student"] },
      { key: "school-admission", path: "/school-admission", access: "signed-in", roles: ["school-officer"] },
      { key: "admission", path: "/admission", access: "signed-in", roles: OFFICE },
      { key: "public-admission", path: "/public/admission", access: "public" },
    ],
  },
  {
    key: "support",
    places: [
      { key: "people", path: "/people", access: "signed-in", roles: MANAGERS },
      { key: "invitations", path: "/invitations", access: "signed-in", roles: MANAGERS },
      {
        key: "students",
        path: "/students",
        access: "signed-in",
        roles: ["administrator", "school-officer", "teacher"],
      },
      { key: "organisations", path: "/organisations", access: "public", shortcut: "o" },
      { key: "regions", path: "/regions", access: "public" },
      { key: "fair-hiring", path: "/fair-hiring", access: "signed-in", shortcut: "f" },
      { key: "audit", path: "/audit", access: "signed-in", roles: ["auditor"] },
      { key: "personal-requests", path: "/personal-requests", access: "signed-in", roles: MANAGERS },
      { key: "my-data", path: "/my-data", access: "signed-in" },
    ],
  },
  {
    key: "reference",
    places: [
      { key: "standards", path: "/standards", access: "public", shortcut: "s" },
      { key: "public-releases", path: "/public/releases", access: "public" },
      { key: "public-plans", path: "/public/plans", access: "public" },
      { key: "public-decisions", path: "/public/decisions", access: "public" },
      { key: "indicators", path: "/indicators", access: "public" },
      { key: "public-notices", path: "/public/notices", access: "public" },
      { key: "aboutdata", path: "/aboutdata", access: "public" },
      { key: "personal-data", path: "/personal-data", access: "public" },
    ],
  },
];
