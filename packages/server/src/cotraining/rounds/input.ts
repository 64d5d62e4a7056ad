import { createHash } from "node:crypto";
import { sql } from "kysely";
import { NotFound, type Context } from "../../platform/index.ts";
import { choicesOf, postsOf, ranksOf, studentsOf, type RoundRow } from "./rounds.sql.ts";

/** What a round is run on: rules and rows in the formats of docs/placement.md, so that `tixi place` runs on it too. */
export interface RoundInput {
  rules: Record<string, unknown>;
  students: Row[];
  enterprises: Row[];
  posts: Row[];
  preferences: Row[];
}
type Row = Record<string, string>;

interface PostFacts {
  post_id: string;
  enterprise: string;
  staff: number;
  like_key: string;
  like_staff: number;
  like_pay: number;
  lowest_pay: number | null;
  night: boolean;
  hazardous: boolean;
  closed: boolean;
  running_post: number;
  running_like: number;
  running_enterprise: number;
}

const LIKE_SHARE = { over: 2, of: 10 };
const yuan = (fen: number): string => (fen / 100).toFixed(2);

/** Year of study on a day: a school year begins in September. */
export function yearOfStudy(entryYear: number, on: string): number {
  const [year, month] = on.split("-").map(Number) as [number, number];
  return Math.max(0, year - entryYear + (month >= 9 ? 1 : 0));
}

/** Place in the draw: a smaller hash comes first. */
export const lotOf = (seed: string, person: string): string =>
  createHash("sha256").update(`${seed}|${person}`).digest("hex");

/**
 * Gathers the input of a round from its tables, with the facts of posts and enterprises as they are now and the students of
 * all schools who are or will be there. `wishes` takes the place of what students and enterprises listed, for a check by hand.
 * @throws NotFound unless the actor keeps the round
 */
export async function roundInput(ctx: Context, round: RoundRow, wishes?: ReadonlyMap<string, string>): Promise<RoundInput> {
  const { rows: facts } = await sql<PostFacts>`select post_id, enterprise, staff, like_key, like_staff, like_pay::float8 as like_pay, lowest_pay::float8 as lowest_pay,
    night, hazardous, closed, running_post, running_like, running_enterprise from cotraining.round_facts(${round.province}, ${round.id}) order by post_id`.execute(ctx.tx);
  const posts = (await postsOf(ctx, round)).map((post) => ({ ...post, facts: facts.find(({ post_id }) => post_id === post.post_id) }));
  if (posts.some((post) => !post.facts)) throw new NotFound({ zh: "岗位", en: "post" });
  const students = await studentsOf(ctx, round);
  const { rows: births } = await sql<{ id: string; born: string | null }>`select p.id, to_char(p.born_on, 'YYYY-MM-DD') as born
    from registry.person p where p.id = any(${students.map(({ person }) => person)}::uuid[])`.execute(ctx.tx);
  await ctx.auditRead(`organisation:${round.school}`, ["registry.person.born_on"], round.title);
  const born = new Map(births.map(({ id, born }) => [id, born]));
  const enterprises = new Map(facts.map((one) => [one.enterprise, one]));
  const parkOf = (enterprise: string): string => posts.find((post) => post.enterprise === enterprise && post.park !== "")?.park ?? "";
  return {
    rules: rulesOf(round, facts),
    // who has no date of birth counts as too young: nothing unknown is taken for lawful
    students: students.map(({ person, programme, entry_year }) => ({
      student_id: person, birth_date: born.get(person) ?? round.from_on, year_of_study: String(yearOfStudy(entry_year, round.from_on)),
      programme_code: programme, school_id: round.school,
    })),
    enterprises: [...enterprises.values()].map(({ enterprise, staff }) => ({ enterprise_id: enterprise, staff: String(staff), park_id: parkOf(enterprise) })),
    posts: posts.map(({ facts: known, ...post }) => ({
      // the seats of a round are for those who come; a capacity holds those who are there too
      post_id: post.post_id, enterprise_id: post.enterprise, capacity: String(known!.closed ? 0 : post.seats + known!.running_post), staff_like: String(known!.like_staff),
      monthly_pay: yuan(post.pay), like_pay: yuan(known!.like_pay), starts_on: round.from_on,
      lowest_grade: known!.lowest_pay === null ? "" : yuan(known!.lowest_pay), night: known!.night ? "1" : "0", hazardous: known!.hazardous ? "1" : "0",
      programme_codes: post.programmes.join("|"), filing_no: post.filing_no,
    })),
    preferences: wishes ? handWishes(wishes) : await listed(ctx, round, students, posts),
  };
} // prettier-ignore

