import { z } from "zod";
import { requireConfirmed } from "../../platform/auth/confirm-identity.ts";
import {
  SignInRequired,
  inTransaction,
  inUnkeptTransaction,
  type App,
  type Module,
} from "../../platform/index.ts";
import { acceptInvitation, showInvitation } from "./accept-invitation.ts";
import { setActive } from "./deactivate-person.ts";
import { decideClaim, endMembership } from "./decide-membership.ts";
import { giveMembership } from "./give-membership.ts";
import { handOver, openWorkOf, successors } from "./hand-over.ts";
import { invite, listInvitations, revokeInvitation } from "./invite.ts";
import { colleagues, endLoan, lendRole } from "./lend-role.ts";
import { listPeople } from "./list-people.ts";
import { changeOwnContact, ownFile, revealOwn } from "./own-file.ts";
import { addClaim, register } from "./register.ts";
import { endSessionsOfPerson, giveOneTimePassword } from "./restore-account.ts";
import { rosterRoutes } from "./rosters/routes.ts";
import { showPerson } from "./show-person.ts";
import * as s from "./schemas.ts";

const manage = ["registry", "managePeople"] as const;
const restore = ["registry", "restoreAccount"] as const;
const inviting = ["registry", "invite"] as const;

/** Routes of people: those whom one answers for, invitations, registration, delegation, one's own file. */
export function peopleRoutes(app: App): void {
  chargeRoutes(app);
  invitationRoutes(app);
  ownRoutes(app);
  rosterRoutes(app);
}

function chargeRoutes(app: App): void {
  const { auth } = app.platform;
  app.get(
    "/people",
    { access: manage, schema: { querystring: s.peopleQuery, response: { 200: s.peoplePage } } },
    (request) => inTransaction(request, (ctx) => listPeople(ctx, request.query)),
  );
  app.get(
    "/people/:id",
    { access: manage, schema: { params: s.byId, response: { 200: s.person } } },
    (request) => inTransaction(request, (ctx) => showPerson(ctx, request.params.id)),
  );
  app.post(
    "/people/:id/memberships",
    { access: manage, schema: { params: s.byId, body: s.newMembership, response: { 200: s.person } } },
    (request) => inTransaction(request, (ctx) => giveMembership(ctx, request.params.id, request.body)),
  );
  app.post(
    "/people/:id/active",
    {
      access: manage,
      schema: {
        params: s.byId,
        body: s.because.extend({ active: z.boolean() }),
        response: { 200: s.person },
      },
    },
    (request) =>
      inTransaction(request, (ctx) => setActive(ctx, request, auth, request.params.id, request.body)),
  );
  app.post(
    "/people/:id/one-time-password",
    {
      access: restore,
      config: { limit: "sign-in" },
      schema: { params: s.byId, body: s.because, response: { 200: z.object({ password: z.string() }) } },
    },
    (request, reply) => {
      void reply.header("cache-control", "no-store");
      return inUnkeptTransaction(request, (ctx) =>
        giveOneTimePassword(ctx, auth, request.params.id, request.body.reason),
      );
    },
  );
  app.post(
    "/people/:id/end-sessions",
    {
      access: restore,
      schema: { params: s.byId, body: s.because, response: { 200: z.object({ ended: z.number() }) } },
    },
    (request) =>
      inTransaction(request, (ctx) => endSessionsOfPerson(ctx, auth, request.params.id, request.body.reason)),
  );
  app.post(
    "/memberships/:id/decide",
    { access: manage, schema: { params: s.byId, body: s.decision, response: { 200: s.person } } },
    (request) => inTransaction(request, (ctx) => decideClaim(ctx, auth, request.params.id, request.body)),
  );
  // Whose role it is may lay it down, also while he waits; what he may end besides, the use-case knows.
  app.post(
    "/memberships/:id/end",
    {
      access: ["registry", "readPeople"],
      schema: { params: s.byId, body: s.because, response: { 200: s.nothing } },
    },
    (request) =>
      inTransaction(request, async (ctx) => {
        if (ctx.actor.personId === null && ctx.actor.role === "public") throw new SignInRequired();
        await endMembership(ctx, auth, request.params.id, request.body.reason);
        return {};
      }),
  );
}

