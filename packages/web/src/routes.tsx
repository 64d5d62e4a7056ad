import { createBrowserRouter, type RouteObject } from "react-router";
import { Broken, Missing } from "./shell/Broken.tsx";
import { Frame, type RouteHandle } from "./shell/Frame.tsx";
import type { ScopeField } from "./shell/scope.ts";

const scope = (...fields: ScopeField[]): RouteHandle => ({ scope: fields });
const all = scope("city", "level", "year", "cycle");

const office: RouteObject[] = [
  { path: "password", lazy: () => import("./shell/Password.tsx") },
  { path: "account/security", lazy: () => import("./account/Security.tsx") },
  { path: "account/keys", lazy: () => import("./account/Keys.tsx") },
  { path: "account/providers", lazy: () => import("./account/Providers.tsx") },
  { path: "setup", lazy: () => import("./shell/Setup.tsx") },
  { path: "imports", lazy: () => import("./demand/Imports.tsx") },
  { path: "imports/:id", lazy: () => import("./demand/ImportPage.tsx") },
  { path: "postings", lazy: () => import("./demand/Postings.tsx"), handle: scope("city") },
  { path: "postings/:id", lazy: () => import("./demand/PostingPage.tsx") },
  { path: "review", lazy: () => import("./demand/Review.tsx"), handle: scope("city") },
  { path: "aliases", lazy: () => import("./demand/Aliases.tsx") },
  { path: "fair-hiring", lazy: () => import("./demand/FairHiring.tsx") },
  { path: "cycles", lazy: () => import("./planning/Cycles.tsx") },
  { path: "cycles/:id", lazy: () => import("./planning/CyclePage.tsx") },
  {
    path: "balance",
    handle: all,
    lazy: () => import("./planning/Balance.tsx"),
    children: [
      { index: true, lazy: () => import("./planning/BalanceQuestion.tsx") },
      { path: "cities", lazy: () => import("./planning/BalanceCities.tsx") },
      { path: "heatmap", lazy: () => import("./planning/BalanceHeatmap.tsx") },
      { path: "flows", lazy: () => import("./planning/BalanceFlows.tsx") },
      { path: "trend", lazy: () => import("./planning/BalanceTrend.tsx") },
      { path: "occupations", lazy: () => import("./planning/OccupationList.tsx") },
      { path: "programmes", lazy: () => import("./planning/ProgrammeList.tsx") },
      { path: "offerings", lazy: () => import("./planning/OfferingList.tsx") },
      { path: "postings", lazy: () => import("./planning/CellPostings.tsx") },
      { path: "occupations/:code", lazy: () => import("./planning/OccupationRecord.tsx") },
      { path: "programmes/:code", lazy: () => import("./planning/ProgrammeRecord.tsx") },
    ],
  },
  { path: "conditions", handle: scope("city", "year"), lazy: () => import("./demand/Conditions.tsx") },
  { path: "people/:id/rights", lazy: () => import("./rights/Rights.tsx") },
  { path: "audit", lazy: () => import("./audit/Audit.tsx") },
  { path: "audit/:id", lazy: () => import("./audit/AuditRecord.tsx") },
  { path: "my-data", lazy: () => import("./personal/Mine.tsx") },
  { path: "personal-requests", lazy: () => import("./personal/Requests.tsx") },
  { path: "people", lazy: () => import("./registry/people/People.tsx") },
  { path: "people/import", lazy: () => import("./registry/people/PeopleImport.tsx") },
  { path: "people/:id", lazy: () => import("./registry/people/PersonPage.tsx") },
  { path: "invitations", lazy: () => import("./registry/people/Invitations.tsx") },
  { path: "students", lazy: () => import("./registry/students/Students.tsx") },
  { path: "students/import", lazy: () => import("./registry/students/StudentsImport.tsx") },
  { path: "students/:id", lazy: () => import("./registry/students/StudentPage.tsx") },
  { path: "me", lazy: () => import("./registry/people/Me.tsx") },
  { path: "notices", lazy: () => import("./notices/Notices.tsx") },
  { path: "notices/preferences", lazy: () => import("./notices/Preferences.tsx") },
  { path: "rounds", lazy: () => import("./planning/rounds/Rounds.tsx") },
  { path: "rounds/:id", lazy: () => import("./planning/rounds/RoundPage.tsx") },
  { path: "rounds/:id/objections", lazy: () => import("./planning/rounds/Objections.tsx") },
  { path: "applications", lazy: () => import("./planning/rounds/Applications.tsx") },
  { path: "applications/new", lazy: () => import("./planning/rounds/NewApplication.tsx") },
  { path: "applications/:id", lazy: () => import("./planning/rounds/ApplicationPage.tsx") },
  { path: "applications/:id/form", lazy: () => import("./planning/rounds/ApplicationForm.tsx") },
  { path: "reviews", lazy: () => import("./planning/rounds/Reviews.tsx") },
  { path: "reviews/:id", lazy: () => import("./planning/rounds/ReviewPage.tsx") },
  { path: "releases", lazy: () => import("./planning/Releases.tsx") },
  { path: "releases/:id", lazy: () => import("./planning/ReleasePage.tsx") },
  { path: "organisations/import", lazy: () => import("./registry/organisations/OrganisationImport.tsx") },
];

const open: RouteObject[] = [
  { index: true, lazy: () => import("./home/Home.tsx"), handle: scope("city", "level") },
  { path: "sign-in", lazy: () => import("./shell/SignIn.tsx") },
  { path: "register", lazy: () => import("./registry/people/Register.tsx") },
  { path: "invite/:token", lazy: () => import("./registry/people/Invite.tsx") },
  { path: "consent/:token", lazy: () => import("./registry/students/Consent.tsx") },
  { path: "standards", lazy: () => import("./standards/Standards.tsx") },
  { path: "standards/programmes/:code", lazy: () => import("./standards/ProgrammePage.tsx") },
  { path: "standards/occupations/:code", lazy: () => import("./standards/OccupationPage.tsx") },
  { path: "organisations", lazy: () => import("./registry/organisations/Organisations.tsx") },
  { path: "organisations/:id", lazy: () => import("./registry/organisations/OrganisationPage.tsx") },
  { path: "regions", lazy: () => import("./registry/organisations/Regions.tsx") },
  { path: "aboutdata", lazy: () => import("./standards/AboutData.tsx") },
  { path: "personal-data", lazy: () => import("./personal/Rules.tsx") },
  { path: "public/notices", lazy: () => import("./planning/rounds/public/Notices.tsx") },
  { path: "public/notices/:id", lazy: () => import("./planning/rounds/public/NoticePage.tsx") },
  { path: "public/objections/:id", lazy: () => import("./planning/rounds/public/ObjectionPage.tsx") },
  { path: "public/year-lists/:id", lazy: () => import("./planning/rounds/public/YearListPage.tsx") },
  { path: "public/releases", lazy: () => import("./planning/public/PublicReleases.tsx") },
  { path: "public/releases/:id", lazy: () => import("./planning/public/PublicRelease.tsx") },
];

export const router = createBrowserRouter([
  {
    path: "/",
    Component: Frame,
    ErrorBoundary: Broken,
    HydrateFallback: () => null,
    children: [
      {
        ErrorBoundary: Broken,
        children: [
          ...open,
          { lazy: () => import("./shell/Office.tsx"), children: office },
          { path: "*", Component: Missing },
        ],
      },
    ],
  },
]);
