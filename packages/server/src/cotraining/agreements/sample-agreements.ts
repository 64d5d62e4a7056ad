import type { FastifyRequest } from "fastify";
import { sql } from "kysely";
import { dayInChina, type Actor, type Context } from "../../platform/index.ts";
import { alliancesOf } from "../own-alliance.ts";
import { KIND_NAMES, terms, type Kind } from "./kinds.ts";
import { showAgreement } from "./present.ts";
import { requireAgreement } from "./agreements.sql.ts";
import { signAgreement } from "./sign-agreement.ts";
import { actOnAgreement, draftAgreement } from "./write-agreement.ts";

/** Somebody of the sample at work, some days ago. */
type SampleAs = <T>(actor: Actor, daysAgo: number, action: (ctx: Context) => Promise<T>) => Promise<T>;

/** He who has just read it. */
const LATEST = { headers: { "if-match": "*" } } as FastifyRequest;
const DAY = 86_400_000;
const YUAN = 100;

/**
 * Two agreements of the sample's school and enterprise, taken through the same steps as by hand: an order class in force, and an
 * apprenticeship that waits for the school's signature. Done once, however often it is asked.
 */
export async function loadSampleAgreements(as: SampleAs, { school, enterprise }: { school: Actor; enterprise: Actor }): Promise<void> {
  const there = await as(school, 0, ({ tx }) => sql`select 1 from cotraining.agreement where school = ${school.organisation} limit 1`.execute(tx));
  if (there.rows.length > 0) return;
  const posts = await as(enterprise, 0, ({ tx }) =>
    sql<{ id: string; programme: string }>`select id, programmes[1] as programme from cotraining.post where enterprise = ${enterprise.organisation} and cardinality(programmes) > 0 order by name limit 2`.execute(tx));
  const programme = posts.rows[0]?.programme;
  if (!programme) return;
  const drafted = (kind: Kind, actor: Actor, partner: Actor, daysAgo: number) =>
    as(actor, daysAgo, async (ctx) => {
      const day = (days: number) => dayInChina(new Date(ctx.now.getTime() + days * DAY));
      const made = await draftAgreement(ctx, {
        kind, partner: partner.organisation!, title: `${KIND_NAMES[kind].zh}合作协议（示例）`, programme, cohortYear: ctx.now.getFullYear(), people: 12, fromOn: day(20), toOn: day(560), alliance: (await alliancesOf(ctx))[0] ?? null,
        terms: terms.parse({
          posts: posts.rows.map(({ id }) => id), place: "示例产业园一号厂房", pay: 4400 * YUAN, likePay: 5200 * YUAN, lowestPay: 4300 * YUAN, payCycleMonths: 1, hoursDay: 8, hoursWeek: 40,
          liabilityPayer: "school", accidentPayer: "enterprise", studentsPerMentor: 4, rotation: "每学期在校十二周、在厂六周，工位每三周轮换一次。（示例）",
          assessment: "双方按共同制定的岗位能力标准评分，各占一半。（示例）", officialTemplate: true,
        }),
      });
      await actOnAgreement(ctx, LATEST, made.id, "propose", {});
      return made.id;
    });
  const sign = (actor: Actor, id: string, daysAgo: number) =>
    as(actor, daysAgo, async (ctx) => signAgreement(ctx, LATEST, id, { sha256: (await showAgreement(ctx, await requireAgreement(ctx, id))).sha256 }));
  const order = await drafted("order-class", school, enterprise, 80);
  await sign(enterprise, order, 76);
  await sign(school, order, 75);
  await sign(enterprise, await drafted("modern-apprenticeship", enterprise, school, 6), 5);
} // prettier-ignore
