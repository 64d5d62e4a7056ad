/** The output files of docs/placement.md, line by line. */
import { answers, type Placement } from "./place.ts";
import type { Breach } from "./types.ts";

/** placement.csv */
export function* placementLines({ input, market, stable }: Placement): Generator<string> {
  yield "student_id,post_id\n";
  for (const [s, { id }] of input.students.entries()) {
    const got = stable.got[s]!;
    if (got >= 0) yield `${cell(id)},${cell(input.posts[market.post[got]!]!.id)}\n`;
  }
}

/** unlawful.csv */
export function* unlawfulLines({ input, closed, void: pairs }: Placement): Generator<string> {
  yield "post_id,student_id,rule,figure,limit\n";
  const { posts, students } = input;
  const line = (post: number, student: string, { rule, figure, limit }: Breach): string =>
    `${[posts[post]!.id, student, rule, figure, limit].map(cell).join(",")}\n`;
  const ofPost = [...pairs].sort((a, b) => a.post - b.post || a.student - b.student);
  let k = 0;
  for (const [p, breaches] of closed.entries()) {
    for (const breach of breaches) yield line(p, "", breach);
    for (; k < ofPost.length && ofPost[k]!.post === p; k++)
      for (const breach of ofPost[k]!.breaches) yield line(p, students[ofPost[k]!.student]!.id, breach);
  }
}

/** reasons.ndjson */
export function* reasonLines(placement: Placement): Generator<string> {
  for (const answer of answers(placement)) yield `${JSON.stringify(answer)}\n`;
}

/** Counts of report.json. */
export function placementCounts({ input, market, stable, tree, void: pairs, closed }: Placement) {
  const placed = stable.got.reduce((sum, e) => sum + Number(e >= 0), 0);
  const broken: Record<string, number> = {};
  for (const { breaches } of pairs)
    for (const rule of new Set(breaches.map((one) => one.rule))) broken[rule] = (broken[rule] ?? 0) + 1;
  const places = tree.caps.slice(0, market.posts).reduce((sum, { max }) => sum + max, 0);
  return {
    students: input.students.length,
    placed,
    places,
    free: places - placed,
    closed: closed.filter((breaches) => breaches.length > 0).length,
    void: Object.fromEntries(Object.entries(broken).sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

const cell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
