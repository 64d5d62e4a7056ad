/** What was checked and what was found: each rule with its name, how much was looked at, and the first breaches in words. */
import type { Words } from "./faults.ts";

export const RULES = {
  form: { zh: "文件格式与次序", en: "form and order of the files" },
  known: { zh: "考生、单位与轮次存在", en: "candidates, units and rounds exist" },
  once: { zh: "一人只录取一次", en: "one admission for each person" },
  preference: {
    zh: "按本人志愿录取，志愿序号相符",
    en: "admitted by a preference of his own, with its number",
  },
  eligible: { zh: "类别、批次、分数线与专项资格", en: "category, batch, lines and quota" },
  capacity: { zh: "不超计划", en: "no pool above its capacity" },
  waste: { zh: "有余额时志愿在先者未被跳过", en: "no wanted place left empty" },
  envy: { zh: "位次在前者未被跳过", en: "nobody passed over for one behind him" },
  ties: { zh: "同分排序", en: "ties are broken by the rules" },
  best: { zh: "对考生最优的稳定结果", en: "the stable result that is best for the candidates" },
  filing: { zh: "按比例投档到院校专业组", en: "files go to groups by ratio and order" },
  assignment: { zh: "组内分配专业", en: "programmes within the group" },
  consent: { zh: "服从调剂", en: "transfers by consent" },
  withdrawn: { zh: "退档", en: "withdrawals" },
  refiled: { zh: "退档后同轮不再投档", en: "a withdrawn file is not filed again in the round" },
  vacancies: { zh: "录取数与余额", en: "numbers admitted and vacancies" },
  cutoff: { zh: "最低分与最低位次", en: "last score and last rank" },
  reasons: { zh: "每个志愿的去向", en: "outcome of each preference" },
  figures: { zh: "理由中的数字", en: "figures in the reasons" },
  report: { zh: "报告与校验值", en: "report and hashes" },
} satisfies Record<string, Words>;

export type Rule = keyof typeof RULES;

export interface Breach {
  rule: Rule;
  /** ids, empty where the breach is of none */
  candidate: string;
  unit: string;
  words: Words;
}

export interface Check {
  rule: Rule;
  title: Words;
  /** things looked at */
  examined: number;
  breaches: number;
}

/** Breaches that are put into words for each rule; the others are counted. */
const TOLD = 20;

export class Findings {
  readonly #examined = new Map<Rule, number>();
  readonly #count = new Map<Rule, number>();
  readonly told: Breach[] = [];

  examine(rule: Rule, things: number): void {
    this.#examined.set(rule, (this.#examined.get(rule) ?? 0) + things);
  }

  /** @param words made only for the first breaches of a rule */
  add(rule: Rule, candidate: () => string, unit: () => string, words: () => Words): void {
    const count = (this.#count.get(rule) ?? 0) + 1;
    this.#count.set(rule, count);
    if (!this.#examined.has(rule)) this.#examined.set(rule, 0);
    if (count <= TOLD) this.told.push({ rule, candidate: candidate(), unit: unit(), words: words() });
  }

  count(rule: Rule): number {
    return this.#count.get(rule) ?? 0;
  }

  get total(): number {
    let sum = 0;
    for (const count of this.#count.values()) sum += count;
    return sum;
  }

  /** What another thread found. */
  merge(checks: Check[], told: Breach[]): void {
    for (const { rule, examined, breaches } of checks) {
      this.examine(rule, examined);
      if (breaches > 0) this.#count.set(rule, this.count(rule) + breaches);
    }
    const room = new Map<Rule, number>();
    for (const { rule } of this.told) room.set(rule, (room.get(rule) ?? 0) + 1);
    for (const breach of told) {
      const used = room.get(breach.rule) ?? 0;
      if (used >= TOLD) continue;
      room.set(breach.rule, used + 1);
      this.told.push(breach);
    }
  }

  /** One line for each rule that was looked at, in the order of the rules. */
  get checks(): Check[] {
    return (Object.keys(RULES) as Rule[])
      .filter((rule) => this.#examined.has(rule))
      .map((rule) => ({
        rule,
        title: RULES[rule],
        examined: this.#examined.get(rule)!,
        breaches: this.count(rule),
      }));
  }
}

export const nobody = (): string => "";
