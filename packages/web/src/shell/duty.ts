import type { Me } from "../api/session.ts";

/** The page that a person has to go through before any other: a password of one's own, a second factor, then the province. */
export function dutyOf({ user, installation }: Me): "/password" | "/account/security" | "/setup" | null {
  if (!user) return null;
  if (user.mustChangePassword) return "/password";
  if (user.mustAddSecondFactor) return "/account/security";
  return installation.province ? null : "/setup";
}
