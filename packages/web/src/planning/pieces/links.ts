import { useMemo } from "react";
import { useScope } from "../../shell/scope.ts";
import type { Source } from "../api.ts";

export interface Links {
  occupation: (code: string) => string;
  programme: (code: string) => string;
}

/** Where a name leads: to its record in the cycle, or for the public to the official tables. */
export function useLinks(source: Source | null): Links {
  const { to } = useScope();
  const open = source?.public ?? false;
  return useMemo(
    () => ({
      occupation: (code) => (open ? `/standards/occupations/${code}` : to(`/balance/occupations/${code}`)),
      programme: (code) => (open ? `/standards/programmes/${code}` : to(`/balance/programmes/${code}`)),
    }),
    [open, to],
  );
}
