import type { FastifyRequest } from "fastify";
import { SAMPLE_PROVINCE } from "@tixi/engines/sample";
import { sql } from "kysely";
import { dayInChina, NOBODY, type Actor, type Context, type Role } from "../platform/index.ts";
import { membersOf } from "./alliance.sql.ts";
import { feedChain, publishChain } from "./chain/chain.ts";
import { attend, recuse } from "./council/attend.ts";
import { actOnMeeting, draftMeeting } from "./council/meetings.ts";
import { castVote, closeVote, openVote } from "./council/votes.ts";
import { foundAlliance, startAlliance } from "./found.ts";
import type { SeatKind } from "./kinds.ts";
import { contribute, postEntry } from "./ledger/post.ts";
import { applyForMembership, enterMember } from "./members/members.ts";
import { actOnTask, assignTask, publishResolution, resolutionsOf } from "./tasks/tasks.ts"; // prettier-ignore

/** Somebody of the sample at work, some days ago. */
export type SampleAs = <T>(actor: Actor, daysAgo: number, action: (ctx: Context) => Promise<T>) => Promise<T>;
/** The sample's own accounts that have a part in it. */
export interface SampleAllies {
  secretariat: Actor;
  school: Actor;
  enterprise: Actor;
}

/** He who has just read it. */
const LATEST = { headers: { "if-match": "*" } } as FastifyRequest;
const DAY = 86_400_000;

interface Found {
  id: string;
  name: string;
  kind: string;
  region: string;
}
interface Ally {
  actor: Actor;
  seat: SeatKind;
  leads: boolean;
}
type Choice = "yes" | "no" | "abstain";
interface Motion {
  title: string;
  words: string;
  secret?: boolean;
  majority?: "simple" | "two-thirds";
  /** by seat, in the order of the allies; null = stands aside */
  choices: (Choice | null)[];
}

/**
 * A consortium that has met twice and meets again, with its tasks, and a community that has begun to work; all of it made up,
 * and taken through the same steps as by hand. Done once, however often it is asked.
 */
export async function loadSampleAlliance(as: SampleAs, { secretariat, school, enterprise }: SampleAllies): Promise<void> {
  const own = secretariat.organisation!;
  const known = await as(secretariat, 0, ({ tx }) => sql`select 1 from alliances.alliance where id = ${own}`.execute(tx));
  if (known.rows.length > 0) return;
  const register = await as(secretariat, 0, registered);
  const first = (kind: string, but: readonly (string | null)[] = []): Actor | null => {
    const fits = register.filter((one) => one.kind === kind && !but.includes(one.id));
    // of its own city where there is one
    const found = fits.find(({ region }) => region === register.find(({ id }) => id === own)?.region) ?? fits[0];
    return found ? speakerOf(found) : null;
  };
  const [park, institute, association] = [first("park"), first("institute"), first("association")];
  const applicant = first("enterprise", [enterprise.organisation]);
  const alliance = register.find(({ id }) => id === own);
  if (!park || !institute || !association || alliance?.kind !== "consortium") return;
  const seats: Ally[] = [
    { actor: park, seat: "chair", leads: true },
    { actor: school, seat: "vice-chair", leads: true },
    { actor: enterprise, seat: "vice-chair", leads: true },
    { actor: institute, seat: "director", leads: false },
  ];
  await found(as, secretariat, { park: "示例·砺锋高端装备产业园", field: null, chain: "数控机床—工业机器人—系统集成" }, [...seats, { actor: association, seat: "member", leads: false }]);
  const council = { as, secretariat, seats, own };
  await meet(council, 120, "第一次理事会会议", [
    { title: "通过联合体章程", words: "章程规定：法定人数为理事席位的三分之二；修改章程须三分之二以上同意。", majority: "two-thirds", choices: ["yes", "yes", "yes", "yes"] },
    { title: "选举秘书长", words: "秘书长由示例学校推荐。", secret: true, choices: ["yes", "yes", "yes", "abstain"] },
  ]);
  await meet(council, 45, "第二次理事会会议", [
    { title: "共建数控技术联合培养方案", words: "由学校牵头、企业参与，年内完成人才培养方案的共同制定，并确定岗位能力清单。", choices: ["yes", "yes", "yes", "abstain"] },
    { title: "购置五轴加工中心", words: "由理事企业供应，提供企业回避表决。", majority: "two-thirds", choices: ["yes", "no", null, "no"] },
  ]);
  await assign(council);
  await pool(council);
  await as(secretariat, 20, (ctx) => feedChain(ctx, LATEST, own));
  await as(secretariat, 18, (ctx) => publishChain(ctx, LATEST, own, true));
  await as(secretariat, 3, (ctx) =>
    draftMeeting(ctx, own, {
      title: "第三次理事会会议",
      place: "示例产业园会议中心",
      startsAt: at(ctx, -12),
      items: [
        { title: "秘书处工作报告", words: "", votes: false, ballot: "open", majority: "simple", base: "present", voters: ["chair", "vice-chair", "director"] },
        { title: "下一年度联合培养规模", words: "订单班 4 个，学徒制 2 个班。", votes: true, ballot: "open", majority: "simple", base: "present", voters: ["chair", "vice-chair", "director"] },
      ],
    }).then(({ id }) => actOnMeeting(ctx, LATEST, id, "call", {})));
  if (applicant) await as(applicant, 2, (ctx) => applyForMembership(ctx, own, { statement: "愿意提供 20 个岗位实习岗位和两名产业导师。" }));
  const community = register.find(({ kind }) => kind === "community");
  if (community)
    await found(as, speaker("secretariat", community), { park: null, field: "新一代信息技术", chain: "设计—制造—封装测试—应用" }, [
      { actor: enterprise, seat: "chair", leads: true },
      { actor: school, seat: "vice-chair", leads: true },
      { actor: institute, seat: "director", leads: false },
    ]);
} // prettier-ignore

