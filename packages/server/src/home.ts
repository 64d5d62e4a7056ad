import type { FastifyRequest } from "fastify";
import { z } from "zod";
import type { Hat } from "./platform/auth/people.ts";
import { ROLES } from "./platform/context.ts";
import type { App } from "./platform/http/app.ts";
import { signInState } from "./platform/auth/accounts.ts";
import { inTransaction } from "./platform/http/in-transaction.ts";
import type { Mechanism, Module } from "./platform/index.ts";
import { currentRelease } from "./planning/index.ts";
import { installation, regionName } from "./registry/index.ts";
import { version } from "./version.ts";

const hat = z
  .object({
    id: z.string(),
    role: z.enum(ROLES),
    organisation: z.object({ id: z.string(), name: z.string() }).nullable(),
    region: z.object({ code: z.string(), name: z.string() }).nullable(),
    post: z.string(),
    actingFor: z.object({ name: z.string() }).nullable(),
    until: z.string().nullable(),
  })
  .meta({ id: "Hat" });

const me = z
  .object({
    user: z
      .object({
        id: z.string(),
        personId: z.string().nullable(),
        name: z.string(),
        /** `public` while no organisation has confirmed a role */
        role: z.enum(ROLES),
        region: z.string(),
        mustChangePassword: z.boolean(),
        /** one of the roles asks for a second factor, and there is none yet */
        mustAddSecondFactor: z.boolean(),
        hat: hat.nullable(),
        /** every role that he may act in */
        hats: z.array(hat),
      })
      .nullable(),
    installation: z.object({
      /** null until the administrator has chosen one */
      province: z.object({ code: z.string(), name: z.string() }).nullable(),
      sample: z.boolean(),
      /** the sample province is still being loaded */
      loading: z.boolean(),
      /** nobody has signed in yet: the one-time password stands at the server's terminal */
      needsFirstSignIn: z.boolean(),
      /** whether the sample's planner may be signed in with one click */
      demo: z.boolean(),
      publisher: z.string(),
      version: z.string(),
      year: z.number().nullable(),
      currentReleaseId: z.string().nullable(),
    }),
  })
  .meta({ id: "Me" }); // prettier-ignore

const mechanism = z
  .object({
    key: z.string(),
    figures: z.array(
      z.object({
        key: z.string(),
        value: z.number().nullable(),
        unit: z.string(),
        kind: z.enum(["measured", "estimated", "entered", "sample"]),
      }),
    ),
    waiting: z.number(),
    path: z.string(),
  })
  .meta({ id: "Mechanism" });

/** What the first page asks: who am I, where am I, and how do the parts of the system stand? */
export function homeRoutes(app: App, modules: readonly Module[]): void {
  app.get("/me", { access: "open", schema: { response: { 200: me } } }, (request) =>
    inTransaction(request, async (ctx) => {
      const { userId, scopes } = ctx.actor;
      const place = await installation(ctx);
      const release = await currentRelease(ctx);
      const { demo, needsFirstSignIn } = await signInState(app.platform.auth);
      return {
        // a system is nobody
        user: userId === null || scopes !== null ? null : userOf(request),
        installation: {
          province: place.province ? { code: place.province, name: place.provinceName } : null,
          sample: place.sample,
          loading: place.sample && !place.sampleLoaded,
          needsFirstSignIn,
          demo: place.sample && demo,
          publisher: place.publisher,
          version,
          year: release?.year ?? null,
          currentReleaseId: release?.id ?? null,
        },
      };
    }),
  );
  app.get(
    "/system-map",
    {
      access: ["registry", "look"],
      schema: { response: { 200: z.object({ mechanisms: z.array(mechanism) }) } },
    },
    (request) =>
      inTransaction(request, async (ctx) => {
        const { sample } = await installation(ctx);
        const found: Mechanism[] = [];
        for (const module of modules) found.push(...((await module.mechanisms?.(ctx)) ?? []));
        if (!sample) return { mechanisms: found };
        // figures of the sample province are never anything else
        return {
          mechanisms: found.map((m) => ({
            ...m,
            figures: m.figures.map((f) => ({ ...f, kind: "sample" as const })),
          })),
        };
      }),
  );
}

function userOf({ actor, signedIn }: FastifyRequest) {
  const shown = (one: Hat) => ({
    ...one,
    region: one.region === null ? null : { code: one.region, name: regionName(one.region) },
    actingFor: one.actingFor && { name: one.actingFor.name },
  });
  return {
    id: actor.userId ?? "",
    personId: actor.personId,
    name: actor.name,
    role: actor.role,
    region: actor.region,
    mustChangePassword: signedIn?.mustChangePassword ?? false,
    mustAddSecondFactor: signedIn?.mustAddSecondFactor ?? false,
    hat: signedIn?.hat ? shown(signedIn.hat) : null,
    hats: signedIn?.hats.map(shown) ?? [],
  };
}
