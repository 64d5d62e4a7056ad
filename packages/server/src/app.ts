import path from "node:path";
import { explainRoutes } from "./explain-access.ts";
import { homeRoutes } from "./home.ts";
import { modules } from "./modules.ts";
import { packageFolder } from "./platform/config/folders.ts";
import type { Actor } from "./platform/context.ts";
import { createHttp, type ActorResolver, type App } from "./platform/http/app.ts";
import { installWeb } from "./platform/http/web.ts";
import { operationsRoutes } from "./platform/operations/routes.ts";
import { personalRoutes } from "./platform/personal/routes.ts";
import type { Platform } from "./platform/platform.ts";
import { handOverRoutes } from "./registry/index.ts";
import { version } from "./version.ts";

export interface AppOptions {
  resolveActor: ActorResolver;
  publicActor: () => Actor | Promise<Actor>;
  /** folder of the built pages; default that of packages/web */
  web?: string;
}

/** Puts the modules together behind one HTTP server. */
export async function buildApp(platform: Platform, options: AppOptions): Promise<App> {
  const access = new Map(modules.map((module) => [module.name, module.access]));
  const app = await createHttp({ platform, access, version, ...options });
  operationsRoutes(app, modules, version);
  await app.register(
    async (scope) => {
      homeRoutes(scope as unknown as App, modules);
      handOverRoutes(scope as unknown as App, modules);
      explainRoutes(scope as unknown as App);
      personalRoutes(scope as unknown as App, () => modules);
      for (const module of modules) {
        platform.uploads.admit(module.files ?? []);
        module.routes(scope as unknown as App);
      }
    },
    { prefix: "/api" },
  );
  await installWeb(app, options.web ?? path.join(packageFolder("@tixi/web"), "dist"));
  return app;
}
