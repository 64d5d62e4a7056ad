/** Shapes and calls of what the members pool and its ledger; amounts are whole fen. */
import { useQuery } from "@tanstack/react-query";
import { call } from "../api/client.ts";

export const RESOURCES = ["money", "people", "equipment", "technology", "policy"] as const;
export type Resource = (typeof RESOURCES)[number];
export const BASES = ["payment", "invoice", "appraisal", "payroll", "agreement", "estimate"] as const;
export type Basis = (typeof BASES)[number];
export const ENTRIES = ["use", "gain", "give-back"] as const;
export type EntryKind = (typeof ENTRIES)[number];

export interface Amounts {
  opening: number;
  contributed: number;
  gained: number;
  used: number;
  givenBack: number;
  closing: number;
}
export interface Statement extends Amounts {
  resource: Resource | "own";
}
export interface Contribution {
  id: string;
  memberName: string;
  resource: Resource;
  title: string;
  value: number;
  basis: Basis;
  basisWords: string;
  lent: boolean;
  until: string | null;
  used: number;
  gained: number;
  givenBack: number;
  left: number;
}
export interface LedgerEntry {
  number: number;
  on: string;
  kind: EntryKind | "contribute";
  words: string;
  amount: number;
  by: string;
}
export interface Ledger {
  alliance: string;
  allianceName: string;
  year: number;
  years: number[];
  mayKeep: boolean;
  statement: Statement[];
  total: Amounts;
  balances: { account: "holding" | "given" | "lent" | "used" | "gained"; amount: number }[];
  contributions: Contribution[];
  entries: LedgerEntry[];
}

export const useLedger = (alliance: string | undefined, year: string | null) =>
  useQuery({
    queryKey: ["alliances", alliance, "ledger", year],
    enabled: !!alliance,
    queryFn: ({ signal }) => call<Ledger>(`/api/alliances/${alliance}/ledger`, { query: { year }, signal }),
  });

/** 1234.5 yuan as typed, in fen; null where it is no amount. */
export function fenOf(yuan: string): number | null {
  const found = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(yuan.trim());
  if (!found) return null;
  const fen = Number(found[1]) * 100 + Number((found[2] ?? "").padEnd(2, "0"));
  return fen > 0 ? fen : null;
}
