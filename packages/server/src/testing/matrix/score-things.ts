import type { TestDatabase } from "../../platform/testing/test-database.ts";
import { ORGANISATIONS, player } from "./cast.ts";

/** Scores, units and preferences in the world of the matrix, by the ids that the routes are asked with. */
export interface ScoreThings {
  /** takes preferences of the batch `b`; those of `c` are locked */
  scoredSeason: string;
  /** of the student who plays, in that season */
  scoredCandidate: string;
  scoreImport: string;
  scoreReview: string;
}

/** A season whose scores are out and whose preferences are taken, with a candidate; a unit and a time in one that is set up. */
export async function scoreThings(
  { sql }: Pick<TestDatabase, "sql">,
  draftSeason: string,
): Promise<ScoreThings> {
  const { school } = ORGANISATIONS;
  const one = async (text: string, values: unknown[] = []): Promise<string> =>
    (await sql<{ id: string }>(`${text} returning id`, values))[0]!.id;
  const rules = { engine: "parallel", score: { culture: 1 }, batches: [{ id: "b" }, { id: "c" }] };
  const season = await one(
    `insert into admissions.season (province, id, year, name, channel, rules, subjects, sample, created_by_name, created_at)
     values ('370000', gen_random_uuid(), 2030, '成绩', 'entrance-exam', $1, '[{"key":"culture","name":"文化","kind":"culture","max":300,"places":1}]', false, '规划员', now())`,
    [JSON.stringify(rules)],
  );
  const steps = ["start", "open", "close-registration", "submit-scores", "release-scores", "publish-units"];
  for (const [i, action] of steps.entries())
    await sql("insert into admissions.season_action (province, season_id, seq, action, by_name, at) values ('370000', $1, $2, $3, '规划员', now())", [season, i + 1, action]); // prettier-ignore
  await sql("insert into admissions.category (province, season_id, key, name) values ('370000', $1, 'm', '机械')", [season]); // prettier-ignore
  const [student] = [player("student").actor];
  const candidate = await one(
    `insert into admissions.candidate (province, id, season_id, number, person, kind, category, school, region, sample, created_at)
     values ('370000', gen_random_uuid(), $1, '3000000001', $2, 'current', 'm', $3, '370202', false, now())`,
    [season, student.personId, school.id],
  );
  for (const [i, action] of ["register", "submit", "confirm"].entries())
    await sql("insert into admissions.candidate_action (province, candidate_id, seq, action, by_name, at) values ('370000', $1, $2, $3, '某人', now())", [candidate, i + 1, action]); // prettier-ignore
  await sql("insert into admissions.score (province, season_id, candidate_id, subject, points, source, changed_at) values ('370000', $1, $2, 'culture', 2000000, 'x', now())", [season, candidate]); // prettier-ignore
  await sql("insert into admissions.standing (province, season_id, candidate_id, category, score, rank) values ('370000', $1, $2, 'm', 20000000000, 1)", [season, candidate]); // prettier-ignore
  await sql("insert into admissions.score_step (province, season_id, category, points, count, cumulative) values ('370000', $1, 'm', 200, 1, 1)", [season]); // prettier-ignore
  const scoreReview = await one(
    "insert into admissions.score_review (province, id, season_id, candidate_id, subject, reason, asked_at) values ('370000', gen_random_uuid(), $1, $2, 'culture', '请复核', now())",
    [season, candidate],
  );
  const scoreImport = await one(
    `insert into admissions.score_import (province, id, season_id, file_name, file_path, sha256, state, rows_read, rejected, created_by_name, created_at)
     values ('370000', gen_random_uuid(), $1, '成绩.csv', '/nowhere', 'x', 'checked', 1, 1, '规划员', now())`,
    [season],
  );
  await sql("insert into admissions.score_row (province, import_id, row_number, outcome, number, field, value, zh, en) values ('370000', $1, 1, 'rejected', '1', 'number', '1', '没有', 'none')", [scoreImport]); // prettier-ignore
  for (const of of [season, draftSeason]) {
    await sql("insert into admissions.unit (province, season_id, unit_id, category, batch, capacity, school_name, programme, programme_name, level) values ('370000', $1, 'U1', 'm', 'b', 1, '示例学院', '460103', '数控技术', 'college')", [of]); // prettier-ignore
    await sql("insert into admissions.filling (province, season_id, batch, round, opens, closes) values ('370000', $1, 'b', 1, now() - interval '1 day', now() + interval '1 day'), ('370000', $1, 'c', 1, now() - interval '2 days', now() - interval '1 day')", [of]); // prettier-ignore
  }
  for (const batch of ["b", "c"])
    await sql("insert into admissions.preference_list (province, season_id, candidate_id, batch, round, version, units, consents, receipt, saved_at) values ('370000', $1, $2, $3, 1, 1, '{U1}', '{false}', repeat('0', 64), now())", [season, candidate, batch]); // prettier-ignore
  return { scoredSeason: season, scoredCandidate: candidate, scoreImport, scoreReview };
}
