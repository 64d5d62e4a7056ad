/** Two have written on the same version of a plan: what each changed is kept. Pure. */
import { freeKey, type PlanDocument } from "./api.ts";

/** Something that both changed: mine stands, and this is what the others wrote. */
export interface Clash {
  /** of the line, as its anchor has it; '' = of the plan as a whole */
  line: string;
  name: string;
  /** null = the others removed the line */
  field: string | null;
  theirs: unknown;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const untouched = <R extends object>(a: R, b: R): boolean =>
  (Object.keys(a) as (keyof R)[]).every((field) => same(a[field], b[field]));

/** Sets: what either added is in, what either removed is out. */
const mergeSet = (was: unknown[], now: unknown[], own: unknown[]): unknown[] => [
  ...now.filter((one) => own.includes(one) || !was.includes(one)),
  ...own.filter((one) => !was.includes(one) && !now.includes(one)),
];

function mergeFields<R extends object>(was: R, now: R, own: R, clash: (field: string, theirs: unknown) => void): R {
  const merged = { ...own };
  for (const field of Object.keys(now) as (keyof R & string)[]) {
    const [before, theirs, mine] = [was[field], now[field], own[field]] as unknown[];
    if (same(mine, before)) merged[field] = now[field];
    else if (Array.isArray(before) && Array.isArray(theirs) && Array.isArray(mine)) merged[field] = mergeSet(before, theirs, mine) as R[typeof field];
    else if (!same(theirs, before) && !same(theirs, mine)) clash(field, theirs);
  }
  return merged;
} // prettier-ignore

/** Rows by their keys, in my order; then what the others added, and what I removed of a row that they changed. */
export function mergeRows<R extends object>(was: readonly R[], now: readonly R[], own: readonly R[], keyOf: (row: R) => string, clash: (row: R, field: string | null, theirs: unknown) => void = () => {}): R[] {
  const by = (rows: readonly R[]) => new Map(rows.map((row) => [keyOf(row), row]));
  const [before, theirs, mine] = [by(was), by(now), by(own)];
  const kept = own.flatMap((row): R[] => {
    const [first, other] = [before.get(keyOf(row)), theirs.get(keyOf(row))];
    if (first && other) return [mergeFields(first, other, row, (field, value) => clash(row, field, value))];
    if (!first || other) return [row];
    if (untouched(first, row)) return [];
    clash(row, null, null);
    return [row];
  });
  const added = now.filter((row) => {
    const first = before.get(keyOf(row));
    return !mine.has(keyOf(row)) && (!first || !untouched(first, row));
  });
  return [...kept, ...added];
} // prettier-ignore

/** New rows of mine under other keys where the others took the same for theirs. */
function apart<R extends { key: string }>(was: readonly R[], now: readonly R[], own: readonly R[]): { rows: R[]; renamed: Map<string, string> } {
  const renamed = new Map<string, string>();
  const taken = [...now, ...own];
  const rows = own.map((row) => {
    const other = now.find(({ key }) => key === row.key);
    if (!other || was.some(({ key }) => key === row.key) || untouched(other, row)) return row;
    const key = freeKey(taken, row.key.replace(/-\d+$/, ""));
    renamed.set(row.key, key);
    taken.push({ ...row, key });
    return { ...row, key };
  });
  return { rows, renamed };
} // prettier-ignore

/**
 * What was written on `was`, on top of what others have saved since.
 * @returns clashes: what both changed, where mine stands
 */
export function mergePlans(was: PlanDocument, now: PlanDocument, own: PlanDocument): { document: PlanDocument; clashes: Clash[] } {
  const clashes: Clash[] = [];
  const facts = ({ years, passMark }: PlanDocument) => ({ years, passMark });
  const keyed = <R extends { key: string }>(part: string, before: R[], theirs: R[], mine: R[], name: (row: R) => string): R[] =>
    mergeRows(before, theirs, apart(before, theirs, mine).rows, ({ key }) => key, (row, field, value) => clashes.push({ line: `${part}-${row.key}`, name: name(row), field, theirs: value }));
  const { renamed } = apart(was.competences, now.competences, own.competences);
  const courses = own.courses.map((one) => ({ ...one, competences: one.competences.map((key) => renamed.get(key) ?? key) }));
  const document = {
    ...mergeFields(facts(was), facts(now), facts(own), (field, theirs) => clashes.push({ line: "", name: "", field, theirs })),
    partners: mergeRows(was.partners, now.partners, own.partners, ({ organisation }) => organisation),
    clauses: keyed("clause", was.clauses, now.clauses, own.clauses, ({ title }) => title),
    competences: keyed("competence", was.competences, now.competences, own.competences, ({ name }) => name),
    courses: keyed("course", was.courses, now.courses, courses, ({ name }) => name),
    assessment: keyed("assessment", was.assessment, now.assessment, own.assessment, ({ name }) => name),
  };
  // a competence that one side removed is named by no course of the other
  const named = new Set(document.competences.map(({ key }) => key));
  return { document: { ...document, courses: document.courses.map((one) => ({ ...one, competences: one.competences.filter((key) => named.has(key)) })) }, clashes };
} // prettier-ignore
