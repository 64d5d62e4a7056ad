import type { TestDatabase } from "../../platform/testing/test-database.ts";
import { cast, ORGANISATIONS, player, type OrganisationKey } from "./cast.ts";

/** Names of pupils that stand nowhere else. */
export const PUPILS = ["机密学生甲", "机密学生乙", "机密学生丙"] as const;

/** Things of the first school (and of the office of its city), by the ids that the routes are asked with. */
export interface PeopleThings {
  pupil: string;
  membership: string;
  otherMembership: string;
  claim: string;
  invitation: string;
  delegation: string;
  guardian: string;
  roster: string;
  proposal: string;
  webhook: string;
  otherWebhook: string;
  notice: string;
  session: string;
  link: string;
  file: string;
  otherFile: string;
  key: string;
  provider: string;
  request: string;
  otherRequest: string;
}

const SCHOOLS: readonly OrganisationKey[] = ["school", "otherSchool", "farSchool"];

/** Organisations, people, and one of everything that belongs to a school or a person, in three schools. */
export async function peopleThings(world: TestDatabase): Promise<PeopleThings> {
  const { sql } = world;
  await sql(
    "insert into registry.installation (province, sample, publisher, created_at) values ('370000', false, '甲省教育厅', now())",
  );
  for (const { id, kind, region, name } of Object.values(ORGANISATIONS)) {
    await sql("insert into registry.organisation (id, created_at) values ($1, now())", [id]);
    await sql(
      `insert into registry.organisation_version (organisation_id, valid, name, kind, region, change, recorded_at)
       values ($1, '[2020-01-01,)', $2, $3, $4, 'registered', now())`,
      [id, name, kind, region],
    );
  }
  const memberships = await people(world);
  const things: PeopleThings[] = [];
  for (const [n, key] of SCHOOLS.entries()) things.push(await schoolThings(world, n, key, memberships));
  await sql(
    `insert into registry.succession (predecessor, successor, on_day, kind, recorded_at) values ($1, $2, '2025-01-01', 'merged', now())`,
    [ORGANISATIONS.otherSchool.id, ORGANISATIONS.school.id],
  );
  return things[0]!;
}

async function people({ sql }: TestDatabase): Promise<Map<string, string>> {
  const memberships = new Map<string, string>();
  for (const { actor, organisation } of cast) {
    if (organisation === null || actor.personId === null) continue;
    await sql(
      `insert into auth."user" (id, name, email, email_verified, created_at, updated_at) values ($1, $2, $3, false, now(), now())`,
      [actor.userId, actor.name, `${actor.userId}@tixi.invalid`],
    );
    await sql(
      "insert into registry.person (id, name, user_id, state, created_at) values ($1, $2, $3, 'active', now())",
      [actor.personId, actor.name, actor.userId],
    );
    const [made] = await sql<{ id: string }>(
      `insert into registry.membership (id, person_id, organisation_id, role, region, state, since, created_at)
       values (gen_random_uuid(), $1, $2, $3, $4, 'active', '2026-01-01', now()) returning id`,
      [actor.personId, ORGANISATIONS[organisation].id, actor.role, actor.region],
    );
    memberships.set(actor.personId, made!.id);
  }
  return memberships;
}

