import type { Me } from "../api/session.ts";

/** The page that a person has to go through before any other: a password of one's own, then the province. */
export function dutyOf({ user, installation }: Me): "/password" | "/setup" | null {
  if (!user) return null;
  if (user.mustChangePassword) return "/password";
  return installation.province ? null : "/setup";
}
