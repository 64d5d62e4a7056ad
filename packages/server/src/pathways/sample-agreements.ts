/** Agreements of the sample province as they are drawn: always the same for the same offerings. No I/O. */
import { standards } from "@tixi/standards";
import { uuidv7 } from "uuidv7";
import { kindRules, type Kind } from "./agreements/kinds.ts";

/** How many of each kind. */
const WANTED: Readonly<Partial<Record<Kind, number>>> = {
  "3+2": 30,
  "3+4": 8,
  "college-3+2": 12,
  upgrade: 6,
  "five-year": 6,
};
/** Of each kind so many of the sample's own school, where there are. */
const OWN = 3;
/** First cohorts of the agreements, in turn. */
const FIRST = [2021, 2022, 2023];
/** Fields of five years in one go (rule book EXM-19). */
const LONG = /^(57|5202|55)/;
const SAMPLE = "（示例）";

interface Offered {
  school: string;
  name: string;
  kind: string;
  region: string;
  programme: string;
}
interface Pair {
  lower: Offered;
  upper: Offered;
  kind: Kind;
  /** which one of the sample's own school it is, from 0; undefined: of others */
  own?: number;
}

export interface SampleAgreements {
  agreements: {
    id: string;
    kind: Kind;
    first_cohort: number;
    last_cohort: number | null;
    quota: number;
    renews: string | null;
  }[];
  actions: { agreement_id: string; seq: number; action: string; note: string; payload: object }[];
  years: SampleYear[];
}
export interface SampleYear {
  agreement_id: string;
  cohort: number;
  year: number;
  stage: "lower" | "upper";
  enrolled: number;
  left_school: number;
  changed_track: number;
  assessed: number | null;
  passed: number | null;
  moved_up: number;
  finished: number;
} // prettier-ignore

/**
 * Agreements in every state: most in force, some that wait for the partner or the office, some that ended, some whose last
 * cohort is known and that are renewed or wait to be.
 */
export function sampleAgreements(offered: readonly Offered[], now: number): SampleAgreements {
  const made: SampleAgreements = { agreements: [], actions: [], years: [] };
  for (const [n, pair] of pairsOf(offered).entries()) {
    const first = FIRST[n % FIRST.length]!;
    const fate = fateOf(pair, n);
    const last = ["renewed", "ended", "open"].includes(fate) ? first + 2 : null;
    const id = add(made, pair, n, { first, last, renews: null, now, fate });
    if (fate === "renewed" && last !== null) add(made, pair, n, { first: last + 1, last: null, renews: id, now, fate: "goes on" });
  }
  return made;
} // prettier-ignore

type Fate = "goes on" | "proposed" | "accepted" | "renewed" | "ended" | "open";

/**
 * Every fifth has a last cohort: it is renewed, it ended, or one of its schools may renew it. Some wait for the partner or for
 * the office. Of the sample's own school, one waits for its answer and one for its renewal.
 */
function fateOf({ own, kind }: Pair, n: number): Fate {
  if (own !== undefined) return kind === "3+2" ? (["goes on", "proposed", "open"] as const)[own]! : "goes on";
  if (n % 5 === 2) return (["open", "renewed", "ended"] as const)[Math.floor(n / 5) % 3]!;
  if (kind === "five-year") return "goes on";
  return n % 12 === 10 ? "accepted" : n % 12 === 11 ? "proposed" : "goes on";
}

/** Schools whose programmes follow each other in the official progression, each lower programme of a school once. */
function pairsOf(offered: readonly Offered[]): Pair[] {
  // the sample's own account is in the first college by name: it is a party of some
  const home = offered.filter(({ kind }) => kind === "college").reduce((best, one) => (best === "" || one.name < best ? one.name : best), "");
  const at = new Map<string, Offered[]>();
  for (const one of offered) at.set(codeOf(one), [...(at.get(codeOf(one)) ?? []), one]);
  const taken = new Set<string>();
  const all = offered.flatMap((lower, n): Pair[] => {
    const found = standards().findProgramme(lower.programme);
    const key = `${lower.school} ${lower.programme}`;
    if (!found || found.level === "bachelor" || taken.has(key)) return [];
    taken.add(key);
    if (found.level === "college" && LONG.test(found.code) && !found.controlled) return [{ lower, upper: lower, kind: "five-year" }];
    const next = standards()
      .profile(found.code)
      .onward.flatMap(({ code }) => (code === null ? [] : (at.get(code) ?? [])))
      .filter(({ school }) => school !== lower.school);
    const upper = next.find(({ name }) => name === home) ?? next[n % Math.max(1, next.length)];
    if (!upper) return [];
    const bachelor = standards().findProgramme(upper.programme)!.level === "bachelor";
    if (found.level === "college") return [{ lower, upper, kind: n % 3 === 0 ? "upgrade" : "college-3+2" }];
    return [{ lower, upper, kind: bachelor ? "3+4" : "3+2" }];
  });
  const ofHome = ({ lower, upper }: Pair) => [lower.name, upper.name].includes(home);
  return Object.entries(WANTED).flatMap(([kind, count]) => {
    const of = all.filter((pair) => pair.kind === kind);
    const first = of.filter(ofHome).slice(0, OWN);
    return [...first.map((pair, own) => ({ ...pair, own })), ...spread(of.filter((pair) => !first.includes(pair)), count - first.length)];
  });
} // prettier-ignore

