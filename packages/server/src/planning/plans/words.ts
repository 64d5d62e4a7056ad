/** The engine's words with the names of schools, programmes and places, and the page where each limit is changed. */
import { sql } from "kysely";
import {
  conflictSentence,
  groupPhrase,
  limitPhrase,
  reasonsSentence,
  type Limit,
  type LimitUse,
  type NameOf,
  type OfferingReasons,
  type QuotaConflict,
} from "@tixi/engines/quota";
import type { Context } from "../../platform/index.ts";
import { regionName } from "../../registry/index.ts";
import { programmeName } from "../names.ts"; // prettier-ignore
import { decidedApplications } from "./decisions.ts";

type Words = { zh: string; en: string };

export interface SaidLimit {
  id: string;
  kind: Limit["kind"];
  side: Limit["side"];
  limit: number;
  value: number | null;
  words: Words;
  /** page where it can be changed */
  change: string;
}

/** 办学条件 that give a ceiling, as the engine is told them. */
export const CONDITION_NAMES: Record<string, Words> = {
  "students-per-teacher": { zh: "生师比", en: "students per teacher" },
  "teaching-area": { zh: "生均教学行政用房", en: "teaching space per student" },
  building: { zh: "生均校舍面积", en: "buildings per student" },
  dormitory: { zh: "生均宿舍面积", en: "dormitory space per student" },
};

/** Names of what these limits are about; offerings and schools as the plan's cells call them. */
async function namesFor(ctx: Context, plan: string, limits: readonly Limit[]): Promise<NameOf> {
  const keys = [...new Set(limits.map((limit) => limit.of))];
  const { rows } = await sql<{ key: string; school_name: string; programme: string | null; city: string | null }>`
    select offering_id::text as key, school_name, programme, city from planning.plan_cell where plan_id = ${plan} and offering_id::text = any(${keys})
    union all
    select id::text, school_name, programme, city from planning.offering where id::text = any(${keys})
    union all
    select school::text, min(school_name), null, null from planning.offering where school::text = any(${keys}) group by school`.execute(ctx.tx);
  const names = new Map<string, string>();
  for (const row of rows)
    names.set(row.key, row.programme === null ? row.school_name : `${row.school_name}${programmeName(row.programme)}（${regionName(row.city!)}）`);
  return (limit) =>
    names.get(limit.of) ?? (limit.kind === "city" ? regionName(limit.of) : limit.kind === "programme" ? programmeName(limit.of) : limit.of);
} // prettier-ignore

const inBoth = (say: (tongue: "zh-CN" | "en") => string): Words => ({ zh: say("zh-CN"), en: say("en") });

const told = (limit: Limit, tongue: "zh-CN" | "en"): Limit => {
  const condition = limit.kind === "school" ? CONDITION_NAMES[limit.detail] : undefined;
  return condition ? { ...limit, detail: tongue === "en" ? condition.en : condition.zh } : limit;
};

const OF_OFFERING = new Set<Limit["kind"]>(["locked", "card", "change", "proposal", "opening", "class-size"]);

/** Where limits stand in this plan: its pages, and the applications that were decided. */
interface Places {
  plan: string;
  /** plan in whose editor locks are lifted: that of a scenario without seats stand in the one it was made from */
  locks: string;
  applications: ReadonlyMap<string, string>;
}

async function placesFor(ctx: Context, plan: string, limits: readonly Limit[]): Promise<Places> {
  const asked = limits.filter(({ kind }) => kind === "proposal").map(({ of }) => of);
  const { rows } = await sql<{
    locks: string;
  }>`select case when summary is null then coalesce(based_on, id) else id end as locks
    from planning.plan where id = ${plan}`.execute(ctx.tx);
  return {
    plan,
    locks: rows[0]?.locks ?? plan,
    applications: asked.length > 0 ? await decidedApplications(ctx, plan, asked) : new Map(),
  };
}