/** Organisations of the sample province that can have a part. */
async function registered({ tx }: Context): Promise<Found[]> {
  const { rows } = await sql<Found>`select organisation_id as id, name, kind, region from registry.organisation_version
    where upper_inf(valid) and kind in ('park', 'institute', 'association', 'enterprise', 'consortium', 'community')
      and starts_with(region, platform.region_prefix(${SAMPLE_PROVINCE.code})) order by name, organisation_id`.execute(tx);
  return rows;
} // prettier-ignore

const speaker = (role: Role, { id, region }: Found): Actor => ({ ...NOBODY, name: "示例代表", role, organisation: id, region, silent: true }); // prettier-ignore
/** Parks, institutes, associations and enterprises are spoken for by officers of theirs. */
const speakerOf = (found: Found): Actor => speaker("enterprise-officer", found);

/** The hour of a meeting so many days before now. */
const at = (ctx: Context, daysAgo: number): string => `${dayInChina(new Date(ctx.now.getTime() - daysAgo * DAY))}T10:00:00+08:00`; // prettier-ignore

const FOUNDED = 150;

async function found(as: SampleAs, secretariat: Actor, on: { park: string | null; field: string | null; chain: string }, allies: readonly Ally[]): Promise<void> {
  await as(secretariat, FOUNDED, async (ctx) => {
    const day = dayInChina(ctx.now);
    const document = (kind: "approval" | "charter" | "entity", title: string) => ({ kind, title: `${title}（示例）`, number: "", on: day, file: null, open: false });
    const { id } = await foundAlliance(ctx, {
      ...on, purpose: "汇聚产教资源，联合培养产业所需的技术技能人才。（示例）", foundedOn: day, legalForm: "non-enterprise-unit",
      documents: [document("approval", "关于同意建设的批复"), document("charter", "章程"), document("entity", "民办非企业单位登记证书")],
      noticeDays: 7, quorum: 2, quorumOf: 3, termYears: 3, admission: "secretariat",
    });
    for (const { actor, seat, leads } of allies) await enterMember(ctx, id, { organisation: actor.organisation!, seat, leads, termFrom: day });
    await startAlliance(ctx, id);
  });
} // prettier-ignore

interface Council {
  as: SampleAs;
  secretariat: Actor;
  seats: readonly Ally[];
  own: string;
}

/** Called ten days before; everybody comes, votes item by item; minutes two days later, confirmed by the chair after two more. */
async function meet({ as, secretariat, seats, own }: Council, daysAgo: number, title: string, motions: readonly Motion[]): Promise<void> {
  const drafted = await as(secretariat, daysAgo + 10, (ctx) =>
    draftMeeting(ctx, own, {
      title,
      place: "示例产业园会议中心",
      startsAt: at(ctx, -10),
      items: motions.map(({ title, words, secret, majority }) => ({
        title, words, votes: true, ballot: secret ? ("secret" as const) : ("open" as const), majority: majority ?? "simple", base: "present" as const, voters: ["chair", "vice-chair", "director"],
      })),
    }));
  const { id, agenda } = await as(secretariat, daysAgo + 10, (ctx) => actOnMeeting(ctx, LATEST, drafted.id, "call", {}));
  const members = await as(secretariat, daysAgo + 10, (ctx) => membersOf(ctx, own));
  const memberOf = ({ actor }: Ally): string => members.find(({ organisation }) => organisation === actor.organisation)!.id;
  for (const ally of seats) await as(ally.actor, daysAgo, (ctx) => attend(ctx, LATEST, id, { member: memberOf(ally), attendance: "present", proxyTo: null }));
  await as(secretariat, daysAgo, (ctx) => actOnMeeting(ctx, LATEST, id, "open", {}));
  for (const [n, { choices }] of motions.entries()) {
    const item = agenda[n]!.id;
    for (const [i, ally] of seats.entries())
      if (choices[i] === null) await as(ally.actor, daysAgo, (ctx) => recuse(ctx, id, item, { member: memberOf(ally), reason: "本单位是供应方。" }));
    await as(secretariat, daysAgo, (ctx) => openVote(ctx, LATEST, id, item));
    for (const [i, ally] of seats.entries()) {
      const choice = choices[i];
      if (choice) await as(ally.actor, daysAgo, (ctx) => castVote(ctx, id, item, { member: memberOf(ally), choice }));
    }
    await as(secretariat, daysAgo, (ctx) => closeVote(ctx, LATEST, id, item));
  }
  await as(secretariat, daysAgo, (ctx) => actOnMeeting(ctx, LATEST, id, "close", {}));
  await as(secretariat, daysAgo - 2, (ctx) => actOnMeeting(ctx, LATEST, id, "minute", { minutes: `${title}在示例产业园会议中心举行，四个理事席位全部到会，逐项审议并表决了议程所列事项。（示例）` }));
  await as(seats[0]!.actor, daysAgo - 4, (ctx) => actOnMeeting(ctx, LATEST, id, "confirm-minutes", {}));
} // prettier-ignore

