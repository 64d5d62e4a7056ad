import { csv, Office } from "../office.ts";
import { offeringsFile, postingsFile } from "../province.ts";
import { ORGANISATIONS, player } from "./cast.ts";
import { adjustmentThings, type AdjustmentThings } from "./adjustment-things.ts";
import { admissionsThings, type AdmissionsThings } from "./admissions-things.ts";
import { allianceThings, type AllianceThings } from "./alliance-things.ts";
import { cotrainingThings, type CotrainingThings } from "./cotraining-things.ts";
import { filingThings, type FilingThings } from "./filing-things.ts";
import { listThings, type ListThings } from "./list-things.ts";
import { pathwayThings, type PathwayThings } from "./pathways-things.ts";
import { planThings, type PlanThings } from "./plan-things.ts";
import { scoreThings, type ScoreThings } from "./score-things.ts";
import { roundThings, type RoundThings } from "./round-things.ts";
import { traineeThings, type TraineeThings } from "./trainee-things.ts";
import { peopleThings, PUPILS, type PeopleThings } from "./people-things.ts";

/** What stands in the world, by the ids that the routes are asked with. */
export interface Things
  extends
    PeopleThings,
    RoundThings,
    AdjustmentThings,
    ListThings,
    PlanThings,
    PathwayThings,
    AdmissionsThings,
    AllianceThings,
    CotrainingThings,
    TraineeThings,
    FilingThings,
    ScoreThings {
  posting: string;
  import: string;
  mapping: string;
  alias: string;
  recoding: string;
  job: string;
  cycle: string;
  draft: string;
  release: string;
  round: string;
  offering: string;
  entry: string;
}

/** Words that stand in one row each and nowhere else: whoever sees one sees the row. */
export const SECRETS = [
  ...PUPILS.map((word) => ({ word, table: "registry.person", column: "name" })),
  { word: "机密草稿", table: "planning.release", column: "title" },
  { word: "机密岗位焊工", table: "demand.posting", column: "title" },
] as const;
const [, , , DRAFT, POST] = SECRETS;

/**
 * The world in which everybody is tried: a province with its demand, its balance, a draft and a release; its
 * organisations and those of another region; each player with the role that he plays.
 */
export async function openWorld(): Promise<{ office: Office; things: Things }> {
  const office = await Office.open();
  office.actor = player("planner").actor;
  const people = await peopleThings(office.world);
  return { office, things: { ...people, ...(await demandAndPlanning(office)) } };
}

/** The province's year: files come in, are corrected, balanced, drafted and published. */
async function demandAndPlanning(office: Office): Promise<Omit<Things, keyof PeopleThings>> {
  const imported = await office.bringIn(postingsFile(200));
  await office.bringIn(offeringsFile());
  await office.bringIn(
    csv([
      ["企业名称", "所在城市", "岗位名称", "需求人数", "年份"],
      ["示例厂", "济南市", "焊工", 9, 2026],
    ]),
  );
  await office.bringIn(
    csv([
      ["行业代码", "所在城市", "年份", "年均增长率"],
      ["34", "济南市", 2026, "5%"],
    ]),
    { kind: "industry-plan" },
  );
  await office.bringIn(
    csv([
      ["学校名称", "所在城市", "年份", "全日制在校生数", "专任教师数"],
      ["示例学校1", "济南市", 2026, 1200, 60],
    ]),
    { kind: "conditions" },
  );
  await office.bringIn(
    csv([
      ["岗位名称", "招聘人数"],
      ["焊工", "-1"],
    ]),
  );
  await office.bringIn(
    csv([
      ["岗位名称", "单位名称", "工作地点", "招聘人数", "发布日期"],
      [POST!.word, "示例厂", "济南市", 3, "2026-03-01"],
    ]),
  );
  const [posting] = await office.postings();
  await office.post(`/api/postings/${posting.id}/code`, { action: "correct", occupationCode: "6-18-01-01" });
  const { items } = await office.get("/api/aliases");
  const alias = items[0].id;
  await office.post(`/api/aliases/${alias}/review`, { decision: "accept" });
  const { id: job, recodingId: recoding } = await office.post("/api/recodings");
  await office.jobEnded(job);
  const cycle = await office.cycle(2026);
  const release = await office.published(cycle.id);
  const draft = await office.post("/api/releases", { cycleId: cycle.id, title: DRAFT!.word });
  // What the small province has not enough of.
  await office.world.sql(
    `insert into planning.flow_cell (province, cycle_id, year, city_from, city_to, programme, occupation, level, value, kind, status)
     values ('370000', $1, 2026, '370100', '370100', '460103', '6-18-01-01', 'college', 12, 'match', 'open')`,
    [cycle.id],
  );
  const [round] = await office.world.sql<{ id: string }>(
    `insert into planning.round (province, id, year, title, cycle_id, release_id, sample, created_by_name, created_at)
     values ('370000', gen_random_uuid(), 2027, '2027年', $1, $2, false, '规划员', now()) returning id`,
    [cycle.id, release.id],
  );
  const [offering] = await office.world.sql<{ id: string }>(
    `insert into planning.offering (province, id, school, school_name, programme, level, city, first_year, last_year)
     values ('370000', gen_random_uuid(), $1, $2, '660301', 'secondary', '370200', 2022, 2026) returning id`,
    [ORGANISATIONS.school.id, ORGANISATIONS.school.name],
  );
  await office.world.sql(
    `insert into demand.saved_mapping (province, id, kind, name, mapping, created_at) values ('370000', gen_random_uuid(), 'postings', '常用', '{"columns":[]}', now())`,
  );
  await office.world.sql(
    "insert into platform.request (actor_id, key, fingerprint, created_at) values ($1, 'key-0001', 'x', now())",
    [office.actor.userId],
  );
  const [entry] = await office.world.sql<{ id: string }>(
    "select id from audit.entry where region = '370000' limit 1",
  );
  const admissions = await admissionsThings(office.world);
  const cotraining = await cotrainingThings(office.world);
  return {
    entry: entry!.id,
    posting: posting.id,
    import: imported.id,
    mapping: imported.id,
    alias,
    recoding,
    job,
    cycle: cycle.id,
    draft: draft.id,
    release: release.id,
    round: round!.id,
    ...(await listThings(office)),
    ...admissions,
    ...(await scoreThings(office.world, admissions.draftSeason)),
    ...(await filingThings(office.world)),
    ...(await allianceThings(office.world)),
    ...cotraining,
    ...(await traineeThings(office.world, cotraining)),
    ...(await roundThings(office.world, round!.id)),
    offering: offering!.id,
    ...(await pathwayThings(office.world)),
    ...(await planThings(office.world, { round: round!.id, offering: offering!.id })),
    ...(await adjustmentThings(office.world, { round: round!.id, cycle: cycle.id, offering: offering!.id })),
  };
}
