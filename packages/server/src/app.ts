import { createHttp, type ActorResolver, type App } from "./platform/http/app.ts";
import type { Actor } from "./platform/context.ts";
import type { Platform } from "./platform/platform.ts";
import { modules } from "./modules.ts";
import { version } from "./version.ts";

export interface AppOptions {
  resolveActor: ActorResolver;
  publicActor: () => Actor;
}

/** Puts the modules together behind one HTTP server. */
export async function buildApp(platform: Platform, options: AppOptions): Promise<App> {
  const access = new Map(modules.map((module) => [module.name, module.access]));
  const app = await createHttp({ platform, access, version, ...options });
  for (const module of modules) {
    await app.register(async (scope) => module.routes(scope as unknown as App), { prefix: "/api" });
  }
  return app;
}
