import type { Context } from "../context.ts";
import { NotFound } from "../http/problems.ts";
import { asSignIn } from "./as-sign-in.ts";
import type { Auth, SignInMethod } from "./auth.ts";

export interface OwnSession {
  id: string;
  device: string;
  place: string;
  method: SignInMethod;
  createdAt: string;
  seenAt: string;
  expiresAt: string;
  current: boolean;
}

/** Where somebody is signed in, the present one first. */
export async function ownSessions(
  auth: Auth,
  userId: string,
  current: string | null,
  oldestSeen: Date,
): Promise<OwnSession[]> {
  const rows = await auth.db
    .selectFrom("session")
    .select(["id", "device", "place", "method", "createdAt", "seenAt", "expiresAt"])
    .where("userId", "=", userId)
    .where("expiresAt", ">", new Date())
    .where("seenAt", ">", oldestSeen)
    .orderBy("seenAt", "desc")
    .execute();
  return rows
    .map(({ createdAt, seenAt, expiresAt, ...row }) => ({
      ...row,
      createdAt: createdAt.toISOString(),
      seenAt: seenAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      current: row.id === current,
    }))
    .sort((a, b) => Number(b.current) - Number(a.current));
}

/**
 * Ends one's own session somewhere.
 * @throws NotFound where it is no session of his
 */
export async function endSession(ctx: Context, userId: string, id: string): Promise<void> {
  const gone = await asSignIn(ctx, (db) =>
    db
      .deleteFrom("session")
      .where("id", "=", id)
      .where("userId", "=", userId)
      .returning("id")
      .executeTakeFirst(),
  );
  if (!gone) throw new NotFound({ zh: "登录会话", en: "session" });
  await ctx.audit("session.end", `user:${userId}`);
}

/**
 * Ends all sessions of an account: when a person is deactivated, his second factor reset, his password changed. Other
 * processes hear of it within two seconds (session.ts).
 * @param keep the one that stays
 * @returns how many ended
 */
export async function endSessionsOf(
  ctx: Context,
  auth: Auth,
  userId: string,
  keep: string | null = null,
): Promise<number> {
  const gone = await asSignIn(ctx, (db) => {
    const all = db.deleteFrom("session").where("userId", "=", userId);
    return (keep === null ? all : all.where("id", "<>", keep)).returning("id").execute();
  });
  ctx.afterCommit(() => auth.remembered.clear());
  if (gone.length > 0) await ctx.audit("session.end-all", `user:${userId}`, { sessions: gone.length });
  return gone.length;
}

/** The role that somebody acts in from now on, in this session. */
export async function wearHat(ctx: Context, sessionId: string, hat: string): Promise<void> {
  await asSignIn(ctx, (db) => db.updateTable("session").set({ hat }).where("id", "=", sessionId).execute());
}

const BROWSERS: readonly [RegExp, string][] = [
  [/MicroMessenger/, "微信"],
  [/Edg/, "Edge"],
  [/Firefox/, "Firefox"],
  [/Chrome|CriOS/, "Chrome"],
  [/Safari/, "Safari"],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/HarmonyOS/, "HarmonyOS"],
  [/Android/, "Android"],
  [/iPhone|iPad/, "iOS"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];

/** `Chrome · Windows`; a program is called by the first word that it gives of itself. */
export function deviceOf(agent: string | undefined): string {
  if (!agent) return "";
  const known = (list: typeof BROWSERS) => list.find(([pattern]) => pattern.test(agent))?.[1];
  const parts = [known(BROWSERS), known(SYSTEMS)].filter((part) => part !== undefined);
  return parts.length > 0 ? parts.join(" · ") : (/^[\w.-]{1,30}/.exec(agent)?.[0] ?? "");
}

/** An address without what tells one household from its neighbours: /24 of IPv4, /48 of IPv6. */
export function placeOf(address: string): string {
  const four = /^(?:::ffff:)?(\d+\.\d+\.\d+)\.\d+$/.exec(address);
  if (four) return `${four[1]}.*`;
  if (!address.includes(":")) return "";
  const groups = address.split("::")[0]!.split(":").slice(0, 3).filter(Boolean);
  return `${groups.join(":")}::*`;
}
