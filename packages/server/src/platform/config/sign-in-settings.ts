import { z } from "zod";
import { ROLES, type Role } from "../context.ts";

/** How people sign in; part of config.ts. */
export const signInSettings = {
  /** Whoever does nothing for so long has to sign in again. */
  SESSION_IDLE_MINUTES: z.coerce.number().int().min(1).max(720).default(30),
  /** Whoever holds one of these roles adds a second factor before anything else; `none` = nobody has to. */
  SECOND_FACTOR_ROLES: z
    .string()
    .default("administrator auditor")
    .transform((text, issues): Role[] => {
      const words = text === "none" ? [] : text.split(/[\s,]+/).filter(Boolean);
      const unknown = words.find((word) => word === "public" || !ROLES.includes(word as Role));
      if (unknown !== undefined) issues.addIssue(`must be none, or roles; "${unknown}" is none`);
      return words as Role[];
    }),
  /** `yes` lets providers of single sign-on be reached over http:// as well: for tests only. */
  SSO_ALLOW_HTTP: z.enum(["yes", "no"]).default("no"),
};

interface Read {
  SESSION_IDLE_MINUTES: number;
  SECOND_FACTOR_ROLES: Role[];
  SSO_ALLOW_HTTP: "yes" | "no";
  SSO_NETWORKS: string[];
}

export interface SignInConfig {
  sessionIdleMs: number;
  secondFactorRoles: Role[];
  /** networks that are not public and yet may hold a provider, e.g. the office's own */
  sso: { allowHttp: boolean; networks: string[] };
}

export const signInConfig = (value: Read): SignInConfig => ({
  sessionIdleMs: value.SESSION_IDLE_MINUTES * 60_000,
  secondFactorRoles: value.SECOND_FACTOR_ROLES,
  sso: { allowHttp: value.SSO_ALLOW_HTTP === "yes", networks: value.SSO_NETWORKS },
});
