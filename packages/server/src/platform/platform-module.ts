import { serverFolder } from "./config/folders.ts";
import { access, rows } from "./access.ts";
import { auditRoutes } from "./audit/routes.ts";
import { accountRoutes } from "./auth/account-routes.ts";
import { signInRoutes } from "./auth/routes.ts";
import { ssoRoutes } from "./auth/sso-routes.ts";
import { systemRoutes } from "./auth/system-routes.ts";
import type { App } from "./http/app.ts";
import { fileRoutes } from "./files/routes.ts";
import { draftSubject } from "./files/upload-file.ts";
import { jobRoutes } from "./jobs/routes.ts";
import { runningJobs } from "./jobs/running-jobs.ts";
import type { Module } from "./module.ts";
import { platformKinds } from "./notices/platform-kinds.ts";
import { noticeRoutes } from "./notices/routes.ts";
import { platformData } from "./personal/platform-data.ts";
import { platformFields } from "./personal/platform-fields.ts";

export const platformModule: Module = {
  name: "platform",
  migrations: serverFolder("platform", "migrations"),
  access,
  rows,
  routes: (app: App) => {
    signInRoutes(app);
    accountRoutes(app);
    systemRoutes(app);
    ssoRoutes(app);
    jobRoutes(app);
    noticeRoutes(app);
    fileRoutes(app);
    auditRoutes(app);
  },
  openWork: runningJobs,
  notices: platformKinds,
  personal: platformFields,
  personalData: platformData,
  files: [draftSubject],
  storedFiles: [{ table: "platform.file", path: "path", sha256: "sha256", where: "state <> 'removed'" }],
};
