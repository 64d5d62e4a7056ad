import { sql } from "kysely";
import { Conflict, type Context } from "../../platform/index.ts";
import { regionName } from "../regions.ts";
import type { Kind } from "./kinds.ts";
import type { Facts, Named } from "./organisations.sql.ts";

export interface Twin extends Named {
  region: string;
  regionName: string;
  kind: Kind;
  why: "same" | "near";
}

const MOST = 5;
const CANDIDATES = 500;
/** Shorter names differ too easily by one character. */
const TELLING = 5;
const COUNTERS = /^[0-9a-z一二三四五六七八九十百东南西北中]$/;

/**
 * Organisations that hold today and have the same name in the province, or nearly the same: with other signs or legal
 * form, with one character more, less or another (not a number or direction: 第一、第二 are two).
 */
export async function findTwins(
  ctx: Pick<Context, "tx">,
  input: { name: string; region: string; except?: readonly string[] },
): Promise<Twin[]> {
  const { rows } = await sql<Named & { region: string; kind: Kind; key: string; mine: string }>`
    select v.organisation_id as id, v.name, v.region, v.kind, v.name_key as key, k.mine
    from registry.organisation_version v, (select registry.name_key(${input.name}) as mine) k
    where upper_inf(v.valid) and left(v.region, 2) = ${input.region.slice(0, 2)}
      and v.organisation_id <> all(${input.except ?? []}::uuid[])
      and (v.name_key = k.mine or length(k.mine) >= ${TELLING} and abs(length(v.name_key) - length(k.mine)) <= 1
        and (left(v.name_key, 2) = left(k.mine, 2) or right(v.name_key, 3) = right(k.mine, 3)))
    order by v.name_key = k.mine desc, v.region = ${input.region} desc, v.name limit ${CANDIDATES}`.execute(
    ctx.tx,
  );
  return rows
    .flatMap(({ key, mine, ...row }): Twin[] => {
      const found = { ...row, regionName: regionName(row.region) };
      if (key === mine) return [{ ...found, why: "same" }];
      return oneApart(key, mine) ? [{ ...found, why: "near" }] : [];
    })
    .slice(0, MOST);
}

/** Whether one character was added, left out or replaced, and it is no counter. */
export function oneApart(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1 || a === b) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  const rest = long.length === short.length ? short.slice(at + 1) : short.slice(at);
  if (rest !== long.slice(at + 1)) return false;
  const changed = long.length === short.length ? [short[at]!, long[at]!] : [long[at]!];
  return !changed.some((letter) => COUNTERS.test(letter));
}

/** @throws Conflict naming the organisation that bears one of the codes today */
export async function refuseTakenCodes(
  ctx: Pick<Context, "tx">,
  facts: Facts,
  except: readonly string[] = [],
): Promise<void> {
  const { rows } = await sql<Named & { creditCode: string | null }>`
    select organisation_id as id, name, credit_code as "creditCode" from registry.organisation_version
    where upper_inf(valid) and organisation_id <> all(${except}::uuid[])
      and (credit_code = ${facts.creditCode} or school_code = ${facts.schoolCode}) limit 1`.execute(ctx.tx);
  const [holder] = rows;
  if (!holder) return;
  const byCredit = facts.creditCode !== null && holder.creditCode === facts.creditCode;
  const code = byCredit ? facts.creditCode : facts.schoolCode;
  throw new Conflict(
    {
      zh: `${byCredit ? "统一社会信用代码" : "学校标识码"} ${code} 已属于“${holder.name}”。`,
      en: `The ${byCredit ? "unified social credit code" : "school identifier"} ${code} belongs to “${holder.name}”.`,
    },
    {
      errors: [{ field: byCredit ? "creditCode" : "schoolCode", value: code, reason: holder.name }],
      holder: { id: holder.id, name: holder.name },
    },
  );
}

/** @throws Conflict naming those that may be the same organisation, unless somebody looked and goes on */
export async function warnOfTwins(
  ctx: Pick<Context, "tx">,
  input: { name: string; region: string; except?: readonly string[] },
  confirmed: boolean,
): Promise<void> {
  if (confirmed) return;
  const twins = await findTwins(ctx, input);
  if (twins.length === 0) return;
  const names = twins.map((twin) => twin.name);
  throw new Conflict(
    {
      zh: `已有名称相同或相近的机构：${names.join("、")}。确认不是同一机构后可以继续。`,
      en: `There are organisations of the same or a similar name: ${names.join(", ")}. If it is another one, confirm and go on.`,
    },
    { near: twins },
  );
}
