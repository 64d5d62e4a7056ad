/** Indicators of an offering (专业点). Each is defined here and nowhere else. */
import { figure, isStated, runningIn, remembered, shareBelow, unknown } from "./world.ts";
import type { Indicator, IndicatorValue, OfferingColumn, UnknownReason, World } from "./types.ts";

const MAJ12 = {
  article: "MAJ-12",
  source: "指标定义：报到率、计划完成率、专业对口率",
  trust: "mem-high",
} as const;
const MAJ10 = {
  article: "MAJ-10 毕业去向落实率",
  source: "2y1y.com/xuanzhuanye/283003.html",
  trust: "C",
} as const;
const DESIGN = { article: "Tixi", source: "Tixi 自定指标，非法规", trust: "design" } as const;

const at = (world: World, column: OfferingColumn, offering: number, year: number): number => {
  // facts that an earlier version kept have no column that came later
  const values = world.facts.offerings[column] as Float64Array | undefined;
  return year > world.factsThrough || !values ? NaN : figure(world.facts.offerings.years, values, offering, year); // prettier-ignore
};

const lineage = (...fields: string[]): string[] => fields.map((field) => `demand.offering.${field}`);

/** (first + …) ÷ over, unknown where a part is not stated or there is nothing to divide by. */
function ratio(parts: OfferingColumn[], over: OfferingColumn, nothing: UnknownReason, factor = 1) {
  return (world: World, offering: number, year: number): IndicatorValue => {
    const below = at(world, over, offering, year);
    const missing: string[] = Number.isNaN(below) ? [over] : [];
    let sum = 0;
    for (const part of parts) {
      const value = at(world, part, offering, year);
      if (Number.isNaN(value)) missing.push(part);
      else sum += value;
    }
    if (missing.length > 0) return unknown("not-stated", ...missing);
    return below > 0 ? (factor * sum) / below : unknown(nothing, over);
  };
}

const employment = ratio(["employed", "furtherStudy"], "graduates", "no-graduates");

/** Entrants of a year: registered, else admitted; a plan of 0 also says that nobody was taken in. NaN = not stated. */
export function intakeOf(world: World, offering: number, year: number): number {
  const registered = at(world, "registered", offering, year);
  if (!Number.isNaN(registered)) return registered;
  const admitted = at(world, "admitted", offering, year);
  if (!Number.isNaN(admitted)) return admitted;
  return at(world, "plan", offering, year) === 0 ? 0 : NaN;
}

function yearsWithoutIntake(world: World, offering: number, year: number): IndicatorValue {
  let count = 0;
  for (let y = year; ; y--, count++) {
    const intake = intakeOf(world, offering, y);
    if (Number.isNaN(intake)) return count === 0 ? unknown("not-stated", "registered", "admitted") : count;
    if (intake > 0) return count;
  }
}

function employmentRank(world: World, offering: number, year: number): IndicatorValue {
  const ranks = remembered(world, `employment-rank ${year}`, () => {
    const { keys, level } = world.facts.offerings;
    const rates = Float64Array.from(keys, (_, o) => {
      const value = employment(world, o, year);
      return typeof value === "number" ? value : NaN;
    });
    return shareBelow(rates, level);
  });
  const rank = ranks[offering]!;
  return Number.isNaN(rank) ? employment(world, offering, year) : rank;
}

function intakeGrowth(world: World, offering: number, year: number): IndicatorValue {
  const now = intakeOf(world, offering, year);
  const before = intakeOf(world, offering, year - 1);
  if (Number.isNaN(now) || Number.isNaN(before)) return unknown("not-stated", "registered");
  return before > 0 ? now / before - 1 : unknown("no-admissions", "registered");
}

function age(world: World, offering: number, year: number): IndicatorValue {
  const { years } = world.facts.offerings;
  const school = world.facts.offerings.school[offering]!;
  for (const first of years) {
    if (first > year) break;
    if (runningIn(world, offering, first) !== 1) continue;
    if (first === years[0]) return unknown("year-outside", "registered");
    // The school's rows must reach further back, or a first file looks like a first year.
    const told = [...(world.ofSchool[school] ?? [])].some((o) => runningIn(world, o, first - 1) >= 0);
    return told && isStated(world, first - 1) ? year - first + 1 : unknown("one-year-only", "registered");
  }
  return unknown("not-stated", "registered");
}

