/** The scope of the session: city, level, year and cycle, held in the address and carried by every link. */
import { useCallback, useMemo } from "react";
import { useSearchParams } from "react-router";

export type Level = "secondary" | "college" | "bachelor";
export const LEVELS: readonly Level[] = ["secondary", "college", "bachelor"];

export interface Scope {
  /** GB/T 2260 code, null = the whole province */
  city: string | null;
  level: Level | null;
  year: number | null;
  /** id of a cycle, null = the latest finished one */
  cycle: string | null;
}

export type ScopeField = keyof Scope;
export const SCOPE_FIELDS: readonly ScopeField[] = ["city", "level", "year", "cycle"];

/** Reads the scope; values that cannot be are treated as not given. */
export function readScope(params: URLSearchParams): Scope {
  const city = params.get("city");
  const level = params.get("level");
  const year = Number(params.get("year"));
  const cycle = params.get("cycle");
  return {
    city: city && /^\d{6}$/.test(city) ? city : null,
    level: LEVELS.find((known) => known === level) ?? null,
    year: Number.isInteger(year) && year >= 2000 && year <= 2100 ? year : null,
    cycle: cycle && /^[\w-]{1,64}$/.test(cycle) ? cycle : null,
  };
}

/** The same parameters with another scope; what is not of the scope stays, what is empty goes. */
export function writeScope(params: URLSearchParams, patch: Partial<Scope>): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const field of SCOPE_FIELDS) {
    if (!(field in patch)) continue;
    const value = patch[field];
    if (value === null || value === undefined) next.delete(field);
    else next.set(field, String(value));
  }
  return next;
}

/** A path that carries the scope. Parameters the path already has win. */
export function withScope(path: string, scope: Scope): string {
  const [before = "", query = ""] = path.split("?");
  const params = new URLSearchParams(query);
  for (const field of SCOPE_FIELDS) {
    const value = scope[field];
    if (value !== null && !params.has(field)) params.set(field, String(value));
  }
  const text = params.toString();
  return text ? `${before}?${text}` : before;
}

export interface ScopeInAddress {
  scope: Scope;
  setScope: (patch: Partial<Scope>) => void;
  /** the address of another page for the same scope */
  to: (path: string) => string;
}

export function useScope(): ScopeInAddress {
  const [params, setParams] = useSearchParams();
  const scope = useMemo(() => readScope(params), [params]);
  const setScope = useCallback(
    (patch: Partial<Scope>) => setParams((current) => writeScope(current, patch), { replace: false }),
    [setParams],
  );
  const to = useCallback((path: string) => withScope(path, scope), [scope]);
  return { scope, setScope, to };
}

/** One filter of a page kept in the address; an empty value leaves no trace there. */
export function useFilter(name: string): [string, (value: string | null) => void] {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (value: string | null) =>
      setParams(
        (current) => {
          const next = new URLSearchParams(current);
          if (value === null || value === "") next.delete(name);
          else next.set(name, value);
          return next;
        },
        { replace: true },
      ),
    [name, setParams],
  );
  return [params.get(name) ?? "", set];
}