/** So many of a list, from all over it. */
const spread = <T>(list: readonly T[], count: number): T[] =>
  list.length <= count
    ? [...list]
    : Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)]!);

const codeOf = ({ programme }: Offered): string => standards().findProgramme(programme)?.code ?? programme;

interface Terms {
  first: number;
  last: number | null;
  renews: string | null;
  now: number;
  fate: Fate;
}

function add(made: SampleAgreements, { lower, upper, kind }: Pair, n: number, { first, last, renews, now, fate }: Terms): string {
  const id = uuidv7();
  const quota = 30 + (n % 4) * 10;
  const [lowerYears, upperYears] = kindRules[kind].years;
  const five = kind === "five-year";
  made.agreements.push({
    id,
    kind,
    lower_school: lower.school, lower_school_name: lower.name, lower_programme: codeOf(lower),
    upper_school: upper.school, upper_school_name: upper.name, upper_programme: codeOf(upper),
    upper_programme_name: standards().findProgramme(upper.programme)!.name,
    lower_years: lowerYears,
    upper_years: upperYears,
    first_cohort: first,
    last_cohort: last,
    quota,
    conditions: [{ key: "conduct", words: "德育考核合格，无在籍处分", least: null }],
    assessment: five ? [] : [{ name: "文化素质", weight: 40, least: null }, { name: "职业技能", weight: 60, least: 60 }],
    lower_tuition: five ? 3500 + (n % 3) * 300 : null,
    upper_tuition: 5000 + (n % 5) * 300,
    remark: `由生成的示例数据构成，仅供演示。${SAMPLE}`,
    renews,
    region: lower.region,
  } as SampleAgreements["agreements"][number]);
  const waits = fate === "proposed" || fate === "accepted";
  const steps = [
    { action: "propose" },
    // nobody has to accept what one school does alone
    ...(five || fate === "proposed" ? [] : [{ action: "accept" }]),
    ...(waits ? [] : [{ action: "record", payload: { document: `示例备案〔${first}〕${n + 1}号` } }]),
    ...(fate === "ended" ? [{ action: "end", note: `专业布局调整，不再招收新生${SAMPLE}`, payload: { lastCohort: last } }] : []),
  ];
  steps.forEach(({ action, ...more }, i) => made.actions.push({ agreement_id: id, seq: i + 1, action, note: "", payload: {}, ...more }));
  if (!waits)
    for (let cohort = first; cohort < now && cohort <= (last ?? now); cohort++)
      made.years.push(...cohortOf({ agreement_id: id, cohort, quota, n, now, lowerYears, upperYears, assessed: !five }));
  return id;
} // prettier-ignore

/** A cohort year by year: some leave or change, most of those who are assessed pass and move up. */
function cohortOf(of: { agreement_id: string; cohort: number; quota: number; n: number; now: number; lowerYears: number; upperYears: number; assessed: boolean }): SampleYear[] {
  const { agreement_id, cohort, n, lowerYears, upperYears } = of;
  const rows: SampleYear[] = [];
  let enrolled = of.quota - (n % 3);
  for (let i = 0; i < lowerYears + upperYears && cohort + i <= of.now; i++) {
    const lower = i < lowerYears;
    const [turns, ends] = [i === lowerYears - 1, i === lowerYears + upperYears - 1];
    const left_school = (n + cohort + i) % 3;
    const changed_track = !turns && !ends && (n + cohort + 2 * i) % 4 === 0 ? 1 : 0;
    const stay = enrolled - left_school - changed_track;
    // one in some classes does not sit the assessment
    const assessed = turns && of.assessed ? stay - ((n + cohort) % 4 === 0 ? 1 : 0) : null;
    const passed = assessed === null ? null : Math.floor(assessed * (0.7 + (n % 5) * 0.05));
    const moved_up = turns ? (passed ?? stay) : 0;
    rows.push({
      agreement_id, cohort, year: cohort + i, stage: lower ? "lower" : "upper", enrolled, left_school, changed_track, assessed, passed, moved_up,
      finished: turns ? stay - moved_up : ends ? stay : 0,
    });
    enrolled = turns ? moved_up : stay;
  }
  return rows;
} // prettier-ignore
