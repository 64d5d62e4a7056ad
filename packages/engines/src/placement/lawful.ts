/** What the law forbids for a post, and for a student in a post (docs/placement.md, "What is lawful"). */
import type { Breach, PlacementRules, Post, Student } from "./types.ts";

const ADULT = 18;

/** Rules that close a post to everybody. */
export function breachesOfPost(rules: PlacementRules, post: Post): Breach[] {
  const found: Breach[] = [];
  if (post.hazardous && !post.filed) found.push({ rule: "INT-02", figure: "hazardous", limit: "filing_no" });
  if (post.night && !post.filed) found.push({ rule: "INT-03", figure: "night", limit: "filing_no" });
  const enough = post.pay * 10_000 >= rules.payShare * post.likePay;
  if (!enough && (post.lowestGrade === null || post.pay < post.lowestGrade)) {
    const share = Math.ceil((rules.payShare * post.likePay) / 10_000);
    const least = post.lowestGrade === null ? share : Math.min(share, post.lowestGrade);
    found.push({ rule: "INT-04", figure: yuan(post.pay), limit: yuan(least) });
  }
  return found;
}

/** Rules that keep a student out of a post that is open. */
export function breachesOfPair(rules: PlacementRules, student: Student, post: Post): Breach[] {
  const found: Breach[] = [];
  const age = ageOn(student.born, post.startsOn);
  if (age < rules.minAge) found.push({ rule: "INT-02", figure: String(age), limit: String(rules.minAge) });
  if (student.year < rules.minYear)
    found.push({ rule: "INT-02", figure: `year ${student.year}`, limit: `year ${rules.minYear}` });
  if (post.programmes.length > 0 && !post.programmes.some((code) => student.programme.startsWith(code)))
    found.push({ rule: "INT-07", figure: student.programme, limit: post.programmes.join("|") });
  if ((post.night || post.hazardous) && age < ADULT)
    found.push({ rule: "INT-17", figure: String(age), limit: String(ADULT) });
  return found;
}

/** Years completed on a day; who was born on 29 February completes them on 1 March. */
export function ageOn(born: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(born.slice(0, 4));
  return day.slice(5) >= born.slice(5) ? years : years - 1;
}

const yuan = (fen: number): string => `${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, "0")}`;