export const OFFERING_INDICATORS: readonly Indicator[] = [
  {
    key: "registration-rate", name: { zh: "报到率", en: "registration rate" }, unit: "share", direction: "higher-better", about: "offering",
    formula: { zh: "报到人数 ÷ 录取人数", en: "registered ÷ admitted" }, lineage: lineage("registered", "admitted"), basis: MAJ12,
    compute: ratio(["registered"], "admitted", "no-admissions"),
  },
  {
    key: "plan-completion", name: { zh: "计划完成率", en: "plan completion" }, unit: "share", direction: "higher-better", about: "offering",
    formula: { zh: "录取人数 ÷ 计划人数", en: "admitted ÷ planned" }, lineage: lineage("admitted", "plan"), basis: MAJ12,
    compute: ratio(["admitted"], "plan", "no-plan"),
  },
  {
    key: "first-choice-rate", name: { zh: "第一志愿录取率", en: "first-choice rate" }, unit: "share", direction: "higher-better", about: "offering",
    formula: { zh: "第一志愿录取人数 ÷ 录取人数", en: "admitted who had put it first ÷ admitted" }, lineage: lineage("first_choice", "admitted"), basis: DESIGN,
    compute: ratio(["firstChoice"], "admitted", "no-admissions"),
  },
  {
    key: "employment-rate", name: { zh: "毕业去向落实率", en: "placement rate of graduates" }, unit: "share", direction: "higher-better", about: "offering",
    formula: { zh: "（就业人数 + 升学人数）÷ 毕业生人数", en: "(employed + further study) ÷ graduates" }, lineage: lineage("employed", "further_study", "graduates"), basis: MAJ10,
    compute: employment,
  },
  {
    key: "employment-percentile", name: { zh: "毕业去向落实率在同层次中的位次", en: "rank of the placement rate within the level" }, unit: "share", direction: "higher-better", about: "offering",
    formula: { zh: "同层次专业点中落实率低于本专业点的比例", en: "share of the level's offerings with a lower placement rate" },
    lineage: lineage("employed", "further_study", "graduates", "level"), basis: DESIGN, compute: employmentRank,
  },
  {
    key: "matched-rate", name: { zh: "专业对口率", en: "matched-employment rate" }, unit: "share", direction: "higher-better", about: "offering",
    formula: { zh: "对口就业人数 ÷ 就业人数", en: "employed in a linked occupation ÷ employed" }, lineage: lineage("matched_employed", "employed"), basis: MAJ12,
    compute: ratio(["matchedEmployed"], "employed", "no-employed"),
  },
  {
    key: "tracked-matched-rate", name: { zh: "联合培养毕业生对口率（去向记录）", en: "matched employment of those trained jointly (records)" }, unit: "share", direction: "higher-better", about: "offering",
    formula: { zh: "有去向记录、职业已知的就业者中，职业与专业对应的人数 ÷ 职业已知的人数；只计同意统计者，不足 3 人不计", en: "in an occupation of the programme ÷ in work with a known occupation, of those with a record who agreed; none below three" },
    lineage: ["cotraining.outcome.matched", "cotraining.outcome.occupation"], basis: MAJ12,
    compute: ratio(["trackedMatched"], "trackedCoded", "no-employed"),
  },
  {
    key: "years-without-intake", name: { zh: "连续未招生年数", en: "years running without intake" }, unit: "years", direction: "lower-better", about: "offering",
    formula: { zh: "截至当年，报到（无报到数时为录取）人数连续为 0 的年数；更早年份没有填报时，为至少的年数", en: "years up to this one with 0 registered (admitted where not stated); at least so many where earlier years are not stated" },
    lineage: lineage("registered", "admitted", "plan"), basis: { article: "MAJ-07", source: "山东2017、山西2024专业设置文件", trust: "B" }, compute: yearsWithoutIntake,
  },
  {
    key: "on-roll", name: { zh: "在校生数", en: "students on roll" }, unit: "persons", direction: "none", about: "offering",
    formula: { zh: "各年级在校生之和", en: "students of all grades" }, lineage: lineage("enrolment"), basis: DESIGN,
    compute: (world, o, year) => { const value = at(world, "onRoll", o, year); return Number.isNaN(value) ? unknown("not-stated", "onRoll") : value; },
  },
  {
    key: "intake", name: { zh: "招生人数", en: "intake" }, unit: "persons", direction: "higher-better", about: "offering",
    formula: { zh: "报到人数，没有时为录取人数", en: "registered, else admitted" }, lineage: lineage("registered", "admitted", "plan"), basis: DESIGN,
    compute: (world, o, year) => { const value = intakeOf(world, o, year); return Number.isNaN(value) ? unknown("not-stated", "registered", "admitted") : value; },
  },
  {
    key: "intake-growth", name: { zh: "招生增长率", en: "growth of intake" }, unit: "share", direction: "higher-better", about: "offering",
    formula: { zh: "当年招生人数 ÷ 上年招生人数 − 1", en: "intake ÷ intake of the year before − 1" }, lineage: lineage("registered", "admitted"), basis: DESIGN, compute: intakeGrowth,
  },
  {
    key: "class-size", name: { zh: "平均班额", en: "class size" }, unit: "persons-per-class", direction: "lower-better", about: "offering",
    formula: { zh: "在校生数 ÷ 班数", en: "on roll ÷ classes" }, lineage: lineage("enrolment", "classes"), basis: DESIGN, compute: ratio(["onRoll"], "classes", "no-classes"),
  },
  {
    key: "offering-students-per-teacher", name: { zh: "专业生师比", en: "students per teacher of the offering" }, unit: "persons-per-teacher", direction: "lower-better", about: "offering",
    formula: { zh: "在校生数 ÷ 本专业专任教师数", en: "on roll ÷ full-time teachers of the programme" }, lineage: lineage("enrolment", "teachers"), basis: DESIGN,
    compute: ratio(["onRoll"], "teachers", "no-teachers"),
  },
  {
    key: "complaints-per-100", name: { zh: "百名在校生投诉件数", en: "complaints per 100 students" }, unit: "per-100", direction: "lower-better", about: "offering",
    formula: { zh: "查实投诉件数 ÷ 在校生数 × 100", en: "complaints found true ÷ on roll × 100" }, lineage: lineage("complaints", "enrolment"), basis: DESIGN,
    compute: ratio(["complaints"], "onRoll", "none-on-roll", 100),
  },
  {
    key: "offering-age", name: { zh: "开办年数", en: "years since it opened" }, unit: "years", direction: "none", about: "offering",
    formula: { zh: "自首次招生或有在校生之年起的年数，当年为 1", en: "years since the first with intake or students, that year being 1" }, lineage: lineage("registered", "admitted", "plan", "enrolment"), basis: DESIGN, compute: age,
  },
]; // prettier-ignore