function invitationRoutes(app: App): void {
  app.get("/invitations", { access: inviting, schema: { response: { 200: s.invitationPage } } }, (request) =>
    inTransaction(request, listInvitations),
  );
  app.post(
    "/invitations",
    { access: inviting, schema: { body: s.newInvitation, response: { 200: s.madeInvitation } } },
    (request) => inUnkeptTransaction(request, (ctx) => invite(ctx, request.body)),
  );
  app.post(
    "/invitations/:id/revoke",
    { access: inviting, schema: { params: s.byId, body: s.because, response: { 200: s.invitation } } },
    (request) =>
      inTransaction(request, (ctx) => revokeInvitation(ctx, request.params.id, request.body.reason)),
  );
  app.get(
    "/open/invitations/:token",
    { access: "open", schema: { params: s.byToken, response: { 200: s.openInvitation } } },
    (request) =>
      inTransaction(request, (ctx) => showInvitation(ctx, app.platform.people, request.params.token)),
  );
  app.post(
    "/open/invitations/:token/accept",
    {
      access: "open",
      config: { limit: "sign-in" },
      schema: { params: s.byToken, body: s.acceptance, response: { 200: z.object({ signIn: z.boolean() }) } },
    },
    (request) => acceptInvitation(app.platform, request, request.params.token, request.body),
  );
  app.post(
    "/open/registrations",
    {
      access: "open",
      config: { limit: "sign-in" },
      schema: { body: s.registration, response: { 200: s.registered } },
    },
    (request) => register(app.platform, request, request.body),
  );
}

function ownRoutes(app: App): void {
  const { auth } = app.platform;
  const own = ["registry", "readPeople"] as const;
  app.get("/me/file", { access: own, schema: { response: { 200: s.ownFile } } }, (request) =>
    inTransaction(request, ownFile),
  );
  app.post("/me/reveal", { access: own, schema: { response: { 200: s.contact } } }, (request) =>
    inUnkeptTransaction(request, revealOwn),
  );
  app.put(
    "/me/contact",
    {
      access: own,
      schema: {
        body: z.object({
          phone: z.string().max(30).optional(),
          email: z.union([z.literal(""), z.email().max(200)]).optional(),
        }),
        response: { 200: s.contact },
      },
    },
    async (request) => {
      await requireConfirmed(app.platform, request);
      return inUnkeptTransaction(request, (ctx) => changeOwnContact(ctx, request.body));
    },
  );
  app.post(
    "/me/claims",
    { access: own, schema: { body: s.claim, response: { 200: s.ownFile } } },
    (request) =>
      inTransaction(request, async (ctx) => {
        await addClaim(ctx, request.body);
        return ownFile(ctx);
      }),
  );
  app.get(
    "/me/colleagues",
    { access: ["registry", "delegate"], schema: { response: { 200: s.colleagues } } },
    (request) => inTransaction(request, colleagues),
  );
  app.post(
    "/delegations",
    { access: ["registry", "delegate"], schema: { body: s.newLoan, response: { 200: s.loan } } },
    (request) => inTransaction(request, (ctx) => lendRole(ctx, auth, request.body)),
  );
  app.post(
    "/delegations/:id/end",
    {
      access: ["registry", "delegate"],
      schema: { params: s.byId, body: s.because, response: { 200: s.loan } },
    },
    (request) => inTransaction(request, (ctx) => endLoan(ctx, auth, request.params.id, request.body.reason)),
  );
}

/** What waits for somebody who leaves, of all modules, and its hand-over in one step. */
export function handOverRoutes(app: App, modules: readonly Module[]): void {
  app.get(
    "/people/:id/work",
    {
      access: manage,
      schema: {
        params: s.byId,
        response: { 200: s.openWorkList.extend({ successors: z.array(s.colleague) }) },
      },
    },
    (request) =>
      inTransaction(request, async (ctx) => ({
        items: await openWorkOf(ctx, modules, request.params.id),
        successors: (await successors(ctx, request.params.id)).items,
      })),
  );
  app.post(
    "/people/:id/hand-over",
    { access: manage, schema: { params: s.byId, body: s.handOver, response: { 200: s.handedOver } } },
    (request) =>
      inTransaction(request, (ctx) => handOver(ctx, app.platform, modules, request.params.id, request.body)),
  );
}
