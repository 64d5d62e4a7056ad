import type { InjectOptions, LightMyRequestResponse } from "fastify";
import { buildApp } from "../../app.ts";
import type { Actor } from "../context.ts";
import type { App } from "../http/app.ts";
import { allJobs } from "../platform-jobs.ts";
import { startJobs, type JobRunner } from "../jobs/runner.ts";
import { actors, testDatabase, TEST_PROVINCE, type TestDatabase } from "./test-database.ts";
import { modules } from "../../modules.ts";

export interface TestApp extends TestDatabase {
  app: App;
  /** A request as an actor, without the detour of a session cookie. */
  call(actor: Actor, request: InjectOptions): Promise<LightMyRequestResponse>;
  jobs: JobRunner | null;
}

const HEADER = "x-test-actor";

/** The whole application on a database of its own. With `jobs`, queued jobs are run as well. */
export async function testApp(options: { now?: Date; jobs?: boolean } = {}): Promise<TestApp> {
  const database = await testDatabase(options.now);
  const hatsOf = async ({ userId, personId }: Actor) =>
    userId === null || personId === null ? [] : ((await database.platform.people.of(userId))?.hats ?? []);
  const app = await buildApp(database.platform, {
    publicActor: () => ({ ...actors.public, region: TEST_PROVINCE }),
    resolveActor: async (request) => {
      const header = request.headers[HEADER];
      if (typeof header !== "string") return null;
      const actor = JSON.parse(decodeURIComponent(header)) as Actor;
      return {
        actor,
        mustChangePassword: false,
        sessionId: "test",
        confirmedAt: database.platform.clock(),
        hat: null,
        hats: await hatsOf(actor),
      };
    },
  });
  const jobs = options.jobs ? await startJobs(database.platform, allJobs(database.platform, modules)) : null;
  await app.ready();
  return {
    ...database,
    app,
    jobs,
    call: (actor, request) => {
      const headers = actor.role === "public" ? {} : { [HEADER]: encodeURIComponent(JSON.stringify(actor)) };
      return app.inject({ ...request, headers: { ...request.headers, ...headers } } as InjectOptions);
    },
    close: async () => {
      await jobs?.stop();
      await app.close();
      await database.close();
    },
  };
}