async function schoolThings(
  { sql, platform }: TestDatabase,
  n: number,
  key: OrganisationKey,
  memberships: ReadonlyMap<string, string>,
): Promise<PeopleThings> {
  const { id: school, region, name } = ORGANISATIONS[key];
  const { vault } = platform;
  const place = cast.find((one) => one.organisation === key)!.place;
  const [teacher, officer, student] = (["teacher", "school-officer", "student"] as const).map((role) => player(role, place).actor); // prettier-ignore
  const insert = async (table: string, values: Record<string, unknown>): Promise<string> => {
    const all: Record<string, unknown> = { id: undefined, ...values };
    const columns = Object.keys(all).filter((column) => all[column] !== undefined);
    const [row] = await sql<{ id: string }>(
      `insert into ${table} (id, ${columns.join(", ")}) values (gen_random_uuid(), ${columns.map((_, i) => `$${i + 1}`).join(", ")}) returning id`,
      columns.map((column) => all[column]),
    );
    return row!.id;
  };
  const now = new Date();
  const later = new Date(now.getTime() + 7 * 86_400_000);
  const by = { created_at: now, created_by: officer!.userId };
  const held = { organisation_id: school, region };

  const pupil = await insert("registry.person", {
    name: PUPILS[n],
    state: "active",
    born_on: "2013-05-01",
    created_at: now,
  });
  for (const [k, person_id] of [pupil, student!.personId].entries())
    await sql(
      `insert into registry.student (person_id, school_id, region, student_number, programme_code, level, entry_year, state, updated_at)
       values ($1, $2, $3, $4, '660103', 'secondary', 2025, 'enrolled', now())`,
      [person_id, school, region, `2025${n}${k}`],
    );
  const claimant = await insert("registry.person", {
    name: `申请人${n}`,
    state: "registered",
    created_at: now,
  });
  const roster = await insert("registry.roster", {
    ...held, kind: "staff", file_name: "a.csv", rows_read: 1, accepted: 1, duplicate: 0, rejected: 0, state: "done", ...by,
  }); // prettier-ignore
  await sql(
    "insert into registry.roster_row (roster_id, row_number, outcome, sealed) values ($1, 2, 'accepted', $2)",
    [roster, vault.seal("registry.roster_row", "{}")],
  );
  await insert("registry.hand_over", { ...held, subject: "job:1", from_person: teacher!.personId, to_person: officer!.personId, reason: "离校", ...by }); // prettier-ignore
  await insert("registry.organisation_correction", { ...held, before: "{}", after: "{}", note: "更正", recorded_at: now }); // prettier-ignore
  await sql(
    "insert into platform.notice_preference (user_id, language, mail, updated_at) values ($1, 'zh-CN', '{}', now())",
    [teacher!.userId],
  );
  const aWebhook = () =>
    insert("platform.webhook", {
      region, organisation: school, name: "校内系统", url: "https://example.com/", secret_sealed: vault.seal("platform.webhook.secret", "x"), events: ["release.published"], state: "paused", updated_at: now, ...by,
    }); // prettier-ignore
  const webhook = await aWebhook();
  await insert("platform.delivery", { channel: "webhook", webhook_id: webhook, content: JSON.stringify({ kind: "job.done" }), state: "sent", next_at: now, created_at: now }); // prettier-ignore
  await insert("platform.delivery", { channel: "email", user_id: teacher!.userId, content: JSON.stringify({ kind: "job.done" }), state: "sent", next_at: now, created_at: now }); // prettier-ignore
  await sql("update registry.person set phone_sealed = $2, kept_by = $3 where id = $1", [
    teacher!.personId,
    vault.seal("registry.person.phone", "13800000000"),
    school,
  ]);
  const account = (provider: string) =>
    insert('auth.account', { user_id: teacher!.userId, account_id: teacher!.userId, provider_id: provider, created_at: now, updated_at: now }); // prettier-ignore
  await account("credential");
  const aFile = (path: string) =>
    insert("platform.file", {
      purpose: "evidence", subject: `organisation:${school}`, name: "a.txt", media_type: "text/plain", bytes: 1, sha256: "0".repeat(64), path, state: "clean", organisation: school, region, ...by,
    }); // prettier-ignore
  const aRequest = (kind: string) =>
    insert("platform.personal_request", { kind, person_id: teacher!.personId, organisation: school, region, state: "asked", asked_at: now, due_on: "2026-12-31" }); // prettier-ignore
  return {
    otherWebhook: await aWebhook(),
    session: await insert("auth.session", { token: `token${n}`, user_id: student!.userId, expires_at: later, seen_at: later, created_at: now, updated_at: now }), // prettier-ignore
    link: await account("sso:x"),
    file: await aFile(`a${n}`),
    otherFile: await aFile(`b${n}`),
    request: await aRequest("erase"),
    otherRequest: await aRequest("export"),
    pupil,
    roster,
    webhook,
    otherMembership: await insert("registry.membership", { ...held, person_id: teacher!.personId, role: "reviewer", state: "active", since: "2026-01-01", created_at: now }), // prettier-ignore
    membership: memberships.get(teacher!.personId!)!,
    claim: await insert("registry.membership", { ...held, person_id: claimant, role: "teacher", state: "claimed", since: "2026-01-01", created_at: now }), // prettier-ignore
    invitation: await insert("registry.invitation", { ...held, token_hash: Buffer.from(name), name: "新教师", role: "teacher", actor: "{}", created_at: now, expires_at: later }), // prettier-ignore
    delegation: await insert("registry.delegation", {
      ...held, membership_id: memberships.get(officer!.personId!), from_person: officer!.personId, to_person: teacher!.personId, reason: "外出学习", since: now, until: later, ...by,
    }), // prettier-ignore
    guardian: await insert("registry.guardian", {
      person_id: pupil, school_id: school, region, name_sealed: vault.seal("registry.guardian.name", "家长"), phone_sealed: vault.seal("registry.guardian.phone", "13800000000"), relation: "mother", ...by,
    }), // prettier-ignore
    proposal: await insert("registry.organisation_proposal", { ...held, address: "新址", website: "", state: "proposed", proposed_at: now }), // prettier-ignore
    notice: await insert("platform.notice", { user_id: teacher!.userId, kind: "job.done", params: "{}", link: "/", region, organisation: school, created_at: now, mail: "none" }), // prettier-ignore
    key: await insert("platform.api_key", {
      name: "教务系统", role: "school-officer", organisation: school, region, scopes: ["registry.look"], prefix: "tixi_x", hash: Buffer.from(`hash${n}`), expires_at: later, ...by,
    }), // prettier-ignore
    provider: await insert("platform.sso_provider", { label: "校园统一认证", issuer: "https://example.com", client_id: "x", link_by: "none", claim: "sub", region, updated_at: now, ...by }), // prettier-ignore
  };
}
