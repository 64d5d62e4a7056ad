import type { FastifyRequest } from "fastify";
import type { Auth } from "./auth.ts";
import { actorOf, type People, type SignedIn } from "./people.ts";

/** A page asks many things at once: who asks is looked up once. A session ended elsewhere lives on here so long. */
const REMEMBERED_MS = 2000;
const MOST_REMEMBERED = 5000;
const COOKIE = /(?:^|;\s*)(?:__Secure-)?tixi\.session_token=([^;]+)/;

/**
 * Who makes a request, from the cookie of his session.
 * @param homeRegion the region of those who work for the whole installation
 */
export function actorFromSession(auth: Auth, people: People, homeRegion: () => Promise<string>) {
  const find = async (cookie: string): Promise<SignedIn | null> => {
    const found = await auth.api.getSession({ headers: new Headers({ cookie }) });
    if (!found) return null;
    const person = await people.of(found.user.id);
    if (!person) return null;
    const chosen = found.session.hat ?? null;
    return {
      ...actorOf(person, found.user.id, chosen, await homeRegion()),
      hats: person.hats,
      sessionId: found.session.id,
      mustChangePassword: found.user.mustChangePassword === true,
    };
  };
  return async (request: FastifyRequest): Promise<SignedIn | null> => {
    const { cookie } = request.headers;
    const token = cookie && COOKIE.exec(cookie)?.[1];
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
