import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import type { TestDatabase } from "../../platform/testing/test-database.ts";
import { ORGANISATIONS, player } from "./cast.ts";

/** Runs of an allocation and their results in the world of the matrix, by the ids that the routes are asked with. */
export interface FilingThings {
  filingSeason: string;
  /** computed, shown to nobody outside */
  filing: string;
  announcedFiling: string;
  filingObjection: string;
  /** number of a candidate of the school, the student who plays */
  candidateNumber: string;
}

/** A season with one candidate, a run that is worked on and one that is announced, with its files, outcome, cut-off and an objection. */
export async function filingThings({ sql, platform }: TestDatabase): Promise<FilingThings> {
  const { school } = ORGANISATIONS;
  const { actor: student } = player("student");
  const one = async (text: string, values: unknown[] = []): Promise<string> =>
    (await sql<{ id: string }>(`${text} returning id`, values))[0]!.id;
  const rules = { engine: "parallel", score: { culture: 1 }, batches: [{ id: "b" }, { id: "c" }] };
  const season = await one(
    `insert into admissions.season (province, id, year, name, channel, rules, subjects, sample, created_by_name, created_at)
     values ('370000', gen_random_uuid(), 2031, '投档', 'entrance-exam', $1, '[{"key":"culture","name":"文化","max":300}]', false, '规划员', now())`,
    [JSON.stringify(rules)],
  );
  for (const [i, action] of ["start", "open", "publish-units"].entries())
    await sql(`insert into admissions.season_action (province, season_id, seq, action, by_name, at) values ('370000', $1, $2, $3, '规划员', now())`, [season, i + 1, action]); // prettier-ignore
  await sql(`insert into admissions.category (province, season_id, key, name) values ('370000', $1, 'm', '机械')`, [season]); // prettier-ignore
  await sql(
    `insert into admissions.unit (province, season_id, unit_id, category, batch, capacity, school, school_name, programme, programme_name, level)
     values ('370000', $1, 'U1', 'm', 'b', 1, $2, '示例学院', '460103', '数控技术', 'college')`,
    [season, school.id],
  );
  for (const batch of ["b", "c"])
    await sql(`insert into admissions.filling (province, season_id, batch, round, opens, closes) values ('370000', $1, $2, 1, now() - interval '2 days', now() - interval '1 day')`, [season, batch]); // prettier-ignore
  const candidate = await one(
    `insert into admissions.candidate (province, id, season_id, number, person, kind, category, school, region, sample, created_at)
     values ('370000', gen_random_uuid(), $1, '3100009999', $2, 'current', 'm', $3, '370202', false, now())`,
    [season, student.personId, school.id],
  );
  for (const [i, action] of ["register", "submit", "confirm"].entries())
    await sql("insert into admissions.candidate_action (province, candidate_id, seq, action, by_name, at) values ('370000', $1, $2, $3, '某人', now())", [candidate, i + 1, action]); // prettier-ignore
  const run = async (batch: string, state: string, actions: string[]): Promise<string> => {
    const id = await one(
      `insert into admissions.filing (province, id, season_id, batch, round, state, sample, created_by_name, created_at)
       values ('370000', gen_random_uuid(), $1, $2, 1, $3, false, '规划员', now())`,
      [season, batch, state],
    );
    for (const [i, action] of actions.entries())
      await sql(`insert into admissions.filing_action (province, filing_id, seq, action, payload, by_name, at) values ('370000', $1, $2, $3, '{"from":"2026-11-23","until":"2026-11-30"}', '规划员', now())`, [id, i + 1, action]); // prettier-ignore
    await sql(`insert into admissions.outcome (province, filing_id, candidate_id, score, rank, unit_id, preference_no, round, reasons) values ('370000', $1, $2, 200, 1, 'U1', 1, 1, '[]')`, [id, candidate]); // prettier-ignore
    await sql(`insert into admissions.cutoff (province, filing_id, unit_id, admitted, vacancies, last_score, last_rank) values ('370000', $1, 'U1', 1, 0, 200, 1)`, [id]); // prettier-ignore
    for (const [name, open] of [["cutoffs.csv", true], ["candidates.csv", false]] as const) {
      const { bytes, sha256 } = await platform.files.write(`admissions/${id}/${name}`, Readable.from([Buffer.from("x\n")]));
      await sql(
        `insert into admissions.filing_file (province, filing_id, name, media_type, bytes, sha256, path, open) values ('370000', $1, $2, 'text/csv', $3, $4, $5, $6)`,
        [id, name, bytes, sha256, `admissions/${id}/${name}`, open],
      );
    }
    return id;
  }; // prettier-ignore
  const announcedFiling = await run("b", "done", ["run", "check", "announce"]);
  const filing = await run("c", "running", ["run"]);
  await sql(
    `insert into admissions.admission (province, year, person, season_id, filing_id, candidate_id, unit_id, admitted_at) values ('370000', 2031, $1, $2, $3, $4, 'U1', now())`,
    [student.personId, season, announcedFiling, candidate],
  );
  const objection = (of: string | null) =>
    one(
      `insert into admissions.objection (province, id, filing_id, candidate_id, content, name_sealed, phone_sealed, created_at)
       values ('370000', gen_random_uuid(), $1, $2, '请核实', $3, $4, now())`,
      [announcedFiling, of, platform.vault.seal("admissions.objection.name", "某人"), platform.vault.seal("admissions.objection.phone", "13800000000")],
    ); // prettier-ignore
  await objection(candidate);
  await sql(
    `insert into admissions.preference_list (province, season_id, candidate_id, batch, round, version, units, consents, receipt, saved_at)
     values ('370000', $1, $2, 'b', 1, 1, '{U1}', '{false}', $3, now())`,
    [season, candidate, createHash("sha256").update("x").digest("hex")],
  );
  // the files with which anybody verifies
  const { bytes, sha256 } = await platform.files.write(
    `admissions/${announcedFiling}/open/rules.json`,
    Readable.from([Buffer.from("{}")]),
  );
  await sql(
    `insert into admissions.filing_file (province, filing_id, name, media_type, bytes, sha256, path, open) values ('370000', $1, 'open/rules.json', 'application/json', $2, $3, $4, true)`,
    [announcedFiling, bytes, sha256, `admissions/${announcedFiling}/open/rules.json`],
  ); // prettier-ignore
  return { filingSeason: season, filing, announcedFiling, filingObjection: await objection(null), candidateNumber: "3100009999" }; // prettier-ignore
}
