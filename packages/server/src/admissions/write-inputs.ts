/** The files that a run is made from: what docs/allocation.md says, candidates by their numbers and nothing else of them. */
import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { Transform, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { sql } from "kysely";
import pg from "pg";
import { checkRules, scoreColumns } from "@tixi/engines/allocation";
import { Conflict, type Context } from "../platform/index.ts";

/** A filling whose preferences take part, and the moment at which those who had left by then are left out. */
export interface TakenFilling {
  batch: string;
  round: number;
  at: Date;
}

export interface InputsOf {
  province: string;
  season_id: string;
  year: number;
  rules: unknown;
  subjects: readonly { key: string }[];
}

const text = (value: string | number): string => pg.escapeLiteral(String(value));
const name = (value: string): string => pg.escapeIdentifier(value);

/**
 * Writes rules.json, plans.csv, candidates.csv and preferences.csv to the folder. Everybody stands in candidates.csv whose
 * registration was confirmed, also who withdrew after the scores were released: ranks stay what they were.
 * Seats that were given without the examination are taken off, where the season says so, and who has them is in no list. Preferences are the
 * newest lists of the fillings, without those of persons who had withdrawn or were admitted in another season of the year.
 * An absence counts as 0 points.
 * @returns how many persons' preferences were left out
 * @throws Conflict where the rules of the season are at fault
 */
export async function writeInputs(
  ctx: Context,
  of: InputsOf,
  fillings: readonly TakenFilling[],
  folder: string,
): Promise<{ leftOut: number }> {
  const { rules, faults } = checkRules(of.rules);
  if (!rules) {
    const [first] = faults;
    throw new Conflict({
      zh: `招生季的投档规则有误：${first!.path}，${first!.message.zh}。`,
      en: `The rules of the season are at fault: ${first!.path} ${first!.message.en}.`,
    });
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path.join(folder, "rules.json"), `${JSON.stringify(of.rules, null, 2)}\n`, { mode: 0o600 });
  const columns = [...new Set([...scoreColumns(rules), ...of.subjects.map(({ key }) => key)])];
  const quotas = rules.quotas.map(({ id }) => id);
  const tables = { "plans.csv": plans(of), "candidates.csv": candidates(of, columns, quotas), "preferences.csv": preferences(of, fillings) }; // prettier-ignore
  for (const [file, query] of Object.entries(tables))
    await pipeline(
      ctx.copyOut(`copy (${query}) to stdout with (format csv, header)`),
      createWriteStream(path.join(folder, file), { mode: 0o600, flush: true }),
    );
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from (${sql.raw(leftOut(of, fillings))}) l`.execute(ctx.tx); // prettier-ignore
  return { leftOut: rows[0]!.n };
}

const here = (of: InputsOf, t: string): string =>
  `${t}.province = ${text(of.province)} and ${t}.season_id = ${text(of.season_id)}`;

const plans = (of: InputsOf): string => `select u.unit_id, u.category, u.batch,
    u.capacity - case when u.quota = '' then coalesce(e.seats, 0) else 0 end as capacity, nullif(u.school_id, '') as school_id,
    u.programme as programme_code, trim_scale(u.min_score::numeric / 10000) as min_score, nullif(u.quota, '') as quota, nullif(u.ranking, '') as ranking
  from admissions.unit u left join admissions.exempt_seats(${text(of.province)}, ${text(of.season_id)}) e on e.unit_id = u.unit_id
  where ${here(of, "u")} order by u.unit_id collate "C", u.quota collate "C"`; // prettier-ignore

/** Candidates with a number who are in the lists, with when they left, if they did. */
const listed = (of: InputsOf): string => `select c.province, c.id, c.person, c.number, c.category, c.quotas, case when l.action = 'withdraw' then l.at end as gone
  from admissions.candidate c join lateral (select a.action, a.at from admissions.candidate_action a
    where a.province = c.province and a.candidate_id = c.id order by a.seq desc limit 1) l on true
  where ${here(of, "c")} and c.number is not null and (l.action = 'confirm' or l.action = 'withdraw' and exists (
    select from admissions.season_action r where r.province = c.province and r.season_id = c.season_id and r.action = 'release-scores' and r.at < l.at))`; // prettier-ignore

const candidates = (of: InputsOf, columns: readonly string[], quotas: readonly string[]): string => {
  const score = (column: string) =>
    `max(trim_scale(coalesce(s.points, 0)::numeric / 10000)) filter (where s.subject = ${text(column)}) as ${name(column)}`;
  const holds = (quota: string) => `case when ${text(quota)} = any(c.quotas) then 1 end as ${name(quota)}`;
  return `select c.number as candidate_id, c.category${[...columns.map(score), ...quotas.map(holds)].map((one) => `, ${one}`).join("")}
    from (${listed(of)}) c left join admissions.score s on s.province = c.province and s.candidate_id = c.id
    group by c.id, c.number, c.category, c.quotas order by c.number collate "C"`; // prettier-ignore
};

const fillingRows = (fillings: readonly TakenFilling[]): string =>
  `(values ${fillings.map(({ batch, round, at }, i) => `(${i}, ${text(batch)}, ${Number(round)}, ${text(at.toISOString())}::timestamptz)`).join(", ")}) f(seq, batch, round, at)`;

/**
 * The newest list of each candidate in each filling, a look-up for each; `out` = he had left by then, or had a place elsewhere.
 */
const lists = (of: InputsOf, fillings: readonly TakenFilling[]): string => `select c.number, c.id, f.seq, p.batch, p.round, p.units, p.consents,
    (coalesce(c.gone <= f.at, false) or exists (select from admissions.admission a where a.province = c.province and a.year = ${Number(of.year)}
      and a.person = c.person and a.season_id <> ${text(of.season_id)} and a.admitted_at <= f.at)) as out
  from (${listed(of)}) c cross join ${fillingRows(fillings)}
  join lateral (select l.batch, l.round, l.units, l.consents from admissions.preference_list l
    where l.province = c.province and l.candidate_id = c.id and l.batch = f.batch and l.round = f.round order by l.version desc limit 1) p on true`; // prettier-ignore

const preferences = (of: InputsOf, fillings: readonly TakenFilling[]): string => `select w.number as candidate_id, w.batch, w.round, u.no as preference_no,
    u.unit as unit_id, case when u.consent then 1 end as consent
  from (${lists(of, fillings)}) w cross join lateral unnest(w.units, w.consents) with ordinality u(unit, consent, no)
  where not w.out order by w.number collate "C", w.seq, u.no`; // prettier-ignore

const leftOut = (of: InputsOf, fillings: readonly TakenFilling[]): string =>
  `select distinct w.id from (${lists(of, fillings)}) w where w.out`;

/** Size and SHA-256 of a file as it lies there. */
export async function measure(source: Readable): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      bytes += chunk.length;
      hash.update(chunk);
      next();
    },
  });
  meter.resume();
  await pipeline(source, meter);
  return { bytes, sha256: hash.digest("hex") };
}
