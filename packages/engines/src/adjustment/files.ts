/** The files of an adjustment run. The same result gives the same bytes. */
import type { AdjustmentResult, RuleSet } from "./types.ts";
import type { OfferingFacts, SchoolFacts } from "../indicators/index.ts";
import { cardSentences, DECISION_WORDS } from "./words.ts";

export interface AdjustmentFile {
  name: "cards.csv" | "fired.ndjson" | "missing.csv";
  text: string;
}

/** Names beside codes. */
export interface AdjustmentNames {
  programme(code: string): string;
  region(code: string): string;
  occupation(code: string): string;
}

type Value = string | number | null;

/**
 * cards.csv: a row for each offering with its decision and, in Chinese, why. fired.ndjson: the same with every figure.
 * missing.csv: programmes that nobody offers. CSV is UTF-8 with a byte order mark, for spreadsheets.
 */
export function adjustmentFiles(
  result: AdjustmentResult,
  ruleSet: RuleSet,
  facts: { offerings: OfferingFacts; schools: SchoolFacts },
  names: AdjustmentNames,
): AdjustmentFile[] {
  const { offerings: o, schools } = facts;
  const cards = table(
    [
      "offering", "school", "programme_code", "programme", "level", "city_code", "city", "decision", "decision_zh", "alternatives",
      "forbids", "fired", "not_judged", "card", "blind", "why",
    ],
    result.cards.map((card): Value[] => {
      const i = card.offering;
      return [
        card.key, schools.names[o.school[i]!] ?? "", o.programme[i]!, names.programme(o.programme[i]!), o.level[i]!, o.city[i]!,
        o.city[i]! && names.region(o.city[i]!), card.decision, DECISION_WORDS[card.decision].zh, card.alternatives.join("|"),
        card.forbids.join("|"), card.fired.map(({ rule }) => rule).join("|"), card.notJudged.map(({ rule }) => rule).join("|"),
        card.cardEffect?.kind ?? "", card.blind ? 1 : 0, cardSentences(ruleSet, { ...card, notJudged: [] }, "zh").join(" "),
      ];
    }),
  ); // prettier-ignore
  const fired = result.cards
    .map(
      ({ key, decision, fired: rules, notJudged, cardEffect }) =>
        `${JSON.stringify({ offering: key, decision, fired: rules, notJudged, cardEffect })}\n`,
    ) // prettier-ignore
    .join("");
  const missing = table(
    ["programme_code", "programme", "level", "controlled", "city_code", "city", "year", "shortage", "occupations", "forbidden_by", "schools"],
    result.missing.map((m): Value[] => [
      m.programme, names.programme(m.programme), m.level, m.controlled ? 1 : 0, m.city, m.city && names.region(m.city), m.year,
      tenths(m.shortage), m.occupations.map((x) => `${names.region(x.city)} ${x.occupation} ${names.occupation(x.occupation)} ${tenths(x.shortage)}`).join("|"),
      m.forbiddenBy.join("|"), m.schools.map((s) => `${s.name} ${tenths(s.score)}${s.forbiddenBy.length > 0 ? `（${s.forbiddenBy.join("、")}）` : ""}`).join("|"),
    ]),
  ); // prettier-ignore
  return [
    { name: "cards.csv", text: cards },
    { name: "fired.ndjson", text: fired },
    { name: "missing.csv", text: missing },
  ];
}

const tenths = (value: number): number => Math.round(value * 10) / 10;

function table(columns: readonly string[], rows: readonly Value[][]): string {
  const line = (cells: readonly Value[]) =>
    cells.map((cell) => (typeof cell === "string" && /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : (cell ?? ""))).join(","); // prettier-ignore
  return `\uFEFF${[columns, ...rows].map(line).join("\r\n")}\r\n`;
}