/** Rules of the run: parks, like posts that several posts share, students who are there already, the seed. */
function rulesOf(round: RoundRow, facts: readonly PostFacts[]): Record<string, unknown> {
  const running: Record<string, number> = {};
  const inPosts = new Map<string, number>();
  const likes = new Map<string, PostFacts[]>();
  for (const one of facts) {
    if (one.running_post > 0) running[one.post_id] = one.running_post;
    inPosts.set(one.enterprise, (inPosts.get(one.enterprise) ?? 0) + one.running_post);
    if (one.like_key === "") continue;
    const like = `${one.enterprise} ${one.like_key}`;
    likes.set(like, [...(likes.get(like) ?? []), one]);
  }
  // those in posts of the enterprise that are not in this round
  for (const { enterprise, running_enterprise } of facts) {
    const elsewhere = running_enterprise - inPosts.get(enterprise)!;
    if (elsewhere > 0) running[enterprise] = elsewhere;
  }
  const caps = [...likes].flatMap(([like, of]) => {
    const staff = Math.max(...of.map(({ like_staff }) => like_staff));
    const elsewhere = of[0]!.running_like - of.reduce((sum, { running_post }) => sum + running_post, 0);
    if (of.length < 2 && elsewhere <= 0) return [];
    const most = Math.floor((staff * LIKE_SHARE.over) / LIKE_SHARE.of);
    return [{ id: `like ${like}`, max: Math.max(0, most - Math.max(0, elsewhere)), posts: of.map(({ post_id }) => post_id) }];
  });
  return { seed: round.seed ?? "", running, parks: Object.fromEntries(round.parks.map(({ name, max }) => [name, max])), caps };
} // prettier-ignore

const handWishes = (wishes: ReadonlyMap<string, string>): Row[] => {
  const places = new Map<string, number>();
  return [...wishes].flatMap(([person, post]) => {
    const place = (places.get(post) ?? 0) + 1;
    places.set(post, place);
    return [
      { side: "student", id: person, rank: "1", other_id: post },
      { side: "post", id: post, rank: String(place), other_id: person },
    ];
  });
};

/** What both sides list: an enterprise that gave no order takes the school's, and among those alike there the draw. */
async function listed(
  ctx: Context,
  round: RoundRow,
  students: readonly { person: string; standing: number }[],
  posts: readonly { post_id: string; ranked_at: Date | null }[],
): Promise<Row[]> {
  const choices = await choicesOf(ctx, round);
  const ranks = await ranksOf(ctx, round);
  const order = new Map(
    [...students]
      .map(({ person, standing }) => ({ person, standing, lot: lotOf(round.seed ?? "", person) }))
      .sort((a, b) => a.standing - b.standing || (a.lot < b.lot ? -1 : 1))
      .map(({ person }, i) => [person, i]),
  );
  const byPosts = posts.flatMap(({ post_id, ranked_at }) => {
    const takes = ranked_at
      ? ranks
          .filter((one) => one.post_id === post_id && one.place !== null)
          .sort((a, b) => a.place! - b.place!)
      : choices
          .filter((one) => one.post_id === post_id)
          .sort((a, b) => order.get(a.person)! - order.get(b.person)!);
    return takes.map(({ person }, i) => ({
      side: "post",
      id: post_id,
      rank: String(i + 1),
      other_id: person,
    }));
  });
  const byStudents = choices.map(({ person, no, post_id }) => ({
    side: "student",
    id: person,
    rank: String(no),
    other_id: post_id,
  }));
  return [...byStudents, ...byPosts];
}
