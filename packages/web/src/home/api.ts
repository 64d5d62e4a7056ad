import { useQuery } from "@tanstack/react-query";
import { call, type Query } from "../api/client.ts";
import { formatNumber, type FigureKind, type Language } from "../format.ts";

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

/** The server counts what waits no further than this, so that the map is drawn at once. */
const COUNTED = 1000;

/** How much waits: "12", or "1,000+" where nobody counted to the end. */
export function formatWaiting(waiting: number, language: Language): string {
  return formatNumber(waiting, language) + (waiting >= COUNTED ? "+" : "");
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
