/** Limits and reasons as sentences, with the names of what they are about and the place where each is changed. */
import { sql } from "kysely";
import type { Limit, LimitUse, OfferingReasons } from "@tixi/engines/quota";
import type { Context } from "../../platform/index.ts";
import { regionName } from "../../registry/index.ts";
import { programmeName } from "../names.ts";

export interface SaidLimit {
  id: string;
  kind: Limit["kind"];
  side: Limit["side"];
  limit: number;
  value: number | null;
  words: { zh: string; en: string };
  /** page where it can be changed */
  change: string;
}

const LEVEL = {
  secondary: { zh: "中职", en: "secondary" },
  college: { zh: "高职专科", en: "college" },
  bachelor: { zh: "职业本科", en: "bachelor" },
} as const;
const CARD = {
  add: { zh: "增设", en: "add" },
  expand: { zh: "扩招", en: "expand" },
  keep: { zh: "保持", en: "keep" },
  warn: { zh: "预警（黄牌）", en: "warned" },
  suspend: { zh: "暂停招生（红牌）", en: "suspended" },
  withdraw: { zh: "撤销", en: "withdrawn" },
} as const;
const CONDITION = {
  "students-per-teacher": { zh: "生师比", en: "students per teacher" },
  "teaching-area": { zh: "生均教学行政用房", en: "teaching space per student" },
  building: { zh: "生均校舍建筑面积", en: "buildings per student" },
  dormitory: { zh: "生均宿舍面积", en: "dormitory space per student" },
} as const;

interface Names {
  offering: string;
  school: string;
}

/** Names of the offering or the school that a limit is about. */
async function namesOf(ctx: Context, plan: string, of: string): Promise<Names> {
  const { rows } = await sql<{ school_name: string; programme: string; city: string; own: boolean }>`
    select school_name, programme, city, offering_id::text = ${of} as own from planning.plan_cell
    where plan_id = ${plan} and (offering_id::text = ${of} or school::text = ${of} or school_name = ${of})
    union all
    select school_name, programme, city, true from planning.offering where id::text = ${of}
    union all
    select school_name, '', '', false from planning.offering where school::text = ${of} limit 1`.execute(ctx.tx);
  const row = rows[0];
  return {
    school: row?.school_name ?? of,
    offering: row?.own ? `${row.school_name}${programmeName(row.programme)}（${regionName(row.city)}）` : of,
  };
}

const ofOffering = new Set<Limit["kind"]>(["locked", "card", "change", "proposal", "opening", "class-size"]);

/** One limit in words. */
export async function sayLimit(ctx: Context, plan: string, limit: Limit | LimitUse): Promise<SaidLimit> {
  const names =
    ofOffering.has(limit.kind) || limit.kind === "school" || limit.kind === "openings"
      ? await namesOf(ctx, plan, limit.of)
      : { offering: "", school: "" };
  return {
    id: limit.id,
    kind: limit.kind,
    side: limit.side,
    limit: limit.limit,
    value: "value" in limit ? limit.value : null,
    words: sentence(limit, names),
    change: placeOf(limit, plan),
  };
}

