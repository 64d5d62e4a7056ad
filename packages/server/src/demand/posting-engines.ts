/** The engines that the posting pipeline runs, bound to one region and one mapping. One set per worker thread. */
import { defaultParameters } from "@tixi/engines/cycle";
import { createCoder, loadLexicon, Ranking, type Coder } from "@tixi/engines/coding";
import { employerKey, signature } from "@tixi/engines/dedupe";
import { findUnlawfulConditions } from "@tixi/engines/hiring";
import {
  createRowChecker,
  RegionIndex,
  type ColumnMapping,
  type Division,
  type IntakeStandards,
} from "@tixi/engines/intake";
import type { Coding, IntakeKind, PostingRow, Rejection } from "@tixi/engines/types";
import { standards } from "@tixi/standards";
import { industrySection } from "./industry-section.ts";
import type { StoredFlag } from "./posting-batch.ts";

export interface CodedPosting {
  /** null = the coder abstains */
  occupation: string | null;
  confidence: number;
  /** at most five, best first */
  candidates: { code: string; confidence: number }[];
  /** with evidence and programmes, where the settings ask for it */
  full?: Coding;
}

export interface PostingEngines {
  check(
    values: string[],
    row: number,
  ): { ok: true; row: PostingRow } | { ok: false; rejections: Rejection[] };
  code(row: PostingRow): CodedPosting;
  flags(row: PostingRow): StoredFlag[];
  /** writes the 32-byte signature at `at` */
  sign(row: PostingRow, out: Uint8Array, at: number): void;
  /** normalised employer, "" if none is named */
  employer(row: PostingRow): string;
  /** 0 = unknown, else 1 + index of the GB/T 4754 section letter */
  industry(row: PostingRow): number;
  /** the object that `tixi code` writes for a posting */
  line(row: PostingRow, coded: CodedPosting, flags: readonly StoredFlag[]): unknown;
}

/** What the engines are bound to. Plain data: it is handed to worker threads. */
export interface EngineSettings {
  mapping: ColumnMapping;
  headers: string[];
  /** rows of other regions are refused; null = the whole nation */
  region: string | null;
  /** regions to find places in, smallest units included */
  divisions: Division[];
  sourceName: string;
  /** aliases that people accepted */
  aliases: AcceptedAlias[];
  /** also collect evidence and programmes, as `tixi code` prints them */
  evidence?: boolean;
}

export interface AcceptedAlias {
  alias: string;
  occupation: string;
}

/** A coder that knows the accepted aliases; those of the same words are ranked in the order they come in. */
export function coderWith(aliases: readonly AcceptedAlias[]): Coder {
  const codes = new Map<string, string[]>();
  for (const { alias, occupation } of aliases) codes.set(alias, [...(codes.get(alias) ?? []), occupation]);
  return createCoder(
    loadLexicon(),
    [...codes].map(([alias, list]) => ({ alias, codes: list })),
  );
}

export const coderVersionWith = (aliases: readonly AcceptedAlias[]): string => coderWith(aliases).version;

/** Texts of a posting as the coder reads them. */
export const codingInput = (
  row: Pick<PostingRow, "title" | "description" | "company" | "industryText" | "education">,
) => ({
  title: row.title,
  description: row.description,
  company: row.company,
  industry: row.industryText,
  education:
    row.education === "bachelor" || row.education === "postgraduate"
      ? "本科"
      : row.education === null
        ? ""
        : "不限",
});

export function createPostingEngines(settings: EngineSettings): PostingEngines {
  const regions = new RegionIndex(settings.divisions);
  const checker = createRowChecker("postings", settings.mapping, {
    regions,
    standards: { programmes: [] },
    scopeRegion: settings.region,
    sourceName: settings.sourceName,
  });
  const coder = coderWith(settings.aliases);
  const ranking = new Ranking();
  return {
    check: (values, row) => checker.check(values, row),
    code(row) {
      const input = codingInput(row);
      if (settings.evidence) {
        const full = coder.code(input);
        const { chosen, candidates } = full;
        return {
          occupation: chosen?.code ?? null,
          confidence: candidates[0]?.confidence ?? 0,
          candidates,
          full,
        };
      }
      coder.codeInto(input, ranking);
      return codedPosting(coder, ranking);
    },
    flags: ({ title, description, education }) =>
      findUnlawfulConditions({ title, description, education: education ?? null }).map(({ rule, kind, severity, field, quote }) => ({
        rule, kind, severity, field, quote,
      })), // prettier-ignore
    sign: (row, out, at) => signature(row.title, row.description, out, at),
    employer: (row) => employerKey(row.company, row.companyCode),
    industry: (row) => industrySection(row.industryText),
    line: (row, coded, flags) => ({
      id: row.id,
      occupation: coded.full?.chosen ?? null,
      candidates: coded.full?.candidates ?? [],
      programmes: coded.full?.programmes ?? [],
      region: row.city === null ? null : { code: row.city, name: regions.nameOf(row.city) ?? row.regionText },
      education: row.education,
      salary: row.salary,
      // Never null: what the demand counts where a posting does not say how many.
      headcount:
        row.headcount ?? defaultParameters.demand[row.headcountKind === "several" ? "several" : "absent"],
      flags: flags.map(({ rule, quote }) => ({ rule, quote })),
      evidence: coded.full?.evidence ?? [],
    }),
  };
}

/** A ranking in codes instead of indexes. */
export function codedPosting(coder: Coder, ranking: Ranking): CodedPosting {
  const candidates: CodedPosting["candidates"] = [];
  for (let k = 0; k < ranking.count; k++)
    candidates.push({ code: coder.occupations[ranking.occupation[k]!]!, confidence: ranking.confidence[k]! });
  return {
    occupation: ranking.chosen ? candidates[0]!.code : null,
    confidence: candidates[0]?.confidence ?? 0,
    candidates,
  };
}

let intakeStandards: IntakeStandards | undefined;

/** Checks rows of a table against the official codes, for the tables that are small enough for one thread. */
export function createRowCheck(
  kind: IntakeKind,
  mapping: ColumnMapping,
  options: { region: string | null; divisions: Division[]; sourceName: string; year?: number | undefined },
) {
  const { programmes, occupations, industries, schools } = standards();
  intakeStandards ??= { programmes, occupations, industries, schools };
  const checker = createRowChecker(kind, mapping, {
    regions: new RegionIndex(options.divisions),
    standards: intakeStandards,
    scopeRegion: options.region,
    sourceName: options.sourceName,
    ...(options.year === undefined ? {} : { year: options.year }),
  });
  return (values: string[], row: number) => checker.check(values, row);
}
