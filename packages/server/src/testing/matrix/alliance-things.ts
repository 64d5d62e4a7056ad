import type { TestDatabase } from "../../platform/testing/test-database.ts";
import { ORGANISATIONS } from "./cast.ts";

/** A consortium with a council that meets, in the world of the matrix, by the ids that the routes are asked with. */
export interface AllianceThings {
  alliance: string;
  /** the first school, which has a seat */
  ally: string;
  /** the first enterprise, which has applied */
  allyApplied: string;
  /** called, with its vote open */
  council: string;
  councilDraft: string;
  openItem: string;
  closedItem: string;
  allianceResolution: string;
  allianceTask: string;
  /** the open charter, and what proves the task */
  charterFile: string;
  evidenceFile: string;
}

/** The consortium of the first secretariat, with the first school as its member; a vote that is open and one that is closed. */
export async function allianceThings({ sql }: Pick<TestDatabase, "sql">): Promise<AllianceThings> {
  const { school, enterprise, consortium } = ORGANISATIONS;
  const one = async (text: string, values: unknown[] = []): Promise<string> =>
    (await sql<{ id: string }>(`${text} returning id`, values))[0]!.id;
  const act = (log: string, subject: string, id: string, actions: string[]) =>
    sql(
      `insert into alliances.${log} (province, ${subject}, seq, action, by_name, at)
       select '370000', $1, n, action, '某人', now() from unnest($2::text[]) with ordinality as a (action, n)`,
      [id, actions],
    );
  const alliance = await one(
    `insert into alliances.alliance (province, id, kind, region, purpose, founded_on, legal_form, park, notice_days, quorum, quorum_of, term_years,
       admission, running_since, sample, created_by_name, created_at)
     values ('370000', $1, 'consortium', '370200', '联合培养', '2026-01-01', 'office', '乙市产业园', 7, 2, 3, 3, 'secretariat', now(), false, '秘书处', now())`,
    [consortium.id],
  );
  const memberOf = async (
    { id, name }: { id: string; name: string },
    kind: string,
    seat: string,
    action: string,
  ) => {
    const member = await one(
      `insert into alliances.member (province, id, alliance_id, organisation, name, kind, seat, created_at)
       values ('370000', gen_random_uuid(), $1, $2, $3, $4, $5, now())`,
      [alliance, id, name, kind, seat],
    );
    await act("member_action", "member_id", member, [action]);
    return member;
  };
  await sql(
    `insert into alliances.evaluation (province, alliance_id, year, no, document, by_name, at)
     values ('370000', $1, 2025, 1, '{"outcome": "met", "score": 1, "unknown": 0, "results": []}', '某人', now())`,
    [alliance],
  );
  await sql(
    "insert into alliances.evaluation_statement (province, alliance_id, year, indicator, words, by_name, at) values ('370000', $1, 2025, 'services', '说明', '某人', now())",
    [alliance],
  );
  const ally = await memberOf(school, "school", "chair", "enter");
  const allyApplied = await memberOf(enterprise, "enterprise", "member", "apply");
  const meetingOf = async (title: string, actions: string[]) => {
    const meeting = await one(
      `insert into alliances.meeting (province, id, alliance_id, title, venue, starts_at, created_at)
       values ('370000', gen_random_uuid(), $1, $2, '会议室', now(), now())`,
      [alliance, title],
    );
    await act("meeting_action", "meeting_id", meeting, actions);
    return meeting;
  };
  const council = await meetingOf("理事会", ["draft", "call", "open"]);
  const councilDraft = await meetingOf("下一次理事会", ["draft"]);
  await sql(
    `insert into alliances.roll (province, meeting_id, member_id, organisation, name, kind, seat, attendance) values ('370000', $1, $2, $3, $4, 'school', 'chair', 'present')`,
    [council, ally, school.id, school.name],
  );
  const itemOf = async (place: number, ballot: string) => {
    const item = await one(
      `insert into alliances.item (province, id, meeting_id, position, title, votes, ballot, majority, base, voters, opened_at)
       values ('370000', gen_random_uuid(), $1, $2, '议题', true, $3, 'simple', 'present', '{chair}', now())`,
      [council, place, ballot],
    );
    if (ballot === "secret")
      await sql("insert into alliances.box (province, item_id, yes) values ('370000', $1, 1)", [item]);
    await sql("insert into alliances.vote (province, item_id, member_id, choice) values ('370000', $1, $2, $3)", [item, ally, ballot === "open" ? "yes" : null]); // prettier-ignore
    return item;
  };
  const openItem = await itemOf(1, "secret");
  const closedItem = await itemOf(2, "secret");
  const closedList = await itemOf(3, "open");
  await sql("insert into alliances.conflict (province, item_id, member_id, reason, by_name, at) values ('370000', $1, gen_random_uuid(), '供应方', '某人', now())", [openItem]); // prettier-ignore
  await sql("update alliances.item set closed_at = now() where id = any($1)", [[closedItem, closedList]]);
  await sql("update alliances.item set base_count = 1, yes = 1, no = 0, abstain = 0, passed = true where id = any($1)", [[closedItem, closedList]]); // prettier-ignore
  const resolutionOf = (item: string, number: string, published: boolean) =>
    one(
      `insert into alliances.resolution (province, id, alliance_id, item_id, number, title, words, adopted_on, published)
       values ('370000', gen_random_uuid(), $1, $2, $3, '决议', '', '2026-11-01', $4)`,
      [alliance, item, number, published],
    );
  const allianceResolution = await resolutionOf(closedItem, "2026-1", false);
  await resolutionOf(closedList, "2026-2", true);
  const allianceTask = await one(
    `insert into alliances.task (province, id, alliance_id, resolution_id, title, member_id, organisation, due, created_at)
     values ('370000', gen_random_uuid(), $1, $2, '任务', $3, $4, '2026-12-01', now())`,
    [alliance, allianceResolution, ally, school.id],
  );
  await act("task_action", "task_id", allianceTask, ["assign"]);
  const fileOf = (subject: string, organisation: string) =>
    one(
      `insert into platform.file (id, purpose, subject, name, media_type, bytes, sha256, path, state, organisation, region, person, minor, created_by, created_at)
       values (gen_random_uuid(), 'evidence', $1, '材料.pdf', 'application/pdf', 1, $2, 'folder:uploads/none/original', 'clean', $3, '370200', null, false, null, now())`,
      [subject, "0".repeat(64), organisation],
    );
  const charterFile = await fileOf(`alliance:${alliance}`, consortium.id);
  const evidenceFile = await fileOf(`alliance-task:${allianceTask}`, school.id);
  await sql("update alliances.task_action set files = array[$2::uuid] where task_id = $1", [
    allianceTask,
    evidenceFile,
  ]);
  await sql("update alliances.alliance set documents = $2 where id = $1", [alliance, JSON.stringify([{ kind: "charter", title: "章程", number: "", on: "2026-01-01", file: charterFile, open: true }])]); // prettier-ignore
  const contribution = await one(
    `insert into alliances.contribution (province, id, alliance_id, member_id, resource, title, value, basis, basis_words, lent, created_at)
     values ('370000', gen_random_uuid(), $1, $2, 'money', '经费', 100, 'payment', '凭证', false, now())`,
    [alliance, ally],
  );
  // an entry and its lines stand or fall together
  await sql(
    `with e as (insert into alliances.entry (province, id, alliance_id, year, number, on_day, kind, words, by_name, at)
       values ('370000', gen_random_uuid(), $1, 2026, 1, '2026-03-01', 'contribute', '经费', '某人', now()) returning id)
     insert into alliances.line (province, entry_id, n, account, contribution_id, amount)
     select '370000', e.id, l.n, l.account, $2, l.amount from e, (values (1, 'holding', 100), (2, 'given', -100)) l (n, account, amount)`,
    [alliance, contribution],
  );
  const drawn = JSON.stringify({
    nodes: [
      {
        id: "link-1",
        kind: "link",
        name: "整机",
        code: "",
        organisation: null,
        source: "hand",
        x: null,
        y: null,
      },
    ],
    edges: [],
  });
  for (const table of ["chain", "chain_published"])
    await sql(
      `insert into alliances.${table} (province, alliance_id, document, revision, by_name, at) values ('370000', $1, $2, 1, '某人', now())`,
      [alliance, drawn],
    );
  return { alliance, ally, allyApplied, council, councilDraft, openItem, closedItem, allianceResolution, allianceTask, charterFile, evidenceFile }; // prettier-ignore
}