/** Of the second meeting's resolution: a task that is done, one under way, and one that is overdue. */
async function assign({ as, secretariat, seats, own }: Council): Promise<void> {
  const { items } = await as(secretariat, 43, (ctx) => resolutionsOf(ctx, own));
  const members = await as(secretariat, 43, (ctx) => membersOf(ctx, own));
  const plan = items.find(({ title }) => title.includes("培养方案"))!;
  const task = (n: number, title: string, days: number) =>
    as(secretariat, 43, (ctx) =>
      assignTask(ctx, plan.id, { title, member: members.find(({ organisation }) => organisation === seats[n]!.actor.organisation)!.id, due: dayInChina(new Date(ctx.now.getTime() + days * DAY)) }));
  const done = await task(2, "提供岗位能力清单", 20);
  await task(1, "起草人才培养方案", 33);
  await task(3, "组织专家论证", 90);
  await as(seats[2]!.actor, 28, (ctx) => actOnTask(ctx, LATEST, done.id, "report", { note: "已提交 12 个岗位的能力清单，由两校专业负责人签收。（示例）" }));
  await as(secretariat, 27, (ctx) => actOnTask(ctx, LATEST, done.id, "confirm", {}));
  for (const one of items) await as(secretariat, 40, (ctx) => publishResolution(ctx, LATEST, one.id, { published: true }));
} // prettier-ignore

const YUAN = 100;

/** What the seats put in, each with its basis; some of it is used, and the machine earns something. */
async function pool({ as, secretariat, seats, own }: Council): Promise<void> {
  const members = await as(secretariat, 100, (ctx) => membersOf(ctx, own));
  const put = (daysAgo: number, n: number, of: { resource: "money" | "people" | "equipment" | "technology" | "policy"; title: string; yuan: number; basis: "payment" | "payroll" | "appraisal" | "agreement" | "estimate"; basisWords: string; lent?: boolean }) =>
    as(secretariat, daysAgo, (ctx) => {
      const { yuan, lent = false, ...rest } = of;
      const on = dayInChina(ctx.now);
      const member = members.find(({ organisation }) => organisation === seats[n]!.actor.organisation)!.id;
      return contribute(ctx, own, { ...rest, member, value: yuan * YUAN, lent, until: null, on });
    });
  await put(100, 0, { resource: "money", title: "园区年度专项经费（示例）", yuan: 500_000, basis: "payment", basisWords: "示例转账凭证" });
  await put(99, 0, { resource: "policy", title: "实训用房租金减免（示例）", yuan: 180_000, basis: "agreement", basisWords: "示例减免协议" });
  await put(96, 2, { resource: "equipment", title: "五轴加工中心（示例）", yuan: 1_260_000, basis: "appraisal", basisWords: "示例评估报告", lent: true });
  await put(95, 2, { resource: "people", title: "产业导师 6 人全年工时（示例）", yuan: 216_000, basis: "payroll", basisWords: "示例工资表" });
  const { contributions } = await put(90, 3, { resource: "technology", title: "机器人离线编程软件授权（示例）", yuan: 80_000, basis: "estimate", basisWords: "同类授权的公开报价" });
  const idOf = (title: string): string => contributions.find((one) => one.title.startsWith(title))!.id;
  const entry = (daysAgo: number, kind: "use" | "gain", of: string, yuan: number, words: string) =>
    as(secretariat, daysAgo, (ctx) => postEntry(ctx, own, { kind, contribution: idOf(of), amount: yuan * YUAN, on: dayInChina(ctx.now), words: `${words}（示例）` }));
  await entry(60, "use", "园区年度", 236_500, "联合培养班实训耗材");
  await entry(50, "use", "产业导师", 108_000, "上半年授课工时");
  await entry(30, "gain", "五轴", 42_800, "对外加工服务收入");
} // prettier-ignore
