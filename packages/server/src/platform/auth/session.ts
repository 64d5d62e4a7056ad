import type { FastifyRequest } from "fastify";
import type { Platform } from "../platform.ts";
import { cookieName } from "./auth.ts";
import { actorOf, type SignedIn } from "./people.ts";
import { needsSecondFactor } from "./second-factor.ts";
import { systemOf } from "./systems.ts";

/**
 * A page asks many things at once: who asks is looked up once. A session ended in another process, a role taken away,
 * a person deactivated: whatever changes holds everywhere after so long, and at once in the process that changed it.
 */
const REMEMBERED_MS = 2000;
const MOST_REMEMBERED = 5000;
/** That somebody is there is written down no oftener. */
const SEEN_EVERY_MS = 60_000;

/**
 * Who makes a request: a system by its key, or a person by the cookie of his session.
 * @param homeRegion the region of those who work for the whole installation
 */
export function actorFromRequest(platform: Platform, homeRegion: () => Promise<string>) {
  const { auth } = platform;
  const name = cookieName(auth.baseUrl, "tixi.session_token").replace(".", "\\.");
  const ours = new RegExp(`(?:^|;\\s*)${name}=([^;]+)`);
  const find = async (cookie: string): Promise<SignedIn | null> => {
    const found = await auth.api.getSession({ headers: new Headers({ cookie }) });
    if (!found || !(await stillThere(platform, found.session))) return null;
    const person = await platform.people.of(found.user.id);
    if (!person) return null;
    const chosen = found.session.hat ?? null;
    return {
      ...actorOf(person, found.user.id, chosen, await homeRegion()),
      hats: person.hats,
      sessionId: found.session.id,
      confirmedAt: found.session.confirmedAt,
      mustChangePassword: found.user.mustChangePassword === true,
      mustAddSecondFactor: await needsSecondFactor(platform, found.user, person),
    };
  };
  return async (request: FastifyRequest): Promise<SignedIn | null> => {
    const { cookie, authorization } = request.headers;
    if (authorization !== undefined && /^bearer /i.test(authorization))
      return systemOf(platform, authorization.slice(7).trim());
    const token = cookie && ours.exec(cookie)?.[1];
    if (!token) return null;
    const known = auth.remembered.get(token);
    const now = Date.now();
    if (known && known.until > now) return known.person;
    if (auth.remembered.size >= MOST_REMEMBERED) auth.remembered.clear();
    const person = find(cookie);
    auth.remembered.set(token, { until: now + REMEMBERED_MS, person });
    const forget = () => auth.remembered.delete(token);
    try {
      const found = await person;
      // Whoever has no region yet gets one as soon as the province is chosen.
      if (!found?.actor.region) forget();
      return found;
    } catch (error) {
      forget();
      throw error;
    }
  };
}

/** Ends a session that nobody used for too long; else notes that somebody is there. */
async function stillThere(platform: Platform, session: { id: string; seenAt: Date }): Promise<boolean> {
  const now = platform.clock();
  const idle = now.getTime() - session.seenAt.getTime();
  if (idle > platform.config.sessionIdleMs) {
    await platform.auth.db.deleteFrom("session").where("id", "=", session.id).execute();
    return false;
  }
  if (idle > SEEN_EVERY_MS)
    await platform.auth.db.updateTable("session").set({ seenAt: now }).where("id", "=", session.id).execute();
  return true;
}
