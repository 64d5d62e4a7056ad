import { useQuery } from "@tanstack/react-query";
import { call, type Query } from "../api/client.ts";
import type { FigureKind } from "../format.ts";

export interface MechanismFigure {
  key: string;
  value: number | null;
  unit: string;
  kind: FigureKind;
}

export interface Mechanism {
  key: string;
  figures: MechanismFigure[];
  /** things that wait for the person who looks */
  waiting: number;
  path: string;
}

export interface SystemMapData {
  mechanisms: Mechanism[];
}

export function useSystemMap(query: Query) {
  return useQuery({
    queryKey: ["system-map", query],
    queryFn: ({ signal }) => call<SystemMapData>("/api/system-map", { query, signal }),
    refetchInterval: 60_000,
  });
}
