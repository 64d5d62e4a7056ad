import type { TestDatabase } from "../../platform/testing/test-database.ts";
import { ORGANISATIONS, player } from "./cast.ts";

/** Seasons, candidates and skill tests in the world of the matrix, by the ids that the routes are asked with. */
export interface AdmissionsThings {
  draftSeason: string;
  /** takes registrations */
  openSeason: string;
  /** its sessions are out */
  seatedSeason: string;
  /** of the school, begun by the student who plays */
  candidate: string;
  /** the same person, confirmed and seated */
  seatedCandidate: string;
  candidateImport: string;
  /** a published table of past lines, for anybody */
  pastSource: string;
  testSite: string;
  testSession: string;
}

const RULES = { engine: "parallel", score: { skill: 1 }, batches: [{ id: "b" }] };

/** A season being set up, one that takes registrations, one whose sessions are out; candidates of two schools in them. */
export async function admissionsThings({ sql }: Pick<TestDatabase, "sql">): Promise<AdmissionsThings> {
  const { school, otherSchool } = ORGANISATIONS;
  const one = async (text: string, values: unknown[] = []): Promise<string> =>
    (await sql<{ id: string }>(`${text} returning id`, values))[0]!.id;
  const season = async (year: number, actions: string[]): Promise<string> => {
    const id = await one(
      `insert into admissions.season (province, id, year, name, channel, rules, subjects, sample, created_by_name, created_at)
       values ('370000', gen_random_uuid(), $1, '招生季', 'entrance-exam', $2, '[{"key":"skill","name":"技能","kind":"skill","max":300,"places":1}]', false, '规划员', now())`,
      [year, JSON.stringify(RULES)],
    );
    for (const [i, action] of actions.entries())
      await sql("insert into admissions.season_action (province, season_id, seq, action, by_name, at) values ('370000', $1, $2, $3, '规划员', now())", [id, i + 1, action]); // prettier-ignore
    await sql("insert into admissions.category (province, season_id, key, name, skill_minutes) values ('370000', $1, 'm', '机械', 30)", [id]); // prettier-ignore
    return id;
  };
  const candidate = async (
    of: string,
    person: string | null,
    at: string,
    number: string | null,
    actions: string[],
  ) => {
    const id = await one(
      `insert into admissions.candidate (province, id, season_id, number, person, kind, category, school, region, sample, created_at)
       values ('370000', gen_random_uuid(), $1, $2, $3, 'current', 'm', $4, '370202', false, now())`,
      [of, number, person, at],
    );
    for (const [i, action] of actions.entries())
      await sql("insert into admissions.candidate_action (province, candidate_id, seq, action, by_name, at) values ('370000', $1, $2, $3, '某人', now())", [id, i + 1, action]); // prettier-ignore
    return id;
  };
  const draftSeason = await season(2034, ["start"]);
  const openSeason = await season(2032, ["start", "open"]);
  const seatedSeason = await season(2033, ["start", "open", "close-registration", "publish-sessions"]);
  const [own, other] = [player("student").actor, player("student", "other-organisation").actor];
  const begun = await candidate(openSeason, own.personId, school.id, null, ["register"]);
  const seatedCandidate = await candidate(seatedSeason, own.personId, school.id, "3310000017", ["register", "submit", "confirm"]); // prettier-ignore
  const seatedOther = await candidate(seatedSeason, other.personId, otherSchool.id, "3310000025", ["register", "submit", "confirm"]); // prettier-ignore
  const tested = async (of: string, people: string[]) => {
    const site = await one(
      `insert into admissions.site (province, id, season_id, name, city, places, open)
       values ('370000', gen_random_uuid(), $1, '考点', '370200', '{"m":5}', '[{"from":"2033-03-10T08:00:00+08:00","until":"2033-03-10T12:00:00+08:00"}]')`,
      [of],
    );
    const session = await one(
      `insert into admissions.session (province, id, season_id, site_id, category, begins, ends, places)
       values ('370000', gen_random_uuid(), $1, $2, 'm', '2033-03-10T08:00:00+08:00', '2033-03-10T08:30:00+08:00', 5)`,
      [of, site],
    );
    for (const [i, id] of people.entries())
      await sql("insert into admissions.seating (province, candidate_id, session_id, seat) values ('370000', $1, $2, $3)", [id, session, i + 1]); // prettier-ignore
    return { site, session };
  };
  const out = await tested(seatedSeason, [seatedCandidate, seatedOther]);
  // planned, and not out yet
  await tested(openSeason, [begun]);
  const list = (of: string | null) =>
    one(
      `insert into admissions.candidate_import (province, id, season_id, school, file_name, rows_read, accepted, duplicate, rejected, faults, created_by_name, created_at)
       values ('370000', gen_random_uuid(), $1, $2, '考生.csv', 1, 1, 0, 0, '[]', '某人', now())`,
      [openSeason, of],
    );
  await list(null);
  const pastSource = await one(
    `insert into admissions.past_source (province, id, channel, title, publisher, file_name, sha256, rows_read, accepted, duplicate, rejected, faults, exceptions, sample, created_by_name, created_at)
     values ('370000', gen_random_uuid(), 'entrance-exam', '2030年投档线', '示例考试院', '投档线.csv', repeat('a', 64), 1, 1, 0, 0, '[]', '[]', false, '某人', now())`,
  );
  await sql(
    `insert into admissions.past_line (province, source_id, row_number, channel, year, category, batch, school_name, programme, last_score, last_rank)
     values ('370000', $1, 2, 'entrance-exam', 2030, 'm', 'b', '示例学院', '460103', 400, 1000)`,
    [pastSource],
  );
  return { pastSource, draftSeason, openSeason, seatedSeason, candidate: begun, seatedCandidate, candidateImport: await list(school.id), testSite: out.site, testSession: out.session }; // prettier-ignore
}