function sentence(limit: Limit, names: Names): { zh: string; en: string } {
  const n = limit.limit;
  const side = {
    least: { zh: "不少于", en: "at least" },
    most: { zh: "不超过", en: "at most" },
    exact: { zh: "恰为", en: "exactly" },
    classes: { zh: "按整班", en: "in whole classes from" },
  }[limit.side];
  const level = LEVEL[limit.of as keyof typeof LEVEL] ?? LEVEL[limit.detail as keyof typeof LEVEL];
  switch (limit.kind) {
    case "locked":
      return { zh: `${names.offering}已锁定为 ${n} 席`, en: `${names.offering} is locked at ${n} seats` };
    case "card": {
      const card = CARD[limit.detail as keyof typeof CARD] ?? { zh: limit.detail, en: limit.detail };
      return { zh: `${names.offering}的专业调整结论为“${card.zh}”，计划${side.zh} ${n} 席`, en: `${names.offering} is “${card.en}” in the programme adjustment: ${side.en} ${n} seats` };
    }
    case "change":
      return { zh: `${names.offering}的年度增减幅度限制，计划${side.zh} ${n} 席`, en: `the yearly change of ${names.offering} leaves ${side.en} ${n} seats` };
    case "proposal":
      return { zh: `${names.offering}按学校意愿${side.zh} ${n} 席`, en: `the school wishes ${side.en} ${n} seats for ${names.offering}` };
    case "opening":
      return n === 0
        ? { zh: `${names.offering}上年未招生，本方案不新开专业点`, en: `${names.offering} had no seats last year and this plan opens none` }
        : { zh: `${names.offering}新开须${side.zh} ${n} 席`, en: `${names.offering}, when opened, has ${side.en} ${n} seats` };
    case "class-size":
      return { zh: `${names.offering}按整班招生，每班不少于 ${n} 人`, en: `${names.offering} enrols whole classes of at least ${n}` };
    case "school": {
      const condition = CONDITION[limit.detail as keyof typeof CONDITION];
      return {
        zh: `${names.school}的办学条件${condition ? `（${condition.zh}）` : ""}只够新招${side.zh === "不超过" ? "" : side.zh} ${n} 人`,
        en: `the conditions of ${names.school}${condition ? ` (${condition.en})` : ""} carry ${side.en} ${n} new students`,
      };
    }
    case "openings":
      return { zh: `${names.school}一年最多新开 ${n} 个专业点`, en: `${names.school} opens at most ${n} offerings a year` };
    case "programme":
      return { zh: `${programmeName(limit.of)}全省最多布点 ${n} 个`, en: `at most ${n} offerings of ${programmeName(limit.of)}` };
    case "level":
      return { zh: `${level?.zh ?? limit.of}规模${side.zh} ${n} 人（国家核定规模）`, en: `the scale of ${level?.en ?? limit.of} is ${side.en} ${n} (approved nationally)` };
    case "city":
      return { zh: `${regionName(limit.of)}${level?.zh ?? ""}${side.zh} ${n} 席`, en: `${regionName(limit.of)} ${level?.en ?? ""} has ${side.en} ${n} seats` };
    case "shortage":
      return { zh: `紧缺专业${level?.zh ?? ""}${side.zh} ${n} 席`, en: `shortage programmes ${level?.en ?? ""} have ${side.en} ${n} seats` };
  }
} // prettier-ignore

function placeOf(limit: Limit, plan: string): string {
  switch (limit.kind) {
    case "locked":
      return `/plans/${plan}/edit?offering=${limit.of}`;
    case "card":
      return `/offerings/${limit.of}`;
    case "proposal":
      return `/plans/${plan}/proposals`;
    case "school":
      return "/imports";
    default:
      return `/plans?from=${plan}#${limit.kind}`;
  }
}

/** Why not more and why not fewer: one paragraph each way, then the limits one by one. */
export async function sayReasons(ctx: Context, plan: string, of: OfferingReasons) {
  const up: SaidLimit[] = [];
  for (const limit of of.up) up.push(await sayLimit(ctx, plan, limit));
  const down: SaidLimit[] = [];
  for (const limit of of.down) down.push(await sayLimit(ctx, plan, limit));
  const value = of.marginal.toFixed(2);
  const price = of.levelPrice?.toFixed(2) ?? null;
  const more = up.length
    ? {
        zh: `不再增加，是因为：${up.map(({ words }) => words.zh).join("；")}。`,
        en: `No more, because ${up.map(({ words }) => words.en).join("; ")}.`,
      }
    : {
        zh: price === null ? `多一席的价值为 ${value}，不值得再增加。` : `多一席的价值为 ${value}，而同层次的席位放在别处值 ${price}，不值得再增加。`,
        en: price === null ? `One more seat is worth ${value}: no more are wanted.` : `One more seat here is worth ${value}; a seat of this level is worth ${price} elsewhere.`,
      };
  const last = of.marginalLast.toFixed(2);
  const fewer = of.seats === 0
    ? null
    : down.length
      ? {
          zh: `不再减少，是因为：${down.map(({ words }) => words.zh).join("；")}。`,
          en: `No fewer, because ${down.map(({ words }) => words.en).join("; ")}.`,
        }
      : {
          zh: `最后一席的价值为 ${last}，减掉会有损失。`,
          en: `The last seat is worth ${last}: giving it up would cost that.`,
        };
  return { up, down, more, fewer };
} // prettier-ignore