function said(limit: Limit | LimitUse, places: Places, name: NameOf, withOffering: boolean): SaidLimit {
  const whose = withOffering && OF_OFFERING.has(limit.kind);
  return {
    id: limit.id,
    kind: limit.kind,
    side: limit.side,
    limit: limit.limit,
    value: "value" in limit ? limit.value : null,
    words: inBoth((tongue) => {
      const phrase = limitPhrase(told(limit, tongue), tongue, name);
      return whose ? `${name(limit)}${tongue === "en" ? ": " : "："}${phrase}` : phrase;
    }),
    change: placeOf(limit, places),
  };
}

function placeOf(limit: Limit, { plan, locks, applications }: Places): string {
  const application = applications.get(limit.of);
  switch (limit.kind) {
    case "locked":
      return `/plans/${locks}/edit?offering=${limit.of}`;
    case "card":
      return `/offerings/${limit.of}`;
    case "proposal":
      return application === undefined ? `/plans/${plan}/proposals` : `/applications/${application}`;
    case "school":
      return "/imports";
    default:
      return `/plans?from=${plan}#${limit.kind}`;
  }
}

/** Limits in words. @param withOffering names the offering too, where the reader does not know it already */
export async function sayLimits(
  ctx: Context,
  plan: string,
  limits: readonly (Limit | LimitUse)[],
  withOffering: boolean,
): Promise<SaidLimit[]> {
  const name = await namesFor(ctx, plan, limits);
  const places = await placesFor(ctx, plan, limits);
  return limits.map((limit) => said(limit, places, name, withOffering));
}

/** Why these seats and not more or fewer: the engine's sentences, then the limits one by one. */
export async function sayReasons(ctx: Context, plan: string, of: OfferingReasons) {
  const limits = [...of.up, ...of.down];
  const name = await namesFor(ctx, plan, limits);
  const places = await placesFor(ctx, plan, limits);
  const sentence = inBoth((tongue) => {
    const names = (limits: readonly LimitUse[]) => limits.map((limit) => told(limit, tongue) as LimitUse);
    return reasonsSentence({ ...of, up: names(of.up), down: names(of.down) }, tongue, name);
  });
  return {
    sentence,
    up: of.up.map((limit) => said(limit, places, name, false)),
    down: of.down.map((limit) => said(limit, places, name, false)),
  };
}

/** Single limits of one kind beyond this are told as one: nobody changes them one by one. */
const MOST_SINGLE = 6;

/** The smallest conflicting set in one sentence, and limit by limit; many of one kind come as one, with a few of them by name. */
export async function sayConflict(ctx: Context, plan: string, conflict: QuotaConflict) {
  const kinds = new Map<Limit["kind"], { limit: Limit; nearest: number | null }[]>();
  for (const [i, limit] of conflict.limits.entries())
    kinds.set(limit.kind, [...(kinds.get(limit.kind) ?? []), { limit, nearest: conflict.nearest?.[i] ?? null }]);
  const groups = [...kinds].sort(([a], [b]) => Number(OF_OFFERING.has(a)) - Number(OF_OFFERING.has(b))).map(([, list]) => list);
  const shown = groups.flatMap((list) => (isMany(list) ? list.slice(0, MOST_SINGLE) : list)).map(({ limit }) => limit);
  const name = await namesFor(ctx, plan, shown);
  const places = await placesFor(ctx, plan, shown);
  const one = ({ limit, nearest }: { limit: Limit; nearest: number | null }) => ({ ...said(limit, places, name, true), nearest, count: 1, examples: [] as Words[] });
  return {
    single: conflict.single,
    sentence: inBoth((tongue) => conflictSentence({ ...conflict, limits: conflict.limits.map((limit) => told(limit, tongue)) }, tongue, name)),
    limits: groups.flatMap((list) => {
      if (!isMany(list)) return list.map(one);
      const sum = list.reduce((all, { limit }) => all + limit.limit, 0);
      const examples = list.slice(0, MOST_SINGLE).map((item) => one(item).words);
      const words = inBoth((tongue) => groupPhrase(list.map(({ limit }) => limit), tongue));
      return [{ ...one(list[0]!), id: list[0]!.limit.kind, limit: sum, words, nearest: null, count: list.length, examples }];
    }),
  };
} // prettier-ignore

const isMany = (list: readonly { limit: Limit }[]): boolean =>
  list.length > MOST_SINGLE && OF_OFFERING.has(list[0]!.limit.kind);
